"""Who may do what in a conversation. Each kind has a policy; higher apps register theirs for the kinds they own."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField, Value

from apps.accounts.grants import has_grant
from apps.accounts.models import Block
from apps.accounts.reach import acquaintance_source, admits, unreachable
from apps.accounts.rights import held_by
from apps.chat.models import Conversation, Message, Participant

CLOSE = 100  # a room of more people tells none of them who comes and goes: that would grow with the square
MAX_ACQUAINTED = 5_000  # more are told of nothing: presence is for people who know one another
Predicate = Callable[[Any, Conversation], bool]


@acquaintance_source
def those_who_share(user_id: UUID, among: Collection[UUID] | None, closely: bool) -> set[UUID]:
    """Return who takes part in a conversation with a person."""
    mine = Participant.objects.filter(user=user_id)
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
        asked_apart=Exists(others.filter(apart)),
        asked_audience=Subquery(others.values("user__preferences__who_may_write")[:1]),
    )


def _role(user: Any, conversation: Conversation) -> str | None:
    if getattr(conversation, "asked_for", None) == user.pk:
        return conversation.asked_role  # type: ignore[attr-defined]
    return conversation.participants.filter(user=user).values_list("role", flat=True).first()


def _takes_part(user: Any, conversation: Conversation) -> bool:
    return user.is_active and _role(user, conversation) is not None


def _manages(user: Any, conversation: Conversation) -> bool:
    """Its owner, and whoever was given that right here while they take part."""
    role = _role(user, conversation)
    if role is None or not user.is_active:
        return False
    return role == Participant.Role.OWNER or has_grant(user, conversation, "chat.change_conversation")


def wishes_in(conversations: Iterable[Conversation]) -> dict[tuple[UUID, UUID], tuple[bool, str | None]]:
    """Return, by direct conversation and writer, whether a block stands there and whom the other lets write.

    One query, or none where all are groups. Whoever judges many messages sets it as `asked_apart`, `asked_audience`.
    """
    direct = [conversation.pk for conversation in conversations if conversation.kind == Conversation.Kind.DIRECT]
    if not direct:
        return {}
    here = OuterRef("conversation")
    between = Block.objects.filter(
        Q(blocker=OuterRef("user"), blocked__participations__conversation=here)
        | Q(blocked=OuterRef("user"), blocker__participations__conversation=here)
    )
    rows = Participant.objects.filter(conversation__in=direct).annotate(apart=Exists(between))
    sides: dict[UUID, list[tuple[UUID, bool, str | None]]] = {}
    for place, *side in rows.values_list("conversation_id", "user_id", "apart", "user__preferences__who_may_write"):
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
    if not _takes_part(user, conversation):
        return False
    if getattr(conversation, "asked_for", None) == user.pk:
        return not conversation.asked_apart and admits(conversation.asked_audience, True)  # type: ignore[attr-defined]
    return not unreachable(user, conversation.sides())


def _nobody(user: Any, conversation: Conversation) -> bool:
    return False


@dataclass(frozen=True)
class Policy:
    """The rights in one kind of conversation."""

    send: Predicate = _takes_part
    manage_participants: Predicate = _nobody


POLICIES: dict[str, Policy] = {
    Conversation.Kind.DIRECT: Policy(send=_reaches_the_other),
    Conversation.Kind.GROUP: Policy(manage_participants=_manages),
}


def can_read_conversation(user: Any, conversation: Conversation) -> bool:
    """May this person read here?"""
    return _takes_part(user, conversation)


def can_send_message(user: Any, conversation: Conversation) -> bool:
    """May this person write here?"""
    policy = POLICIES.get(conversation.kind)
    return policy is not None and policy.send(user, conversation)


def can_manage_participants(user: Any, conversation: Conversation) -> bool:
    """May this person add and remove people here?"""
    policy = POLICIES.get(conversation.kind)
    return policy is not None and policy.manage_participants(user, conversation)


def can_delete_message(user: Any, message: Message) -> bool:
    """May this person delete what was said? Their own; with the right that roles give, also that of others."""
    if not _takes_part(user, message.conversation):
        return False
    return message.sender_id == user.pk or held_by(user).has("chat.delete_message")
