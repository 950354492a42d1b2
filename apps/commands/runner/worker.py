"""A worker: it takes a task, or quick ones together, does them one after the other, and records what they came to."""

import time
from collections.abc import Sequence

import structlog
from django.utils import translation
from django.utils.translation import gettext as _

from apps.commands.elsewhere import refresh
from apps.commands.models import Command, TaskRun
from apps.commands.permissions import can_submit_command
from apps.commands.runner import engine
from apps.commands.runner.claiming import BUNCH
from apps.commands.runner.context import TaskContext
from apps.commands.runner.doing import do_task, failure, failure_of, timeout_of
from apps.commands.runner.heartbeat import Heartbeat
from apps.commands.runner.recording import Outcome, given_back, record, stopped

log = structlog.get_logger(__name__)
SLICE_SECONDS = 0.5  # a worker stays so long with the quick tasks of one run; then others have their turn
BUNCH_SECONDS = 0.25  # results are told after so long, however many tasks are left

Result = tuple[TaskRun, TaskContext, Outcome]


def work_on(task_id: str) -> None:
    """Claim a task and do it, and what quick follows from it; returns at once where there is nothing to do."""
    refresh()
    until = time.monotonic() + SLICE_SECONDS
    tasks = engine.claim_tasks(task_id)
    while tasks:
        command = Command.objects.select_related("owner", "conversation").get(pk=tasks[0].run.command_id)
        with translation.override(command.language), structlog.contextvars.bound_contextvars(command=str(command.pk)):
            tasks = _record(_do(tasks, command), take=BUNCH if time.monotonic() < until else 0)


def _do(tasks: Sequence[TaskRun], command: Command) -> list[Result]:
    allowed = can_submit_command(command.owner, command.conversation)
    beat, began = Heartbeat(tasks), time.monotonic()
    beat.start()
    results: list[Result] = []
    try:
        for task in tasks:
            context = TaskContext(task, command)
            results.append((task, context, _do_one(task, command, context, beat, began, allowed)))
    finally:
        beat.stop()
    return results


def _do_one(
    task: TaskRun, command: Command, context: TaskContext, beat: Heartbeat, began: float, allowed: bool
) -> Outcome:
    now = time.monotonic()
    if not allowed:
        detail = _("The person who asked for this may not do it here any more.")
        return failure(task, context, "permission.lost", detail, retryable=False)
    if beat.stopping:
        return stopped("")
    if now - began > BUNCH_SECONDS:
        return given_back()
    deadline = now + timeout_of(task)
    beat.watch(task, context, deadline)
    with structlog.contextvars.bound_contextvars(task=task.segment):
        return do_task(task, command, context, deadline)


def _record(results: Sequence[Result], *, take: int) -> list[TaskRun]:
    """Record results together; where that fails each by itself, so that one does not keep the others back."""
    try:
        return record([(task, outcome) for task, _context, outcome in results], take=take)[1]
    except Exception as error:
        if len(results) == 1:
            task, context, _outcome = results[0]
            record([(task, failure_of(error, task, context))])
            return []
    for result in results:
        _record([result], take=0)
    return []
