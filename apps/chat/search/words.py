"""Words as the search compares them: folded, and by their stems in both languages."""

import re
from functools import lru_cache
from typing import Any

import snowballstemmer

from apps.core.text import fold

WORD = re.compile(r"\w+")
_TURKISH: Any = snowballstemmer.stemmer("turkish")
_ENGLISH: Any = snowballstemmer.stemmer("english")
MAX_STEMMED = 64  # letters; longer is no word of a language


def words_of(text: str) -> list[str]:
    return WORD.findall(text)


def lower_turkish(text: str) -> str:
    """Lower case by the rules of Turkish, which its stemmer needs: I becomes ı, İ becomes i."""
    return text.replace("İ", "i").replace("I", "ı").lower()


@lru_cache(maxsize=50_000)
def turkish_stem(word: str) -> str:
    """Return the folded Turkish stem: `kitapları`, `KİTAPLARI` and `kitabı` give `kitap`."""
    return fold(word if len(word) > MAX_STEMMED else _TURKISH.stemWord(lower_turkish(word)))


@lru_cache(maxsize=50_000)
def english_stem(word: str) -> str:
    """Return the folded English stem: `meetings` gives `meet`."""
    plain = fold(word)
    return plain if len(plain) > MAX_STEMMED else _ENGLISH.stemWord(plain)
