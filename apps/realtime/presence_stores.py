"""Where it is noted who is here: in Redis for all processes, or in memory where there is one.

Each connection of a person has a note (its state, and until when the note is good) that its process renews. Beside
them stand lists of when the last note of a person runs out: whoever takes a name off such a list tells the others.
So a process that was killed takes nobody's presence with it for longer than a note lives.
"""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Protocol
from zlib import crc32

import redis

from apps.core.redis_servers import Servers

TTL_SECONDS = 60.0  # of a note
LINGER_SECONDS = 5.0  # whoever reloads a page was never away
TIMEOUT_SECONDS = 0.5
PARTS = 16  # people are spread over so many lists, and these over the servers
Notes = dict[str, tuple[str, float]]  # of one person: by connection, its state and until when


class Store(Protocol):
    """What both kinds do. Times are seconds since 1970."""

    def note(self, user: str, connections: dict[str, str], now: float) -> Notes:
        """Write or renew notes of one person; return those that were good before."""

    def drop(self, user: str, connection: str, now: float) -> Notes:
        """Take a note away; return those that are left."""

    def notes(self, user: str, now: float) -> Notes:
        """Return the notes of a person."""

    def here(self, users: Collection[str], now: float) -> set[str]:
        """Return who of these is here."""

    def run_out(self, now: float) -> list[str]:
        """Take off the list, and return, whose last note has run out."""


class InMemory:
    """Of the one process there is."""

    def __init__(self) -> None:
        self._people: dict[str, Notes] = {}
        self._due: dict[str, float] = {}
        self._lock = threading.Lock()

    def note(self, user: str, connections: dict[str, str], now: float) -> Notes:
        with self._lock:
            before = self._good(user, now)
            until = now + TTL_SECONDS
            self._people[user] = {**before, **{name: (state, until) for name, state in connections.items()}}
            self._due[user] = until
            return before

    def drop(self, user: str, connection: str, now: float) -> Notes:
        with self._lock:
            left = self._people[user] = self._good(user, now)
            left.pop(connection, None)
            self._due[user] = max([now + LINGER_SECONDS, *(until for _state, until in left.values())])
            return dict(left)

    def notes(self, user: str, now: float) -> Notes:
        with self._lock:
            return self._good(user, now)

    def here(self, users: Collection[str], now: float) -> set[str]:
        with self._lock:
            return {user for user in users if self._good(user, now)}

    def run_out(self, now: float) -> list[str]:
        with self._lock:
            over = [user for user, until in self._due.items() if until <= now]
            for user in over:
                del self._due[user]
                self._people.pop(user, None)
            return over

    def _good(self, user: str, now: float) -> Notes:
        return {name: found for name, found in self._people.get(user, {}).items() if found[1] > now}


class InRedis:
    """Of all processes. A person's notes stand beside the list of their part. Whatever fails raises."""

    def __init__(self, servers: Servers):
        self._servers = servers
        self._clients: dict[str, redis.Redis] = {}

    def note(self, user: str, connections: dict[str, str], now: float) -> Notes:
        until = now + TTL_SECONDS
        with self._at(_part(user)) as client, client.pipeline(transaction=True) as pipe:
            pipe.hgetall(_key(user))
            pipe.hset(_key(user), mapping={name: f"{state} {until}" for name, state in connections.items()})
            pipe.pexpire(_key(user), int(2 * TTL_SECONDS * 1_000))
            pipe.zadd(_part(user), {user: until})
            return _read(pipe.execute()[0], now)

    def drop(self, user: str, connection: str, now: float) -> Notes:
        with self._at(_part(user)) as client:
            with client.pipeline(transaction=True) as pipe:
                pipe.hdel(_key(user), connection)
                pipe.hgetall(_key(user))
                left = _read(pipe.execute()[1], now)
            due = max([now + LINGER_SECONDS, *(until for _state, until in left.values())])
            client.zadd(_part(user), {user: due})
        return left

    def notes(self, user: str, now: float) -> Notes:
        with self._at(_part(user)) as client:
            return _read(client.hgetall(_key(user)), now)  # type: ignore[arg-type]

    def here(self, users: Collection[str], now: float) -> set[str]:
        found: set[str] = set()
        for part, names in sorted(_parted(users).items()):
            with self._at(part) as client:
                scores = client.zmscore(part, names)
            found |= {name for name, until in zip(names, scores, strict=True) if until is not None and until > now}  # type: ignore[arg-type]
        return found

    def run_out(self, now: float) -> list[str]:
        found: list[str] = []
        parts = [f"{{presence:{number}}}" for number in range(PARTS)]
        for mine in self._servers.grouped(parts, str).values():
            with self._at(mine[0]) as client:
                with client.pipeline(transaction=False) as pipe:
                    for part in mine:
                        pipe.zrange(part, "-inf", now, byscore=True, offset=0, num=500)  # type: ignore[arg-type]
                    over = pipe.execute()
                for part, users in zip(mine, over, strict=True):
                    found += [user for user in users if client.zrem(part, user)]  # one process gets each of them
        return found

    @contextmanager
    def _at(self, name: str) -> Iterator[redis.Redis]:
        """Yield the client of the server that keeps a name."""
        try:
            url = self._servers.of(name)
            if url not in self._clients:
                self._clients[url] = redis.Redis.from_url(
                    url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, decode_responses=True
                )
            yield self._clients[url]
        except (redis.RedisError, OSError):
            self._servers.doubt()
            raise


def _part(user: str) -> str:
    return f"{{presence:{crc32(user.encode()) % PARTS}}}"


def _parted(users: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for user in users:
        found.setdefault(_part(user), []).append(user)
    return found


def _key(user: str) -> str:
    return f"{_part(user)}:{user}"


def _read(stored: dict[str, str], now: float) -> Notes:
    found = {}
    for name, value in stored.items():
        state, _space, until = value.partition(" ")
        if float(until) > now:
            found[name] = (state, float(until))
    return found
