"""Turkish days of the week: "haftaya salı", "24'ü cuma", "gelecek cuma"."""

from datetime import date

from . import calendar as cal
from .turkish_months import TurkishMonths
from .turkish_words import LAST, NEXT


class TurkishWeekdays(TurkishMonths):
    """Readers that answer with the date of a day of the week."""

    def _week_day(self, i: int) -> tuple[date, int] | None:
        """gelecek hafta pazartesi, haftaya salı, bu hafta cuma, bir önceki hafta pazartesi."""
        j = i + (self.w(i) == "bir" and self.w(i + 1) in LAST | NEXT)
        word = self.w(j)
        if word == "haftaya":
            weekday = self.weekday(j + 1)
            return (cal.weekday_in_week(self.today, weekday[0], 1), weekday[1]) if weekday else None
        if word in NEXT | LAST | {"bu"} and self.w(j + 1) in ("hafta", "haftanin", "haftaki"):
            k = j + 2 + (self.w(j + 2) == "icin")
            weekday = self.weekday(k)
            step = 1 if word in NEXT else -1 if word in LAST else 0
            return (cal.weekday_in_week(self.today, weekday[0], step), weekday[1]) if weekday else None
        return None

    def _numbered_weekday(self, i: int) -> tuple[date, int] | None:
        """24'ü cuma, 15'i salı günü."""
        n = self.digits(i, 2)
        end = self.ending(i + 1)
        if not n or end == i + 1 or self.w(end - 1) not in ("i", "u", "si", "su", "inde", "unde", "sinde"):
            return None
        weekday = self.weekday(end)
        found = cal.coming_day(self.today, n, weekday[0]) if weekday else None
        return (found, weekday[1]) if found and weekday else None

    def _weekday_day(self, i: int) -> tuple[date, int] | None:
        j, step, word = i, None, self.w(i)
        if word in ("gelecek", "sonraki", "haftaya"):
            step, j = 1, i + 1
        elif word in ("onumuzdeki", "yaklasan", "ilk"):
            step, j = 2, i + 1
        elif word == "bu":
            step, j = 0, i + 1
            if self.w(j) in ("yaklasan", "gelecek"):
                step, j = 2, j + 1
        elif word in LAST:
            step, j = -1, i + 1
        elif word == "son":
            step, j = -2, i + 1
        weekday = self.weekday(j)
        if not weekday:
            return None
        day, end = weekday
        if step in (None, 2):
            return cal.next_weekday(self.today, day), end
        if step == 0:
            found = cal.weekday_in_week(self.today, day, 0)
            return (found if found >= self.today else cal.plus(found, 7)), end
        if step == -2:
            return cal.last_weekday(self.today, day), end
        return cal.weekday_in_week(self.today, day, step), end
