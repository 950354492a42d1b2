"""Compares a segmented wish with a marked one: where it was cut, task types, edges with branches, values."""

import re
from collections import Counter
from typing import Any

from apps.commands.segmentation.language import fold

TYPES = {
    "data.transform": "transform", "text.count": "transform", "http.request": "http", "wait": "wait",
    "condition.if": "condition", "loop.each": "loop", "loop.while": "loop", "event.listen": "condition",
}  # fmt: skip
Edge = tuple[Any, Any, str | None]


def label(task_type: str) -> str:
    """The label of the marked files for a task type."""
    return TYPES.get(task_type, task_type.split(".")[0])


def compare(row: dict[str, Any], document: dict[str, Any]) -> Counter[str]:
    """Count what is right, missing and too much in a document."""
    gold, found = row["gold"]["segments"], document["segments"]
    pairs = _aligned(row["command"], gold, found)
    names = {found[there]["id"]: gold[here]["id"] for here, there in pairs.items()}
    wanted = {(d["id"], s["id"], d["branch"]) for s in gold for d in s["deps"]}
    drawn = {(names.get(a, "?"), names.get(b, "?"), branch) for a, b, branch in _edges(found)}
    out: Counter[str] = Counter(commands=1, segments=len(gold))
    out["split"] = len(gold) == len(found) == len(pairs)
    out["types"] = sum(label(found[there]["task_type"]) == gold[here]["type"] for here, there in pairs.items())
    out["type_places"] = max(len(gold), len(found))
    out["edges"], out["edges_wanted"], out["edges_drawn"] = len(wanted & drawn), len(wanted), len(drawn)
    for name, edges in (("branches", wanted & drawn), ("branches_wanted", wanted), ("branches_drawn", drawn)):
        out[name] = sum(branch is not None for _, _, branch in edges)
    out["graphs"] = out["split"] and wanted == drawn and out["types"] == len(gold)
    for here, segment in enumerate(gold):
        there = found[pairs[here]]["parameters"] if here in pairs else {}
        out["values_wanted"] += len(segment["values"])
        out["values"] += sum(_holds(there, fold(value)) for value in segment["values"])
    return out


def figures(total: Counter[str]) -> dict[str, float]:
    """Percentages of counted comparisons."""

    def share(part: str, whole: str) -> float:
        return round(100 * total[part] / (total[whole] or 1), 1)

    def f1(part: str) -> float:
        places = total[f"{part}_drawn"] + total[f"{part}_wanted"]
        return round(200 * total[part] / (places or 1), 1)

    return {
        "commands": total["commands"],
        "split": share("split", "commands"),
        "types": share("types", "type_places"),
        "edges_f1": f1("edges"),
        "branches_f1": f1("branches"),
        "values": share("values", "values_wanted"),
        "graphs": share("graphs", "commands"),
    }


def _words(command: str, span: list[int]) -> set[int]:
    return {m.start() for m in re.finditer(r"\w+", command) if span[0] <= m.start() and m.end() <= span[1]}


def _aligned(command: str, gold: list[Any], found: list[Any]) -> dict[int, int]:
    """Which found segment stands for which marked one: at least three quarters of the words in common."""
    pairs: dict[int, int] = {}
    for here, segment in enumerate(gold):
        words = _words(command, segment["span"])
        for there, other in enumerate(found):
            theirs = _words(command, other["span"])
            if there not in pairs.values() and len(words & theirs) >= 0.75 * len(words | theirs):
                pairs[here] = there
                break
    return pairs


def _edges(segments: list[Any]) -> set[Edge]:
    edges: set[Edge] = set()
    for segment in segments:
        edges |= {(name, segment["id"], None) for name in segment["dependencies"]}
        if when := segment.get("when"):
            edges.add((when["segment"], segment["id"], when["branch"]))
    return edges


def _holds(value: Any, wanted: str) -> bool:
    if isinstance(value, dict):
        return any(_holds(part, wanted) for part in value.values())
    if isinstance(value, list):
        return any(_holds(part, wanted) for part in value)
    text = fold(str(value)).strip("\"'")
    return text == wanted or (re.match(r"\d{4}-\d\d-\d\d", wanted) is not None and text.startswith(wanted))
