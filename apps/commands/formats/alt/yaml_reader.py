"""Strict YAML 1.2 (core schema) with the position of every value; PyYAML only cuts the text into events.

Anchors, aliases and tags are refused as they come, nesting is counted as it grows: nothing is built first.
"""

import re
from typing import Any

import yaml
from django.utils.translation import gettext as _

from apps.commands.formats.alt.errors import AltInvalid, Positions, broken, escape
from apps.commands.formats.alt.limits import MAX_DEPTH, MAX_INTEGER

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULL = frozenset({"", "~", "null", "Null", "NULL"})
TRUE, FALSE = frozenset({"true", "True", "TRUE"}), frozenset({"false", "False", "FALSE"})
INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
LONGEST_NUMBER = 400
NOT_A_NUMBER = object()


def read(text: str) -> tuple[Any, Positions]:
    """Read one YAML document. Raises AltInvalid at the place of the first mistake."""
    events = yaml.parse(text, Loader=LOADER)
    reader = _Reader(events)
    try:
        return reader.document(), reader.positions
    except yaml.MarkedYAMLError as error:
        line, column = _end(text) if error.problem_mark is None else _within(text, error.problem_mark)
        raise broken("alt.syntax", _("This is not YAML: %(why)s.") % {"why": error.problem}, line, column) from None
    except yaml.reader.ReaderError as error:
        at = max(text.find(chr(error.character)), 0)
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        raise broken("alt.character", _("The document holds a character that is not text."), line, column) from None


def resolve(text: str) -> Any:
    """Return what a plain scalar means in YAML 1.2; `NOT_A_NUMBER` for infinity, NaN and giants."""
    if text in NULL:
        return None
    if text in TRUE or text in FALSE:
        return text in TRUE
    if NOT_FINITE.fullmatch(text):
        return NOT_A_NUMBER
    if INTEGER.fullmatch(text):
        if len(text) > LONGEST_NUMBER:
            return NOT_A_NUMBER
        value = int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
        return value if abs(value) <= MAX_INTEGER else NOT_A_NUMBER
    if FLOAT.fullmatch(text):
        number = float(text) if len(text) <= LONGEST_NUMBER else float("inf")
        return number if abs(number) != float("inf") else NOT_A_NUMBER
    return text


def _within(text: str, mark: Any) -> tuple[int, int]:
    """Return the place of a mark; one behind the text is at its end."""
    return min((mark.line + 1, mark.column + 1), _end(text))


def _end(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - text.rfind("\n")


class _Reader:
    def __init__(self, events: Any):
        self.events = events
        self.positions = Positions()

    def document(self) -> Any:
        next(self.events)  # the start of the stream
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            raise broken("alt.empty", _("The document is empty."), 1, 1)
        if start.tags:
            raise self.wrong(start, "alt.tag", _("Tags are not allowed."))
        value = self.value(self.next(), "", 0)
        next(self.events)  # the end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.wrong(after, "alt.several_documents", _("There is more than one document."))
        return value

    def next(self) -> Any:
        """Return the next event; what could make a small text large or odd is refused here."""
        event = next(self.events)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise self.wrong(event, "alt.alias", _("Anchors and aliases are not allowed."))
        if getattr(event, "tag", None) is not None:
            raise self.wrong(event, "alt.tag", _("Tags are not allowed."))
        return event

    def value(self, event: Any, pointer: str, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise self.wrong(event, "alt.too_deep", _("The document is nested deeper than 32 levels."), pointer)
        self.positions.values[pointer] = _place(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(pointer, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(pointer, depth)
        return self.scalar(event, pointer)

    def mapping(self, pointer: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.wrong(event, "alt.key", _("Every key must be a text."), pointer)
            key = self.scalar(event, pointer) if event.implicit[0] else event.value
            if not isinstance(key, str):
                detail = _("Every key must be a text: put “%(key)s” in quotes.") % {"key": event.value[:100]}
                raise self.wrong(event, "alt.key", detail, pointer)
            inner = f"{pointer}/{escape(key)}"
            if key in found:
                detail = _("“%(key)s” stands twice.") % {"key": key[:100]}
                raise self.wrong(event, "alt.duplicate_key", detail, inner)
            self.positions.keys[inner] = _place(event)
            found[key] = self.value(self.next(), inner, depth + 1)
        return found

    def sequence(self, pointer: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            found.append(self.value(event, f"{pointer}/{len(found)}", depth + 1))
        return found

    def scalar(self, event: Any, pointer: str) -> Any:
        if not event.implicit[0]:  # quoted or a block: a text, whatever it looks like
            return event.value
        if pointer == "/alt":  # `alt: 2.0` is what people write; the version is a text
            return event.value
        value = resolve(event.value)
        if value is NOT_A_NUMBER:
            raise self.wrong(event, "alt.number", _("The number is too large or not a number."), pointer)
        return value

    def wrong(self, event: Any, code: str, detail: str, pointer: str = "") -> AltInvalid:
        line, column = _place(event)
        return broken(code, detail, line, column, pointer)


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
