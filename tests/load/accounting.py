"""What processes used: CPU seconds and memory of process trees, from /proc."""

import os
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> tuple[int, float]:
    """Return the parent of a process and the CPU seconds of it and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), sum(map(int, fields[11:15])) / TICKS


def tree(roots: Iterable[int]) -> list[int]:
    """Return the living processes under some roots, roots included."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                children[_stat(int(entry))[0]].append(int(entry))
            except OSError:
                continue
    found, left = [], [pid for pid in roots if Path(f"/proc/{pid}").exists()]
    while left:
        pid = left.pop()
        found.append(pid)
        left += children[pid]
    return found


def cpu_seconds(roots: Iterable[int]) -> float:
    """Return the user and system time of process trees, children that have ended included."""
    total = 0.0
    for pid in tree(roots):
        try:
            total += _stat(pid)[1]
        except OSError:
            continue
    return total


def resident_kib(roots: Iterable[int]) -> int:
    """Return the memory that process trees hold, shared pages divided among their users."""
    total = 0
    for pid in tree(roots):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


class Usage:
    """CPU of the server's processes and of this client between two moments."""

    def __init__(self, roots: Iterable[int]):
        self.roots = list(roots)
        self.began, self.server, self.client = time.perf_counter(), cpu_seconds(self.roots), time.process_time()

    def stop(self) -> dict[str, float]:
        passed = time.perf_counter() - self.began
        client = time.process_time() - self.client
        return {
            "seconds": passed,
            "server_cpu": max(cpu_seconds(self.roots) - self.server, 1 / TICKS),
            "client_share": client / passed,
        }
