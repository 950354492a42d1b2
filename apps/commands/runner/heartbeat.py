"""While a worker is busy: its leases are renewed, and a cancel or the end of a task's time is heard."""

import threading
import time
from collections.abc import Sequence

import structlog
from django.db import close_old_connections
from django.utils import timezone

from apps.commands.models import LEASE, Command, TaskRun, TaskState
from apps.commands.runner.context import TaskContext

log = structlog.get_logger(__name__)
LARGE_LOG, LARGE_LOG_SECONDS = 64_000, 10.0
BEAT_SECONDS = 1.0  # a cancel is heard within two seconds


class Heartbeat(threading.Thread):
    """Beside a bunch of tasks; one of them is at work at a time."""

    def __init__(self, tasks: Sequence[TaskRun]):
        super().__init__(name="heartbeat", daemon=True)
        self._tasks = tasks
        self._watched: tuple[TaskRun, TaskContext, float] | None = None
        self._over = threading.Event()
        self.stopping = False
        self._kept_at = 0.0

    def watch(self, task: TaskRun, context: TaskContext, deadline: float) -> None:
        """Say which task is at work now, and until when at most."""
        context.stopping = self.stopping
        self._watched = task, context, deadline

    def stop(self) -> None:
        self._over.set()
        if self.is_alive():
            self.join(timeout=5)

    def run(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            try:
                self._beat()
            except Exception as error:  # the database is away: the lease may lapse, the fencing number protects
                log.warning("heartbeat.failed", error=type(error).__name__)
            finally:
                close_old_connections()

    def _keep_log(self, task: TaskRun, context: TaskContext) -> None:
        """Let the log of a long task be read while it is written; a large one less often, it is written as a whole."""
        text, now = context.log_text, time.monotonic()
        if len(text) > LARGE_LOG and now - self._kept_at < LARGE_LOG_SECONDS:
            return
        self._kept_at = now
        TaskRun.objects.filter(pk=task.pk, fencing=task.fencing, state=TaskState.RUNNING).update(log=text)

    def _beat(self) -> None:
        rows = TaskRun.objects.filter(pk__in=[task.pk for task in self._tasks], state=TaskState.RUNNING)
        fencing = dict(rows.values_list("pk", "fencing"))
        kept = {task.pk for task in self._tasks if fencing.get(task.pk) == task.fencing}
        rows.filter(pk__in=kept).update(lease_until=timezone.now() + LEASE)
        cancelled = Command.objects.filter(run=self._tasks[0].run_id, cancel_requested_at__isnull=False).exists()
        self.stopping = self.stopping or cancelled
        if self._watched is not None:
            task, context, deadline = self._watched
            if task.pk in kept and context.stream_log():
                self._keep_log(task, context)
            lost = task.state == TaskState.RUNNING and task.pk not in kept  # what is computed ahead is not claimed
            if self.stopping or lost or time.monotonic() >= deadline:
                context.stopping = True
