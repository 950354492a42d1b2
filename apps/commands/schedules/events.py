"""What happens to schedules; their owner's devices hear it."""

from typing import Any

from apps.commands.models import Schedule
from apps.commands.schedules.serializers import ScheduleSerializer
from apps.events.bus import Happening


class ScheduleEvent(Happening):
    """Something about one schedule."""

    schema = ScheduleSerializer

    def __init__(self, schedule: Schedule):
        self.schedule = schedule

    def topic(self) -> str:
        return f"user:{self.schedule.owner_id}"

    def payload(self) -> dict[str, Any]:
        return ScheduleSerializer(self.schedule).data

    def subject_id(self) -> str:
        return str(self.schedule.pk)


class ScheduleUpdated(ScheduleEvent):
    """Made, changed, paused, or run."""

    type = "schedule.updated"


class ScheduleRemoved(ScheduleEvent):
    type = "schedule.removed"
