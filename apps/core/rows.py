"""Many rows written in one statement: each new one, or each changed to its own values.

PostgreSQL is sent the rows as one JSON text, so that the statement stays the same whatever their number. Django's
`bulk_create` and `bulk_update` write every value into the statement, which costs more than carrying it out.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model

from apps.core.statements import Row, Statement, together
from apps.core.strictjson import dumps


def insert_rows(
    model: type[Model], rows: Sequence[Mapping[str, Any]], *, computed: Sequence[tuple[str, str]] = ()
) -> list[Any]:
    """Write new rows, given by the names of their columns, all the same ones; return their keys in this order.

    `computed` are columns with the SQL that PostgreSQL works out for them, in place of what a row holds.
    """
    if not rows:
        return []
    keys: list[Any] = together(inserting(model, rows, computed=computed))[0]
    return keys


def inserting(
    model: type[Model], rows: Sequence[Mapping[str, Any]], *, computed: Sequence[tuple[str, str]] = ()
) -> Statement:
    """Return what `insert_rows` does for at least one row, to be sent with others."""
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        return Statement(_insert(model, tuple(rows[0]), tuple(computed)), [dumps(rows).decode()], _first_of_each)
    columns = _columns(model, rows[0])
    names, table, key = ", ".join(map(_quoted, columns)), _quote(model._meta.db_table), _quoted(model._meta.pk)
    place = f"({', '.join(['%s'] * len(columns))})"
    sql = f"INSERT INTO {table} ({names}) VALUES {', '.join([place] * len(rows))} RETURNING {key}"  # noqa: S608 - ours
    return Statement(sql, _values(columns, [row.values() for row in rows]), _first_of_each)


def update_rows(
    model: type[Model], keys: Sequence[str], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, only: str = ""
) -> None:
    """Set `columns` of the rows that `keys` name; each of `rows` holds the keys and then the values.

    `only` is a further condition in SQL; there `old` is the row and `new_<field>` what it would get.
    """
    if rows:
        together(updating(model, keys, columns, rows, only=only))


def updating(
    model: type[Model], keys: Sequence[str], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, only: str = ""
) -> Statement:
    """Return what `update_rows` does for at least one row, to be sent with others."""
    fields = _columns(model, (*keys, *columns))
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        names = [field.column for field in fields]
        given = dumps([dict(zip(names, row, strict=True)) for row in rows]).decode()
        return Statement(_update(model, tuple(fields), len(keys), only, 0), [given])
    return Statement(_update(model, tuple(fields), len(keys), only, len(rows)), _values(fields, rows))


def _first_of_each(rows: list[Row]) -> list[Any]:
    return [row[0] for row in rows]


@lru_cache
def _insert(model: type[Model], names: tuple[str, ...], computed: tuple[tuple[str, str], ...]) -> str:
    fields = _columns(model, [name for name in names if name not in dict(computed)])
    into = ", ".join([*map(_quoted, fields), *(_quote(name) for name, _sql in computed)])
    values = ", ".join([*(f"given.{_quoted(field)}" for field in fields), *(sql for _name, sql in computed)])
    given = f"json_to_recordset(%s::json) AS ({_typed(fields)})"
    return (
        f"INSERT INTO {_quote(model._meta.db_table)} ({into}) SELECT {values} "  # noqa: S608 - our own names
        f"FROM ROWS FROM ({given}) WITH ORDINALITY AS given({', '.join(map(_quoted, fields))}, in_order) "
        f"ORDER BY given.in_order RETURNING {_quoted(model._meta.pk)}"
    )


@lru_cache
def _update(model: type[Model], fields: tuple[Field, ...], keys: int, only: str, amount: int) -> str:
    """Return the statement for `amount` rows as values, or for any number as JSON where it is 0."""
    names = [_quoted(field) for field in fields]
    given = [f"given.column{place + 1}" if amount else f"given.{name}" for place, name in enumerate(names)]
    pairs = [f"{name} = {value}" for name, value in zip(names, given, strict=True)]
    for field, value in zip(fields, given, strict=True):
        only = only.replace(f"new_{field.name}", value)
    where = " AND ".join([f"old.{pair}" for pair in pairs[:keys]] + ([f"({only})"] if only else []))
    place = f"({', '.join(['%s'] * len(fields))})"
    source = (
        f"(VALUES {', '.join([place] * amount)}) AS given"
        if amount
        else f"json_to_recordset(%s::json) AS given({_typed(fields)})"
    )
    table = _quote(model._meta.db_table)
    return f"UPDATE {table} AS old SET {', '.join(pairs[keys:])} FROM {source} WHERE {where}"  # noqa: S608 - our own names


def _columns(model: type[Model], names: Any) -> list[Field]:
    return [model._meta.get_field(name) for name in names]  # type: ignore[misc]


def _values(fields: Sequence[Field], rows: Sequence[Any]) -> list[Any]:
    connection = connections[DEFAULT_DB_ALIAS]
    return [field.get_db_prep_save(value, connection) for row in rows for field, value in zip(fields, row, strict=True)]


def _typed(fields: Sequence[Any]) -> str:
    connection = connections[DEFAULT_DB_ALIAS]
    kinds = [field.rel_db_type(connection) if field.is_relation else field.db_type(connection) for field in fields]
    return ", ".join(f"{_quoted(field)} {kind}" for field, kind in zip(fields, kinds, strict=True))


def _quote(name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)


def _quoted(field: Any) -> str:
    return _quote(field.column)
