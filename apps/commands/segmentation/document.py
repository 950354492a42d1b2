"""Puts the .alt document together."""

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .asking import LISTEN, with_answers, with_questions
from .assembly import Wish, assemble
from .catalog import catalog_segments
from .clauses import Clause, at_most
from .dates import Time, find_times
from .gates import linked, mark_gates
from .implied import with_implied
from .language import detect
from .links import Linker
from .modes import MODES, apply_mode, apply_persona
from .polls import kept_whole
from .prohibitions import without_forbidden
from .questions import questions_of, with_news
from .repeating import repeated, with_ends
from .rounds import with_rounds
from .served import fill_served, with_served
from .split_en import split as split_english
from .split_tr import split as split_turkish
from .task_types import classify, in_context
from .tokens import Token, tokenize
from .values_http import with_handed_over

_TURKISH_ZONES = ("Europe/Istanbul", "Turkey", "Asia/Istanbul")
LIMIT = 20_000
UNKNOWN = 0.25
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # what no document may hold


def zone_of(timezone: str) -> tzinfo:
    """The zone of that name, UTC if there is none."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def build(
    text: str, now: datetime, timezone: str, language: str | None, mode: str, persona: str | None,
    chaos_level: int | None, task_types: list[dict] | None, served: list[dict] | None = None,
) -> dict:  # fmt: skip
    """Segment a wish into a document."""
    text = _NO_TEXT.sub(" ", (text or "")[:LIMIT])
    spoken = unwrapped(text)
    language = language if language in ("tr", "en") else detect(spoken, "tr" if timezone in _TURKISH_ZONES else "en")
    zone = zone_of(timezone)
    here = now.astimezone(zone).replace(tzinfo=None) if now.tzinfo else now
    times = with_ends(find_times(corrected(spoken, language), here, language), spoken, here, language)
    tokens = kept_whole(protect(tokenize(spoken), times), spoken, language)
    wish = Wish(text, tokens, language, times, here, zone)
    clauses = at_most(split_turkish(tokens, text) if language == "tr" else split_english(tokens, text))
    if task_types is not None:
        segments, confidence = catalog_segments(wish, clauses, task_types)
    else:
        segments, confidence = own_segments(wish, clauses, served or [])
    why, questions = questions_of(text, segments, confidence) if task_types is None else (None, [])
    for segment in segments:
        for note in ("words", "rivals", "unknown", "unmarked", "how_many", "extreme", "repeats", "missing"):
            segment.pop(note, None)
    document: dict = {
        "alt": "2.0",
        "title": _document_title(segments, text),
        "language": language,
        "mode": mode if mode in MODES else "normal",
        "persona": persona,
        "metadata": {
            "text": text,
            "confidence": round(confidence, 2),
            "unsure": why,
            **({"questions": questions} if questions else {}),
            "generator": "rules",
        },
        "variables": {},
        "segments": segments,
        "times": [time.as_json() for time in times],
    }
    return apply_mode(apply_persona(document), chaos_level) if task_types is None else document


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


_CLOCK_TR = r"\d{1,2}(?:[:.]\d\d)?['’]?[dt][ae]"
_DENIED_TR = re.compile(rf"(?:\bsaat\s+)?\b{_CLOCK_TR}\s+değil,?\s+(?:saat\s+)?(?={_CLOCK_TR}\b)", re.IGNORECASE)
_CLOCK_EN = r"\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b\.?)?"
_DENIED_EN = re.compile(
    rf"\bnot\s+at\s+{_CLOCK_EN},?\s+but\s+(?=at\b)|(?<=\d|m)\s*,?\s+not\s+(?:at\s+)?\d{{1,2}}(?::\d\d)?\s?[ap]m\b",
    re.IGNORECASE,
)


def corrected(text: str, language: str) -> str:
    """ "15'te değil 16'da", "at 4 pm, not 3 pm": the hour that is not meant is blank, all else stays in its place."""
    if language == "en":
        return _DENIED_EN.sub(lambda found: " " * len(found[0]), text)
    return _DENIED_TR.sub(lambda found: "saat ".rjust(len(found[0])), text)


def protect(tokens: list[Token], times: list[Time]) -> list[Token]:
    """Nothing inside a date is a link word: commas and "and" in it do not cut."""
    for token in tokens:
        if token.kind == "punct" and any(time.start < token.start and token.end < time.end for time in times):
            token.kind = "word"
    return tokens


def own_segments(wish: Wish, clauses: list[Clause], served: list[dict]) -> tuple[list[dict], float]:
    """Segments with the product's own task types and those that services run."""
    tokens, language = wish.tokens, wish.language
    kept = without_forbidden(tokens, clauses, language)
    rows = [classify(tokens, clause, language) for clause in kept]
    kept, rows = with_remarks(tokens, kept, in_context(tokens, kept, rows, language))
    rows = with_served(tokens, kept, rows, served, language)
    types = [row[0] for row in rows]
    mark_gates(tokens, kept, types, language)
    with_questions(tokens, kept, types, language)
    listening = {id(c) for c, kind in zip(kept, types, strict=True) if kind == LISTEN and c.role == "condition"}
    types = ["condition.if" if id(c) in listening else kind for c, kind in zip(kept, types, strict=True)]
    rows_left = linked([(clause, kind, sure) for clause, kind, (_, sure) in zip(kept, types, rows, strict=True)])
    nodes = Linker(tokens, language).link(rows_left)
    for node in nodes:
        node.task_type = LISTEN if id(node.clause) in listening else node.task_type
    segments, confidence = assemble(wish, nodes)
    fill_served(wish.text, tokens, segments, served, wish.times, language)
    segments = with_news(with_implied(segments, language))
    segments = with_answers(with_handed_over(segments, language), language)
    spans = {one["id"]: tokens_of(tokens, one["span"]) for one in segments}
    segments = with_rounds(segments, spans, language)
    return repeated(segments, spans, wish.times, language), confidence


def with_remarks(
    tokens: list[Token], clauses: list[Clause], rows: list[tuple[str, float]]
) -> tuple[list[Clause], list[tuple[str, float]]]:
    """ "Before we ship, get her approval": what comes later and is nothing to be done belongs to the step behind it."""
    kept, left = [], []
    pending: Clause | None = None
    for clause, row in zip(clauses, rows, strict=True):
        plain = all(t.kind == "word" for t in tokens[clause.first : clause.last])
        later = clause.role == "action" and clause.order == "last" and clause is not clauses[-1]
        bare = tokens[clause.first].norm == "before" and clause.last - clause.first <= 3
        if later and plain and (bare or row[1] <= UNKNOWN):
            pending = clause
            continue
        if pending is not None and clause.role == "action":
            first = clause.first if row[0] == "remind.create" else pending.first  # no part of what is reminded of
            clause.first, clause.link, pending = first, pending.link, None
        kept.append(clause)
        left.append(row)
    return kept, left


def tokens_of(tokens: list[Token], span: list[int]) -> list[Token]:
    """The tokens of a stretch of the text."""
    return [token for token in tokens if span[0] <= token.start and token.end <= span[1]]


def _document_title(segments: list[dict], text: str) -> str:
    if not segments:
        return text.strip()[:60]
    names = [segment["title"] for segment in segments if segment["title"]]
    line = " → ".join(names[:3])
    return line if len(line) <= 90 else line[:89].rstrip() + "…"
