"""Pins: messages that a conversation keeps at hand."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.chat.messages.events import MessagePinned, MessageUnpinned
from apps.chat.messages.loading import locked_message
from apps.chat.messages.models import MAX_PINS
from apps.chat.messages.system import tell_what_happened
from apps.chat.models import Happened, Message
from apps.chat.permissions import can_pin_messages
from apps.chat.problems import CannotPin, NotSaid, TooManyPins
from apps.core.permissions import require
from apps.events.bus import publish


@transaction.atomic
def pin_message(*, actor: User, message: Message) -> Message:
    """Pin a message for everybody here; a pinned one stays as it is."""
    message = locked_message(actor, message)
    require(can_pin_messages(actor, message.conversation), CannotPin)
    require(not message.is_system, NotSaid)
    if message.pinned_at is None:
        pinned = message.conversation.messages.filter(pinned_at__isnull=False).count()
        require(pinned < MAX_PINS, TooManyPins)
        _keep(message, actor)
        publish(MessagePinned(message))
        tell_what_happened(
            actor=actor, conversation=message.conversation, what=Happened.MESSAGE_PINNED, value=str(message.pk)
        )
    return message


@transaction.atomic
def unpin_message(*, actor: User, message: Message) -> Message:
    """Take a pin off."""
    message = locked_message(actor, message)
    require(can_pin_messages(actor, message.conversation), CannotPin)
    if message.pinned_at is not None:
        _keep(message, None)
        publish(MessageUnpinned(message))
    return message


def _keep(message: Message, by: User | None) -> None:
    message.pinned_at, message.pinned_by = (timezone.now() if by else None), by
    message.save(update_fields=["pinned_at", "pinned_by"])
