"""Entries as CSV."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from apps.audit.models import Entry
from apps.core.spreadsheets import csv_lines
from apps.core.strictjson import dumps
from apps.core.times import stamp

COLUMNS = (
    "seq", "at", "actor_name", "actor_id", "credential", "credential_id", "action", "target_type", "target_id",
    "outcome", "address", "request_id", "details", "previous_hash", "hash",
)  # fmt: skip


def as_csv(rows: QuerySet[Entry]) -> Iterator[str]:
    """Return the lines of a CSV file, oldest first."""
    found = rows.order_by("seq").values_list(*COLUMNS).iterator(chunk_size=5_000)
    return csv_lines(COLUMNS, (_cells(row) for row in found))


def _cells(row: tuple[Any, ...]) -> list[Any]:
    cells = dict(zip(COLUMNS, row, strict=True))
    return [*{**cells, "at": stamp(cells["at"]), "details": dumps(cells["details"]).decode()}.values()]
