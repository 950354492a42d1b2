"""Statements whose text never changes: PostgreSQL reads and plans each once per connection and is only sent values.

Only for what every send, batch or request does. Django puts a query's text together anew each time and sends values as
part of it, which costs more than the database needs for the work itself.
"""

import time
from collections.abc import Sequence
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

Row = tuple[Any, ...]


def run(sql: str, values: Sequence[Any]) -> list[Row]:
    """Carry out a statement (`%s` for each value) on this thread's connection; return its rows, if it gives any."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql" or connection.execute_wrappers:
        with connection.cursor() as database:
            database.execute(sql, values)
            return database.fetchall() if database.description else []
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    began = time.monotonic()
    with connection.wrap_database_errors:
        cursor = psycopg.Cursor(connection.connection)
        cursor.execute(sql, values, prepare=settings.DATABASE_PREPARED)
        found = cursor.fetchall() if cursor.description else []
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": f"{time.monotonic() - began:.3f}"})
    return found
