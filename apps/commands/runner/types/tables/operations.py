"""What can be done with a table. Each operation takes a table and its step, and returns a new table."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.runner.types.base import TaskError
from apps.commands.runner.types.tables.collation import value_key
from apps.commands.runner.types.tables.conditions import test_of
from apps.commands.runner.types.tables.numbers import number, plain
from apps.commands.runner.types.tables.shaping import drop, rename, round_numbers
from apps.commands.runner.types.tables.table import Row, Table
from apps.core.text import fold

Step = dict[str, Any]
# What people call the result of a count or a sum, beside its own column.
COUNT_WORDS = ("count", "sayi", "adet", "toplam", "total")
FUNCTION_WORDS = {
    "sum": ("toplam", "total"),
    "avg": ("ortalama", "average", "mean"),
    "min": ("en az",),
    "max": ("en çok",),
    "count": COUNT_WORDS,
}


def select(table: Table, step: Step) -> Table:
    """Keep some columns, in the order asked for."""
    names = table.named(step["columns"])
    return Table(names, [{name: row.get(name) for name in names} for row in table.rows], table.also)


def filter_rows(table: Table, step: Step) -> Table:
    """Keep the rows that pass a test; without a column, by whether the whole row is empty."""
    if "column" not in step:
        return _by_emptiness(table, step["operator"])
    name = table.column(step["column"])
    passes = test_of(step["operator"], step.get("value"))
    return Table(table.columns, [row for row in table.rows if passes(row.get(name))], table.also)


def _by_emptiness(table: Table, operator: str) -> Table:
    if operator not in ("empty", "not_empty"):
        raise _column_missing("filter")
    is_empty = test_of("empty", None)
    rows = [row for row in table.rows if all(map(is_empty, row.values())) == (operator == "empty")]
    return Table(table.columns, rows, table.also)


def count(table: Table, step: Step) -> Table:
    """Count the rows of each value, most first; without `by`, all rows."""
    names = table.named(step.get("by", ()))
    counted = _free("count", names)
    also = dict.fromkeys(COUNT_WORDS, counted)
    if not names:
        return Table([counted], [{counted: len(table.rows)}], also)
    rows = [{**first, counted: len(rows)} for first, rows in _grouped(table, names)]
    rows.sort(key=lambda row: (-row[counted], [value_key(row[name]) for name in names]))
    return Table([*names, counted], rows, also)


def aggregate(table: Table, step: Step) -> Table:
    """Add up, average, or find the least or most of a column, for each value of `by` or for all rows."""
    function = step["function"]
    if function == "count" and "column" not in step:
        return count(table, step)
    if "column" not in step:
        raise _column_missing(function)
    column, names = table.column(step["column"]), table.named(step.get("by", ()))
    result = _free(f"{function}_{column}", names)
    groups = _grouped(table, names) if names else [({}, table.rows)]
    rows = [{**first, result: _figure(function, column, rows)} for first, rows in groups]
    rows.sort(key=lambda row: [value_key(row[name]) for name in names])
    words = (function, column, *FUNCTION_WORDS[function])
    return Table([*names, result], rows, {fold(word): result for word in words})


def sort(table: Table, step: Step) -> Table:
    """Put the rows in order; equal ones stay as they stood, empty cells come last."""
    rows = list(table.rows)
    for name in reversed(table.named(step["by"])):
        filled = [row for row in rows if row.get(name) not in (None, "")]
        empty = [row for row in rows if row.get(name) in (None, "")]
        filled.sort(key=lambda row, name=name: value_key(row[name]), reverse=step.get("order") == "desc")  # type: ignore[misc]
        rows = filled + empty
    return Table(table.columns, rows, table.also)


def top(table: Table, step: Step) -> Table:
    """Keep the first rows; with `by`, those with the most."""
    if "by" in step:
        table = sort(table, {"by": step["by"], "order": "desc"})
    return Table(table.columns, table.rows[: step["n"]], table.also)


def distinct(table: Table, step: Step) -> Table:
    """Keep the first row of each value; without `by`, of each whole row."""
    names = table.named(step.get("by", ())) or table.columns
    seen: dict[tuple[str, ...], Row] = {}
    for row in table.rows:
        seen.setdefault(_identity(row, names), row)
    return Table(table.columns, list(seen.values()), table.also)


def group(table: Table, step: Step) -> Table:
    """Put the rows of each value together, with their number."""
    names = table.named(step["by"])
    counted, inner = _free("count", names), _free("rows", names)
    rows = [{**first, counted: len(rows), inner: rows} for first, rows in _grouped(table, names)]
    return Table([*names, counted, inner], rows, dict.fromkeys(COUNT_WORDS, counted))


OPERATIONS: dict[str, Callable[[Table, Step], Table]] = {
    "select": select,
    "filter": filter_rows,
    "count": count,
    "aggregate": aggregate,
    "sort": sort,
    "top": top,
    "distinct": distinct,
    "group": group,
    "round": round_numbers,
    "rename": rename,
    "drop": drop,
}


def _column_missing(step: str) -> TaskError:
    return TaskError("data.step_invalid", _("“%(step)s” needs a column.") % {"step": step})


def _grouped(table: Table, names: list[str]) -> list[tuple[Row, list[Row]]]:
    """Return the rows by their values in `names`, in the order they first appear."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in table.rows:
        groups.setdefault(_identity(row, names), []).append(row)
    return [({name: _shown(rows[0].get(name)) for name in names}, rows) for rows in groups.values()]


def _shown(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _identity(row: Row, names: list[str]) -> tuple[str, ...]:
    """Return what makes two rows the same: texts without outer blanks, everything else as it is written."""
    return tuple(value.strip() if isinstance(value := row.get(name), str) else f"\0{value!r}" for name in names)


def _free(name: str, taken: list[str]) -> str:
    again, free = 2, name
    while free in taken:
        free, again = f"{name}_{again}", again + 1
    return free


def _figure(function: str, column: str, rows: list[Row]) -> Any:
    filled = [value for row in rows if (value := row.get(column)) not in (None, "")]
    if function == "count":
        return len(filled)
    if not filled:
        return 0 if function == "sum" else None
    if function in ("min", "max"):
        return (min if function == "min" else max)(filled, key=value_key)
    figures: list[Decimal] = []
    for value in filled:
        if (figure := number(value)) is None:
            raise TaskError(
                "data.not_a_number",
                _("“%(value)s” in column “%(column)s” is not a number.")
                % {"value": str(value)[:60], "column": column[:60]},
            )
        figures.append(figure)
    total = sum(figures, Decimal(0))
    return plain(total if function == "sum" else total / len(figures))
