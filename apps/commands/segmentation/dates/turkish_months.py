"""Turkish dates of the calendar: months, years and what is counted in them."""

from datetime import date, datetime

from ..language import bag
from . import calendar as cal
from .scan import shallow
from .turkish import TurkishClock
from .turkish_words import LAST, MONTHS, NEXT, UNITS, WEEKDAYS, stem_of

_SHORT = bag("oca sub mar nis may haz tem agu eyl eki kas ara")


class TurkishMonths(TurkishClock):
    """Readers for months, years, amounts of time and dates named by them."""

    def __init__(self, folded: str, now: datetime) -> None:
        super().__init__(folded)
        self.now = now
        self.today = now.date()

    def month(self, i: int) -> tuple[int, int] | None:
        """The name of a month with any ending."""
        word = self.w(i)
        stem = stem_of(word, MONTHS)
        if not stem or (stem in _SHORT and not (self.digits(i - 1) is not None or self.digits(i + 1) is not None
                                                or self.w(i - 1) in ("-", "/") or self.w(i + 1) in ("-", "/"))):  # fmt: skip
            return None
        if stem in _SHORT and word != stem:
            return None
        return MONTHS[stem], self.ending(i + 1)

    def year(self, i: int) -> tuple[int, int] | None:
        """A year in digits."""
        n = self.digits(i, 4)
        if n is None or len(self.w(i)) != 4 or not 1900 <= n < 2200 or self.w(i + 1) == ":":
            return None
        j = self.ending(i + 1)
        return n, j

    def weekday(self, i: int) -> tuple[int, int] | None:
        """A day of the week with any ending."""
        word = self.w(i)
        stem = stem_of(word, WEEKDAYS)
        if not stem or (len(stem) == 3 and (word != stem or self.size > 6)):
            return None
        if stem == "pazar" and word.startswith(("pazarla", "pazarlik", "pazarin ")):
            return None
        if word.endswith(("lari", "leri")):
            return None
        return WEEKDAYS[stem], i + 1

    @shallow
    def amount(self, i: int) -> tuple[float, float, int, str] | None:
        """A length of time: (seconds, months, end, last word)."""
        n = self.number(i)
        if not n:
            return None
        j = n[1] + (self.w(n[1]) in ("tam", "tane"))
        unit = stem_of(self.w(j), UNITS)
        if not unit or (unit == "ay" and self.w(j).startswith("ayn")) or (unit in ("sa", "sn") and self.w(j) != unit):
            return None
        seconds, months, end = n[0] * UNITS[unit][0], n[0] * UNITS[unit][1], j + 1
        if self.w(end) == "bucuk":
            seconds, months, end = seconds + UNITS[unit][0] / 2, months + UNITS[unit][1] / 2, end + 1
        k = end + (self.w(end) == "ve")
        if self.w(j) == unit and (more := self.amount(k)) and more[0] < (UNITS[unit][0] or 1e12):
            return seconds + more[0], months + more[1], more[2], more[3]
        return seconds, months, end, self.w(end - 1)

    def _numeric_day(self, i: int) -> tuple[date, int] | None:
        a = self.digits(i, 8)
        if a is None:
            return None
        size, sign = len(self.w(i)), self.w(i + 1)
        if size == 8:
            found = cal.make(a // 10000, a // 100 % 100, a % 100)
            return (found, i + 1) if found and 1900 < a // 10000 < 2200 else None
        if sign not in ("/", "-", ".") or not self.glued(i + 1) or not self.glued(i + 2):
            return None
        b = self.digits(i + 2, 4)
        c = self.digits(i + 4, 4) if self.w(i + 3) in ("/", "-", ".") and self.glued(i + 3) else None
        named = self.month(i + 2)
        if named and c is not None:
            found = cal.make(a, named[0], c) if size == 4 else cal.make(_full(c), named[0], a)
            return (found, i + 5) if found else None
        if b is None:
            return None
        if c is None and self.w(i + 3) in ("-", "/"):
            late = self.month(i + 4)
            if late and size <= 2 and len(self.w(i + 2)) == 4:
                found = cal.make(b, late[0], a)
                return (found, late[1]) if found else None
        if c is not None:
            found = cal.make(a, b, c) if size == 4 else cal.make(_full(c), b, a) or cal.make(_full(c), a, b)
            return (found, i + 5) if found else None
        if sign == "/" and size <= 2 and len(self.w(i + 2)) <= 2 and 1 <= b <= 12:
            year = self.year(i + 3)
            if year and self.rows[i + 3].start > self.rows[i + 2].end:
                found = cal.make(year[0], b, a)
                return (found, year[1]) if found else None
            found = cal.coming(self.today, b, a)
            return (found, i + 3) if found else None
        return None

    @shallow
    def _month_day(self, i: int) -> tuple[date, int] | None:
        """3 Ocak 2019, üç mart, temmuz 18, Eyl-23-2020."""
        weekday = self.weekday(i)
        j = weekday[1] if weekday else i
        if weekday:
            while self.w(j) in (",", "gunu"):
                j += 1
            day = self.digits(j, 2)
            if day and self.w(j + 1) == "'" and self.w(j + 2) in ("inde", "unde", "sinde", "i", "si", "u"):
                found = cal.coming_day(self.today, day, weekday[0]) or cal.coming_day(self.today, day)
                if self.today.replace(day=1) <= (m := cal.make(self.today.year, self.today.month, day) or self.today) and (
                    m.weekday() == weekday[0]
                ):  # fmt: skip
                    found = m
                return (found, j + 3) if found else None
        step = 1 if self.w(i) in NEXT else -1 if self.w(i) in LAST else 0 if self.w(i) == "bu" else None
        if step is not None and self.w(i + 1) in ("yil", "sene", "yilin", "senenin"):
            found = self._month_day(i + 2)
            said = cal.make(self.today.year + step, found[0].month, found[0].day) if found else None
            return (said, found[1]) if found and said else None
        n = self.number(j)
        if n and n[0] == int(n[0]) and 1 <= n[0] <= 31:
            k = n[1] + (self.w(n[1]) in ("-", "/"))
            month = self.month(k)
            if month:
                dated = self._dated(month[0], int(n[0]), month[1])
                return self._on_weekday(dated, weekday[0] if weekday else None)
            if self.w(k) in ("ve", "veya", ",") and self.digits(j, 2) is not None and (last := self.number(k + 1)):
                month = self.month(last[1])
                other = self._dated(month[0], int(last[0]), month[1]) if month and last[0] == int(last[0]) else None
                mine = cal.make(other[0].year, other[0].month, int(n[0])) if other else None
                if mine:
                    return mine, k
        month = self.month(j)
        if not month:
            return None
        k = month[1] + (self.w(month[1]) in ("-", "/", "in"))
        day = self.digits(k, 2)
        if not day or day > 31 or self.w(k + 1) == ":":
            year = self.year(k) if self.w(k - 1) in ("-", "/") else None
            if year and self.w(year[1]) in ("-", "/") and self.digits(year[1] + 1, 2):
                found = cal.make(year[0], month[0], int(self.w(year[1] + 1)))
                return (found, year[1] + 2) if found else None
            return None
        if self.w(k + 1) == "'" and self.w(k + 3).startswith("hafta"):
            return None
        return self._on_weekday(self._dated(month[0], day, k + 1), weekday[0] if weekday else None)

    def _on_weekday(self, found: tuple[date, int] | None, weekday: int | None) -> tuple[date, int] | None:
        """A weekday said with the date picks the year."""
        if not found:
            return None
        said_year = any(len(self.w(n)) == 4 and self.w(n).isdigit() for n in range(found[1] - 3, found[1]))
        behind = self.weekday(self.ending(found[1]))
        day = weekday if weekday is not None else behind[0] if behind else None
        if day is None or said_year:
            return found
        return cal.nearest_on(self.today, found[0].month, found[0].day, day) or found[0], found[1]

    def _dated(self, month: int, day: int, end: int) -> tuple[date, int] | None:
        j = end + (self.w(end) in ("-", "/", ",") and self.year(end + 1) is not None)
        year = self.year(j)
        if year:
            found = cal.make(year[0], month, day)
            return (found, year[1]) if found else None
        found = cal.coming(self.today, month, day)
        return (found, end) if found else None

    def _of_month(self, i: int) -> tuple[date, int] | None:
        """ayın 15'inde, gelecek ayın 3'ü, Ekim'in ilk salısı."""
        step, j = 0, i
        if self.w(i) in NEXT | LAST | {"bu"}:
            step, j = (1 if self.w(i) in NEXT else -1 if self.w(i) in LAST else 0), i + 1
        if self.w(j) in ("ayin", "ayinin"):
            first = cal.add_months(self.today.replace(day=1), step)
            year, month, k = first.year, first.month, j + 1
        else:
            named = self.month(j)
            if not named:
                return None
            month, k = named
            year = self.today.year + (month < self.today.month)
        nth = self.ordinal(k) or ((-1, k + 1) if self.w(k) == "son" else None)
        if nth:
            weekday = self.weekday(nth[1])
            if weekday:
                found = cal.nth_weekday(year, month, nth[0], weekday[0])
                return (found, weekday[1]) if found else None
            if self.w(nth[1]) in ("gunu", "gununde", "gunune"):
                first = date(year, month, 1)
                found = cal.plus(cal.add_months(first, 1) if nth[0] < 0 else first, nth[0] - (nth[0] > 0))
                return found, self.ending(nth[1] + 1)
        if self.w(j) not in ("ayin", "ayinin") and not self.w(k - 1).endswith(("in", "un")):
            return None
        n = self.digits(k, 2)
        if self.w(j) not in ("ayin", "ayinin"):
            end = self.ending(k + 1)
            found = cal.coming(self.today, month, n) if n and end > k + 1 else None
            return (found, end) if found else None
        spelled = self.spelled(k) if n is None else (n, k + 1)
        if not spelled or not 1 <= spelled[0] <= 31:
            return None
        if step == 0 and self.w(i) == "ayin":
            found = cal.coming_day(self.today, spelled[0])
        else:
            found = cal.make(year, month, spelled[0])
        return (found, self.ending(spelled[1])) if found else None


def _full(year: int) -> int:
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year
