"""Django's cache over all Redis servers there are: each key has its place (`redis_servers.py`)."""

from collections.abc import Iterable, Mapping
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

from apps.core.redis_servers import servers


class Client(RedisCacheClient):
    """Django's client takes further servers for replicas; here each keeps a part of the keys."""

    _pools: dict[str, redis.ConnectionPool]
    _pool_class: type[redis.ConnectionPool]
    _pool_options: dict[str, Any]

    def get_client(self, key: str | None = None, *, write: bool = False) -> Any:
        url = servers().of(key or "")
        if url not in self._pools:
            self._pools[url] = self._pool_class.from_url(url, **self._pool_options)
        return _Doubting(connection_pool=self._pools[url])

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        nothing = object()
        found = {key: self.get(key, nothing) for key in keys}
        return {key: value for key, value in found.items() if value is not nothing}

    def set_many(self, data: Mapping[str, Any], timeout: int | None) -> None:
        for key, value in data.items():
            self.set(key, value, timeout)

    def delete_many(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.delete(key)

    def clear(self) -> bool:
        return all(list(map(_emptied, servers().all())))


def _emptied(url: str) -> bool:
    return bool(redis.Redis.from_url(url).flushdb())


class _Doubting(redis.Redis):
    """Says where a server did not answer as expected: the cluster may have changed."""

    def execute_command(self, *args: Any, **options: Any) -> Any:
        try:
            return super().execute_command(*args, **options)
        except redis.RedisError:
            servers().doubt()
            raise


class Cache(RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]):
        super().__init__(server, params)
        self._class = Client
