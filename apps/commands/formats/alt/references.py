"""`${…}` in parameters: a path to a result, a variable or a loop's entry, or an expression that is computed."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson
from django.utils.translation import gettext as _

from apps.commands.formats.alt.templates import Expression, Unclosed, parts_of

PART = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")
MAX_TEXT = 1_000_000
Compute = Callable[[str], Any]


class ReferenceMissing(LookupError):
    """A reference names what is not there."""


def expressions(value: Any, pointer: str = "") -> Iterator[tuple[str, Expression | None]]:
    """Yield pointer and expression of everything to fill in; None where a `${` has no end."""
    if isinstance(value, str):
        try:
            pieces = parts_of(value)
        except Unclosed:
            yield pointer, None
            return
        for piece in pieces:
            if isinstance(piece, Expression):
                yield pointer, piece
    elif isinstance(value, dict):
        for key, inner in value.items():
            part = str(key).replace("~", "~0").replace("/", "~1")
            yield from expressions(inner, f"{pointer}/{part}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from expressions(inner, f"{pointer}/{index}")


def root_of(path: str) -> str:
    """Return the first name of a path."""
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def resolve_references(
    value: Any, outputs: Mapping[str, Any], variables: Mapping[str, Any], compute: Compute | None = None
) -> Any:
    """Return parameters with references filled in; a text that is only a reference becomes the value itself.

    Filled-in values are not read again: what came from outside cannot refer to anything. `compute` gives the value of
    what is more than a path.
    """
    if isinstance(value, str):
        return _filled(value, outputs, variables, compute)
    if isinstance(value, dict):
        return {key: resolve_references(inner, outputs, variables, compute) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolve_references(inner, outputs, variables, compute) for inner in value]
    return value


def _filled(text: str, outputs: Mapping[str, Any], variables: Mapping[str, Any], compute: Compute | None) -> Any:
    try:
        pieces = parts_of(text)
    except Unclosed:
        return text
    found = [
        piece if isinstance(piece, str) else _value(piece, outputs, variables, compute) for piece in pieces
    ]  # fmt: skip
    if len(pieces) == 1:
        return found[0]
    whole = "".join(_as_text(piece) for piece in found)
    if len(whole) > MAX_TEXT and len(whole) > len(text):
        raise ReferenceMissing(_("The text with its results filled in is too long."))
    return whole


def _value(
    expression: Expression, outputs: Mapping[str, Any], variables: Mapping[str, Any], compute: Compute | None
) -> Any:
    if expression.is_path:
        return look_up(expression.text, outputs, variables)
    if compute is None:
        raise _missing(expression.text)
    return compute(expression.text)


def look_up(path: str, outputs: Mapping[str, Any], variables: Mapping[str, Any]) -> Any:
    """Return what a path leads to; `.output` after a segment's name may be left out."""
    parts = [int(index) if index else name for index, name in PART.findall(path)]
    root, steps = str(parts[0]), parts[1:]
    value: Any
    if root in outputs:
        value = outputs[root]
        if steps[:1] == ["output"] and not (isinstance(value, dict) and "output" in value):
            steps = steps[1:]
    elif root == "variables":
        value = variables
    else:
        raise _missing(path)
    for part in steps:
        try:
            if isinstance(value, list):
                value = value[int(part)]
            elif isinstance(value, dict):
                value = value[part]
            else:
                raise KeyError(part)
        except (LookupError, ValueError):
            raise _missing(path) from None
    return value


def _missing(path: str) -> ReferenceMissing:
    return ReferenceMissing(_("“%(path)s” refers to nothing that is there.") % {"path": path[:300]})


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else orjson.dumps(value).decode()
