"""Turkish days: dates of the calendar, weekdays, holidays, days counted from another."""

from datetime import date

from . import calendar as cal
from .holidays import turkish_holiday
from .scan import shallow
from .turkish_weekdays import TurkishWeekdays
from .turkish_words import UNITS, WEEKDAYS, stem_of

_RELATIVE = {"bugun": 0, "yarin": 1, "dun": -1, "dunku": -1}


class TurkishDays(TurkishWeekdays):
    """Readers that answer with a date."""

    @shallow
    def day(self, i: int) -> tuple[date, int] | None:
        """A single day at a place, with its ending and "günü" taken along."""
        for reader in (
            self._numeric_day, self._counted, self._relative, self._week_day, self._month_day, self._of_month, self._holiday,
            self._numbered_weekday, self._weekday_day,
        ):  # fmt: skip
            found = reader(i)
            if found:
                return found[0], self._tail(found[1])
        return None

    def _tail(self, i: int) -> int:
        j = self.ending(i)
        if self.w(j) == "gun" and self.w(j + 1).startswith("orta"):
            return j
        if self.w(j) in (
            "gunu",
            "gun",
            "gunune",
            "gunki",
            "gununden",
            "gununun",
            "tarihinde",
            "tarihli",
            "tarihine",
            "gunku",
        ):
            j = self.ending(j + 1)
        k = self.weekday(j)
        if k and j > i - 1 and self.w(i - 1) not in WEEKDAYS and self.w(j) not in ("per", "car", "sal", "paz"):
            j = self.ending(k[1])
            if self.w(j) in ("gunu", "gunune"):
                j += 1
        return j

    def _counted(self, i: int) -> tuple[date, int] | None:
        """iki gün sonra, 1 hafta önce, üç gün içinde, yarından itibaren üç hafta."""
        anchor, j = self.today, i
        if self.w(i) in ("bundan", "simdiden", "bugunden", "yarindan", "dunden"):
            step = {"yarindan": 1, "dunden": -1}.get(self.w(i), 0)
            anchor, j = cal.plus(self.today, step), i + 1
            j += self.w(j) in ("itibaren", "baslayarak")
        elif self.words(i, "su", "andan"):
            j = i + 2 + (self.w(i + 2) == "itibaren")
        found = self.amount(j)
        if not found or found[0] % 86400 or (not found[0] and not found[1]) or found[1] != int(found[1]):
            return None
        seconds, months, end, last = found
        word = self.w(end)
        direction = 0
        if word in ("sonra", "sonraya", "sonrasi", "sonrasina", "sonraki", "sonrasinda", "sonrasi"):
            direction, end = 1, end + 1
        elif word in ("once", "oncesi", "evvel", "onceki", "oncesinde"):
            direction, end = -1, end + 1
        elif word in ("icinde", "icerisinde", "icindeki"):
            direction, end = 1, end + 1
            if self.w(i - 1) in ("onumuzdeki", "gelecek", "son", "gecen"):
                return None
        elif (
            (last.endswith(("ye", "ya")) and stem_of(last, UNITS) and last[:-2] in UNITS)
            or last in ("gune", "aya", "yila")
            or (j > i and self.w(j - 1) in ("itibaren", "baslayarak"))
        ):
            direction = 1
        if not direction:
            return None
        return cal.plus(cal.add_months(anchor, direction * int(months)), direction * int(seconds // 86400)), end

    def _relative(self, i: int) -> tuple[date, int] | None:
        word = self.w(i)
        if (
            word in ("yarindan", "dunden")
            and self.w(i + 1) in ("sonraki", "onceki")
            and self.w(i + 2).startswith("gun")
        ):
            step = (1 if word == "yarindan" else -1) + (1 if self.w(i + 1) == "sonraki" else -1)
            return cal.plus(self.today, step), i + 3
        if word in ("obur", "oburki", "oburku", "ertesi", "sonraki", "evvelsi", "evvelki", "onceki") and self.w(i + 1).startswith("gun") and (
            self.w(i + 1) in ("gun", "gune", "gunku", "gunun")
        ):  # fmt: skip
            step = {
                "obur": 2,
                "oburki": 2,
                "oburku": 2,
                "ertesi": 1,
                "sonraki": 1,
                "evvelsi": -2,
                "evvelki": -2,
                "onceki": -1,
            }[word]
            return cal.plus(self.today, step), i + 2
        if word == "haftaya" and self.w(i + 1) in ("bugun", "bugune"):
            return cal.plus(self.today, 7), i + 2
        stem = stem_of(word, _RELATIVE)
        if not stem or (word in ("dunya", "yarinin") and word == "dunya"):
            return None
        return cal.plus(self.today, _RELATIVE[stem]), i + 1

    def _holiday(self, i: int) -> tuple[date, int] | None:
        found = turkish_holiday(self, i)
        if not found:
            return None
        year = self.year(found[1])
        if year:
            return found[0](year[0]), year[1]
        day = found[0](self.today.year)
        return (day if day >= self.today else found[0](self.today.year + 1)), found[1]
