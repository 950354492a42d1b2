"""Events of a workflow (CloudEvents 1.0), and its pauses."""

from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext_lazy

from apps.commands.runner.types.base import Context, TaskType, Wait
from apps.commands.runner.types.wait import WaitTask

MEMBERS = {"type": "string", "maxLength": 2_000}


class Emit(TaskType):
    """Gives an event to the runs of its owner that listen. Its id is the same however often it is tried."""

    name = "event.emit"
    touches = ()
    title = gettext_lazy("Emit an event")
    description = gettext_lazy("Give an event (CloudEvents) to my runs that wait for it, and as the result.")
    parameters = {
        "type": "object",
        "properties": {
            "event": {
                "type": "object",
                "required": ["source", "type"],
                "properties": {"source": MEMBERS, "type": MEMBERS, "id": MEMBERS, "subject": MEMBERS, "data": {}},
            }
        },
        "required": ["event"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        now = timezone.now().isoformat()
        own = {"specversion": "1.0", "id": str(uuid5(UUID(context.idempotency_key), "event")), "time": now}
        event = {**own, **parameters["event"]}
        context.emit(event)
        return event


class Pause(WaitTask):
    """Waits, and hands on what came before."""

    name = "event.pause"
    touches = ()
    title = gettext_lazy("Pause")
    description = gettext_lazy("Wait for a while and hand on what came before.")
    parameters = {
        "type": "object",
        "properties": {"duration": {"type": "string", "maxLength": 40}},
        "required": ["duration"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Wait:
        found = super().run(context, parameters, inputs)
        return HandingOn(found.until, next(iter(inputs.values()), None))


class HandingOn(Wait):
    """A wait whose result is what came before."""

    def __init__(self, until: Any, given: Any):
        super().__init__(until)
        object.__setattr__(self, "given", {"passed": given} if given is None else given)

    @property
    def output(self) -> Any:
        return self.given  # type: ignore[attr-defined]
