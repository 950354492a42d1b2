"""Loading a message to change it."""

from apps.accounts.models import User
from apps.chat.models import Conversation, Message
from apps.core.problems import NotFound


def locked_message(actor: User, message: Message) -> Message:
    """Load a message again, as the actor sees it now, under the lock of its conversation."""
    conversation = Conversation(pk=message.conversation_id).locked()
    found = Message.objects.visible_to(actor).filter(pk=message.pk).select_related("sender").first()
    if found is None:
        raise NotFound()
    found.conversation = conversation
    return found
