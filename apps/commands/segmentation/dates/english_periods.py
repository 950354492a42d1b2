"""English stretches of time: weeks, months, years, seasons and quarters."""

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
    for reader in (_half, _week_number, _counted, _relative, _month, _quarter, _season, _part, _year):
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


def _half(r: EnglishReader, j: int, word: str, after: str) -> tuple[Time, int] | None:
    """the first half of 2024, the second half of last year."""
    place = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "last": 1, "latter": 1}.get(word)
    if place is None or after != "half" or r.w(j + 2) not in ("of", "in"):
        return None
    k = j + 3 + (r.w(j + 3) == "the")
    year = r.year(k)
    if not year and r.w(k + (r.w(k) in ("this", "last", "next"))) == "year":
        step = {"last": -1, "next": 1}.get(r.w(k), 0)
        year = r.today.year + step, k + 1 + (r.w(k) != "year")
    if not year:
        return None
    first = date(year[0], 1 + 6 * place, 1)
    return days(first, cal.add_months(first, 6)), year[1]


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
    if r.w(year[1]) in ("-", "/") and r.glued(year[1]) and r.digits(year[1] + 1) is not None:
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
