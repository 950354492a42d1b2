"""Who may do what in a conversation. Each kind has a policy; higher apps register theirs for the kinds they own."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField, Value

from apps.accounts.models import Block
from apps.accounts.reach import acquaintance_source, admits, unreachable
from apps.accounts.rights import held_by
from apps.chat.models import Conversation, Message, Participant
from apps.core.prepared import Given, Prepared

CLOSE = 100  # a room of more people tells none of them who comes and goes: that would grow with the square
MAX_ACQUAINTED = 5_000  # more are told of nothing: presence is for people who know one another
Predicate = Callable[[Any, Conversation], bool]


@acquaintance_source
def those_who_share(user_id: UUID, among: Collection[UUID] | None, closely: bool) -> set[UUID]:
    """Return who takes part in a conversation with a person. Those of channels are known to `groups`, by server."""
    mine = Participant.objects.filter(user=user_id).exclude(conversation__kind=Conversation.Kind.CHANNEL)
    if closely:
        mine = mine.filter(conversation__participant_count__lte=CLOSE)
    rows = Participant.objects.filter(conversation__in=mine.values("conversation")).exclude(user=user_id)
    if among is not None:
        rows = rows.filter(user__in=among)
    return set(rows.values_list("user_id", flat=True).distinct()[:MAX_ACQUAINTED])


def with_role_of(user: Any, rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Load with each conversation what somebody is in it, so that the predicates ask nothing more about them."""
    mine = Participant.objects.filter(conversation=OuterRef("pk"), user=user)
    others = Participant.objects.filter(conversation=OuterRef("pk")).exclude(user=user)
    apart = Q(user__blocks__blocked=user.pk) | Q(user__blocked_by__blocker=user.pk)
    return rows.annotate(
        asked_for=Value(user.pk, UUIDField()),
        asked_role=Subquery(mine.values("role")[:1]),
        asked_rights=Subquery(mine.values("rights")[:1]),
        asked_silence=Subquery(mine.values("silenced_until")[:1]),
        asked_apart=Exists(others.filter(apart)),
        asked_audience=Subquery(others.values("user__preferences__who_may_write")[:1]),
    )


def role_in(user: Any, conversation: Conversation) -> str | None:
    """Return what somebody is in a conversation, None where they take no part."""
    if getattr(conversation, "asked_for", None) == user.pk:
        return conversation.asked_role  # type: ignore[attr-defined]
    return conversation.participants.filter(user=user).values_list("role", flat=True).first()


def rights_in(user: Any, conversation: Conversation) -> tuple[int, datetime | None]:
    """Return what somebody's roles let them do in a channel, as bits, and until when they may only read."""
    if getattr(conversation, "asked_for", None) == user.pk:
        return conversation.asked_rights or 0, conversation.asked_silence  # type: ignore[attr-defined]
    found = conversation.participants.filter(user=user).values_list("rights", "silenced_until").first()
    return (found[0] or 0, found[1]) if found else (0, None)


def takes_part(user: Any, conversation: Conversation) -> bool:
    """Is this somebody who is here now? The predicate of what everybody may."""
    return user.is_active and role_in(user, conversation) is not None


def _sides() -> QuerySet[Participant, Any]:
    here = OuterRef("conversation")
    between = Block.objects.filter(
        Q(blocker=OuterRef("user"), blocked__participations__conversation=here)
        | Q(blocked=OuterRef("user"), blocker__participations__conversation=here)
    )
    rows = Participant.objects.filter(conversation__in=Given("places", UUIDField(), many=True))
    return rows.annotate(apart=Exists(between)).values_list(
        "conversation_id", "user_id", "apart", "user__preferences__who_may_write"
    )


_SIDES: Prepared[Participant] = Prepared(_sides)


def wishes_in(conversations: Iterable[Conversation]) -> dict[tuple[UUID, UUID], tuple[bool, str | None]]:
    """Return, by direct conversation and writer, whether a block stands there and whom the other lets write.

    One query, or none where all are groups. Whoever judges many messages sets it as `asked_apart`, `asked_audience`.
    """
    direct = [conversation.pk for conversation in conversations if conversation.kind == Conversation.Kind.DIRECT]
    if not direct:
        return {}
    sides: dict[UUID, list[tuple[UUID, bool, str | None]]] = {}
    for place, *side in _SIDES.tuples(places=direct):
        sides.setdefault(place, []).append(tuple(side))  # type: ignore[arg-type]
    return {
        (place, writer): (apart, audience)
        for place, both in sides.items()
        for writer, *_ in both
        for other, apart, audience in both
        if other != writer
    }


def _reaches_the_other(user: Any, conversation: Conversation) -> bool:
    """In a conversation of two: whoever takes part, unless the other does not wish it."""
    if not takes_part(user, conversation):
        return False
    if getattr(conversation, "asked_for", None) == user.pk:
        return not conversation.asked_apart and admits(conversation.asked_audience, True)  # type: ignore[attr-defined]
    return not unreachable(user, conversation.sides())


def nobody(user: Any, conversation: Conversation) -> bool:
    """The predicate of what nobody may."""
    return False


@dataclass(frozen=True)
class Policy:
    """The rights in one kind of conversation. The defaults are those of a direct conversation."""

    send: Predicate = takes_part
    answer: Predicate = takes_part  # write in a thread
    attach: Predicate = takes_part
    react: Predicate = takes_part
    pin: Predicate = takes_part
    mention_all: Predicate = nobody
    manage_messages: Predicate = nobody  # delete and unpin what others wrote, write without waiting in slow mode
    invite: Predicate = nobody
    manage_participants: Predicate = nobody
    change: Predicate = nobody  # its name and its settings


POLICIES: dict[str, Policy] = {
    Conversation.Kind.DIRECT: Policy(**dict.fromkeys(("send", "answer", "attach", "react", "pin"), _reaches_the_other))
}
_NONE = Policy(*[nobody] * len(fields(Policy)))


def policy_of(conversation: Conversation) -> Policy:
    """Return the rights in this kind of conversation; nobody may anything in one that no app answers for."""
    return POLICIES.get(conversation.kind, _NONE)


def can_read_conversation(user: Any, conversation: Conversation) -> bool:
    """May this person read here?"""
    return takes_part(user, conversation)


def can_send_message(user: Any, conversation: Conversation) -> bool:
    """May this person write here?"""
    return policy_of(conversation).send(user, conversation)


def can_send_in_thread(user: Any, conversation: Conversation) -> bool:
    """May this person write in the threads here?"""
    return policy_of(conversation).answer(user, conversation)


def can_attach_files(user: Any, conversation: Conversation) -> bool:
    """May this person send files here?"""
    return policy_of(conversation).attach(user, conversation)


def can_react(user: Any, conversation: Conversation) -> bool:
    """May this person react to what is said here?"""
    return policy_of(conversation).react(user, conversation)


def can_pin_messages(user: Any, conversation: Conversation) -> bool:
    """May this person pin messages here?"""
    return policy_of(conversation).pin(user, conversation)


def can_mention_all(user: Any, conversation: Conversation) -> bool:
    """May this person call everybody here at once?"""
    return policy_of(conversation).mention_all(user, conversation)


def can_manage_messages(user: Any, conversation: Conversation) -> bool:
    """May this person delete and unpin what others wrote here?"""
    return policy_of(conversation).manage_messages(user, conversation)


def can_invite(user: Any, conversation: Conversation) -> bool:
    """May this person bring people here?"""
    return policy_of(conversation).invite(user, conversation)


def can_manage_participants(user: Any, conversation: Conversation) -> bool:
    """May this person take people out here?"""
    return policy_of(conversation).manage_participants(user, conversation)


def can_change_conversation(user: Any, conversation: Conversation) -> bool:
    """May this person change the name and the settings here?"""
    return policy_of(conversation).change(user, conversation)


def can_edit_message(user: Any, message: Message) -> bool:
    """May this person change what was said? Their own words, as long as they may write here."""
    written = message.type in (Message.Type.TEXT, Message.Type.EMOJI) and message.forwarded is None
    may_write = can_send_message if message.thread_id is None else can_send_in_thread
    return written and message.sender_id == user.pk and may_write(user, message.conversation)


def can_delete_message(user: Any, message: Message) -> bool:
    """May this person delete what was said? Their own; that of others by what they are here, or by a role's right."""
    if not takes_part(user, message.conversation) or message.is_system:  # who did what here is not for them to erase
        return False
    if message.sender_id == user.pk or held_by(user).has("chat.delete_message"):
        return True
    return can_manage_messages(user, message.conversation)
