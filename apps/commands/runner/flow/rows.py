"""Makes the rows of a graph and of the blocks in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from apps.commands.formats.alt.graph import needs_of
from apps.commands.models import Run, TaskRun, TaskState
from apps.commands.runner.flow.plans import Plan
from apps.commands.runner.types import TaskError
from apps.core.rows import update_rows

T = TypeVar("T")
Block = tuple[UUID | None, int, str]  # who opened it, which of its rounds it is, and the definition that it stands in

MAX_ROWS = 100_000  # of one run, all rounds of all loops
MAX_DEPTH = 32
OPTIONS = ("timeout", "retry", "if", "input", "output", "export", "then", "source")
BATCH = 500
ENDS = 50  # rows in one statement: SQLite takes 999 values
_ENDING = (
    "state", "finished_at", "lease_until", "due_at", "output", "error", "log", "progress", "detail", "control",
    "handled", "attempt", "fencing", "started_at", "blocked_by",
)  # fmt: skip


def make_rows(
    run: Run,
    plan: Plan,
    names: Iterable[str],
    *,
    parent: TaskRun | None = None,
    branch: str = "",
    iteration: int = 0,
    first: bool = True,
    scope: Mapping[str, Any] | None = None,
    definition: str = "",
    gate: bool = False,
    visit: int = 0,
) -> list[TaskRun]:
    """Return new rows of these segments, unsaved. Behind a `gate` the first of them wait until it opens."""
    prefix = "" if parent is None else f"{parent.path}/"
    if parent is not None and (iteration or parent.task_type.startswith("loop.")):
        prefix = f"{parent.path}[{iteration}]/"
    if prefix.count("/") > MAX_DEPTH:
        raise TaskError("run.too_deep", _("The blocks of this run are nested deeper than 32 levels."))
    priority = parent.priority if parent is not None else run.command.priority
    rows = []
    for name in names:
        segment, needs = plan.segments[name], plan.scopes.needs.get(name, [])
        rows.append(
            TaskRun(
                run=run,
                parent=parent,
                segment=name,
                path=f"{prefix}{name}" + (f"~{visit}" if visit else ""),
                definition=definition,
                branch=branch,
                iteration=iteration,
                first=first,
                position=plan.positions[name],
                title=(segment.get("title") or segment.get("content") or name)[:200],
                task_type=segment["task_type"],
                parameters=segment.get("parameters", {}),
                dependencies=needs_of(segment),
                options={option: segment[option] for option in OPTIONS if option in segment},
                scope=dict(scope or {}),
                priority=priority,
                blocked_by=0 if plan.sequence else len(needs) + (gate and not needs),
            )
        )
    return rows


def save_rows(run: Run, rows: list[TaskRun]) -> None:
    """Store new rows. Raises TaskError where a run has too many."""
    if run.made + len(rows) > MAX_ROWS:
        raise TaskError("run.too_many_tasks", _("The run has more than %(n)d tasks.") % {"n": MAX_ROWS})
    TaskRun.objects.bulk_create(rows, batch_size=BATCH)
    run.made += len(rows)
    Run.objects.filter(pk=run.pk).update(made=run.made)


def place(task: TaskRun) -> dict[str, Any]:
    """Return what tells the rows beside a row: those of its block."""
    return {"run_id": task.run_id, "parent_id": task.parent_id, "iteration": task.iteration}


def block_of(task: TaskRun) -> Block:
    """Return which block of its run a row stands in."""
    return task.parent_id, task.iteration, task.definition


def write_ends(tasks: Sequence[TaskRun]) -> None:
    """Write rows that ended, many in one statement."""
    whole = []
    for task in tasks:
        if task.get_deferred_fields():
            task.save()  # what was not loaded did not change
        else:
            whole.append(task)
    for some in batched(whole, ENDS):
        rows = [(task.pk, *(getattr(task, name) for name in _ENDING)) for task in some]
        update_rows(TaskRun, ["id"], _ENDING, rows)


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut into lists of at most so many."""
    left = iter(items)
    while found := list(islice(left, size)):
        yield found


def cancel_below(task: TaskRun, now: Any, *, but: int | None = None) -> None:
    """Cancel everything that is open in the blocks of a row; what is at work loses its claim and stops by itself."""
    level = TaskRun.objects.filter(parent=task)
    if but is not None:
        level = level.exclude(iteration=but)
    while parents := list(level.still_open().values_list("pk", flat=True)):
        for start in range(0, len(parents), BATCH):
            rows = TaskRun.objects.filter(pk__in=parents[start : start + BATCH])
            rows.update(state=TaskState.CANCELLED, finished_at=now, lease_until=None, due_at=None)
        level = TaskRun.objects.filter(parent__in=parents)
