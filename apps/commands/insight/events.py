"""What is told of how commands do over time."""

from typing import Any

from apps.commands.insight.serializers import UnreliableSerializer
from apps.commands.models import Command
from apps.events.bus import Happening


class CommandUnreliable(Happening):
    """A command that used to succeed now fails more often than not; its owner hears it once."""

    type = "command.unreliable"
    schema = UnreliableSerializer

    def __init__(self, command: Command, runs: int, rate: float):
        self.command, self.runs, self.rate = command, runs, rate

    def topic(self) -> str:
        return f"user:{self.command.owner_id}"

    def subject_id(self) -> str:
        return str(self.command.pk)

    def payload(self) -> dict[str, Any]:
        return {
            "command": str(self.command.pk),
            "schedule": str(self.command.schedule_id) if self.command.schedule_id else None,
            "title": self.command.title,
            "runs": self.runs,
            "success_rate": round(self.rate, 4),
        }
