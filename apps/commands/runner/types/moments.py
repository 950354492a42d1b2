"""Moments and spans as documents write them, read in the owner's time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from apps.commands.formats.durations import parse_duration
from apps.commands.runner.types.base import Context, TaskError

MOMENT = {"type": "string", "maxLength": 40, "description": "RFC 3339; without an offset in the owner's time zone"}
SPAN = {"type": "string", "maxLength": 40, "description": "ISO 8601: PT10M"}


def moment_of(context: Context, text: str) -> datetime:
    """Return a moment in UTC; a day alone is its morning, nine o'clock."""
    try:
        moment = datetime.fromisoformat(text)
        if len(text) == 10:
            moment = moment.replace(hour=9)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(context.timezone or "UTC"))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        raise TaskError("wait.invalid", _("“%(text)s” is not a moment.") % {"text": text}) from None


def span_of(text: str) -> timedelta:
    """Return a duration."""
    try:
        return parse_duration(text)
    except ValueError:
        raise TaskError("wait.invalid", _("“%(text)s” is not a duration.") % {"text": text}) from None
