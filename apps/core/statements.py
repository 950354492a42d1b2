"""Statements whose text never changes: PostgreSQL reads and plans each once per connection and is only sent values.

Only for what every send, batch or request does. Django puts a query's text together anew each time and sends values as
part of it, which costs more than the database needs for the work itself. Several statements go in one trip to the
server (libpq's pipeline mode), where none needs the answer of another.
"""

import select
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import pq
from psycopg.adapt import AdaptersMap, PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.types.datetime import TimestamptzLoader

Row = tuple[Any, ...]
Key = tuple[str, tuple[int, ...]]  # a statement and the types of its values
MAX_PREPARED = 500  # of one connection; what comes later is sent as text each time
_FAILED = (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.PIPELINE_ABORTED)


def _as_found(rows: list[Row]) -> Any:
    return rows


@dataclass(frozen=True)
class Statement:
    """A statement with its values (`%s` for each), and what is made of the rows it gives."""

    sql: str
    values: Sequence[Any]
    read: Callable[[list[Row]], Any] = _as_found


def run(sql: str, values: Sequence[Any]) -> list[Row]:
    """Carry out a statement (`%s` for each value) on this thread's connection; return its rows, if it gives any."""
    rows: list[Row] = together(Statement(sql, values))[0]
    return rows


def together(*statements: Statement) -> list[Any]:
    """Carry out statements in this order, in one trip where the database can; return what each one gives."""
    if not statements:
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql" or connection.execute_wrappers:
        return [statement.read(_one_by_one(connection, statement)) for statement in statements]
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    began = time.monotonic()
    with connection.wrap_database_errors:
        found = _line_of(connection.connection).carry_out(connection.connection, statements)
    if connection.queries_logged:
        took = f"{time.monotonic() - began:.3f}"
        connection.queries_log.extend({"sql": statement.sql, "time": took} for statement in statements)
    return [statement.read(rows) for statement, rows in zip(statements, found, strict=True)]


def _one_by_one(connection: Any, statement: Statement) -> list[Row]:
    with connection.cursor() as database:
        database.execute(statement.sql, statement.values)
        return database.fetchall() if database.description else []


class _Types:
    """How a connection of Django's reads and writes values; but times in C, since they are all in UTC here."""

    def __init__(self, database: psycopg.Connection):
        self.connection = database
        self.adapters = AdaptersMap(database.adapters)
        self.adapters.register_loader("timestamptz", TimestamptzLoader)


class _Line:
    """What is prepared on one connection, and how values and rows are written there.

    Straight on libpq: psycopg's cursors take several times as long as the server for statements as short as these.
    """

    def __init__(self, database: psycopg.Connection):
        self.converter = Transformer(_Types(database))
        self.names: dict[Key, bytes] = {}
        self.made = 0

    def carry_out(self, database: psycopg.Connection, statements: Sequence[Statement]) -> list[list[Row]]:
        wire = database.pgconn
        begun = database.autocommit or wire.transaction_status != pq.TransactionStatus.IDLE
        if len(statements) == 1 and begun and (found := self._alone(wire, statements[0])) is not None:
            return [found]
        sent: list[Key | str] = []  # of each result that will come: what it prepares, or what gives it
        wire.enter_pipeline_mode()
        if not begun:
            wire.send_query_params(database._get_tx_start_command(), None)
            sent.append("begin")
        for statement in statements:
            sent += self._send(wire, statement)
        wire.pipeline_sync()
        results = _results(wire)
        failed = [result for result in results if result.status in _FAILED]
        for result, what in zip(results, sent, strict=bool(not failed)):
            if result in failed and not isinstance(what, str):
                self.names.pop(what, None)
        if failed:
            raise _error(wire, failed[0])
        return [self._rows(result) for result, what in zip(results, sent, strict=True) if what == "statement"]

    def _alone(self, wire: Any, statement: Statement) -> list[Row] | None:
        """Carry out a statement that is prepared, without a pipeline; None where it is not."""
        values, key, formats = self._written(statement)
        name = self.names.get(key)
        if name is None:
            return None
        result = wire.exec_prepared(name, values, formats)
        if result.status in _FAILED:
            raise _error(wire, result)
        return self._rows(result)

    def _written(self, statement: Statement) -> tuple[Any, Key, Any]:
        values = self.converter.dump_sequence(statement.values, [PyFormat.AUTO] * len(statement.values))
        return values, (statement.sql, tuple(self.converter.types or ())), self.converter.formats

    def _send(self, wire: Any, statement: Statement) -> "list[Key | str]":
        values, key, formats = self._written(statement)
        name = self.names.get(key)
        if name is not None:
            wire.send_query_prepared(name, values, formats)
            return ["statement"]
        text = _numbered(statement.sql)
        if not settings.DATABASE_PREPARED or len(self.names) >= MAX_PREPARED:
            wire.send_query_params(text, values, key[1], formats)
            return ["statement"]
        self.made += 1
        name = self.names[key] = b"altlas_%d" % self.made
        wire.send_prepare(name, text, key[1])
        wire.send_query_prepared(name, values, formats)
        return [key, "statement"]

    def _rows(self, result: Any) -> list[Row]:
        if not result.nfields:
            return []
        self.converter.set_pgresult(result)
        return self.converter.load_rows(0, result.ntuples, tuple)


def _error(wire: Any, result: Any) -> psycopg.Error:
    if wire.status != pq.ConnStatus.OK:
        return psycopg.OperationalError(result.get_error_message())
    return error_from_result(result)


def _results(wire: Any) -> list[Any]:
    """Read the results of a pipeline to its end."""
    results: list[Any] = []
    while True:
        result = _next(wire)
        if result is None:  # the end of one statement
            continue
        if result.status == pq.ExecStatus.PIPELINE_SYNC:
            wire.exit_pipeline_mode()
            return results
        results.append(result)


def _next(wire: Any) -> Any:
    if wire.is_busy():
        waiting = select.poll()
        waiting.register(wire.socket, select.POLLIN)
        while wire.is_busy():
            if wire.flush():
                waiting.modify(wire.socket, select.POLLIN | select.POLLOUT)
            waiting.poll()  # other threads go on meanwhile
            wire.consume_input()
    return wire.get_result()


_lines: "WeakKeyDictionary[psycopg.Connection, _Line]" = WeakKeyDictionary()


def _line_of(database: psycopg.Connection) -> _Line:
    line = _lines.get(database)
    if line is None:
        line = _lines[database] = _Line(database)
    return line


@lru_cache(maxsize=1_000)
def _numbered(sql: str) -> bytes:
    """Return a statement with PostgreSQL's own placeholders, $1 and so on."""
    first, *rest = sql.split("%s")
    return "".join([first, *(f"${number}{part}" for number, part in enumerate(rest, 1))]).replace("%%", "%").encode()
