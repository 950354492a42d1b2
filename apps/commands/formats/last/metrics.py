"""The figures of a run."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from apps.core.times import stamp

STATES = ("succeeded", "failed", "cancelled", "skipped")


def metrics_of(
    command: Mapping[str, Any], tasks: Sequence[Mapping[str, Any]], built: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return how much succeeded, how long it took, and how much of it ran at once.

    What only waits for the tasks in its blocks counts, but not its time.
    """
    states = Counter(task["state"] for task in tasks)
    counted = len(tasks) - states["skipped"]  # a branch not taken is neither success nor failure
    wall = milliseconds(command.get("started_at"), command.get("finished_at"))
    worked = [task for task in tasks if not task.get("control")]
    spent = sum(milliseconds(task.get("started_at"), task.get("finished_at")) or 0 for task in worked)
    return {
        "tasks": len(tasks),
        **{state: states[state] for state in STATES},
        "attempts": sum(int(task.get("attempt") or task.get("attempts") or 0) for task in tasks),
        "success_rate": round(states["succeeded"] / counted, 4) if counted else 0.0,
        "wall_ms": wall,
        "task_ms": spent,
        "parallelism": round(spent / wall, 2) if wall else None,
        "peak": peak_of(worked),
        "output_bytes": sum(task["output"]["bytes"] for task in built if task["output"]),
    }


def peak_of(tasks: Sequence[Mapping[str, Any]]) -> int:
    """Return how many tasks ran at the same time at most."""
    changes = []
    for task in tasks:
        started, finished = when(task.get("started_at")), when(task.get("finished_at"))
        if started and finished:
            changes += [(started, 1, 1), (max(finished, started), 0 if finished > started else 2, -1)]
    running = most = 0
    for _moment, _order, change in sorted(changes):
        running += change
        most = max(most, running)
    return most


def milliseconds(started: Any, finished: Any) -> int | None:
    """Return the time between two moments, or `None` while one is missing."""
    first, last = when(started), when(finished)
    return None if first is None or last is None else max(0, round((last - first).total_seconds() * 1000))


def moment(value: Any) -> str | None:
    """Return a time as documents write it."""
    return stamp(when(value))


def when(value: Any) -> datetime | None:
    """Return a time given as a datetime or as text."""
    if value is None or isinstance(value, datetime):
        return value
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
