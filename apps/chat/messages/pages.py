"""Pages of a conversation's messages: a query that stays the same, whoever asks and from where."""

from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, QuerySet, UUIDField

from apps.chat.models import Message
from apps.core.prepared import Given, Prepared

_BOUNDS = {"above": "seq__gt", "below": "seq__lt"}


def messages_between(
    user: Any,
    place: UUID,
    amount: int,
    *,
    above: int | None = None,
    below: int | None = None,
    oldest_first: bool = False,
) -> list[Message]:
    """Return so many messages of a conversation, without its threads, that somebody sees between two numbers.

    They have what rendering needs, and are the newest ones, newest first, unless told otherwise.
    """
    bounds = {name: seq for name, seq in (("above", above), ("below", below)) if seq is not None}
    return _page(amount, oldest_first, *bounds).all(user=user.pk, place=place, **bounds)


@cache
def _page(amount: int, oldest_first: bool, *bounds: str) -> Prepared[Message]:
    """Only bounds that are given: with both, PostgreSQL expects so few rows that it may read and sort all of them."""

    def rows() -> QuerySet[Message]:
        seen = Message.objects.visible_to(Given("user", UUIDField())).select_related("sender")
        between = {_BOUNDS[name]: Given(name, BigIntegerField()) for name in bounds}
        here = seen.filter(conversation=Given("place", UUIDField()), thread=None, **between)
        return here.order_by("seq" if oldest_first else "-seq")[:amount]

    return Prepared(rows)
