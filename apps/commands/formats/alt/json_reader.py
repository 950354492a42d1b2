"""Strict JSON with the position of every value."""

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.formats.alt.errors import AltInvalid, Positions, broken, escape
from apps.commands.formats.alt.limits import MAX_DEPTH, MAX_INTEGER

BLANK = re.compile(r"[ \t\n\r]*")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
WORDS = {"true": True, "false": False, "null": None}
WORD = re.compile(r"[A-Za-z]+")


def read(text: str) -> tuple[Any, Positions]:
    """Read one JSON value. Raises AltInvalid at the place of the first mistake."""
    reader = _Reader(text)
    value, index = reader.value(0, "", 0)
    index = reader.skip(index)
    if index != len(text):
        raise reader.wrong(index, _("Something follows after the end of the document."))
    return value, reader.positions


class _Reader:
    def __init__(self, text: str):
        self.text = text
        self.positions = Positions()
        self._seen = (0, 1, 0)  # index, its line, where that line starts: positions are asked in rising order

    def skip(self, index: int) -> int:
        found = BLANK.match(self.text, index)
        return found.end() if found else index  # pragma: no branch

    def place(self, index: int) -> tuple[int, int]:
        last, line, start = self._seen
        if more := self.text.count("\n", last, index):
            line, start = line + more, self.text.rfind("\n", last, index) + 1
        self._seen = (index, line, start)
        return line, index - start + 1

    def wrong(self, index: int, detail: str, code: str = "alt.syntax", pointer: str = "") -> AltInvalid:
        line, column = self.place(index)
        return broken(code, detail, line, column, pointer)

    def value(self, index: int, pointer: str, depth: int) -> tuple[Any, int]:
        index = self.skip(index)
        if depth > MAX_DEPTH:
            raise self.wrong(index, _("The document is nested deeper than 32 levels."), "alt.too_deep", pointer)
        self.positions.values[pointer] = self.place(index)
        sign = self.text[index : index + 1]
        if sign == "{":
            return self.object(index, pointer, depth)
        if sign == "[":
            return self.array(index, pointer, depth)
        if sign == '"':
            return self.string(index)
        if found := NUMBER.match(self.text, index):
            return self.number(found, index, pointer), found.end()
        word = WORD.match(self.text, index)
        if word and word[0] in WORDS:
            return WORDS[word[0]], word.end()
        raise self.wrong(index, _("A value is expected here.") if sign else _("The document ends too early."))

    def object(self, index: int, pointer: str, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        index = self.skip(index + 1)
        if self.text[index : index + 1] == "}":
            return found, index + 1
        while True:
            index = self.skip(index)
            if self.text[index : index + 1] != '"':
                raise self.wrong(index, _("A key in double quotes is expected here."))
            start = index
            key, index = self.string(index)
            inner = f"{pointer}/{escape(key)}"
            if key in found:
                raise self.wrong(start, _("“%(key)s” stands twice.") % {"key": key[:100]}, "alt.duplicate_key", inner)
            self.positions.keys[inner] = self.place(start)
            index = self.skip(index)
            if self.text[index : index + 1] != ":":
                raise self.wrong(index, _("A colon is expected here."))
            found[key], index = self.value(index + 1, inner, depth + 1)
            index = self.skip(index)
            sign = self.text[index : index + 1]
            if sign == "}":
                return found, index + 1
            if sign != ",":
                raise self.wrong(index, _("A comma or a closing brace is expected here."))
            index += 1

    def array(self, index: int, pointer: str, depth: int) -> tuple[list[Any], int]:
        found: list[Any] = []
        index = self.skip(index + 1)
        if self.text[index : index + 1] == "]":
            return found, index + 1
        while True:
            item, index = self.value(index, f"{pointer}/{len(found)}", depth + 1)
            found.append(item)
            index = self.skip(index)
            sign = self.text[index : index + 1]
            if sign == "]":
                return found, index + 1
            if sign != ",":
                raise self.wrong(index, _("A comma or a closing bracket is expected here."))
            index += 1

    def string(self, index: int) -> tuple[str, int]:
        try:
            return scanstring(self.text, index + 1, True)
        except JSONDecodeError as error:
            raise self.wrong(
                min(error.pos, len(self.text)), _("This text is not closed or holds a bad escape.")
            ) from None

    def number(self, found: re.Match[str], index: int, pointer: str) -> int | float:
        value: int | float = float(found[0])
        if found[1] is None and found[2] is None and abs(value) <= MAX_INTEGER:
            return int(found[0])
        if abs(value) == float("inf") or (found[1] is None and found[2] is None):
            raise self.wrong(index, _("The number is too large."), "alt.number", pointer)
        return value
