"""How much a graph can do that cannot be taken back, told before it runs."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.commands.runner.types import registry

# What tasks may touch, with how grave it is: 1 can be seen or undone here, 2 cannot be taken back.
GRAVITY = {
    "posts": 1, "people": 1, "files": 1, "model": 1, "commands": 1, "mails": 1,
    "deletes": 2, "elsewhere": 2, "unknown": 2, "many": 2,
}  # fmt: skip
LEVELS = ("low", "medium", "high")
LOOPS = ("loop.each", "loop.while")


def risk_of(alt: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `level` of a graph (low, medium, high) and the codes of `why`, the gravest first."""
    found = dict.fromkeys(_touched(alt.get("segments") or ()))
    for function in (alt.get("functions") or {}).values():
        found.update(dict.fromkeys(_touched(function.get("segments") or ())))
    why = sorted(found, key=lambda code: -GRAVITY.get(code, 2))
    return {"level": LEVELS[max((GRAVITY.get(code, 2) for code in why), default=0)], "why": why}


def _touched(segments: Any) -> Iterator[str]:
    by_id = {segment["id"]: segment for segment in segments}
    for segment in segments:
        kind = registry.get(segment["task_type"])
        touches = kind.touched(segment.get("parameters") or {}) if kind else ("unknown",)
        yield from touches
        if touches and _is_repeated(segment, by_id):
            yield "many"


def _is_repeated(segment: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> bool:
    """Does a segment stand in a loop, however deep?"""
    seen: set[str] = set()
    while (opener := by_id.get((segment.get("when") or {}).get("segment", ""))) and opener["id"] not in seen:
        if opener["task_type"] in LOOPS and segment["when"].get("branch") in ("each", "do"):
            return True
        seen.add(opener["id"])
        segment = opener
    return False
