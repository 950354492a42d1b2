"""What is shown of a command: the card in its conversation and the JSON of the API share these pieces."""

from typing import Any

from apps.commands.models import TASK_ENDED, Command, State, TaskRun, TaskState
from apps.core.times import stamp

MAX_TASKS_SHOWN = 100
MAX_QUESTIONS = 5


def links_of(command: Command) -> dict[str, str | None]:
    """Return the addresses of what belongs to a command."""
    base = f"/api/v1/commands/{command.pk}"
    ended = command.state in (State.SUCCEEDED, State.FAILED, State.CANCELLED) and command.started_at is not None
    return {
        "self": base,
        "alt": f"{base}/alt",
        "graph": f"{base}/graph",
        "last": f"{base}/last" if ended else None,
        "report": f"{base}/report" if ended else None,
        "atlas": f"{base}/atlas" if command.state == State.SUCCEEDED else None,
    }


def tasks_of(command: Command) -> list[dict[str, Any]]:
    """Return the tasks as they stand: rows of the run, or what is proposed."""
    run = getattr(command, "run", None)
    if run is None:
        state = TaskState.CANCELLED if command.state == State.CANCELLED else TaskState.PENDING
        return [_proposed(segment, state) for segment in command.alt.get("segments", [])[:MAX_TASKS_SHOWN]]
    return [task_json(task) for task in list(run.tasks.all())[:MAX_TASKS_SHOWN]]


def progress_of(command: Command) -> dict[str, int]:
    """Return how many tasks have ended, and how many there are."""
    run = getattr(command, "run", None)
    if run is None:
        return {"done": 0, "total": len(command.alt.get("segments", []))}
    tasks = list(run.tasks.all())
    return {"done": sum(task.state in TASK_ENDED for task in tasks), "total": len(tasks)}


def task_json(task: TaskRun) -> dict[str, Any]:
    """Return one task as a card shows it."""
    spent = (task.finished_at - task.started_at).total_seconds() if task.finished_at and task.started_at else None
    return {
        "id": task.segment,
        "title": task.title,
        "task_type": task.task_type,
        "state": task.state,
        "progress": task.progress,
        "detail": task.detail or None,
        "dependencies": task.dependencies,
        "attempt": task.attempt,
        "duration_ms": None if spent is None else round(spent * 1000),
    }


def questions_of(command: Command) -> list[dict[str, Any]]:
    """Return what a person is asked before the command runs, in both languages; nothing once it was confirmed."""
    if command.state != State.PROPOSED:
        return []
    metadata = command.alt.get("metadata") or {}
    asked = metadata.get("questions")
    rows = asked if isinstance(asked, list) else []
    return [row for row in rows if isinstance(row, dict) and isinstance(row.get("text"), dict)][:MAX_QUESTIONS]


def card_of(command: Command) -> dict[str, Any]:
    """Return the card: everything the people of the conversation need to follow and to steer."""
    return {
        "command": str(command.pk),
        "state": command.state,
        "title": command.title,
        "text": command.text,
        "tasks": tasks_of(command),
        "progress": progress_of(command),
        "why": command.why or None,
        "questions": questions_of(command),
        "result": command.result,
        "error": command.error,
        "started_at": stamp(command.started_at),
        "finished_at": stamp(command.finished_at),
        "links": links_of(command),
    }


def _proposed(segment: dict[str, Any], state: str) -> dict[str, Any]:
    return {
        "id": segment["id"],
        "title": segment.get("title") or segment.get("content") or segment["id"],
        "task_type": segment["task_type"],
        "state": state,
        "progress": None,
        "detail": None,
        "dependencies": [_id_of(dependency) for dependency in segment.get("dependencies", [])],
        "attempt": 0,
        "duration_ms": None,
    }


def _id_of(dependency: Any) -> str:
    return dependency["id"] if isinstance(dependency, dict) else dependency
