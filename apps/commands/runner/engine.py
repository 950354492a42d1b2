"""How a run moves on. Every step is one short transaction under the lock of the command's row.

The rows are the truth. Messages to workers only say "look at this task"; a task is claimed by raising its fencing
number, and a result that comes with an old number is refused. What follows from an end is `flow.settling`'s.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.commands.announcing import announce, is_small
from apps.commands.archive import archive_run
from apps.commands.formats.alt.variables import starting_variables
from apps.commands.formats.durations import parse_duration
from apps.commands.models import LEASE, Command, Run, State, TaskRun, TaskState
from apps.commands.runner.control import Block, Fail, Instruction
from apps.commands.runner.errors import problem
from apps.commands.runner.flow.dispatch import begin_ready, held_runs
from apps.commands.runner.flow.plans import plan_of
from apps.commands.runner.flow.rows import make_rows, save_rows
from apps.commands.runner.flow.settling import Settling
from apps.commands.runner.retrying import next_delay
from apps.commands.runner.reuse import keep_artifacts, results_before
from apps.commands.runner.types import registry
from apps.core.wake import wake

EXECUTE = "apps.commands.tasks.execute_task"
ADVANCE = "apps.commands.tasks.advance_runs"
LONGEST = timedelta(days=1)  # run time of a command, security.md section 8


def start_run(command: Command) -> Run:
    """Make the rows of a run and wake workers for what can begin. Inside the action's transaction."""
    longest = parse_duration(command.alt["timeout"]) if "timeout" in command.alt else LONGEST
    run = Run(command=command, variables=starting_variables(command.alt))
    run.deadline_at = run.started_at + min(longest, LONGEST)
    run.save()
    plan = plan_of(command, run.pk)
    names = plan.members("", "")
    rows = make_rows(run, plan, names[:1] if plan.sequence else names)
    done = results_before(command)
    for row in rows:
        row.blocked_by = sum(name not in done for name in plan.scopes.needs.get(row.segment, ()))
        for name, value in done.get(row.segment, {}).items():
            setattr(row, name, value)
    save_rows(run, rows)
    if done:
        keep_artifacts(command, run, done)
    command.state, command.started_at = State.RUNNING, run.started_at
    command.save(update_fields=["state", "started_at"])
    _go_on(command, run, Settling(command, run))
    return run


@transaction.atomic
def claim_task(task_id: UUID | str) -> TaskRun | None:
    """Take a task to work on, or None where there is nothing to do: another has it, it ended, it is not due."""
    task = TaskRun.objects.filter(pk=task_id).select_related("run").only("run__command_id").first()
    if task is None:
        return None
    command = Command(pk=task.run.command_id).locked()
    now = timezone.now()
    task = TaskRun.objects.due(now).select_related("run").filter(pk=task_id).first()
    if task is None:
        return None
    kind = registry.to_run(task.task_type)
    settling = Settling(command, task.run)
    if command.cancel_requested_at:
        settling.end(task, TaskState.CANCELLED)
    elif command.paused_at:
        return None
    elif _is_late(task, now):
        settling.apply(task, Fail(problem("task.timeout", _("The task took too long."), task)))
    elif task.state == TaskState.WAITING and task.output is not None and not kind.control:  # its moment has come
        settling.succeed(task, task.output)
    elif task.state == TaskState.RUNNING and not kind.control and not kind.may_repeat(task.parameters):
        settling.fail(task, problem("task.interrupted", _("The worker died, and it is not safe to repeat."), task))
    else:
        return _claimed(command, task, now)
    _settle(command, task.run, settling)
    return None


def keep_lease(task: TaskRun) -> bool:
    """Say that the worker lives; return whether the task should stop: cancelled, or somebody else has it."""
    kept = TaskRun.objects.filter(pk=task.pk, fencing=task.fencing, state=TaskState.RUNNING).update(
        lease_until=timezone.now() + LEASE
    )
    return not kept or Command.objects.filter(pk=task.run.command_id, cancel_requested_at__isnull=False).exists()


@transaction.atomic
def finish_task(
    task: TaskRun, output: Any, log: str, *, exports: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> bool:  # fmt: skip
    """Record a result; False where the claim is no longer good and the result is refused."""
    command, current = _current(task)
    if current is None:
        return False
    settling = Settling(command, current.run)
    _export(current, exports)
    if facts:
        current.control = {**current.control, "facts": dict(facts)}
    settling.succeed(current, output, log=log, progress=1.0)
    _settle(command, current.run, settling)
    return True


@transaction.atomic
def proceed(
    task: TaskRun, instruction: Instruction, log: str, *, exports: Mapping[str, Any] | None = None, shaped: bool = False
) -> bool:
    """Do what a task with blocks decided; False where the claim is no longer good."""
    command, current = _current(task)
    if current is None:
        return False
    settling = Settling(command, current.run)
    _export(current, exports)
    current.log = "\n".join(part for part in (current.log, log) if part)
    current.lease_until = None
    settling.apply(current, instruction, shaped=shaped)
    _settle(command, current.run, settling)
    return True


@transaction.atomic
def skip_task(task: TaskRun, output: Any, log: str) -> bool:
    """Record that a task's own condition did not hold: it is passed over, and what follows goes on."""
    command, current = _current(task)
    if current is None:
        return False
    settling = Settling(command, current.run)
    settling.end(current, TaskState.SKIPPED, output=output, log=log, handled=True)
    _settle(command, current.run, settling)
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
    _go_on(command, current.run, Settling(command, current.run))
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
    _go_on(command, current.run, Settling(command, current.run))
    return True


@transaction.atomic
def fail_task(task: TaskRun, error: dict[str, Any], *, retryable: bool, log: str) -> bool:
    """Record a failure: it is tried again later, or it is final and what depends on it is skipped."""
    command, current = _current(task)
    if current is None:
        return False
    settling = Settling(command, current.run)
    retry = current.options.get("retry") or {}
    again = error.get("code") in retry["on"] if "on" in retry else retryable
    control = isinstance(registry.to_run(current.task_type)(), Block)
    spent = (timezone.now() - (current.started_at or timezone.now())).total_seconds()
    delay = None if control or not again else next_delay(retry, current.attempt, spent)
    if delay is not None and not command.cancel_requested_at:
        until = timezone.now() + timedelta(seconds=delay)
        current.state, current.due_at, current.error, current.log = TaskState.WAITING, until, error, log
        current.output, current.lease_until = None, None
        current.detail = str(error["detail"])[:200]
        current.save()
        _wake_at(current, until)
        announce(command)
        return True
    if control:
        current.log = log
        settling.apply(current, Fail(error))
    else:
        settling.fail(current, error, log=log)
    _settle(command, current.run, settling)
    return True


@transaction.atomic
def stop_task(task: TaskRun, log: str) -> bool:
    """Record that a task stopped because its command was cancelled."""
    command, current = _current(task)
    if current is None:
        return False
    settling = Settling(command, current.run)
    settling.end(current, TaskState.CANCELLED, log=log)
    _settle(command, current.run, settling)
    return True


def cancel_run(command: Command) -> None:
    """Cancel what has not begun; what is at work stops by itself. Inside the action's transaction."""
    run = Run.objects.get(command=command)
    _cancel_open(run, at_work=False)
    _go_on(command, run, Settling(command, run))


def pause_run(command: Command) -> None:
    """Let nothing new begin; what is at work ends by itself. Inside the action's transaction."""
    run = Run.objects.get(command=command)
    run.tasks.filter(state=TaskState.QUEUED).update(state=TaskState.PENDING)
    _go_on(command, run, Settling(command, run))


def resume_run(command: Command) -> None:
    """Go on with a paused run, at once with what has become due. Inside the action's transaction."""
    run = Run.objects.get(command=command)
    for task in TaskRun.objects.due(timezone.now()).filter(run=run):
        wake(EXECUTE, str(task.pk))
    _go_on(command, run, Settling(command, run))


@transaction.atomic
def advance_run(run_id: UUID | str) -> None:
    """Look at a run again: one that a crash left between two steps, was held back, or is out of time."""
    run = Run.objects.filter(pk=run_id, finished_at=None).first()
    if run is None:
        return
    command = Command(pk=run.command_id).locked()
    run.refresh_from_db()
    if run.finished_at is not None:
        return
    if run.deadline_at is not None and run.deadline_at <= timezone.now():
        _cancel_open(run, at_work=True)
        _finish(command, run, error=problem("run.timeout", _("The command took too long.")))
        return
    _go_on(command, run, Settling(command, run))


def release_leases() -> int:
    """Give back the leases of workers that died with this installation's only process (embedded, at its start)."""
    held = TaskRun.objects.filter(state=TaskState.RUNNING, lease_until__isnull=False)
    return held.update(lease_until=timezone.now())


def _claimed(command: Command, task: TaskRun, now: datetime) -> TaskRun:
    control = registry.to_run(task.task_type).control
    task.state = TaskState.RUNNING
    task.attempt = max(task.attempt, 1) if control else task.attempt + 1
    task.fencing += 1
    task.lease_until = now + LEASE
    task.started_at = task.started_at or now
    fields = ["state", "attempt", "fencing", "lease_until", "started_at", "due_at"]
    task.due_at = None
    if not control:
        task.progress, task.detail, task.error = None, "", None
        fields += ["progress", "detail", "error"]
    task.save(update_fields=fields)
    announce(command, at_once=is_small(task.run.made))
    return task


def _is_late(task: TaskRun, now: datetime) -> bool:
    """Is the time of a task with blocks over?"""
    deadline = task.control.get("deadline") if isinstance(task.control, dict) else None
    return deadline is not None and datetime.fromisoformat(deadline) <= now


def _current(task: TaskRun) -> tuple[Command, TaskRun | None]:
    command = Command(pk=task.run.command_id).locked()
    current = TaskRun.objects.filter(pk=task.pk, fencing=task.fencing, state=TaskState.RUNNING)
    return command, current.select_related("run").first()


def _export(task: TaskRun, exports: Mapping[str, Any] | None) -> None:
    """Give variables of the run new values."""
    if exports:
        task.run.variables = {**task.run.variables, **exports}
        task.run.save(update_fields=["variables"])


def _settle(command: Command, run: Run, settling: Settling) -> None:
    settling.work()
    if settling.ended_by is not None:
        settling.end_all()
    _go_on(command, run, settling)


def _go_on(command: Command, run: Run, settling: Settling) -> None:
    """Begin what may begin, and finish the run when everything has ended."""
    for task, moment in settling.later:
        _wake_at(task, moment)
    for task in begin_ready(command, run):
        wake(EXECUTE, str(task.pk))
    states = {(state, leased) for state, leased in _open_states(run)}
    if not states:
        _finish(command, run)
    else:
        at_work = any(state == TaskState.QUEUED or (state == TaskState.RUNNING and leased) for state, leased in states)
        sleeping = not at_work and any(state == TaskState.WAITING for state, _leased in states)
        wanted = State.PAUSED if command.paused_at else State.WAITING if sleeping else State.RUNNING
        if command.state != wanted:
            command.state = wanted
            command.save(update_fields=["state"])
        announce(command, at_once=is_small(run.made))
    if others := held_runs(run):
        wake(ADVANCE, others)


def _open_states(run: Run) -> set[tuple[str, bool]]:
    rows = TaskRun.objects.filter(run=run).still_open().order_by()
    return {(state, lease is not None) for state, lease in rows.values_list("state", "lease_until").distinct()}


def _cancel_open(run: Run, *, at_work: bool) -> None:
    rows = TaskRun.objects.filter(run=run).still_open()
    if not at_work:
        rows = rows.exclude(state=TaskState.RUNNING, lease_until__isnull=False)
    rows.update(state=TaskState.CANCELLED, finished_at=timezone.now(), lease_until=None, due_at=None)


def _finish(command: Command, run: Run, error: dict[str, Any] | None = None) -> None:
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


def _wake_at(task: TaskRun, moment: datetime) -> None:
    """Wake a worker at a moment that is near; the sweep finds those that are far."""
    seconds = (moment - timezone.now()).total_seconds()
    if seconds < 60:
        wake(EXECUTE, str(task.pk), countdown=max(0.0, seconds))
