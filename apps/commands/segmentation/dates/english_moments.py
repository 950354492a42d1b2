"""English points in time: a day, a clock, or both."""

from datetime import date, datetime, timedelta

from ..language import bag
from . import calendar as cal
from .english import Clock
from .english_days import EnglishDays
from .model import Time

_GLUE = bag(", at on @ for the of and around about by - starting in ( )")


class EnglishMoments(EnglishDays):
    """Readers that answer with a moment."""

    def point(self, i: int) -> tuple[Time, int] | None:
        """A day, a time of day, or both."""
        word = self.w(i)
        if word in ("now", "rightnow", "asap") or self.words(i, "right", "now"):
            if word == "now" and self.w(i - 1) in ("from", "until", "till"):
                return None
            end = i + 1 + (word == "right")
            return self._at(self.now.replace(microsecond=0)), end
        soon = self._soon(i)
        if soon:
            return soon
        ends = self._end_of_day(i) or self._last_night(i)
        if ends:
            return ends
        day = self.day(i)
        clock_first = self._clock_then_day(i)
        if day:
            row = self._day_then_clock(day[0], day[1])
            if clock_first and clock_first[1] > row[1]:
                return clock_first
            return row
        return clock_first

    def _last_night(self, i: int) -> tuple[Time, int] | None:
        """last night, yesterday evening: with or without an hour."""
        if self.w(i) != "last" or self.w(i + 1) not in ("night", "evening"):
            return None
        return self._day_then_clock(cal.plus(self.today, -1), i + 1)

    def _at(self, moment: datetime) -> Time:
        return Time(0, 0, "datetime", moment.isoformat(timespec="seconds"))

    def _soon(self, i: int) -> tuple[Time, int] | None:
        """in 5 minutes, 30 minutes later, half an hour ago, in 15."""
        j = i + (self.w(i) in ("in", "after", "within"))
        inside = self.w(i) in ("in", "after")
        if self.w(i) == "within":
            return None
        amount = self.amount(j)
        if not amount:
            n = self.digits(j, 2)
            if self.w(i) == "in" and n is not None and j + 1 >= self.size:
                return self._at(cal.shift(self.now, n * 60, 0)), j + 1
            return None
        seconds, months, end = amount
        if seconds % 86400 == 0 and seconds:
            return None
        if not seconds:
            return None
        word = self.w(end)
        if word in ("ago", "earlier"):
            return self._at(cal.shift(self.now, -seconds, -int(months))), end + 1
        if word in ("later", "hence") or self.words(end, "from", "now"):
            return self._at(cal.shift(self.now, seconds, int(months))), end + (2 if word == "from" else 1)
        if inside and self.w(i) == "in" and self.w(i - 1) not in ("with",):
            return self._at(cal.shift(self.now, seconds, int(months))), end
        return None

    def _end_of_day(self, i: int) -> tuple[Time, int] | None:
        j = i + (self.w(i) in ("the", "by", "at"))
        j += self.w(j) == "the"
        if self.words(j, "end", "of"):
            if (self.w(j + 2) in ("the", "this") and self.w(j + 3) == "day") or self.w(j + 2) == "day":
                end = j + (4 if self.w(j + 3) == "day" else 3)
                return self._at(datetime.combine(self.today, datetime.max.time().replace(microsecond=0))), end
            day = self.day(j + 2)
            if day and self.w(j + 2) not in ("the",):
                return self._at(datetime.combine(day[0], datetime.max.time().replace(microsecond=0))), day[1]
        return None

    def _glue(self, i: int) -> int:
        j = i
        while self.w(j) in _GLUE and j - i < 3:
            j += 1
        return j

    def _day_then_clock(self, day: date, end: int) -> tuple[Time, int]:
        """What stands behind a day: a clock, a part of the day, or both."""
        part = self.daypart(end if self.w(end) != "," else end + 1)
        if part:
            k = self._glue(part[1])
            said = self.w(k - 1) if k > part[1] else ""
            clock = self.clock(k, bare=said in ("at", "@", "around", "about"))
            if clock and (clock[0].known or said in ("at", "@", "around", "about")):
                return self._moment(day, clock[0], part[0]), clock[1]
            return self._part_of(day, part[0]), part[1]
        k = self._glue(end)
        said = self.w(k - 1) if k > end else ""
        clock = self.clock(k, bare=said in ("at", "@", "around", "about", "for", "by", "-", ")") or self.w(k) in ("noon",)
                           or self.w(k + 1) in (":", "oclock") or (k == end and self._plain_hour(k)))  # fmt: skip
        if clock and self._is_range(clock[1]):
            clock = None
        if clock:
            part = self.daypart(clock[1])
            if part:
                return self._moment(day, clock[0], part[0]), part[1]
            return self._moment(day, clock[0], None), clock[1]
        return Time(0, 0, "date", day.isoformat()), end

    def _plain_hour(self, k: int) -> bool:
        """ "march eighteenth nine thirty": an hour in words right behind a day."""
        return self.w(k).isalpha() and self.number(k) is not None and self.w(k) not in ("a", "an", "half", "few")

    def _is_range(self, end: int) -> bool:
        return self.w(end) in ("-", "to", "~", "until", "till") and self.clock(end + 1, bare=True) is not None

    def _clock_then_day(self, i: int) -> tuple[Time, int] | None:
        j, bare = i, False
        while self.w(j) in ("at", "@", "around", "about", "by", "before", "for", "until") and j - i < 2:
            j, bare = j + 1, bare or self.w(j) in ("at", "@", "around", "about")
        clock = (
            self.clock(j, bare=bare)
            if not (j > i and not bare and self.digits(j) is not None and not self.w(j + 1))
            else None
        )
        if not clock and self.number(j) and self.w(j) not in ("a", "an"):
            n = self.number(j)
            k = n[1] + (self.w(n[1]) == ",") if n else 0
            part = self.daypart(k) if n and n[0] <= 12 and n[0] == int(n[0]) else None
            if part and n and self.w(k) in ("in", "tonight", "tonite", "this", "at", "on"):
                clock = Clock(int(n[0])), n[1]
        if not clock:
            part = self.daypart(i)
            if part:
                k = self._glue(part[1])
                said = self.w(k - 1) if k > part[1] else ""
                inner = self.clock(k, bare=said in ("at", "@", "around", "about"))
                if inner and not self._is_range(inner[1]):
                    after = self._glue(inner[1])
                    day = self.day(after)
                    base = day[0] if day else None
                    return self._moment(base, inner[0], part[0]), (day[1] if day else inner[1])
            return None
        value, end = clock
        if self._is_range(end):
            return None
        k = end + (self.w(end) == ",")
        part = self.daypart(k)
        if part:
            end = part[1]
        after = end
        while self.w(after) in (",", "on", "for", "of", "the") and after - end < 2:
            after += 1
        day = self.day(after) or (self.day(end) if after != end else None)
        if day and not (self.w(after) in ("in",) and after == end):
            tail = self.daypart(day[1]) if not part else None
            if tail:
                return self._moment(day[0], value, tail[0]), tail[1]
            return self._moment(day[0], value, part[0] if part else None), day[1]
        return self._moment(None, value, part[0] if part else None), end

    def _moment(self, day: date | None, clock: Clock, part: tuple[int, int, str] | None) -> Time:
        hour = clock.hour
        if not clock.known and hour <= 12:
            if part:
                late = part[0] >= 12
                if late and hour < 12:
                    hour += 12
                elif (not late and hour == 12) or (part[0] >= 20 and hour == 12):
                    hour = 0
            elif 1 <= hour <= 6 and (clock.minute == 0 or day is None):
                hour += 12
        base = day
        kind = "datetime"
        if base is None:
            base = self.today
            passed = (hour, clock.minute, clock.second) <= (self.now.hour, self.now.minute, self.now.second)
            if part and part[2] == "this":
                passed = passed and self.now.hour < 12 and hour < 6
            else:
                kind = "time"
            if passed:
                base = cal.plus(base, 1)
        moment = datetime.combine(base, datetime.min.time()) + timedelta(
            hours=hour % 24, minutes=clock.minute, seconds=clock.second
        )
        time = self._at(moment)
        time.type = kind
        return time

    def _part_of(self, day: date, part: tuple[int, int, str]) -> Time:
        begin = datetime.combine(day, datetime.min.time())
        return Time(0, 0, "datetimerange", start_value=(begin + timedelta(hours=part[0])).isoformat(timespec="seconds"),
                    end_value=(begin + timedelta(hours=part[1])).isoformat(timespec="seconds"))  # fmt: skip
