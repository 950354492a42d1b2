"""Turkish moments and durations, put together from days and clocks."""

from datetime import date, datetime, timedelta

from . import calendar as cal
from .model import Time
from .turkish import Clock
from .turkish_days import TurkishDays
from .turkish_words import UNITS, stem_of

_AFTER = ("sonra", "sonraya", "sonrasina", "sonrasinda", "icinde", "icerisinde", "sonrasi")
_BEFORE = ("once", "evvel", "oncesinde", "oncesi")


class TurkishMoments(TurkishDays):
    """Readers for a point in time and for a length of it."""

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
