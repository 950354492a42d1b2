"""Submits many commands to the measured installation: some that wait, or many at once; prints what it saw as JSON."""

import json
import sys
import time

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.db import connection  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.commands.actions.submitting import submit_command  # noqa: E402
from apps.commands.models import Command, TaskRun  # noqa: E402
from tests.load.runs.graphs import document, fan  # noqa: E402

OWNERS = 20
LONGEST = 300.0  # seconds


def people() -> list[User]:
    return [User.objects.get_or_create(username=f"o{n}", email=f"o{n}@example.org")[0] for n in range(OWNERS)]


def waiting(amount: int) -> dict:
    """Let so many runs wait for an hour; what one of them is in the database."""
    alt = {"alt": "2.0", "segments": [{"id": "w", "task_type": "wait", "parameters": {"duration": "PT1H"}}]}
    owners, before = people(), stored()
    for number in range(amount):
        submit_command(actor=owners[number % OWNERS], alt=alt)
    until = time.time() + LONGEST
    while TaskRun.objects.filter(state="waiting").count() < amount:
        if time.time() > until:
            raise SystemExit("they do not come to wait")
        time.sleep(0.2)
    after = stored()
    return {name: (after[name] - before[name]) / amount for name in after}


def stored() -> dict[str, int]:
    """Return how many rows and bytes the database holds; on SQLite no bytes."""
    rows = sum(model.objects.count() for model in apps.get_models() if model._meta.managed)
    if connection.vendor != "postgresql":
        return {"rows": rows}
    with connection.cursor() as database:
        database.execute("SELECT pg_database_size(current_database())")
        return {"rows": rows, "bytes": database.fetchone()[0]}


def at_once(amount: int, tasks: int) -> dict:
    """Submit so many commands of so many tasks as fast as one process can; how long each took."""
    owners, graph, began = people(), document(fan(tasks - 2)), time.time()
    keys = [submit_command(actor=owners[number % OWNERS], alt=graph).pk for number in range(amount)]
    submitted = time.time() - began
    rows = Command.objects.filter(pk__in=keys)
    while rows.filter(finished_at=None).exists():
        if time.time() - began > LONGEST:
            raise SystemExit(f"not finished after {LONGEST} s")
        time.sleep(0.1)
    if set(rows.values_list("state", flat=True)) != {"succeeded"}:
        raise SystemExit(f"{set(rows.values_list('state', flat=True))}")
    took = sorted((row.finished_at - row.created_at).total_seconds() for row in rows)
    return {
        "submit_s": submitted, "seconds": time.time() - began,
        "command_p50_s": took[len(took) // 2], "command_p95_s": took[int(0.95 * len(took))],
    }  # fmt: skip


def main() -> None:
    numbers = [int(text) for text in sys.argv[2:]]
    print(json.dumps(waiting(*numbers) if sys.argv[1] == "waiting" else at_once(*numbers)))


main()
