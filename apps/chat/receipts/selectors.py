"""Who has got, and who has read, what."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from apps.accounts.models import User
from apps.accounts.reach import kept_apart
from apps.chat.models import Message, Participant

READ, DELIVERED, SENT = "read", "delivered", "sent"
STATES = (READ, DELIVERED, SENT)


def newest_message_seq(conversation_id: UUID) -> int:
    """Return the number of the last thing said; other events of the conversation may have later ones."""
    seqs = Message.objects.filter(conversation=conversation_id).order_by("-seq").values_list("seq", flat=True)
    return seqs.first() or 0


def places_for(message: Message, viewer: User) -> QuerySet[Participant]:
    """Return the places of all who were there but the sender, each with the `state` the message has there.

    Across a block nobody sees what was read.
    """
    return (
        Participant.objects.filter(conversation_id=message.conversation_id, joined_at__lte=message.created_at)
        .exclude(user=message.sender_id)
        .select_related("user")
        .annotate(state=_state(message, kept_apart(viewer.pk)))
    )


def counts_for(message: Message, viewer: User) -> dict[str, int]:
    """Return how many people a message has reached, by state."""
    rows = places_for(message, viewer).order_by().values_list("state").annotate(amount=Count("pk"))
    return {**dict.fromkeys(STATES, 0), **dict(rows)}


def _state(message: Message, apart: Collection[UUID]) -> Any:
    got = When(delivered_seq__gte=message.seq, then=Value(DELIVERED))
    read = When(~Q(user__in=apart), shown_seq__gte=message.seq, then=Value(READ))
    return Case(read, got, default=Value(SENT), output_field=CharField())
