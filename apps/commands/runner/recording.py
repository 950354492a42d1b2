"""What tasks came to, recorded: any number of one run's in one short transaction under the lock of its command."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils import timezone

from apps.commands.models import Command, Run, TaskRun, TaskState
from apps.commands.runner.control import Block, Fail, Instruction
from apps.commands.runner.flow.plans import plan_of
from apps.commands.runner.flow.rows import block_of
from apps.commands.runner.flow.settling import Settling
from apps.commands.runner.going_on import EXECUTE, settle, wake_at
from apps.commands.runner.retrying import next_delay
from apps.commands.runner.types import registry
from apps.core.strictjson import dumps
from apps.core.wake import wake

LONGEST_WAIT = timedelta(days=31)


class Step:
    """One transaction of a run. What is said of a task says it of the row as it stands now."""

    def __init__(self, command: Command, run: Run):
        self.command, self.run, self.settling = command, run, Settling(command, run)

    def export(self, exports: Mapping[str, Any] | None) -> None:
        """Give variables of the run new values."""
        if exports:
            self.run.variables = {**self.run.variables, **exports}
            self.run.save(update_fields=["variables"])

    def wait_until(self, moment: datetime) -> None:
        """Waiting is no run time: where the document sets no time of its own, the run has its day after the wait."""
        if "timeout" in self.command.alt or self.run.deadline_at is None:
            return
        later = min(moment, timezone.now() + LONGEST_WAIT) + timedelta(days=1)
        if later > self.run.deadline_at:
            self.run.deadline_at = later
            self.run.save(update_fields=["deadline_at"])


Outcome = Callable[[Step, TaskRun], None]


@transaction.atomic
def record(results: Sequence[tuple[TaskRun, Outcome]], *, take: int = 0) -> tuple[set[UUID], list[TaskRun]]:
    """Record what tasks of one run came to. A claim that is no longer good is passed over.

    Returns the keys of what was recorded, and up to `take` quick tasks that could begin and were claimed at once.
    """
    command = Command(pk=results[0][0].run.command_id).held()
    if not (good := list(_good(command, results))):
        return set(), []
    run = Run.objects.get(pk=results[0][0].run_id)
    step = Step(command, run)
    for row, outcome in good:
        row.run = run
        outcome(step, row)
    return {row.pk for row, _outcome in good}, settle(command, run, step.settling, take=take)


def _good(command: Command, results: Sequence[tuple[TaskRun, Outcome]]) -> Iterator[tuple[TaskRun, Outcome]]:
    """Yield the results that count, with the rows as they stand now: what a claim holds, and what was computed ahead
    of its own claim if what it waited for counts too and nobody stopped the run meanwhile."""
    rows = TaskRun.objects.filter(pk__in=[task.pk for task, _outcome in results])
    current = {row.pk: row for row in rows.filter(state__in=(TaskState.RUNNING, TaskState.PENDING))}
    stopped_now = command.cancel_requested_at is not None or command.paused_at is not None
    there: set[tuple[Any, str]] = set()
    for task, outcome in results:
        row = current.get(task.pk)
        if row is None or row.state != task.state or row.fencing != task.fencing:
            continue
        if task.state == TaskState.PENDING:
            needs = plan_of(command, task.run_id, task.definition).scopes.needs[task.segment]
            if stopped_now or any((block_of(task), name) not in there for name in needs):
                continue
            row.fencing, row.attempt, row.blocked_by, row.started_at = row.fencing + 1, task.attempt, 0, task.started_at
        if isinstance(outcome, Finished):
            there.add((block_of(task), task.segment))
        yield row, outcome


# what a task may come to ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Finished:
    """It has a result."""

    output: Any
    log: str
    exports: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: datetime = field(default_factory=timezone.now)  # it is recorded later, with others

    @property
    def stored(self) -> Any:
        """Return the result as whoever reads its row will find it."""
        return orjson.loads(dumps(self.output))

    def __call__(self, step: Step, task: TaskRun) -> None:
        step.export(self.exports)
        if self.facts:
            task.control = {**task.control, "facts": dict(self.facts)}
        step.settling.succeed(task, self.output, log=self.log, progress=1.0)
        if task.state == TaskState.SUCCEEDED:
            task.finished_at = self.at


def decided(
    instruction: Instruction, log: str, *, exports: Mapping[str, Any] | None = None, shaped: bool = False
) -> Outcome:
    """A task with blocks decided what happens next."""

    def outcome(step: Step, task: TaskRun) -> None:
        step.export(exports)
        task.log = "\n".join(part for part in (task.log, log) if part)
        task.lease_until = None
        step.settling.apply(task, instruction, shaped=shaped)

    return outcome


def passed_over(output: Any, log: str) -> Outcome:
    """Its own condition did not hold, and what follows goes on."""
    return lambda step, task: step.settling.end(task, TaskState.SKIPPED, output=output, log=log, handled=True)


def sleeping(until: datetime, output: Any, log: str) -> Outcome:
    """It is over at a moment; it holds no worker meanwhile."""

    def outcome(step: Step, task: TaskRun) -> None:
        task.state, task.due_at, task.output, task.log = TaskState.WAITING, until, output, log
        task.lease_until = None
        task.save()
        step.wait_until(until)
        wake_at(task, until)

    return outcome


def parked(until: datetime | None, detail: str, log: str) -> Outcome:
    """It sleeps until it is unparked, or until a moment; then it runs again. It holds no worker meanwhile."""

    def outcome(step: Step, task: TaskRun) -> None:
        task.state, task.lease_until, task.log, task.detail = TaskState.WAITING, None, log, detail[:200]
        task.attempt -= 1  # looking again is no new attempt
        if task.due_at is None:  # unparked while it was still at work: due already
            task.due_at = until
        task.save()
        step.wait_until(task.due_at or timezone.now() + LONGEST_WAIT)
        if task.due_at:
            wake_at(task, task.due_at)

    return outcome


def failed(error: dict[str, Any], *, retryable: bool, log: str) -> Outcome:
    """It failed: it is tried again later, or that is final and what depends on it is skipped."""

    def outcome(step: Step, task: TaskRun) -> None:
        retry = task.options.get("retry") or {}
        again = error.get("code") in retry["on"] if "on" in retry else retryable
        control = isinstance(registry.to_run(task.task_type)(), Block)
        spent = (timezone.now() - (task.started_at or timezone.now())).total_seconds()
        delay = None if control or not again else next_delay(retry, task.attempt, spent)
        if delay is not None and not step.command.cancel_requested_at:
            until = timezone.now() + timedelta(seconds=delay)
            task.state, task.due_at, task.error, task.log = TaskState.WAITING, until, error, log
            task.output, task.lease_until = None, None
            task.detail = str(error["detail"])[:200]
            task.save()
            wake_at(task, until)
        elif control:
            task.log = log
            step.settling.apply(task, Fail(error))
        else:
            step.settling.fail(task, error, log=log)

    return outcome


def stopped(log: str) -> Outcome:
    """It stopped because its command was cancelled."""
    return lambda step, task: step.settling.end(task, TaskState.CANCELLED, log=log)


def given_back() -> Outcome:
    """It was claimed with others and not begun: another worker may have it."""

    def outcome(step: Step, task: TaskRun) -> None:
        task.state, task.attempt, task.lease_until = TaskState.QUEUED, max(0, task.attempt - 1), None
        task.save(update_fields=["state", "attempt", "lease_until"])
        wake(EXECUTE, str(task.pk))

    return outcome
