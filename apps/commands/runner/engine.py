"""How a run begins, is steered and moves on. Every step is one short transaction under the lock of the command's row.

The rows are the truth; messages to workers only say "look at this task". `recording` takes results in, `going_on`
begins what may begin, and what follows from an end is `flow.settling`'s.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.commands.announcing import announce_progress
from apps.commands.formats.alt.variables import starting_variables
from apps.commands.formats.durations import parse_duration
from apps.commands.models import Command, Run, State, TaskRun, TaskState
from apps.commands.runner import workflow  # noqa: F401 - fills the registry
from apps.commands.runner.claiming import BUNCH, claim_rows, companions
from apps.commands.runner.control import Fail
from apps.commands.runner.errors import problem
from apps.commands.runner.flow.plans import plan_of
from apps.commands.runner.flow.rows import make_rows, save_rows
from apps.commands.runner.flow.settling import Settling
from apps.commands.runner.going_on import EXECUTE, finish, go_on, settle
from apps.commands.runner.reuse import keep_artifacts, results_before
from apps.commands.runner.types import registry
from apps.core.wake import wake

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
    go_on(command, run, Settling(command, run))
    return run


@transaction.atomic
def claim_tasks(task_id: UUID | str) -> list[TaskRun]:
    """Take a task to work on, and if it is a quick one others of its run with it.

    Nothing where there is nothing to do: another worker has it, it ended, it is not due.
    """
    named = TaskRun.objects.filter(pk=task_id).select_related("run").only("run__command_id", "task_type").first()
    if named is None:
        return []
    command = Command(pk=named.run.command_id).held()
    now = timezone.now()
    task = TaskRun.objects.due(now).select_related("run").filter(pk=task_id).first()
    if task is not None and not _may_be_claimed(command, task, now):
        return []
    quick = registry.to_run(named.task_type).quick and not (command.cancel_requested_at or command.paused_at)
    others = companions(named, BUNCH - 1) if quick else []
    claimed = claim_rows([*([task] if task else []), *others], now)
    if claimed:
        announce_progress(command, claimed[0].run.made)
    return claimed


def _may_be_claimed(command: Command, task: TaskRun, now: datetime) -> bool:
    """May a due task be worked on? If not, what becomes of it is recorded."""
    kind = registry.to_run(task.task_type)
    settling = Settling(command, task.run)
    if command.cancel_requested_at:
        settling.end(task, TaskState.CANCELLED)
    elif command.paused_at:
        return False
    elif _is_late(task, now):
        settling.apply(task, Fail(problem("task.timeout", _("The task took too long."), task)))
    elif task.state == TaskState.WAITING and task.output is not None and not kind.control:  # its moment has come
        settling.succeed(task, task.output)
    elif task.state == TaskState.RUNNING and not kind.control and not kind.may_repeat(task.parameters):
        settling.fail(task, problem("task.interrupted", _("The worker died, and it is not safe to repeat."), task))
    else:
        return True
    settle(command, task.run, settling)
    return False


def cancel_run(command: Command) -> None:
    """Cancel what has not begun; what is at work stops by itself. Inside the action's transaction."""
    run = Run.objects.get(command=command)
    _cancel_open(run, at_work=False)
    go_on(command, run, Settling(command, run))


def pause_run(command: Command) -> None:
    """Let nothing new begin; what is at work ends by itself. Inside the action's transaction."""
    run = Run.objects.get(command=command)
    run.tasks.filter(state=TaskState.QUEUED).update(state=TaskState.PENDING)
    go_on(command, run, Settling(command, run))


def resume_run(command: Command) -> None:
    """Go on with a paused run, at once with what has become due. Inside the action's transaction."""
    run = Run.objects.get(command=command)
    for task in TaskRun.objects.due(timezone.now()).filter(run=run):
        wake(EXECUTE, str(task.pk))
    go_on(command, run, Settling(command, run))


@transaction.atomic
def unpark_task(task_id: UUID) -> None:
    """Let a parked task look again at once at what it waits for."""
    command_id = TaskRun.objects.filter(pk=task_id).values_list("run__command_id", flat=True).first()
    if command_id is None:
        return
    Command(pk=command_id).locked()
    waiting = TaskRun.objects.filter(pk=task_id, output__isnull=True, state__in=(TaskState.WAITING, TaskState.RUNNING))
    if waiting.update(due_at=timezone.now()):
        wake(EXECUTE, str(task_id))


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
        finish(command, run, error=problem("run.timeout", _("The command took too long.")))
        return
    go_on(command, run, Settling(command, run))


def release_leases() -> int:
    """Give back the leases of workers that died with this installation's only process (embedded, at its start)."""
    held = TaskRun.objects.filter(state=TaskState.RUNNING, lease_until__isnull=False)
    return held.update(lease_until=timezone.now())


def _is_late(task: TaskRun, now: datetime) -> bool:
    """Is the time of a task with blocks over?"""
    deadline = task.control.get("deadline") if isinstance(task.control, dict) else None
    return deadline is not None and datetime.fromisoformat(deadline) <= now


def _cancel_open(run: Run, *, at_work: bool) -> None:
    rows = TaskRun.objects.filter(run=run).still_open()
    if not at_work:
        rows = rows.exclude(state=TaskState.RUNNING, lease_until__isnull=False)
    rows.update(state=TaskState.CANCELLED, finished_at=timezone.now(), lease_until=None, due_at=None)
