"""Forwarding: a copy of what a message said at that moment, sent into other conversations."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.chat.messages.loading import locked_message
from apps.chat.models import Conversation, Message
from apps.chat.problems import CannotForward
from apps.chat.sending import Draft, send_messages
from apps.core.permissions import require
from apps.core.times import stamp

KINDS = (Message.Type.TEXT, Message.Type.EMOJI, Message.Type.LOCATION, Message.Type.FILE)
MAX_TARGETS = 20


@transaction.atomic
def forward_message(*, actor: User, message: Message, conversations: Sequence[Conversation]) -> list[Message]:
    """Send what a message says now into each of the conversations, or into none; it calls nobody there."""
    message = locked_message(actor, message)
    require(message.type in KINDS, CannotForward)
    snapshot = snapshot_of(message)
    drafts = [
        Draft(actor, one.pk, message.text, type=message.type, location=message.location, forwarded=snapshot)
        for one in conversations
    ]
    found = send_messages(drafts)
    for outcome in found:
        if isinstance(outcome, Exception):
            raise outcome
    return found  # type: ignore[return-value]


def snapshot_of(message: Message) -> dict[str, Any]:
    """Return who said it first, and when. Not where: those who read the copy may not know that place."""
    if message.forwarded:
        return message.forwarded
    sender = message.sender
    return {
        "sender": {"id": str(sender.pk), "name": sender.display_name or sender.username} if sender else None,
        "created_at": stamp(message.created_at),
    }
