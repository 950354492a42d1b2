"""Where circuits are kept, so that all processes know the same: in Redis, in the database where there is none or it is
gone. The rules are the same: `Circuit` is read, changed and written while nobody else does.
"""

import json
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import redis
import structlog
from django.conf import settings
from django.db import transaction
from redis.backoff import NoBackoff
from redis.retry import Retry

from apps.core.counting import TIMEOUT_SECONDS
from apps.core.redis_servers import servers
from apps.services.circuit import Circuit
from apps.services.models import CircuitRow

log = structlog.get_logger(__name__)
T = TypeVar("T")
KEPT_SECONDS = 86_400
TOGETHER = "{circuits}"  # on one server of several: many are read at once
PAUSE_SECONDS = 5.0  # after a failure Redis is left alone for so long
_silent_until = float("-inf")


class Circuits(Protocol):
    """A place where circuits are kept by the ids of instances."""

    def change(self, key: str, step: Callable[[Circuit], T]) -> T: ...
    def read(self, keys: Sequence[str]) -> list[Circuit]: ...
    def forget(self, keys: Sequence[str]) -> None: ...


class RedisCircuits:
    """Optimistic: read, change, write unless somebody was quicker, which is tried again."""

    def __init__(self, url: str):
        self.client = redis.Redis.from_url(
            url,
            socket_connect_timeout=TIMEOUT_SECONDS,
            socket_timeout=TIMEOUT_SECONDS,
            decode_responses=True,
            retry=Retry(NoBackoff(), 1),  # the database takes over sooner than a third attempt would
        )

    def change(self, key: str, step: Callable[[Circuit], T]) -> T:
        """Change one circuit and return what `step` returns; `step` may run several times."""
        name = self._name(key)

        def attempt(pipe: Any) -> T:
            circuit = _circuit(pipe.get(name))
            outcome = step(circuit)
            pipe.multi()
            pipe.set(name, json.dumps(circuit.as_dict()), ex=KEPT_SECONDS)
            return outcome

        outcome: Any = self.client.transaction(attempt, name, value_from_callable=True)  # type: ignore[arg-type]
        return outcome  # type: ignore[no-any-return]

    def read(self, keys: Sequence[str]) -> list[Circuit]:
        """Return circuits in the order of their keys."""
        found: Any = self.client.mget([self._name(key) for key in keys]) if keys else []
        return [_circuit(text) for text in found]

    def forget(self, keys: Sequence[str]) -> None:
        if keys:
            self.client.delete(*(self._name(key) for key in keys))

    @staticmethod
    def _name(key: str) -> str:
        return f"{TOGETHER}:{key}"


class DatabaseCircuits:
    """The same over locked rows."""

    @transaction.atomic
    def change(self, key: str, step: Callable[[Circuit], T]) -> T:
        """Change one circuit and return what `step` returns."""
        CircuitRow.objects.bulk_create([CircuitRow(key=key)], ignore_conflicts=True)
        row = CircuitRow.objects.select_for_update().get(pk=key)
        circuit = Circuit.read(row.data)
        outcome = step(circuit)
        row.data = circuit.as_dict()
        row.save()
        return outcome

    def read(self, keys: Sequence[str]) -> list[Circuit]:
        """Return circuits in the order of their keys."""
        rows = {row.key: row for row in CircuitRow.objects.filter(pk__in=keys)} if keys else {}
        return [Circuit.read(rows[key].data if key in rows else None) for key in keys]

    def forget(self, keys: Sequence[str]) -> None:
        CircuitRow.objects.filter(pk__in=keys).delete()


def change(key: str, step: Callable[[Circuit], T]) -> T:
    """Change the circuit of an instance, for all processes."""
    return _ask(lambda store: store.change(key, step))


def read(keys: Sequence[str]) -> list[Circuit]:
    """Return the circuits of instances."""
    return _ask(lambda store: store.read(keys))


def forget(keys: Sequence[str]) -> None:
    """Forget the circuits of instances that are gone."""
    _ask(lambda store: store.forget(keys))


def _ask(do: Callable[[Circuits], T]) -> T:
    global _silent_until
    if settings.REDIS_URLS and time.monotonic() >= _silent_until:
        try:
            return do(_redis(servers().of(TOGETHER)))
        except redis.RedisError as error:
            _silent_until = time.monotonic() + PAUSE_SECONDS
            servers().doubt()
            log.warning("circuits.unreachable", error=type(error).__name__)
    return do(DatabaseCircuits())


def _circuit(text: Any) -> Circuit:
    return Circuit.read(json.loads(text) if text else None)


@lru_cache(maxsize=16)
def _redis(url: str) -> RedisCircuits:
    return RedisCircuits(url)
