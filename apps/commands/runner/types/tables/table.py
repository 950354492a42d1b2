"""Rows with named columns, made from whatever an earlier task put out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.runner.types.base import TaskError
from apps.commands.runner.types.tables.columns import find_column, meant
from apps.commands.runner.types.tables.reading import parse_text

MAX_ROWS = 100_000
MAX_COLUMNS = 1_000
LISTS = ("results", "rows", "items", "data", "records", "features", "values")  # where APIs put their rows

Row = dict[str, Any]


@dataclass
class Table:
    """Rows, their columns in order, and further words for computed columns (`sum` for `sum_price`)."""

    columns: list[str]
    rows: list[Row]
    also: dict[str, str] = field(default_factory=dict)

    def column(self, wanted: str) -> str:
        """Return the column that `wanted` names."""
        if not meant(wanted, self.columns):
            computed = {self.also[word] for word in meant(wanted, list(self.also))}
            if len(computed) == 1:
                return computed.pop()
        return find_column(wanted, self.columns)

    def named(self, wanted: str | Iterable[str]) -> list[str]:
        """Return the columns that one word or several name, each once."""
        words = [wanted] if isinstance(wanted, str) else list(wanted)
        return list(dict.fromkeys(self.column(word) for word in words))


def as_table(value: Any) -> Table:
    """Make a table of a result: rows, a list, an object around a list, or a text."""
    if isinstance(value, str):
        value = parse_text(value, "auto")
        if isinstance(value, str):
            value = value.splitlines()
    if isinstance(value, dict):
        value = next((value[key] for key in LISTS if isinstance(value.get(key), list)), [value])
    if not isinstance(value, list):
        value = [value]
    if len(value) > MAX_ROWS:
        raise too_many_rows()
    rows = [_row(item) for item in value]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if len(columns) > MAX_COLUMNS:
        raise TaskError(
            "data.too_many_columns", _("The table has more than %(limit)d columns.") % {"limit": MAX_COLUMNS}
        )
    return Table(columns, rows)


def too_many_rows() -> TaskError:
    """Return the error for a table that is too long."""
    return TaskError("data.too_many_rows", _("The table has more than %(limit)d rows.") % {"limit": MAX_ROWS})


def is_rows(value: Any) -> bool:
    """Say whether a result is a list of rows."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _row(item: Any) -> Row:
    return {str(key): inner for key, inner in item.items()} if isinstance(item, dict) else {"value": item}
