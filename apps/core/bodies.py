"""Which addresses take more than a JSON body, and how much: asked before a byte of it is read."""

import re

from django.conf import settings

_larger: list[tuple[str, re.Pattern[str], int]] = []


def allow_body(method: str, pattern: str, limit: int) -> None:
    """Let `method` on addresses that match `pattern` carry up to `limit` bytes, their length given."""
    _larger.append((method, re.compile(pattern), limit))


def limit_of(method: str, path: str) -> int:
    """Return how many bytes a request's body may have."""
    path = path.rstrip("/")
    limits = [limit for wanted, pattern, limit in _larger if wanted == method and pattern.fullmatch(path)]
    return max(limits, default=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
