"""Taking tasks to work on. A claim raises the task's fencing number: a result that comes with an old one is refused."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from apps.commands.models import LEASE, TaskRun, TaskState
from apps.commands.runner.types import registry
from apps.core.rows import update_rows

BUNCH = 25  # quick tasks that a worker takes at once
_CLAIM = ("state", "attempt", "fencing", "lease_until", "started_at", "due_at", "progress", "detail", "error")


def claim_rows(tasks: Sequence[TaskRun], now: datetime | None = None) -> list[TaskRun]:
    """Claim rows, under the lock of their command."""
    now = now or timezone.now()
    for task in tasks:
        control = registry.to_run(task.task_type).control
        task.state = TaskState.RUNNING
        task.attempt = max(task.attempt, 1) if control else task.attempt + 1
        task.fencing += 1
        task.lease_until, task.due_at = now + LEASE, None
        task.started_at = task.started_at or now
        if not control:
            task.progress, task.detail, task.error = None, "", None
    update_rows(TaskRun, ["id"], _CLAIM, [(task.pk, *(getattr(task, name) for name in _CLAIM)) for task in tasks])
    return list(tasks)


def companions(task: TaskRun, amount: int) -> list[TaskRun]:
    """Return quick tasks of the same run that are queued as well, without this one."""
    quick = [name for name, kind in registry.items() if kind.quick]
    rows = TaskRun.objects.select_related("run").filter(run_id=task.run_id, state=TaskState.QUEUED, task_type__in=quick)
    return list(rows.exclude(pk=task.pk).order_by("position", "pk")[:amount])
