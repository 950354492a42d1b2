"""Pages of a conversation's messages: a query that stays the same, whoever asks and from where."""

from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, QuerySet, UUIDField

from apps.chat.models import Message
from apps.core.prepared import Given, Prepared

LAST = 2**62  # beyond every number


def messages_between(
    user: Any, place: UUID, amount: int, *, above: int = 0, below: int = LAST, oldest_first: bool = False
) -> list[Message]:
    """Return so many messages of a conversation, without its threads, that somebody sees between two numbers.

    They have what rendering needs, and are the newest ones, newest first, unless told otherwise.
    """
    return _page(amount, oldest_first).all(user=user.pk, place=place, above=above, below=below)


@cache
def _page(amount: int, oldest_first: bool) -> Prepared[Message]:
    def rows() -> QuerySet[Message]:
        seen = Message.objects.visible_to(Given("user", UUIDField())).select_related("sender")
        between = {"seq__gt": Given("above", BigIntegerField()), "seq__lt": Given("below", BigIntegerField())}
        here = seen.filter(conversation=Given("place", UUIDField()), thread=None, **between)
        return here.order_by("seq" if oldest_first else "-seq")[:amount]

    return Prepared(rows)
