"""Reads gettext's `.po` files and compiles them to `.mo`, so that no tool has to be installed for it."""

import ast
import struct
from dataclasses import dataclass, field

MAGIC = 0x950412DE


@dataclass
class Entry:
    """One text and its translations; several where the text has a plural."""

    context: str | None = None
    text: str = ""
    plural: str | None = None
    translations: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        plural = f"\0{self.plural}" if self.plural is not None else ""
        return (f"{self.context}\x04" if self.context is not None else "") + self.text + plural

    @property
    def value(self) -> str:
        return "\0".join(self.translations[number] for number in sorted(self.translations))

    @property
    def is_translated(self) -> bool:
        return bool(self.translations) and all(self.translations.values())


def read_catalogue(source: str) -> list[Entry]:
    """Return the entries of a `.po` file, the header (an empty text) among them."""
    entries: list[Entry] = []
    entry, target = Entry(), ""
    for line in [*source.splitlines(), ""]:
        word, _space, rest = line.partition(" ")
        if not line.strip() or line.startswith("#~"):
            if entry.text or entry.translations:
                entries.append(entry)
            entry, target = Entry(), ""
        elif line.startswith("#"):
            entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
        elif word.startswith("msgstr") or word in ("msgid", "msgid_plural", "msgctxt"):
            target = word
            _add(entry, target, rest)
        elif line.startswith('"'):
            _add(entry, target, line)
    return entries


def compile_catalogue(source: str) -> bytes:
    """Return the `.mo` file of a `.po` file; fuzzy and empty translations are left out."""
    entries = [e for e in read_catalogue(source) if e.is_translated and (not e.fuzzy or not e.text)]
    pairs = sorted(
        (e.key.encode(), "\0".join(e.translations[n] for n in sorted(e.translations)).encode()) for e in entries
    )
    at = 28 + 16 * len(pairs)
    keys, values, body = [], [], b""
    for column, table in ((0, keys), (1, values)):
        for pair in pairs:
            table.append((len(pair[column]), at + len(body)))
            body += pair[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, at)
    return head + b"".join(struct.pack("<2I", *row) for row in (*keys, *values)) + body


def _add(entry: Entry, target: str, quoted: str) -> None:
    text = ast.literal_eval(quoted.strip())
    if target == "msgctxt":
        entry.context = (entry.context or "") + text
    elif target == "msgid":
        entry.text += text
    elif target == "msgid_plural":
        entry.plural = (entry.plural or "") + text
    else:
        number = int(target[7:-1]) if "[" in target else 0
        entry.translations[number] = entry.translations.get(number, "") + text
