"""English stretches of time between two points, or with one end open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from . import calendar as cal
from .english_periods import days, period
from .model import Time

if TYPE_CHECKING:
    from .english_reader import EnglishReader


def interval(r: EnglishReader, i: int) -> tuple[Time, int] | None:
    """Two points with a word or dash between them, or one with since, until, before, after."""
    word = r.w(i)
    if word in ("since", "until", "till", "before", "after", "within"):
        return _half_open(r, i, word)
    prefixed = _day_with_clocks(r, i)
    if prefixed:
        return prefixed
    j = i
    opened = ""
    if word in ("from", "between", "during"):
        opened, j = word, i + 1
        j += r.w(j) == "from"
    left = r.point(j) or period(r, j) or _bare(r, j, opened)
    if not left:
        return None
    time, end = left
    joiners = (
        ("and", "&", "-")
        if opened == "between"
        else ("to", "until", "till", "-", "~", "through", "thru", "untill", "–")
    )
    if r.w(end) not in joiners or (not opened and r.w(end) in ("to",) and time.type == "date"):
        return None
    right = r.point(end + 1 + (r.w(end + 1) == "the")) or period(r, end + 1) or _bare(r, end + 1, opened or "-")
    if not right:
        return None
    other, last = right
    if {time.type, other.type} <= {"date", "daterange"} or "now" in (r.w(j), r.w(end + 1)):
        a = (time.value or time.start_value or "")[:10]
        b = (other.value or other.start_value or "")[:10]
        if a > b and len(a) == 10:
            a = cal.add_months(date.fromisoformat(a), -12).isoformat()
        return Time(0, 0, "daterange", start_value=a, end_value=b), last
    return _clock_range(r, time, other, last)


def _day_with_clocks(r: EnglishReader, i: int) -> tuple[Time, int] | None:
    """Tuesday, Jan 15, 1:00 PM - 1:15 PM; next Monday 6-8; Wednesday from 10-4."""
    day = r.day(i)
    if not day:
        return None
    k = day[1]
    while r.w(k) in (",", "from", "between", "at"):
        k += 1
    left = r.clock(k, bare=True)
    if not left or r.w(left[1]) not in ("-", "to", "and", "until", "till", "~") or (
            r.w(left[1]) == "and" and r.w(k - 1) != "between"):  # fmt: skip
        return None
    right = r.clock(left[1] + 1, bare=True)
    if not right:
        return None
    first, last = left[0], right[0]
    if last.known and last.hour > 12 and not first.known and first.hour < 12 and first.hour + 12 <= last.hour:
        first.hour, first.known = first.hour + 12, True
    a, b = r._moment(day[0], first, None).value, r._moment(day[0], last, None).value
    return Time(0, 0, "datetimerange", start_value=a, end_value=b), right[1]


def _bare(r: EnglishReader, j: int, opened: str) -> tuple[Time, int] | None:
    if not opened:
        n = r.digits(j, 2)
        if n is None or n > 12 or r.w(j + 1) != "-":
            return None
    clock = r.clock(j, bare=True)
    return (r._moment(None, clock[0], None), clock[1]) if clock else None


def _clock_range(r: EnglishReader, time: Time, other: Time, last: int) -> tuple[Time, int] | None:
    a, b = time.value or time.start_value or "", other.value or other.start_value or ""
    if len(a) <= 10 and len(b) > 10:
        return None
    if len(b) <= 10:
        b += "T00:00:00"
    kind = "timerange" if time.type == other.type == "time" else "datetimerange"
    if time.type == "datetime" and other.type == "time":
        b = a[:10] + b[10:]
    elif time.type == "time" and other.type == "datetime":
        a = b[:10] + a[10:]
    if kind == "timerange" or time.type != other.type:
        after = r.day(last + (r.w(last) == "on")) if kind == "timerange" else None
        if after:
            a, b, kind, last = after[0].isoformat() + a[10:], after[0].isoformat() + b[10:], "datetimerange", after[1]
        else:
            b = a[:10] + b[10:]
    return Time(0, 0, kind, start_value=a, end_value=b), last


def _half_open(r: EnglishReader, i: int, word: str) -> tuple[Time, int] | None:
    if word == "within":
        amount = r.amount(i + 1 + (r.w(i + 1) == "the"))
        if not amount or (amount[0] and amount[0] < 86400):
            return None
        stretch = days(r.today, cal.shift(r.now, amount[0], int(amount[1])).date())
        stretch.length = cal.duration_iso(amount[0], amount[1])
        return stretch, amount[2]
    row = r.point(i + 1) or period(r, i + 1)
    if not row:
        return None
    time, end = row
    a = (
        time.value
        or (time.start_value if word in ("since", "before", "until", "till") else time.end_value)
        or time.start_value
    )
    if not a:
        return None
    kind = "daterange" if len(a) <= 10 else "timerange" if time.type == "time" else "datetimerange"
    if word in ("until", "till", "before"):
        if word in ("before",) and time.type in ("date", "datetime", "time"):
            return None
        return Time(0, 0, kind, end_value=a, start_value=None), end
    if time.type in ("date", "datetime", "time") and word == "after" and r.w(i + 1) == "that":
        return None
    return Time(0, 0, kind, start_value=a), end
