"""Turkish repetitions: her gün, iki günde bir, pazartesileri."""

from .model import Time
from .turkish_moments import TurkishMoments
from .turkish_words import ADVERBS, DAYS, NUMBERS, UNIT_FREQUENCY, WEEKDAYS, stem_of


class TurkishRepetitions(TurkishMoments):
    """Readers that answer with a rule of repetition."""

    def repetition(self, i: int) -> tuple[Time, int] | None:
        """her gün 9'da, her pazartesi ve çarşamba, iki günde bir, her ayın 19'u."""
        row = self._every(i) or self._ratio(i) or self._plural(i) or self._adverb(i)
        if not row:
            return None
        rule, end = row
        end = self.ending(end)
        if self.w(end) in ("gunu", "gun", "icin") and self.w(end) != "icin":
            end += 1
        part = self.daypart(end)
        if not part and self.w(end - 1) in ("sabah", "aksam", "gece", "oglen"):
            before = self.daypart(end - 1)
            part = (before[0], end) if before else None
        if part:
            end = part[1]
        clock = self._hour(end)
        if clock and not self._is_range(clock[1]):
            moment = self._moment(None, clock[0], part[0] if part else None).value or ""
            rule += f";BYHOUR={int(moment[11:13])};BYMINUTE={int(moment[14:16])}"
            return Time(0, 0, "set", moment, rrule=rule), self._about(clock[1])
        return Time(0, 0, "set", rrule=rule), end

    def _every(self, i: int) -> tuple[str, int] | None:
        if self.w(i) in ("hafta",) and self.w(i + 1) == "ici" and self.w(i + 2) == "her":
            return "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR", i + 3 + self.w(i + 3).startswith("gun")
        if self.w(i) != "her":
            return None
        j = i + 1
        if self.w(j) == "bir":
            j += 1
        if self.w(j) in ("ayin", "yilin"):
            in_digits = self.digits(j + 1, 2)
            spelled = (in_digits, j + 2) if in_digits is not None else self.spelled(j + 1)
            freq = "MONTHLY" if self.w(j) == "ayin" else "YEARLY"
            if spelled:
                return f"FREQ={freq};INTERVAL=1;BYMONTHDAY={spelled[0]}", self.ending(spelled[1])
            weekday = self.ordinal(j + 1)
            named = self.weekday(weekday[1]) if weekday else None
            if weekday and named:
                return f"FREQ={freq};INTERVAL=1;BYDAY={weekday[0]}{DAYS[named[0]]}", named[1]
            tail = self.w(j + 1) in ("sonu", "sonunda", "basi", "basinda")
            return f"FREQ={freq};INTERVAL=1" + (
                f";BYMONTHDAY={-1 if self.w(j + 1).startswith('son') else 1}" if tail else ""
            ), j + 1 + tail
        if self.w(j) == "hafta" and self.w(j + 1) == "ici":
            return "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR", j + 2
        if self.w(j) == "hafta" and self.w(j + 1).startswith("son"):
            return "FREQ=WEEKLY;INTERVAL=1;BYDAY=SA,SU", j + 2
        if self.w(j) == "is" and self.w(j + 1).startswith("gun"):
            return "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR", j + 2
        days, k = [], j
        while (day := self.weekday(k)) is not None:
            days.append(DAYS[day[0]])
            k = self.ending(day[1])
            if self.w(k) in ("ve", ",") and self.weekday(k + 1):
                k += 1
        if days:
            return f"FREQ=WEEKLY;INTERVAL=1;BYDAY={','.join(days)}", k
        month = self.month(j)
        if month:
            return f"FREQ=YEARLY;INTERVAL=1;BYMONTH={month[0]}", month[1]
        gap = 1
        n = self.number(j)
        if n and n[0] == int(n[0]) and n[0] >= 1:
            gap, j = int(n[0]), n[1]
        elif n and n[0] == 0.5 and self.w(n[1]).startswith("saat"):
            return "FREQ=MINUTELY;INTERVAL=30", n[1] + 1 + (self.w(n[1] + 1) == "bir")
        unit = stem_of(self.w(j), UNIT_FREQUENCY)
        if not unit:
            return None
        freq, base = UNIT_FREQUENCY[unit]
        end = j + 1 + (self.w(j + 1) == "bir" and self.w(j).endswith(("da", "de", "ta", "te")))
        if unit == "ogleden":
            end = j + 2
        if unit == "hafta" and (day := self.weekday(end)):
            return f"FREQ=WEEKLY;INTERVAL={gap};BYDAY={DAYS[day[0]]}", day[1]
        return f"FREQ={freq};INTERVAL={gap * base}", end

    def _ratio(self, i: int) -> tuple[str, int] | None:
        """iki günde bir, haftada üç kez, günde bir."""
        n = self.number(i)
        j, gap = (n[1], n[0]) if n and n[0] != 0.25 else (i, 1.0)
        word = self.w(j)
        unit = stem_of(word, UNIT_FREQUENCY)
        if not unit or not word.endswith(("da", "de", "ta", "te")) or (word in ("saatte",) and not n):
            return None
        k = j + 1
        if self.w(k) == "bir" or (not n and self.w(k) in NUMBERS and self.w(k + 1) in ("kez", "kere", "defa")):
            freq, base = UNIT_FREQUENCY[unit]
            if gap == 0.5 and unit == "saat":
                return "FREQ=MINUTELY;INTERVAL=30", k + 1
            end = k + 1 + (self.w(k + 1) in ("kez", "kere", "defa"))
            return f"FREQ={freq};INTERVAL={int(gap) * base}", end
        return None

    def _plural(self, i: int) -> tuple[str, int] | None:
        word = self.w(i)
        for name, number in WEEKDAYS.items():
            if len(name) > 3 and word in (name + "lari", name + "leri"):
                return f"FREQ=WEEKLY;INTERVAL=1;BYDAY={DAYS[number]}", i + 1
        if self.w(i) == "hafta" and self.w(i + 1) in ("icleri", "sonlari"):
            days = "MO,TU,WE,TH,FR" if self.w(i + 1) == "icleri" else "SA,SU"
            return f"FREQ=WEEKLY;INTERVAL=1;BYDAY={days}", i + 2
        if word in ("sabahlari", "aksamlari", "geceleri"):
            return "FREQ=DAILY;INTERVAL=1", i + 1
        return None

    def _adverb(self, i: int) -> tuple[str, int] | None:
        word = self.w(i)
        if (
            word not in ADVERBS
            or self.digits(i - 1) is not None
            or self.w(i - 1) in NUMBERS
            or self.w(i + 1) in ("-", "_")
        ):
            return None
        freq, gap = ADVERBS[word]
        return f"FREQ={freq};INTERVAL={gap}", i + 1 + (self.w(i + 1) == "olarak")
