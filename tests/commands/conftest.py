"""Task types that tests need, and graphs in one line."""

from typing import Any

import pytest

from apps.commands.runner.types import TaskError, TaskType, register, registry


class Told(TaskType):
    """Returns what it is told, or fails as often as it is told to."""

    name = "test.told"
    title = description = "told"
    parameters = {"type": "object"}
    failures = 0
    done: list[Any] = []

    def run(self, context, parameters, inputs):
        type(self).done.append(parameters.get("say"))
        if parameters.get("fails") and type(self).failures > 0:
            type(self).failures -= 1
            raise TaskError("test.told", "told to")
        return parameters.get("say")


@pytest.fixture
def told():
    if Told.name not in registry:
        register(Told)
    Told.failures, Told.done = 0, []
    yield Told
    registry._types.pop(Told.name, None)


@pytest.fixture
def graph():
    """Return an `.alt` of `(id, task type, parameters, dependencies)`."""

    def build(*segments, **top):
        return {
            "alt": "2.0",
            "title": "Test",
            **top,
            "segments": [
                {"id": name, "task_type": kind, "parameters": parameters, "dependencies": list(needs)}
                for name, kind, parameters, needs in segments
            ],
        }

    return build
