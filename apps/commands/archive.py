"""What a finished run leaves: its `.last`, the short result for the card and, of a success, an `.atlas` entry."""

from typing import Any

from apps.commands.elsewhere.archiving import hand_over
from apps.commands.formats.atlas import build_atlas
from apps.commands.formats.last import build_last
from apps.commands.models import AtlasEntry, Command, Run, State, TaskRun
from apps.commands.stems import search_words
from apps.core.times import stamp

MAX_RESULT = 2_000


def archive_run(command: Command, run: Run, tasks: list[TaskRun]) -> None:
    """Fill `run.last` and `command.result`, and add the atlas entry of a success. Inside the engine's transaction."""
    run.last = build_last(_about(command), command.alt, [_task(task) for task in tasks])
    if command.state != State.SUCCEEDED:
        return
    document = build_atlas(_about(command), command.alt, run.last)
    command.result = {"text": str(document.get("result") or document.get("summary") or "")[:MAX_RESULT]}
    AtlasEntry.objects.update_or_create(
        command=command,
        defaults={
            "owner_id": command.owner_id,
            "conversation_id": command.conversation_id,
            "title": document["title"][:200],
            "summary": command.result["text"] or document.get("summary", ""),
            "tags": document.get("tags", []),
            "document": document,
            "search_text": " ".join(
                search_words(
                    " ".join(
                        [
                            command.title,
                            command.text,
                            document.get("summary", ""),
                            command.result["text"],
                            *document.get("tags", []),
                        ]
                    )
                )
            ),
        },
    )
    hand_over(command.pk)


def _about(command: Command) -> dict[str, Any]:
    return {
        "id": str(command.pk),
        "text": command.text,
        "title": command.title,
        "state": command.state,
        "mode": command.mode,
        "persona": command.persona or None,
        "language": command.language,
        "owner": command.owner.username,
        "rerun_of": str(command.rerun_of_id) if command.rerun_of_id else None,
        "error": command.error,
        "conversation": str(command.conversation_id) if command.conversation_id else None,
        "created_at": stamp(command.created_at),
        "started_at": stamp(command.started_at),
        "finished_at": stamp(command.finished_at),
    }


def _task(task: TaskRun) -> dict[str, Any]:
    return {
        "id": task.segment,
        "title": task.title,
        "task_type": task.task_type,
        "state": task.state,
        "attempts": task.attempt,
        "dependencies": task.dependencies,
        "parameters": task.parameters,
        "started_at": stamp(task.started_at),
        "finished_at": stamp(task.finished_at),
        "output": task.output,
        "error": task.error,
        "log": task.log.splitlines(),
        "artifacts": [artifact.as_dict() for artifact in task.artifacts.all()],
    }
