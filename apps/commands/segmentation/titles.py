"""Short names for segments, in the language of the wish."""

from .clauses import Clause
from .english import lemma, skip_fillers
from .language import bag, capitalize, lower
from .lexicon import words
from .tokens import Token
from .turkish import forms, verb_of

_LIMIT = 56
_DROP_TR = bag("adresindeki adresinden adresini adresine adresi lutfen misin misiniz bana bir zahmet acaba")
_DROP_EN = frozenset(["please", "kindly"])


def title_of(tokens: list[Token], clause: Clause, language: str) -> str:
    """A few words that name the segment."""
    span = tokens[clause.first : clause.last]
    pieces = _turkish(span, clause) if language == "tr" else _english(tokens, clause)
    while pieces and pieces[0].lower() in ("ve", "and", ",", "da", "de", "-"):
        pieces.pop(0)
    if not any(piece.strip() for piece in pieces):
        pieces = [token.text for token in span[:6]]
    line = _glue(pieces)
    if len(line) > _LIMIT:
        cut = line.rfind(" ", 0, _LIMIT)
        line = line[: cut if cut > 20 else _LIMIT].rstrip(" ,;:") + "…"
    line = line.strip(" ,;:.?!")
    first = line.split(" ", 1)[0]
    return line if "." in first or "@" in first else capitalize(line, language)


def _glue(pieces: list[str]) -> str:
    out = ""
    for piece in pieces:
        out += piece if piece in ",.;:?!)" or not out or out.endswith("(") else " " + piece
    return out


def _turkish(span: list[Token], clause: Clause) -> list[str]:
    only_url = sum(token.kind != "punct" for token in span) <= 2
    pieces = [
        _written(token) for token in span if not (token.kind == "url" and not only_url) and token.norm not in _DROP_TR
    ]
    if pieces and clause.role == "action":
        pieces[-1] = _imperative(pieces[-1], span)
    return pieces


def _imperative(last: str, span: list[Token]) -> str:
    """ "çevirip", "okuduktan", "siler" become "çevir", "oku", "sil"."""
    token = next((t for t in reversed(span) if t.kind == "word" and t.norm not in _DROP_TR), span[-1])
    found = forms(token.norm)
    if found & {"ip", "after", "before"} or (token is not span[-1] and "finite" in found):
        stem = verb_of(token.norm)
        if stem:
            for verb in words("tr")["verbs"].split():
                if len(verb) == len(stem) and lower(token.text, "tr").startswith(verb):
                    return verb
            return lower(token.text[: len(stem)], "tr")
    return last


def _english(tokens: list[Token], clause: Clause) -> list[str]:
    at = skip_fillers(tokens, clause.first, clause.last) if clause.role == "action" else clause.first
    if tokens[at].norm in ("after", "before", "you", "i") and at + 1 < clause.last:
        at += 1
        if tokens[at].norm in ("you", "i", "we") and at + 1 < clause.last:
            at += 1
    pieces, skip = [], False
    for i in range(at, clause.last):
        token = tokens[i]
        if i == at and token.kind == "word" and clause.role == "action":
            pieces.append(lemma(token.norm) if token.norm.endswith("ing") else _written(token))
            continue
        if token.kind == "url" and i > at + 1:
            while pieces and pieces[-1].lower() in ("at", "from", "to", "via", "with", "under", "on"):
                pieces.pop()
            skip = False
            continue
        if skip or token.norm in _DROP_EN:
            continue
        pieces.append(_written(token))
    while pieces and pieces[-1].lower() in ("and", "at", "from", "to", "via", "with"):
        pieces.pop()
    return pieces


def _written(token: Token) -> str:
    if token.kind == "url":
        return token.text.split("//", 1)[-1]
    return token.whole
