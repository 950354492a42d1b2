"""Reads of tasks for people."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from apps.commands.models import PersonTask, Seat


def task_list(
    user: Any,
    *,
    role: str | None = None,
    due: str | None = None,
    due_before: datetime | None = None,
    due_after: datetime | None = None,
    **equal: UUID | str,
) -> QuerySet[PersonTask]:
    """Return the tasks a person may see, with all that rendering them needs; "today" is theirs."""
    rows = PersonTask.objects.visible_to(user).with_people()
    if role == "mine":
        rows = rows.filter(pk__in=Seat.objects.filter(user=user).values("task"))
    if role == "given":
        rows = rows.filter(author=user)
    if due == "none":
        rows = rows.filter(due_at=None)
    elif due:
        now = timezone.now()
        midnight = now.astimezone(ZoneInfo(user.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
        days = {"overdue": 0, "today": 1, "week": 7}[due]
        rows = rows.filter(due_at__lt=now if due == "overdue" else midnight + timedelta(days=days))
        rows = rows.filter(state=PersonTask.State.OPEN) if due == "overdue" else rows.filter(due_at__gte=midnight)
    if due_before:
        rows = rows.filter(due_at__lt=due_before)
    if due_after:
        rows = rows.filter(due_at__gte=due_after)
    return rows.filter(**{name: equal[name] for name in ("state", "kind", "conversation", "command") if name in equal})
