"""A run from start to end in this thread, with time that passes when it is asked to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from apps.commands.actions import submit_command
from apps.commands.formats.alt import yaml_reader
from apps.commands.models import Command, TaskRun
from apps.commands.runner.types import TaskError, TaskType, register, registry
from apps.commands.tasks import sweep_runs

ROUNDS = 60


class Probe(TaskType):
    """Notes what it was given; fails as often as its parameters say."""

    name = "test.probe"
    title = description = "probe"
    parameters = {"type": "object"}
    calls: list[tuple[Any, dict[str, Any], dict[str, Any]]] = []
    failures: dict[str, int] = {}

    def run(self, context, parameters, inputs):
        key = parameters.get("key", "")
        type(self).calls.append((key, parameters, inputs))
        left = type(self).failures.get(key, parameters.get("fail", 0))
        if left:
            type(self).failures[key] = left - 1
            raise TaskError(parameters.get("code", "test.failed"), "as told", retryable=True, status=503)
        return parameters.get("give", inputs)


@pytest.fixture(autouse=True)
def probe():
    if Probe.name not in registry:
        register(Probe)
    Probe.calls, Probe.failures = [], {}
    yield Probe
    registry._types.pop(Probe.name, None)


@pytest.fixture
def run(ayse: Any, do_work: Callable[[], None]) -> Callable[..., Command]:
    """Run a document, given as YAML of its segments or whole, until it has ended."""

    def go(text: str | dict[str, Any], **fields: Any) -> Command:
        found = yaml_reader.read(text)[0] if isinstance(text, str) else text
        alt = {"alt": "2.0", **({"segments": found} if isinstance(found, list) else found), **fields}
        command = submit_command(actor=ayse, alt=alt)
        return finish(command, do_work)

    return go


def finish(command: Command, do_work: Callable[[], None]) -> Command:
    """Let all waits pass."""
    for _round in range(ROUNDS):
        do_work()
        command.refresh_from_db()
        if command.has_ended:
            return command
        TaskRun.objects.filter(state="waiting").update(due_at=timezone.now())
        sweep_runs()
    raise AssertionError([(task.path, task.state, task.blocked_by) for task in TaskRun.objects.order_by("pk")])


def outputs(command: Command) -> dict[str, Any]:
    return dict(TaskRun.objects.filter(run__command=command).values_list("path", "output"))


def states(command: Command) -> dict[str, str]:
    return dict(TaskRun.objects.filter(run__command=command).values_list("path", "state"))
