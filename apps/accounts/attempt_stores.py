"""Where attempts are counted: the same rules as one script in Redis, and over locked rows of the database.

Of each limit is kept when the attempts of the last `seconds` were, so the window truly slides. One beyond the amount
is refused until the oldest has left the window; where the limit grows, for as long as the window, then twice, four
times … as long, at most `LONGEST`. Refused attempts are not counted: hammering does not lengthen the wait of the
person whose name is hammered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import AttemptCount
from apps.core.counting import TIMEOUT_SECONDS
from apps.core.redis_servers import servers

LONGEST = 4 * 3600.0  # no wait is longer
TOGETHER = "{attempts}"  # on one server, whatever the number of servers: an attempt counts under all limits or none
REMEMBERED = 24 * 3600.0  # that somebody had to wait; then waits are short again

SCRIPT = """
local now, what = tonumber(ARGV[1]), ARGV[2]
local states, wait = {}, 0
for n = 1, #KEYS do
    local amount, seconds, grows = tonumber(ARGV[3 * n]), tonumber(ARGV[3 * n + 1]), ARGV[3 * n + 2] == '1'
    local state = cjson.decode(redis.call('GET', KEYS[n]) or '{"times": {}, "waits": 0, "until": 0}')
    local times = {}
    for _, at in ipairs(state.times) do
        if at > now - seconds * 1000 then times[#times + 1] = at end
    end
    state.times = times
    if what == 'take_back' then
        table.remove(times)
    elseif state['until'] > now then
        wait = math.max(wait, state['until'] - now)
    elseif #times >= amount then
        local mine = times[1] + seconds * 1000 - now
        if grows then
            mine = math.min(seconds * 1000 * 2 ^ state.waits, LONGEST)
            state.times, state.waits, state['until'] = {}, state.waits + 1, now + mine
        end
        wait = math.max(wait, mine)
    end
    state.kept = (grows and REMEMBERED or seconds * 1000) + math.max(0, state['until'] - now)
    states[n] = state
end
for n = 1, #KEYS do
    if what == 'hit' and wait == 0 then table.insert(states[n].times, now) end
    local kept = string.format('%d', states[n].kept)
    states[n].kept = nil
    redis.call('SET', KEYS[n], cjson.encode(states[n]), 'PX', kept)
end
return string.format('%d', wait)
""".replace("LONGEST", str(int(LONGEST * 1000))).replace("REMEMBERED", str(int(REMEMBERED * 1000)))


@dataclass(frozen=True)
class Counted:
    """One limit for one person, name or address."""

    key: str
    amount: int
    seconds: int
    grows: bool


class RedisAttempts:
    """One round trip; the script is atomic."""

    def __init__(self, url: str):
        client = redis.Redis.from_url(url, socket_connect_timeout=TIMEOUT_SECONDS, socket_timeout=TIMEOUT_SECONDS)
        self.client, self._script = client, client.register_script(SCRIPT)

    def hit(self, counted: Sequence[Counted], now: float) -> float:
        """Count one attempt under each, or none; return the seconds to wait."""
        return self._run("hit", counted, now)

    def take_back(self, counted: Sequence[Counted], now: float) -> float:
        """Uncount the last attempt under each."""
        return self._run("take_back", counted, now)

    def forget(self, counted: Sequence[Counted], now: float) -> float:
        """Forget every attempt under each."""
        self.client.delete(*(self._name(one) for one in counted))
        return 0

    def _run(self, what: str, counted: Sequence[Counted], now: float) -> float:
        numbers = [number for one in counted for number in (one.amount, one.seconds, int(one.grows))]
        answer: Any = self._script([self._name(one) for one in counted], [int(now * 1000), what, *numbers])
        return int(answer) / 1000

    @staticmethod
    def _name(one: Counted) -> str:
        return f"{TOGETHER}:{one.key}"


class DatabaseAttempts:
    """The same over rows, which are locked in the order of their keys."""

    @transaction.atomic
    def hit(self, counted: Sequence[Counted], now: float) -> float:
        """Count one attempt under each, or none; return the seconds to wait."""
        rows = self._rows(counted, now)
        wait = max(self._wait(row, one, now) for row, one in zip(rows, counted, strict=True))
        for row, one in zip(rows, counted, strict=True):
            if wait == 0:
                row.times.append(now)
            self._store(row, one, now)
        return wait

    @transaction.atomic
    def take_back(self, counted: Sequence[Counted], now: float) -> float:
        """Uncount the last attempt under each."""
        for row, one in zip(self._rows(counted, now), counted, strict=True):
            del row.times[-1:]
            self._store(row, one, now)
        return 0

    def forget(self, counted: Sequence[Counted], now: float) -> float:
        """Forget every attempt under each."""
        AttemptCount.objects.filter(pk__in=[one.key for one in counted]).delete()
        return 0

    @staticmethod
    def _rows(counted: Sequence[Counted], now: float) -> list[AttemptCount]:
        keys = sorted(one.key for one in counted)
        fresh = [AttemptCount(key=key, expires_at=timezone.now()) for key in keys]
        AttemptCount.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = {row.key: row for row in AttemptCount.objects.select_for_update().filter(pk__in=keys).order_by("key")}
        for one in counted:
            rows[one.key].times = [at for at in rows[one.key].times if at > now - one.seconds]
        return [rows[one.key] for one in counted]

    @staticmethod
    def _wait(row: AttemptCount, one: Counted, now: float) -> float:
        if row.until > now:
            return row.until - now
        if len(row.times) < one.amount:
            return 0
        if not one.grows:
            return float(row.times[0]) + one.seconds - now
        wait = min(one.seconds * 2.0**row.waits, LONGEST)
        row.times, row.waits, row.until = [], row.waits + 1, now + wait
        return wait

    @staticmethod
    def _store(row: AttemptCount, one: Counted, now: float) -> None:
        kept = (REMEMBERED if one.grows else one.seconds) + max(0, row.until - now)
        row.expires_at = datetime.fromtimestamp(now + kept, UTC)
        row.save()


@lru_cache(maxsize=2)
def _redis(url: str) -> RedisAttempts:
    return RedisAttempts(url)


def stores() -> list[RedisAttempts | DatabaseAttempts]:
    """Return the stores, the one to ask first at the front."""
    if not settings.REDIS_URLS:
        return [DatabaseAttempts()]
    try:
        return [_redis(servers().of(TOGETHER)), DatabaseAttempts()]
    except redis.RedisError:  # no node of the cluster answers
        return [DatabaseAttempts()]


def drop_old_counts() -> int:
    """Drop counts that matter no more; return how many."""
    deleted, _per_model = AttemptCount.objects.filter(expires_at__lt=timezone.now()).delete()
    return deleted
