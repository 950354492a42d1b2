"""Dream: what else one might want, as branches that are only proposed. None of them runs until a person takes it in."""

import copy
import json
from functools import cache
from typing import Any

from ..lexicon import DATA

_MOST = 5


@cache
def rules() -> list[dict[str, Any]]:
    """The proposals of the data file: behind which task, unless which others are there, what is added."""
    return json.loads((DATA / "dream.json").read_text(encoding="utf-8"))


def propose_branches(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Optional branches for a graph; each names the segments it would add and behind which one."""
    segments, language = document["segments"], document["language"]
    types = [segment["task_type"] for segment in segments]
    persona = document.get("persona") or ""
    found = []
    ranked = sorted(rules(), key=lambda rule: persona not in rule.get("personas", ()))
    for rule in ranked:
        anchor = next((s for s in reversed(segments) if s["task_type"] in rule["after"]), None)
        if anchor is None or any(kind in types for kind in rule.get("unless", ())):
            continue
        found.append(_proposal(rule, anchor, segments, language, len(found) + 1))
        if len(found) == _MOST:
            break
    return found


def take_in(document: dict[str, Any], chosen: list[str]) -> dict[str, Any]:
    """The document with chosen proposals as ordinary segments; unknown ids are left aside."""
    out = copy.deepcopy(document)
    for proposal in out.get("metadata", {}).pop("proposals", []):
        if isinstance(proposal, dict) and proposal.get("id") in chosen:
            out["segments"] += proposal["segments"]
    return out


def _proposal(
    rule: dict[str, Any], anchor: dict[str, Any], segments: list[dict[str, Any]], language: str, number: int
) -> dict[str, Any]:
    taken = {segment["id"] for segment in segments}
    names: dict[str, str] = {}
    added = []
    for part in rule["segments"]:
        name = next(n for n in (f"{part['id']}{'_' * bool(k)}{k or ''}" for k in range(1000)) if n not in taken)
        taken.add(name)
        names[part["id"]] = name
        segment = {
            "id": name,
            "task_type": part["task_type"],
            "title": part["title"][language],
            "content": "",
            "parameters": _in_language(part.get("parameters", {}), language),
            "dependencies": [names.get(one, anchor["id"]) for one in part.get("dependencies", ["anchor"])],
        }
        if when := part.get("when"):
            segment["dependencies"] = []
            segment["when"] = {"segment": names[when["segment"]], "branch": when["branch"]}
        added.append(segment)
    return {
        "id": f"p{number}",
        "title": rule["title"][language],
        "why": rule["why"][language],
        "after": anchor["id"],
        "optional": True,
        "segments": added,
    }


def _in_language(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if set(value) == {"tr", "en"}:
            return value[language]
        return {key: _in_language(part, language) for key, part in value.items()}
    return value
