"""Which Redis server keeps what: one, several that share the names among them, or the primaries of a Redis Cluster."""

import threading
import time
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import redis
from django.conf import settings
from redis.crc import key_slot

SLOTS = 16_384
LAYOUT_SECONDS = 30.0  # a cluster is asked anew so often; after an error at once
PAUSE_SECONDS = 0.5  # between two questions after errors
TIMEOUT_SECONDS = 1.0
T = TypeVar("T")


class Servers:
    """Finds the server of a name by its hash slot; names with the same `{tag}` are together. For any thread."""

    def __init__(self, urls: Sequence[str], cluster: bool = False):
        self.urls, self.cluster = list(urls), cluster
        self._lock = threading.Lock()
        self._slots: list[tuple[int, int, str]] = []  # first, last, address of the primary
        self._asked_at = float("-inf")
        self._doubted = False

    def of(self, name: str) -> str:
        """Return the address of the server that keeps a name. Raises what the driver raises where no server answers."""
        slot = key_slot(name.encode())
        if not self.cluster:
            return self.urls[slot * len(self.urls) // SLOTS]
        for first, last, url in self._layout():
            if first <= slot <= last:
                return url
        raise redis.ConnectionError(f"no server of the cluster keeps slot {slot}")

    def grouped(self, things: Iterable[T], name: Any) -> dict[str, list[T]]:
        """Return things by the server that keeps them; `name(thing)` is a thing's name."""
        found: dict[str, list[T]] = {}
        for thing in things:
            found.setdefault(self.of(name(thing)), []).append(thing)
        return found

    def all(self) -> list[str]:
        """Return the addresses of all servers that keep something."""
        return list(dict.fromkeys(url for _, _, url in self._layout())) if self.cluster else list(self.urls)

    def doubt(self) -> None:
        """Note that a server did not answer as expected: a cluster may have changed."""
        self._doubted = True

    @property
    def known(self) -> bool:
        """Is it known who keeps what, so that `of` and `all` answer from memory?"""
        age = time.monotonic() - self._asked_at
        return not self.cluster or (age <= LAYOUT_SECONDS and not (self._doubted and age > PAUSE_SECONDS))

    def _layout(self) -> list[tuple[int, int, str]]:
        if not self.known:
            age = time.monotonic() - self._asked_at
            with self._lock:
                if time.monotonic() - self._asked_at >= age:  # nobody else asked while we waited
                    self._slots = self._ask()
                    self._doubted, self._asked_at = False, time.monotonic()
        return self._slots

    def _ask(self) -> list[tuple[int, int, str]]:
        known = list(dict.fromkeys([*self.urls, *(url for _, _, url in self._slots)]))
        error: Exception = redis.ConnectionError("no server of the cluster is known")
        for url in known:
            try:
                with redis.Redis.from_url(
                    url, socket_connect_timeout=TIMEOUT_SECONDS, socket_timeout=TIMEOUT_SECONDS
                ) as client:
                    return _read(client.execute_command("CLUSTER SLOTS"), url)
            except (redis.RedisError, OSError) as failure:
                error = failure
        raise error


def _read(answer: Any, seed: str) -> list[tuple[int, int, str]]:
    """Read the answer to CLUSTER SLOTS: first, last, primary (host, port …), replicas …; no host means the seed's."""
    parts = urlsplit(seed)
    credentials = parts.netloc.rpartition("@")[0]
    found = []
    for first, last, (host, port, *_more), *_replicas in answer:
        name = host.decode() if host else parts.hostname or ""
        place = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
        netloc = f"{credentials}@{place}" if credentials else place
        found.append((first, last, urlunsplit((parts.scheme, netloc, "/0", parts.query, ""))))
    return sorted(found)


@lru_cache(maxsize=1)
def _servers(urls: tuple[str, ...], cluster: bool) -> Servers:
    return Servers(urls, cluster)


def servers() -> Servers:
    """Return the servers that the settings name."""
    return _servers(tuple(settings.REDIS_URLS), settings.REDIS_CLUSTER)
