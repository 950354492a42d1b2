"""What a block gave: the results of its last tasks, or the error that ended it."""

from collections.abc import Mapping
from typing import Any

import orjson

from apps.commands.models import TaskRun, TaskState
from apps.commands.runner.flow.plans import Plan

MAX_BYTES = 10_000_000


def failure_of(parent: TaskRun | None, iteration: int) -> dict[str, Any] | None:
    """Return the first error in a block that nothing dealt with."""
    rows = TaskRun.objects.filter(parent=parent, iteration=iteration, state=TaskState.FAILED, handled=False)
    row = rows.order_by("finished_at", "position").only("error", "path").first()
    return None if row is None else {"task": row.path, **(row.error or {})}


def block_result(parent: TaskRun, iteration: int, plan: Plan, block: str) -> Any:
    """Return what a block gave: what its last task gave; of several, a mapping by id."""
    rows = TaskRun.objects.filter(parent=parent, iteration=iteration)
    if plan.sequence:
        return rows.order_by("-finished_at", "-pk").values_list("output", flat=True).first()
    called = "definition" in parent.control
    names = plan.sinks("", "") if called else plan.sinks(parent.segment, block)
    found = dict(
        rows.filter(segment__in=names, state=TaskState.SUCCEEDED).values_list("segment", "output")
    )  # fmt: skip
    return _one(names, found)


def block_results(parent: TaskRun, plan: Plan, kind: str) -> list[Any]:
    """Return what all blocks of a task gave, in the order they were opened; None for one that failed."""
    rows = TaskRun.objects.filter(parent=parent).order_by("iteration", "finished_at", "pk")
    found: dict[int, dict[str, Any]] = {}
    names: dict[int, list[str]] = {}
    size = 0
    for iteration, branch, segment, state, output in rows.values_list(
        "iteration", "branch", "segment", "state", "output"
    ).iterator():
        mine = found.setdefault(iteration, {})
        if iteration not in names:
            names[iteration] = plan.sinks(parent.segment, branch)
        if state != TaskState.SUCCEEDED or not (plan.sequence or segment in names[iteration]):
            continue
        size += len(orjson.dumps(output))
        if size > MAX_BYTES:
            return [{"truncated": True, "blocks": parent.control.get("serial")}]
        mine[segment] = output
        if plan.sequence:
            names[iteration] = [segment]
    return [_one(names[iteration], mine) for iteration, mine in found.items()]


def _one(names: list[str], found: Mapping[str, Any]) -> Any:
    if len(names) == 1:
        return found.get(names[0])
    return dict(found) if found else None
