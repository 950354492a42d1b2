"""The one limiter: requests, socket commands and sign-in are counted here, in Redis, or in memory when embedded."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from rest_framework.throttling import BaseThrottle

from apps.core.address import limit_key
from apps.core.counting import CountingMemory, CountingRedis, CountingServers, Wanted, Window
from apps.core.ids import uuid7
from apps.core.problems import TooMany
from apps.core.redis_servers import servers
from apps.core.requests import Request

log = structlog.get_logger(__name__)

ANONYMOUS, USER, WRITES, SEARCH, UPLOADS, EXPORTS, SOCKET = 120, 600, 300, 60, 60, 10, 1_200  # per minute, security.md
PICTURES = 1_200  # a list of people shows one each
PAUSE_SECONDS = 5.0  # after a failure the store is left alone for so long: no request waits for a dead Redis twice
LOG_SECONDS = 60.0
RUNNING_SECONDS = 600  # a job that says nothing for so long is believed dead
SAFE = ("GET", "HEAD", "OPTIONS")
_silent_until = _told_at = float("-inf")


@dataclass(frozen=True)
class Counted:
    """What a caller is told of the limit that is nearest: the headers of api.md."""

    name: str
    amount: int
    remaining: int
    reset: int
    allowed: bool = True


class Limiter:
    """The windows, wherever they are kept."""

    def __init__(self, storage: CountingMemory | CountingRedis | CountingServers):
        self.storage = storage

    def hit_each(self, calls: Sequence[Sequence[Wanted]]) -> list[list[Window]]:
        """Count the hits of several calls; one round trip."""
        return self.storage.hit_each([list(wanted) for wanted in calls])


@lru_cache(maxsize=1)
def _limiter() -> Limiter:
    if not settings.REDIS_URLS:
        return Limiter(CountingMemory())
    if len(settings.REDIS_URLS) == 1 and not settings.REDIS_CLUSTER:
        return Limiter(CountingRedis(settings.REDIS_URLS[0]))
    return Limiter(CountingServers(servers()))


@lru_cache(maxsize=1)
def _alone() -> Limiter:
    """What this process counts by itself while the shared store is gone."""
    return Limiter(CountingMemory())


def scaled(amount: int) -> int:
    """Return an amount multiplied by ALTLAS_LIMITS_FACTOR."""
    return max(1, int(amount * settings.LIMITS_FACTOR))


def per_minute(amount: int) -> RateLimitItem:
    """Return a limit per minute, multiplied by ALTLAS_LIMITS_FACTOR."""
    return _minutely(scaled(amount))


@lru_cache(maxsize=256)
def _minutely(amount: int) -> RateLimitItem:
    return RateLimitItemPerMinute(amount)


def per_hour(amount: int) -> RateLimitItem:
    """Return a limit per hour, multiplied by ALTLAS_LIMITS_FACTOR."""
    return RateLimitItemPerHour(scaled(amount))


def take(limit: RateLimitItem, *names: str) -> tuple[bool, int, int]:
    """Count one hit; return (allowed, remaining, seconds until reset). Fails open where the store is gone."""
    found = _shared([[Wanted(names[0], ":".join(names[1:]), limit)]])
    if found is None:
        return True, limit.amount, 60
    window, period = found[0][0], limit.get_expiry()
    return window.allowed, window.remaining(limit.amount, period), window.reset(limit.amount, period)


def take_all(*wanted: Wanted, closed: bool = False) -> Counted:
    """Count one hit under several limits in one round trip; return the one that refused, or is nearest.

    Where the store is gone reading goes on uncounted; with `closed` this process goes on counting by itself.
    """
    found = _shared([wanted])
    if found is None:
        if not closed:
            first = wanted[0]
            return Counted(first.name, first.limit.amount, first.limit.amount, first.limit.get_expiry())
        found = _alone().hit_each([wanted])
    return _counted(wanted, found[0])


def waits(calls: Sequence[Sequence[Wanted]]) -> list[int]:
    """Count a hit for each of several calls, in one round trip; return the seconds each must wait, 0: none.

    Like `take_all` with `closed`.
    """
    found = _shared(calls) or _alone().hit_each(calls)
    return [
        0 if windows[-1].allowed else _counted(wanted, windows).reset
        for wanted, windows in zip(calls, found, strict=True)
    ]


def _counted(wanted: Sequence[Wanted], found: Sequence[Window]) -> Counted:
    counted = [
        Counted(
            one.name,
            one.limit.amount,
            window.remaining(one.limit.amount, one.limit.get_expiry()) if window.allowed else 0,
            window.reset(one.limit.amount, one.limit.get_expiry()),
            window.allowed,
        )
        for one, window in zip(wanted, found, strict=False)
    ]
    return counted[-1] if not counted[-1].allowed else min(counted, key=lambda one: one.remaining / one.amount)


def _shared(calls: Sequence[Sequence[Wanted]]) -> list[list[Window]] | None:
    global _silent_until, _told_at
    now = time.monotonic()
    if now < _silent_until:
        return None
    try:
        return _limiter().hit_each(calls)
    except Exception as error:  # whatever the driver raises: reads and writes go on (security.md section 8)
        _silent_until = time.monotonic() + PAUSE_SECONDS
        if now - _told_at > LOG_SECONDS:
            _told_at = now
            log.warning("limits.unreachable", error=type(error).__name__)
        return None


def limits_for(user: Any, credential: Any, address: str, route: str) -> list[Wanted]:
    """Return what a call counts under: the person (or address) by the class of the route, and the key's own limit."""
    amounts = {
        "anonymous": ANONYMOUS,
        "all": USER,
        "writes": WRITES,
        "search": SEARCH,
        "uploads": UPLOADS,
        "exports": EXPORTS,
        "picture": PICTURES,
        "socket": SOCKET,
    }
    if not user.is_authenticated:
        who, name = f"address:{limit_key(address)}", "anonymous" if route in ("all", "writes", "socket") else route
        return [Wanted(name, who, per_minute(amounts[name]), grows=True)]
    wanted = [Wanted(route, f"user:{user.pk}", per_minute(amounts[route]), grows=True)]
    if own := getattr(credential, "limit_per_minute", None):
        wanted.append(Wanted("key", f"key:{credential.pk}", _minutely(own), grows=True))
    return wanted


class RequestThrottle(BaseThrottle):
    """Counts per user (or address), writes apart from reads; a view names `throttle_name` for a tighter class."""

    retry_after = 1

    def allow_request(self, request: Request, view: Any) -> bool:
        safe = request.method in SAFE
        route = getattr(view, "throttle_name", None) or ("all" if safe else "writes")
        wanted = limits_for(request.user, request.auth, request._request.client_address, route)
        counted = take_all(*wanted, closed=not safe)
        self.retry_after = counted.reset
        request._request.rate_limit = counted
        return counted.allowed

    def wait(self) -> float:
        return self.retry_after


@contextmanager
def one_at_a_time(name: str, who: str) -> Iterator[None]:
    """Run a block, say an export, only while no other of the same person runs; raises TooMany."""
    key, mine = f"running:{name}:{who}", uuid7().hex
    try:
        free = cache.add(key, mine, RUNNING_SECONDS)
    except Exception as error:  # the store is gone: nobody is refused for that
        log.warning("limits.unreachable", error=type(error).__name__)
        yield
        return
    if not free:
        raise TooMany("One at a time: wait until the one before has ended.", headers={"Retry-After": "5"})
    try:
        yield
    finally:
        with suppress(Exception):  # the store has gone meanwhile: the note expires by itself
            if cache.get(key) == mine:
                cache.delete(key)


def limit_headers(counted: Counted) -> dict[str, str]:
    """Return the headers of api.md: the three plain ones and the newer pair of the IETF draft."""
    return {
        "RateLimit-Limit": str(counted.amount),
        "RateLimit-Remaining": str(counted.remaining),
        "RateLimit-Reset": str(counted.reset),
        "RateLimit": f'"{counted.name}";r={counted.remaining};t={counted.reset}',
        "RateLimit-Policy": f'"{counted.name}";q={counted.amount};w=60',
    }
