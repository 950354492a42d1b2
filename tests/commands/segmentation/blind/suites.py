"""Commands written before looking at what the rules do with them: splitting, office tools, calls of a catalogue, dates.

Each suite is a file beside this one. `measured` gives the share of its commands that are read exactly right.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from apps.commands.segmentation import segment

from ..gold.compare import compare
from ..gold.marked import rows

HERE = Path(__file__).parent
OFFICE_NOW, DATES_NOW = datetime(2023, 11, 30), datetime(2024, 5, 15, 10, 30)  # a Thursday, a Wednesday
_LOOKED_UP = ("search_events", "search_emails", "get_metric", "search_tasks", "search_customers", "find_email_address")
_UNITS = {"W": 604_800, "D": 86_400, "H": 3_600, "M": 60, "S": 1}
Judged = Iterator[tuple[str, bool, Any]]


def split(name: str) -> Judged:
    """Is a command cut where it should be?"""
    for row in rows(HERE / f"{name}.txt"):
        found = segment(row["command"], now=datetime.fromisoformat(row["now"]))
        yield row["command"], bool(compare(row, found)["split"]), [s["content"] for s in found["segments"]]


def office(name: str) -> Judged:
    """Are the tools right, and the branches in which they are used?"""
    catalog = json.loads((HERE / "office.catalog.json").read_text(encoding="utf-8"))
    for line in _lines(name):
        command, listed = line.split(" || ")
        wanted = {tuple([*action.split("="), "always"][:2]) for action in listed.split()}
        segments = segment(command, now=OFFICE_NOW, task_types=catalog)["segments"]
        found = {(s["task_type"], _branch(s, segments)) for s in segments if not _passive(s["task_type"])}
        yield command, wanted == found, found


def _passive(kind: str) -> bool:
    return kind in ("condition.if", "loop.each") or kind.endswith(_LOOKED_UP)


def _branch(step: dict[str, Any], segments: list[dict[str, Any]]) -> str:
    """The branch a step is in, by itself or because it only follows one that is."""
    if "when" in step:
        return str(step["when"]["branch"])
    before = [s for s in segments if s["id"] in step["dependencies"] and s is not step]
    return next((branch for s in before if (branch := _branch(s, segments)) != "always"), "always")


def calls(name: str) -> Judged:
    """Are all calls there with every argument right, and none too much?"""
    for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = segment(row["command"], now=DATES_NOW, task_types=row["catalog"])["segments"]
        left = [(s["task_type"], s["parameters"]) for s in found]
        for call in row["gold"]["calls"]:
            ((tool, allowed),) = call.items()
            hit = next((n for n, (kind, given) in enumerate(left) if kind == tool and _fits(given, allowed)), None)
            if hit is None:
                break
            del left[hit]
        else:
            yield row["command"], not left, found
            continue
        yield row["command"], False, [(s["task_type"], s["parameters"]) for s in found]


def _fits(given: dict[str, Any], allowed: dict[str, list[Any]]) -> bool:
    return set(given) <= set(allowed) and all(
        any(_same(given[key], value) for value in values) if key in given else "" in values
        for key, values in allowed.items()
    )


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, list) or isinstance(other, list):
        return isinstance(one, list) and isinstance(other, list) and [*map(_plain, one)] == [*map(_plain, other)]
    return _plain(one) == _plain(other)


def _plain(value: Any) -> str:
    try:
        return f"{float(value):g}"
    except (TypeError, ValueError):
        return "".join(c for c in str(value).lower() if c.isalnum())


def dates(name: str) -> Judged:
    """Is the time of a sentence read as one of its meanings?"""
    for line in _lines(name):
        command, meant = line.split(" | ")
        kind, *values = meant.split()
        found = segment(command, now=DATES_NOW)["times"]
        yield command, any(_means(time, kind, values) for time in found), found


def _means(time: dict[str, Any], kind: str, values: list[str]) -> bool:
    if "range" in kind:
        start, end = str(time.get("start") or time.get("value")), str(time.get("end"))
        if kind == "timerange":
            return [start[-8:][:5], end[-8:][:5]] == values or [start[:5], end[:5]] == values
        return start.startswith(values[0]) and (len(values) < 2 or end.startswith(values[1]))
    if kind == "set":
        return time["type"] == "set" and values[0] in str(time.get("rrule"))
    said = str(time.get("value"))
    if time["type"] == "duration" or kind == "duration":
        return time["type"] == kind and _seconds(said) == int(values[0])
    if kind == "time":
        return any(said[-8:].startswith(value) for value in values)
    return any(said.startswith(value) for value in values) and (
        kind == "datetime" or "T" not in said.replace("T00:00", "")
    )


def _seconds(said: str) -> float:
    """Seconds of an ISO duration in weeks, days, hours, minutes and seconds."""
    total, number, clock = 0.0, "", False
    for letter in said[1:]:
        if letter == "T":
            clock = True
        elif letter in _UNITS:
            total += float(number) * (_UNITS[letter] if clock or letter in "WD" else 2_592_000)
            number = ""
        else:
            number += letter
    return total


def _lines(name: str) -> list[str]:
    return [line for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line.strip()]


SUITES: dict[str, Callable[[str], Judged]] = {
    "split_tr": split, "split_en": split, "office": office, "calls": calls, "dates_tr": dates, "dates_en": dates,
    "dates2_tr": dates, "dates2_en": dates, "office2": office, "calls2": calls,
}  # fmt: skip


def measured(name: str) -> float:
    """Percent of a suite's commands that are read exactly right."""
    right = [ok for _, ok, _ in SUITES[name](name)]
    return round(100 * sum(right) / len(right), 1)
