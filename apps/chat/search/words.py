"""Words as the search compares them: folded, and by their stems in both languages."""

import re
from functools import lru_cache
from threading import Lock
from typing import Any

import snowballstemmer

from apps.core.text import fold

WORD = re.compile(r"\w+")
_TURKISH: Any = snowballstemmer.stemmer("turkish")
_ENGLISH: Any = snowballstemmer.stemmer("english")
_one_at_a_time = Lock()  # a stemmer keeps its word in itself while it works
MAX_STEMMED = 64  # letters; longer is no word of a language


def words_of(text: str) -> list[str]:
    return WORD.findall(text)


def lower_turkish(text: str) -> str:
    """Lower case by the rules of Turkish, which its stemmer needs: I becomes ı, İ becomes i."""
    return text.replace("İ", "i").replace("I", "ı").lower()


@lru_cache(maxsize=50_000)
def turkish_stem(word: str) -> str:
    """Return the folded Turkish stem: `kitapları`, `KİTAPLARI` and `kitabı` give `kitap`."""
    if len(word) > MAX_STEMMED:
        return fold(word)
    with _one_at_a_time:
        return fold(_TURKISH.stemWord(lower_turkish(word)))


@lru_cache(maxsize=50_000)
def english_stem(word: str) -> str:
    """Return the folded English stem: `meetings` gives `meet`."""
    plain = fold(word)
    if len(plain) > MAX_STEMMED:
        return plain
    with _one_at_a_time:
        return str(_ENGLISH.stemWord(plain))
