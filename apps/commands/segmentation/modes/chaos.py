"""Chaos: which faults a run shall meet, declared before it runs: kinds, seed, blast radius."""

import hashlib
import math
import random
from typing import Any

KINDS = ("delay", "error", "timeout", "empty", "garbled")
# From which level a kind of fault occurs: first what merely hurts, then what breaks, then what lies.
FROM_LEVEL = {"delay": 1, "error": 3, "timeout": 5, "empty": 7, "garbled": 9}
STRUCTURE = ("condition.", "loop.", "approval.")
MOST_SECONDS = 10.0  # the longest delay, at level 10


def plan_faults(segments: list[dict[str, Any]], level: int, text: str) -> dict[str, Any]:
    """Return the faults for a graph at a level of 1 to 10: the same text and level give the same faults."""
    level = max(1, min(10, level))
    seed = int.from_bytes(hashlib.sha256(f"{level}:{text}".encode()).digest()[:6], "big")
    return {
        "level": level,
        "seed": seed,
        "sandbox": True,
        "faults": faults_of(segments, level, seed),
        "blast_radius": {
            "share": round(level / 10, 1),
            "segments": [s["id"] for s in _open_to_faults(segments)],
            "outside": False,
        },
    }


def faults_of(segments: list[dict[str, Any]], level: int, seed: int) -> list[dict[str, Any]]:
    """Deal faults out to as many of the segments, in tenths, as the level says; at least one."""
    dice = random.Random(seed)  # noqa: S311 - the same seed has to give the same faults
    open_ids = [s["id"] for s in _open_to_faults(segments)]
    if not open_ids:
        return []
    struck = sorted(dice.sample(open_ids, min(len(open_ids), math.ceil(len(open_ids) * level / 10))))
    kinds = [kind for kind in KINDS if FROM_LEVEL[kind] <= level]
    faults = []
    for name in struck:
        kind = dice.choice(kinds)
        fault: dict[str, Any] = {"segment": name, "kind": kind, "attempts": 1 + (level >= 6) + (level >= 9)}
        if kind == "delay":
            fault["seconds"] = round(dice.uniform(0.1, MOST_SECONDS * level / 10), 1)
        faults.append(fault)
    return faults


def _open_to_faults(segments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Work only: what decides and waits for people is not struck."""
    return [s for s in segments if not s["task_type"].startswith(STRUCTURE) and s["task_type"] != "wait"]
