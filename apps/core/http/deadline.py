"""How long a request may still take, and whether anybody still wants it."""

import time
from collections.abc import Callable

from apps.core.http.errors import OutgoingCancelled, OutgoingFailed

SLICE_SECONDS = 0.25  # how long anything waits before it looks again: a cancel is heard within a second


class Deadline:
    """One time limit for the whole request: name look-up, connection, redirects and the last byte."""

    def __init__(self, seconds: float, cancelled: Callable[[], bool] | None):
        self.end = time.monotonic() + seconds
        self.cancelled = cancelled

    def slice(self) -> float:
        """Return how long to wait now; raise when time is up or the request was cancelled."""
        if self.cancelled is not None and self.cancelled():
            raise OutgoingCancelled
        left = self.end - time.monotonic()
        if left <= 0:
            raise OutgoingFailed("timeout")
        return min(left, SLICE_SECONDS)
