"""What people do in conversations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.accounts.problems import CannotWriteTo
from apps.accounts.reach import can_write_to, unreachable
from apps.chat.events import (
    ConversationAdded,
    ConversationRead,
    ConversationRemoved,
    MemberAdded,
    MemberRemoved,
    MessageUpdated,
)
from apps.chat.models import Conversation, Message, Participant, direct_key
from apps.chat.permissions import can_manage_participants, can_read_conversation
from apps.chat.problems import (
    CannotManage,
    LastOwner,
    TooManyParticipants,
    UnknownPerson,
    WithYourself,
)
from apps.chat.sending import Draft, send_messages
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import newest_seq, publish

MAX_PARTICIPANTS = 1_000


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
            return _create(actor, Conversation.Kind.DIRECT, "", [other], key), True  # type: ignore[list-item]
    except IntegrityError:  # both opened it at the same moment
        return Conversation.objects.get(direct_key=key), False


@transaction.atomic
def create_group_conversation(*, actor: User, name: str, member_ids: Sequence[UUID]) -> Conversation:
    """Start a conversation of several people; the one who starts it owns it."""
    wanted = set(member_ids) - {actor.pk}
    members = list(User.objects.filter(pk__in=wanted, is_active=True))
    require(len(members) == len(wanted), UnknownPerson)
    require(not unreachable(actor, wanted), CannotWriteTo)
    require(len(members) < MAX_PARTICIPANTS, TooManyParticipants)
    return _create(actor, Conversation.Kind.GROUP, name, members, None)


def _create(actor: User, kind: str, name: str, others: Sequence[User], key: str | None) -> Conversation:
    conversation = Conversation.objects.create(
        kind=kind, name=name, created_by=actor, direct_key=key, participant_count=len(others) + 1
    )
    owner = Participant.Role.MEMBER if kind == Conversation.Kind.DIRECT else Participant.Role.OWNER
    Participant.objects.bulk_create(
        [
            Participant(conversation=conversation, user=actor, role=owner),
            *(Participant(conversation=conversation, user=other) for other in others),
        ]
    )
    for person in (actor, *others):
        publish(ConversationAdded(conversation, person))
    return conversation


@transaction.atomic
def add_participants(*, actor: User, conversation: Conversation, user_ids: Sequence[UUID]) -> list[User]:
    """Bring people into a conversation; those who are there already stay as they are."""
    conversation = conversation.locked()
    require(can_manage_participants(actor, conversation), CannotManage)
    there = set(conversation.participants.values_list("user_id", flat=True))
    people = list(User.objects.filter(pk__in=set(user_ids) - there, is_active=True))
    require(len(people) == len(set(user_ids) - there), UnknownPerson)
    require(not unreachable(actor, [person.pk for person in people]), CannotWriteTo)
    require(len(there) + len(people) <= MAX_PARTICIPANTS, TooManyParticipants)
    read_seq = newest_seq(conversation.topic)
    for person in people:
        Participant.objects.create(conversation=conversation, user=person, read_seq=read_seq)
        _count(conversation, +1)
        publish(MemberAdded(conversation, person, Participant.Role.MEMBER))
        publish(ConversationAdded(conversation, person))
    return people


@transaction.atomic
def remove_participant(*, actor: User, conversation: Conversation, user: User) -> None:
    """Take somebody out of a conversation, or leave it oneself."""
    conversation = conversation.locked()
    leaving = actor == user
    require(leaving or can_manage_participants(actor, conversation), CannotManage)
    participant = conversation.participants.filter(user=user).first()
    require(participant is not None and conversation.kind != Conversation.Kind.DIRECT, NotFound)
    owners = conversation.participants.filter(role=Participant.Role.OWNER)
    last_owner = participant.role == Participant.Role.OWNER and owners.count() == 1  # type: ignore[union-attr]
    require(not (last_owner and conversation.participant_count > 1), LastOwner)
    participant.delete()  # type: ignore[union-attr]
    _count(conversation, -1)
    publish(MemberRemoved(conversation, user, participant.role))  # type: ignore[union-attr]
    publish(ConversationRemoved(conversation, user))


def _count(conversation: Conversation, change: int) -> None:
    conversation.participant_count += change
    conversation.version += 1
    conversation.save(update_fields=["participant_count", "version"])


def send_message(
    *,
    actor: User,
    conversation: Conversation,
    text: str,
    client_id: UUID | None = None,
    reply_to: UUID | None = None,
    type: str = Message.Type.TEXT,
    card: dict[str, Any] | None = None,
) -> Message:
    """Post a message and tell everyone who can read the conversation; the same `client_id` posts once."""
    [sent] = send_messages([Draft(actor, conversation.pk, text, client_id, reply_to, type, card)])
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
def mark_read(*, actor: User, conversation: Conversation, seq: int | None = None) -> tuple[Participant, int]:
    """Mark everything up to `seq` as read (default: all); never moves back. Returns the place and what is unread."""
    require(can_read_conversation(actor, conversation), NotFound)
    newest = newest_seq(conversation.topic)
    upto = newest if seq is None else min(seq, newest)
    moved = Participant.objects.filter(conversation=conversation, user=actor, read_seq__lt=upto).update(read_seq=upto)
    participant = Participant.objects.get(conversation=conversation, user=actor)
    unread = conversation.messages.filter(seq__gt=participant.read_seq, deleted_at=None).exclude(sender=actor).count()
    if moved:
        publish(ConversationRead(conversation, actor, participant, unread))
    return participant, unread
