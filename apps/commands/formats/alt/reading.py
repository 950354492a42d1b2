"""From bytes, text or plain data to a value and its positions."""

import re
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.formats.alt import json_reader, yaml_reader
from apps.commands.formats.alt.errors import AltInvalid, Positions, broken, escape
from apps.commands.formats.alt.limits import MAX_BYTES, MAX_DEPTH, MAX_INTEGER

JSON_START = re.compile(r'\s*\{\s*["}]')
BAD_CHARACTER = re.compile("[\x00\ud800-\udfff]")


def read(source: str | bytes | dict[str, Any]) -> tuple[Any, Positions]:
    """Read a document strictly. Raises AltInvalid."""
    if isinstance(source, dict):
        positions = Positions()
        return plain(source), positions
    text = _decoded(source)
    if found := BAD_CHARACTER.search(text):
        line, column = place(text, found.start())
        raise broken("alt.character", _("The document holds a character that is not text."), line, column)
    value, positions = json_reader.read(text) if JSON_START.match(text) else yaml_reader.read(text)
    check_texts(value, positions)
    return value, positions


def place(text: str, index: int) -> tuple[int, int]:
    """Return line and column of an index, from 1."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _decoded(source: str | bytes) -> str:
    size = len(source) if isinstance(source, bytes) else len(source.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise broken("alt.too_large", _("The document is larger than 1 MB."))
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    try:
        return source.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line, column = place(source[: error.start].decode("utf-8", "replace"), error.start)
        raise broken("alt.encoding", _("The document is not UTF-8."), line, max(column, 1)) from None


def check_texts(value: Any, positions: Positions, pointer: str = "") -> None:
    """Refuse NUL and lone surrogates that were written as escapes."""
    if isinstance(value, str):
        if BAD_CHARACTER.search(value):
            line, column = positions.of(pointer)
            raise broken("alt.character", _("The document holds a character that is not text."), line, column, pointer)
    elif isinstance(value, dict):
        for key, inner in value.items():
            check_texts(key, positions, pointer)
            check_texts(inner, positions, f"{pointer}/{escape(key)}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            check_texts(inner, positions, f"{pointer}/{index}")


def plain(value: Any) -> Any:
    """Copy data that was read elsewhere, holding it to the same rules."""
    size = 0

    def copy(value: Any, pointer: str, depth: int) -> Any:
        nonlocal size
        if depth > MAX_DEPTH:
            raise broken("alt.too_deep", _("The document is nested deeper than 32 levels."), pointer=pointer)
        size += len(value) + 2 if isinstance(value, str) else 2
        if size > MAX_BYTES:
            raise broken("alt.too_large", _("The document is larger than 1 MB."))
        if isinstance(value, dict):
            return {
                copy(_key(key, pointer), pointer, depth): copy(inner, f"{pointer}/{escape(key)}", depth + 1)
                for key, inner in value.items()
            }
        if isinstance(value, list | tuple):
            return [copy(inner, f"{pointer}/{index}", depth + 1) for index, inner in enumerate(value)]
        return _scalar(value, pointer)

    return copy(value, "", 0)


def _key(key: Any, pointer: str) -> str:
    if not isinstance(key, str):
        raise broken("alt.key", _("Every key must be a text."), pointer=pointer)
    return key


def _scalar(value: Any, pointer: str) -> Any:
    if isinstance(value, str):
        value = str(value)
        if BAD_CHARACTER.search(value):
            raise broken("alt.character", _("The document holds a character that is not text."), pointer=pointer)
        return value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) <= MAX_INTEGER:
        return value
    if isinstance(value, float) and abs(value) != float("inf") and value == value:
        return value
    raise broken("alt.value", _("A value is not one that JSON has, or is too large."), pointer=pointer)


__all__ = ["AltInvalid", "read"]
