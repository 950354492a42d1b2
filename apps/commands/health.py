"""How the built-in parts of the commands are: `/health`, `/health/services`, and figures for `/metrics`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily

from apps.commands.models import ENDED, TASK_ENDED, Command, TaskRun, TaskState
from apps.commands.segmentation import segment
from apps.core.health import Result, health_check
from apps.core.metrics import gauge, scraped
from apps.services.models import Delivery

LATE = timedelta(seconds=60)  # a task that nobody took although it is due
BEHIND = timedelta(hours=1)


def _late(now: datetime) -> int:
    rows = TaskRun.objects.filter(state=TaskState.WAITING, due_at__lt=now - LATE)
    died = TaskRun.objects.filter(state=TaskState.RUNNING, lease_until__lt=now - LATE)
    return rows.count() + died.count()


@health_check("runner")
def runner() -> Result:
    late = _late(timezone.now())
    if late:
        return Result("runner", "degraded", f"{late} tasks are due and nobody takes them", "look at the workers")
    return Result("runner", "ok")


@health_check("segmentation")
def segmentation() -> Result:
    made = segment("5 dakika bekle", now=datetime(2026, 11, 23, 10, tzinfo=UTC))
    return Result("segmentation", "ok" if made["segments"] else "down")


@health_check("archive")
def archive() -> Result:
    behind = Delivery.objects.filter(state=Delivery.State.WAITING, created_at__lt=timezone.now() - BEHIND).count()
    if behind:
        advice = "look at /health/services; our own entries are there"
        return Result("archive", "degraded", f"{behind} entries wait for an external archive", advice)
    return Result("archive", "ok")


@scraped
def figures() -> Iterator[GaugeMetricFamily]:
    """Tell what is open: both tables have an index of just that."""
    commands = Command.objects.exclude(state__in=ENDED).values_list("state").annotate(number=Count("pk")).order_by()
    tasks = TaskRun.objects.exclude(state__in=TASK_ENDED).values_list("state").annotate(number=Count("pk")).order_by()
    yield gauge("altlas_commands_open", "Commands that have not ended.", "state", commands)
    yield gauge("altlas_tasks_open", "Tasks that have not ended.", "state", tasks)
    yield GaugeMetricFamily("altlas_tasks_late", "Tasks that nobody took although due.", value=_late(timezone.now()))
