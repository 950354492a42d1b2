"""Where in a text the words stand that were asked for: places, not markup, so that nothing has to be escaped."""

from apps.chat.search.asking import Term
from apps.chat.search.kin import kin_of
from apps.chat.search.words import WORD, english_stem, turkish_stem
from apps.core.text import fold

MAX_MARKS = 100
PART = 3  # letters from which on parts of words count, as in the index


def marks(text: str, terms: list[Term]) -> list[dict[str, int]]:
    """Return the stretches `[start, end)` of a text, in characters, that answer what was asked for."""
    words = [(found.start(), found.end(), found.group()) for found in WORD.finditer(text)]
    found: set[tuple[int, int]] = set()
    for term in terms:
        length = len(term.words)
        if term.without or not length:
            continue
        for at in range(len(words) - length + 1):
            stretch = words[at : at + length]
            if all(_same(word, asked, length == 1) for (_s, _e, word), asked in zip(stretch, term.words, strict=True)):
                found.add((stretch[0][0], stretch[-1][1]))
                if len(found) > MAX_MARKS * 4:
                    break
    return [{"start": start, "end": end} for start, end in _joined(sorted(found))[:MAX_MARKS]]


def _same(word: str, asked: str, parts: bool) -> bool:
    plain, wanted = fold(word), fold(asked)
    if plain == wanted or (parts and len(wanted) >= PART and wanted in plain):
        return True
    stem = turkish_stem(word)
    return (
        stem == turkish_stem(asked)
        or english_stem(word) == english_stem(asked)
        or any(stem == turkish_stem(form) for form in kin_of(asked))
    )


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
