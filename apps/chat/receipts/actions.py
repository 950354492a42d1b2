"""Getting and reading, as others are told."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from apps.accounts.models import User
from apps.accounts.reach import kept_apart, receipts_shown
from apps.chat.models import Conversation, Participant
from apps.chat.permissions import can_read_conversation
from apps.chat.receipts.events import ReceiptUpdated
from apps.chat.receipts.selectors import newest_message_seq
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish

TOLD_UP_TO = 20  # people: beyond it a message would cost an event per reader, each carried to all of them


@transaction.atomic
def mark_delivered(*, actor: User, conversation: Conversation, seq: int | None = None) -> Participant:
    """Note that somebody's devices have everything up to `seq` (default: all); never moves back."""
    require(can_read_conversation(actor, conversation), NotFound)
    hold_places(conversation)
    return _move(actor, conversation, seq, read=False)


@transaction.atomic
def show_read(*, actor: User, conversation: Conversation, seq: int | None = None) -> Participant:
    """Let others know how far somebody has read, where that person wants it known; what is read is delivered."""
    return _move(actor, conversation, seq, read=receipts_shown(actor) and not _apart(actor, conversation))


def _apart(actor: User, conversation: Conversation) -> bool:
    """Does a block stand between the two of a direct conversation?"""
    if conversation.kind != Conversation.Kind.DIRECT:
        return False
    return conversation.participants.filter(user__in=kept_apart(actor.pk)).exists()


def hold_places(conversation: Conversation) -> None:
    """Lock the conversation where its places are told, before any of them: a send takes its locks in this order."""
    if conversation.participant_count <= TOLD_UP_TO:
        conversation.locked()


def _move(actor: User, conversation: Conversation, seq: int | None, *, read: bool) -> Participant:
    newest = newest_message_seq(conversation.pk)
    upto = newest if seq is None else min(seq, newest)
    places = Participant.objects.filter(conversation=conversation, user=actor)
    behind = places.filter(shown_seq__lt=upto) if read else places.filter(delivered_seq__lt=upto)
    further = {"delivered_seq": _at_least("delivered_seq", upto)} | ({"shown_seq": upto} if read else {})
    moved = behind.update(**further)
    place = places.get()
    if moved and conversation.participant_count <= TOLD_UP_TO:
        publish(ReceiptUpdated(place))
    return place


def _at_least(column: str, value: int) -> Greatest:
    return Greatest(F(column), value)
