"""Two tables put side by side."""

from typing import Any

from apps.commands.runner.types.tables.table import MAX_ROWS, Row, Table, too_many_rows
from apps.core.text import fold


def join(left: Table, right: Table, step: dict[str, Any]) -> Table:
    """Put each row beside its partners in the other table; `how: left` keeps rows that have none."""
    words = [step["on"]] if isinstance(step["on"], str) else step["on"]
    mine = [left.column(word) for word in words]
    theirs = [right.column(word) for word in words]
    names = _names(left.columns, [name for name in right.columns if name not in theirs])
    partners: dict[tuple[str, ...], list[Row]] = {}
    for row in right.rows:
        partners.setdefault(_key(row, theirs), []).append({new: row.get(old) for old, new in names.items()})
    alone = [dict.fromkeys(names.values())] if step.get("how") == "left" else []
    rows: list[Row] = []
    for row in left.rows:
        rows += [{**row, **partner} for partner in partners.get(_key(row, mine), alone)]
        if len(rows) > MAX_ROWS:
            raise too_many_rows()
    return Table([*left.columns, *names.values()], rows)


def _key(row: Row, names: list[str]) -> tuple[str, ...]:
    return tuple(fold(str(row.get(name, ""))).strip() for name in names)


def _names(taken: list[str], added: list[str]) -> dict[str, str]:
    """Return new names for the added columns, so that none hides another."""
    used, found = set(taken), {}
    for name in added:
        new, again = name, 2
        while new in used:
            new, again = f"{name}_{again}", again + 1
        used.add(new)
        found[name] = new
    return found
