"""Tasks that a service does: the built-in type steps in, or the task waits until the service is back."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.commands.elsewhere.serving import Served, ServedTask, refresh
from apps.commands.runner.types.base import Cancelled, Context, Park, TaskError, TaskType
from apps.services.client import Call, call
from apps.services.errors import (
    ServiceBusy,
    ServiceCancelled,
    ServiceFailed,
    ServiceRefused,
    ServiceUnavailable,
)
from apps.services.jobs import forget_job, instance_of_job, remember_job

LONGEST_WAIT = timedelta(hours=24)  # security.md section 8: the run time of a run


def run_task(kind: TaskType, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
    """Do a task where it is served, here otherwise."""
    served = refresh().task_types.get(kind.name)
    if served is None:
        return kind.run(context, parameters, inputs)
    steps_in = served.service.fallback and not isinstance(kind, ServedTask)
    try:
        return _ask(served, kind, context, parameters, inputs)
    except ServiceCancelled:
        raise Cancelled from None
    except ServiceBusy as error:
        remember_job(context.idempotency_key, error.instance)
        context.progress(error.progress, str(error.detail))
        return _wait(context, error.seconds, str(error.detail or _("The external service is at work.")))
    except ServiceRefused as error:
        raise TaskError(error.code, error.detail, retryable=error.may_repeat) from None
    except ServiceUnavailable as error:
        if steps_in and (not error.sent or kind.may_repeat(parameters)):
            return _instead(kind, context, parameters, inputs, served)
        seconds = max(1.0, (error.retry_at - timezone.now()).total_seconds())
        return _wait(context, seconds, _("Waits for the external service %(name)s.") % {"name": served.service.name})
    except ServiceFailed as error:
        if steps_in and kind.may_repeat(parameters):
            return _instead(kind, context, parameters, inputs, served)
        raise TaskError(error.code, error.detail, retryable=error.may_repeat) from None


def _ask(served: Served, kind: TaskType, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
    instance = instance_of_job(context.idempotency_key)
    document = {
        "task_type": kind.name,
        "parameters": parameters,
        "inputs": inputs,
        "task": context.task_id,
        "run": context.run_id,
        "attempt": context.attempt,
        "language": context.language,
        "timeout_seconds": served.service.timeout_seconds,
    }
    answer = call(
        served.service,
        Call(
            "task",
            document,
            key=context.idempotency_key,
            # Whoever answered 202 knows the key, whatever was declared: asking again is how one hears of it.
            repeatable=served.idempotent or instance is not None,
            instance=instance,
            cancelled=context.cancelled,
        ),
    )
    if instance is not None:
        forget_job(context.idempotency_key)
    for line in answer.get("log", ()):
        context.log(line)
    return answer["output"]


def _instead(
    kind: TaskType, context: Context, parameters: dict[str, Any], inputs: dict[str, Any], served: Served
) -> Any:
    context.log(f"{served.service.name}: no answer; done here instead")
    return kind.run(context, parameters, inputs)


def _wait(context: Context, seconds: float, detail: str) -> Park:
    began = getattr(getattr(context, "task", None), "started_at", None)
    if began is not None and timezone.now() - began > LONGEST_WAIT:
        raise TaskError("service.unavailable", _("The external service did not come back within a day."))
    return Park(timezone.now() + timedelta(seconds=seconds), detail[:200])
