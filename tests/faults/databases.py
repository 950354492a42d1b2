"""A database of its own for a server in a process of its own."""

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
    there = env.str("DATABASE_URL")
    here = urlunsplit(urlsplit(there)._replace(path=f"/{name}"))
    with psycopg.connect(there, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": here, "REDIS_URL": ",".join(settings.REDIS_URLS)}
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
