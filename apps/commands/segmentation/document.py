"""Puts the .alt document together."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .catalog import catalog_segments
from .clauses import Clause, at_most
from .conditions import condition_parameters, loop_parameters
from .dates import Time, find_times
from .english import skip_fillers
from .language import detect, fold
from .links import Linker, Node, mark_gates
from .split_en import split as split_english
from .split_tr import split as split_turkish
from .task_types import classify
from .titles import title_of
from .tokens import Token, tokenize
from .values import Reading, parameters_of

_TURKISH_ZONES = ("Europe/Istanbul", "Turkey", "Asia/Istanbul")
_MODES = ("normal", "dream", "explore", "chaos")
_REQUIRED = {
    "http.request": ("url",), "data.transform": ("steps",), "file.read": ("path",), "file.write": ("path",),
    "wait": ("duration", "until"), "notify.email": ("to",), "command.run": ("name",), "remind.create": ("at", "rrule"),
}  # fmt: skip
LIMIT = 20_000


def local_now(now: datetime, timezone: str) -> datetime:
    """The moment of the wish as wall time of the asker's zone."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return now.astimezone(zone).replace(tzinfo=None) if now.tzinfo else now


def build(
    text: str, now: datetime, timezone: str, language: str | None, mode: str, persona: str | None,
    chaos_level: int | None, task_types: list[dict] | None,
) -> dict:  # fmt: skip
    """Segment a wish into a document."""
    text = (text or "")[:LIMIT]
    spoken = unwrapped(text)
    language = language if language in ("tr", "en") else detect(spoken, "tr" if timezone in _TURKISH_ZONES else "en")
    tokens = tokenize(spoken)
    times = find_times(spoken, local_now(now, timezone), language)
    tokens = protect(tokens, times, text)
    clauses = at_most(split_turkish(tokens, text) if language == "tr" else split_english(tokens, text))
    if task_types is not None:
        segments, confidence = catalog_segments(text, tokens, clauses, language, times, task_types)
    else:
        segments, confidence = own_segments(text, tokens, clauses, language, times)
    document: dict = {
        "alt": "2.0",
        "title": _document_title(segments, text),
        "language": language,
        "mode": mode if mode in _MODES else "normal",
        "persona": persona,
        "metadata": {
            "text": text,
            "confidence": round(confidence, 2),
            "unsure": _unsure(text, segments, confidence),
            "generator": "rules",
        },
        "variables": {},
        "segments": segments,
        "times": [time.as_json() for time in times],
    }
    if chaos_level is not None:
        document["metadata"]["chaos_level"] = chaos_level
    return document


def unwrapped(text: str) -> str:
    """A wish that stands in quotation marks as a whole is not one quotation."""
    stripped = text.strip()
    if len(stripped) > 2 and stripped[0] in "\"'“" and stripped[-1] in "\"'”" and stripped[1:-1].count(stripped[0]) % 2 == 0:
        first, last = text.index(stripped[0]), text.rindex(stripped[-1])
        if stripped[0] == "'" or " " in stripped:
            return text[:first] + " " + text[first + 1 : last] + " " + text[last + 1 :]
    return text


def protect(tokens: list[Token], times: list[Time], text: str) -> list[Token]:
    """Nothing inside a date is a link word: commas and "and" in it do not cut."""
    for token in tokens:
        if token.kind == "punct" and any(time.start < token.start and token.end < time.end for time in times):
            token.kind = "word"
    return tokens


def own_segments(
    text: str, tokens: list[Token], clauses: list[Clause], language: str, times: list[Time]
) -> tuple[list[dict], float]:
    """Segments with the product's own task types."""
    kept, rows = [], []
    for clause in clauses:
        rows.append(classify(tokens, clause, language))
        kept.append(clause)
    mark_gates(tokens, kept, [row[0] for row in rows], language)
    triples = []
    pending = ""
    for clause, (task_type, sure) in zip(kept, rows, strict=True):
        if clause.role == "finished":
            pending = "then"
            continue
        if pending:
            clause.link, pending = pending, ""
        triples.append((clause, task_type, sure))
    nodes = Linker(tokens, language).link(triples)
    return assemble(text, tokens, nodes, language, times)


def assemble(
    text: str, tokens: list[Token], nodes: list[Node], language: str, times: list[Time], parameters: list[dict] | None = None
) -> tuple[list[dict], float]:
    """JSON of nodes."""
    ids: list[str] = []
    for node in nodes:
        ids.append(_slug(tokens, node, language, ids))
    segments = []
    for i, node in enumerate(nodes):
        first, last = node.clause.first, node.clause.last
        start, end = tokens[first].start, tokens[last - 1].end
        inside = [t for t in times if start <= t.start and t.end <= end + 1]
        reading = Reading(text, tokens, node.clause, node.task_type, language, inside)
        if parameters is not None and node.task_type not in ("condition.if", "loop.each"):
            values = parameters[i]
        elif node.task_type == "condition.if":
            values = condition_parameters(reading)
        elif node.task_type == "loop.each":
            values = loop_parameters(reading)
        else:
            values = parameters_of(reading)
        segment: dict = {
            "id": ids[i],
            "task_type": node.task_type,
            "content": text[start:end],
            "span": [start, end],
            "title": title_of(tokens, node.clause, language),
            "parameters": values,
            "dependencies": [ids[d] for d in sorted(set(node.dependencies))],
        }
        if node.when:
            segment["when"] = {"segment": ids[node.when[0]], "branch": node.when[1]}
        segments.append(segment)
    confidence = min((node.confidence for node in nodes), default=0.0)
    return segments, confidence


_SLUG_SKIP = frozenset(
    ["the", "a", "an", "of", "to", "in", "on", "at", "for", "and", "with", "from", "it", "them", "me", "my", "all", "please", "ve", "bir", "bu", "da", "de", "icin", "ile", "olan", "her"]
)


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


def _document_title(segments: list[dict], text: str) -> str:
    if not segments:
        return text.strip()[:60]
    names = [segment["title"] for segment in segments if segment["title"]]
    line = " → ".join(names[:3])
    return line if len(line) <= 90 else line[:89].rstrip() + "…"


def _unsure(text: str, segments: list[dict], confidence: float) -> str | None:
    if not text.strip():
        return "empty"
    if not segments or (confidence <= 0.2 and len(segments) == 1):
        return "no_task"
    if confidence < 0.5:
        return "low_confidence"
    for segment in segments:
        needed = _REQUIRED.get(segment["task_type"])
        if needed and not any(key in segment["parameters"] for key in needed):
            return "missing_parameter"
    return None


