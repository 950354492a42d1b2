"""What a finished run leaves: its `.last`, the short result for the card and, of a success, an `.atlas` entry."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from apps.commands.elsewhere.archiving import hand_over
from apps.commands.formats.atlas import build_atlas
from apps.commands.formats.last import build_last
from apps.commands.models import AtlasEntry, Command, Run, State, TaskRun, TaskState
from apps.commands.progress import segments_of
from apps.commands.runner.types import registry
from apps.commands.stems import searchable
from apps.core.times import stamp

MAX_RESULT = 2_000
MAX_LISTED = 2_000  # tasks in a `.last`; the figures count all


def archive_run(command: Command, run: Run) -> None:
    """Fill `run.last` and `command.result`, and add the atlas entry of a success. Inside the engine's transaction."""
    rows = _in_order(_listed(run))
    segments = segments_of(command, tasks=run.tasks.shown())
    seen = {row.segment for row in rows if not row.definition}
    passed_over = [_untouched(segment) for segment in segments if segment["id"] not in seen]
    run.last = build_last(
        _about(command),
        command.alt,
        [*(_task(task) for task in rows), *passed_over],
        segments=[{name: segment[name] for name in ("id", "state", "rounds")} for segment in segments],
        counted=[*_counted(run), *passed_over] if run.made > len(rows) else None,
    )
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
            "search_text": searchable(_words(command, document), document.get("tags", [])),
        },
    )
    hand_over(command.pk)


def _words(command: Command, document: dict[str, Any]) -> str:
    """Return what a piece of knowledge is found by; a repetition with other values by these, too."""
    values = [value for value in (command.alt.get("variables") or {}).values() if isinstance(value, str | int | float)]
    said = [command.title, command.text, document.get("summary", ""), (command.result or {}).get("text", "")]
    return " ".join([*said, *document.get("tags", []), *(str(value)[:100] for value in values[:20])])


def _listed(run: Run) -> list[TaskRun]:
    """Return the rows that a `.last` lists: all, or of long loops the first round and what failed."""
    rows = run.tasks.defer("scope", "control").prefetch_related("artifacts")
    if run.made > MAX_LISTED:
        rows = rows.filter(Q(first=True) | Q(state=TaskState.FAILED))
    return list(rows.order_by("pk")[:MAX_LISTED])


def _in_order(rows: list[TaskRun]) -> list[TaskRun]:
    """Return rows as a document has them: what stands in a block behind what opened it."""
    places: dict[Any, tuple[tuple[int, int], ...]] = {}
    for row in rows:  # parents are made before their children
        places[row.pk] = (*places.get(row.parent_id, ()), (row.iteration, row.position))
    return sorted(rows, key=lambda row: (places[row.pk], row.pk))


def _counted(run: Run) -> Iterator[dict[str, Any]]:
    """Yield what the figures of a run are made of, for every row."""
    names = ("task_type", "state", "attempt", "started_at", "finished_at")
    for row in run.tasks.order_by().values_list(*names).iterator():
        task = dict(zip(names, row, strict=True))
        yield {**task, "id": "", "control": is_control(task["task_type"])}


def is_control(task_type: str) -> bool:
    kind = registry.get(task_type)
    return kind is not None and kind.control


def _untouched(segment: dict[str, Any]) -> dict[str, Any]:
    return {**segment, "segment": segment["id"], "output": None, "error": None, "log": [], "artifacts": []}


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
        "id": task.path,
        "segment": task.segment,
        "control": is_control(task.task_type),
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
