"""Finds the times of a text with the grammar of its language."""

from datetime import datetime

from ..language import bag, fold
from ..tokens import tokenize
from .english_reader import EnglishReader
from .model import Time

_ATOMIC = bag("url email file channel person quote")


def find_times(text: str, now: datetime, language: str) -> list[Time]:
    """Times in the order said; nothing inside addresses, names and quotations is read."""
    folded = fold(text)
    for token in tokenize(text):
        if token.kind in _ATOMIC:
            folded = folded[: token.start] + "¤" * (token.end - token.start) + folded[token.end :]
    if language == "tr":
        from .turkish_reader import TurkishReader

        times = TurkishReader(folded, now).read()
    else:
        times = EnglishReader(folded, now).read()
    for time in times:
        time.text = text[time.start : time.end]
    return times
