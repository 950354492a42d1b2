"""The order of tasks. Everything here is a loop, not a recursion: chains may be long."""

from collections.abc import Mapping, Sequence
from typing import Any

Edges = Mapping[str, Sequence[str]]  # a task and what it waits for


def edges_of(doc: dict[str, Any]) -> dict[str, list[str]]:
    """Return what each segment waits for, each once, in the order of the document."""
    return {segment["id"]: needs_of(segment) for segment in doc.get("segments", ())}


def needs_of(segment: Mapping[str, Any]) -> list[str]:
    """Return what one segment waits for: its dependencies, and what decides whether it runs at all."""
    when = segment.get("when")
    decides = [when["segment"]] if isinstance(when, Mapping) and isinstance(when.get("segment"), str) else []
    named = segment.get("dependencies")
    return list(
        dict.fromkeys([name for name in (named if isinstance(named, list) else ()) if isinstance(name, str)] + decides)
    )


def layers(doc: dict[str, Any]) -> list[list[str]]:
    """Return the segments that may run at once, wave by wave. Raises ValueError when there is a circle."""
    edges = edges_of(doc)
    found = waves(edges)
    if sum(map(len, found)) < len(edges):
        raise ValueError("The graph has a circle.")
    return found


def execution_order(doc: dict[str, Any]) -> list[str]:
    """Return all segments, each after what it waits for."""
    return [segment for layer in layers(doc) for segment in layer]


def waves(edges: Edges) -> list[list[str]]:
    """Return the waves of a graph; what is in or behind a circle is left out. Unknown names do not count."""
    missing = {task: sum(1 for name in set(needs) if name in edges) for task, needs in edges.items()}
    followers: dict[str, list[str]] = {}
    for task, needs in edges.items():
        for name in dict.fromkeys(needs):
            followers.setdefault(name, []).append(task)
    found: list[list[str]] = []
    wave = [task for task, count in missing.items() if count == 0]
    while wave:
        found.append(wave)
        following = []
        for task in wave:
            for follower in followers.get(task, ()):
                missing[follower] -= 1
                if missing[follower] == 0:
                    following.append(follower)
        wave = following
    return found


def circle(edges: Edges) -> list[str]:
    """Return one circle as a path that ends where it began, or an empty list."""
    free = {task for wave in waves(edges) for task in wave}
    task = next((task for task in edges if task not in free), None)
    if task is None:
        return []
    path: dict[str, int] = {}
    while task not in path:  # in a graph without free tasks, whoever is left waits for another that is left
        path[task] = len(path)
        task = next(name for name in edges[task] if name in edges and name not in free)
    names = list(path)[path[task] :]
    names.reverse()  # from what comes first to what waits for it
    return [*names, names[0]]


def ancestors(edges: Edges) -> dict[str, set[str]]:
    """Return all that each task waits for, directly or not. Tasks in a circle are left out."""
    index = {task: number for number, task in enumerate(edges)}
    masks: dict[str, int] = {}  # bit sets: a thousand tasks have a million pairs
    for wave in waves(edges):
        for task in wave:
            mask = 0
            for name in edges[task]:
                if name in masks:
                    mask |= masks[name] | 1 << index[name]
            masks[task] = mask
    names = list(edges)
    return {task: {names[bit] for bit in _bits(mask)} for task, mask in masks.items()}


def _bits(mask: int) -> list[int]:
    return [bit for bit, digit in enumerate(reversed(bin(mask)[2:])) if digit == "1"]
