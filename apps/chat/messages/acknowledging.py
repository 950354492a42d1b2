"""Urgent messages: everybody here is asked to say that they took note."""

from typing import Any

from django.db import transaction
from rest_framework import serializers

from apps.accounts.models import User
from apps.chat.events import MessageEvent
from apps.chat.messages.loading import locked_message
from apps.chat.messages.models import Acknowledgement
from apps.chat.models import Message
from apps.chat.permissions import can_read_conversation
from apps.chat.problems import NotUrgent
from apps.core.permissions import require
from apps.events.bus import publish


class AcknowledgedSerializer(serializers.Serializer):
    message = serializers.UUIDField()
    conversation = serializers.UUIDField()
    user = serializers.UUIDField()
    acknowledged_count = serializers.IntegerField()


class MessageAcknowledged(MessageEvent):
    """Somebody took note of an urgent message."""

    type = "message.acknowledged"
    schema = AcknowledgedSerializer

    def __init__(self, message: Message, user: User):
        super().__init__(message)
        self.user = user

    def payload(self) -> dict[str, Any]:
        return {
            "message": str(self.message.pk),
            "conversation": str(self.message.conversation_id),
            "user": str(self.user.pk),
            "acknowledged_count": self.message.acknowledged_count,
        }


@transaction.atomic
def acknowledge_message(*, actor: User, message: Message) -> Message:
    """Say that one took note; the writer of the message need not."""
    message = locked_message(actor, message)
    require(can_read_conversation(actor, message.conversation))
    require(message.urgent and message.sender_id != actor.pk, NotUrgent)
    _row, new = Acknowledgement.objects.get_or_create(message=message, user=actor)
    if new:
        message.acknowledged_count += 1
        message.save(update_fields=["acknowledged_count"])
        publish(MessageAcknowledged(message, actor))
    return message
