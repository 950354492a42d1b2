"""What people answer to what was asked: put into the task graph where it was missing. Pure."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from .questions import needs_of_step

Answer = Mapping[str, Any]
# Which parameter an answer to a question with this code is.
_MEANT = {"what": "text", "where": "conversation", "which_file": "path"}


def answered(document: dict[str, Any], answers: Iterable[Answer]) -> dict[str, Any]:
    """Return the graph with the answers in it; what answers nothing that was asked is left aside.

    What was asked and answered is asked no more, and what was unsure about it is sure.
    """
    out = copy.deepcopy(document)
    metadata = out.get("metadata") or {}
    segments = {segment["id"]: segment for segment in out["segments"]}
    asked = {_key(question): question for question in metadata.get("questions", []) if isinstance(question, dict)}
    for answer in answers:
        question, segment = asked.get(_key(answer)), segments.get(answer.get("segment"))
        if question is None or segment is None:
            continue
        if _put(segment, question, answer["value"]):
            del asked[_key(answer)]
    if "questions" in metadata:
        metadata["questions"] = list(asked.values())
    if not asked:
        metadata.pop("unsure", None)
    return out


def _key(asked: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return asked.get("segment"), asked.get("code"), asked.get("parameter")


def _put(segment: dict[str, Any], question: Mapping[str, Any], value: Any) -> bool:
    parameters = segment.setdefault("parameters", {})
    if question["code"] == "which_task":
        known = value in question.get("options", ())
        segment["task_type"] = value if known else segment["task_type"]
        return known
    name = question.get("parameter") or _MEANT.get(question["code"])
    if name is None:
        return False
    for step in parameters.get("steps", ()) if segment["task_type"] == "data.transform" else ():
        if name in needs_of_step(step) and name not in step:
            step[name] = value
            return True
    if name == "options" and isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    parameters[name] = value
    return True
