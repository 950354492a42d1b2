"""Runs the graphs through the product's own action, against workers that run already; prints what it saw as JSON.

Started as `manage.py shell -c` is: with the settings of the measured installation.
"""

import json
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.commands.actions.submitting import submit_command  # noqa: E402
from apps.commands.models import Command, TaskRun  # noqa: E402
from tests.load.runs.graphs import GRAPHS, QUICK, document  # noqa: E402

LONGEST = 300.0  # seconds


def run(owner: User, graph: list[list[int]]) -> dict:
    began = time.time()
    command = submit_command(actor=owner, alt=document(graph))
    submitted = time.time() - began
    while not Command.objects.filter(pk=command.pk, finished_at__isnull=False).exists():
        if time.time() - began > LONGEST:
            raise SystemExit(f"not finished after {LONGEST} s")
        time.sleep(0.05)
    command.refresh_from_db()
    if command.state != "succeeded":
        raise SystemExit(f"{command.state}: {command.error}")
    return {"submit_s": submitted, "seconds": time.time() - began, "delays": delays(command)}


def delays(command: Command) -> list[float]:
    """Return for every task the seconds from when it could begin until it began."""
    tasks = {task.segment: task for task in TaskRun.objects.filter(run__command=command)}
    ready = {
        name: max([tasks[before].finished_at for before in task.dependencies], default=command.started_at)
        for name, task in tasks.items()
    }
    return [(task.started_at - ready[name]).total_seconds() for name, task in tasks.items()]


def main() -> None:
    if sys.argv[1] == "migrate":
        call_command("migrate", verbosity=0)
        User.objects.create(username="bench", email="bench@example.org")
        return
    owner = User.objects.get(username="bench")
    graphs = QUICK if sys.argv[1] == "quick" else GRAPHS
    print(json.dumps(run(owner, graphs[sys.argv[2]])))


main()
