"""Days of the year with a name."""

from collections.abc import Callable
from datetime import date

from . import calendar as cal
from .scan import Pieces


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(month: int, nth: int, weekday: int, after: int = 0) -> Callable[[int], date]:
    return lambda year: cal.plus(cal.nth_weekday(year, month, nth, weekday) or date(year, month, 1), after)


def _easter(offset: int) -> Callable[[int], date]:
    return lambda year: cal.plus(cal.easter(year), offset)


_ENGLISH: dict[str, Callable[[int], date]] = {
    "christmas eve": _fixed(12, 24), "christmas day": _fixed(12, 25), "christmas": _fixed(12, 25), "xmas": _fixed(12, 25),
    "new year ' s eve": _fixed(12, 31), "new years eve": _fixed(12, 31), "new year eve": _fixed(12, 31),
    "new year ' s day": _fixed(1, 1), "new years day": _fixed(1, 1), "new year ' s": _fixed(1, 1),
    "new year": _fixed(1, 1), "boxing day": _fixed(12, 26), "halloween": _fixed(10, 31), "halloween day": _fixed(10, 31),
    "valentine ' s day": _fixed(2, 14), "valentines day": _fixed(2, 14), "valentine day": _fixed(2, 14),
    "independence day": _fixed(7, 4), "st patrick ' s day": _fixed(3, 17), "st patricks day": _fixed(3, 17),
    "april fools day": _fixed(4, 1), "earth day": _fixed(4, 22), "veterans day": _fixed(11, 11), "juneteenth": _fixed(6, 19),
    "thanksgiving day": _nth(11, 4, 3), "thanksgiving": _nth(11, 4, 3), "black friday": _nth(11, 4, 3, 1),
    "cyber monday": _nth(11, 4, 3, 4), "labor day": _nth(9, 1, 0), "labour day": _nth(9, 1, 0),
    "memorial day": _nth(5, -1, 0), "mother ' s day": _nth(5, 2, 6), "mothers day": _nth(5, 2, 6),
    "father ' s day": _nth(6, 3, 6), "fathers day": _nth(6, 3, 6), "martin luther king day": _nth(1, 3, 0),
    "mlk day": _nth(1, 3, 0), "presidents day": _nth(2, 3, 0), "columbus day": _nth(10, 2, 0),
    "easter sunday": _easter(0), "easter monday": _easter(1), "easter": _easter(0), "good friday": _easter(-2),
    "palm sunday": _easter(-7), "ash wednesday": _easter(-46), "pentecost": _easter(49),
}  # fmt: skip
_TURKISH: dict[str, Callable[[int], date]] = {
    "yilbasi gecesi": _fixed(12, 31), "yilbasi aksami": _fixed(12, 31), "yilbasi arifesi": _fixed(12, 31),
    "yeni yil arifesi": _fixed(12, 31), "noel arifesi": _fixed(12, 24), "genclik ve spor bayrami": _fixed(5, 19),
    "genclik bayrami": _fixed(5, 19), "ulusal egemenlik ve cocuk bayrami": _fixed(4, 23), "egemenlik bayrami": _fixed(4, 23),
    "demokrasi bayrami": _fixed(7, 15), "hidirellez": _fixed(5, 6), "dunya kadinlar gunu": _fixed(3, 8),
    "tip bayrami": _fixed(3, 14), "yilbasi": _fixed(1, 1), "yeni yil": _fixed(1, 1), "cumhuriyet bayrami": _fixed(10, 29), "zafer bayrami": _fixed(8, 30),
    "cocuk bayrami": _fixed(4, 23), "emek bayrami": _fixed(5, 1), "isci bayrami": _fixed(5, 1), "noel": _fixed(12, 25),
    "sevgililer gunu": _fixed(2, 14), "ogretmenler gunu": _fixed(11, 24), "kadinlar gunu": _fixed(3, 8),
    "anneler gunu": _nth(5, 2, 6), "babalar gunu": _nth(6, 3, 6), "cadilar bayrami": _fixed(10, 31),
    "sukran gunu": _nth(11, 4, 3), "kara cuma": _nth(11, 4, 3, 1), "bagimsizlik gunu": _fixed(7, 4), "paskalya": _easter(0),
}  # fmt: skip


def _table(rows: dict[str, Callable[[int], date]]) -> dict[str, list[tuple[tuple[str, ...], Callable[[int], date]]]]:
    table: dict[str, list[tuple[tuple[str, ...], Callable[[int], date]]]] = {}
    for name, make in rows.items():
        parts = tuple(name.split())
        table.setdefault(parts[0], []).append((parts, make))
    for listed in table.values():
        listed.sort(key=lambda row: len(row[0]), reverse=True)
    return table


_ENGLISH_TABLE, _TURKISH_TABLE = _table(_ENGLISH), _table(_TURKISH)


def english_holiday(pieces: Pieces, i: int) -> tuple[Callable[[int], date], int] | None:
    """A named day at a place."""
    return _find(_ENGLISH_TABLE, pieces, i)


def turkish_holiday(pieces: Pieces, i: int) -> tuple[Callable[[int], date], int] | None:
    """A named day at a place."""
    return _find(_TURKISH_TABLE, pieces, i)


def _find(table: dict, pieces: Pieces, i: int) -> tuple[Callable[[int], date], int] | None:
    for parts, make in table.get(pieces.w(i), ()):
        if all(pieces.w(i + k) == part or (k == len(parts) - 1 and len(part) > 3 and pieces.w(i + k).startswith(part))
               for k, part in enumerate(parts)):  # fmt: skip
            return make, i + len(parts)
    return None


def first_words(language: str) -> frozenset[str]:
    """Words that a named day may begin with."""
    return frozenset(_ENGLISH_TABLE if language == "en" else _TURKISH_TABLE)
