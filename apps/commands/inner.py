"""What a task does inside: the steps of the function that it calls, or of the other graph that it runs."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from apps.commands.models import TASK_ENDED, TASK_OPEN, Command, TaskRun, TaskState
from apps.commands.progress import entries, untouched

MAX_STEPS = 20  # of one task; what those call is not looked into
MAX_IN_ALL = 100


def add_inner(command: Command, tasks: Iterable[dict[str, Any]]) -> None:
    """Give the entries of a card their `inner`: the name of what is called, and how its steps stand.

    In a loop they are those of the first round. Looks only at rows that were loaded with the command.
    """
    segments = {segment["id"]: segment for segment in command.alt.get("segments", [])}
    rows = _Rows(command)
    left = MAX_IN_ALL
    for task in tasks:
        task["inner"] = None
        if task["task_type"] not in ("call", "command.run") or task["id"] not in segments:
            continue
        parameters = segments[task["id"]].get("parameters", {})
        name, graph = _called(command, parameters)
        row = rows.first(task["id"])
        inside = rows.inside(row) if row is not None else []
        if row is not None and inside:
            steps = entries(graph or row.control.get("alt") or _graph_of(inside), inside, over=row.state in TASK_ENDED)
        else:
            steps = untouched(graph, _as(task["state"]))
        shown = steps[: min(MAX_STEPS, left)]
        left -= len(shown)
        task["inner"] = {"name": name, "count": len(steps), "tasks": shown}


class _Rows:
    """The rows of a run, by what they belong to."""

    def __init__(self, command: Command):
        run = getattr(command, "run", None)
        self._of: dict[str, list[TaskRun]] = {}
        self._children: dict[UUID, TaskRun] = {}
        for row in run.tasks.all() if run is not None else ():
            self._of.setdefault(row.definition, []).append(row)
            if row.parent_id is not None:
                self._children[row.parent_id] = row

    def first(self, segment: str) -> TaskRun | None:
        """Return the row of a segment of the command's own graph; in a loop that of the first round."""
        found = [row for row in self._of.get("", ()) if row.segment == segment and row.first]
        return found[-1] if found else None

    def inside(self, caller: TaskRun) -> list[TaskRun]:
        """Return the rows of what a row called: another call of the same function has others."""
        child, below = self._children.get(caller.pk), f"{caller.path}/"
        return [row for row in self._of[child.definition] if row.path.startswith(below)] if child is not None else []


def _called(command: Command, parameters: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return the name of what is called, and its graph: empty for a command that is looked up when it runs."""
    if "function" in parameters:
        name = str(parameters["function"])
        return name, command.alt.get("functions", {}).get(name) or {}
    graph = parameters.get("alt")
    graph = graph if isinstance(graph, Mapping) else {}
    return str(parameters.get("name") or graph.get("title") or "")[:200], graph


def _graph_of(rows: list[TaskRun]) -> dict[str, Any]:
    """Return the graph that these rows were made of, as far as they tell: once a command that was looked up has ended,
    its document is no longer kept with the row that ran it.
    """
    by_key = {row.pk: row for row in rows}
    segments: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row.position):
        parent = by_key.get(row.parent_id) if row.parent_id else None
        when = {"when": {"segment": parent.segment, "branch": row.branch}} if parent is not None else {}
        segments[row.segment] = {"id": row.segment, "task_type": row.task_type, **when}
    return {"segments": list(segments.values())}


def _as(state: str) -> str:
    """Return how steps stand of which none has begun."""
    if state == TaskState.CANCELLED:
        return TaskState.CANCELLED
    return TaskState.PENDING if state in TASK_OPEN else TaskState.SKIPPED
