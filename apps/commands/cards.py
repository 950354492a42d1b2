"""What is shown of a command: the card in its conversation and the JSON of the API share these pieces."""

from typing import Any

from apps.commands.models import TASK_ENDED, Command, State
from apps.commands.progress import segments_of
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


def progress_of(tasks: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many tasks have ended, and how many there are."""
    return {"done": sum(task["state"] in TASK_ENDED for task in tasks), "total": len(tasks)}


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
    tasks = segments_of(command)
    return {
        "command": str(command.pk),
        "state": command.state,
        "title": command.title,
        "text": command.text,
        "tasks": tasks[:MAX_TASKS_SHOWN],
        "progress": progress_of(tasks),
        "why": command.why or None,
        "questions": questions_of(command),
        "result": command.result,
        "error": command.error,
        "starts_at": stamp(command.starts_at),
        "started_at": stamp(command.started_at),
        "finished_at": stamp(command.finished_at),
        "links": links_of(command),
    }
