"""Figures of one's own commands, and what one may want to run again."""

from collections import Counter
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from apps.commands.models import ENDED, Command, State, TaskRun, TaskState
from apps.core.times import stamp

BUSY_TYPES = 20
LOOK_BACK, RECENT, SUGGESTED = timedelta(days=30), timedelta(hours=20), 5


def figures(user: Any, days: int) -> dict[str, Any]:
    """Return how one's commands of the last days went. Four queries, whatever there is."""
    since = timezone.now() - timedelta(days=days)
    mine = Command.objects.filter(owner=user, created_at__gte=since)
    states = dict(mine.order_by().values_list("state").annotate(Count("pk")))
    judged = states.get(State.SUCCEEDED, 0) + states.get(State.FAILED, 0)
    spent = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    mean = mine.filter(finished_at__isnull=False, started_at__isnull=False).aggregate(mean=Avg(spent))["mean"]
    by_day = (
        mine.filter(state__in=ENDED)
        .annotate(day=TruncDate("created_at", tzinfo=ZoneInfo(user.timezone)))
        .order_by("day")
        .values("day")
        .annotate(**{str(state): Count("pk", filter=Q(state=state)) for state in ENDED})
    )
    tasks = TaskRun.objects.filter(run__command__in=mine, finished_at__isnull=False, started_at__isnull=False)
    by_type = (
        tasks.order_by()
        .values("task_type")
        .annotate(tasks=Count("pk"), failed=Count("pk", filter=Q(state=TaskState.FAILED)), mean=Avg(spent))
        .order_by("-tasks", "task_type")[:BUSY_TYPES]
    )
    return {
        "days": days,
        "commands": sum(states.values()),
        "states": states,
        "success_rate": round(states.get(State.SUCCEEDED, 0) / judged, 4) if judged else None,
        "mean_seconds": round(mean.total_seconds(), 3) if mean is not None else None,
        "by_day": [{**row, "day": row["day"].isoformat()} for row in by_day],
        "task_types": [
            {
                "task_type": row["task_type"],
                "tasks": row["tasks"],
                "failed": row["failed"],
                "mean_ms": round(row["mean"].total_seconds() * 1000) if row["mean"] is not None else None,
            }
            for row in by_type
        ],
    }


def suggestions(user: Any) -> list[dict[str, Any]]:
    """Return what one ran on this day last week, or often lately, and not today; what a schedule runs is left out."""
    now = timezone.now()
    rows = Command.objects.visible_to(user).filter(
        owner=user, state=State.SUCCEEDED, schedule=None, created_at__gte=now - LOOK_BACK
    )
    found = list(rows.order_by("-id").only("id", "title", "text", "conversation_id", "created_at")[:500])
    times = Counter(one.title for one in found)
    newest: dict[str, Command] = {}
    for one in found:
        newest.setdefault(one.title, one)
    named: list[tuple[int, Command, str]] = []
    for title, one in newest.items():
        age = now - one.created_at
        if age < RECENT:
            continue
        if any(_a_week_ago(now - other.created_at) for other in found if other.title == title):
            named.append((0, one, "last_week"))
        elif times[title] >= 3:
            named.append((1, one, "often"))
    named.sort(key=lambda row: (row[0], -times[row[1].title]))
    return [
        {
            "command": str(one.pk),
            "title": one.title,
            "text": one.text,
            "conversation": str(one.conversation_id) if one.conversation_id else None,
            "last_run_at": stamp(one.created_at),
            "times": times[one.title],
            "why": why,
        }
        for _rank, one, why in named[:SUGGESTED]
    ]


def _a_week_ago(age: timedelta) -> bool:
    return any(abs(age - timedelta(days=7 * weeks)) < timedelta(hours=12) for weeks in (1, 2, 3, 4))
