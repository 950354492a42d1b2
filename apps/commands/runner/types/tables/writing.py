"""Tables as CSV, Markdown and plain text."""

import csv
import io
import re
from typing import Any

import orjson

from apps.commands.runner.types.tables.numbers import number
from apps.commands.runner.types.tables.table import Table

CELL_CHARACTERS = 200


def as_csv(table: Table) -> str:
    """Write CSV (RFC 4180); cells that a spreadsheet would calculate are made text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_harmless(name) for name in table.columns])
    writer.writerows([_harmless(row.get(name)) for name in table.columns] for row in table.rows)
    return text.getvalue()


def as_markdown(table: Table, comma: bool = False) -> str:
    """Write a Markdown table."""
    head = "| " + " | ".join(escaped(name) for name in table.columns) + " |"
    line = "|" + "|".join(" ---: " if _is_numeric(table, name) else " --- " for name in table.columns) + "|"
    body = (
        "| " + " | ".join(escaped(written(row.get(name), comma)) for name in table.columns) + " |" for row in table.rows
    )
    return "\n".join([head, line, *body])


def as_text(table: Table) -> str:
    """Write rows as lines of text, cells apart by tabs; a single column without its name."""
    lines = ["\t".join(written(row.get(name)) for name in table.columns) for row in table.rows]
    head = ["\t".join(table.columns)] if len(table.columns) > 1 else []
    return "\n".join(head + lines)


def written(value: Any, comma: bool = False) -> str:
    """Write one cell on one line; `comma` writes computed fractions as in Turkish."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = f"{value:.6f}".rstrip("0").rstrip(".") if 1e-4 <= abs(value) < 1e15 or value == 0 else repr(value)
        return text.replace(".", ",") if comma else text
    if isinstance(value, dict | list):
        value = orjson.dumps(value).decode()
    text = " ".join(str(value).split())
    return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"


def escaped(text: str) -> str:
    """Escape what Markdown would act on; names that ping people lose their effect (a word joiner after @)."""
    text = re.sub(r"([\\`*\[\]<>|~]|(?<!\w)_|_(?!\w))", r"\\\1", text)
    return re.sub(r"(?<!\w)@(?=\w)", "@\u2060", text)


def _harmless(value: Any) -> str:
    text = written_fully(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") and number(text) is None else text


def written_fully(value: Any) -> str:
    """Write one cell without cutting it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return orjson.dumps(value).decode()
    return "" if value is None else str(value)


def _is_numeric(table: Table, name: str) -> bool:
    cells = [row.get(name) for row in table.rows]
    return bool(cells) and all(number(cell) is not None for cell in cells if cell not in (None, ""))
