"""Who takes part in a group: actions on its members and on the group itself."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.accounts.models import User
from apps.accounts.problems import CannotWriteTo
from apps.accounts.reach import unreachable
from apps.chat.events import (
    ConversationAdded,
    ConversationRemoved,
    GroupUpdated,
    MemberAdded,
    MemberRemoved,
    MemberUpdated,
)
from apps.chat.group_permissions import can_give_role, can_remove_participant
from apps.chat.messages.events import tell_counts
from apps.chat.messages.models import ThreadFollow
from apps.chat.messages.system import tell_what_happened
from apps.chat.models import Conversation, Happened, Participant
from apps.chat.permissions import can_change_conversation, can_invite, can_manage_participants
from apps.chat.problems import CannotManage, LastOwner, TooManyParticipants, UnknownPerson
from apps.core.permissions import require
from apps.core.problems import NotFound, Stale
from apps.events.bus import newest_seq, publish

MAX_PARTICIPANTS = 1_000
Role = Participant.Role
_TOLD = {  # which settings a line in the conversation tells of
    "name": Happened.RENAMED,
    "description": Happened.DESCRIPTION_CHANGED,
    "slow_mode_seconds": Happened.SLOW_MODE_CHANGED,
    "history": Happened.HISTORY_CHANGED,
}


@transaction.atomic
def create_group_conversation(
    *, actor: User, name: str, member_ids: Sequence[UUID] = (), **settings: Any
) -> Conversation:
    """Start a conversation of several people; the one who starts it owns it."""
    wanted = set(member_ids) - {actor.pk}
    members = list(User.objects.filter(pk__in=wanted, is_active=True))
    require(len(members) == len(wanted), UnknownPerson)
    require(not unreachable(actor, wanted), CannotWriteTo)
    require(len(members) < MAX_PARTICIPANTS, TooManyParticipants)
    group = begin_conversation(actor, Conversation.Kind.GROUP, members, name=name, **settings)
    tell_what_happened(actor=actor, conversation=group, what=Happened.GROUP_CREATED, value=name)
    return group


def begin_conversation(actor: User, kind: str, others: Sequence[User], **fields: Any) -> Conversation:
    """Make a conversation of these people, and tell each of them."""
    conversation = Conversation.objects.create(kind=kind, created_by=actor, participant_count=len(others) + 1, **fields)
    first = Role.MEMBER if kind == Conversation.Kind.DIRECT else Role.OWNER
    Participant.objects.bulk_create(
        [
            Participant(conversation=conversation, user=actor, role=first),
            *(Participant(conversation=conversation, user=other) for other in others),
        ]
    )
    for person in (actor, *others):
        publish(ConversationAdded(conversation, person))
    return conversation


@transaction.atomic
def add_participants(*, actor: User, conversation: Conversation, user_ids: Sequence[UUID]) -> list[User]:
    """Bring people into a group; those who are there already stay as they are."""
    conversation = conversation.locked()
    require(can_invite(actor, conversation), CannotManage)
    there = set(conversation.participants.values_list("user_id", flat=True))
    people = list(User.objects.filter(pk__in=set(user_ids) - there, is_active=True))
    require(len(people) == len(set(user_ids) - there), UnknownPerson)
    require(not unreachable(actor, [person.pk for person in people]), CannotWriteTo)
    enter(conversation, people)
    if people:
        tell_what_happened(actor=actor, conversation=conversation, what=Happened.MEMBERS_ADDED, people=people)
    return people


def enter(conversation: Conversation, people: Iterable[User]) -> None:
    """Let people take part in a group that is locked. Whether they may was asked before."""
    for person in people:
        require(conversation.participant_count < MAX_PARTICIPANTS, TooManyParticipants)
        newest = newest_seq(conversation.topic)
        hidden = newest if conversation.history == Conversation.History.JOINED else 0
        Participant.objects.create(
            conversation=conversation, user=person, read_seq=newest, joined_seq=newest, from_seq=hidden
        )
        _count(conversation, +1)
        publish(MemberAdded(conversation, person, Role.MEMBER))
        publish(ConversationAdded(conversation, person))


@transaction.atomic
def remove_participant(*, actor: User, conversation: Conversation, user: User) -> None:
    """Take somebody out of a group, or leave it oneself."""
    conversation = conversation.locked()
    participant = conversation.participants.filter(user=user).first()
    require(actor == user or can_manage_participants(actor, conversation), CannotManage)
    require(participant is not None and conversation.kind == Conversation.Kind.GROUP, NotFound)
    require(actor == user or can_remove_participant(actor, conversation, participant.role), CannotManage)  # type: ignore[union-attr]
    require(conversation.participant_count == 1 or not _is_last_owner(participant), LastOwner)  # type: ignore[arg-type]
    participant.delete()  # type: ignore[union-attr]
    _count(conversation, -1)
    publish(MemberRemoved(conversation, user, participant.role))  # type: ignore[union-attr]
    publish(ConversationRemoved(conversation, user))
    if actor == user:
        tell_what_happened(actor=actor, conversation=conversation, what=Happened.MEMBER_LEFT)
    else:
        tell_what_happened(actor=actor, conversation=conversation, what=Happened.MEMBER_REMOVED, people=[user])


@transaction.atomic
def give_role(*, actor: User, conversation: Conversation, user: User, role: str) -> Participant:
    """Make a member of a group its owner, an administrator or a simple member; a group keeps one owner."""
    conversation = conversation.locked()
    require(can_give_role(actor, conversation), CannotManage)
    participant = conversation.participants.select_related("user").filter(user=user).first()
    require(participant is not None, NotFound)
    if participant.role == role:  # type: ignore[union-attr]
        return participant  # type: ignore[return-value]
    require(not _is_last_owner(participant), LastOwner)  # type: ignore[arg-type]
    _become(conversation, participant, role)  # type: ignore[arg-type]
    tell_what_happened(
        actor=actor, conversation=conversation, what=Happened.ROLE_CHANGED, people=[user], value=str(role)
    )
    return participant  # type: ignore[return-value]


@transaction.atomic
def hand_over(*, actor: User, conversation: Conversation, user: User) -> Conversation:
    """Give a group to another member; the one who owned it stays as an administrator."""
    conversation = conversation.locked()
    require(can_give_role(actor, conversation), CannotManage)
    heir = conversation.participants.select_related("user").filter(user=user, user__is_active=True).first()
    require(heir is not None, NotFound)
    if user != actor:
        _become(conversation, heir, Role.OWNER)  # type: ignore[arg-type]
        mine = conversation.participants.select_related("user").get(user=actor)
        _become(conversation, mine, Role.ADMINISTRATOR)
        tell_what_happened(actor=actor, conversation=conversation, what=Happened.OWNER_CHANGED, people=[user])
    return conversation


@transaction.atomic
def change_group(*, actor: User, conversation: Conversation, seen: int | None = None, **settings: Any) -> Conversation:
    """Change a group's name or settings. `seen` is the version that the one who changes it looked at."""
    conversation = conversation.locked()
    require(can_change_conversation(actor, conversation), CannotManage)
    require(seen is None or seen == conversation.version, Stale)
    rights = settings.pop("who_may", None)
    if rights is not None and any(conversation.who_may.get(name) != to for name, to in rights.items()):
        # Whoever may change the name only because everybody may does not thereby say who may what.
        require(can_manage_participants(actor, conversation), CannotManage)
        settings["who_may"] = {**conversation.who_may, **rights}
    changed = {name: value for name, value in settings.items() if getattr(conversation, name) != value}
    if not changed:
        return conversation
    if "history" in changed:
        _show_history(conversation, changed["history"])
    for name, value in changed.items():
        setattr(conversation, name, value)
    conversation.version += 1
    conversation.save(update_fields=[*changed, "version"])
    publish(GroupUpdated(conversation))
    for name, value in changed.items():
        if what := _TOLD.get(name):
            shown = None if what == Happened.DESCRIPTION_CHANGED else value
            tell_what_happened(actor=actor, conversation=conversation, what=what, value=shown)
    return conversation


def _show_history(conversation: Conversation, history: str) -> None:
    """Those who came later see from now on everything, or what was said since they came."""
    hidden = F("joined_seq") if history == Conversation.History.JOINED else 0
    conversation.participants.update(from_seq=hidden)
    late = ThreadFollow.objects.filter(
        message__conversation=conversation,
        user__participations__conversation=conversation,
        user__participations__joined_seq__gte=F("message__seq"),
    )
    tell_counts(conversation, late.values_list("user_id", flat=True))  # threads open or close for them


def _become(conversation: Conversation, participant: Participant, role: str) -> Participant:
    if participant.role != role:
        participant.role = role
        participant.save(update_fields=["role"])
        _count(conversation, 0)
        publish(MemberUpdated(conversation, participant.user, role))
    return participant


def _is_last_owner(participant: Participant) -> bool:
    owners = Participant.objects.filter(conversation=participant.conversation_id, role=Role.OWNER)
    return participant.role == Role.OWNER and owners.count() == 1


def _count(conversation: Conversation, change: int) -> None:
    conversation.participant_count += change
    conversation.version += 1
    conversation.save(update_fields=["participant_count", "version"])
