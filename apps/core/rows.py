"""Many rows changed in one statement, each to its own values."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def update_rows(
    model: type[Model], keys: Sequence[str], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, only: str = ""
) -> None:
    """Set `columns` of the rows that `keys` name; each of `rows` holds the keys and then the values.

    `only` is a further condition in SQL; there `old` is the row and `new_<field>` what it would get. `bulk_update` does
    the same with a CASE for each value, which costs more to write than the database needs to carry out.
    """
    if not rows:
        return
    fields: list[Any] = [model._meta.get_field(name) for name in (*keys, *columns)]
    quote = connection.ops.quote_name
    columns = [quote(field.column) for field in fields]
    given = [f"given.column{number + 1}" for number in range(len(fields))]
    pairs = [f"{column} = {value}" for column, value in zip(columns, given, strict=True)]
    for field, value in zip(fields, given, strict=True):
        only = only.replace(f"new_{field.name}", value)
    where = " AND ".join([f"old.{pair}" for pair in pairs[: len(keys)]] + ([f"({only})"] if only else []))
    place = ", ".join(f"%s{_cast(field)}" for field in fields)
    sql = (
        f"UPDATE {quote(model._meta.db_table)} AS old SET {', '.join(pairs[len(keys) :])} "  # noqa: S608 - our own names
        f"FROM (VALUES {', '.join([f'({place})'] * len(rows))}) AS given WHERE {where}"
    )
    values = [
        field.get_db_prep_save(value, connection) for row in rows for field, value in zip(fields, row, strict=True)
    ]
    with connection.cursor() as database:
        database.execute(sql, values)


def _cast(field: Any) -> str:
    if connection.vendor != "postgresql":
        return ""
    return f"::{(field.rel_db_type if field.is_relation else field.db_type)(connection)}"
