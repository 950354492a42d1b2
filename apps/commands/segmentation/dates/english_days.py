"""English days: dates of the calendar, weekdays, holidays, days counted from another."""

from datetime import date

from . import calendar as cal
from .english_weekdays import EnglishWeekdays
from .english_words import LAST, NEXT, THIS, WEEKDAYS
from .holidays import english_holiday
from .scan import shallow

_RELATIVE = {"today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomorrows": 1, "tmw": 1, "tomorow": 1, "yesterday": -1}


class EnglishDays(EnglishWeekdays):
    """Readers that answer with a date."""

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
