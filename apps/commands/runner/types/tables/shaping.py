"""Columns made to look as they should: rounded, in another currency, named anew, left out."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.runner.types.base import TaskError
from apps.commands.runner.types.tables.numbers import number, plain
from apps.commands.runner.types.tables.table import Row, Table

Step = dict[str, Any]


def round_numbers(table: Table, step: Step) -> Table:
    """Round the numbers of a column, halves away from zero as people do; without one, of all columns of numbers."""
    names = [table.column(step["column"])] if "column" in step else [
        name for name in table.columns if _holds_numbers(name, table.rows)
    ]  # fmt: skip
    place = Decimal(1).scaleb(-int(step.get("digits", 0)))
    rows = [{**row, **{name: _rounded(row.get(name), place) for name in names}} for row in table.rows]
    return Table(table.columns, rows, table.also)


def exchange(table: Table, step: Step) -> Table:
    """Multiply a column of amounts by an exchange rate, which the step must say: we know none."""
    name, rate = table.column(step["column"]), _rate(step)
    rows = [{**row, name: _exchanged(row.get(name), rate, name)} for row in table.rows]
    return Table(table.columns, rows, table.also)


def exchanged_amount(step: Step) -> Table:
    """An amount that the step itself says, in both currencies: one row that needs no table before it."""
    rate = _rate(step)
    source, target = step.get("from", "amount"), step["to"]
    amount = plain(Decimal(str(step["amount"])))
    return Table([source, target], [{source: amount, target: _exchanged(step["amount"], rate, source)}])


def rename(table: Table, step: Step) -> Table:
    """Give a column another name, at its place."""
    old, new = table.column(step["column"]), step["to"]
    if new != old and new in table.columns:
        raise TaskError("data.step_invalid", _("There is a column “%(name)s” already.") % {"name": new[:60]})
    columns = [new if name == old else name for name in table.columns]
    rows: list[Row] = [{(new if name == old else name): value for name, value in row.items()} for row in table.rows]
    return Table(columns, rows, {word: new if name == old else name for word, name in table.also.items()})


def drop(table: Table, step: Step) -> Table:
    """Leave some columns out."""
    gone = set(table.named(step["columns"]))
    columns = [name for name in table.columns if name not in gone]
    if not columns:
        raise TaskError("data.step_invalid", _("No column would be left."))
    rows = [{name: value for name, value in row.items() if name not in gone} for row in table.rows]
    return Table(columns, rows, {word: name for word, name in table.also.items() if name not in gone})


def _rate(step: Step) -> Decimal:
    said = step["rate"]
    if isinstance(said, str) and said.count(",") == 1 and "." not in said:
        said = said.replace(",", ".")  # 34,125 is no rate of thousands
    rate = number(said)
    if rate is None or rate <= 0:
        raise TaskError("data.step_invalid", _("“%(rate)s” is no exchange rate.") % {"rate": str(step["rate"])[:60]})
    return rate


def _holds_numbers(name: str, rows: list[Row]) -> bool:
    filled = [value for row in rows if (value := row.get(name)) not in (None, "")]
    return bool(filled) and all(number(value) is not None for value in filled)


def _exchanged(value: Any, rate: Decimal, column: str) -> Any:
    if value in (None, ""):
        return value
    if (amount := number(value)) is None:
        detail = _("“%(value)s” in column “%(column)s” is not a number.")
        raise TaskError("data.not_a_number", detail % {"value": str(value)[:60], "column": column[:60]})
    return plain(amount * rate)


def _rounded(value: Any, place: Decimal) -> Any:
    found = number(value)
    if found is None or abs(found) >= 10**15:  # what is no number stays as it is written, what is whole as well
        return value
    return plain(found.quantize(place, ROUND_HALF_UP))
