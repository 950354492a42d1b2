"""Words as the archive searches them: folded, and with Turkish and English endings taken off."""

import re
from collections.abc import Sequence
from functools import lru_cache

from apps.chat.search.kin import kin_of
from apps.chat.search.words import english_stem, turkish_stem, words_of
from apps.core.text import fold

MAX_WORDS, MAX_TERMS = 5_000, 20
_TERM = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


def searchable(text: str, tags: Sequence[str] = ()) -> str:
    """Return what is searched of a text: its words as they stand, for phrases; their stems in both languages; tags."""
    words = words_of(text)[:MAX_WORDS]
    if not words and not tags:
        return ""
    plain = [fold(word) for word in words]
    known = set(plain)
    stems = dict.fromkeys(form for word in words for form in forms_of(word) if form not in known)
    return f"{' '.join(plain)}\n{' '.join(stems)}\n{''.join(map(tag_form, tags))}"


def tag_form(tag: str) -> str:
    """Return how a whole tag stands in what is searched."""
    return f"#{fold(tag)}\n"


def terms_of(text: str) -> list[tuple[str, bool]]:
    """Return what was typed: words and "phrases", and whether each is to be absent (`-word`)."""
    found = [((part["phrase"] or part["word"] or "").strip(), bool(part["minus"])) for part in _TERM.finditer(text)]
    return [(" ".join(words_of(term)), minus) for term, minus in found if words_of(term)][:MAX_TERMS]


def forms_of(word: str) -> tuple[str, ...]:
    """Return a word folded, and its stems in both languages, folded."""
    return tuple(dict.fromkeys((fold(word), turkish_stem(word), english_stem(word))))


@lru_cache(maxsize=10_000)
def asked_forms(word: str) -> tuple[str, ...]:
    """Return the forms one of which must occur where a word is searched for: also of what it becomes before endings."""
    kin = (turkish_stem(form) for form in kin_of(word))
    return tuple(dict.fromkeys((*forms_of(word), *kin)))
