"""What is taken from an answer: a graph that is valid, and whether it goes further than the words do."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from apps.commands.formats.alt import AltInvalid, canonical, parse_alt
from apps.commands.runner.types import registry
from apps.core.strictjson import JSONInvalid, loads
from apps.core.text import fold

KEPT = ("id", "task_type", "title", "parameters", "dependencies", "when")
# What the owner's account, clock and mode decide, no answer does.
FORCED = ("language", "mode", "persona", "chaos_level")
HARMLESS = ("data.", "text.", "condition.", "loop.", "search.", "wait", "file.read", "approval.")
FENCE = re.compile(r"\A\s*```(?:json)?\s*(.*?)\s*```\s*\Z", re.DOTALL)
TARGETS = ("url", "to", "channel", "people", "conversation", "path", "name", "method", "body", "headers")


@dataclass(frozen=True)
class Answer:
    """A task graph from the model; `differs`: it would do more outside than the wish says."""

    alt: dict[str, Any]
    differs: bool


class Invalid(Exception):
    """The answer is no valid document; `errors` say where."""

    def __init__(self, errors: list[dict[str, Any]]):
        super().__init__(f"{len(errors)} errors")
        self.errors = errors


def read(words: str, wish: str, offline: dict[str, Any]) -> Answer:
    """Check the words of the model and return the document they are; raise Invalid."""
    fenced = FENCE.match(words)
    try:
        given = loads(fenced[1] if fenced else words)
    except JSONInvalid as error:
        raise Invalid([{"pointer": "", "code": "alt.syntax", "detail": str(error)}]) from None
    if not isinstance(given, dict) or not isinstance(given.get("segments"), list):
        raise Invalid(
            [{"pointer": "/segments", "code": "alt.required", "detail": "An object with segments is needed."}]
        )
    metadata = {
        key: value for key, value in offline["metadata"].items() if key not in ("questions", "unsure", "confidence")
    }
    document: dict[str, Any] = {
        "alt": "2.0",
        "title": str(given.get("title") or offline.get("title") or "")[:200],
        **{key: offline[key] for key in FORCED if offline.get(key) is not None},
        "metadata": metadata | {"generator": f"model:{settings.SEGMENTATION_MODEL_NAME}"[:200]},
        "segments": [_segment(segment) for segment in given["segments"]],
    }
    try:
        alt = canonical(parse_alt(document, task_types=registry))
    except AltInvalid as error:
        raise Invalid(error.errors) from None
    return Answer(alt, _differs(alt, wish, offline))


def _segment(given: Any) -> Any:
    return {key: given[key] for key in KEPT if key in given} if isinstance(given, dict) else given


def _differs(alt: dict[str, Any], wish: str, offline: dict[str, Any]) -> bool:
    """Would the graph reach a type of effect, or a target, that neither the words nor the offline answer name?"""
    known = {segment["task_type"] for segment in offline["segments"]}
    said = fold(wish)
    for segment in alt["segments"]:
        if segment["task_type"].startswith(HARMLESS):
            continue
        if segment["task_type"] not in known:
            return True
        same = [s["parameters"] for s in offline["segments"] if s["task_type"] == segment["task_type"]]
        for key in TARGETS:
            value = segment.get("parameters", {}).get(key)
            if value in (None, "here", [], {}) or any(value == parameters.get(key) for parameters in same):
                continue
            parts = value if isinstance(value, list) else [value]
            if not all(isinstance(part, str) and fold(part) in said for part in parts):
                return True
    return False
