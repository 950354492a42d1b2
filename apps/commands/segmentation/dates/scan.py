"""Pieces of a text for the date grammars, and numbers made of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

_MOST = 2500  # of a longer text only the beginning is read for dates
_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


@dataclass(slots=True)
class Piece:
    """A run of letters, a run of digits or one sign."""

    text: str
    start: int
    end: int


def shallow(reader: Callable[..., Any]) -> Callable[..., Any]:
    """Stop a reader that would call itself over and over: "half past half past …"."""

    @wraps(reader)
    def guarded(self: "Pieces", *args: Any, **kwargs: Any) -> Any:
        if self.depth > 8:
            return None
        self.depth += 1
        try:
            return reader(self, *args, **kwargs)
        finally:
            self.depth -= 1

    return guarded


def pieces_of(folded: str) -> list[Piece]:
    """Cut folded text."""
    return [Piece(m.group(), m.start(), m.end()) for m in _PIECE.finditer(folded)]


class Pieces:
    """Looking at pieces by position without falling off the end."""

    def __init__(self, folded: str) -> None:
        self.rows = pieces_of(folded)[:_MOST]
        self.size = len(self.rows)
        self.depth = 0

    def w(self, i: int) -> str:
        """The piece at a place, or nothing."""
        return self.rows[i].text if 0 <= i < self.size else ""

    def glued(self, i: int) -> bool:
        """Does the piece touch the one before it?"""
        return 0 < i < self.size and self.rows[i].start == self.rows[i - 1].end

    def digits(self, i: int, longest: int = 9) -> int | None:
        """A run of digits as a number."""
        text = self.w(i)
        return int(text) if text.isdigit() and text.isascii() and len(text) <= longest else None

    def words(self, i: int, *listed: str) -> bool:
        """Do these words stand here?"""
        return all(self.w(i + k) == word for k, word in enumerate(listed))
