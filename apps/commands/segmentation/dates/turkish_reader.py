"""Turkish moments, durations, repetitions and ranges, put together from days and clocks."""

from datetime import date, datetime, timedelta

from . import calendar as cal
from .gate import places
from .model import Time
from .turkish import Clock
from .turkish_days import TurkishDays
from .turkish_periods import interval, period
from .turkish_words import ADVERBS, DAYS, NUMBERS, UNIT_FREQUENCY, UNITS, WEEKDAYS, stem_of

_AFTER = ("sonra", "sonraya", "sonrasina", "sonrasinda", "icinde", "icerisinde", "sonrasi")
_BEFORE = ("once", "evvel", "oncesinde", "oncesi")


class TurkishReader(TurkishDays):
    """Reads a whole text from left to right."""

    def read(self) -> list[Time]:
        """All times of the text."""
        found: list[Time] = []
        i = 0
        may = places(self.rows, "tr")
        while i < self.size:
            if not may[i]:
                i += 1
                continue
            best: tuple[Time, int] | None = None
            for reader in (self.repetition, self.range, self.point, self.whole, self.duration):
                row = reader(i)
                if row and (best is None or row[1] > best[1]):
                    best = row
            if best:
                time, end = best
                time.start, time.end = self.rows[i].start, self.rows[end - 1].end
                found.append(time)
                i = end
            else:
                i += 1
        return found

    def point(self, i: int) -> tuple[Time, int] | None:
        """A day, a time of day, or both."""
        if self.w(i) in ("simdi", "derhal") or self.words(i, "su", "an") or self.words(i, "su", "anda"):
            return self._at(self.now.replace(microsecond=0)), i + (1 if self.w(i) in ("simdi", "derhal") else 2)
        soon = self._soon(i)
        if soon:
            return soon
        day = self.day(i)
        if day:
            row = self._day_then_clock(day[0], day[1])
            counted = self.amount(i) if self._counted(i) else None
            if counted:
                row[0].length = cal.duration_iso(counted[0], counted[1])
            return row
        this = self.w(i) == "bu"
        part = self.daypart(i + this)
        if part:
            clock = self._hour(part[1])
            if clock and not self._is_range(clock[1]):
                tail = self._about(clock[1])
                after = self.day(tail)
                return self._moment(after[0] if after else self.today if this else None, clock[0], part[0]), (
                    after[1] if after else tail)  # fmt: skip
            return None
        clock = self.clock(i, loose=False)
        if clock and not self._is_range(clock[1]):
            end = self._about(clock[1])
            after = self.day(end)
            return self._moment(after[0] if after else None, clock[0], None), after[1] if after else end
        return None

    def _hour(self, i: int) -> tuple[Clock, int] | None:
        return self.clock(i, loose=True) or (self.clock(i + 1, loose=True) if self.w(i) == "," else None)

    def _about(self, i: int) -> int:
        return i + (
            self.w(i)
            in ("civari", "civarinda", "civarina", "gibi", "sularinda", "suralarinda", "sulari", "siralarinda")
        )

    def _is_range(self, end: int) -> bool:
        if self.w(end) in ("-", "ile", "ila", "ve", "~") and self.clock(end + 1, loose=True) is not None:
            return self.w(end) in ("-", "~", "ila") or any(
                self.w(k).startswith("aras") for k in range(end + 2, end + 8)
            )
        return self.rows[end - 1].text in ("den", "dan", "ten", "tan") and self.w(end - 2) == "'" and any(
            self.w(k) == "kadar" for k in range(end, end + 7)
        )  # fmt: skip

    def _at(self, moment: datetime) -> Time:
        return Time(0, 0, "datetime", moment.isoformat(timespec="seconds"))

    def _soon(self, i: int) -> tuple[Time, int] | None:
        """5 dakika sonra, yarım saat içinde, on beş dakikaya."""
        j = i
        if self.w(i) in ("bundan", "simdiden"):
            j = i + 1
        elif self.words(i, "su", "andan"):
            j = i + 2 + (self.w(i + 2) == "itibaren")
        amount = self.amount(j)
        if not amount or not amount[0] or amount[0] % 86400 == 0:
            return None
        if self.w(i - 1) in ("onumuzdeki", "gelecek", "son", "gecen"):
            return None
        seconds, months, end, last = amount
        word = self.w(end)
        if word in _AFTER:
            sign, end = 1, end + 1
        elif word in _BEFORE:
            sign, end = -1, end + 1
        elif last in ("dakikaya", "saate", "saniyeye", "dkya"):
            sign = 1
        else:
            return None
        time = self._at(cal.shift(self.now, sign * seconds, sign * int(months)))
        time.length = cal.duration_iso(seconds, months)
        return time, end

    def _day_then_clock(self, day: date, end: int) -> tuple[Time, int]:
        if (self.w(end) in ("sonunda", "sonuna", "sonu") and self.w(end - 1) != "'") or self.w(end) in (
            "sonunda",
            "sonuna",
        ):
            return self._at(datetime.combine(day, datetime.max.time().replace(microsecond=0))), end + 1
        k = end + (self.w(end) in (",", "icin")) if self.daypart(end + 1) or self.clock(end + 1, True) else end
        part = self.daypart(k)
        if part:
            clock = self._hour(self.ending(part[1]))
            if clock and not self._is_range(clock[1]):
                return self._moment(day, clock[0], part[0]), self._about(clock[1])
            begin = datetime.combine(day, datetime.min.time())
            stop = self.ending(part[1])
            return Time(0, 0, "datetimerange", start_value=(begin + timedelta(hours=part[0][0])).isoformat(timespec="seconds"),
                        end_value=(begin + timedelta(hours=part[0][1])).isoformat(timespec="seconds")), stop  # fmt: skip
        clock = self.clock(k, loose=True)
        if clock and not self._is_range(clock[1]):
            return self._moment(day, clock[0], None), self._about(clock[1])
        return Time(0, 0, "date", day.isoformat()), end

    def _moment(self, day: date | None, clock: Clock, part: tuple[int, int] | None) -> Time:
        hour = clock.hour
        if not clock.known and hour <= 12:
            if part:
                if part[0] >= 20:
                    hour = hour + 12 if 6 <= hour < 12 else hour % 12
                elif part[0] >= 12 and hour < 12 and not (part == (12, 14) and hour >= 10):
                    hour += 12
                elif part[0] < 12 and hour == 12 and part[1] != 12:
                    hour = 0
            elif 1 <= hour <= 6 and not clock.minute:
                hour += 12
        kind, base = "datetime", day
        if base is None:
            base, kind = self.today, "time"
            if (hour, clock.minute) <= (self.now.hour, self.now.minute):
                base = cal.plus(base, 1)
        midnight = datetime.combine(base, datetime.min.time())
        time = self._at(midnight + timedelta(hours=hour % 24, minutes=clock.minute, seconds=clock.second))
        time.type = kind
        return time

    def duration(self, i: int) -> tuple[Time, int] | None:
        """30 dakika, bir buçuk saat, tüm gün."""
        if (
            self.w(i) in ("tum", "butun")
            and (unit := stem_of(self.w(i + 1), UNITS))
            and not self.w(i + 1).startswith(unit + "l" + "a")
        ):
            if self.w(i + 1).startswith((unit + "lar", unit + "ler")):
                return None
            return Time(0, 0, "duration", cal.duration_iso(*UNITS[unit])), i + 2
        amount = self.amount(i)
        if not amount or not (amount[0] or amount[1]):
            return None
        if self.w(i) == "bir" and self.w(i + 1) not in (
            "saat",
            "dakika",
            "saniye",
            "hafta",
            "ay",
            "yil",
            "gun",
            "sene",
            "gece",
        ):
            unit = stem_of(self.w(i + 1), UNITS)
            if unit in ("gun", "ay", "gece") and not self.w(i + 1).endswith(("gina", "gine", "lik", "luk")):
                return None
        if amount[1] % 12 and any(self.w(n).startswith(("yil", "sene")) for n in range(i, amount[2])) and not any(
            self.w(n) == "ay" for n in range(i, amount[2])
        ):  # fmt: skip
            return Time(0, 0, "duration", f"P{amount[1] / 12:g}Y"), amount[2]
        return Time(0, 0, "duration", cal.duration_iso(amount[0], amount[1])), amount[2]

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

    def whole(self, i: int) -> tuple[Time, int] | None:
        """bu hafta, son 2 ay, Nisan 2017, sabah."""
        return period(self, i)

    def range(self, i: int) -> tuple[Time, int] | None:
        """3'ten 5'e kadar, pazartesi ile cuma arası."""
        return interval(self, i)
