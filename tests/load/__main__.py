"""`make bench`: one room of people, ALT_LAS beside the plainest Channels chat, in turn, in one run.

Figures of one machine say little; the ratios of one run say what the design is worth.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
from pathlib import Path

import uvloop

from tests.load.peers import AltLas, Peer, PlainChannels
from tests.load.room import Room

HIGHER = ("sends_per_second", "deliveries_per_second", "deliveries_per_cpu_second")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--members", type=int, default=100, help="people in the room (100)")
    parser.add_argument("--seconds", type=float, default=5.0, help="length of one phase (5)")
    parser.add_argument("--window", type=int, default=16, help="messages in flight in the closed loop (16)")
    parser.add_argument("--rate", type=float, default=10.0, help="messages per second of the steady phase (10)")
    parser.add_argument("--rounds", type=int, default=3, help="how often the peers take turns (3)")
    parser.add_argument("--quick", action="store_true", help="one round of two seconds")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    return parser.parse_args()


async def measure(peer: Peer, options: argparse.Namespace) -> dict[str, dict[str, float]]:
    room = Room(peer)
    before = peer.resident_kib()
    await room.open()
    await asyncio.sleep(1)
    memory = (peer.resident_kib() - before) / peer.members
    await room.closed_loop(min(1.0, options.seconds), options.window)  # warm-up, not counted
    closed = (await room.closed_loop(options.seconds, options.window)).as_dict()
    steady = (await room.steady(options.seconds, options.rate)).as_dict()
    await room.close()
    return {"closed loop": closed, "steady": steady, "idle": {"kib_per_socket": memory}}


def main() -> None:
    options = arguments()
    if options.quick:
        options.rounds, options.seconds = 1, 2.0
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    found: dict[str, list[dict[str, dict[str, float]]]] = {}
    for _round in range(options.rounds):
        for kind in (PlainChannels, AltLas):
            with tempfile.TemporaryDirectory() as folder, kind(Path(folder), options.members) as peer:
                found.setdefault(peer.name, []).append(uvloop.run(measure(peer, options)))
    show(found, options)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))


def show(found: dict[str, list[dict[str, dict[str, float]]]], options: argparse.Namespace) -> None:
    kind = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    bus = "Redis" if os.environ.get("REDIS_URL") else "in-process"
    print(f"{options.members} members, {options.rounds} rounds, {kind}, {bus}; medians")
    print(f"{'':34}{'channels':>12}{'altlas':>12}{'ratio':>10}")
    first = found["altlas"][0]
    for phase, figures in first.items():
        for name in figures:
            base, own = (statistics.median(r[phase][name] for r in found[peer]) for peer in ("channels", "altlas"))
            ratio = f"{own / base:.2f}" if base else "-"
            print(f"{phase + ' ' + name:34}{base:12.1f}{own:12.1f}{ratio:>10}")


if __name__ == "__main__":
    main()
