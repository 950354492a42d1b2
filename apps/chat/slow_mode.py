"""Slow mode: how long one waits between two messages in a conversation."""

from datetime import datetime, timedelta
from math import ceil

from django.db.models import Max
from django.utils import timezone

from apps.accounts.models import User
from apps.chat.models import Conversation, Message, Participant
from apps.chat.permissions import can_manage_messages
from apps.chat.problems import SlowMode


def wait_ones_turn(sender: User, conversation: Conversation, place: Participant) -> None:
    """Refuse a message that comes too soon after the sender's last one; runs under the conversation's lock.

    Where slow mode is off this costs nothing. Neither deleting one's last message nor leaving and coming back makes the
    wait shorter.
    """
    if not conversation.slow_mode_seconds or can_manage_messages(sender, conversation):
        return
    now, last = timezone.now(), place.last_sent_at or _said_before(sender, conversation)
    left = timedelta(seconds=conversation.slow_mode_seconds) - (now - last) if last else timedelta()
    if left > timedelta():
        seconds = ceil(left.total_seconds())
        raise SlowMode(headers={"Retry-After": str(seconds)}, retry_after_seconds=seconds)
    place.last_sent_at = now
    place.save(update_fields=["last_sent_at"])


def _said_before(sender: User, conversation: Conversation) -> datetime | None:
    """Return when somebody who has just come spoke last, when they were here before."""
    said = conversation.messages.filter(sender=sender).exclude(type=Message.Type.SYSTEM)
    return said.aggregate(last=Max("created_at"))["last"]
