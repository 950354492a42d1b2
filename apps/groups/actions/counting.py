"""Noting how a server's days are: who came and went as it happens, what was said once the day is over."""

from datetime import UTC, datetime, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from apps.groups.models import Server, ServerDay
from apps.groups.selectors.statistics import said_on

CAUGHT_UP_DAYS = 7  # where no worker ran for a while


def note_joined(server: Server) -> None:
    _today(server).update(joined=F("joined") + 1, members=server.member_count)


def note_left(server: Server) -> None:
    _today(server).update(left=F("left") + 1, members=server.member_count)


def _today(server: Server) -> QuerySet[ServerDay]:
    day = timezone.now().astimezone(UTC).date()
    ServerDay.objects.get_or_create(server=server, day=day, defaults={"members": server.member_count})
    return ServerDay.objects.filter(server=server, day=day)


def count_days(now: datetime | None = None) -> int:
    """Count what was said in days that are over; return how many days of servers."""
    today, counted = (now or timezone.now()).astimezone(UTC).date(), 0
    for ago in range(1, CAUGHT_UP_DAYS + 1):
        day = today - timedelta(days=ago)
        done = ServerDay.objects.filter(day=day, counted_at__isnull=False).values("server")
        over = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        servers = Server.objects.filter(deletes_at=None, created_at__lt=over).exclude(pk__in=done)
        for server in servers.order_by("pk").iterator():
            _count(server, day)
            counted += 1
    return counted


def _count(server: Server, day: object) -> None:
    before = ServerDay.objects.filter(server=server, day__lt=day).order_by("-day").first()
    members = before.members if before else 1
    row, _new = ServerDay.objects.get_or_create(server=server, day=day, defaults={"members": members})
    found = said_on(server, row.day)
    ServerDay.objects.filter(pk=row.pk).update(**found, counted_at=timezone.now())
