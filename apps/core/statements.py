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
from typing import Any, NamedTuple

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
_ANSWER = "answer"  # what a result is, where it prepares nothing
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
        found = _line_of(connection.connection).carry_out(statements)
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


class _Written(NamedTuple):
    """A statement as it goes over the wire."""

    key: Key
    values: Any
    formats: Any


class _Line:
    """What is prepared on one connection, and how values and rows are written there.

    Straight on libpq: psycopg's cursors take several times as long as the server for statements as short as these.
    """

    def __init__(self, database: psycopg.Connection):
        self.database = database
        self.converter = Transformer(_Types(database))
        self.names: dict[Key, bytes] = {}
        self.made = 0

    def carry_out(self, statements: Sequence[Statement]) -> list[list[Row]]:
        wire = self.database.pgconn
        written = [self._written(statement) for statement in statements]  # what cannot be written is sent nowhere
        begun = self.database.autocommit or wire.transaction_status != pq.TransactionStatus.IDLE
        if len(written) == 1 and begun and (name := self.names.get(written[0].key)):
            result = wire.exec_prepared(name, written[0].values, written[0].formats)
            self._check([result])
            return [self._rows(result)]
        try:
            results, sent = self._sent(wire, written, begun)
        except BaseException:
            self.database.close()  # nobody knows how far the server has come
            raise
        for result, what in zip(results, sent, strict=False):  # a server that ends tells of no more than it did
            if result.status in _FAILED and isinstance(what, tuple):
                del self.names[what]
        self._check(results)
        return [self._rows(result) for result, what in zip(results, sent, strict=True) if what is _ANSWER]

    def _sent(self, wire: Any, written: Sequence[_Written], begun: bool) -> tuple[list[Any], list[Any]]:
        """Send it all; return the results, and of each what it prepares, or that it is a statement's answer."""
        sent: list[Any] = []
        wire.enter_pipeline_mode()
        if not begun:
            wire.send_query_params(self.database._get_tx_start_command(), None)
            sent.append(None)
        for one in written:
            sent += self._send(wire, one)
        wire.pipeline_sync()
        results = _results(wire)
        wire.exit_pipeline_mode()
        return results, sent

    def _written(self, statement: Statement) -> _Written:
        values = self.converter.dump_sequence(statement.values, [PyFormat.AUTO] * len(statement.values))
        return _Written((statement.sql, tuple(self.converter.types or ())), values, self.converter.formats)

    def _send(self, wire: Any, one: _Written) -> list[Any]:
        if name := self.names.get(one.key):
            wire.send_query_prepared(name, one.values, one.formats)
            return [_ANSWER]
        text, types = _numbered(one.key[0]), one.key[1]
        if not settings.DATABASE_PREPARED or len(self.names) >= MAX_PREPARED:
            wire.send_query_params(text, one.values, types, one.formats)
            return [_ANSWER]
        self.made += 1
        name = self.names[one.key] = b"altlas_%d" % self.made
        wire.send_prepare(name, text, types)
        wire.send_query_prepared(name, one.values, one.formats)
        return [one.key, _ANSWER]

    def _check(self, results: Sequence[Any]) -> None:
        """Raise the first fault."""
        fault = next((result for result in results if result.status in _FAILED), None)
        if fault is None:
            return
        if self.database.pgconn.status != pq.ConnStatus.OK:
            raise psycopg.OperationalError(fault.get_error_message())
        error = error_from_result(fault)
        if isinstance(error, psycopg.errors.FeatureNotSupported):
            self.names.clear()  # a migration changed a column of a prepared statement: prepared anew the next time
        raise error

    def _rows(self, result: Any) -> list[Row]:
        if not result.nfields:
            return []
        self.converter.set_pgresult(result)
        return self.converter.load_rows(0, result.ntuples, tuple)


def _results(wire: Any) -> list[Any]:
    """Read the results of a pipeline to its end."""
    results: list[Any] = []
    while True:
        result = _next(wire)
        if result is not None and result.status == pq.ExecStatus.PIPELINE_SYNC:
            return results
        if result is not None:  # or else it is the end of one statement
            results.append(result)
        elif wire.status != pq.ConnStatus.OK:
            raise psycopg.OperationalError(wire.get_error_message())


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


def _line_of(database: psycopg.Connection) -> _Line:
    kept = vars(database)  # on the connection, so that it goes with it
    if "altlas_line" not in kept:
        kept["altlas_line"] = _Line(database)
    return kept["altlas_line"]


@lru_cache(maxsize=1_000)
def _numbered(sql: str) -> bytes:
    """Return a statement with PostgreSQL's own placeholders, $1 and so on."""
    first, *rest = sql.split("%s")
    return "".join([first, *(f"${number}{part}" for number, part in enumerate(rest, 1))]).replace("%%", "%").encode()
