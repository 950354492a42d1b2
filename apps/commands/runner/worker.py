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


<<<<<<< HEAD
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
    output = context.masked(run_task(kind, context, parameters, inputs))
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
    error = context.masked(problem(code, detail, task, more))
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
=======
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
>>>>>>> main
