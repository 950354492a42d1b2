"""One task at work: claim, run with a heartbeat beside it, record what came of it."""

import threading
import time
from typing import Any

import structlog
from django.db import close_old_connections
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.commands.elsewhere import refresh, run_task
from apps.commands.formats.alt import ReferenceMissing, resolve_references
from apps.commands.formats.durations import parse_duration
from apps.commands.models import Command, TaskRun, TaskState
from apps.commands.permissions import can_submit_command
from apps.commands.runner import engine
from apps.commands.runner.context import TaskContext
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
        inputs = _inputs(task)
        parameters = resolve_references(task.parameters, inputs, command.alt.get("variables", {}))
        kind.check(parameters)
        output = run_task(kind, context, parameters, inputs)
        _check_size(output)
        beat.stop()
        if isinstance(output, Wait):
            engine.wait_task(task, output.until, output.output, context.log_text)
        elif isinstance(output, Park):
            engine.park_task(task, output.until, output.detail, context.log_text)
        else:
            engine.finish_task(task, output, context.log_text)
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
    except TaskError as error:
        beat.stop()
        _fail(task, context, error.code, str(error), retryable=error.retryable)
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


def _fail(task: TaskRun, context: TaskContext, code: str, detail: str, *, retryable: bool) -> None:
    error = {"code": code, "title": code, "detail": detail[:1_000], "at": timezone.now().isoformat()}
    context.log(f"{code}: {detail}")
    engine.fail_task(task, error, retryable=retryable, log=context.log_text)


def _timeout(task: TaskRun, kind: TaskType) -> float:
    wanted = task.options.get("timeout")
    return parse_duration(wanted).total_seconds() if wanted else kind.timeout_seconds


def _inputs(task: TaskRun) -> dict[str, Any]:
    """Return the results that a task may use: of its dependencies, and of those it names in `from`."""
    done = TaskRun.objects.filter(run_id=task.run_id, state=TaskState.SUCCEEDED)
    wanted = set(task.dependencies) | set(_named(task.parameters.get("from")))
    return dict(done.filter(segment__in=wanted).values_list("segment", "output"))


def _named(source: Any) -> list[str]:
    return [source] if isinstance(source, str) else list(source or [])


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
