"""Reading CSV and JSON from outside, within bounds."""

import csv
import io
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.runner.types.base import TaskError
from apps.core.strictjson import JSONInvalid, loads

MAX_ROWS = 100_000
MAX_COLUMNS = 1_000
MAX_CELLS = 2_000_000  # a wide header makes every short line wide
MAX_CELL = 1_000_000
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 20


def decode(content: bytes) -> str:
    """Decode bytes of unknown origin: UTF-8, else the Turkish Windows code page, which refuses nothing."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return without_nul(content.decode("utf-16", "replace"))
    try:
        return without_nul(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return without_nul(content.decode("cp1254", "replace"))


def without_nul(text: str) -> str:
    """Leave NUL characters out: databases do not keep them."""
    return text.replace("\0", "")


def parse_text(text: str, kind: str, media_type: str = "", name: str = "") -> Any:
    """Read a text as `csv`, `json` or `text`; `auto` decides by media type, file name, then by looking."""
    if kind == "auto":
        kind = _kind(text, media_type, name)
        if kind == "maybe json":
            try:
                return loads(text)
            except JSONInvalid:
                kind = "csv" if looks_like_csv(text) else "text"
    if kind == "json":
        try:
            return loads(text)
        except JSONInvalid as error:
            raise TaskError("data.not_json", _("The data is not JSON: %(why)s") % {"why": error}) from None
    return read_csv(text) if kind == "csv" else text


def read_csv(text: str) -> list[dict[str, str]]:
    """Read CSV with a header line into rows; short lines are filled up, doubled headers are numbered."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter_of(text))
    csv.field_size_limit(MAX_CELL)
    rows: list[dict[str, str]] = []
    try:
        header = header_of(next((line for line in lines if any(cell.strip() for cell in line)), []))
        for line in lines:
            if not any(line):
                continue
            if len(rows) == MAX_ROWS or len(rows) * len(header) > MAX_CELLS:
                raise TaskError(
                    "data.too_many_rows",
                    _("The data has more rows than are read (%(n)d).") % {"n": len(rows)},
                )
            if len(line) > len(header):
                if any(cell.strip() for cell in line[len(header) :]):
                    told = {"line": lines.line_num, "cells": len(line), "columns": len(header)}
                    raise TaskError(
                        "data.not_csv", _("Line %(line)d has %(cells)d cells for %(columns)d columns.") % told
                    )
                line = line[: len(header)]
            cells = [cell.strip() for cell in line] + [""] * (len(header) - len(line))
            rows.append(dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise TaskError(
            "data.not_csv",
            _("The data is not CSV: line %(line)d, %(why)s.") % {"line": lines.line_num, "why": error},
        ) from None
    return rows


def delimiter_of(text: str) -> str:
    """Return what separates the cells: the sign that cuts the first lines most evenly."""
    sample = _unquoted(text.removeprefix("\ufeff")[:100_000]).splitlines()[:SAMPLE_LINES]
    lines = [line for line in sample if line.strip()]
    if not lines:
        return ","

    def score(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        even = sum(count == counts[0] for count in counts) if counts[0] else 0
        return even, counts[0]

    return max(DELIMITERS, key=score)


def looks_like_csv(text: str) -> bool:
    """Say whether every one of the first lines is cut into the same number of cells, at least two."""
    sample = _unquoted(text[:100_000]).splitlines()
    lines = [line for line in sample[: SAMPLE_LINES + 1] if line.strip()][:SAMPLE_LINES]
    sign = delimiter_of(text)
    return len(lines) > 1 and lines[0].count(sign) > 0 and len({line.count(sign) for line in lines}) == 1


def _kind(text: str, media_type: str, name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    if media_type.endswith(("/csv", "/tab-separated-values")) or ending in ("csv", "tsv"):
        return "csv"
    if media_type.endswith(("/json", "+json")) or ending == "json":
        return "json"
    if media_type.endswith(("/html", "/xml", "+xml", "/markdown")) or ending in ("html", "xml", "md"):
        return "text"
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return "maybe json"
    return "csv" if looks_like_csv(text) else "text"


def _unquoted(text: str) -> str:
    """Leave quoted cells out, signs and line ends in them separate nothing."""
    return "".join(part for index, part in enumerate(text.split('"')) if index % 2 == 0)


def header_of(cells: list[str]) -> list[str]:
    """Return the names of the columns: each once, none empty."""
    if len(cells) > MAX_COLUMNS:
        raise TaskError("data.too_many_columns", _("The data has more than %(n)d columns.") % {"n": MAX_COLUMNS})
    names: dict[str, int] = {}
    for index, cell in enumerate(cells, 1):
        base = name = cell.strip() or f"column_{index}"
        while name in names:
            names[base] += 1
            name = f"{base}_{names[base]}"
        names[name] = 1
    return list(names)
