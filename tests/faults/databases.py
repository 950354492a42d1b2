"""A database of its own for a server in a process of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings

from altlas.environment import env


@contextmanager
def own_database(name: str) -> Iterator[dict[str, str]]:
    """Make an empty database where the tests run on PostgreSQL; yield the environment that leads to it and to Redis."""
    if settings.SQLITE:
        yield {}
        return
    there, worker = env.str("DATABASE_URL"), os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    name = f"{name}_{worker}"
    here = urlunsplit(urlsplit(there)._replace(path=f"/{name}"))
    redis = [_of_worker(url, int(worker.removeprefix("gw"))) for url in settings.REDIS_URLS]
    with psycopg.connect(there, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": here, "REDIS_URL": ",".join(redis)}
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _of_worker(url: str, number: int) -> str:
    """Return the Redis database of one of several test processes: the workers of two servers must not share a queue."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{int(parts.path.strip('/') or 0) - number}"))
