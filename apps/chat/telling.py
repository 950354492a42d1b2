"""What is told of the moment (typing), past nobody who is kept apart."""

from typing import Any

from apps.accounts.models import User
from apps.accounts.reach import kept_apart
from apps.chat.models import Conversation, Participant
from apps.events.bus import broadcast


def tell_of_the_moment(actor: User, conversation: Conversation, kind: str, data: dict[str, Any]) -> None:
    """Tell a conversation what somebody does. Where a block stands between them and others there, one by one."""
    apart = kept_apart(actor.pk)
    there = Participant.objects.filter(conversation=conversation)
    if not apart or not there.filter(user__in=apart).exists():
        broadcast(conversation.topic, kind, data)
        return
    for key in there.exclude(user__in=apart).values_list("user_id", flat=True):
        broadcast(f"user:{key}", kind, data)
