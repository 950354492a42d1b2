"""What follows when something of a run has changed: what may begin begins, and the run ends with its last task.

Everything here runs inside a transaction, under the lock of the command's row.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from apps.commands.announcing import announce, announce_progress
from apps.commands.archive import archive_run
from apps.commands.models import Command, Run, State, TaskRun, TaskState
from apps.commands.runner.claiming import BUNCH, claim_rows
from apps.commands.runner.flow.dispatch import begin_ready, held_runs
from apps.commands.runner.flow.settling import Settling
from apps.commands.runner.types import registry
from apps.core.wake import wake

EXECUTE = "apps.commands.tasks.execute_task"
ADVANCE = "apps.commands.tasks.advance_runs"


def settle(command: Command, run: Run, settling: Settling, *, take: int = 0) -> list[TaskRun]:
    """Work out what follows from what ended, and go on."""
    settling.work()
    if settling.ended_by is not None:
        settling.end_all()
    return go_on(command, run, settling, take=take)


def go_on(command: Command, run: Run, settling: Settling, *, take: int = 0) -> list[TaskRun]:
    """Begin what may begin, and finish the run when everything has ended.

    Up to `take` quick tasks are claimed for the worker that asks, which then needs no message; they are returned.
    """
    for task, moment in settling.later:
        wake_at(task, moment)
    begun = begin_ready(command, run)
    taken = claim_rows(_whole([task for task in begun if _is_quick(task)][:take])) if take else []
    _wake_for(begun, {task.pk for task in taken})
    states = _open_states(run)
    if not states:
        finish(command, run)
    else:
        at_work = any(state == TaskState.QUEUED or (state == TaskState.RUNNING and leased) for state, leased in states)
        sleeping = not at_work and any(state == TaskState.WAITING for state, _leased in states)
        wanted = State.PAUSED if command.paused_at else State.WAITING if sleeping else State.RUNNING
        if command.state != wanted:
            command.state = wanted
            command.save(update_fields=["state"])
        announce_progress(command, run.made, more=bool(taken))
    if others := held_runs(run):
        wake(ADVANCE, others)
    return taken


def finish(command: Command, run: Run, error: dict[str, Any] | None = None) -> None:
    """End a run: by its tasks, or with an error of its own."""
    outer = TaskRun.objects.filter(run=run, parent=None)
    failed = outer.filter(state=TaskState.FAILED, handled=False).order_by("position").first()
    if error is not None:
        command.state, command.error = State.FAILED, error
    elif failed is not None:
        command.state, command.error = State.FAILED, {"task": failed.segment, **(failed.error or {})}
    elif outer.filter(state=TaskState.CANCELLED).exists():
        command.state = State.CANCELLED
    else:
        command.state = State.SUCCEEDED
    command.finished_at = run.finished_at = timezone.now()
    run.held = False
    archive_run(command, run)
    run.save(update_fields=["finished_at", "last", "held"])
    command.save(update_fields=["state", "error", "result", "finished_at"])
    announce(command)


def wake_at(task: TaskRun, moment: datetime) -> None:
    """Wake a worker at a moment that is near; the sweep finds those that are far."""
    seconds = (moment - timezone.now()).total_seconds()
    if seconds < 60:
        wake(EXECUTE, str(task.pk), countdown=max(0.0, seconds))


def _wake_for(begun: list[TaskRun], taken: set[Any]) -> None:
    """Wake workers: one for each task, but for quick ones one for as many as it takes at once."""
    left = [task for task in begun if task.pk not in taken]
    quick = [task for task in left if _is_quick(task)]
    for task in [task for task in left if not _is_quick(task)] + quick[::BUNCH]:
        wake(EXECUTE, str(task.pk))


def _is_quick(task: TaskRun) -> bool:
    return registry.to_run(task.task_type).quick


def _whole(tasks: list[TaskRun]) -> list[TaskRun]:
    rows = TaskRun.objects.select_related("run").filter(pk__in=[task.pk for task in tasks])
    return list(rows.order_by("position", "pk")) if tasks else []


def _open_states(run: Run) -> set[tuple[str, bool]]:
    rows = TaskRun.objects.filter(run=run).still_open().order_by()
    return {(state, lease is not None) for state, lease in rows.values_list("state", "lease_until").distinct()}
