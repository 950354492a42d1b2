"""Where it is noted who is here: in Redis for all processes, or in memory where there is one.

Each connection of a person has a note (its state, and until when the note is good) that its process renews. Beside
them stands one list of when the last note of a person runs out: whoever takes a name off that list tells the others.
So a process that was killed takes nobody's presence with it for longer than a note lives.
"""

import threading
from collections.abc import Collection
from typing import Protocol

import redis

TTL_SECONDS = 60.0  # of a note
LINGER_SECONDS = 5.0  # whoever reloads a page was never away
TIMEOUT_SECONDS = 0.5
DUE = "presence"
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
    """Of all processes. Whatever fails raises; the caller goes on without."""

    def __init__(self, url: str):
        self._redis = redis.Redis.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, decode_responses=True
        )

    def note(self, user: str, connections: dict[str, str], now: float) -> Notes:
        until = now + TTL_SECONDS
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.hgetall(_key(user))
            pipe.hset(_key(user), mapping={name: f"{state} {until}" for name, state in connections.items()})
            pipe.pexpire(_key(user), int(2 * TTL_SECONDS * 1_000))
            pipe.zadd(DUE, {user: until})
            return _read(pipe.execute()[0], now)

    def drop(self, user: str, connection: str, now: float) -> Notes:
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.hdel(_key(user), connection)
            pipe.hgetall(_key(user))
            left = _read(pipe.execute()[1], now)
        due = max([now + LINGER_SECONDS, *(until for _state, until in left.values())])
        self._redis.zadd(DUE, {user: due})
        return left

    def notes(self, user: str, now: float) -> Notes:
        return _read(self._redis.hgetall(_key(user)), now)  # type: ignore[arg-type]

    def here(self, users: Collection[str], now: float) -> set[str]:
        names = list(users)
        scores = self._redis.zmscore(DUE, names) if names else []
        return {name for name, until in zip(names, scores, strict=True) if until is not None and until > now}  # type: ignore[arg-type]

    def run_out(self, now: float) -> list[str]:
        over: list[str] = self._redis.zrange(DUE, "-inf", now, byscore=True, offset=0, num=500)  # type: ignore[assignment]
        return [user for user in over if self._redis.zrem(DUE, user)]  # one process gets each of them


def _key(user: str) -> str:
    return f"presence:{user}"


def _read(stored: dict[str, str], now: float) -> Notes:
    found = {}
    for name, value in stored.items():
        state, _space, until = value.partition(" ")
        if float(until) > now:
            found[name] = (state, float(until))
    return found
