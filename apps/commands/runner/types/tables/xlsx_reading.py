"""Reading Excel files (.xlsx) from outside: one sheet as rows, within bounds, without entities and without formulas."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from posixpath import join, normpath
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from apps.commands.runner.types.base import TaskError
from apps.commands.runner.types.tables.numbers import number, plain
from apps.commands.runner.types.tables.reading import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, header_of, without_nul
from apps.commands.runner.types.tables.xlsx import MEDIA_TYPE

MAX_UNPACKED = 100_000_000  # bytes of one part: a small file may hold a very large one
MAX_PARTS = 2_000
CHUNK = 65_536
DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})  # ECMA-376, 18.8.30
NOT_A_DATE = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]*")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
Attributes = dict[str, str]


def is_xlsx(content: bytes, name: str = "", media_type: str = "") -> bool:
    """Say whether these bytes are an Excel file, by how they begin and what they are called."""
    return content.startswith(b"PK\x03\x04") and (name.lower().endswith((".xlsx", ".xlsm")) or media_type == MEDIA_TYPE)


# What a broken or hostile file makes its readers raise. zipfile says NotImplementedError of a compression that it does
# not know, and RuntimeError of a file that is locked with a password.
_UNREADABLE = (
    *(zipfile.BadZipFile, expat.ExpatError, zlib.error, EOFError),
    *(LookupError, ValueError, ArithmeticError, NotImplementedError, RuntimeError),
)


def read_xlsx(content: bytes, sheet: str | int | None = None) -> list[dict[str, Any]]:
    """Return the rows of a sheet: by name, by number from 1, or the first. Its first line with words is the head."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > MAX_PARTS:
                raise _broken()
            return _rows(_Book(archive), sheet)
    except _UNREADABLE:
        raise _broken() from None


def _rows(book: "_Book", sheet: str | int | None) -> list[dict[str, Any]]:
    lines = book.lines(sheet)
    header = header_of([_as_text(cell) for cell in next(lines, [])])
    rows: list[dict[str, Any]] = []
    for line in lines:
        if len(rows) == MAX_ROWS or len(rows) * len(header) > MAX_CELLS:
            raise TaskError("data.too_many_rows", _("The data has more rows than are read (%(n)d).") % {"n": len(rows)})
        header += [f"column_{index}" for index in range(len(header) + 1, len(line) + 1)]
        rows.append(dict(zip(header, line + [""] * (len(header) - len(line)), strict=True)))
    for row in rows:  # lines that were shorter than a later one
        row |= dict.fromkeys(header[len(row) :], "")
    return rows


class _Book:
    """The parts of a file that tell what a cell says."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive = archive
        names: dict[str, str] = {}
        ids: list[tuple[str, str]] = []
        self.epoch = EPOCH

        def start(name: str, given: Attributes) -> None:
            if name == "sheet":
                ids.append((given.get("name", ""), given.get("id", "")))
            elif name == "workbookPr" and given.get("date1904") in ("1", "true"):
                self.epoch = EPOCH_1904

        def related(name: str, given: Attributes) -> None:
            if name == "Relationship":
                names[given["Id"]] = normpath(join("xl", given["Target"])).lstrip("/")

        _parse(archive, "xl/_rels/workbook.xml.rels", related)
        _parse(archive, "xl/workbook.xml", start)
        self.sheets = [(name, names[key]) for name, key in ids if key in names]
        self.texts = self._texts()
        self.dates = self._dates()

    def lines(self, sheet: str | int | None) -> Iterator[list[Any]]:
        """Yield the cells of each line that is not empty."""
        for line in _Sheet(self).read(self._part(sheet)):
            while line and line[-1] in ("", None):
                line.pop()
            if line:
                yield ["" if cell is None else cell for cell in line]

    def _part(self, sheet: str | int | None) -> str:
        if isinstance(sheet, int) and 1 <= sheet <= len(self.sheets):
            return self.sheets[sheet - 1][1]
        found = [part for name, part in self.sheets if sheet is None or name.casefold() == str(sheet).casefold()]
        if not found:
            shown = ", ".join(name for name, _part in self.sheets[:20])
            raise TaskError(
                "data.sheet_unknown",
                _("There is no sheet “%(sheet)s” in the file. There are: %(names)s.")
                % {"sheet": str(sheet)[:100], "names": shown[:1_000]},
            )
        return found[0]

    def _texts(self) -> list[str]:
        found: list[str] = []
        words: list[str] = []
        inside = {"t": False, "rPh": False}  # phonetic hints are no part of the text

        def start(name: str, given: Attributes) -> None:
            inside[name] = True
            if name == "si":
                words.clear()

        def end(name: str) -> None:
            inside[name] = False
            if name == "si":
                found.append(_unescaped("".join(words)))

        def text(part: str) -> None:
            if inside["t"] and not inside["rPh"]:
                words.append(part)

        if "xl/sharedStrings.xml" in self.archive.namelist():
            _parse(self.archive, "xl/sharedStrings.xml", start, end, text)
        return found

    def _dates(self) -> set[int]:
        """Return which cell formats show a number as a date or a time."""
        custom: dict[int, bool] = {}
        formats: list[int] = []
        place: list[str] = []

        def start(name: str, given: Attributes) -> None:
            if name == "numFmt":
                shown = NOT_A_DATE.sub("", given.get("formatCode", "")).lower()
                custom[int(given["numFmtId"])] = "general" not in shown and any(sign in shown for sign in "ymdhs")
            elif name == "xf" and "cellXfs" in place:
                formats.append(int(given.get("numFmtId", 0)))
            place.append(name)

        if "xl/styles.xml" in self.archive.namelist():
            _parse(self.archive, "xl/styles.xml", start, lambda _name: place.pop())
        return {at for at, kind in enumerate(formats) if custom.get(kind, kind in DATE_FORMATS)}


class _Sheet:
    """Turns one sheet into lines while it is read: no line is kept longer than it takes to hand it on."""

    def __init__(self, book: _Book):
        self.book = book
        self.done: list[list[Any]] = []
        self.line: list[Any] = []
        self.column, self.kind, self.style = 0, "n", 0
        self.words: list[str] = []
        self.listening = False

    def read(self, part: str) -> Iterator[list[Any]]:
        for _more in _parts(self.book.archive, part, self.start, self.end, self.text):
            yield from self.done
            self.done = []

    def start(self, name: str, given: Attributes) -> None:
        if name == "row":
            self.line = []
        elif name == "c":
            found = REFERENCE.match(given.get("r", ""))
            self.column = _column_of(found[1]) if found else len(self.line)
            if self.column >= MAX_COLUMNS:
                raise TaskError(
                    "data.too_many_columns", _("The data has more than %(n)d columns.") % {"n": MAX_COLUMNS}
                )
            self.kind, self.style, self.words = given.get("t", "n"), _place(given.get("s", "0")), []
        elif name in ("v", "t"):
            self.listening = True

    def text(self, part: str) -> None:
        if self.listening:
            self.words.append(part)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.listening = False
        elif name == "c":
            self.line += [None] * (self.column + 1 - len(self.line))
            self.line[self.column] = self.value("".join(self.words))
        elif name == "row":
            self.done.append(self.line)

    def value(self, written: str) -> Any:
        """Return what a cell says: a text, a number, true or false, or a moment in ISO 8601."""
        if self.kind == "s":
            return self.book.texts[_place(written)]
        if self.kind in ("inlineStr", "str", "e", "d"):
            return _unescaped(written)
        if self.kind == "b":
            return written.strip() == "1"
        found = number(written.strip())
        if found is None:
            return _unescaped(written)
        return _moment(self.book.epoch, float(found)) if self.style in self.book.dates else plain(found)


def _moment(epoch: datetime, days: float) -> Any:
    """Return the day, the moment or the time that a number means."""
    if not -700_000 < days < 3_000_000:
        return days
    found = epoch + timedelta(seconds=round(days * 86_400))
    if days < 1:
        return found.time().isoformat()
    return found.date().isoformat() if days == int(days) else found.isoformat()


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    for _more in _parts(archive, part, start, end, text):
        pass


def _parts(archive: zipfile.ZipFile, part: str, start: Any, end: Any, text: Any) -> Iterator[None]:
    """Read one part of the file piece by piece. A document type is refused: entities are defined there."""
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: start(
        _local(name), {_local(key): value for key, value in given.items()}
    )
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    size = 0
    with archive.open(part) as file:
        while piece := file.read(CHUNK):
            size += len(piece)
            if size > MAX_UNPACKED:
                raise TaskError("file.too_large", _("The Excel file is too large when it is unpacked."))
            parser.Parse(piece, False)
            yield
    parser.Parse(b"", True)
    yield


def _refuse(*_declared: Any) -> None:
    raise _broken()


def _broken() -> TaskError:
    return TaskError("data.not_xlsx", _("The file is not an Excel file that can be read."))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _place(written: str) -> int:
    """Return a place in a list. Raises ValueError for one before its beginning."""
    found = int(written)
    if found < 0:
        raise ValueError(written)
    return found


def _column_of(letters: str) -> int:
    """Return the number of a column, from 0: A, B … Z, AA."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1


def _unescaped(text: str) -> str:
    return without_nul(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)).strip()


def _as_text(cell: Any) -> str:
    return cell if isinstance(cell, str) else str(cell)
