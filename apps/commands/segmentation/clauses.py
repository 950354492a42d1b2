"""A clause: a run of tokens of the wish that becomes one segment, and how it hangs on what stands before it."""

from dataclasses import dataclass

from .language import bag
from .lexicon import phrases
from .tokens import Token


@dataclass(slots=True)
class Clause:
    """tokens[first:last] of the wish, with the link word that led to it."""

    first: int
    last: int
    link: str = "start"  # start, and, then, also, else, so, always, sentence
    role: str = "action"  # action, condition, loop, gate
    order: str = ""  # last: happens after the clauses behind it; first: happens before the clause in front of it
    sentence: int = 0
    negated: bool = False
    cut: str = ""  # how the clause ended: ip, comma, …
    quorum: int | None = None  # of an approval: how many must agree; 0 is everybody, None where nobody said


def match_phrase(tokens: list[Token], at: int, end: int, language: str, name: str) -> int:
    """Number of tokens that a link phrase covers at a place, 0 if there is none."""
    if at >= end or tokens[at].kind != "word":
        return 0
    first = tokens[at].full_norm
    for parts in phrases(language, name).get(first, ()):
        size = len(parts)
        if at + size <= end and all(
            tokens[at + i].kind == "word" and tokens[at + i].full_norm == parts[i] for i in range(1, size)
        ):
            return size
    return 0


def stronger(link: str, other: str) -> str:
    """Which of two links said in a row counts: "sonra her durumda …" is "her durumda"."""
    if not link or other == "always":
        return other
    if link == "always":
        return link
    return other if other in ("else", "also") or (other == "so" and link == "then") else link


MOST = 100


def at_most(clauses: list[Clause]) -> list[Clause]:
    """A wish of more steps than anybody types is cut off, so that its size stays bounded."""
    if len(clauses) > MOST:
        clauses[MOST - 1].last = clauses[-1].last
        del clauses[MOST:]
    return clauses


def trim(tokens: list[Token], first: int, last: int) -> tuple[int, int]:
    """Leave out punctuation at both ends."""
    while first < last and tokens[first].kind == "punct":
        first += 1
    while last > first and tokens[last - 1].kind == "punct":
        last -= 1
    return first, last


_ABBREVIATIONS = bag(
    "jan feb mar apr jun jul aug sep sept oct nov dec mr mrs ms dr st vs etc no nr approx dept inc ltd co prof "
    "sn dk bkz vb vd a p m e.g i.e u.s"
)


def sentences(tokens: list[Token], text: str) -> list[tuple[int, int, str]]:
    """Cut at full stops, question marks, semicolons and line breaks: (first, last, closing sign)."""
    out, begin = [], 0
    depth = 0
    for i, token in enumerate(tokens):
        if i > begin and "\n" in text[tokens[i - 1].end : token.start]:
            out.append((begin, i, "\n"))
            begin = i
        if token.kind != "punct":
            continue
        if token.text in "([":
            depth += 1
        elif token.text in ")]":
            depth = max(0, depth - 1)
        elif token.text in ";?!…" or (token.text == "." and _full_stop(tokens, i, text)):
            if depth and token.text in ".;":
                continue
            out.append((begin, i + 1, token.text))
            begin = i + 1
    if begin < len(tokens):
        out.append((begin, len(tokens), ""))
    return [row for row in out if any(tokens[i].kind != "punct" for i in range(row[0], row[1]))]


def _full_stop(tokens: list[Token], i: int, text: str) -> bool:
    if i + 1 >= len(tokens):
        return True
    before, after = tokens[i - 1] if i else None, tokens[i + 1]
    glued = after.start == tokens[i].end
    if glued and not (before and before.kind == "quote"):
        return False
    if before is None or (before.kind == "word" and before.norm in _ABBREVIATIONS and before.end == tokens[i].start):
        return False
    if (
        before.kind == "word"
        and len(before.text) == 1
        and before.text.isupper()
        and i > 1
        and tokens[i - 2].text == "."
    ):
        return False
    if before.kind == "number" and before.end == tokens[i].start and not after.capital:
        return after.kind in ("word", "url", "quote") and not after.norm.isdigit() and len(before.text) > 2
    return True
