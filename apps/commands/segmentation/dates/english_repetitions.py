"""English durations and repetitions."""

from . import calendar as cal
from .english_moments import EnglishMoments
from .english_words import (
    DAYS,
    FREQUENCIES,
    PLURAL_WEEKDAYS,
    UNIT_FREQUENCY,
    UNITS,
    WEEKDAYS,
)  # fmt: skip
from .model import Time


class EnglishRepetitions(EnglishMoments):
    """Readers that answer with a length of time or a rule."""

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
