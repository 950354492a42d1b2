"""Wait for events: messages that say something, and signals that are sent to the run."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.runner.types.base import Context, Park, TaskError, TaskType
from apps.commands.runner.types.chat_talk import LONGEST
from apps.commands.runner.types.moments import MOMENT, SPAN, moment_of, span_of
from apps.commands.runner.types.names import CHANNEL, NAMES, names_in, place_in

MESSAGE = "message.created"  # the type of what is said, as an event
ATTRIBUTE = {"type": "string", "minLength": 1, "maxLength": 200}
WANTED: dict[str, Any] = {
    "type": "object",
    "description": "What an event must have; a message is one of type message.created with data.text.",
    "properties": {
        "type": ATTRIBUTE,
        "source": ATTRIBUTE,
        "subject": ATTRIBUTE,
        "id": ATTRIBUTE,
        "data": {"type": "object", "maxProperties": 50, "description": "These members have these values."},
        "says": {"type": "string", "minLength": 1, "maxLength": 500, "description": "The message holds these words."},
        "from_people": {**NAMES, "description": "Who says it."},
    },
    "additionalProperties": False,
}
SEVERAL = {"type": "array", "items": WANTED, "minItems": 1, "maxItems": 20}


class EventListen(TaskType):
    """Goes on when one, any or all of the events came; they are the result, in the order in which they came."""

    name = "event.listen"
    touches = ()
    title = gettext_lazy("Wait for an event")
    description = gettext_lazy("Wait until somebody says something, or a signal is sent to this command.")
    parameters = {
        "type": "object",
        "properties": {
            "one": WANTED,
            "any": SEVERAL,
            "all": SEVERAL,
            "read": {"enum": ["data", "envelope"], "default": "data"},
            "channel": CHANNEL,
            "conversation": {"type": "string", "minLength": 1, "maxLength": 64, "default": "here"},
            "until": MOMENT,
            "within": {**SPAN, "description": "how long to wait; default 31 days"},
        },
        "oneOf": [{"required": ["one"]}, {"required": ["any"]}, {"required": ["all"]}],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        wanted = [parameters["one"]] if "one" in parameters else parameters.get("any") or parameters["all"]
        heard = context.listen(
            wanted=[{**one, "from_people": names_in(one, "from_people")} for one in wanted],
            every="all" in parameters,
            place=place_in(parameters),
            until=self._end(context, parameters),
        )
        if heard["over"]:
            events = heard["events"]
            return events if parameters.get("read") == "envelope" else [event.get("data") for event in events]
        until = datetime.fromisoformat(heard["until"])
        if until <= datetime.now(UTC):
            raise TaskError("event.timeout", _("What was waited for did not happen in time."), status=408)
        return Park(until, str(_("Waits for an event")))

    def _end(self, context: Context, parameters: dict[str, Any]) -> datetime:
        """Return until when it listens; of one that listens already the moment that was set then counts."""
        now = datetime.now(UTC)
        if "until" in parameters:
            end = moment_of(context, parameters["until"])
        else:
            end = now + (span_of(parameters["within"]) if "within" in parameters else LONGEST)
        if end > now + LONGEST:
            raise TaskError("wait.too_long", _("A command does not wait that long. Schedule it instead."))
        return end
