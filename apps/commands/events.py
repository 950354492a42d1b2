"""What happens to commands. Their owner listens to them; the people of a conversation see the card."""

from collections.abc import Sequence
from typing import Any

from apps.commands.models import Command
from apps.commands.serializers import CommandSerializer
from apps.events.bus import Happening, Listen


class CommandEvent(Happening):
    """Something about a command; its owner hears it."""

    schema = CommandSerializer

    def __init__(self, command: Command):
        self.command = command

    def topic(self) -> str:
        return self.command.topic

    def payload(self) -> dict[str, Any]:
        return CommandSerializer(self.command).data

    def subject_id(self) -> str:
        return str(self.command.pk)


class CommandCreated(CommandEvent):
    type = "command.created"

    def changes(self) -> Sequence[Listen]:
        return (Listen(str(self.command.owner_id), self.command.topic),)


class CommandUpdated(CommandEvent):
    """State, progress or tasks changed."""

    type = "command.updated"


class CommandFinished(CommandEvent):
    """It succeeded, failed or was cancelled; nothing follows."""

    type = "command.finished"
