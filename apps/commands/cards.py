"""What is shown of a command: the card in its conversation and the JSON of the API share these pieces."""

from typing import Any

from apps.commands.inner import add_inner
from apps.commands.models import TASK_ENDED, Command, State
from apps.commands.progress import segments_of
from apps.commands.risk import risk_of
from apps.core.times import stamp

MAX_TASKS_SHOWN = 100
MAX_QUESTIONS = 5
MAX_OFFERED = 20


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


def offers_of(command: Command) -> dict[str, Any]:
    """Return what its mode offers to choose from, and the faults it will meet; documents from outside are cut short."""
    metadata = command.alt.get("metadata") or {}
    chaos = metadata.get("chaos") if command.mode == "chaos" else None
    faults = chaos.get("faults") if isinstance(chaos, dict) else None
    proposed = command.state == State.PROPOSED
    variant = metadata.get("variant")
    return {
        "mode": command.mode,
        "proposals": [_proposal(one) for one in _offered(metadata, "proposals")] if proposed else [],
        "variants": [_variant(one) for one in _offered(metadata, "variants")],
        "variant": variant if isinstance(variant, str) else None,
        "chaos": (
            {"level": command.alt.get("chaos_level", 1), "faults": len(faults) if isinstance(faults, list) else 0}
            if isinstance(chaos, dict)
            else None
        ),
    }


def _offered(metadata: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = metadata.get(name)
    named = [row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)] if rows else []
    return named[:MAX_OFFERED]


def _proposal(row: dict[str, Any]) -> dict[str, Any]:
    steps = [one for one in row.get("segments") or () if isinstance(one, dict)]
    return {
        "id": row["id"],
        "title": str(row.get("title") or row["id"])[:200],
        "why": str(row.get("why") or "")[:300],
        "steps": [str(one.get("title") or one.get("id"))[:100] for one in steps[:10]],
    }


def _variant(row: dict[str, Any]) -> dict[str, Any]:
    changes = [one for one in row.get("changes") or () if isinstance(one, dict)]
    return {
        "id": row["id"],
        "title": str(row.get("title") or row["id"])[:200],
        "changes": [
            {
                "segment": str(one.get("segment", "")),
                "pointer": str(one.get("pointer", "")),
                "before": one.get("from"),
                "after": one.get("to"),
            }
            for one in changes[:5]
        ],
    }


def card_of(command: Command) -> dict[str, Any]:
    """Return the card: everything the people of the conversation need to follow and to steer."""
    tasks = segments_of(command)
    shown = tasks[:MAX_TASKS_SHOWN]
    add_inner(command, shown)
    return {
        "command": str(command.pk),
        "state": command.state,
        "title": command.title,
        "text": command.text,
        "tasks": shown,
        "progress": progress_of(tasks),
        "why": command.why or None,
        "questions": questions_of(command),
        "risk": risk_of(command.alt) if command.state == State.PROPOSED else None,
        **offers_of(command),
        "result": command.result,
        "error": command.error,
        "starts_at": stamp(command.starts_at),
        "started_at": stamp(command.started_at),
        "finished_at": stamp(command.finished_at),
        "links": links_of(command),
    }
