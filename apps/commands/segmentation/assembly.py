"""Turns linked nodes into the segments of a document."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from .conditions import condition_parameters, loop_parameters
from .dates import Time
from .english import skip_fillers
from .extremes import superlative
from .implied import asks_how_many
from .language import bag, fold
from .people import unmarked_people
from .task_types import rivals_of
from .titles import title_of
from .tokens import Token
from .uses import Node
from .values import Reading, parameters_of


@dataclass(slots=True)
class Wish:
    """A text with what was read from it once for all steps."""

    text: str
    tokens: list[Token]
    language: str
    times: list[Time]
    now: datetime
    zone: tzinfo


def assemble(wish: Wish, nodes: list[Node], parameters: list[dict] | None = None) -> tuple[list[dict], float]:
    """Segments of nodes as JSON and the lowest confidence; parameters are those read by a request's own catalogue."""
    text, tokens, language = wish.text, wish.tokens, wish.language
    ids: list[str] = []
    for node in nodes:
        ids.append(_slug(tokens, node, language, ids))
    segments = []
    for i, node in enumerate(nodes):
        first, last = node.clause.first, node.clause.last
        start, end = tokens[first].start, tokens[last - 1].end
        inside = [t for t in wish.times if start <= t.start and t.end <= end + 1]
        today, alone = wish.now.date().isoformat(), not node.dependencies and not node.when
        reading = Reading(text, tokens, node.clause, node.task_type, language, inside, today, alone)
        if parameters is not None and node.task_type not in ("condition.if", "loop.each"):
            values = parameters[i]
        elif node.task_type == "condition.if":
            values = condition_parameters(reading, _source(nodes, i))
        elif node.task_type == "loop.each":
            values = loop_parameters(reading)
        else:
            values = parameters_of(reading)
        values = {
            key: _zoned(value, wish.zone) if key in _MOMENTS else _as_said(value) for key, value in values.items()
        }
        segment: dict = {
            "id": ids[i],
            "task_type": node.task_type,
            "content": text[start:end],
            "span": [start, end],
            "title": title_of(tokens, node.clause, language),
            "parameters": values,
            "dependencies": [ids[d] for d in sorted(set(node.dependencies))],
        }
        if parameters is None:
            segment["words"] = [t.norm for t in tokens[first:last] if t.kind == "word"]
            segment["rivals"] = rivals_of(tokens, node.clause, node.task_type, language)
            segment["unknown"] = node.confidence <= 0.25
            segment["extreme"] = superlative(tokens[first:last], language) if "limit" in values else None
            segment["how_many"] = asks_how_many(tokens[first:last], language)
            segment["unmarked"] = unmarked_people(tokens[first:last], language, node.task_type)
        if node.when:
            segment["when"] = {"segment": ids[node.when[0]], "branch": node.when[1]}
        segments.append(segment)
    confidence = min((node.confidence for node in nodes), default=0.0)
    return segments, confidence


def _source(nodes: list[Node], at: int) -> str:
    """The type of the task whose result a condition decides on."""
    for _ in nodes:
        node = nodes[at]
        before = node.dependencies[-1:] or ([node.when[0]] if node.when else [])
        if not before or before[0] >= at:
            return ""
        at = before[0]
        if nodes[at].task_type not in ("condition.if", "wait"):
            return nodes[at].task_type
    return ""


_SLUG_SKIP = bag("the a an of to in on at for and with from it them me my all please ve bir bu da de icin ile olan her")


_MOMENTS = ("at", "until", "due")


def _zoned(value: object, zone: tzinfo) -> object:
    """A moment with the offset of the asker's zone, as a task that waits for it needs."""
    if not isinstance(value, str) or len(value) != 19 or value[10] != "T":
        return value
    return datetime.fromisoformat(value).replace(tzinfo=zone).isoformat(timespec="seconds")


def _as_said(value: object) -> object:
    """Words that look like a reference are words: only whoever writes a document refers to results and secrets."""
    if isinstance(value, str):
        return value.replace("${", "$${")
    if isinstance(value, list):
        return [_as_said(part) for part in value]
    if isinstance(value, dict):
        return {key: _as_said(part) for key, part in value.items()}
    return value


def _slug(tokens: list[Token], node: Node, language: str, taken: list[str]) -> str:
    clause = node.clause
    first = skip_fillers(tokens, clause.first, clause.last) if language == "en" else clause.first
    span = [t for t in tokens[first : clause.last] if t.kind == "word" and t.norm not in _SLUG_SKIP]
    words = [re.sub(r"[^a-z0-9]+", "_", t.norm).strip("_") for t in span]
    words = [w for w in words if w]
    if language == "tr" and len(words) > 3:
        words = words[-3:]
    slug = "_".join(words[:3])[:40].strip("_")
    if not slug or not slug[0].isalpha() or not slug[0].isascii():
        slug = "step_" + slug if slug else node.task_type.replace(".", "_")
    slug = re.sub(r"[^a-z0-9_]", "", fold(slug)) or "step"
    candidate, n = slug, 2
    while candidate in taken:
        candidate, n = f"{slug}_{n}", n + 1
    return candidate
