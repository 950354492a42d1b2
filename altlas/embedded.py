"""The Celery worker and its timers as threads of the web process: the embedded default."""

import threading
from typing import Any

import structlog
from celery.app.trace import setup_worker_optimizations
from celery.beat import EmbeddedService, Scheduler
from celery.worker import WorkController
from django.conf import settings
from django.db import close_old_connections

from altlas.celery import app
from apps.commands.runner.engine import release_leases
from apps.commands.runner.hearing import hearing

log = structlog.get_logger(__name__)


class EmbeddedWorker:
    """One worker with a thread pool, and one beat, both in this process."""

    def __init__(self) -> None:
        self.controller: WorkController | None = None
        self.beat: Any = EmbeddedService(app, thread=True, scheduler_cls=Scheduler, max_interval=1)
        self.thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        self.thread.start()
        self.beat.start()

    def stop(self) -> None:
        """Stop within two seconds; what was at work is picked up again from its rows."""
        self.beat.service.stop(wait=False)
        if self.controller is not None:
            self.controller.stop(in_sighandler=True)
        hearing.close()
        self.thread.join(timeout=2)

    def _run(self) -> None:
        """Be the worker. All of it in this thread: Celery closes database connections, which an event loop may not."""
        try:
            if settings.SQLITE:  # one process only: whoever held a lease is dead
                release_leases()
                close_old_connections()
            hearing.start()  # Celery says that a worker is ready only where it is a program
            setup_worker_optimizations(app, "embedded")  # without it a worker in a thread receives and never runs
            self.controller = WorkController(
                app=app,
                hostname="embedded@localhost",
                pool="threads",
                concurrency=settings.WORKER_THREADS,
                without_heartbeat=True,
                without_mingle=True,
                without_gossip=True,
            )
            self.controller.start()
        except Exception:
            log.exception("worker.died")
