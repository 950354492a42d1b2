"""English days named by their weekday: next Friday, the third Thursday of May."""

from datetime import date

from . import calendar as cal
from .english_months import EnglishMonths
from .english_words import LAST, NEXT, THIS, WEEKDAYS


class EnglishWeekdays(EnglishMonths):
    """Readers that find a day by its weekday."""

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
