"""English days: dates of the calendar, weekdays, holidays, days counted from another."""

from datetime import date, datetime

from ..language import bag
from . import calendar as cal
from .english import EnglishClock
from .english_words import LAST, MONTHS, NEXT, THIS, UNITS, WEEKDAYS
from .holidays import english_holiday
from .scan import shallow

_RELATIVE = {"today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomorrows": 1, "tmw": 1, "tomorow": 1, "yesterday": -1}


class EnglishDays(EnglishClock):
    """Readers that answer with a date."""

    def __init__(self, folded: str, now: datetime) -> None:
        super().__init__(folded)
        self.now = now
        self.today = now.date()

    @shallow
    def day(self, i: int) -> tuple[date, int] | None:
        """A single day at a place."""
        j = i
        if self.w(j) in ("on", "for", "by", "the", "sometime", "at", "in") and self.w(j + 1):
            j += 1
            if self.w(j) in ("on", "the", "this") and self.w(j) != "this":
                j += 1
        for reader in (
            self._numeric_day, self._counted, self._relative, self._nth_weekday, self._weekday_of_week, self._weekday_date,
            self._month_day, self._nth_day_of, self._rel_weekday, self._holiday, self._day_number,
        ):  # fmt: skip
            found = reader(j, i)
            if found:
                return found
        return None

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

    def _relative(self, i: int, _: int) -> tuple[date, int] | None:
        word = self.w(i)
        if word in _RELATIVE:
            return cal.plus(self.today, _RELATIVE[word]), i + 1
        j = i + (word == "the")
        if self.w(j) in ("day",) and self.w(j + 1) in ("after", "before", "following"):
            anchor = self.day(j + 2)
            if anchor:
                return cal.plus(anchor[0], -1 if self.w(j + 1) == "before" else 1), anchor[1]
        if self.w(j) in ("next", "following") and self.w(j + 1) == "day":
            return cal.plus(self.today, 1), j + 2
        if self.w(j) in ("previous", "last") and self.w(j + 1) == "day" and self.w(j + 2) not in ("of", "in"):
            return cal.plus(self.today, -1), j + 2
        return None

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

    def _counted(self, i: int, start: int) -> tuple[date, int] | None:
        """in 3 days, two weeks ago, a week from tomorrow, 3 fridays from now; only whole days."""
        j = i + (self.w(i) == "in")
        stated = self.w(start) == "in" or self.w(i) == "in"
        n = self.number(j)
        if (
            n
            and self.w(n[1]).rstrip("s") in WEEKDAYS
            and (self.words(n[1] + 1, "from", "now") or self.w(n[1] + 1) == "ago")
        ):
            day, weekday = self.today, WEEKDAYS[self.w(n[1]).rstrip("s")]
            for _ in range(min(int(n[0]), 60)):
                day = cal.next_weekday(day, weekday) if self.w(n[1] + 1) == "from" else cal.last_weekday(day, weekday)
            return day, n[1] + (3 if self.w(n[1] + 1) == "from" else 2)
        found = self.amount(j)
        if not found:
            return None
        seconds, months, end = found
        if seconds % 86400 or (seconds == 0 and months == 0):
            return None
        direction, anchor = 0, self.today
        word = self.w(end)
        if word in ("ago", "earlier") or (word == "before" and self.w(end + 1) == "now") or word == "back":
            direction, end = -1, end + 1 + (word == "before")
        elif (
            word in ("hence", "later")
            or (word == "from" and self.w(end + 1) == "now")
            or self.words(end, "out", "from", "now")
        ):
            direction, end = 1, end + 1 + (word == "from")
        elif word in ("from", "after", "before", "since"):
            base = self.day(end + 1)
            if base:
                direction, anchor, end = (-1 if word == "before" else 1), base[0], base[1]
            elif self.w(end + 1) == "today":
                direction, end = 1, end + 2
            elif word == "since":
                year = self.year(end + 1)
                if year:
                    direction, anchor, end = 1, date(year[0], 1, 1), year[1]
        elif stated:
            direction = 1
        if not direction or months != int(months):
            return None
        day = cal.plus(cal.add_months(anchor, direction * int(months)), direction * int(seconds // 86400))
        k = end + (self.w(end) == "on")
        if self.w(k) in WEEKDAYS and self.w(end) == "on":
            return cal.weekday_in_week(day, WEEKDAYS[self.w(k)], 0), k + 1
        return day, end

    def _weekday(self, i: int) -> tuple[int, int] | None:
        word = self.w(i)
        if word == "sun" and self.w(i - 1) == "the":
            return None
        if word not in WEEKDAYS or (word in ("sun", "sat", "mon", "wed") and self.w(i + 1) in ("is",)):
            return None
        return WEEKDAYS[word], i + 1 + (self.w(i + 1) == "." and len(word) <= 4 and self.glued(i + 1))

    def _weekday_date(self, i: int, _: int) -> tuple[date, int] | None:
        """Friday, Jul 18, 2014; Tuesday the eleventh; Tuesday 19th."""
        j = i + (self.w(i) in THIS | NEXT)
        weekday = self._weekday(j)
        if not weekday:
            return None
        k = weekday[1]
        while self.w(k) in (",", "the", "-", "(", "on"):
            k += 1
        found = self._month_day(k, k) or self._numeric_day(k, k)
        if found:
            day, end = found
            said_year = any(len(self.w(n)) == 4 and self.w(n).isdigit() for n in range(k, end))
            if not said_year:
                day = cal.nearest_on(self.today, day.month, day.day, weekday[0]) or day
            return day, end
        if j != i and self.digits(k, 2) is not None and self.w(k + 1) == "." and self.digits(k + 2, 2) is not None:
            day = cal.coming(self.today, int(self.w(k)), int(self.w(k + 2))) if int(self.w(k)) <= 12 else None
            if day:
                return day, k + 3
        number = self.ordinal(k)
        if number and self.w(number[1]) not in ("week",):
            day = cal.coming_day(self.today, number[0], weekday[0]) or cal.coming_day(self.today, number[0])
            return (day, number[1]) if day else None
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

    def _nth_weekday(self, i: int, _: int) -> tuple[date, int] | None:
        """first Tuesday in October, last Friday of next month, fifth last day of May."""
        nth = self.ordinal(i)
        j = nth[1] if nth else i
        count = nth[0] if nth else 0
        if self.w(j) == "last":
            count, j = -max(count, 1), j + 1
        if not count:
            return None
        weekday = self._weekday(j)
        is_day = self.w(j) == "day" and count < 0
        if not weekday and not is_day:
            return None
        k = weekday[1] if weekday else j + 1
        if self.w(k) not in ("of", "in"):
            return None
        where = self._some_month(k + 1)
        if not where:
            return None
        year, month, end = where
        if is_day:
            last = cal.plus(cal.add_months(date(year, month, 1), 1), count)
            return last, end
        found = cal.nth_weekday(year, month, count, weekday[0]) if weekday else None
        return (found, end) if found else None

    def _some_month(self, i: int) -> tuple[int, int, int] | None:
        j = i + (self.w(i) == "the")
        word = self.w(j)
        if (word in NEXT | LAST | THIS and self.w(j + 1) == "month") or word == "month":
            step = 1 if word in NEXT else -1 if word in LAST else 0
            first = cal.add_months(self.today.replace(day=1), step)
            return first.year, first.month, j + (1 if word == "month" else 2)
        month = self.month(j + (word in THIS | NEXT | LAST))
        if not month:
            return None
        year, end = self._tail_year(month[1])
        if not year:
            year = self.today.year + (month[0] < self.today.month)
        return year, month[0], end

    def _nth_day_of(self, i: int, _: int) -> tuple[date, int] | None:
        """20th of the next month."""
        day = self.ordinal(i)
        if not day:
            return None
        j = day[1] + (self.w(day[1]) == "day")
        if self.w(j) != "of":
            return None
        where = self._some_month(j + 1)
        found = cal.make(where[0], where[1], day[0]) if where else None
        return (found, where[2]) if found and where else None

    def _weekday_of_week(self, i: int, _: int) -> tuple[date, int] | None:
        """Monday of next week, next week Mon, previous week - Monday."""
        week = self._week(i)
        if week:
            j = week[1]
            while self.w(j) in ("on", "-", ",", "'", "s"):
                j += 1
            weekday = self._weekday(j)
            if weekday:
                return cal.weekday_in_week(self.today, weekday[0], week[0]), weekday[1]
            return None
        weekday = self._weekday(i)
        if not weekday:
            return None
        j = weekday[1]
        if self.words(j, "after", "next"):
            day = cal.next_weekday(self.today, weekday[0])
            return cal.plus(day, 7), j + 2
        j += (self.w(j) in ("of", "in")) + (self.w(j) == ",")
        week = self._week(j)
        return (cal.weekday_in_week(self.today, weekday[0], week[0]), week[1]) if week else None

    def _week(self, i: int) -> tuple[int, int] | None:
        j = i + (self.w(i) == "the")
        word = self.w(j)
        if self.w(j + 1) == "week" and word in NEXT | LAST | THIS | {"same"}:
            return (1 if word in NEXT else -1 if word in LAST else 0), j + 2
        return None

    def _rel_weekday(self, i: int, _: int) -> tuple[date, int] | None:
        word, j, step = self.w(i), i, None
        if word in ("this", "current") and self.w(i + 1) in ("coming", "upcoming", "past", "last"):
            word, j = self.w(i + 1), i + 1
        if word in ("next", "following"):
            step = 1
        elif word in ("this", "current", "that"):
            step = 0
        elif word in LAST:
            step = -1
        elif word in ("coming", "upcoming"):
            step = 2
        j += step is not None
        weekday = self._weekday(j)
        if not weekday:
            return None
        if step is None or step == 2:
            return cal.next_weekday(self.today, weekday[0]), weekday[1]
        if step == 0:
            found = cal.weekday_in_week(self.today, weekday[0], 0)
            return (found if found >= self.today else cal.plus(found, 7)), weekday[1]
        return cal.weekday_in_week(self.today, weekday[0], step), weekday[1]

    def _holiday(self, i: int, _: int) -> tuple[date, int] | None:
        j = i + (self.w(i) in NEXT | LAST | THIS)
        found = english_holiday(self, j)
        if not found:
            return None
        make, end = found
        year, end = self._tail_year(end)
        if year:
            return make(year), end
        day = make(self.today.year)
        if self.w(i) in LAST:
            return (day if day < self.today else make(self.today.year - 1)), end
        return (day if day >= self.today else make(self.today.year + 1)), end

    def _day_number(self, i: int, start: int) -> tuple[date, int] | None:
        """the 1st, on the 19th."""
        number = self.ordinal(i)
        if (
            not number
            or (start == i and self.w(i - 1) not in ("the", "on", "by"))
            or self.w(i) in ("second", "third", "first")
        ):
            return None
        if self.w(number[1]) and self.w(number[1]).isalpha() and self.w(number[1]) not in (
            "at", "on", "and", "to", "or", "in", "from", "until", "please", "for", "we", "i", "of",
        ):  # fmt: skip
            return None
        if self.w(number[1]) in ("of", "floor"):
            return None
        found = cal.coming_day(cal.plus(self.today, 1), number[0])
        return (found, number[1]) if found else None


SMALLS = bag(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty"
)


def _full(year: int) -> int:
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year
