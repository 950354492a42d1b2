"""English moments, durations, repetitions and ranges, put together from days and clocks."""

from datetime import date, datetime, timedelta

from ..language import bag
from . import calendar as cal
from .english import Clock
from .english_days import EnglishDays
from .english_periods import period
from .english_words import (
    DAYS,
    FREQUENCIES,
    LAST,
    NEXT,
    PLURAL_WEEKDAYS,
    THIS,
    UNIT_FREQUENCY,
    UNITS,
    WEEKDAYS,
)  # fmt: skip
from .gate import places
from .model import Time

_GLUE = bag(", at on @ for the of and around about by - starting in ( )")


class EnglishReader(EnglishDays):
    """Reads a whole text from left to right."""

    def read(self) -> list[Time]:
        """All times of the text."""
        found: list[Time] = []
        i = 0
        may = places(self.rows, "en")
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

    # ------------------------------------------------------------ points
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

    # ------------------------------------------------------------ durations
    def duration(self, i: int) -> tuple[Time, int] | None:
        """30 minutes, one and a half hours, all day, a couple of weeks."""
        if (
            self.w(i) in ("all", "whole", "entire", "full")
            and UNITS.get(self.w(i + 1))
            and not self.w(i + 1).endswith("s")
        ):
            unit = UNITS[self.w(i + 1)]
            return Time(0, 0, "duration", cal.duration_iso(unit[0], unit[1])), i + 2
        if (
            self.w(i) in ("a", "an")
            and self.w(i + 1) in ("second", "day", "minute")
            and self.w(i - 1) in ("times", "once", "twice", "per")
        ):
            return None
        amount = self.amount(i)
        if (
            amount
            and amount[1] % 12
            and self.w(i) not in ("a", "an")
            and any(self.w(n).startswith(("year", "yr")) for n in range(i, amount[2]))
            and not any(self.w(n).startswith(("month", "quarters")) for n in range(i, amount[2]))
        ):
            return Time(0, 0, "duration", f"P{amount[1] / 12:g}Y"), amount[2]
        if not amount or (amount[0] == 0 and amount[1] == 0) or self.w(i) in ("about", "around", "another"):
            return None
        if self.w(i) in ("a", "an") and (
            self.w(amount[2]) == "of"
            or (self.w(amount[2]) == "and" and self.w(i - 1) not in ("wait", "sleep", "pause", "for", "hold"))
        ):
            return None
        if self.w(amount[2] - 1) in ("m", "s", "h") and not self.glued(amount[2] - 1):
            return None
        return Time(0, 0, "duration", cal.duration_iso(amount[0], amount[1])), amount[2]

    # ------------------------------------------------------------ repetitions
    def repetition(self, i: int) -> tuple[Time, int] | None:
        """every Monday at 9, each two days, daily, Tuesday afternoons, the 19th of every month."""
        row = self._every(i) or self._plural(i) or self._frequency(i) or self._monthly(i)
        if not row:
            return self._leading_clock(i)
        rule, end = row
        k = self._glue(end)
        said = self.w(k - 1) if k > end else ""
        part = self.daypart(end)
        clock = self.clock(k, bare=said in ("at", "@", "around", "about"))
        if clock and (clock[0].known or said in ("at", "@", "around")) and not self._is_range(clock[1]):
            after = self.daypart(clock[1])
            moment = self._moment(None, clock[0], after[0] if after else None)
            end = after[1] if after else clock[1]
            return self._set(rule, moment.value), end
        if part:
            end = part[1]
            k = self._glue(end)
            clock = self.clock(k, bare=self.w(k - 1) in ("at", "@"))
            if clock and k > end:
                return self._set(rule, self._moment(None, clock[0], part[0]).value), clock[1]
        return self._set(rule, None), end

    def _set(self, rule: str, moment: str | None) -> Time:
        if moment:
            rule += f";BYHOUR={int(moment[11:13])};BYMINUTE={int(moment[14:16])}"
        return Time(0, 0, "set", moment, rrule=rule)

    def _leading_clock(self, i: int) -> tuple[Time, int] | None:
        """at 9am every Monday."""
        j, bare = i, False
        if self.w(j) in ("at", "@", "around"):
            j, bare = j + 1, True
        clock = self.clock(j, bare=bare)
        if not clock:
            return None
        k = clock[1]
        part = self.daypart(k)
        k = part[1] if part else k
        k += self.w(k) in ("on", ",")
        rule = self._every(k) or self._frequency(k) or self._plural(k)
        if not rule or (rule[0].startswith("FREQ=YEARLY") and self.w(k) == "annual"):
            return None
        return self._set(rule[0], self._moment(None, clock[0], part[0] if part else None).value), rule[1]

    def _every(self, i: int) -> tuple[str, int] | None:
        j = i + (self.w(i) in ("on", "in", "at", "for"))
        if self.w(j) not in ("every", "each", "once", "per", "one", "twice", "any"):
            return None
        if self.w(j) in ("once", "one", "twice"):
            if self.w(j + 1) in ("a", "per", "every", "each") and self.w(j + 2) in UNIT_FREQUENCY:
                freq, gap = UNIT_FREQUENCY[self.w(j + 2)]
                return f"FREQ={freq};INTERVAL={gap}", j + 3
            return None
        if self.w(j) in ("per", "any"):
            return None
        j += 1
        if self.w(j) == "single":
            j += 1
        gap = 1
        if self.w(j) == "other":
            gap, j = 2, j + 1
        elif self.w(j) not in ("a", "an"):
            n = self.ordinal(j)
            if n and (self.w(n[1]).rstrip("s") in UNIT_FREQUENCY or self.w(n[1]) in WEEKDAYS):
                gap, j = n[0], n[1]
            elif n and self.words(n[1], "of", "the", "month"):
                return f"FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY={n[0]}", n[1] + 3
            else:
                m = self.number(j)
                if m and m[0] >= 1 and m[0] == int(m[0]):
                    gap, j = int(m[0]), m[1]
        word = self.w(j)
        if word == "half" and self.w(j + 1) in ("hour", "an"):
            return "FREQ=MINUTELY;INTERVAL=30", j + (2 if self.w(j + 1) == "hour" else 3)
        unit = (
            word if word in UNIT_FREQUENCY else word[:-1] if word.endswith("s") and word[:-1] in UNIT_FREQUENCY else ""
        )
        if unit:
            freq, base = UNIT_FREQUENCY[unit]
            extra = ";BYDAY=SA,SU" if unit == "weekend" else ";BYDAY=MO,TU,WE,TH,FR" if unit == "workday" else ""
            if unit == "week" and self.w(j + 1) == "on" and self.w(j + 2) in WEEKDAYS:
                return f"FREQ=WEEKLY;INTERVAL={gap};BYDAY={DAYS[WEEKDAYS[self.w(j + 2)]]}", j + 3
            return f"FREQ={freq};INTERVAL={gap * base}{extra}", j + 1
        if word in ("weekday", "weekdays"):
            return "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR", j + 1
        month = self.month(j)
        if month:
            return f"FREQ=YEARLY;INTERVAL={gap};BYMONTH={month[0]}", month[1]
        days, k = [], j
        while self.w(k) in WEEKDAYS or self.w(k) in PLURAL_WEEKDAYS:
            days.append(DAYS[WEEKDAYS[self.w(k)] if self.w(k) in WEEKDAYS else PLURAL_WEEKDAYS[self.w(k)]])
            k += 1
            nxt = k
            while self.w(nxt) in (",", "and", "&"):
                nxt += 1
            if self.w(nxt) in WEEKDAYS and nxt > k:
                k = nxt
        return (f"FREQ=WEEKLY;INTERVAL={gap};BYDAY={','.join(days)}", k) if days else None

    def _plural(self, i: int) -> tuple[str, int] | None:
        j = i + (self.w(i) == "on")
        if self.w(j) in PLURAL_WEEKDAYS and self.w(j + 1) != "'":
            days, k = [], j
            while self.w(k) in PLURAL_WEEKDAYS:
                days.append(DAYS[PLURAL_WEEKDAYS[self.w(k)]])
                k += 1
                if self.w(k) in ("and", ",") and self.w(k + 1) in PLURAL_WEEKDAYS:
                    k += 1
            return f"FREQ=WEEKLY;INTERVAL=1;BYDAY={','.join(days)}", k
        if self.w(j) in WEEKDAYS and self.w(j + 1) in ("mornings", "afternoons", "evenings", "nights"):
            return f"FREQ=WEEKLY;INTERVAL=1;BYDAY={DAYS[WEEKDAYS[self.w(j)]]}", j + 2
        if self.w(j) == "weekdays":
            return "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR", j + 1
        return None

    def _frequency(self, i: int) -> tuple[str, int] | None:
        word = self.w(i)
        if word == "bi" and self.w(i + 1) == "-" and self.w(i + 2) in FREQUENCIES:
            freq, gap = FREQUENCIES[self.w(i + 2)]
            return f"FREQ={freq};INTERVAL={gap * 2}", i + 3
        if (
            word not in FREQUENCIES
            or (self.glued(i + 1) and self.w(i + 1) in ("-", "_"))
            or self.w(i - 1) in ("-", "_")
        ):
            return None
        freq, gap = FREQUENCIES[word]
        return f"FREQ={freq};INTERVAL={gap}", i + 1

    def _monthly(self, i: int) -> tuple[str, int] | None:
        j = i + (self.w(i) == "on")
        j += self.w(j) == "the"
        day = self.ordinal(j)
        if not day:
            if self.w(j) == "last" and self.words(j + 1, "day", "of") and self.w(j + 3) in ("every", "each"):
                return "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1", j + 5
            return None
        k = day[1]
        weekday = self.w(k) if self.w(k) in WEEKDAYS else ""
        k += bool(weekday) or self.w(k) == "day"
        if self.w(k) in ("of", "in") and self.w(k + 1) in ("every", "each") and self.w(k + 2) in ("month", "year"):
            if weekday:
                return f"FREQ=MONTHLY;INTERVAL=1;BYDAY={day[0]}{DAYS[WEEKDAYS[weekday]]}", k + 3
            freq = "MONTHLY" if self.w(k + 2) == "month" else "YEARLY"
            return f"FREQ={freq};INTERVAL=1;BYMONTHDAY={day[0]}", k + 3
        return None

    # ------------------------------------------------------------ ranges
    def whole(self, i: int) -> tuple[Time, int] | None:
        """this week, last 2 months, April 2017, the morning."""
        return period(self, i)

    def range(self, i: int) -> tuple[Time, int] | None:
        """from 3 to 5pm, between Monday and Friday, Aug 8 - Aug 12, since May."""
        from .english_periods import interval

        return interval(self, i)


__all__ = ["LAST", "NEXT", "THIS", "EnglishReader"]
