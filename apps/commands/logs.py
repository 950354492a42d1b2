"""The log of a run, a page at a time."""

from typing import Any
from uuid import UUID

from apps.commands.models import Command, TaskRun

After = tuple[UUID, int]


def log_page(command: Command, task: str, after: After | None, limit: int) -> dict[str, Any]:
    """Return lines of a run behind a place, and the place to go on from; it is None where nothing follows so far.

    A line is told with the segment it is of, its place among the rounds, and its number from 1.
    """
    run = getattr(command, "run", None)
    if run is None:
        return {"results": [], "next": None}
    rows = TaskRun.objects.filter(run=run).exclude(log="").order_by("pk")
    if task:
        rows = rows.filter(segment=task)
    if after:
        rows = rows.filter(pk__gte=after[0])
    found: list[dict[str, Any]] = []
    for row in rows.only("segment", "path", "log").iterator(chunk_size=20):
        passed = after[1] if after and row.pk == after[0] else 0
        for number, text in enumerate(row.log.split("\n")[passed:], passed + 1):
            if len(found) == limit:
                last = found[-1]
                return {"results": found, "next": last["id"]}
            found.append(
                {"id": f"{row.pk}.{number}", "task": row.segment, "path": row.path, "line": number, "text": text}
            )
    return {"results": found, "next": None}
