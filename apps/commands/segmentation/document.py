"""Puts the .alt document together."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .assembly import Wish, assemble
from .catalog import catalog_segments
from .clauses import Clause, at_most
from .dates import Time, find_times
from .language import detect
from .links import Linker
from .order import mark_gates
from .split_en import split as split_english
from .split_tr import split as split_turkish
from .task_types import classify, in_context
from .tokens import Token, tokenize

_TURKISH_ZONES = ("Europe/Istanbul", "Turkey", "Asia/Istanbul")
_STEP_NEEDS = {
    "sort": ("by",), "group": ("by",), "join": ("with", "on"), "filter": ("column",), "select": ("columns",),
}  # fmt: skip
_MODES = ("normal", "dream", "explore", "chaos")
_REQUIRED = {
    "http.request": ("url",), "data.transform": ("steps",), "file.read": ("path",), "file.write": ("path",),
    "wait": ("duration", "until"), "notify.email": ("to",), "command.run": ("name",), "remind.create": ("at", "rrule"),
}  # fmt: skip
LIMIT = 20_000


def zone_of(timezone: str) -> tzinfo:
    """The zone of that name, UTC if there is none."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def build(
    text: str, now: datetime, timezone: str, language: str | None, mode: str, persona: str | None,
    chaos_level: int | None, task_types: list[dict] | None,
) -> dict:  # fmt: skip
    """Segment a wish into a document."""
    text = (text or "")[:LIMIT]
    spoken = unwrapped(text)
    language = language if language in ("tr", "en") else detect(spoken, "tr" if timezone in _TURKISH_ZONES else "en")
    zone = zone_of(timezone)
    here = now.astimezone(zone).replace(tzinfo=None) if now.tzinfo else now
    times = find_times(spoken, here, language)
    tokens = protect(tokenize(spoken), times)
    wish = Wish(text, tokens, language, times, here, zone)
    clauses = at_most(split_turkish(tokens, text) if language == "tr" else split_english(tokens, text))
    if task_types is not None:
        segments, confidence = catalog_segments(wish, clauses, task_types)
    else:
        segments, confidence = own_segments(wish, clauses)
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
    if (
        len(stripped) > 2
        and stripped[0] in "\"'“"
        and stripped[-1] in "\"'”"
        and stripped[1:-1].count(stripped[0]) % 2 == 0
    ):
        first, last = text.index(stripped[0]), text.rindex(stripped[-1])
        if stripped[0] == "'" or " " in stripped:
            return text[:first] + " " + text[first + 1 : last] + " " + text[last + 1 :]
    return text


def protect(tokens: list[Token], times: list[Time]) -> list[Token]:
    """Nothing inside a date is a link word: commas and "and" in it do not cut."""
    for token in tokens:
        if token.kind == "punct" and any(time.start < token.start and token.end < time.end for time in times):
            token.kind = "word"
    return tokens


def own_segments(wish: Wish, clauses: list[Clause]) -> tuple[list[dict], float]:
    """Segments with the product's own task types."""
    tokens, language = wish.tokens, wish.language
    kept, rows = [], []
    for clause in clauses:
        rows.append(classify(tokens, clause, language))
        kept.append(clause)
    rows = in_context(tokens, kept, rows, language)
    mark_gates(tokens, kept, [row[0] for row in rows], language)
    triples = []
    pending = ""
    for clause, (task_type, sure) in zip(kept, rows, strict=True):
        if clause.role == "finished" and clause.link == "trail" and triples:
            triples[-1][0].last, triples[-1][0].link = clause.last, "then"
            continue
        if clause.role in ("finished", "otherwise"):
            pending = "then" if clause.role == "finished" else "else"
            continue
        if pending:
            clause.link, pending = pending, ""
        triples.append((clause, task_type, sure))
    nodes = Linker(tokens, language).link(triples)
    return assemble(wish, nodes)


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
        steps = segment["parameters"].get("steps", ()) if segment["task_type"] == "data.transform" else ()
        if any(key not in step for step in steps for key in _STEP_NEEDS.get(step["op"], ())):
            return "missing_parameter"
    return None
