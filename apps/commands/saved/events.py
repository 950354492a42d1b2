"""What happens to saved commands; whoever sees them hears it."""

from typing import Any

from apps.commands.models import SavedCommand
from apps.commands.saved.serializers import SavedCommandSerializer
from apps.events.bus import Happening


class SavedCommandEvent(Happening):
    """Something about one saved command."""

    schema = SavedCommandSerializer

    def __init__(self, saved: SavedCommand):
        self.saved = saved

    def topic(self) -> str:
        return self.saved.topic

    def payload(self) -> dict[str, Any]:
        return SavedCommandSerializer(self.saved).data

    def subject_id(self) -> str:
        return str(self.saved.pk)


class SavedCommandUpdated(SavedCommandEvent):
    """Made or changed."""

    type = "saved_command.updated"


class SavedCommandRemoved(SavedCommandEvent):
    type = "saved_command.removed"
