"""A result as a person reads it in a conversation."""

from typing import Any

from django.utils.translation import gettext as _

from apps.commands.runner.types.tables.table import Table, as_table
from apps.commands.runner.types.tables.writing import as_markdown, escaped, written

DEFAULT_ROWS = 20
MAX_COLUMNS = 8
MAX_CHARACTERS = 20_000
TAIL = 200  # kept free for the line that says what was left out


def shown(value: Any, limit: int | None = None, comma: bool = False, room: int = MAX_CHARACTERS) -> str:
    """Return Markdown: a numbered list for counted rows, a table for others, texts as they are."""
    if value is None or value in ("", [], {}):
        return _("No rows.") if value == [] else _("No result.")
    if isinstance(value, str):
        return _text(value, limit, room)
    if isinstance(value, dict) and not any(isinstance(inner, dict | list) for inner in value.values()):
        return _pairs(value, comma, room)
    if not isinstance(value, list | dict):
        return written(value, comma)
    if isinstance(value, list) and not isinstance(value[0], dict):
        return _fit([f"- {escaped(written(item, comma))}" for item in value], [], limit, room)
    return _table(as_table(value), limit, comma, room)


def _table(table: Table, limit: int | None, comma: bool, room: int) -> str:
    if len(table.rows) == 1 and len(table.columns) <= 2 and not _is_counted(table):
        return _pairs(table.rows[0], comma, room)
    if _is_counted(table):
        return _fit(
            [f"{place}. {_counted(table, row, comma)}" for place, row in enumerate(table.rows, 1)],
            [],
            limit,
            room,
        )
    cut = Table(table.columns[:MAX_COLUMNS], table.rows[: limit or DEFAULT_ROWS])
    head, line, *rows = as_markdown(cut, comma).splitlines()
    left = len(table.rows) - len(rows)
    return _fit(rows, [head, line], limit or DEFAULT_ROWS, room, left if limit is None else 0)


def _is_counted(table: Table) -> bool:
    """Say whether the last column is a figure that the others name: the result of a count or a sum."""
    if not 2 <= len(table.columns) <= 3:
        return False
    figures = [row.get(table.columns[-1]) for row in table.rows]
    named = all(isinstance(row.get(name), str | None) for row in table.rows for name in table.columns[:-1])
    return named and all(isinstance(value, int | float) and not isinstance(value, bool) for value in figures)


def _counted(table: Table, row: dict[str, Any], comma: bool) -> str:
    names = ", ".join(escaped(written(row.get(name)) or "–") for name in table.columns[:-1])
    return f"{names}: {written(row[table.columns[-1]], comma)}"


def _pairs(row: dict[str, Any], comma: bool, room: int) -> str:
    lines = [f"**{escaped(written(name))}**: {escaped(written(value, comma))}" for name, value in row.items()]
    return _fit(lines, [], len(lines), room)


def _text(text: str, limit: int | None, room: int) -> str:
    lines = text.strip().splitlines()
    if limit is not None:
        lines = lines[:limit]
    whole = "\n".join(lines)
    return whole if len(whole) <= room else whole[: room - 1] + "…"


def _fit(lines: list[str], head: list[str], limit: int | None, room: int, left: int = 0) -> str:
    """Return the lines there is room for; a last one says how many more there are, without a limit."""
    wanted = lines[: limit or DEFAULT_ROWS]
    missing = left if limit is not None else len(lines) - len(wanted)
    size = sum(len(line) + 1 for line in head)
    kept = list(head)
    for index, line in enumerate(wanted):
        size += len(line) + 1
        if size > room - TAIL:
            missing += len(wanted) - index
            break
        kept.append(line)
    if missing > 0:
        kept += ["", _("… and %(n)d more.") % {"n": missing}]
    return "\n".join(kept)
