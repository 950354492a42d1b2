"""References in parameters, `${segment.output.path}` and `${variables.name}`: paths, no calculation."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django.utils.translation import gettext as _

REFERENCE = re.compile(r"\$\{\s*([^{}\s]{1,300})\s*\}")
PATH = re.compile(r"[a-z][a-z0-9_]*(?:\.[^.\[\]\s]+|\[\d{1,6}\])*", re.ASCII)
PART = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")
MAX_TEXT = 1_000_000


class ReferenceMissing(LookupError):
    """A reference names what is not there."""


def references(value: Any, pointer: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield pointer, root name and whole path of every reference in the parameters."""
    if isinstance(value, str):
        for found in REFERENCE.finditer(value):
            yield pointer, re.split(r"[.\[]", found[1], maxsplit=1)[0], found[1]
    elif isinstance(value, dict):
        for key, inner in value.items():
            part = str(key).replace("~", "~0").replace("/", "~1")
            yield from references(inner, f"{pointer}/{part}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from references(inner, f"{pointer}/{index}")


def is_path(text: str) -> bool:
    """Say whether a reference is written as a path."""
    return PATH.fullmatch(text) is not None


def resolve_references(value: Any, outputs: Mapping[str, Any], variables: Mapping[str, Any]) -> Any:
    """Return parameters with references filled in; a text that is only a reference becomes the value itself.

    Filled-in values are not read again: what came from outside cannot refer to anything.
    """
    if isinstance(value, str):
        whole = REFERENCE.fullmatch(value)
        if whole:
            return _look_up(whole[1], outputs, variables)
        text = REFERENCE.sub(lambda found: _as_text(_look_up(found[1], outputs, variables)), value)
        if len(text) > MAX_TEXT and len(text) > len(value):
            raise ReferenceMissing(_("The text with its results filled in is too long."))
        return text
    if isinstance(value, dict):
        return {key: resolve_references(inner, outputs, variables) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolve_references(inner, outputs, variables) for inner in value]
    return value


def _look_up(path: str, outputs: Mapping[str, Any], variables: Mapping[str, Any]) -> Any:
    parts = [int(index) if index else name for index, name in PART.findall(path)]
    root, steps = str(parts[0]), parts[1:]
    value: Any
    if root == "variables":
        value = variables
    elif root in outputs:
        value, steps = outputs[root], steps[1:] if steps[:1] == ["output"] else steps
    else:
        raise ReferenceMissing(_("“%(path)s” refers to nothing that is there.") % {"path": path})
    for part in steps:
        try:
            if isinstance(value, list):
                value = value[int(part)]
            elif isinstance(value, dict):
                value = value[part]
            else:
                raise KeyError(part)
        except (LookupError, ValueError):
            raise ReferenceMissing(_("“%(path)s” refers to nothing that is there.") % {"path": path}) from None
    return value


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else orjson.dumps(value).decode()
