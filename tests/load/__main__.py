"""`make bench`: ALT_LAS beside the plainest Channels chat, ejabberd and the kernel's limit, in turn, in one run.

Figures of one machine say little; the ratios of one run say what the design is worth. The servers, PostgreSQL and
Redis have one processor core, the client has the other. Work is counted per CPU second of the server's side.
"""

import argparse
import json
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

import uvloop

from tests.load import scenarios
from tests.load.flight import flight
from tests.load.peers import PEERS, AltLas, Ejabberd, Peer, Stack

CLIENT_CORE = 1
SHOWN = (
    # title, scenario, phase, figure, peers to compare with
    ("S1 deliveries / CPU s", "s1", "closed", "deliveries_per_cpu_s"),
    ("S1 deliveries / s", "s1", "closed", "deliveries_per_s"),
    ("S1 p99 ms", "s1", "closed", "p99_ms"),
    ("S1 client share", "s1", "closed", "client_share"),
    ("S1 lost", "s1", "closed", "lost"),
    ("S2 messages / CPU s", "s2", None, "sent_per_cpu_s"),
    ("S2 messages / s", "s2", None, "sent_per_s"),
    ("S2 p99 ms", "s2", None, "p99_ms"),
    ("p99 ms at 5,000 deliveries/s", "s1", "50/s", "p99_ms"),
    ("p99 ms at 20,000 deliveries/s", "s1", "200/s", "p99_ms"),
    ("last 50 of 10,000 reads / CPU s", "history", None, "reads_per_cpu_s"),
    ("KiB per idle socket", "idle", None, "kib_per_socket"),
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--members", type=int, default=100, help="people in the room of S1 (100)")
    parser.add_argument("--pairs", type=int, default=100, help="rooms of two in S2 (100)")
    parser.add_argument("--idle", type=int, default=1_000, help="silent sockets, measured in the first round (1000)")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one phase (4)")
    parser.add_argument(
        "--window", type=int, default=16, help="messages in flight in S1 (16; 64 where frames are joined)"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often the peers take turns (3)")
    parser.add_argument("--peers", default="", help="only these, by commas: " + ", ".join(p.name for p in PEERS))
    parser.add_argument("--only", default="s1,s2,history,idle,flight", help="only these scenarios, by commas")
    parser.add_argument("--quick", action="store_true", help="one short round without the large ones")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    return parser.parse_args()


def measure(kind: type[Peer], stack: Stack, folder: Path, options: argparse.Namespace, first: bool) -> dict[str, Any]:
    only = options.only.split(",")
    alone = kind is AltLas
    people = options.idle if first and alone and "idle" in only else 0
    peer = kind(stack, folder, options.members, options.pairs, people)
    peer.start()
    found: dict[str, Any] = {}
    try:
        if "s1" in only:
            joined = kind.name.endswith("ms")
            rates = [50.0, 200.0] if kind in (AltLas, Ejabberd) or joined else []
            window = 4 * options.window if joined else options.window
            found["s1"] = uvloop.run(scenarios.one_room(peer, options.seconds, window, rates))
        if "s2" in only and kind.durable:
            found["s2"] = uvloop.run(scenarios.pairs(peer, options.seconds))
        if "history" in only and kind.history and not kind.name.endswith("ms"):
            found["history"] = uvloop.run(scenarios.history(peer, options.seconds))
        if "flight" in only and alone:
            found["flight"] = uvloop.run(flight(peer, options.seconds))  # type: ignore[arg-type]
        if people:
            found["idle"] = uvloop.run(scenarios.idle(peer, people))
    finally:
        peer.stop()
    return found


def main() -> None:
    options = arguments()
    if options.quick:
        options.rounds, options.seconds, options.idle = 1, 2.0, 0
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {CLIENT_CORE})
    wanted = options.peers.split(",") if options.peers else [kind.name for kind in PEERS]
    found: dict[str, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory(prefix="altlas-bench-") as text:
        folder = Path(text)
        stack = Stack(folder)
        try:
            for number in range(options.rounds):
                for kind in PEERS:
                    if kind.name not in wanted:
                        continue
                    if absent := kind.missing():
                        print(f"{kind.name} is left out: {absent} is not installed")
                        wanted.remove(kind.name)
                        continue
                    here = folder / f"{number}-{kind.__name__}"
                    found.setdefault(kind.name, []).append(measure(kind, stack, here, options, not number))
                    print(f"round {number + 1} of {options.rounds}: {kind.name}", flush=True)
                    if options.json:  # also of a run that does not come to its end
                        options.json.write_text(json.dumps(found, indent=1))
        finally:
            stack.stop()
        kept = f"{'PostgreSQL' if stack.postgres else 'SQLite'}, {'Redis' if stack.redis else 'no Redis'}"
    show(found, f"{options.members} members, {options.rounds} rounds, {kept}; medians, and of the ratios of each round")


def show(found: dict[str, list[dict[str, Any]]], title: str) -> None:
    names = list(found)
    own = [name for name in names if name.startswith("altlas")]
    print(f"\n{title}\n\n{'':34}" + "".join(f"{name:>14}" for name in names))
    for text, *place in SHOWN:
        values = {name: [value for one in found[name] if (value := figure(one, place)) is not None] for name in names}
        if not any(values.values()):
            continue
        cells = [f"{statistics.median(values[name]):14,.1f}" if values[name] else f"{'':14}" for name in names]
        print(f"{text:34}" + "".join(cells))
        for mine in own:
            others = [name for name in names if name not in own and values[name] and values[mine]]
            if "CPU" in text and others:
                ratios = {
                    name: statistics.median(a / b for a, b in zip(values[mine], values[name], strict=False))
                    for name in others
                }
                print(f"    {mine}: " + ", ".join(f"{ratio:.2f} × {name}" for name, ratio in ratios.items()))
    for one in (one for name in own for one in found[name] if "flight" in one):
        print("512 in flight: " + ", ".join(f"{name} {value}" for name, value in one["flight"].items()))


def figure(one: dict[str, Any], place: list[Any]) -> float | None:
    scenario, phase, name = place
    found = one.get(scenario, {})
    return (found.get(phase, {}) if phase else found).get(name)


if __name__ == "__main__":
    main()
