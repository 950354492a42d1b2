"""Personas: other defaults and other words, all of them in a data file."""

import json
from functools import cache
from typing import Any

from ..lexicon import DATA


@cache
def personas() -> dict[str, Any]:
    """Every persona: defaults of segments by task type, instructions for models, the sentence over a plan."""
    return json.loads((DATA / "personas.json").read_text(encoding="utf-8"))


def apply_persona(document: dict[str, Any]) -> dict[str, Any]:
    """Fill in what the persona sets and the wish leaves open; what was said stays as it was said."""
    known = personas().get(document.get("persona") or "")
    if known is None:
        return document
    for segment in document["segments"]:
        defaults = {**known["defaults"].get("*", {}), **known["defaults"].get(segment["task_type"], {})}
        for key, value in defaults.get("parameters", {}).items():
            segment["parameters"].setdefault(key, value)
        for key in ("timeout", "retry"):
            if key in defaults:
                segment.setdefault(key, defaults[key])
    language = document["language"]
    document["metadata"]["wording"] = known["plan"][language].format(n=len(document["segments"]))
    return document


def instruction_of(persona: str | None, language: str) -> str:
    """How a language model shall write for this persona; empty without one."""
    known = personas().get(persona or "")
    return known["instruction"][language] if known else ""
