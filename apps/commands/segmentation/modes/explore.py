"""Explore: the same graph with other values, as variants one can run and compare."""

import copy
from collections.abc import Iterator
from typing import Any

_MOST = 8
_FUNCTIONS = ("sum", "avg", "min", "max")
_FORMATS = ("csv", "json", "xlsx")
Change = tuple[str, Any]


def widen(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Variants of a graph, each with one value changed: `changes[]` of segment, pointer, from, to."""
    found: list[dict[str, Any]] = []
    for segment in document["segments"]:
        for pointer, value, others in _ranges(segment["parameters"], segment["task_type"]):
            for other in others:
                change = {"segment": segment["id"], "pointer": pointer, "from": value, "to": other}
                found.append({"title": f"{segment['title']}: {_shown(value)} → {_shown(other)}", "changes": [change]})
    found = _spread(found)[:_MOST]
    return [{"id": f"v{number}", **variant} for number, variant in enumerate(found, 1)]


def as_variant(document: dict[str, Any], name: str) -> dict[str, Any] | None:
    """The document with the values of one of its variants instead of those it has, or None without such a variant."""
    out = copy.deepcopy(document)
    metadata = out.get("metadata", {})
    variants = {v["id"]: v for v in metadata.get("variants", []) if isinstance(v, dict) and "id" in v}
    if name not in variants:
        return None
    by_id = {segment["id"]: segment for segment in out["segments"]}
    try:
        for change in variants.get(metadata.get("variant"), {}).get("changes", []):
            _put(by_id, change, change["from"])
        for change in variants[name]["changes"]:
            _put(by_id, change, change["to"])
    except (KeyError, IndexError, ValueError, TypeError, AttributeError):  # somebody edited the graph meanwhile
        return None
    metadata["variant"] = name
    return out


def _put(segments: dict[str, Any], change: dict[str, Any], value: Any) -> None:
    place: Any = segments[change["segment"]]["parameters"]
    *way, last = change["pointer"].strip("/").split("/")
    for key in way:
        place = place[int(key)] if isinstance(place, list) else place[key]
    place[int(last) if isinstance(place, list) else last] = value


def _ranges(parameters: dict[str, Any], task_type: str) -> Iterator[tuple[str, Any, list[Any]]]:
    """Values that may be other ones, with these others."""
    if isinstance(limit := parameters.get("limit"), int) and task_type in ("chat.post", "search.messages", "model.run"):
        yield "/limit", limit, _around(limit)
    for index, step in enumerate(parameters.get("steps", ())):
        if isinstance(step.get("n"), int):
            yield f"/steps/{index}/n", step["n"], _around(step["n"])
        if step.get("function") in _FUNCTIONS:
            yield f"/steps/{index}/function", step["function"], [f for f in _FUNCTIONS if f != step["function"]]
        if step["op"] == "sort" and step.get("order") in ("asc", "desc"):
            yield f"/steps/{index}/order", step["order"], ["asc" if step["order"] == "desc" else "desc"]
        if step["op"] == "convert" and step.get("to") in _FORMATS:
            yield f"/steps/{index}/to", step["to"], [f for f in _FORMATS if f != step["to"]]
        if (
            step["op"] == "filter"
            and isinstance(step.get("value"), int | float)
            and step.get("operator") in ("gt", "lt", "ge", "le")
        ):
            value = step["value"]
            yield f"/steps/{index}/value", value, [round(value * 0.5, 4), round(value * 2, 4)] if value else [1, 10]


def _around(number: int) -> list[int]:
    return [n for n in dict.fromkeys((max(1, number // 2), number * 2, number * 5)) if n != number]


def _spread(variants: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One variant of every value first, then the second ones: a bound cuts the least telling."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for variant in variants:
        change = variant["changes"][0]
        groups.setdefault((change["segment"], change["pointer"]), []).append(variant)
    out: list[dict[str, Any]] = []
    for turn in range(max((len(group) for group in groups.values()), default=0)):
        out += [group[turn] for group in groups.values() if turn < len(group)]
    return out


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
