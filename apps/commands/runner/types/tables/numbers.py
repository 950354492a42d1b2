"""Numbers as people and programs write them. Cells stay text; they are read only to sort and add up."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
GROUPED_COMMA = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)  # 1,234,567.89, but not 0,925
GROUPED_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(\.\d{3}){2,}", re.ASCII)  # 1.234.567,89
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
UNITS = re.compile(r"^(₺|\$|€|£|TL\b|TRY\b|USD\b|EUR\b)\s*|\s*(₺|\$|€|£|%|TL|TRY|USD|EUR)$", re.ASCII)
LONGEST = 60


def number(value: Any) -> Decimal | None:
    """Return the number a cell holds, or `None`."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        found = Decimal(str(value))
        return found if found.is_finite() else None
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        return None
    text = UNITS.sub("", value.strip()).replace("\u00a0", "").replace("\u202f", "").strip()
    if GROUPED_COMMA.fullmatch(text):
        text = text.replace(",", "")
    elif GROUPED_POINT.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    if not PLAIN.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
        return None


def plain(value: Decimal) -> int | float:
    """Return a number as JSON has it: whole ones as integers."""
    if value == value.to_integral_value() and abs(value) < 2**53:
        return int(value)
    return float(value)
