"""One task, done: from its parameters to what is recorded of it. Nothing here touches the rows of the run."""

import time
from dataclasses import replace
from typing import Any

import structlog
from django.utils.translation import gettext as _

from apps.commands.elsewhere import run_task
from apps.commands.expressions import ExpressionError
from apps.commands.formats.alt import ReferenceMissing
from apps.commands.formats.durations import parse_duration
from apps.commands.models import Command, TaskRun
from apps.commands.runner.chaos import perform
from apps.commands.runner.context import TaskContext
from apps.commands.runner.control import Block, Done
from apps.commands.runner.errors import problem
from apps.commands.runner.flow.names import Names
from apps.commands.runner.flow.views import ControlView
from apps.commands.runner.recording import Finished, Outcome, decided, failed, parked, passed_over, sleeping, stopped
from apps.commands.runner.types import Cancelled, Park, TaskError, TaskType, Wait, registry
from apps.core.problems import Problem
from apps.core.strictjson import dumps

log = structlog.get_logger(__name__)
MAX_OUTPUT = 10_000_000  # bytes, security.md section 8


def do_task(task: TaskRun, command: Command, context: TaskContext, deadline: float, known: dict[str, Any]) -> Outcome:
    """Do a task and return what it came to; an error is one of the things that it may come to.

    `known` are results that were looked up for its block, or that its rows do not hold yet.
    """
    kind = registry.to_run(task.task_type)()
    try:
        return _outcome(task, context, kind, Names(task, command, task.run, known))
    except Cancelled:
        if time.monotonic() >= deadline:
            detail = _("The task took too long.")
            return failure(task, context, "task.timeout", detail, retryable=kind.may_repeat(task.parameters))
        return stopped(context.log_text)
    except Exception as error:
        return failure_of(error, task, context)


def timeout_of(task: TaskRun) -> float:
    """Return how many seconds a task may take."""
    kind = registry.to_run(task.task_type)
    wanted = None if kind.control else task.options.get("timeout")
    return parse_duration(wanted).total_seconds() if wanted else kind.timeout_seconds


def failure(
    task: TaskRun, context: TaskContext, code: str, detail: str, *, retryable: bool, more: dict[str, Any] | None = None
) -> Outcome:
    """Return that a task failed, and write it into its log."""
    context.log(f"{code}: {detail}")
    return failed(context.masked(problem(code, detail, task, more)), retryable=retryable, log=context.log_text)


def failure_of(error: Exception, task: TaskRun, context: TaskContext) -> Outcome:
    """Return what an exception means for a task. A fault of ours in a handler ends the task, not the worker."""
    if isinstance(error, ReferenceMissing):
        return failure(task, context, "reference.unknown", str(error), retryable=False)
    if isinstance(error, ExpressionError):
        return failure(task, context, error.code, str(error), retryable=False)
    if isinstance(error, TaskError):
        more = error.problem or error.more
        return failure(task, context, error.code, str(error), retryable=error.retryable, more=more)
    if isinstance(error, Problem):
        return failure(task, context, error.code, str(error), retryable=error.status >= 500)
    log.error("task.fault", type=task.task_type, exc_info=error)
    context.log(type(error).__name__)
    return failure(task, context, "task.fault", _("Something went wrong on our side."), retryable=False)


def _outcome(task: TaskRun, context: TaskContext, kind: TaskType, names: Names) -> Outcome:
    if isinstance(kind, Block):
        return _decision(task, context, kind, names)
    if not _wanted(task, names):
        return passed_over(names.raw_input if names.plan.sequence else None, context.log_text)
    inputs = names.inputs
    if "input" in task.options or names.plan.sequence:
        inputs = {next(iter(inputs), "input"): names.input}
    parameters = names.filled(task.parameters)
    kind.check(parameters)
    output = context.masked(perform(run_task, task, context.command, kind, context, parameters, inputs))
    if isinstance(output, Park):
        return parked(output.until, output.detail, context.log_text)
    if isinstance(output, Wait):
        return sleeping(output.until, output.output, context.log_text)
    result, exports = names.shaped_output(output)
    _check_size(result)
    return Finished(result, context.log_text, exports, context.facts)


def _decision(task: TaskRun, context: TaskContext, kind: Block, names: Names) -> Outcome:
    """Let a task with blocks decide."""
    if "result" in task.control:
        output, then, detail = task.control["result"]
        instruction: Any = Done(output, detail, then)
    else:
        if not task.control and not _wanted(task, names):
            return passed_over(names.raw_input if names.plan.sequence else None, context.log_text)
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
    return decided(instruction, context.log_text, exports=exports, shaped=True)


def _wanted(task: TaskRun, names: Names) -> bool:
    return "if" not in task.options or names.holds(task.options["if"])


def _check_size(output: Any) -> None:
    if not isinstance(output, Wait | Park) and len(dumps(output)) > MAX_OUTPUT:
        raise TaskError("task.output_too_large", _("The result is larger than 10 MB."))
