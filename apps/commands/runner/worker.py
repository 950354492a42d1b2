"""One task at work: claim, run with a heartbeat beside it, record what came of it."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog
from django.db import close_old_connections
from django.utils import translation
from django.utils.translation import gettext as _

from apps.commands.elsewhere import refresh, run_task
from apps.commands.expressions import ExpressionError
from apps.commands.formats.alt import ReferenceMissing
from apps.commands.formats.durations import parse_duration
from apps.commands.models import Command, TaskRun
from apps.commands.permissions import can_submit_command
from apps.commands.runner import engine
from apps.commands.runner.context import TaskContext
from apps.commands.runner.control import Block, Done
from apps.commands.runner.errors import problem
from apps.commands.runner.flow.names import Names
from apps.commands.runner.flow.views import ControlView
from apps.commands.runner.types import Cancelled, Park, TaskError, TaskType, Wait, registry
from apps.core.problems import Problem
from apps.core.strictjson import dumps

log = structlog.get_logger(__name__)
BEAT_SECONDS = 1.0  # a cancel is heard within two seconds
MAX_OUTPUT = 10_000_000  # bytes, security.md section 8


def work_on(task_id: str) -> None:
    """Claim a task and do it; returns at once where there is nothing to do."""
    refresh()
    task = engine.claim_task(task_id)
    if task is None:
        return
    command = Command.objects.select_related("owner", "conversation").get(pk=task.run.command_id)
    structlog.contextvars.bind_contextvars(command=str(command.pk), task=task.segment)
    with translation.override(command.language):
        _attempt(task, command, TaskContext(task, command))
    structlog.contextvars.unbind_contextvars("command", "task")


def _attempt(task: TaskRun, command: Command, context: TaskContext) -> None:
    kind = registry.to_run(task.task_type)()
    deadline = time.monotonic() + _timeout(task, kind)
    beat = _Heartbeat(task, context, deadline)
    beat.start()
    try:
        if not can_submit_command(command.owner, command.conversation):
            raise TaskError("permission.lost", _("The person who asked for this may not do it here any more."))
        record = _record(task, context, kind, Names(task, command, task.run))
        beat.stop()
        record()
    except Cancelled:
        beat.stop()
        if time.monotonic() >= deadline:
            _fail(
                task, context, "task.timeout", _("The task took too long."), retryable=kind.may_repeat(task.parameters)
            )
        else:
            engine.stop_task(task, context.log_text)
    except ReferenceMissing as error:
        beat.stop()
        _fail(task, context, "reference.unknown", str(error), retryable=False)
    except ExpressionError as error:
        beat.stop()
        _fail(task, context, error.code, str(error), retryable=False)
    except TaskError as error:
        beat.stop()
        _fail(task, context, error.code, str(error), retryable=error.retryable, more=error.problem or error.more)
    except Problem as error:
        beat.stop()
        _fail(task, context, error.code, str(error), retryable=error.status >= 500)
    except Exception as error:  # a fault of ours in a handler must end the task, not the worker
        beat.stop()
        log.exception("task.fault", type=task.task_type)
        context.log(f"{type(error).__name__}")
        _fail(task, context, "task.fault", _("Something went wrong on our side."), retryable=False)
    finally:
        beat.stop()


def _record(task: TaskRun, context: TaskContext, kind: TaskType, names: Names) -> Callable[[], Any]:
    """Do the work and return what records its result."""
    if isinstance(kind, Block):
        return _decision(task, context, kind, names)
    if not _wanted(task, names):
        passed = names.raw_input if names.plan.sequence else None
        return lambda: engine.skip_task(task, passed, context.log_text)
    inputs = names.inputs
    if "input" in task.options or names.plan.sequence:
        inputs = {next(iter(inputs), "input"): names.input}
    parameters = names.filled(task.parameters)
    kind.check(parameters)
    output = run_task(kind, context, parameters, inputs)
    if isinstance(output, Park):
        return lambda: engine.park_task(task, output.until, output.detail, context.log_text)
    if isinstance(output, Wait):
        return lambda: engine.wait_task(task, output.until, output.output, context.log_text)
    result, exports = names.shaped_output(output)
    _check_size(result)
    facts = context.facts
    return lambda: engine.finish_task(task, result, context.log_text, exports=exports, facts=facts)


def _decision(task: TaskRun, context: TaskContext, kind: Block, names: Names) -> Callable[[], Any]:
    """Let a task with blocks decide, and return what records it."""
    if "result" in task.control:
        output, then, detail = task.control["result"]
        instruction: Any = Done(output, detail, then)
    else:
        if not task.control and not _wanted(task, names):
            passed = names.raw_input if names.plan.sequence else None
            return lambda: engine.skip_task(task, passed, context.log_text)
        parameters = {
            name: value if name in kind.raw else names.filled(value) for name, value in task.parameters.items()
        }
        kind.check(parameters)
        instruction = kind.decide(context, ControlView(names), parameters)
    exports: dict[str, Any] = {}
    if isinstance(instruction, Done):
        output = names.function_output(instruction.output)
        result, exports = names.shaped_output(output)
        _check_size(result)
        instruction = replace(instruction, output=result)
    return lambda: engine.proceed(task, instruction, context.log_text, exports=exports, shaped=True)


def _wanted(task: TaskRun, names: Names) -> bool:
    return "if" not in task.options or names.holds(task.options["if"])


def _fail(
    task: TaskRun, context: TaskContext, code: str, detail: str, *, retryable: bool, more: dict[str, Any] | None = None
) -> None:
    context.log(f"{code}: {detail}")
    error = problem(code, detail, task, more)
    engine.fail_task(task, error, retryable=retryable, log=context.log_text)


def _timeout(task: TaskRun, kind: TaskType) -> float:
    wanted = None if isinstance(kind, Block) else task.options.get("timeout")
    return parse_duration(wanted).total_seconds() if wanted else kind.timeout_seconds


def _check_size(output: Any) -> None:
    if not isinstance(output, Wait | Park) and len(dumps(output)) > MAX_OUTPUT:
        raise TaskError("task.output_too_large", _("The result is larger than 10 MB."))


class _Heartbeat(threading.Thread):
    """Renews the lease while the task works, and hears a cancel or the deadline."""

    def __init__(self, task: TaskRun, context: TaskContext, deadline: float):
        super().__init__(name="heartbeat", daemon=True)
        self._task, self._context, self._deadline = task, context, deadline
        self._ended = threading.Event()

    def stop(self) -> None:
        self._ended.set()
        if self.is_alive() and threading.current_thread() is not self:
            self.join(timeout=5)

    def run(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            try:
                if time.monotonic() >= self._deadline or engine.keep_lease(self._task):
                    self._context.stopping = True
            except Exception as error:  # the database is away: the lease may lapse, the fencing number protects
                log.warning("heartbeat.failed", error=type(error).__name__)
            finally:
                close_old_connections()
