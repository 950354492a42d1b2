"""What goes in, and the one JSON of a schedule."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone as clock
from rest_framework import serializers

from apps.commands.models import Schedule
from apps.commands.people.serializers import REPEATS
from apps.commands.recurrence import next_times
from apps.core.rest import Input
from apps.core.times import stamp

SHOWN = 5  # coming runs


class ZoneField(serializers.CharField):
    """The name of a time zone."""

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise serializers.ValidationError("There is no such time zone.") from None
        return name


class ScheduleFields(Input):
    at = serializers.DateTimeField(required=False, help_text="the moment, or the first of many")
    rrule = serializers.RegexField(REPEATS, required=False, max_length=200, help_text="RFC 5545: FREQ=WEEKLY;BYDAY=MO")
    timezone = ZoneField(required=False, max_length=64, help_text="default: yours")
    overlap = serializers.ChoiceField(
        choices=Schedule.Overlap.choices, required=False, help_text="when the run before is not over yet"
    )
    missed = serializers.ChoiceField(
        choices=Schedule.Missed.choices, required=False, help_text="when the server was away at that moment"
    )


class TimingInput(ScheduleFields):
    """When a command runs."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("at") and not attrs.get("rrule"):
            raise serializers.ValidationError("Give a moment (at), a repetition (rrule), or both.", code="required")
        return attrs


class ChangeScheduleInput(ScheduleFields):
    paused = serializers.BooleanField(required=False)


class ScheduleSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    text = serializers.CharField()
    conversation = serializers.UUIDField(allow_null=True)
    thread = serializers.UUIDField(allow_null=True, help_text="the message under which the cards of its runs stand")
    starts_at = serializers.DateTimeField()
    rrule = serializers.CharField(allow_null=True)
    timezone = serializers.CharField()
    overlap = serializers.ChoiceField(choices=Schedule.Overlap.choices)
    missed = serializers.ChoiceField(choices=Schedule.Missed.choices)
    next_at = serializers.DateTimeField(allow_null=True, help_text="null: it has ended")
    upcoming = serializers.ListField(child=serializers.DateTimeField(), help_text="the next runs, at most five")
    paused_at = serializers.DateTimeField(allow_null=True)
    last_command = serializers.UUIDField(allow_null=True)
    runs = serializers.IntegerField()
    problem = serializers.CharField(allow_null=True, help_text="code of why the last time did not run")
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, schedule: Schedule) -> dict[str, Any]:
        return {
            "id": str(schedule.pk),
            "title": schedule.title,
            "text": schedule.text,
            "conversation": str(schedule.conversation_id) if schedule.conversation_id else None,
            "thread": str(schedule.thread_id) if schedule.thread_id else None,
            "starts_at": stamp(schedule.starts_at),
            "rrule": schedule.rrule or None,
            "timezone": schedule.timezone,
            "overlap": schedule.overlap,
            "missed": schedule.missed,
            "next_at": stamp(schedule.next_at),
            "upcoming": [stamp(moment) for moment in upcoming(schedule)],
            "paused_at": stamp(schedule.paused_at),
            "last_command": str(schedule.last_command_id) if schedule.last_command_id else None,
            "runs": schedule.runs,
            "problem": schedule.problem or None,
            "created_at": stamp(schedule.created_at),
            "version": schedule.version,
        }


def upcoming(schedule: Schedule) -> list[Any]:
    """Return the next moments, as far as they come."""
    if schedule.next_at is None:
        return []
    if not schedule.rrule:
        return [schedule.next_at]
    after = max(schedule.next_at, clock.now())
    more = next_times(schedule.rrule, schedule.starts_at, schedule.timezone, after, SHOWN - 1)
    return [schedule.next_at, *more]
