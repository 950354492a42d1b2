"""What the clock does to tasks for people: reminders, and approvals whose time is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.commands.models import PersonTask
from apps.commands.people.actions import expire_task
from apps.commands.people.events import TaskDue, topics_of
from apps.commands.recurrence import next_times
from apps.events.bus import publish_all

BATCH = 200
OPEN = PersonTask.State.OPEN


def look_at_the_clock() -> int:
    """Remind of what is due and close what nobody decided in time; return how many tasks that were."""
    now = timezone.now()
    expired = list(PersonTask.objects.filter(state=OPEN, expires_at__lte=now)[:BATCH])
    for task in expired:
        expire_task(task)
    due = PersonTask.objects.filter(Q(remind_at__lte=now), state=OPEN, reminded_at=None)
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    return len(expired) + sum(remind(key) for key in keys)


@transaction.atomic
def remind(key: object) -> bool:
    """Tell those who are asked that the moment has come, once; what repeats gets its next moment."""
    task = PersonTask.objects.with_people().select_related("conversation").select_for_update(of=("self",)).get(pk=key)
    now = timezone.now()
    if task.state != OPEN or task.reminded_at or task.remind_at is None or task.remind_at > now:
        return False
    upcoming = _next(task)
    if upcoming:
        task.remind_at = upcoming
    else:
        task.reminded_at = now
        if task.kind == PersonTask.Kind.REMINDER:  # told is done
            task.state, task.completed_at = PersonTask.State.DONE, now
    task.version += 1
    task.save(update_fields=["remind_at", "reminded_at", "state", "completed_at", "version"])
    publish_all([TaskDue(task, topic) for topic in topics_of(task)])
    return True


def _next(task: PersonTask) -> datetime | None:
    if not task.rrule or task.author is None or not task.author.is_active:
        return None
    found = next_times(task.rrule, task.due_at or task.created_at, task.author.timezone, timezone.now())
    return found[0] if found else None
