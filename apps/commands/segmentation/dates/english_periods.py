"""English stretches of time: weeks, months, years, seasons, quarters and what lies between two points."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from . import calendar as cal
from .english_words import LAST, NEXT, THIS, UNITS
from .model import Time

if TYPE_CHECKING:
    from .english_reader import EnglishReader

_SEASONS = {"spring": (3, 20), "summer": (6, 21), "fall": (9, 23), "autumn": (9, 23), "winter": (12, 21)}


def days(start: date, end: date | None) -> Time:
    """A range of whole days, the end left out."""
    return Time(0, 0, "daterange", start_value=start.isoformat(), end_value=end.isoformat() if end else None)


def moments(start: datetime, end: datetime | None) -> Time:
    """A range with times of day."""
    return Time(0, 0, "datetimerange", start_value=start.isoformat(timespec="seconds"),
                end_value=end.isoformat(timespec="seconds") if end else None)  # fmt: skip


def unit_span(today: date, unit: str, step: int, count: int = 1) -> tuple[date, date] | None:
    """The calendar week, month, quarter or year so many steps away."""
    if unit in ("week", "wk"):
        first = cal.plus(today, -today.weekday() + 7 * step)
        return first, cal.plus(first, 7 * count)
    if unit == "weekend":
        first = cal.plus(today, -today.weekday() + 5 + 7 * step)
        return first, cal.plus(first, 2)
    if unit == "month":
        first = cal.add_months(today.replace(day=1), step)
        return first, cal.add_months(first, count)
    if unit == "quarter":
        first = cal.add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * step)
        return first, cal.add_months(first, 3 * count)
    if unit in ("year", "yr"):
        first = cal.add_months(date(today.year, 1, 1), 12 * step)
        return first, cal.add_months(first, 12 * count)
    if unit == "decade":
        first = date((today.year // 10 + step) * 10, 1, 1)
        return first, cal.add_months(first, 120)
    if unit == "day":
        first = cal.plus(today, step)
        return first, cal.plus(first, count)
    return None


def period(r: EnglishReader, i: int) -> tuple[Time, int] | None:
    """A named stretch of time at a place."""
    j = i
    while (
        r.w(j) in ("in", "on", "during", "the", "for", "over", "of", "at", "by", "later", "early", "all") and j - i < 3
    ):
        j += 1
    word, after = r.w(j), r.w(j + 1)
    for reader in (_week_number, _counted, _relative, _month, _quarter, _season, _part, _year):
        row = reader(r, j, word, after)
        if row:
            return row
    if word in ("week", "month", "year", "quarter") and j > i and r.w(j - 1) == "the" and not after.isdigit():
        span = unit_span(r.today, word, 0)
        if r.words(j + 1, "after", "next"):
            span = unit_span(r.today, word, 2)
            return (days(*span), j + 3) if span else None
        return (days(*span), j + 1) if span and r.w(i) in ("the", "in", "of", "for", "later") else None
    return None


def _counted(r: EnglishReader, j: int, word: str, after: str) -> tuple[Time, int] | None:
    """next 3 months, the past 5 minutes, 2 upcoming weeks."""
    k, direction = j, 0
    if word in NEXT | {"coming"}:
        direction, k = 1, j + 1
    elif word in LAST:
        direction, k = -1, j + 1
    n = r.number(k)
    if not n or r.w(k) in ("a", "an"):
        return None
    if not direction:
        if r.w(n[1]) in NEXT | {"coming"}:
            direction = 1
        elif r.w(n[1]) in LAST:
            direction = -1
        n = (n[0], n[1] + 1)
    unit = UNITS.get(r.w(n[1]))
    if not direction or not unit or n[0] != int(n[0]):
        return None
    count, end, name = int(n[0]), n[1] + 1, r.w(n[1]).rstrip("s")
    if name == "quarter":
        span = unit_span(r.today, "quarter", 1 if direction > 0 else -count, count)
        return (days(*span), end) if span else None
    if unit[0] and unit[0] < 86400:
        moment = cal.shift(r.now, direction * count * unit[0], 0)
        return moments(*sorted((r.now, moment))), end
    today = cal.plus(r.today, 1) if direction > 0 else r.today
    other = cal.plus(cal.add_months(today, direction * count * unit[1]), int(direction * count * unit[0] // 86400))
    return days(*sorted((today, other))), end


def _relative(r: EnglishReader, j: int, word: str, after: str) -> tuple[Time, int] | None:
    step = 1 if word in NEXT | {"coming"} else -1 if word in LAST else 0 if word in THIS | {"same", "that"} else None
    if step is None:
        return None
    k = j + 1
    if r.w(k) in ("business", "calendar", "fiscal"):
        k += 1
    if r.w(k) == "week" and r.w(k + 1) in ("-", "end"):
        span, end = unit_span(r.today, "weekend", step), k + 2 + (r.w(k + 2) == "end")
    else:
        span, end = unit_span(r.today, r.w(k), step), k + 1
    if span and r.w(k) != "day":
        return days(*span), end
    if r.w(k) == "hour" and step:
        return moments(*sorted((r.now, r.now + timedelta(hours=step)))), k + 1
    if r.w(k) in _SEASONS:
        return _season_of(r, k, r.today.year + step)
    month = r.month(k)
    if month:
        year = r.today.year + (step if step else 0)
        if step == 1 and month[0] > r.today.month:
            year = r.today.year
        if step == -1 and month[0] < r.today.month:
            year = r.today.year
        first = date(year, month[0], 1)
        return days(first, cal.add_months(first, 1)), month[1]
    return None


def _week_number(r: EnglishReader, j: int, word: str, after: str) -> tuple[Time, int] | None:
    """week 31, the first week of October 2014, last week of July, week of May 5."""
    if word == "week" and r.digits(j + 1, 2):
        year, end = r._tail_year(j + 2)
        first = cal.weekday_in_week(date(year or r.today.year, 1, 4), 0, int(r.w(j + 1)) - 1)
        return days(first, cal.plus(first, 7)), end
    if word == "week" and after == "of":
        day = r.day(j + 2)
        if day:
            first = cal.weekday_in_week(day[0], 0, 0)
            return days(first, cal.plus(first, 7)), day[1]
    nth = r.ordinal(j) or ((-1, j + 1) if word == "last" else None)
    if nth and nth[0] > 0 and r.w(nth[1]) == "last":
        nth = (-nth[0], nth[1] + 1)
    if not nth or r.w(nth[1]) != "week" or r.w(nth[1] + 1) not in ("of", "in"):
        return None
    k = nth[1] + 2
    in_year = r.year(k)
    if in_year:
        first = cal.weekday_in_week(date(in_year[0], 1, 4) if nth[0] > 0 else date(in_year[0], 12, 28), 0,
                                    nth[0] - 1 if nth[0] > 0 else nth[0] + 1)  # fmt: skip
        return days(first, cal.plus(first, 7)), in_year[1]
    where = r._some_month(k)
    if not where:
        return None
    begin = date(where[0], where[1], 1)
    if nth[0] > 0:
        first = cal.plus(cal.weekday_in_week(begin, 0, 0), 7 * (nth[0] - (begin.weekday() <= 3)))
    else:
        last = cal.plus(cal.add_months(begin, 1), -1)
        first = cal.weekday_in_week(last, 0, 0 if last.weekday() >= 3 else -1)
    return days(first, cal.plus(first, 7)), where[2]


def _month(r: EnglishReader, j: int, word: str, after: str) -> tuple[Time, int] | None:
    """April 2017, 2017 april, mid-November, 2/2013."""
    shade = word if word in ("mid", "early", "late", "beginning", "end") else ""
    k = j + 1 if shade else j
    while shade and r.w(k) in ("-", "of", "the"):
        k += 1
    early_year = r.year(k)
    year: int | None
    if early_year and r.month(early_year[1] + (r.w(early_year[1]) in ("-", "/"))):
        month = r.month(early_year[1] + (r.w(early_year[1]) in ("-", "/")))
        year, end = early_year[0], month[1] if month else k
    else:
        month = r.month(k)
        if not month:
            a, b = r.digits(k, 2), r.digits(k + 2, 4)
            if a and a <= 12 and r.w(k + 1) in ("/", "-") and b and len(r.w(k + 2)) == 4 and r.glued(k + 2):
                first = date(b, a, 1)
                return days(first, cal.add_months(first, 1)), k + 3
            return None
        year, end = r._tail_year(month[1])
    if not month:
        return None
    if not year:
        year = r.today.year + (month[0] < r.today.month)
    first = date(year, month[0], 1)
    last = cal.add_months(first, 1)
    if shade in ("mid",):
        return days(first.replace(day=10), first.replace(day=21)), end
    if shade in ("early", "beginning"):
        return days(first, first.replace(day=11)), end
    if shade in ("late", "end"):
        return days(cal.plus(last, -10), last), end
    return days(first, last), end


def _quarter(r: EnglishReader, j: int, word: str, after: str) -> tuple[Time, int] | None:
    year, k = r.year(j), j
    if year:
        k = year[1] + (r.w(year[1]) == "-")
    n = None
    if r.w(k) == "q" and r.digits(k + 1, 1):
        n, k = int(r.w(k + 1)), k + 2
    else:
        nth = r.ordinal(k)
        if nth and r.w(nth[1]) == "quarter":
            n, k = nth[0], nth[1] + 1
    if not n or n > 4:
        return None
    value = year[0] if year else None
    if not value:
        value, k = r._tail_year(k)
    first = date(value or r.today.year, 3 * n - 2, 1)
    return days(first, cal.add_months(first, 3)), k


def _season(r: EnglishReader, j: int, word: str, after: str) -> tuple[Time, int] | None:
    if word not in _SEASONS or (word in ("fall", "spring") and r.w(j - 1) not in ("in", "the", "this", "by")):
        return None
    year, _ = r._tail_year(j + 1)
    return _season_of(r, j, year or r.today.year)


def _season_of(r: EnglishReader, j: int, year: int) -> tuple[Time, int] | None:
    month, day = _SEASONS[r.w(j)]
    first = date(min(max(year, 1), 9990), month, day)
    _, end = r._tail_year(j + 1)
    return days(first, cal.plus(cal.add_months(first, 3), 2)), end


def _part(r: EnglishReader, j: int, word: str, after: str) -> tuple[Time, int] | None:
    """in the morning, tonight, this afternoon."""
    part = r.daypart(j)
    if not part or r.w(j - 1) in ("good",):
        return None
    (begin, end, this), k = part
    base = datetime.combine(r.today, datetime.min.time())
    time = moments(base + timedelta(hours=begin), base + timedelta(hours=end))
    if not this:
        time.type = "timerange"
    return time, k


def _year(r: EnglishReader, j: int, word: str, after: str) -> tuple[Time, int] | None:
    year = r.year(j)
    before = r.w(j - 1)
    if not year or (not r.w(j).isdigit() and before not in ("in", "since", "until")):
        return None
    if (before in ("$", "€", "£", "#", ".", ":", "-", "/") and r.glued(j)) or r.w(year[1]) in (
        "rows",
        "items",
        "times",
        "%",
        "people",
    ):
        return None
    if before not in ("in", "of", "since", "year", "for", "from", "until", "to", "by", "during", "before", "after", "and",
                      "between", "the", "", "until", "than", "or") or not 1900 <= year[0] < 2200:  # fmt: skip
        return None
    first = date(year[0], 1, 1)
    return days(first, cal.add_months(first, 12)), year[1]


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
