"""A worker: it takes a task, or quick ones together, does them one after the other, and records what they came to."""

import time
from collections.abc import Sequence
from typing import Any

import structlog
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.commands.elsewhere import refresh
from apps.commands.models import Command, TaskRun, TaskState
from apps.commands.permissions import can_submit_command
from apps.commands.runner import engine
from apps.commands.runner.ahead import ahead_of
from apps.commands.runner.claiming import BUNCH
from apps.commands.runner.context import TaskContext
from apps.commands.runner.doing import do_task, failure, failure_of, timeout_of
from apps.commands.runner.flow.rows import Block, block_of
from apps.commands.runner.heartbeat import Heartbeat
from apps.commands.runner.recording import Finished, Outcome, given_back, record, stopped

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
        # Again each time: its owner may have lost a right. Its document does not change, and may be large.
        rows = Command.objects.select_related("owner", "conversation").defer("alt", "search_text")
        command = rows.get(pk=tasks[0].run.command_id)
        with translation.override(command.language), structlog.contextvars.bound_contextvars(command=str(command.pk)):
            tasks = _record(_Bunch(tasks, command).do(), take=BUNCH if time.monotonic() < until else 0)


class _Bunch:
    """Tasks of one run that were claimed together, done one after the other, and what follows from them at once."""

    def __init__(self, tasks: Sequence[TaskRun], command: Command):
        self.tasks, self.command, self.began = tasks, command, time.monotonic()
        self.allowed = can_submit_command(command.owner, command.conversation)
        self.beat = Heartbeat(tasks)
        self.results: list[Result] = []
        self._known: dict[Block, dict[str, Any]] = {}

    def do(self) -> list[Result]:
        self.beat.start()
        try:
            for task in self.tasks:
                self._add(task)
            self._do_ahead()
        finally:
            self.beat.stop()
        return self.results

    def _do_ahead(self) -> None:
        """Compute what waits for nothing but these, where they have results and change no variables."""
        gave: dict[Block, dict[str, Finished]] = {}
        for task, _context, outcome in self.results:
            if isinstance(outcome, Finished):
                gave.setdefault(block_of(task), {})[task.segment] = outcome
        if any(outcome.exports for block in gave.values() for outcome in block.values()):
            return
        for task, needs in ahead_of(gave, self.tasks[0].run, self.command):
            if self.beat.stopping or self._is_late():
                return
            beside, known = gave[block_of(task)], self._known[block_of(task)]
            if beside.keys() >= needs:
                known.update({name: beside[name].stored for name in needs - known.keys()})
                task.attempt, task.started_at = task.attempt + 1, timezone.now()
                if isinstance(came := self._add(task), Finished):
                    beside[task.segment] = came

    def _is_late(self) -> bool:
        return time.monotonic() - self.began > BUNCH_SECONDS

    def _add(self, task: TaskRun) -> Outcome:
        context = TaskContext(task, self.command)
        outcome = self._outcome(task, context)
        self.results.append((task, context, outcome))
        return outcome

    def _outcome(self, task: TaskRun, context: TaskContext) -> Outcome:
        if not self.allowed:
            detail = _("The person who asked for this may not do it here any more.")
            return failure(task, context, "permission.lost", detail, retryable=False)
        if self.beat.stopping:
            return stopped("")
        if task.state == TaskState.RUNNING and self._is_late():
            return given_back()
        deadline = time.monotonic() + timeout_of(task)
        self.beat.watch(task, context, deadline)
        with structlog.contextvars.bound_contextvars(task=task.segment):
            return do_task(task, self.command, context, deadline, self._known.setdefault(block_of(task), {}))


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
