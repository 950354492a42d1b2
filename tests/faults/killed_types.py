"""Kills (SIGKILL) a worker in the middle of each task type: `python -m tests.faults.killed_types <kills> <folder> [types]`.

A life is a forked worker that dies before the n-th statement it sends to the database; so it dies before, between and
after each outside effect, inside transactions and between them. Its lease is over at once, another worker goes on, and
in the end every outside effect was there once. One line of JSON per task type says how it went.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

ROUNDS = 40


class Killer:
    """Counts what this process sends to the database, and ends it before one of them."""

    def __init__(self, last: int | None):
        self.last, self.sent = last, 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.sent += 1
        if self.sent == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(60)
        return execute(*args)


def work() -> None:
    """Be a worker until nothing is left to do."""
    from django.utils import timezone

    from apps.commands.models import Run, TaskRun
    from apps.commands.runner import engine
    from apps.commands.runner.worker import work_on

    for _round in range(ROUNDS):
        due = list(TaskRun.objects.due(timezone.now()).values_list("pk", flat=True))
        for task in due:
            work_on(str(task))
        for run in Run.objects.filter(finished_at=None).values_list("pk", flat=True) if not due else ():
            engine.advance_run(run)
        if not TaskRun.objects.due(timezone.now()).exists():
            return


def life(last: int | None) -> tuple[bool, int]:
    """Let a worker live; return whether it was killed, and how many statements it sent if not."""
    from django.db import connection, connections

    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()  # a child has connections of its own
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        killer = Killer(last)
        try:
            connection.ensure_connection()
            with connection.execute_wrapper(killer):
                work()
            os.write(tell, str(killer.sent).encode())
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(0)
    os.close(tell)
    _pid, status = os.waitpid(child, 0)
    sent = os.read(told, 100)
    os.close(told)
    return os.waitstatus_to_exitcode(status) == -signal.SIGKILL, int(sent or 0)


def time_passes() -> None:
    """Let leases lapse, and every moment that is waited for come."""
    from django.utils import timezone

    from apps.commands.models import TaskRun

    now = timezone.now()
    TaskRun.objects.filter(state="running", lease_until__isnull=False).update(lease_until=now - timedelta(seconds=1))
    TaskRun.objects.filter(state="waiting").update(due_at=now)


def once(kind: Any, cast: Any, phase: int = -1, last: int | None = None) -> tuple[Any, list[int], bool]:
    """Run a graph of a type from start to end; in one phase of it a worker is killed."""
    command = kind.submit(cast)
    counts, killed = [], False
    for number, then in enumerate([*kind.answers, None]):
        if number == phase:
            killed = life(last)[0]
            time_passes()
        counts.append(life(None)[1])
        if then is not None:
            command.refresh_from_db()
            then(cast, command)
        time_passes()
    for _round in range(ROUNDS):
        command.refresh_from_db()
        if command.has_ended:
            break
        life(None)
        time_passes()
    return command, counts, killed


def places(counts: list[int], kills: int) -> list[tuple[int, int]]:
    """Return where to kill: a phase and a statement of it, spread over all of them."""
    every = [(phase, last) for phase, count in enumerate(counts) for last in range(1, count + 1)]
    return [every[number * len(every) // kills] for number in range(kills)]


def try_type(kind: Any, cast: Any, kills: int) -> dict[str, Any]:
    """Kill a worker so often in the middle of a type; return how often it was, and what was wrong afterwards."""
    once(kind, cast)  # what is loaded or opened once
    command, counts, _killed = once(kind, cast)
    wrong = [f"unharmed: {fault}" for fault in kind.faults(cast, command)]
    done, interrupted = 0, 0
    for phase, last in places(counts, kills):
        command, _counts, killed = once(kind, cast, phase, last)
        if not killed and last > 1:  # what a worker looks up once a second was one statement more before
            command, _counts, killed = once(kind, cast, phase, last - 1)
        done += killed
        interrupted += (command.error or {}).get("code") == "task.interrupted"
        wrong += [f"killed before statement {last} of {phase}: {fault}" for fault in kind.faults(cast, command)]
    return {"type": kind.name, "statements": counts, "killed": done, "interrupted": interrupted, "wrong": wrong}


def main(kills: int, folder: Path, wanted: list[str]) -> None:
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from apps.core import wake
    from tests.faults.effects import Cast, kinds

    seen = folder / "outside.log"
    seen.touch()
    outside = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.outside", str(seen)], stdout=subprocess.PIPE, text=True
    )
    try:
        port = int(outside.stdout.readline())  # type: ignore[union-attr]
        settings.ALTLAS_OUTGOING_ALLOW_NETWORKS, settings.ALTLAS_OUTGOING_PORTS = ["127.0.0.0/8"], [port]
        settings.SERVICE_HOSTS = ["127.0.0.0/8"]
        settings.ALTLAS_MODEL_URL, settings.ALTLAS_MODEL_NAME = f"http://127.0.0.1:{port}/v1", "m"
        wake.wake_now = lambda *_task, **_when: True  # rows are the truth: `work` looks at them
        cast = Cast(f"http://127.0.0.1:{port}", seen)
        for kind in kinds():
            if not wanted or kind.name in wanted:
                print(json.dumps(try_type(kind, cast, kills), ensure_ascii=False), flush=True)
    finally:
        outside.kill()
        outside.wait()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "altlas.settings")
    django.setup()
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
