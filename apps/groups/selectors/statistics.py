"""How a server goes: its members, what is said and how many say something, day by day (UTC)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from apps.chat.models import Message
from apps.groups.models import Channel, Server, ServerDay


def statistics_of(server: Server, days: int, now: datetime | None = None) -> list[dict[str, Any]]:
    """Return the last so many days, the oldest first and none before the server was made; today as it is until now."""
    today = (now or timezone.now()).astimezone(UTC).date()
    first = max(today - timedelta(days=days - 1), server.created_at.astimezone(UTC).date())
    rows = {row.day: row for row in ServerDay.objects.filter(server=server, day__gte=first)}
    before = ServerDay.objects.filter(server=server, day__lt=first).order_by("-day").first()
    members, found = before.members if before else 1, []  # until somebody comes there is who made it
    for number in range((today - first).days + 1):
        day = first + timedelta(days=number)
        row = rows.get(day) or ServerDay(day=day, members=members)
        members = row.members
        said = {"messages": row.messages, "active": row.active}
        if day == today:
            said = said_on(server, day)
        found.append({"day": day, "members": members, "joined": row.joined, "left": row.left, **said})
    if found:
        found[-1]["members"] = server.member_count
    return found


def said_on(server: Server, day: date) -> dict[str, int]:
    """Return how many messages a day brought, and how many people wrote them.

    Message ids are in the order of time, so the range of the day is read from the primary key.
    """
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    rows = Message.objects.filter(
        pk__gte=first_id(begin),
        pk__lt=first_id(begin + timedelta(days=1)),
        conversation__in=Channel.objects.filter(server=server).values("pk"),
        deleted_at=None,
    ).exclude(type=Message.Type.SYSTEM)
    return rows.aggregate(messages=Count("pk"), active=Count("sender", distinct=True))


def first_id(moment: datetime) -> UUID:
    """Return the smallest id that something made at a moment can have."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
