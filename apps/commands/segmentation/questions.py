"""What has to be asked before a wish may run: what is missing, and what can be meant in two ways."""

import json
import re
from functools import cache
from typing import Any

from .language import bag
from .lexicon import DATA
from .people import reached_by
from .results import gives

Question = dict[str, Any]
_REQUIRED = {
    "http.request": ("url",), "data.transform": ("steps",), "file.read": ("path",), "file.write": ("path",),
    "wait": ("duration", "until"), "notify.email": ("to",), "command.run": ("name",), "remind.create": ("at", "rrule"),
    "condition.if": ("expression",), "chat.ask": ("text",), "chat.poll": ("options",),
}  # fmt: skip
STEP_NEEDS = {
    "sort": ("by",), "group": ("by",), "join": ("with", "on"), "filter": ("column",), "select": ("columns",),
}  # fmt: skip
_HERE = bag("here me us everyone everybody all team channel group buraya bana bize herkese ekibe gruba kanala burada")
_SENDS = bag("send share forward deliver gonder yolla ilet paylas")
_MOST = 5
CERTAIN, LIKELY = 0.5, 0.2


@cache
def texts() -> dict[str, Any]:
    """The questions in both languages."""
    return json.loads((DATA / "questions.json").read_text(encoding="utf-8"))


def questions_of(text: str, segments: list[dict], confidence: float) -> tuple[str | None, list[Question]]:
    """The code of why a person should look first, and what to ask them; (None, []) where nothing is open."""
    if not text.strip():
        return "empty", [_question("empty", None)]
    if not segments or (confidence <= LIKELY and len(segments) == 1):
        return "no_task", [_question("no_task", None)]
    found = [question for segment in segments for question in _of_segment(segment, segments)]
    rank = ("low_confidence", "ambiguous", "missing_parameter")
    why = min((question["why"] for question in found), key=rank.index, default=None)
    if why is None and confidence < CERTAIN:
        why = "low_confidence"
    return why, [{key: value for key, value in question.items() if key != "why"} for question in found[:_MOST]]


def needs_of_step(step: dict) -> tuple[str, ...]:
    """What a step of data.transform cannot do without; to another currency, a rate as well: none is known here."""
    if step.get("op") == "convert" and str(step.get("to", "")).isupper():
        return ("rate",) if "amount" in step else ("column", "rate")
    return STEP_NEEDS.get(step.get("op", ""), ())


def _of_segment(segment: dict, segments: list[dict]) -> list[Question]:
    kind, parameters = segment["task_type"], segment["parameters"]
    content, out = segment["content"][:80], []
    rivals = segment.get("rivals")
    if rivals:
        listed = {tongue: ", ".join(texts()["types"].get(name, {}).get(tongue, name) for name in [kind, *rivals])
                  for tongue in ("tr", "en")}  # fmt: skip
        out.append(
            _question("which_task", segment, "ambiguous", options=listed, content=content)
            | {"options": [kind, *rivals]}
        )
    elif segment.get("unknown"):
        out.append(_question("which_task_at_all", segment, "low_confidence", content=content))
    if segment.get("repeats"):
        out.append(_question("repeats", segment, "ambiguous", content=content))
    for name in segment.get("missing", ()):
        asked = {tongue: line.format(name=name) for tongue, line in texts()["value"].items()}
        out.append(
            {"segment": segment["id"], "code": "missing", "parameter": name, "text": asked, "why": "missing_parameter"}
        )
    needed = _REQUIRED.get(kind)
    if needed and not any(key in parameters for key in needed):
        out.append(_missing(segment, f"{kind}.{needed[0]}", needed[0]))
    for step in parameters.get("steps", ()) if kind == "data.transform" else ():
        out += [_missing(segment, f"step.{key}", key) for key in needs_of_step(step) if key not in step]
    words = set(segment["words"])
    if kind == "condition.if" and "expression" in parameters and not _decidable(segment, segments):
        out.append(_missing(segment, "condition.if.expression", "expression"))
    whom = reached_by(kind)
    if whom and segment.get("unmarked") and whom not in parameters:
        out = [one for one in out if one.get("parameter") != whom]
        name = segment["unmarked"][0]
        out.append(_question("who", segment, "missing_parameter", name=name) | {"code": "missing", "parameter": whom})
    if kind == "loop.each" and not segment["parameters"].keys() & {"path", "in"} and not gives(segment, segments) and (
        not segment.get("when") and not segment["dependencies"]
    ):  # fmt: skip
        out.append(_missing(segment, "loop.each.path", "path"))
    text = _TEXT_OF.get(kind)
    if text and text not in parameters and not gives(segment, segments):
        out.append(_missing(segment, f"{kind}.{text}", text))
    follows = segment["dependencies"] or segment.get("when")
    if not follows and segment is segments[0] and kind in ("chat.post", "notify.email", "notify.push", "data.transform") and (
        words & _POINTING and not parameters.keys() & {"text", "path", "url"}
    ):  # fmt: skip
        out = [one for one in out if one.get("parameter") != text]
        out.append(_question("what", segment, "ambiguous", content=content))
    if kind == "chat.post" and parameters.get("conversation") == "here" and words & _SENDS and not words & _HERE and (
        "limit" not in parameters
    ):  # fmt: skip
        out.append(_question("where", segment, "ambiguous"))
    if kind == "file.delete" and "path" not in parameters and len(words) <= 3:
        out.append(_question("which_file", segment, "ambiguous"))
    return out


_TEXT_OF = {"chat.post": "text", "todo.create": "title", "file.write": "content"}
_ALWAYS = bag("empty failed succeeded status error true false text contains")
_NAMES = re.compile(r'"[^"]*"|[a-z_][a-z0-9_]*')


def with_news(segments: list[dict]) -> list[dict]:
    """ "Tell me if …": the news is the condition itself, where nothing before it could be told."""
    by_id = {segment["id"]: segment for segment in segments}
    for segment in segments:
        gate = by_id.get((segment.get("when") or {}).get("segment", ""))
        if (
            segment["task_type"] not in ("chat.post", "notify.push")
            or gate is None
            or gate["task_type"] != "condition.if"
        ):
            continue
        words = [word for word in segment["words"] if word not in _JUST]
        handed = gives(segment, segments) and not gate["parameters"].keys() & {"path", "url"}
        pronoun = gate["words"][1:2] and gate["words"][1] in ("it", "that", "this", "they", "he", "she")
        if pronoun and not {"me", "us"} & set(segment["words"]):
            continue
        if words or "text" in segment["parameters"] or segment["dependencies"] or handed:
            continue
        if gate["content"][:3].lower() == "if ":
            segment["parameters"]["text"] = gate["content"][3:]
    return segments


_JUST = bag("tell let me us know notify alert inform warn please bana bize haber ver bildir uyar soyle lutfen")


def _decidable(segment: dict, segments: list[dict]) -> bool:
    """Is there a result, a file or an address that the names of a condition can speak of?"""
    if segment["parameters"].keys() & {"path", "url"} or gives(segment, segments):
        return True
    names = {name for name in _NAMES.findall(segment["parameters"]["expression"]) if name[0] != '"'}
    return names <= _ALWAYS


_POINTING = bag("it them these those this that bunu onu bunlari onlari sunu")


def _question(code: str, segment: dict | None, why: str = "ambiguous", **values: Any) -> Question:
    asked = {
        tongue: line.format(
            **{key: value[tongue] if isinstance(value, dict) else value for key, value in values.items()}
        )
        for tongue, line in texts()[code].items()
    }
    return {"segment": segment["id"] if segment else None, "code": code, "text": asked, "why": why}


def _missing(segment: dict, key: str, parameter: str) -> Question:
    asked = texts()["missing"][key]
    return {
        "segment": segment["id"], "code": "missing", "parameter": parameter, "text": dict(asked), "why": "missing_parameter",
    }  # fmt: skip
