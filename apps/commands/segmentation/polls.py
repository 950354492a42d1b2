"""Polls that a wish holds, and what is put to people behind a colon: what is asked is never cut into steps."""

import re

from .english import is_verb
from .language import bag, fold
from .reading import Reading
from .tokens import Token, quoted
from .turkish import noun_stems, verb_of

_OPENS_EN = bag("start create make open run hold set do post launch take begin put send have conduct set-up")
_OPENS_TR = bag("yap ac baslat olustur duzenle kur gonder paylas hazirla at")
_NAMES_EN = bag("poll polls")
_NAMES_TR = bag("anket oylama")
_LISTS = ("options", "option", "choices", "choice", "answers", "secenek", "sik")
_ASKS = bag("ask sor danis")
_LINKS = bag("then sonra ardindan afterwards")
_CHOICE_TR = re.compile(
    r"(.+?)\s+m[ıiuü](?:yız|yiz|dır|dir|sınız|siniz)?\b[\s,]*(?:yoksa\s+|ya da\s+|veya\s+)?", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\s*(?:,\s*(?:or|and|veya|ve|ya da|yoksa)\s+|,|;|/|\bor\b|\bveya\b|\bya da\b|\byoksa\b|\band\b|\bve\b)\s*",
    re.IGNORECASE,
)
_ANSWERING = re.compile(
    r"^(?:do|does|should|shall|would|will|is|are|can|could|which|what|who|where|when|how)\b", re.IGNORECASE
)
_MOST = 10


def poll_at(span: list[Token], language: str) -> int:
    """The place of the word for a poll that is to be held, -1 if none is."""
    for i, token in enumerate(span):
        if token.kind != "word":
            continue
        if language == "en":
            if token.norm in _NAMES_EN and any(t.norm in _OPENS_EN for t in span[max(0, i - 5) : i]):
                return i
        elif noun_stems(token.norm) & _NAMES_TR and any(
            verb_of(t.norm) in _OPENS_TR for t in span[i + 1 : i + 4] if t.kind == "word"
        ):  # fmt: skip
            return i
    return -1


def kept_whole(tokens: list[Token], text: str, language: str) -> list[Token]:
    """Mark what a poll or a question says behind its colon: nothing in it is a step of its own."""
    colons = [i for i, t in enumerate(tokens) if t.text == ":" and t.kind == "punct"][:20]
    for at in colons:
        begin = max((i + 1 for i in range(max(0, at - 40), at) if tokens[i].text in (".", ";", "!") or "\n" in (
            text[tokens[i].end : tokens[i + 1].start])), default=max(0, at - 40))  # fmt: skip
        span = tokens[begin:at]
        poll = poll_at(span, language) >= 0
        asks = any(t.norm in _ASKS or verb_of(t.norm) in _ASKS for t in span[:3] + span[-3:] if t.kind == "word")
        if language == "en" and asks and "to" in {t.norm for t in span[1:]}:
            asks = False  # "ask facilities to fix it: create a task …"
        if poll or asks:
            _keep(tokens, text, at + 1, poll=poll)
            if poll and noun_stems(tokens[at - 1].norm) & set(_LISTS):  # "anket aç, seçenekler: …"
                for i in range(begin, at):
                    if tokens[i].text == ",":
                        tokens[i].kind = "said"
    at = poll_at(tokens, language)
    if at >= 0 and not any(c > at for c in colons):
        listed = next((i for i in range(at + 1, len(tokens)) if tokens[i].norm in _LISTS), -1)
        if listed > 0 and language == "en":
            _keep(tokens, text, listed + 1, poll=True)
    return tokens


def _keep(tokens: list[Token], text: str, first: int, *, poll: bool) -> None:
    """Mark the tokens from first to where what is said ends."""
    last = len(tokens)
    for i in range(first, len(tokens)):
        token = tokens[i]
        if i > first and "\n" in text[tokens[i - 1].end : token.start]:
            last = i
            break
        behind = tokens[i + 2].norm if i + 2 < len(tokens) else ""
        if poll and token.norm == "and" and behind in ("the", "it", "here", "me", "us") and is_verb(tokens[i + 1].norm):
            last = i
            break
        if token.kind != "punct":
            continue
        if (
            token.text in ".;!"
            and token.start == tokens[i - 1].end
            and (i + 1 >= len(tokens) or tokens[i + 1].start > token.end)
        ):
            last = i
            break
        if token.text == "?" and (not poll or i + 1 >= len(tokens) or _chooses(tokens[first:i])):
            last = i
            break
        if token.text == "," and {t.norm for t in tokens[i + 1 : i + 3]} & _LINKS:
            last = i
            break
    for i in range(first, last):
        if tokens[i].kind in ("word", "punct", "number"):
            tokens[i].kind = "said"


def _chooses(span: list[Token]) -> bool:
    """ "pizza or burgers", "pizza mı köfte mi": the choice stands in the question."""
    norms = [t.norm for t in span]
    return "or" in norms or sum(n in ("mi", "mu") for n in norms) > 1


def poll(r: Reading) -> dict:
    """Parameters of chat.poll."""
    span = r.span
    colon = next((i for i, t in enumerate(span) if t.text == ":"), -1)
    listed = next((i for i, t in enumerate(span) if t.norm.startswith(_LISTS)), -1)
    quotes = [quoted(t) for t in span if t.kind == "quote"]
    said = r.text[span[colon + 1].start : span[-1].end].strip() if 0 <= colon < len(span) - 1 else ""
    question, choices = "", []
    if listed >= 0:
        begin = listed + 1 + (span[listed + 1 : listed + 2] != [] and span[listed + 1].text == ":")
        rest = r.text[span[begin].start : span[-1].end] if begin < len(span) else ""
        behind = rest if rest and not noun_stems(fold(rest.split()[0])) & _NAMES_TR else ""
        front = r.text[span[0].start : span[listed].start]
        choices = _cut(behind) if behind else _cut(front)
        question = quotes[0] if quotes else said if colon > 0 and colon < listed else ""
        quotes = quotes[:1] if behind else quotes
    elif said:
        question, choices = _parted(said)
    elif len(quotes) > 2:
        question, choices = quotes[0], quotes[1:]
    elif quotes:
        question, choices = _parted(quotes[0])
    kept = [t for t in span if t.kind in ("said", "quote")]
    times = [time for time in r.times if not any(t.start < time.end and time.start < t.end for t in kept)]
    duration = next((time for time in times if time.type == "duration"), None)
    point = next((time for time in times if time.type in ("datetime", "time", "date")), None)
    return {
        "text": question or (quotes[0] if quotes else "") or said or None,
        "options": list(dict.fromkeys(choices))[:_MOST] if len(set(choices)) > 1 else None,
        "channel": next(iter(r.of_kind("channel")), None),
        "within": duration.value if duration else None,
        "until": point.value if point and point.value and not duration else None,
    }


def _parted(said: str) -> tuple[str, list[str]]:
    """The question and the choices of what is put to the vote."""
    question, mark, behind = said.partition("?")
    if mark and behind.strip():
        return question.strip() + "?", _cut(behind)
    head, colon, tail = said.partition(":")
    if colon and len(_cut(tail)) > 1:
        return head.strip(), _cut(tail)
    chosen = [m.group(1) for m in _CHOICE_TR.finditer(said.rstrip("?"))]
    if len(chosen) > 1:
        return said, [_plain(one) for one in chosen]
    return said, _cut(said)


def _cut(said: str) -> list[str]:
    """ "pizza, kebab or salad" as a list; of a whole question only what is chosen from."""
    parts = [_plain(part) for part in _BETWEEN.split(said.strip().rstrip("?.")) if _plain(part)]
    if len(parts) > 1 and _ANSWERING.match(parts[0]):
        size = len(parts[-1].split())
        parts[0] = " ".join(parts[0].split()[-size:])
    return parts


def _plain(said: str) -> str:
    return said.strip().strip("\"'“”()[].,:;").strip()[:100]
