"""`python -m tests.load.runs.many`: what a waiting run costs, and what many commands at once do to the chat beside them.

PostgreSQL, Redis, a web process and a worker have one processor core; whoever submits and chats has the other.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.backing import pinned
from tests.load.accounting import cpu_seconds, resident_kib, tree
from tests.load.peers import ROOT, SERVER_CORE, AltLas, Stack
from tests.load.scenarios import Crowd, connect_all

CLIENT_CORE, MEMBERS, PER_SECOND = 1, 10, 10.0


@contextmanager
def worker(peer: AltLas, folder: Path) -> Iterator[int]:
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [*pinned(SERVER_CORE), sys.executable, "manage.py", "worker", "--threads", "4"],
            cwd=ROOT, env=peer.environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    time.sleep(8)  # it says nothing when it is there
    try:
        yield process.pid
    finally:
        running = tree([process.pid])
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            for pid in running:
                subprocess.run(["kill", "-9", str(pid)], check=False)


def submitting(peer: AltLas, *what: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*pinned(CLIENT_CORE), sys.executable, "-m", "tests.load.runs.in_many", *map(str, what)],
        cwd=ROOT, env=peer.environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    told, _nothing = process.communicate(timeout=600)
    if process.returncode:
        raise RuntimeError(told)
    return json.loads(told.strip().splitlines()[-1])


def idle(pids: list[int], seconds: float) -> dict[str, float]:
    before = cpu_seconds(pids)
    time.sleep(seconds)
    return {"cpu_ms_per_s": 1e3 * (cpu_seconds(pids) - before) / seconds}


def waiting(peer: AltLas, pid: int, runs: int, seconds: float) -> dict[str, Any]:
    """What so many runs that wait cost: rows, bytes, the worker's memory, the CPU of worker, PostgreSQL and Redis."""
    answer(submitting(peer, "waiting", 20))  # what is loaded once
    pids = [pid, *peer.stack.pids()]
    none, memory = idle(pids, seconds), resident_kib([pid])
    each = answer(submitting(peer, "waiting", runs))
    time.sleep(5)
    return {
        "each": each, "worker_kib_more": resident_kib([pid]) - memory,
        "cpu_ms_per_s_without": none["cpu_ms_per_s"], "cpu_ms_per_s_with": idle(pids, seconds)["cpu_ms_per_s"],
    }  # fmt: skip


async def beside(peer: AltLas, commands: int, tasks: int) -> dict[str, Any]:
    """How long messages take while nothing runs, and while so many commands of so many tasks were submitted at once."""
    links = await connect_all(peer, [(person, 0) for person in range(MEMBERS)])
    crowd = Crowd(peer, links, [(0, 0), (1, 0)], MEMBERS)
    await crowd.steady(2, PER_SECOND)
    quiet = await crowd.steady(10, PER_SECOND)
    process = submitting(peer, "at_once", commands, tasks)
    busy = []
    while process.poll() is None:
        busy.append(await crowd.steady(5, PER_SECOND))
    crowd.close()
    names = ("p50_ms", "p99_ms", "lost", "doubled")
    return {
        "alone": {name: quiet[name] for name in names}, "beside": [{name: one[name] for name in names} for one in busy],
        "commands": answer(process),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.runs.many", description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000, help="that wait (1,000)")
    parser.add_argument("--seconds", type=float, default=30.0, help="of watching what waiting costs (30)")
    parser.add_argument("--commands", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="altlas-many-") as place:
        stack = Stack(Path(place))
        peer = AltLas(stack, Path(place) / "altlas", MEMBERS, 0, 50)  # 50 wrote what is history
        try:
            peer.start()
            with worker(peer, Path(place)) as pid:
                print(json.dumps(asyncio.run(beside(peer, options.commands, options.tasks)), indent=1), flush=True)
                print(json.dumps(waiting(peer, pid, options.runs, options.seconds), indent=1), flush=True)
        finally:
            if peer.process is not None:
                peer.stop()
            stack.stop()


if __name__ == "__main__":
    main()
