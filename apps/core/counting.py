"""Counting hits in sliding windows with the `limits` library: any number of limits in one round trip to Redis."""

import json
import math
from dataclasses import dataclass
from typing import Any

from limits import RateLimitItem
from limits.storage import MemoryStorage, RedisStorage

from apps.core.redis_servers import Servers

TIMEOUT_SECONDS = 1.0  # of connecting and of an answer: a request never waits longer for its limits
GROWS_TO = 2  # whoever goes on after a refusal is counted up to so many times the limit, and waits longer


@dataclass(frozen=True)
class Wanted:
    """One limit to count a hit under. `grows`: refused hits count too, so that hammering is never worth it."""

    name: str
    who: str
    limit: RateLimitItem
    grows: bool = False

    @property
    def key(self) -> str:
        return self.limit.key_for(self.name, self.who)


@dataclass(frozen=True)
class Window:
    """What the two windows hold after the hit: hits before and now, and the seconds until each is forgotten."""

    allowed: bool
    previous: int
    previous_seconds: float
    current: int
    current_seconds: float

    def remaining(self, amount: int, period: int) -> int:
        """Return how many hits are left."""
        return max(0, amount - self._weighted(period))

    def reset(self, amount: int, period: int) -> int:
        """Return the seconds until a hit is allowed again; until one more is left where some are."""
        shift = self.current_seconds % period if self.current else 0.0
        if self._weighted(period) < amount:  # until the oldest hit has faded, as the window sees it
            fades = [self.previous_seconds % (period / self.previous)] if self.previous else []
            return max(1, math.ceil(min(fades + ([shift] if self.current else []), default=0.0)))
        if self.current < amount:  # the window before fades while this one goes on
            return max(1, math.ceil(self.previous_seconds - period * (amount - self.current) / self.previous))
        return max(1, math.ceil(shift + period * (1 - amount / self.current)))

    def _weighted(self, period: int) -> int:
        return math.floor(self.previous * self.previous_seconds / period) + self.current


class CountingMemory(MemoryStorage):
    """Windows of this process."""

    def hit_each(self, calls: list[list[Wanted]]) -> list[list[Window]]:
        """Count the hits of several calls."""
        return [self.hit(wanted) for wanted in calls]

    def hit(self, wanted: list[Wanted]) -> list[Window]:
        """Count one hit under each limit, up to the first that refuses."""
        found: list[Window] = []
        for one in wanted:
            amount, period = one.limit.amount, one.limit.get_expiry()
            allowed = self.acquire_sliding_window_entry(one.key, amount, period)
            if not allowed and one.grows:
                self.acquire_sliding_window_entry(one.key, amount * GROWS_TO, period)
            found.append(Window(allowed, *self.get_sliding_window(one.key, period)))
            if not allowed:
                break
        return found


class CountingRedis(RedisStorage):
    """Windows in Redis. The two scripts of the library, joined: any number of calls is one round trip."""

    SCRIPT = f"""
local function acquire(KEYS, ARGV)
{RedisStorage.SCRIPT_ACQUIRE_SLIDING_WINDOW.decode()}
end
local function look(KEYS, ARGV)
{RedisStorage.SCRIPT_SLIDING_WINDOW.decode()}
end
local found, n = {{}}, 0
for call, amount_of_limits in ipairs(cjson.decode(ARGV[#ARGV])) do
    local windows, allowed = {{}}, true
    for _ = 1, amount_of_limits do
        n = n + 1
        if allowed then
            local keys = {{KEYS[2 * n - 1], KEYS[2 * n]}}
            local amount, period, most = ARGV[3 * n - 2], ARGV[3 * n - 1], ARGV[3 * n]
            allowed = acquire(keys, {{amount, period, 1}})
            if not allowed and tonumber(most) > 0 then
                acquire(keys, {{most, period, 1}})
            end
            local window = look(keys, {{period}})
            local row = {{allowed and 1 or 0, window[1] or 0, window[2] or 0, window[3] or 0, window[4] or 0}}
            windows[#windows + 1] = row
        end
    end
    found[call] = windows
end
return found
"""

    def __init__(self, url: str, *, apart: bool = False):
        """`apart`: the keys of several calls may not go together, as in a cluster."""
        self._apart = apart
        super().__init__(url, socket_connect_timeout=TIMEOUT_SECONDS, socket_timeout=TIMEOUT_SECONDS)
        self._hit = self.get_connection().register_script(self.SCRIPT.encode())

    def hit(self, wanted: list[Wanted]) -> list[Window]:
        """Count one hit under each limit, up to the first that refuses."""
        return self.hit_each([wanted])[0]

    def hit_each(self, calls: list[list[Wanted]]) -> list[list[Window]]:
        """Count the hits of several calls, in one round trip."""
        if self._apart and len(calls) > 1:
            with self.get_connection().pipeline(transaction=False) as pipeline:  # type: ignore[attr-defined]
                for wanted in calls:
                    self._hit(*self._arguments([wanted]), client=pipeline)
                return [_windows(found) for [found] in pipeline.execute()]
        return [_windows(found) for found in self._hit(*self._arguments(calls))]

    def _arguments(self, calls: list[list[Wanted]]) -> tuple[list[str], list[Any]]:
        keys: list[str] = []
        numbers: list[Any] = []
        for one in [one for wanted in calls for one in wanted]:
            names = (self._previous_window_key(one.key), self._current_window_key(one.key))
            keys += [self.prefixed_key(name) for name in names]
            numbers += [one.limit.amount, one.limit.get_expiry(), one.limit.amount * GROWS_TO if one.grows else 0]
        return keys, [*numbers, json.dumps([len(wanted) for wanted in calls])]


class CountingServers:
    """Windows on several servers, or in a cluster: each limit on the server that keeps its key."""

    def __init__(self, servers: Servers):
        self._servers = servers
        self._counting: dict[str, CountingRedis] = {}

    def hit_each(self, calls: list[list[Wanted]]) -> list[list[Window]]:
        """Count the hits of several calls: a round trip to each server concerned, and so for each further limit."""
        found: list[list[Window]] = [[] for _call in calls]
        try:
            for turn in range(max(map(len, calls), default=0)):
                left = [
                    (place, wanted[turn])
                    for place, wanted in enumerate(calls)
                    if turn < len(wanted) and all(window.allowed for window in found[place])
                ]
                for url, mine in self._servers.grouped(left, lambda one: f"{{{one[1].key}}}").items():
                    answers = self._at(url).hit_each([[wanted] for _place, wanted in mine])
                    for (place, _wanted), windows in zip(mine, answers, strict=True):
                        found[place] += windows
        except Exception:
            self._servers.doubt()
            raise
        return found

    def _at(self, url: str) -> CountingRedis:
        if url not in self._counting:
            self._counting[url] = CountingRedis(url, apart=self._servers.cluster)
        return self._counting[url]


def _windows(rows: Any) -> list[Window]:
    return [
        Window(bool(row[0]), int(row[1]), max(0, int(row[2])) / 1000, int(row[3]), max(0, int(row[4])) / 1000)
        for row in rows
    ]
