"""Wait for a time, without anybody waiting."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.runner.types.base import Context, TaskError, TaskType, Wait
from apps.commands.runner.types.moments import MOMENT, moment_of, span_of

MAX_SECONDS = 31 * 86_400


class WaitTask(TaskType):
    """Ends after a duration or at a moment."""

    name = "wait"
    touches = ()
    title = gettext_lazy("Wait")
    description = gettext_lazy("Wait for a while or until a moment.")
    parameters = {
        "type": "object",
        "properties": {
            "duration": {"type": "string", "maxLength": 40, "description": "ISO 8601: PT10M"},
            "until": MOMENT,
        },
        "oneOf": [{"required": ["duration"]}, {"required": ["until"]}],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Wait:
        now = datetime.now(UTC)
        if "duration" in parameters:
            until = now + span_of(parameters["duration"])
        else:
            until = moment_of(context, parameters["until"])
        if (until - now).total_seconds() > getattr(settings, "ALTLAS_WAIT_MAX_SECONDS", MAX_SECONDS):
            raise TaskError("wait.too_long", _("A command does not wait that long. Schedule it instead."))
        return Wait(max(until, now).astimezone(UTC))
