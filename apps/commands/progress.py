"""How each segment of a command stands: one entry a segment, however many rounds of it there are."""

from collections.abc import Iterable, Mapping
from typing import Any

from apps.commands.formats.alt.graph import needs_of
from apps.commands.formats.alt.scopes import Path, scopes_of
from apps.commands.models import TASK_ENDED, Command, TaskRun, TaskState

URGENT = (TaskState.RUNNING, TaskState.WAITING, TaskState.QUEUED, TaskState.PENDING, TaskState.FAILED)


def segments_of(
    command: Command, most: int | None = None, tasks: Iterable[TaskRun] | None = None
) -> list[dict[str, Any]]:
    """Return how the segments stand, in the order of the document, at most so many.

    `tasks` are the rows to look at, where they were not loaded with the command.
    """
    run = getattr(command, "run", None)
    if run is None:
        state = TaskState.CANCELLED if command.state == TaskState.CANCELLED else TaskState.PENDING
        return untouched(command.alt, state)[:most]
    rows = run.tasks.all() if tasks is None else tasks
    return entries(command.alt, (row for row in rows if not row.definition), over=run.finished_at is not None)[:most]


def entries(graph: Mapping[str, Any], tasks: Iterable[TaskRun], *, over: bool) -> list[dict[str, Any]]:
    """Return how the segments of a graph stand whose rows these are."""
    segments = graph.get("segments", [])
    rows: dict[str, list[TaskRun]] = {}
    for row in tasks:
        rows.setdefault(row.segment, []).append(row)
    paths = scopes_of(segments, graph.get("order") == "sequence").paths if _has_blocks(segments) else {}
    types = {segment["id"]: segment["task_type"] for segment in segments}
    return [_entry(segment, rows, paths.get(segment["id"], ()), types, over) for segment in segments]


def untouched(graph: Mapping[str, Any], state: str) -> list[dict[str, Any]]:
    """Return the segments of a graph of which none has begun."""
    return [_untouched(segment, state) for segment in graph.get("segments", [])]


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
        "opener": None,
        "branch": None,
        "rounds": None,
    }


def _entry(
    segment: Mapping[str, Any], rows: Mapping[str, list[TaskRun]], path: Path, types: Mapping[str, str], over: bool
) -> dict[str, Any]:
    mine = rows.get(segment["id"], [])
    if not mine:
        gone = over or any(_has_passed(rows.get(owner, ())) for owner, _block in path)
        entry = _untouched(segment, TaskState.SKIPPED if gone else TaskState.PENDING)
    else:
        entry = task_json(_telling(mine))
    if path:
        entry |= {"opener": path[-1][0], "branch": path[-1][1]}
    if any(types.get(owner, "").startswith("loop.") for owner, _block in path):
        entry["rounds"] = _rounds(segment["id"], mine, rows, path)
        if entry["rounds"]["failed"] and entry["state"] == TaskState.SUCCEEDED:
            entry["state"] = TaskState.FAILED
    return entry


def _telling(rows: list[TaskRun]) -> TaskRun:
    """Of several rounds the one that says most: what is at work, then what failed, then the last."""
    for state in URGENT:
        if found := next((row for row in rows if row.state == state), None):
            return found
    return rows[-1]


def _has_passed(rows: Iterable[TaskRun]) -> bool:
    return any(row.state in TASK_ENDED for row in rows)


def _rounds(name: str, mine: list[TaskRun], rows: Mapping[str, list[TaskRun]], path: Path) -> dict[str, int]:
    """Return how many rounds of a segment have ended and how many of them failed."""
    found: dict[str, int] = {}
    for owner, _block in path:
        for row in rows.get(owner, ()):
            counts = (row.control.get("counts") or {}).get(name, {})
            if sum(counts.values()) > sum(found.values()):
                found = counts
    done = max(sum(found.values()), sum(row.state in TASK_ENDED for row in mine))
    return {"done": done, "failed": found.get(TaskState.FAILED, 0)}


def _has_blocks(segments: Iterable[Mapping[str, Any]]) -> bool:
    return any("when" in segment for segment in segments)


def _untouched(segment: Mapping[str, Any], state: str) -> dict[str, Any]:
    when = segment.get("when") or {}
    return {
        "id": segment["id"],
        "title": segment.get("title") or segment.get("content") or segment["id"],
        "task_type": segment["task_type"],
        "state": state,
        "progress": None,
        "detail": None,
        "dependencies": needs_of(segment),
        "attempt": 0,
        "duration_ms": None,
        "opener": when.get("segment"),
        "branch": when.get("branch"),
        "rounds": None,
    }
