"""How often something secret may be guessed or sent: signing in, registering, asking for mails, second factors.

Counted before it is tried, so that many at once gain nothing. In Redis; in the database where there is none or it is
gone: these limits never fail open (security.md section 8). Not to be called inside an action's transaction, whose end
would undo the count.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from apps.accounts.attempt_stores import Counted, stores
from apps.accounts.crypto import digest
from apps.accounts.problems import TooManyAttempts
from apps.core.throttling import scaled

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 5.0  # after a failure Redis is left alone for so long
_silent_until = float("-inf")


@dataclass(frozen=True)
class AttemptLimit:
    """So many attempts in so many seconds. `grows`: whoever goes beyond waits, and every time twice as long."""

    name: str
    amount: int
    seconds: int
    grows: bool = False

    def counted(self, who: str) -> Counted:
        # A digest: people type passwords where the name belongs, and addresses are nobody's business in Redis.
        return Counted(f"{self.name}:{digest(who)[:40]}", scaled(self.amount), self.seconds, self.grows)


def count_attempts(*wanted: tuple[AttemptLimit, str]) -> None:
    """Count one attempt under each limit, or raise TooManyAttempts and count none."""
    wait = _ask("hit", [limit.counted(who) for limit, who in wanted])
    if wait > 0:
        raise TooManyAttempts(headers={"Retry-After": str(math.ceil(wait))})


def forget_attempts(limit: AttemptLimit, who: str) -> None:
    """Begin anew: whoever tried was right in the end."""
    _ask("forget", [limit.counted(who)])


def take_back_attempt(limit: AttemptLimit, who: str) -> None:
    """Uncount the last one: it succeeded. What others failed at under the same limit stays counted."""
    _ask("take_back", [limit.counted(who)])


def _ask(what: str, counted: Sequence[Counted]) -> float:
    """Ask the first store that answers."""
    global _silent_until
    now = time.time()
    *shared, database = stores()
    if shared and time.monotonic() >= _silent_until:
        try:
            return float(getattr(shared[0], what)(counted, now))
        except Exception as error:  # whatever the driver raises
            _silent_until = time.monotonic() + PAUSE_SECONDS
            log.warning("attempts.unreachable", error=type(error).__name__)
    return float(getattr(database, what)(counted, now))
