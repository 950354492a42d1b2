"""Turkish stretches of time: weeks, months, years, seasons and what lies between two points."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from . import calendar as cal
from .english_periods import days, moments, unit_span
from .model import Time
from .turkish_words import LAST, NEXT, UNITS, stem_of

if TYPE_CHECKING:
    from .turkish_reader import TurkishReader

_SEASONS = {"ilkbahar": (3, 20), "yaz": (6, 21), "sonbahar": (9, 23), "kis": (12, 21)}
_NAMES = {"hafta": "week", "ay": "month", "yil": "year", "sene": "year", "ceyrek": "quarter", "gun": "day"}


def period(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    """A named stretch of time at a place."""
    for reader in (_part_of_year, _season, _counted, _relative, _month, _year_end, _part, _year):
        row = reader(r, i)
        if row:
            return row
    return None


def _counted(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    """gelecek 3 gün, son iki yıl, önümüzdeki iki hafta içinde."""
    word = r.w(i)
    direction = 1 if word in NEXT else -1 if word in LAST | {"son"} else 0
    if not direction:
        return None
    amount = r.amount(i + 1)
    if not amount:
        return None
    seconds, months, end, _ = amount
    end += r.w(end) in ("icinde", "icerisinde", "boyunca", "icindeki")
    if seconds and seconds % 86400:
        moment = cal.shift(r.now, direction * seconds, direction * int(months))
        return moments(*sorted((r.now, moment))), end
    today = cal.plus(r.today, 1) if direction > 0 and r.w(end - 1) not in ("icinde", "icerisinde") else r.today
    other = cal.plus(cal.add_months(today, direction * int(months)), direction * int(seconds // 86400))
    return days(*sorted((today, other))), end


def _relative(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    """bu hafta, geçen ay, gelecek yıl, bu hafta sonu, bu akşam, bu yaz."""
    word, j = r.w(i), i + 1
    if word == "haftaya":
        span = unit_span(r.today, "week", 1)
        return (days(*span), i + 1) if span else None
    if word == "hafta" and r.w(i + 1).startswith("son") and len(r.w(i + 1)) <= 7:
        span = unit_span(r.today, "weekend", 0)
        return (days(*span), i + 2) if span else None
    step = 1 if word in NEXT else -1 if word in LAST else 0 if word == "bu" else None
    if step is None:
        return None
    if r.w(j) == "hafta" and r.w(j + 1).startswith("son") and r.w(j + 1) not in ("sonra", "sonraki", "son"):
        span = unit_span(r.today, "weekend", step)
        return (days(*span), j + 2) if span else None
    unit = stem_of(r.w(j), _NAMES) or (r.w(j) if r.w(j) in _NAMES else None)
    if unit and unit != "gun" and not (unit == "ay" and r.w(j).startswith("ayn")):
        span = unit_span(r.today, _NAMES[unit], step)
        return (days(*span), r.ending(j + 1)) if span else None
    if stem_of(r.w(j), {"saat": 1}) and step:
        return moments(*sorted((r.now, r.now + timedelta(hours=step)))), j + 1
    part = r.daypart(j)
    if part and step == 0:
        begin = datetime.combine(r.today, datetime.min.time())
        return moments(begin + timedelta(hours=part[0][0]), begin + timedelta(hours=part[0][1])), part[1]
    season = stem_of(r.w(j), _SEASONS)
    if season:
        month, day = _SEASONS[season]
        first = date(r.today.year + step, month, day)
        if step < 0 and season == "kis":
            first = date(r.today.year - 2 + (r.today.month > 3), month, day)
        return days(first, cal.plus(cal.add_months(first, 3), 2)), j + 1
    month_row = r.month(j)
    if month_row:
        year = r.today.year + (step if step else 0)
        first = date(year, month_row[0], 1)
        return days(first, cal.add_months(first, 1)), month_row[1]
    return None


_PARTS_OF_YEAR = {"ceyre": 3, "yari": 6, "uctebir": 4}


def _part_of_year(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    """2023'ün ikinci çeyreği, bu yılın ilk yarısı, son çeyrek."""
    year, j = r.today.year, i
    said = r.year(i)
    if said:
        year, j = said[0], said[1] + r.w(said[1]).startswith(("yil", "sene"))
    elif r.w(i) in NEXT | LAST | {"bu"} and r.w(i + 1) in ("yilin", "senenin"):
        year, j = year + (1 if r.w(i) in NEXT else -1 if r.w(i) in LAST else 0), i + 2
    elif r.w(i) in ("yilin", "senenin"):
        j = i + 1
    else:
        return None
    nth = r.ordinal(j) or ((-1, j + 1) if r.w(j) == "son" else None)
    months = next((size for stem, size in _PARTS_OF_YEAR.items() if nth and r.w(nth[1]).startswith(stem)), 0)
    if not nth or not months or abs(nth[0]) > 12 // months:
        return None
    place = nth[0] - 1 if nth[0] > 0 else 12 // months - 1
    first = cal.add_months(date(year, 1, 1), place * months)
    return days(first, cal.add_months(first, months)), nth[1] + 1


def _season(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    """2022 yazında, 2021 kışı."""
    year = r.year(i)
    season = stem_of(r.w(year[1]), _SEASONS) if year else None
    if not year or not season or r.w(year[1]) == "yaz":
        return None
    first = date(year[0], *_SEASONS[season])
    return days(first, cal.plus(cal.add_months(first, 3), 2)), year[1] + 1


def _month(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    """Nisan 2017, 2017 nisan, Temmuz."""
    year = r.year(i)
    if year:
        month = r.month(year[1])
        if not month:
            return None
        first = date(year[0], month[0], 1)
        return days(first, cal.add_months(first, 1)), month[1]
    month = r.month(i)
    if not month:
        return None
    late = r.year(month[1])
    first = date(late[0] if late else r.today.year + (month[0] < r.today.month), month[0], 1)
    return days(first, cal.add_months(first, 1)), late[1] if late else month[1]


def _year_end(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    if r.w(i) == "bu" and r.w(i + 1) in ("yilin", "ayin", "senenin") and r.w(i + 2).startswith("sonu"):
        return _end_of(r, {"yilin": "yil", "ayin": "ay", "senenin": "sene"}[r.w(i + 1)], i + 3)
    if r.w(i) in ("yil", "ay", "hafta", "sene") and r.w(i + 1) in ("sonu", "sonunda", "sonuna", "sonunu"):
        return _end_of(r, r.w(i), i + 2)
    return None


def _end_of(r: TurkishReader, unit: str, last: int) -> tuple[Time, int] | None:
    """The second half of this year, the last ten days of this month."""
    span = unit_span(r.today, _NAMES[unit], 0)
    if not span or unit == "hafta":
        return None
    start, end = span
    start = cal.plus(end, -10) if unit == "ay" else date(start.year, 7, 1)
    return days(start, end), last


def _part(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    part = r.daypart(i)
    if not part or (r.w(i) in ("gece",) and r.digits(i - 1) is not None):
        return None
    begin = datetime.combine(r.today, datetime.min.time())
    time = moments(begin + timedelta(hours=part[0][0]), begin + timedelta(hours=part[0][1]))
    time.type = "timerange"
    return time, part[1]


def _year(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    year = r.year(i)
    if (
        not year
        or (r.w(i - 1) in ("$", "#", ".", ":", "-", "/") and r.glued(i))
        or (stem_of(r.w(year[1]), UNITS) and r.w(year[1]) not in ("yilinda", "yili", "yilindan"))
    ):
        return None
    if not (r.w(i + 1) == "'" or r.w(year[1]).startswith("yil") or r.w(year[1]) in ("ve", "") or r.size <= 3):
        return None
    first = date(year[0], 1, 1)
    return days(first, cal.add_months(first, 12)), year[1] + r.w(year[1]).startswith("yil")


def interval(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    """9:00'dan 12:00'ye kadar, pazartesi ile cuma arası, 13:00 - 13:15."""
    prefix_day, j = None, i
    day = r.day(i)
    if day:
        k = day[1] + (r.w(day[1]) == ",")
        left = _clock_point(r, k)
        if left:
            prefix_day, j = day[0], k
    left = _clock_point(r, j) if prefix_day else (_point(r, j) or _clock_point(r, j))
    if not left:
        return None
    time, end = left
    joiner = r.w(end)
    ablative = r.w(end - 1) in ("den", "dan", "ten", "tan") or r.w(end - 1).endswith(("dan", "den", "tan", "ten"))
    if joiner in ("-", "ile", "ila", "ve", "~", "la", "le", "yle", "yla"):
        right_at = end + 1
    elif ablative:
        right_at = end
    else:
        return None
    right = _point(r, right_at) or _clock_point(r, right_at)
    if not right:
        return None
    other, last = right
    closes = r.w(last)
    if closes.startswith("aras") or closes in ("kadar", "dek", "degin"):
        last += 1
    elif joiner not in ("-", "~", "ila"):
        return None
    if joiner == "-" and time.type != other.type:
        return None
    return _joined(time, other, prefix_day, last)


def _joined(time: Time, other: Time, day: date | None, last: int) -> tuple[Time, int] | None:
    a, b = time.value or time.start_value or "", other.value or other.start_value or ""
    if len(a) <= 10 and len(b) <= 10:
        if a > b and len(a) == 10:
            a = cal.add_months(date.fromisoformat(a), -12).isoformat()
        return Time(0, 0, "daterange", start_value=a, end_value=b), last
    if len(a) <= 10 or len(b) <= 10:
        return None
    kind = "timerange"
    if day:
        a, b, kind = day.isoformat() + a[10:], day.isoformat() + b[10:], "datetimerange"
    elif "datetime" in (time.type, other.type):
        kind = "datetimerange"
        if other.type == "time":
            b = a[:10] + b[10:]
    else:
        b = a[:10] + b[10:]
    return Time(0, 0, kind, start_value=a, end_value=b), last


def _point(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    day = r.day(i)
    if day:
        return r._day_then_clock(day[0], day[1])
    return _relative(r, i) or _month(r, i) or _year_only(r, i)


def _year_only(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    year = r.year(i)
    return (days(date(year[0], 1, 1), None), year[1]) if year else None


def _clock_point(r: TurkishReader, i: int) -> tuple[Time, int] | None:
    part = r.daypart(i)
    k = part[1] if part else i
    clock = r.clock(k, loose=True)
    if not clock:
        n = r.digits(k, 2)
        if (
            n is None
            or n > 24
            or not (r.w(k + 1) == "-" or r.w(k + 1) in ("ve", "ile") or r.w(k + 1).startswith("aras"))
        ):
            return None
        from .turkish import Clock

        clock = Clock(n % 24, known=n > 12), k + 1
    return r._moment(None, clock[0], part[0] if part else None), clock[1]
