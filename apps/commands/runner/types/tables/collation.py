"""The order of words: the Turkish alphabet, which holds the English one."""

import unicodedata
from typing import Any

from apps.commands.runner.types.tables.numbers import number

ALPHABET = "aâbcçdefgğhıiîjklmnoöpqrsştuüûvwxyz"
_RANK = {letter: index for index, letter in enumerate(ALPHABET)}
_LOWER = str.maketrans({"İ": "i", "I": "ı"})


def word_key(text: str) -> tuple[tuple[int, int], ...]:
    """Return a key that sorts ç after c, ı before i, and signs and digits before letters."""
    return tuple(_letter_key(letter) for letter in text.translate(_LOWER).lower())


def _letter_key(letter: str) -> tuple[int, int]:
    if letter in _RANK:
        return 1, _RANK[letter]
    plain = unicodedata.normalize("NFD", letter)[0]  # é stands with e
    return (1, _RANK[plain]) if plain in _RANK else (2 if letter.isalpha() else 0, ord(letter))


def value_key(value: Any) -> tuple[int, Any, str]:
    """Return a key for one cell: numbers by size, then words, then nothing."""
    if value is None or value == "":
        return (2, 0, "")
    if (found := number(value)) is not None:
        return (0, found, str(value))
    text = str(value)
    return (1, word_key(text), text)
