"""Wait for a time, without anybody waiting."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.formats.durations import parse_duration
from apps.commands.runner.types.base import Context, TaskError, TaskType, Wait

MAX_SECONDS = 31 * 86_400


class WaitTask(TaskType):
    """Ends after a duration or at a moment."""

    name = "wait"
    title = gettext_lazy("Wait")
    description = gettext_lazy("Wait for a while or until a moment.")
    parameters = {
        "type": "object",
        "properties": {
            "duration": {"type": "string", "maxLength": 40, "description": "ISO 8601: PT10M"},
            "until": {
                "type": "string",
                "maxLength": 40,
                "description": "RFC 3339: 2026-11-21T09:00:00+03:00",
            },
        },
        "oneOf": [{"required": ["duration"]}, {"required": ["until"]}],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Wait:
        now = datetime.now(UTC)
        if "duration" in parameters:
            until = now + self._duration(parameters["duration"])
        else:
            until = self._moment(context, parameters["until"])
        if (until - now).total_seconds() > getattr(settings, "ALTLAS_WAIT_MAX_SECONDS", MAX_SECONDS):
            raise TaskError("wait.too_long", _("A command does not wait that long. Schedule it instead."))
        return Wait(max(until, now).astimezone(UTC))

    def _duration(self, text: str) -> timedelta:
        try:
            return parse_duration(text)
        except ValueError:
            raise TaskError("wait.invalid", _("“%(text)s” is not a duration.") % {"text": text}) from None

    def _moment(self, context: Context, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:  # local to whoever asked
                moment = moment.replace(tzinfo=ZoneInfo(getattr(context, "timezone", None) or "UTC"))
            return moment.astimezone(UTC)
        except (ValueError, OverflowError, ZoneInfoNotFoundError):
            raise TaskError("wait.invalid", _("“%(text)s” is not a moment.") % {"text": text}) from None
