"""What only one person's devices are told about a message."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers

from apps.chat.models import Message
from apps.events.bus import Happening


class MarkedSerializer(serializers.Serializer):
    message = serializers.UUIDField()
    conversation = serializers.UUIDField()


class VotedSerializer(MarkedSerializer):
    options = serializers.ListField(child=serializers.IntegerField())


class MarkEvent(Happening):
    """Somebody marked a message for themselves."""

    schema: ClassVar[Any] = MarkedSerializer

    def __init__(self, message: Message, user_id: UUID, **more: Any):
        self.message, self.user_id, self.more = message, user_id, more

    def topic(self) -> str:
        return f"user:{self.user_id}"

    def payload(self) -> dict[str, Any]:
        return {"message": str(self.message.pk), "conversation": str(self.message.conversation_id), **self.more}

    def subject_id(self) -> str:
        return str(self.message.pk)


class MessageSaved(MarkEvent):
    type = "message.saved"


class MessageUnsaved(MarkEvent):
    type = "message.unsaved"


class PollVoted(MarkEvent):
    """One's own choice in a poll, told to one's other devices."""

    type = "poll.voted"
    schema = VotedSerializer
