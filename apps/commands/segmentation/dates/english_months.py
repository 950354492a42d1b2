"""English months, days of them in figures and words, and amounts of time."""

from datetime import date, datetime

from ..language import bag
from . import calendar as cal
from .english import EnglishClock
from .english_words import MONTHS, UNITS
from .scan import shallow

SMALLS = bag(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty"
)


_YEARS_FROM_HERE = {"last": -1, "this": 0, "next": 1}


def _full(year: int) -> int:
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


class EnglishMonths(EnglishClock):
    """Readers of calendar dates and amounts."""

    def __init__(self, folded: str, now: datetime) -> None:
        super().__init__(folded)
        self.now = now
        self.today = now.date()

    def month(self, i: int) -> tuple[int, int] | None:
        """The name of a month, short or long."""
        word = self.w(i)
        if word in MONTHS:
            if word in ("may", "mar", "march", "sun", "sat", "dec", "jan") and word == "may" and not self._may(i):
                return None
            return MONTHS[word], i + 1 + (
                self.w(i + 1) == "." and self.glued(i + 1) and len(word) < 5 and self.w(i + 2).isdigit()
            )
        return None

    def _may(self, i: int) -> bool:
        around = (self.w(i - 1), self.w(i + 1))
        return any(a.isdigit() or a in ("of", "in", "this", "next", "last", "since", "until", "from", "to", "th", "st", "rd",
                                        "nd", "by", "between", "the", "mid", "-", "/", ",") for a in around) or bool(
            self.ordinal(i + 1))  # fmt: skip

    def _tail_year(self, i: int) -> tuple[int | None, int]:
        j = i
        if self.w(j) in (",", "of", "in", "-", "/", "."):
            j += 1
        found = self.year(j)
        if (found and self.w(found[1]) not in ("-",)) or (found and self.w(found[1]) == "-"):
            return found[0], found[1]
        if self.w(i) == "'" and self.digits(i + 1, 2) is not None and len(self.w(i + 1)) == 2:
            return 2000 + int(self.w(i + 1)), i + 2
        j = i + (self.w(i) in (",", "of"))
        if self.w(j) in _YEARS_FROM_HERE and self.w(j + 1) == "year":
            return self.today.year + _YEARS_FROM_HERE[self.w(j)], j + 2
        return None, i

    def _numeric_day(self, i: int, _: int) -> tuple[date, int] | None:
        a = self.digits(i, 8)
        if a is None:
            return None
        size = len(self.w(i))
        if size == 8:
            found = cal.make(a // 10000, a // 100 % 100, a % 100)
            return (found, i + 1) if found and 1900 < a // 10000 < 2200 else None
        sign = self.w(i + 1)
        if sign not in ("/", "-", ".") or not self.glued(i + 1):
            return None
        b = self.digits(i + 2, 4)
        if b is None:
            month = self.month(i + 2)
            if month and self.w(month[1]) == sign:
                c = self.digits(month[1] + 1, 4)
                if c is not None:
                    found = cal.make(a, month[0], c) if size == 4 else cal.make(_full(c), month[0], a)
                    return (found, month[1] + 2) if found else None
            return None
        third = self.digits(i + 4, 4) if self.w(i + 3) == sign and self.glued(i + 3) else None
        if third is not None:
            if size == 4:
                found = cal.make(a, b, third)
            elif a > 12 or (sign == "." and b <= 12):
                found = cal.make(_full(third), b, a)
            else:
                found = cal.make(_full(third), a, b) or cal.make(_full(third), b, a)
            return (found, i + 5) if found else None
        if sign == "/" and size <= 2 and len(self.w(i + 2)) <= 2:
            found = (cal.coming(self.today, a, b) if a <= 12 else None) or (
                cal.coming(self.today, b, a) if b <= 12 else None
            )
            return (found, i + 3) if found and not (a < b <= 4 and self.w(i + 3) in UNITS) else None
        return None

    @shallow
    def _month_day(self, i: int, _: int) -> tuple[date, int] | None:
        """March 3 2015, the third of March, 18 Dec, May/22."""
        month = self.month(i)
        if month:
            j = month[1]
            while self.w(j) in ("the", ",", "/", "-") and j - month[1] < 2:
                j += 1
            day = self.ordinal(j) or ((self.digits(j, 2), j + 1) if self.digits(j, 2) is not None else None)
            if not day:
                n = self.number(j) if self.w(j) in SMALLS else None
                day = (int(n[0]), n[1]) if n else None
            if not day or not day[0] or day[0] > 31 or (self.w(day[1]) in (":", "h") and self.glued(day[1])):
                return None
            if self.meridiem(day[1]) and not self.w(day[1]).startswith("a"):
                return None
            return self._dated(month[0], day[0], day[1])
        j = i + (self.w(i) == "the")
        day = self.ordinal(j) or ((self.digits(j, 2), j + 1) if self.digits(j, 2) is not None else None)
        if not day or not day[0] or day[0] > 31 or self.w(j - 1) in ("$", "€", "£"):
            return None
        k = day[1]
        if self.w(k) in ("and", "or", ","):
            other = self._month_day(k + 1 + (self.w(k + 1) == "the"), k)
            if other and self.month(other[1] - 1) and (found := cal.make(other[0].year, other[0].month, day[0])):
                return found, k
        while self.w(k) in ("of", "day", "-", "/"):
            k += 1
        month = self.month(k)
        return self._dated(month[0], day[0], month[1]) if month else None

    def _dated(self, month: int, day: int, end: int) -> tuple[date, int] | None:
        year, j = self._tail_year(end)
        if year:
            found = cal.make(year, month, day)
            return (found, j) if found else None
        found = cal.coming(self.today, month, day)
        return (found, end) if found else None

    @shallow
    def amount(self, i: int) -> tuple[float, float, int] | None:
        """A length of time: (seconds, months, end)."""
        j = i + (self.w(i) in ("about", "around", "exactly", "roughly", "approximately", "another"))
        n = self._amount_number(j)
        if not n:
            return None
        count, j = n
        if self.w(j) in ("more", "full", "-", "whole", "business", "working", "upcoming", "other"):
            j += 1
        unit = UNITS.get(self.w(j))
        if not unit or (len(self.w(j)) == 1 and not self.glued(j) and self.w(j) != "h"):
            return None
        seconds, months, j = count * unit[0], count * unit[1], j + 1
        if self.words(j, "and", "a", "half") or self.words(j, "and", "half") or self.words(j, "and", "a", "quarter"):
            share = 0.25 if "quarter" in (self.w(j + 2), self.w(j + 1)) else 0.5
            seconds, months = seconds + share * unit[0], months + share * unit[1]
            return seconds, months, j + (3 if self.w(j + 1) == "a" else 2)
        k = j + (self.w(j) in ("and", ","))
        more = self.amount(k) if self.number(k) and (self.w(k) not in ("a", "an") or self.w(j) == "and") else None
        if more and (more[0], more[1]) < (unit[0] or 1e12, unit[1] or 1e12) and more[0] < (unit[0] or 1e12):
            return seconds + more[0], months + more[1], more[2]
        return seconds, months, j

    def _amount_number(self, i: int) -> tuple[float, int] | None:
        if self.w(i) == "half":
            return 0.5, i + 1 + (self.w(i + 1) in ("an", "a", "-"))
        if self.words(i, "a", "half") or self.words(i, "a", "quarter"):
            share = 0.5 if self.w(i + 1) == "half" else 0.25
            j = i + 2
            if self.w(j) == "of":
                j += 1
            if self.w(j) in ("an", "a"):
                j += 1
            return (share, j) if self.w(j) in UNITS else None
        if self.w(i) in ("quarter", "three") and (
            self.w(i) == "quarter" or self.w(i + 1) in ("-", "quarters", "quarter")
        ):
            j = (
                i
                + 1
                + (self.w(i + 1) == "-")
                + (self.w(i) == "three" and self.w(i + 1 + (self.w(i + 1) == "-")).startswith("quarter"))
            )
            if self.w(j) == "of":
                j += 1
            if self.w(j) in ("an", "a") and (self.w(i) == "quarter" or self.w(j - 1) == "of"):
                return (0.25 if self.w(i) == "quarter" else 0.75), j + 1
        n = self.number(i)
        if not n:
            return None
        if self.words(n[1], "and", "a", "half") or self.words(n[1], "and", "half"):
            j = n[1] + (3 if self.w(n[1] + 1) == "a" else 2)
            return n[0] + 0.5, j + (self.w(j) in ("a", "an"))
        return n
