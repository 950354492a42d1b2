"""What differs between two runs: definition, inputs, durations, outputs, artifacts."""

from collections.abc import Iterable, Mapping
from typing import Any

VERSION = "1.0"
MOST = 500  # differences listed in one part; `more` says that there are others
LOOKS = ("span",)  # of a segment: where it stands in the wish says nothing about the work
Fields = Mapping[str, Any]


def difference(before: Fields, after: Fields) -> dict[str, Any]:
    """Return what differs between two runs.

    Each side: `alt` (the document that ran) and `last` (its `.last`, or None while it is under way).
    """
    one, other = before["alt"], after["alt"]
    lasts = (before.get("last") or {}, after.get("last") or {})
    tasks = tuple({task["id"]: task for task in last.get("tasks", ())} for last in lasts)
    shared = [name for name in tasks[0] if name in tasks[1]]
    outputs = [_output(name, tasks[0][name], tasks[1][name]) for name in shared]
    durations = [_duration(name, tasks[0][name], tasks[1][name]) for name in shared]
    return {
        "diff": VERSION,
        "definition": _part(definition_changes(one, other)),
        "inputs": _part(_inputs(one, other)),
        "states": _part(
            _pair(f"/{name}", tasks[0][name]["state"], tasks[1][name]["state"])
            for name in shared
            if tasks[0][name]["state"] != tasks[1][name]["state"]
        ),
        "durations": {
            "wall_ms": _spent(*(last.get("metrics", {}).get("wall_ms") for last in lasts)),
            "tasks": durations[:MOST],
        },
        "outputs": {"same": all(row["same"] for row in outputs), "tasks": outputs[:MOST]},
        "artifacts": _part(_artifacts(*lasts)),
    }


def changes(before: Any, after: Any, pointer: str = "") -> Iterable[dict[str, Any]]:
    """Yield what differs between two JSON values, by pointer. Bounded by the depth that documents may have."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            where = f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"
            if name not in after:
                yield {"pointer": where, "change": "removed", "before": before[name]}
            elif name not in before:
                yield {"pointer": where, "change": "added", "after": after[name]}
            else:
                yield from changes(before[name], after[name], where)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (left, right) in enumerate(zip(before, after, strict=True)):
            yield from changes(left, right, f"{pointer}/{index}")
    elif before != after or isinstance(before, bool) != isinstance(after, bool):
        yield _pair(pointer, before, after)


def definition_changes(one: Fields, other: Fields) -> Iterable[dict[str, Any]]:
    """Yield what differs between two documents; their segments are compared by id, not by place."""
    apart = ("segments", "variables", "metadata", "times")
    yield from changes(
        {name: value for name, value in one.items() if name not in apart},
        {name: value for name, value in other.items() if name not in apart},
    )
    yield from changes(_by_id(one), _by_id(other), "/segments")


def _by_id(alt: Fields) -> dict[str, Any]:
    return {
        segment["id"]: {name: value for name, value in segment.items() if name not in LOOKS}
        for segment in alt.get("segments", ())
    }


def _inputs(one: Fields, other: Fields) -> Iterable[dict[str, Any]]:
    yield from changes(one.get("variables", {}), other.get("variables", {}), "/variables")
    yield from changes(one.get("times", []), other.get("times", []), "/times")


def _output(name: str, before: Fields, after: Fields) -> dict[str, Any]:
    sides = [task["output"] and {key: task["output"][key] for key in ("summary", "bytes", "sha256")}
             for task in (before, after)]  # fmt: skip
    same = (sides[0] or {}).get("sha256") == (sides[1] or {}).get("sha256")
    return {"task": name, "same": same, "before": sides[0], "after": sides[1]}


def _duration(name: str, before: Fields, after: Fields) -> dict[str, Any]:
    return {"task": name, **_spent(before["duration_ms"], after["duration_ms"])}


def _spent(before: int | None, after: int | None) -> dict[str, Any]:
    more = None if before is None or after is None else after - before
    return {"before_ms": before, "after_ms": after, "change_ms": more}


def _artifacts(before: Fields, after: Fields) -> Iterable[dict[str, Any]]:
    sides = [
        {f"{one['task']}/{one['name']}": {key: one[key] for key in ("bytes", "sha256", "media_type")}
         for one in last.get("artifacts", ())}
        for last in (before, after)
    ]  # fmt: skip
    for name in dict.fromkeys([*sides[0], *sides[1]]):
        left, right = sides[0].get(name), sides[1].get(name)
        if left != right:
            change = "removed" if right is None else "added" if left is None else "changed"
            yield {"pointer": f"/{name}", "change": change, "before": left, "after": right}


def _pair(pointer: str, before: Any, after: Any) -> dict[str, Any]:
    return {"pointer": pointer, "change": "changed", "before": before, "after": after}


def _part(found: Iterable[dict[str, Any]]) -> dict[str, Any]:
    rows = []
    for row in found:
        if len(rows) == MOST:
            return {"same": False, "changes": rows, "more": True}
        rows.append({"before": None, "after": None, **row})
    return {"same": not rows, "changes": rows, "more": False}
