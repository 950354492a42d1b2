"""Words as the archive searches them: folded, and with Turkish and English endings taken off."""

import re
from functools import lru_cache

import snowballstemmer

from apps.core.text import fold

_WORD = re.compile(r"\w+")
_lower = str.maketrans({"İ": "i", "I": "ı"})
MAX_WORDS = 5_000


def search_words(text: str) -> list[str]:
    """Return every distinct word of a text, folded, with its Turkish and its English stem beside it."""
    found: dict[str, None] = {}
    for word in _WORD.findall(text)[:MAX_WORDS]:
        for form in forms_of(word):
            found[form] = None
    return list(found)


@lru_cache(maxsize=10_000)
def forms_of(word: str) -> tuple[str, ...]:
    """Return a word folded, and its stems in both languages, folded."""
    turkish, english = _stemmers()
    lower = word.translate(_lower).lower()
    return tuple(dict.fromkeys((fold(word), fold(turkish.stemWord(lower)), fold(english.stemWord(word.lower())))))


@lru_cache(maxsize=1)
def _stemmers() -> tuple:
    return snowballstemmer.stemmer("turkish"), snowballstemmer.stemmer("english")
