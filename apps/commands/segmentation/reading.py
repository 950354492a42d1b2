"""One step of a wish with what was read in it, as the readers of parameters get it."""

import re
from dataclasses import dataclass

from .clauses import Clause
from .dates import Time
from .language import fold
from .tokens import Token


@dataclass(slots=True)
class Reading:
    """What is known about a clause when its parameters are read."""

    text: str
    tokens: list[Token]
    clause: Clause
    task_type: str
    language: str
    times: list[Time]
    today: str = ""
    alone: bool = False  # nothing runs before it whose result it could be about

    @property
    def span(self) -> list[Token]:
        """The tokens of the step."""
        return self.tokens[self.clause.first : self.clause.last]

    @property
    def content(self) -> str:
        """The words of the step as they were said."""
        span = self.span
        return self.text[span[0].start : span[-1].end]

    def of_kind(self, kind: str) -> list[str]:
        """Texts of the tokens of one kind."""
        return [token.text for token in self.span if token.kind == kind]

    def time(self, *kinds: str) -> Time | None:
        """The first time of the step of one of these types."""
        return next((time for time in self.times if time.type in kinds), None)


WORD_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "iki": 2, "uc": 3, "dort": 4, "bes": 5, "alti": 6, "yedi": 7, "sekiz": 8, "dokuz": 9, "on": 10, "yirmi": 20,
    "twenty": 20, "hundred": 100, "yuz": 100, "elli": 50, "fifty": 50,
}  # fmt: skip


def counted(token: Token) -> int | None:
    """A number in figures or as a small word."""
    if token.kind == "number" and token.text.isdigit() and len(token.text) < 10:
        return int(token.text)
    digits = token.norm.rstrip("abcdefghijklmnopqrstuvwxyz")
    if digits.isdigit() and len(token.norm) - len(digits) <= 3 and len(digits) < 6:
        return int(digits)
    return WORD_NUMBERS.get(token.norm)


_UNITS = {
    "second": "S", "sec": "S", "saniye": "S", "sn": "S", "minute": "M", "min": "M", "dakika": "M", "dk": "M",
    "hour": "H", "hr": "H", "saat": "H",
}  # fmt: skip


def as_said(time: Time) -> str | None:
    """A duration in the unit it was said in: "90 seconds" is PT90S."""
    match = re.fullmatch(r"(?:in |for )?(\d{1,6}|[a-z]+)\s*([a-z]+)(?: sonra)?", fold(time.text).strip())
    unit = _UNITS.get(match.group(2).rstrip("s") or "s") if match else None
    if not match or not unit:
        return time.value if time.type == "duration" else time.length
    count = int(match.group(1)) if match.group(1).isdigit() else WORD_NUMBERS.get(match.group(1))
    return f"PT{count}{unit}" if count else time.value if time.type == "duration" else time.length
