"""When a failed attempt is made again: SW 1.0's retry policies, with bounds."""

import random
from collections.abc import Mapping
from typing import Any

from apps.commands.formats.durations import parse_duration

RETRIES, RETRY_SECONDS, MAX_RETRY_SECONDS = 2, 1.0, 300.0
JITTER = 0.2


def next_delay(retry: Mapping[str, Any], tried: int, spent_seconds: float = 0.0) -> float | None:
    """Return after how many seconds to try again, or None where it was tried often or long enough.

    `tried` counts the attempts made. Delays grow by `backoff`, never beyond `max_delay` (five minutes unless said).
    """
    if tried > int(retry.get("limit", RETRIES)):
        return None
    first = _seconds(retry.get("delay"), RETRY_SECONDS)
    backoff = retry.get("backoff", 2)
    if backoff == "linear":
        delay = first * tried
    else:
        factor = {"constant": 1.0, "exponential": 2.0}.get(backoff) if isinstance(backoff, str) else float(backoff)
        delay = first * float(factor or 1.0) ** (tried - 1)
    delay = min(delay, max(_seconds(retry.get("max_delay"), MAX_RETRY_SECONDS), 0.0))
    delay = _jittered(delay, retry.get("jitter", JITTER))
    if "duration" in retry and spent_seconds + delay > _seconds(retry["duration"], 0.0):
        return None
    return delay


def _jittered(delay: float, jitter: Any) -> float:
    if isinstance(jitter, Mapping):
        low, high = _seconds(jitter.get("from"), 0.0), _seconds(jitter.get("to"), 0.0)
        return delay + random.uniform(min(low, high), max(low, high))  # noqa: S311 - spreads load, no secret
    share = float(jitter)
    return delay * random.uniform(1 - share, 1 + share)  # noqa: S311 - spreads load, no secret


def _seconds(text: Any, otherwise: float) -> float:
    return parse_duration(text).total_seconds() if isinstance(text, str) else otherwise
