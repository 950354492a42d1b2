"""Messages that somebody keeps for later."""

from django.db import transaction

from apps.accounts.models import User
from apps.chat.messages.loading import locked_message
from apps.chat.messages.models import SavedMessage
from apps.chat.messages.personal_events import MessageSaved, MessageUnsaved
from apps.chat.models import Message
from apps.chat.permissions import can_read_conversation
from apps.core.permissions import require
from apps.events.bus import publish


@transaction.atomic
def save_message(*, actor: User, message: Message) -> Message:
    """Keep a message; twice is once."""
    message = locked_message(actor, message)
    require(can_read_conversation(actor, message.conversation))
    _row, new = SavedMessage.objects.get_or_create(message=message, user=actor)
    if new:
        publish(MessageSaved(message, actor.pk))
    return message


@transaction.atomic
def unsave_message(*, actor: User, message: Message) -> None:
    """Keep a message no longer."""
    message = locked_message(actor, message)
    gone, _per_model = SavedMessage.objects.filter(message=message, user=actor).delete()
    if gone:
        publish(MessageUnsaved(message, actor.pk))
