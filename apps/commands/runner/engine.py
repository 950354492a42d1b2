"""How a run moves on. Every step is one short transaction under the lock of the command's row.

The rows are the truth. Messages to workers only say "look at this task"; a task is claimed by raising its fencing
number, and a result that comes with an old number is refused.
"""

import random
from datetime import datetime, timedelta
from graphlib import TopologicalSorter
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.commands.announcing import announce, is_small
from apps.commands.archive import archive_run
from apps.commands.formats.durations import parse_duration
from apps.commands.models import LEASE, TASK_ENDED, Command, Run, State, TaskRun, TaskState
from apps.commands.runner.reuse import keep_artifacts, results_before
from apps.commands.runner.types import registry
from apps.core.wake import wake

EXECUTE = "apps.commands.tasks.execute_task"
MAX_PARALLEL = 50  # tasks of one run at once, security.md section 8
RETRIES, RETRY_SECONDS, MAX_RETRY_SECONDS = 2, 1.0, 300.0


def start_run(command: Command) -> Run:
    """Make the rows of a run and wake workers for what can begin. Inside the action's transaction."""
    run = Run.objects.create(command=command)
    done = results_before(command)
    TaskRun.objects.bulk_create(
        [
            TaskRun(
                run=run,
                position=position,
                segment=segment["id"],
                title=(segment.get("title") or segment.get("content") or segment["id"])[:200],
                task_type=segment["task_type"],
                parameters=segment.get("parameters", {}),
                dependencies=[d["id"] if isinstance(d, dict) else d for d in segment.get("dependencies", [])],
                options={name: segment[name] for name in ("timeout", "retry") if name in segment},
                priority=command.priority,
                **done.get(segment["id"], {}),
            )
            for position, segment in enumerate(command.alt["segments"])
        ]
    )
    if done:
        keep_artifacts(command, run, done)
    command.state, command.started_at = State.RUNNING, run.started_at
    command.save(update_fields=["state", "started_at"])
    _advance(command, run)
    return run


@transaction.atomic
def claim_task(task_id: UUID | str) -> TaskRun | None:
    """Take a task to work on, or None where there is nothing to do: another has it, it ended, it is not due."""
    task = TaskRun.objects.filter(pk=task_id).select_related("run").first()
    if task is None:
        return None
    command = Command(pk=task.run.command_id).locked()
    now = timezone.now()
    task = TaskRun.objects.due(now).select_related("run").filter(pk=task_id).first()
    if task is None:
        return None
    if command.cancel_requested_at:
        _end(task, TaskState.CANCELLED)
        _advance(command, task.run)
        return None
    if command.paused_at:
        return None
    if task.state == TaskState.WAITING and task.output is not None:  # its moment has come
        _end(task, TaskState.SUCCEEDED)
        _advance(command, task.run)
        return None
    if task.state == TaskState.RUNNING and not registry.to_run(task.task_type).may_repeat(task.parameters):
        fail = {"code": "task.interrupted", "title": "Interrupted", "detail": "The worker died; not safe to repeat."}
        _end(task, TaskState.FAILED, error=fail)
        _advance(command, task.run)
        return None
    task.state, task.due_at = TaskState.RUNNING, None
    task.attempt += 1
    task.fencing += 1
    task.lease_until = now + LEASE
    task.started_at = task.started_at or now
    task.progress, task.detail, task.error = None, "", None
    task.save()
    announce(command, at_once=is_small(task.run.tasks.count()))
    return task


def keep_lease(task: TaskRun) -> bool:
    """Say that the worker lives; return whether the task should stop: cancelled, or somebody else has it."""
    kept = TaskRun.objects.filter(pk=task.pk, fencing=task.fencing, state=TaskState.RUNNING).update(
        lease_until=timezone.now() + LEASE
    )
    return not kept or Command.objects.filter(pk=task.run.command_id, cancel_requested_at__isnull=False).exists()


@transaction.atomic
def finish_task(task: TaskRun, output: Any, log: str) -> bool:
    """Record a result; False where the claim is no longer good and the result is refused."""
    command, current = _current(task)
    if current is None:
        return False
    _end(current, TaskState.SUCCEEDED, output=output, log=log, progress=1.0)
    _advance(command, current.run)
    return True


@transaction.atomic
def wait_task(task: TaskRun, until: datetime, output: Any, log: str) -> bool:
    """Put a task to sleep until a moment; it holds no worker meanwhile."""
    command, current = _current(task)
    if current is None:
        return False
    current.state, current.due_at, current.output, current.log = TaskState.WAITING, until, output, log
    current.lease_until = None
    current.save()
    _wake_at(current, until)
    _advance(command, current.run)
    return True


@transaction.atomic
def park_task(task: TaskRun, until: datetime | None, detail: str, log: str) -> bool:
    """Put a task to sleep until it is unparked, or until a moment; then it runs again. It holds no worker meanwhile."""
    command, current = _current(task)
    if current is None:
        return False
    current.state, current.lease_until, current.log, current.detail = TaskState.WAITING, None, log, detail[:200]
    current.attempt -= 1  # looking again is no new attempt
    if current.due_at is None:  # unparked while it was still at work: due already
        current.due_at = until
    current.save()
    if current.due_at:
        _wake_at(current, current.due_at)
    _advance(command, current.run)
    return True


@transaction.atomic
def fail_task(task: TaskRun, error: dict[str, Any], *, retryable: bool, log: str) -> bool:
    """Record a failure: it is tried again later, or it is final and what depends on it is skipped."""
    command, current = _current(task)
    if current is None:
        return False
    retry = current.options.get("retry") or {}
    limit = int(retry.get("limit", RETRIES))
    if retryable and current.attempt <= limit and not command.cancel_requested_at:
        delay = parse_duration(retry["delay"]).total_seconds() if "delay" in retry else RETRY_SECONDS
        delay = min(MAX_RETRY_SECONDS, delay * float(retry.get("backoff", 2)) ** (current.attempt - 1))
        until = timezone.now() + timedelta(seconds=delay * random.uniform(0.8, 1.2))  # noqa: S311 - jitter, no secret
        current.state, current.due_at, current.error, current.log = TaskState.WAITING, until, error, log
        current.output, current.lease_until = None, None
        current.detail = str(error["detail"])[:200]
        current.save()
        _wake_at(current, until)
        announce(command)
        return True
    _end(current, TaskState.FAILED, error=error, log=log, detail=str(error["detail"])[:200])
    _advance(command, current.run)
    return True


@transaction.atomic
def stop_task(task: TaskRun, log: str) -> bool:
    """Record that a task stopped because its command was cancelled."""
    command, current = _current(task)
    if current is None:
        return False
    _end(current, TaskState.CANCELLED, log=log)
    _advance(command, current.run)
    return True


def cancel_run(command: Command) -> None:
    """Cancel what has not begun; what is at work stops by itself. Inside the action's transaction."""
    run = Run.objects.get(command=command)
    open_states = (TaskState.PENDING, TaskState.QUEUED, TaskState.WAITING)
    run.tasks.filter(state__in=open_states).update(state=TaskState.CANCELLED, finished_at=timezone.now())
    _advance(command, run)


def pause_run(command: Command) -> None:
    """Let nothing new begin; what is at work ends by itself. Inside the action's transaction."""
    run = Run.objects.get(command=command)
    run.tasks.filter(state=TaskState.QUEUED).update(state=TaskState.PENDING)
    _advance(command, run)


def resume_run(command: Command) -> None:
    """Go on with a paused run, at once with what has become due. Inside the action's transaction."""
    run = Run.objects.get(command=command)
    for task in TaskRun.objects.due(timezone.now()).filter(run=run):
        wake(EXECUTE, str(task.pk))
    _advance(command, run)


@transaction.atomic
def advance_run(run_id: UUID | str) -> None:
    """Look at a run again: the sweep calls this for those that a crash left between two steps."""
    run = Run.objects.filter(pk=run_id, finished_at=None).first()
    if run is not None:
        _advance(Command(pk=run.command_id).locked(), run)


def release_leases() -> int:
    """Give back the leases of workers that died with this installation's only process (embedded, at its start)."""
    return TaskRun.objects.filter(state=TaskState.RUNNING).update(lease_until=timezone.now())


def _current(task: TaskRun) -> tuple[Command, TaskRun | None]:
    command = Command(pk=task.run.command_id).locked()
    current = TaskRun.objects.filter(pk=task.pk, fencing=task.fencing, state=TaskState.RUNNING)
    return command, current.select_related("run").first()


def _end(task: TaskRun, state: str, **values: Any) -> None:
    for name, value in values.items():
        setattr(task, name, value)
    task.state, task.finished_at, task.lease_until, task.due_at = state, timezone.now(), None, None
    task.save()


def _advance(command: Command, run: Run) -> None:
    """Begin what can begin, skip what cannot any more, and finish the run when everything has ended."""
    tasks = list(run.tasks.all())
    states = {task.segment: task.state for task in tasks}
    active = sum(state in (TaskState.QUEUED, TaskState.RUNNING) for state in states.values())
    for task in _in_order(tasks):
        if task.state != TaskState.PENDING:
            continue
        before = [states[name] for name in task.dependencies]
        if command.cancel_requested_at:
            states[task.segment] = TaskState.CANCELLED
            _end(task, TaskState.CANCELLED)
        elif any(state in (TaskState.FAILED, TaskState.CANCELLED, TaskState.SKIPPED) for state in before):
            states[task.segment] = TaskState.SKIPPED
            _end(task, TaskState.SKIPPED)
        elif not command.paused_at and active < MAX_PARALLEL and all(state == TaskState.SUCCEEDED for state in before):
            active += 1
            states[task.segment] = TaskState.QUEUED
            TaskRun.objects.filter(pk=task.pk).update(state=TaskState.QUEUED)
            wake(EXECUTE, str(task.pk))
    if all(state in TASK_ENDED for state in states.values()):
        _finish(command, run)
    else:
        sleeping = any(state == TaskState.WAITING for state in states.values()) and not any(
            state in (TaskState.QUEUED, TaskState.RUNNING) for state in states.values()
        )
        wanted = State.PAUSED if command.paused_at else State.WAITING if sleeping else State.RUNNING
        if command.state != wanted:
            command.state = wanted
            command.save(update_fields=["state"])
        announce(command, at_once=is_small(len(tasks)))


def _in_order(tasks: list[TaskRun]) -> list[TaskRun]:
    """Return the tasks so that each stands after what it depends on: a skip reaches all that follows in one pass."""
    by_name = {task.segment: task for task in tasks}
    sorter = TopologicalSorter({task.segment: task.dependencies for task in tasks})
    return [by_name[name] for name in sorter.static_order()]


def _finish(command: Command, run: Run) -> None:
    tasks = list(run.tasks.all())
    failed = next((task for task in tasks if task.state == TaskState.FAILED), None)
    if failed is not None:
        command.state, command.error = State.FAILED, {**(failed.error or {}), "task": failed.segment}
    elif any(task.state == TaskState.CANCELLED for task in tasks):
        command.state = State.CANCELLED
    else:
        command.state = State.SUCCEEDED
    command.finished_at = run.finished_at = timezone.now()
    archive_run(command, run, tasks)
    run.save(update_fields=["finished_at", "last"])
    command.save(update_fields=["state", "error", "result", "finished_at"])
    announce(command)


def _wake_at(task: TaskRun, moment: datetime) -> None:
    """Wake a worker at a moment that is near; the sweep finds those that are far."""
    seconds = (moment - timezone.now()).total_seconds()
    if seconds < 60:
        wake(EXECUTE, str(task.pk), countdown=max(0.0, seconds))
