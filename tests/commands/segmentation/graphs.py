"""Short ways to look at a segmented wish in tests."""

from datetime import datetime
from typing import Any

from apps.commands.segmentation import segment

NOW = datetime(2026, 11, 23, 10, 0)  # a Monday


def plan(text: str, **options: Any) -> dict[str, Any]:
    """The document of a wish said on Monday 2026-11-23 at 10:00 in Istanbul."""
    return segment(text, now=options.pop("now", NOW), **options)


def contents(text: str, **options: Any) -> list[str]:
    """The words of each segment."""
    return [step["content"] for step in plan(text, **options)["segments"]]


def types(text: str, **options: Any) -> list[str]:
    """The task type of each segment."""
    return [step["task_type"] for step in plan(text, **options)["segments"]]


def edges(text: str) -> set[tuple[int, int, str | None]]:
    """Edges as (from, to, branch) by position."""
    steps = plan(text)["segments"]
    place = {step["id"]: n for n, step in enumerate(steps)}
    found: set[tuple[int, int, str | None]] = set()
    for n, step in enumerate(steps):
        found |= {(place[name], n, None) for name in step["dependencies"]}
        if "when" in step:
            found.add((place[step["when"]["segment"]], n, step["when"]["branch"]))
    return found


def parameters(text: str, position: int = 0) -> dict[str, Any]:
    """The parameters of one segment."""
    return plan(text)["segments"][position]["parameters"]


def times(text: str, **options: Any) -> list[tuple[str, str | None]]:
    """Type and value (or rule, or start) of each time."""
    return [
        (time["type"], time.get("rrule") or time.get("value") or time.get("start"))
        for time in plan(text, **options)["times"]
    ]
