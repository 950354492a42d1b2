"""With which word a Turkish clause ends: its predicate, a condition, a round of a loop."""

import re

from .clauses import trim
from .language import bag
from .lexicon import word_set
from .tokens import Token
from .turkish import forms, noun_stems, verb_of

_QUESTION = bag("mi mu misin misiniz musun musunuz miyim miyiz muyum muyuz midir mudur miydi muydu misinki")
_DAYS = bag("cuma firma sinema tema sema rampa adam ogle hamle deneme")
_UNLESS = re.compile(r"[a-z]{2,}m[ae]d[iu]kc[ae]")
_FINISHED = bag("bit tamamlan bitir tamamla gerceklestir hazirlan")


def clause_end(tokens: list[Token], start: int, at: int, last: int) -> tuple[str, str, str] | None:
    """(role, order, ending) if the clause ends with this very word and no link word is needed."""
    token = tokens[at]
    if token.kind != "word" or (token.suffix and not forms(token.full_norm.replace("'", "")) & {"if"}):
        loop = _loop_end(tokens, start, at, last)
        return ("loop", "", "") if loop else None
    if _loop_end(tokens, start, at, last):
        return "loop", "", ""
    norm, after = token.norm, tokens[at + 1] if at + 1 < last else None
    if after is None:
        return ("condition", "", "if") if "if" in forms(norm) and at > start and norm not in ("ise",) else None
    found = forms(norm)
    foreign = token.capital and at > start
    if "ip" in found and not foreign and (at > start or verb_of(norm, "ip")):
        if after.norm.startswith(("dur", "olmad")) or after.norm in ("de", "da"):
            return None
        if _whether(norm, after.norm):
            return None
        return "action", "", "ip"
    if (
        norm in ("derse", "derlerse")
        and at > start
        and tokens[at - 1].norm in ("hayir", "evet", "olur", "tamam", "olmaz")
    ):
        return "condition", "", "if"
    if "if" in found and not foreign and at > start - 1:
        if norm == "ise" and (at == start or tokens[at - 1].norm in ("bu", "o")):
            return None
        return "condition", "", "if"
    if "after" in found and (after.norm == "sonra" or after.text == ","):
        if verb_of(norm, "after") in _FINISHED and at > start:
            return "condition", "event", "when"
        return "action", "", "after"
    if "before" in found and at > start and tokens[at - 1].norm in ("sey", "seyi"):
        return None
    if "before" in found and after.norm in ("once", "evvel") and not (noun_stems(norm) & _DAYS and not verb_of(norm)):
        return "action", "last", "before"
    if "when" in found and not foreign:
        return "condition", "event", "when"
    if at > start and norm.endswith(("maz", "mez")) and len(norm) > 4 and tokens[at - 1].norm.endswith("r") and (
        tokens[at - 1].norm.startswith(norm[:-3])
    ):  # fmt: skip
        return "condition", "event", "when"  # "biri yazar yazmaz"
    if norm in ("halinde", "takdirde", "durumunda", "surece") and at > start:
        return "condition", "", "if"
    if _UNLESS.fullmatch(norm) and at > start:
        return "condition", "", "if"
    if "imperative" in found and at > start and _implicit(tokens, start, at, after):
        return "action", "", "bare"
    return None


def _whether(norm: str, after: str) -> bool:
    """ "ödenip ödenmediğini": whether it was paid, no step of its own."""
    stem = verb_of(norm, "ip")
    return (
        bool(stem)
        and after.startswith(norm[:-2])
        and after[len(norm) - 2 :].startswith(("me", "ma", "ilme", "ilma", "eme", "ama", "yeme", "yama"))
    )


def _implicit(tokens: list[Token], start: int, at: int, after: Token) -> bool:
    """A command with the next one right behind it: "ara … grupla … topla"."""
    if after.kind == "punct" or after.norm in ("ve", "ama", "lutfen", "sonra", "da", "de", "ki", "bakalim", "bana"):
        return False
    if tokens[at].norm not in word_set("tr", "strong") or tokens[at].capital:
        return False
    before = tokens[at - 1]
    if before.kind == "punct" or (before.capital and not before.suffix) or after.norm in _QUESTION:
        return False
    ambiguous = tokens[at].norm in (
        "cek",
        "ara",
        "say",
        "oku",
        "bul",
        "cevir",
        "topla",
        "sil",
        "goster",
        "sirala",
        "listele",
    )
    accusative = before.kind != "word" or before.suffix != "" or before.norm[-1:] in "iueak" or (
        before.norm.endswith(("den", "dan", "ten", "tan"))
    )  # fmt: skip
    return not ambiguous or accusative


def _loop_end(tokens: list[Token], start: int, at: int, last: int) -> bool:
    if tokens[at].norm not in ("icin", "uzerinde", "uzerinden") or at + 1 >= last or at - start < 2:
        return False
    for i in range(max(start, at - 5), at - 1):
        if tokens[i].norm == "her" and tokens[i + 1].norm not in word_set("tr", "time_units"):
            return not any(tokens[j].kind == "punct" for j in range(i, at))
    return tokens[at - 1].norm in ("birisi", "biri") and tokens[at - 2].norm == "her"


def predicate(tokens: list[Token], start: int, end: int) -> bool:
    """Do tokens[start:end] end in something that closes a sentence?"""
    start, end = trim(tokens, start, end)
    while end > start and tokens[end - 1].norm in ("lutfen", "bana", "bize", "simdi", "hemen", "bakalim"):
        end -= 1
    if start >= end:
        return False
    token = tokens[end - 1]
    if token.kind != "word":
        return False
    norm = token.norm
    if norm in _QUESTION or (norm in word_set("tr", "predicate_words") and not token.suffix):
        return not (norm in ("ne", "kim") and end - start < 2)
    if token.text in ("GET", "POST", "PUT", "PATCH", "DELETE") and token.suffix in ("la", "le", "lay", "ley"):
        return True
    if token.suffix and norm not in ("sinemasi",):
        return False
    found = forms(norm)
    if found & {"imperative", "finite"}:
        return not (token.capital and end - 1 > start and not found & {"imperative"}) or tokens[0].capital
    return (
        any(tokens[i].norm in word_set("tr", "question") for i in range(max(start, end - 40), end)) and end - start > 1
    )
