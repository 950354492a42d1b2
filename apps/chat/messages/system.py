"""System messages: lines in a group's conversation that tell what somebody did there. Nobody says them.

They have a number like all that stands there, and are the last thing that happened; but they are not unread, call
nobody, are not found by search, and nothing can be done to them but to hide them from oneself.
"""

from collections.abc import Sequence
from typing import Any

from apps.accounts.models import User
from apps.chat.events import MessageCreated
from apps.chat.models import Conversation, Happened, Message
from apps.events.bus import next_seq, publish

NAMED = 5  # people; of more only their number is told


def tell_what_happened(
    *, actor: User, conversation: Conversation, what: Happened, people: Sequence[User] = (), value: Any = None
) -> None:
    """Write what somebody did into a locked conversation, if it is a group."""
    if conversation.kind != Conversation.Kind.GROUP:
        return
    named = sorted(people, key=lambda one: one.pk) if len(people) <= NAMED else []
    told = {"what": what, "people": [str(one.pk) for one in named], "count": len(people), "value": value}
    message = Message(conversation=conversation, sender=actor, type=Message.Type.SYSTEM, system=told)
    message.named = named  # type: ignore[attr-defined]
    message.seq = next_seq(conversation.topic)
    message.save(force_insert=True)
    conversation.last_message, conversation.last_activity_at = message, message.created_at
    conversation.save(update_fields=["last_message", "last_activity_at"])
    publish(MessageCreated(message))
