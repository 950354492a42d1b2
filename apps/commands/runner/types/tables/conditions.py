"""Tests of a cell, as a filter asks them."""

from collections.abc import Callable
from typing import Any

from apps.commands.runner.types.tables.collation import value_key
from apps.commands.runner.types.tables.numbers import number
from apps.core.text import fold

OPERATORS = ("eq", "ne", "gt", "ge", "lt", "le", "contains", "empty", "not_empty")


def test_of(operator: str, wanted: Any) -> Callable[[Any], bool]:
    """Return the test; texts are compared by letters whatever their case and accents, numbers by size."""
    if operator in ("empty", "not_empty"):
        return lambda value: _is_empty(value) == (operator == "empty")
    if operator == "contains":
        part = fold(_written(wanted))
        return lambda value: part in fold(_written(value))
    if operator in ("eq", "ne"):
        return lambda value: _is_equal(value, wanted) == (operator == "eq")
    return lambda value: not _is_empty(value) and _is_ordered(operator, value, wanted)


def _is_empty(value: Any) -> bool:
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def _is_equal(value: Any, wanted: Any) -> bool:
    if isinstance(value, bool) or isinstance(wanted, bool):
        return fold(_written(value)) == fold(_written(wanted))
    left, right = number(value), number(wanted)
    if left is not None and right is not None:
        return left == right
    return fold(_written(value)).strip() == fold(_written(wanted)).strip()


def _is_ordered(operator: str, value: Any, wanted: Any) -> bool:
    left, right = value_key(value), value_key(wanted)
    if left[0] != right[0]:  # a word is neither above nor below a number
        return False
    return (
        {"gt": left > right, "ge": left >= right, "lt": left < right, "le": left <= right}[operator]
        if (left[:2] != right[:2])
        else operator in ("ge", "le")
    )


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
