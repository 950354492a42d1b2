"""Conditions that are read from several words: whether an address answers, whether some entry is meant."""

import re

from .english import noun
from .language import bag
from .reading import Reading
from .turkish import noun_stems, verb_forms

_DOWN = bag("down offline unreachable dead kapaliysa kapali cevrimdisi")
_UP = bag("up online reachable alive back aciksa acik ayaktaysa cevrimici")
_FALLS, _ANSWERS = bag("cok kapan"), bag("calis acil yanitla ulasil cevapla ver answer respond load work")
_NOT = re.compile(r"m[iu]yor|m[ae](?:z|d[iu]|m[iu]s)")
_SIZED = bag("buyuk kucuk yuksek dusuk uzun kisa pahali ucuz eski yeni")
_HOW = bag("above over below under higher lower bigger larger smaller older newer cheaper more less greater worth")


def reached(r: Reading, norms: list[str], denied: bool) -> str | None:
    """Whether an address that the condition names answers."""
    if not r.of_kind("url"):
        return None
    words = set(norms)
    stems = {s for n in norms for s, _ in verb_forms(n)} if r.language == "tr" else {noun(n) for n in norms}
    if r.language == "tr" and norms[-1:] and norms[-1].startswith(tuple(_ANSWERS - {"ver"})):
        stems |= _ANSWERS
        denied = denied or _NOT.search(norms[-1]) is not None
    if words & _DOWN or stems & _FALLS:
        return "succeeded" if denied else "failed"
    if words & _UP or stems & _ANSWERS:
        return "failed" if denied else "succeeded"
    return None


def of_an_entry(norms: list[str], language: str, counted: frozenset[str]) -> bool:
    """Is a condition about some entry and not about how many there are?"""
    for i, norm in enumerate(norms):
        word = noun_stems(norm) if language == "tr" else {noun(norm)}
        if not word & counted:
            continue
        before, behind = norms[max(0, i - 2) : i], set(norms[i + 1 :])
        if language == "en":
            if set(before) & {"any", "an", "a", "some", "one"} and behind & _HOW and "count" not in norms:
                return True
        elif set(before) & _SIZED and any(n.startswith(("var", "olur", "gelir", "cik")) for n in behind):
            return True
        if before[-1:] and before[-1] in ("empty", "blank", "missing", "bos", "eksik"):
            return True
    return False
