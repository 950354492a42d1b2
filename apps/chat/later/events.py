"""What a person's devices are told of what they keep for later."""

from typing import Any
from uuid import UUID

from apps.chat.later.models import ConversationDraft, Reminder, ScheduledMessage
from apps.chat.later.serializers import DraftSerializer, IdSerializer, ReminderSerializer, ScheduledSerializer
from apps.chat.messages.personal_events import MarkedSerializer
from apps.chat.serializers import ConversationIdSerializer
from apps.events.bus import Happening


class OwnEvent(Happening):
    """Something that one person keeps changed: their other devices follow."""

    def __init__(self, row: Any):
        self.row = row

    def topic(self) -> str:
        return f"user:{self.row.user_id}"

    def payload(self) -> dict[str, Any]:
        return self.schema(self.row).data

    def subject_id(self) -> str:
        return str(self.row.pk)


class DraftUpdated(OwnEvent):
    type = "draft.updated"
    schema = DraftSerializer

    row: ConversationDraft


class DraftRemoved(OwnEvent):
    type = "draft.removed"
    schema = ConversationIdSerializer

    def payload(self) -> dict[str, Any]:
        return {"conversation": str(self.row.conversation_id)}


class ScheduledUpdated(OwnEvent):
    """A scheduled message was made, changed, sent, or could not be sent."""

    type = "scheduled.updated"
    schema = ScheduledSerializer

    row: ScheduledMessage


class ScheduledRemoved(OwnEvent):
    type = "scheduled.removed"
    schema = IdSerializer

    def __init__(self, row: ScheduledMessage, key: UUID):
        super().__init__(row)
        self.key = key

    def payload(self) -> dict[str, Any]:
        return {"id": str(self.key)}


class ReminderSet(OwnEvent):
    type = "reminder.set"
    schema = ReminderSerializer

    row: Reminder


class ReminderDue(OwnEvent):
    """It is time: here is the message that somebody wanted to see again."""

    type = "reminder.due"
    schema = ReminderSerializer


class ReminderRemoved(OwnEvent):
    type = "reminder.removed"
    schema = MarkedSerializer

    def payload(self) -> dict[str, Any]:
        return {"message": str(self.row.message_id), "conversation": str(self.row.message.conversation_id)}
