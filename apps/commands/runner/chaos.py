"""Chaos while a command runs: the faults that its `.alt` declares, in a sandbox that nothing leaves.

Only a command of mode `chaos`, in a conversation that allows it at this moment, meets faults. What would leave the
sandbox (a message, a mail, a request that changes something, a file) is told as output, as it was planned (no secret is
filled in), and not done.
"""

import time
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.models import Command, TaskRun
from apps.commands.permissions import allows_chaos
from apps.commands.problems import ChaosNotAllowed
from apps.commands.runner.types import Context, Park, TaskError, TaskType, Wait
from apps.commands.runner.types.base import check_cancelled

Run = Callable[[TaskType, Context, dict[str, Any], dict[str, Any]], Any]
MOST_SECONDS, MOST_ATTEMPTS = 10.0, 3
# What only reads or computes may really run; everything else stays in the sandbox.
INSIDE = frozenset({"data.transform", "text.count", "file.read", "search.messages", "wait"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def perform(
    run: Run,
    task: TaskRun,
    command: Command,
    kind: TaskType,
    context: Context,
    parameters: dict[str, Any],
    inputs: dict[str, Any],
) -> Any:
    """Let `run` do a task; where the command is of mode chaos, with its fault and without leaving the sandbox."""
    if command.mode != "chaos":
        return run(kind, context, parameters, inputs)
    if not allows_chaos(command.conversation):
        raise TaskError(ChaosNotAllowed.code, str(ChaosNotAllowed.title))
    fault = fault_of(command.alt, task.segment, context.attempt)
    if fault is not None:
        context.log(f"chaos: {fault['kind']}")
        _strike(fault, context)
    if stays_inside(kind.name, parameters):
        output = kind.run(context, parameters, inputs)  # here, whoever else serves this type
    else:
        output = {"sandbox": True, "task_type": kind.name, "would": task.parameters, "text": _("Not done: sandbox.")}
    if fault is None or isinstance(output, Wait | Park):
        return output
    return _spoilt(fault["kind"], output)


def fault_of(alt: dict[str, Any], segment: str, attempt: int) -> dict[str, Any] | None:
    """Return the fault that is declared for this attempt of a segment, within bounds; documents come from anywhere."""
    chaos = (alt.get("metadata") or {}).get("chaos")
    declared = chaos.get("faults") if isinstance(chaos, dict) else None
    for fault in declared if isinstance(declared, list) else ():
        if not isinstance(fault, dict) or fault.get("segment") != segment:
            continue
        attempts = fault.get("attempts", 1)
        if isinstance(attempts, int) and attempt <= min(attempts, MOST_ATTEMPTS) and isinstance(fault.get("kind"), str):
            seconds = fault.get("seconds", 0)
            numeric = isinstance(seconds, int | float) and not isinstance(seconds, bool)
            return {"kind": fault["kind"], "seconds": min(max(seconds, 0), MOST_SECONDS) if numeric else 0.0}
    return None


def stays_inside(task_type: str, parameters: dict[str, Any]) -> bool:
    """Does a task only read or compute?"""
    if task_type == "http.request":
        return parameters.get("method", "GET") in SAFE_METHODS
    return task_type in INSIDE or task_type.startswith(("condition.", "loop.", "test."))


def _strike(fault: dict[str, Any], context: Context) -> None:
    if fault["kind"] == "delay":
        end = time.monotonic() + fault["seconds"]
        while (left := end - time.monotonic()) > 0:
            check_cancelled(context)
            time.sleep(min(0.1, left))
    elif fault["kind"] == "error":
        raise TaskError("chaos.error", _("A fault of the chaos mode."), retryable=True)
    elif fault["kind"] == "timeout":
        raise TaskError("task.timeout", _("A fault of the chaos mode: no answer in time."), retryable=True)


def _spoilt(kind: str, output: Any) -> Any:
    """Return a result as a bad neighbour would send it: nothing, or half of it."""
    if kind == "empty":
        return [] if isinstance(output, list) else {} if isinstance(output, dict) else ""
    if kind == "garbled" and isinstance(output, list | str):
        return output[: len(output) // 2]
    if kind == "garbled" and isinstance(output, dict):
        return dict(list(output.items())[: len(output) // 2])
    return output
