"""Reads shaped for a screen."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from apps.chat.models import Conversation, Message, Participant
from apps.core.text import fold

LISTED_PARTICIPANTS, SHOWN_PARTICIPANTS = 8, 100
FILTERS = ("unread", "direct", "group", "archived")


def _participants(amount: int) -> Prefetch:
    rows = Participant.objects.select_related("user").order_by("joined_at", "id")[:amount]
    return Prefetch("participants", queryset=rows, to_attr="shown_participants")


def conversations_of(user: Any, *, participants: int = LISTED_PARTICIPANTS) -> QuerySet[Conversation]:
    """Return a person's conversations with all that a list shows, in a constant number of queries."""
    return (
        Conversation.objects.visible_to(user)
        .as_seen_by(user)
        .select_related("last_message__sender")
        .prefetch_related(_participants(participants))
    )


def conversation_list(user: Any, filter_name: str | None = None) -> QuerySet[Conversation]:
    """Return what `GET /conversations` shows: archived ones only where they are asked for."""
    rows = conversations_of(user)
    if filter_name == "archived":
        return rows.filter(archived_at__isnull=False)
    rows = rows.filter(archived_at=None)
    if filter_name == "unread":
        return rows.filter(unread_count__gt=0)
    if filter_name in Conversation.Kind.values:
        return rows.filter(kind=filter_name)
    return rows


def conversation_for(user: Any, conversation_id: UUID) -> Conversation:
    """Return one conversation as one person sees it; raises DoesNotExist for a stranger."""
    return conversations_of(user, participants=SHOWN_PARTICIPANTS).get(pk=conversation_id)


def conversation_ids(user: Any) -> list[UUID]:
    """Return the ids of a person's conversations."""
    return list(Participant.objects.filter(user=user).values_list("conversation_id", flat=True))


def visible_pairs(wanted: Sequence[tuple[Any, UUID]]) -> set[tuple[UUID, UUID]]:
    """Return which of these (person, conversation) may be seen, as ids; one query where everybody takes part."""
    pairs = {(user.pk, conversation) for user, conversation in wanted}
    rows = Participant.objects.filter(
        user__in={user for user, _ in pairs},
        conversation__in={place for _, place in pairs},
        conversation__kind__in=(Conversation.Kind.DIRECT, Conversation.Kind.GROUP),
    )
    seen = pairs & set(rows.values_list("user_id", "conversation_id"))
    people = {user.pk: user for user, _ in wanted}
    for user in {user for user, _ in pairs - seen}:  # strangers, and kinds where more than taking part counts
        places = [place for one, place in pairs - seen if one == user]
        found = Conversation.objects.visible_to(people[user]).filter(pk__in=places).values_list("pk", flat=True)
        seen |= {(user, place) for place in found}
    return seen


def messages_of(conversation: Conversation) -> QuerySet[Message]:
    """Return a conversation's messages with what rendering them needs."""
    return Message.objects.filter(conversation=conversation, deleted_at=None).select_related("sender")


def conversations_named(user: Any, text: str) -> QuerySet[Conversation]:
    """Return the person's named conversations that match a typed text."""
    words = fold(text)
    named = Conversation.objects.visible_to(user).exclude(name="")
    ids = [pk for pk, name in named.values_list("pk", "name") if words in fold(name)]
    return named.filter(Q(pk__in=ids)).order_by("-last_activity_at")
