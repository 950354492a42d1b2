"""`python -m tests.load.runs`: tasks per second of ALT_LAS's runner, bare Celery and Prefect on the same graphs.

Each peer in turn, in one run: its workers, PostgreSQL and Redis have one processor core, whoever submits has the other.
Ratios are of tasks per CPU second of the server's side, and of tasks per second.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.backing import pinned
from tests.faults.server import free_port
from tests.load.accounting import Usage, tree
from tests.load.peers import ROOT, SERVER_CORE, Stack
from tests.load.runs.graphs import GRAPHS, QUICK

CLIENT_CORE = 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load.runs", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often the peers take turns (3)")
    parser.add_argument("--threads", type=int, default=4, help="tasks at the same time in each peer (4)")
    parser.add_argument("--quick", action="store_true", help="small graphs, one round")
    parser.add_argument("--prefect", type=Path, help="the Python of an environment that has Prefect")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    return parser.parse_args()


class Peer:
    """Something that runs graphs: `serve` starts its processes, `run` asks for one graph."""

    name = ""
    driver: tuple[str, ...] = ()

    def __init__(self, stack: Stack, folder: Path, options: argparse.Namespace):
        self.stack, self.folder, self.options = stack, folder, options
        self.environment = {**stack.environment(self.name.partition(" ")[0].lower()), "PYTHONPATH": str(ROOT)}

    def prepare(self) -> None:
        """Make what is there before anything is measured."""

    def servers(self) -> list[list[str]]:
        raise NotImplementedError

    def run(self, graph: str) -> dict[str, Any]:
        size = "quick" if self.options.quick else "whole"
        done = subprocess.run(
            [*pinned(CLIENT_CORE), *self.driver, size, graph], cwd=ROOT, env=self.environment,
            capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{self.name}: {done.stdout[-1_000:]}{done.stderr[-3_000:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    def wait(self) -> None:
        """Wait until it is there; a worker says nothing, and what comes early waits in the broker."""
        time.sleep(8)

    @contextmanager
    def serving(self) -> Iterator[list[int]]:
        self.prepare()
        started = []
        with (self.folder / f"{self.name}.log").open("ab") as log:
            for command in self.servers():
                started.append(subprocess.Popen([*pinned(SERVER_CORE), *command], cwd=ROOT, env=self.environment,
                                                stdout=log, stderr=log, start_new_session=True))  # fmt: skip
        self.wait()
        try:
            yield [process.pid for process in started]
        finally:
            for process in started:
                running = tree([process.pid])
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    for pid in running:
                        subprocess.run(["kill", "-9", str(pid)], check=False)


class AltLas(Peer):
    name = "ALT_LAS"
    driver = (sys.executable, "-m", "tests.load.runs.in_altlas")

    def __init__(self, *given: Any):
        super().__init__(*given)
        self.environment |= {
            "ALTLAS_ENV": "test", "ALTLAS_EMBEDDED": "false", "ALTLAS_DATA_DIR": str(self.folder / "data"),
            "DJANGO_SETTINGS_MODULE": "altlas.settings",
        }  # fmt: skip

    def prepare(self) -> None:
        subprocess.run([*self.driver, "migrate"], cwd=ROOT, env=self.environment, check=True)

    def servers(self) -> list[list[str]]:
        return [[sys.executable, "manage.py", "worker", "--threads", str(self.options.threads)]]


class Bare(Peer):
    name = "bare Celery"
    driver = (sys.executable, "-m", "tests.load.runs.in_celery")

    def servers(self) -> list[list[str]]:
        worker = ["-m", "celery", "-A", "tests.load.runs.in_celery:app", "worker", "--pool=threads", "--without-gossip"]
        return [[sys.executable, *worker, "--without-mingle", f"--concurrency={self.options.threads}"]]


class Prefect(Peer):
    """Its tasks run where the flow is asked for, on the client's core, and are not counted: to its advantage."""

    name = "Prefect"

    def wait(self) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/health", timeout=5).close()
                return
            except OSError:
                time.sleep(1)
        raise RuntimeError("Prefect's server did not start")

    def __init__(self, *given: Any):
        super().__init__(*given)
        port = free_port()
        self.environment |= {
            "PREFECT_HOME": str(self.folder / "prefect"), "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            "PREFECT_API_DATABASE_CONNECTION_URL": self.environment["DATABASE_URL"].replace(
                "postgres://", "postgresql+asyncpg://"
            ),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PREFECT_LOGGING_LEVEL": "ERROR",
            "BENCH_THREADS": str(self.options.threads),
        }  # fmt: skip
        self.port = port
        self.driver = (str(self.options.prefect), str(Path(__file__).with_name("in_prefect.py")))

    def servers(self) -> list[list[str]]:
        return [[str(self.options.prefect), "-m", "prefect", "server", "start", "--port", str(self.port)]]


def measure(peer: Peer, graphs: dict[str, list[list[int]]]) -> dict[str, dict[str, Any]]:
    found = {}
    with peer.serving() as pids:
        peer.run(next(iter(graphs)))  # what happens only the first time is not what is measured
        for name, graph in graphs.items():
            usage = Usage([*pids, *peer.stack.pids()])
            seen = peer.run(name)
            used = usage.stop()
            delays = sorted(seen.get("delays", []))
            found[name] = {
                "tasks_per_s": len(graph) / seen["seconds"],
                "tasks_per_cpu_s": len(graph) / used["server_cpu"],
                **({"delay_p50_ms": 1e3 * statistics.median(delays), "delay_p95_ms": 1e3 * delays[int(0.95 * len(delays))]}
                   if delays else {}),
            }  # fmt: skip
    return found


def main() -> None:
    options = arguments()
    graphs = QUICK if options.quick else GRAPHS
    kinds: list[type[Peer]] = [AltLas, Bare, *([Prefect] if options.prefect else [])]
    rounds: list[dict[str, dict[str, dict[str, Any]]]] = []
    with tempfile.TemporaryDirectory(prefix="altlas-runs-") as place:
        stack = Stack(Path(place))
        try:
            for _ in range(1 if options.quick else options.rounds):
                rounds.append({kind.name: measure(kind(stack, Path(place), options), graphs) for kind in kinds})
                print(json.dumps(rounds[-1]), flush=True)
        finally:
            stack.stop()
    for name in graphs:
        print(f"\n{name}")
        for figure in ("tasks_per_s", "tasks_per_cpu_s", "delay_p50_ms", "delay_p95_ms"):
            middle = {
                kind.name: statistics.median(one[kind.name][name][figure] for one in rounds)
                for kind in kinds
                if figure in rounds[0][kind.name][name]
            }
            mine = middle["ALT_LAS"]
            others = [
                f"{peer} {value:,.1f} ({mine / value:.2f} ×)" for peer, value in middle.items() if peer != "ALT_LAS"
            ]
            print(f"  {figure:16} ALT_LAS {mine:,.1f}   " + "   ".join(others))
    print(f"\nload of the machine: {os.getloadavg()[0]:.1f}")
    if options.json:
        options.json.write_text(json.dumps(rounds, indent=1))


if __name__ == "__main__":
    main()
