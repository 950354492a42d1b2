"""Request limits, counted atomically by the `limits` library: in Redis, or in memory when embedded."""

import math
import time
from functools import lru_cache
from typing import Any

import structlog
from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import SlidingWindowCounterRateLimiter
from rest_framework.throttling import BaseThrottle

from apps.core.address import limit_key
from apps.core.requests import Request

log = structlog.get_logger(__name__)

ANONYMOUS, USER, WRITES, SEARCH = 120, 600, 300, 60  # per minute, security.md section 8


@lru_cache(maxsize=1)
def _limiter() -> SlidingWindowCounterRateLimiter:
    storage: Storage = RedisStorage(settings.REDIS_URLS[0]) if settings.REDIS_URLS else MemoryStorage()
    return SlidingWindowCounterRateLimiter(storage)


def scaled(amount: int) -> int:
    """Return an amount multiplied by ALTLAS_LIMITS_FACTOR."""
    return max(1, int(amount * settings.LIMITS_FACTOR))


def per_minute(amount: int) -> RateLimitItem:
    """Return a limit per minute, multiplied by ALTLAS_LIMITS_FACTOR."""
    return RateLimitItemPerMinute(scaled(amount))


def per_hour(amount: int) -> RateLimitItem:
    """Return a limit per hour, multiplied by ALTLAS_LIMITS_FACTOR."""
    return RateLimitItemPerHour(scaled(amount))


def take(limit: RateLimitItem, *names: str) -> tuple[bool, int, int]:
    """Count one hit; return (allowed, remaining, seconds until reset). Fails open where the store is gone."""
    try:
        allowed = _limiter().hit(limit, *names)
        window = _limiter().get_window_stats(limit, *names)
    except Exception as error:  # any failure of the store: reads and writes go on (security.md section 8)
        log.warning("limits.unreachable", error=type(error).__name__)
        return True, limit.amount, 60
    return allowed, max(0, window.remaining), max(1, math.ceil(window.reset_time - time.time()))


class RequestThrottle(BaseThrottle):
    """Counts per user (or address), writes apart from reads; a view names `throttle_name` for a tighter one."""

    retry_after = 1

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.user.is_authenticated:
            who, amount, name = f"user:{request.user.pk}", USER, "all"
            if request.method not in ("GET", "HEAD", "OPTIONS"):
                amount, name = WRITES, "writes"
        else:
            who, amount, name = f"address:{limit_key(request._request.client_address)}", ANONYMOUS, "anonymous"
        if getattr(view, "throttle_name", None) == "search":
            amount, name = SEARCH, "search"
        limit = per_minute(amount)
        allowed, remaining, reset = take(limit, name, who)
        self.retry_after = reset
        request._request.rate_limit = (name, limit.amount, remaining, reset)
        return allowed

    def wait(self) -> float:
        return self.retry_after


def limit_headers(name: str, amount: int, remaining: int, reset: int) -> dict[str, str]:
    """Return the headers of api.md: the three plain ones and the newer pair of the IETF draft."""
    return {
        "RateLimit-Limit": str(amount),
        "RateLimit-Remaining": str(remaining),
        "RateLimit-Reset": str(reset),
        "RateLimit": f'"{name}";r={remaining};t={reset}',
        "RateLimit-Policy": f'"{name}";q={amount};w=60',
    }
