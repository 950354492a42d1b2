"""Waking workers. The row is the truth, the message only a hint: a dead broker never fails or delays a request."""

import time
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 5.0  # after a failed attempt the broker is left alone for so long; sweeps pick the rows up
_silent_until = 0.0


def wake(task: str, *args: Any, countdown: float | None = None) -> None:
    """Ask a worker, after commit, to run the task of this name; where the broker is gone a sweep finds the row later.

    By name, since those who wake stand below the tasks, which call them.
    """
    transaction.on_commit(lambda: wake_now(task, *args, countdown=countdown), robust=True)


def wake_now(task: str, *args: Any, countdown: float | None = None) -> bool:
    """Ask a worker at once; return whether the broker took the message."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        # Not through the task itself: a web process does not load the workers' code.
        current_app.send_task(task, args=args, countdown=countdown, retry=False)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + PAUSE_SECONDS
        log.warning("broker.unreachable", task=task, error=type(error).__name__)
        return False
    return True
