"""Where a secret may be sent."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

HOST = re.compile(
    r"(?:http://)?(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::\d{1,5})?\Z"
)


def is_pattern(text: str) -> bool:
    """Is this a host as secrets name them: `api.example.org`, `*.example.org`, with `:port`; `http://` allows that."""
    host = text.removeprefix("http://").split(":")[0]
    return len(text) <= 253 and HOST.match(text) is not None and (not host.startswith("*.") or host.count(".") > 1)


def allows(patterns: Iterable[str], url: str) -> bool:
    """May a secret with these hosts go to this address? https only, where a pattern does not begin with `http://`."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if parts.scheme not in ("https", "http") or not host or "@" in parts.netloc:
        return False
    port = port or (443 if parts.scheme == "https" else 80)
    return any(_fits(pattern, parts.scheme, host, port) for pattern in patterns)


def _fits(pattern: str, scheme: str, host: str, port: int) -> bool:
    plain = pattern.startswith("http://")
    if plain != (scheme == "http"):
        return False
    name, _colon, wanted = pattern.removeprefix("http://").partition(":")
    if port != int(wanted or (80 if plain else 443)):
        return False
    return host.endswith(name[1:]) and host != name[2:] if name.startswith("*.") else host == name
