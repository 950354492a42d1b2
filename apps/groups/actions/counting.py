"""Noting how a server's days are: who came and went as it happens, what was said once the day is over."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from apps.chat.models import Message
from apps.groups.models import Channel, Server, ServerDay


def note_joined(server: Server) -> None:
    _today(server).update(joined=F("joined") + 1, members=server.member_count)


def note_left(server: Server) -> None:
    _today(server).update(left=F("left") + 1, members=server.member_count)


def _today(server: Server) -> QuerySet[ServerDay]:
    day = timezone.now().astimezone(UTC).date()
    ServerDay.objects.get_or_create(server=server, day=day, defaults={"members": server.member_count})
    return ServerDay.objects.filter(server=server, day=day)


def said_on(server: Server, day: date) -> dict[str, int]:
    """Return how many messages a day brought, and how many people wrote them.

    Message ids are in the order of time, so the range of the day is read from the primary key.
    """
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    rows = Message.objects.filter(
        pk__gte=first_id(begin), pk__lt=first_id(begin + timedelta(days=1)),
        conversation__in=Channel.objects.filter(server=server).values("pk"), deleted_at=None,
    ).exclude(type=Message.Type.SYSTEM)  # fmt: skip
    return rows.aggregate(messages=Count("pk"), active=Count("sender", distinct=True))


def first_id(moment: datetime) -> UUID:
    """Return the smallest id that something made at a moment can have."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def count_days(now: datetime | None = None) -> int:
    """Count what was said in days that are over; return how many days of servers."""
    yesterday = (now or timezone.now()).astimezone(UTC).date() - timedelta(days=1)
    counted = 0
    servers = Server.objects.filter(deletes_at=None).exclude(days__day=yesterday, days__counted_at__isnull=False)
    for server in servers.order_by("pk").iterator():
        day, _new = ServerDay.objects.get_or_create(
            server=server, day=yesterday, defaults={"members": server.member_count}
        )
        found = said_on(server, yesterday)
        ServerDay.objects.filter(pk=day.pk).update(**found, counted_at=timezone.now())
        counted += 1
    return counted
