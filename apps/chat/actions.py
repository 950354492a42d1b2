"""What people do in conversations."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.accounts.problems import CannotWriteTo
from apps.accounts.reach import can_write_to
from apps.chat.events import ConversationRead, MessageUpdated
from apps.chat.models import Conversation, Message, Participant, direct_key
from apps.chat.participation import (  # noqa: F401 - actions like the others
    MAX_PARTICIPANTS,
    add_participants,
    begin_conversation,
    change_group,
    create_group_conversation,
    give_role,
    hand_over,
    remove_participant,
)
from apps.chat.permissions import can_read_conversation
from apps.chat.problems import UnknownPerson, WithYourself
from apps.chat.receipts.actions import hold_places, show_read
from apps.chat.receipts.selectors import newest_message_seq
from apps.chat.selectors import counts_of
from apps.chat.sending import Draft, send_messages
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish


def open_direct_conversation(*, actor: User, user_id: UUID) -> tuple[Conversation, bool]:
    """Return the direct conversation of two people, and whether it was opened just now."""
    other = User.objects.filter(pk=user_id, is_active=True).first()
    require(other is not None, UnknownPerson)
    require(other != actor, WithYourself)
    key = direct_key(actor.pk, other.pk)  # type: ignore[union-attr]
    if found := Conversation.objects.filter(direct_key=key).first():
        return found, False
    require(can_write_to(actor, other), CannotWriteTo)  # type: ignore[arg-type]
    try:
        with transaction.atomic():
            return begin_conversation(actor, Conversation.Kind.DIRECT, [other], direct_key=key), True  # type: ignore[list-item]
    except IntegrityError:  # both opened it at the same moment
        return Conversation.objects.get(direct_key=key), False


def send_message(*, actor: User, conversation: Conversation, text: str = "", **content: Any) -> Message:
    """Post a message and tell everyone who can read the conversation; the same `client_id` posts once.

    `content` is what a `Draft` has beside its text: `client_id`, `reply_to`, `type` …
    """
    [sent] = send_messages([Draft(actor, conversation.pk, text, **content)])
    if isinstance(sent, Exception):
        raise sent
    return sent


@transaction.atomic
def update_card(*, message: Message, card: dict[str, Any]) -> Message:
    """Edit the card of a command's message in place. Called by the command itself, for whoever reads here."""
    message.conversation.locked()
    message = Message.objects.select_related("sender").get(pk=message.pk)
    if message.card == card:
        return message
    message.card = card
    message.version += 1
    message.save(update_fields=["card", "version"])
    publish(MessageUpdated(message))
    return message


@transaction.atomic
def mark_read(*, actor: User, conversation: Conversation, seq: int | None = None) -> dict[str, Any]:
    """Mark everything up to `seq` as read (default: all); never moves back. Returns the place, and what is unread."""
    require(can_read_conversation(actor, conversation), NotFound)
    hold_places(conversation)
    newest = newest_message_seq(conversation.pk)
    upto = newest if seq is None else min(seq, newest)
    moved = Participant.objects.filter(conversation=conversation, user=actor, read_seq__lt=upto).update(read_seq=upto)
    counts = counts_of(actor, conversation.pk, newest)
    if moved:
        publish(ConversationRead(conversation, actor, counts))
    show_read(actor=actor, conversation=conversation, seq=upto)
    return {"conversation": conversation.pk, **counts}
