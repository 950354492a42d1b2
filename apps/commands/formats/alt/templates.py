"""Texts with `${…}` in them: where an expression begins and ends. `$${` stands for the two signs themselves."""

import re
from dataclasses import dataclass
from functools import lru_cache

PATH = re.compile(
    r"[A-Za-z_][A-Za-z0-9_]*(?:\.[^.\[\]\s(){}+*/<>=!&|?:,'\"%-][^.\[\]\s(){}+*/<>=!&|?:,'\"%]*|\[\d{1,6}\])*"
)


@dataclass(frozen=True)
class Expression:
    """What stands between `${` and `}`."""

    text: str

    @property
    def is_path(self) -> bool:
        """Say whether it is a plain path: names and numbers, nothing to compute."""
        return PATH.fullmatch(self.text) is not None


class Unclosed(ValueError):
    """A `${` without its `}`."""


NAME = re.compile(r"(?<![.\w\"'])[A-Za-z_]\w*(?!\s*\()", re.ASCII)
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")


def roots_of(expression: str) -> set[str]:
    """Return the names an expression begins its paths with; a macro's own variables are among them."""
    return set(NAME.findall(QUOTED.sub('""', expression)))


@lru_cache(4_096)
def parts_of(text: str) -> tuple[str | Expression, ...]:
    """Return the pieces of a text. Raises Unclosed."""
    if "${" not in text:
        return (text,)
    pieces: list[str | Expression] = []
    at = 0
    while (start := text.find("${", at)) >= 0:
        if start > at and text[start - 1] == "$":
            pieces.append(text[at : start - 1] + "${")
            at = start + 2
            continue
        if start > at:
            pieces.append(text[at:start])
        end = _end(text, start + 2)
        pieces.append(Expression(text[start + 2 : end].strip()))
        at = end + 1
    if at < len(text) or not pieces:
        pieces.append(text[at:])
    return tuple(pieces)


def whole(text: str) -> Expression | None:
    """Return the expression that a text is, when it is nothing else."""
    if not (text.startswith("${") and text.endswith("}")):
        return None
    try:
        pieces = parts_of(text)
    except Unclosed:
        return None
    return pieces[0] if len(pieces) == 1 and isinstance(pieces[0], Expression) else None


def _end(text: str, at: int) -> int:
    """Return where the closing brace stands: not one inside braces or quotation marks."""
    depth, quote = 0, ""
    while at < len(text):
        letter = text[at]
        if quote:
            if letter == "\\":
                at += 1
            elif letter == quote:
                quote = ""
        elif letter in "\"'":
            quote = letter
        elif letter == "{":
            depth += 1
        elif letter == "}":
            if depth == 0:
                return at
            depth -= 1
        at += 1
    raise Unclosed(text[:40])
