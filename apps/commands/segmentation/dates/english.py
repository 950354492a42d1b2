"""The English grammar of dates: each reader looks at one place and says what stands there and where it ends."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from . import calendar as cal
from .english_words import (
    DAYPARTS,
    DAYS,
    FREQUENCIES,
    LAST,
    MONTHS,
    NEXT,
    ORDINALS,
    PLURAL_WEEKDAYS,
    SMALL,
    TENS,
    THIS,
    UNIT_FREQUENCY,
    UNITS,
    WEEKDAYS,
)  # fmt: skip
from .scan import Pieces, shallow


@dataclass(slots=True)
class Clock:
    """A time of day; known: morning or afternoon is certain."""

    hour: int
    minute: int = 0
    second: int = 0
    known: bool = False


class EnglishNumbers(Pieces):
    """Numbers in digits and words."""

    def number(self, i: int) -> tuple[float, int] | None:
        """A count: 3, 1.5, two, twenty-one, a couple of, half."""
        n = self.digits(i)
        if n is not None:
            if self.w(i + 1) == "." and self.glued(i + 1) and self.digits(i + 2) is not None and self.glued(i + 2):
                return float(f"{n}.{self.w(i + 2)}"), i + 3
            if self.w(i + 1) == "/" and self.digits(i + 2) in (2, 4) and n in (1, 3):
                return n / int(self.w(i + 2)), i + 3
            return float(n), i + 1
        word = self.w(i)
        if word in TENS:
            j = i + 1 + (self.w(i + 1) == "-")
            if self.w(j) in SMALL and SMALL[self.w(j)] < 10:
                return float(TENS[word] + SMALL[self.w(j)]), j + 1
            return float(TENS[word]), i + 1
        if word in SMALL:
            if self.w(i + 1) == "hundred":
                return SMALL[word] * 100.0, i + 2
            return float(SMALL[word]), i + 1
        if word in ("several", "few", "couple", "pair", "dozen", "hundred"):
            value = {"several": 3, "few": 3, "couple": 2, "pair": 2, "dozen": 12, "hundred": 100}[word]
            return float(value), i + 1 + (self.w(i + 1) == "of")
        if word in ("a", "an"):
            inner = self.w(i + 1)
            if inner in ("few", "couple", "pair", "dozen", "hundred"):
                return self.number(i + 1)
            return 1.0, i + 1
        return None

    def ordinal(self, i: int) -> tuple[int, int] | None:
        """1st, twenty-second, third."""
        n = self.digits(i, 2)
        if n is not None and self.w(i + 1) in ("st", "nd", "rd", "th") and self.glued(i + 1):
            return n, i + 2
        word = self.w(i)
        if word in ORDINALS:
            return ORDINALS[word], i + 1
        if word in TENS:
            j = i + 1 + (self.w(i + 1) == "-")
            if self.w(j) in ORDINALS and ORDINALS[self.w(j)] < 10:
                return TENS[word] + ORDINALS[self.w(j)], j + 1
        return None

    def year(self, i: int) -> tuple[int, int] | None:
        """2018, nineteen seventy two."""
        n = self.digits(i, 4)
        if n is not None and len(self.w(i)) == 4 and 1000 <= n < 2500:
            if self.glued(i + 1) and self.w(i + 1) in ("s", "h", ":", "am", "pm"):
                return None
            return n, i + 1
        if (self.w(i) in SMALL and SMALL[self.w(i)] in (18, 19)) or self.w(i) == "twenty":
            tail = self.number(i + 1) if self.w(i + 1) in TENS or SMALL.get(self.w(i + 1), 0) > 9 else None
            if tail:
                return (20 if self.w(i) == "twenty" else SMALL[self.w(i)]) * 100 + int(tail[0]), tail[1]
        if self.words(i, "two", "thousand"):
            tail = self.number(i + 2 + (self.w(i + 2) == "and"))
            if tail and tail[0] < 100:
                return 2000 + int(tail[0]), tail[1]
            return 2000, i + 2
        return None


class EnglishClock(EnglishNumbers):
    """Times of day."""

    def meridiem(self, i: int) -> tuple[str, int] | None:
        """am, p.m., a m, and a bare a or p that touches the number."""
        word = self.w(i)
        if word in ("am", "pm"):
            return word[0], i + 1
        if word == "ampm":
            return "a", i + 1
        if word in ("a", "p"):
            j = i + 1 + (self.w(i + 1) == ".")
            if self.w(j) == "m":
                return word, j + 1 + (self.w(j + 1) == "." and self.glued(j + 1))
            if self.glued(i):
                return word, i + 1
        if self.words(i, "in", "the") and self.w(i + 2) in ("am", "pm"):
            return self.w(i + 2)[0], i + 3
        return None

    @shallow
    def clock(self, i: int, bare: bool = False) -> tuple[Clock, int] | None:
        """A time of day at a place; bare: a plain hour counts, because "at" or a day stands before it."""
        word = self.w(i)
        if word == "the" and self.w(i + 1) in ("midday", "noon"):
            return self.clock(i + 1)
        if word in ("noon", "midday", "noonish", "midnight"):
            return Clock(0 if word == "midnight" else 12, known=True), i + 1
        if self.words(i, "mid", "night") or self.words(i, "mid", "-", "night"):
            return Clock(0, known=True), i + 2 + (self.w(i + 1) == "-")
        if self.words(i, "mid", "day") or self.words(i, "mid", "-", "day"):
            return Clock(12, known=True), i + 2 + (self.w(i + 1) == "-")
        if word == "eod" or word == "eob":
            return Clock(17, known=True), i + 1
        spoken = self._spoken(i)
        if spoken:
            return spoken
        return self._numeric(i, bare) or self._worded(i, bare)

    def _spoken(self, i: int) -> tuple[Clock, int] | None:
        """half past three, a quarter to noon, 15 past seven, half three."""
        j = i + (self.w(i) in ("a", "an"))
        minutes: float | None = None
        if self.w(j) == "half":
            minutes, j = 30, j + 1
            if self.w(j) in SMALL and self.w(j + 1) not in UNITS:
                hour = SMALL[self.w(j)]
                if hour <= 12:
                    return self._finish(Clock(hour, 30), j + 1)
                return None
        elif self.w(j) == "quarter":
            minutes, j = 15, j + 1
        else:
            n = self.number(j)
            if not n or n[0] > 59 or n[0] != int(n[0]):
                return None
            minutes, j = n[0], n[1] + (self.w(n[1]) in ("minutes", "minute", "mins", "min"))
        sign = {"past": 1, "after": 1, "to": -1, "before": -1, "till": -1, "of": -1, "til": -1}.get(self.w(j))
        if sign is None or (self.w(j) == "of" and self.w(i) != "quarter"):
            return None
        if self.w(j) == "to" and self.w(i - 1) in ("from", "between") and self.digits(i) is not None:
            return None
        target = self.clock(j + 1, bare=True)
        if not target or self.w(target[1]) in UNITS or target[0].minute:
            return None
        if self.digits(i) is not None and self.w(j) in ("to", "before", "after") and target[0].hour != 12 and (
            self.w(j - 1) not in ("minutes", "minute", "mins", "min") and not target[0].known
        ):  # fmt: skip
            return None
        base = datetime(2000, 1, 2, target[0].hour, 0) + timedelta(minutes=sign * minutes)
        return Clock(base.hour, base.minute, 0, target[0].known), target[1]

    def _finish(self, clock: Clock, j: int) -> tuple[Clock, int]:
        """Read what says morning or afternoon behind an hour."""
        if self.w(j) == "o" and self.w(j + 1) == "'" and self.w(j + 2) == "clock":
            j += 3
        elif self.w(j) in ("oclock", "sharp"):
            j += 1
        half = self.meridiem(j)
        if half:
            if half[0] == "p" and clock.hour < 12:
                clock.hour += 12
            elif half[0] == "a" and clock.hour == 12:
                clock.hour = 0
            clock.known, j = True, half[1]
        elif clock.hour > 12 or clock.hour == 0:
            clock.known = True
        return clock, j

    def _numeric(self, i: int, bare: bool) -> tuple[Clock, int] | None:
        hour = self.digits(i, 4)
        if hour is None:
            return None
        size = len(self.w(i))
        if size <= 2 and hour <= 24:
            if self.w(i + 1) in (":", "h") and self.glued(i + 1):
                minute = self.digits(i + 2, 2)
                if minute is not None and len(self.w(i + 2)) == 2 and minute < 60:
                    second, j = 0, i + 3
                    if self.w(j) == ":" and self.digits(j + 1, 2) is not None and self.glued(j + 1):
                        second, j = self.digits(j + 1, 2) or 0, j + 2
                    known = (size == 2 and self.w(i)[0] == "0") or self.w(i + 1) == "h"
                    return self._finish(Clock(hour % 24, minute, min(second, 59), known), j)
                if self.w(i + 1) == "h" and not bare and not self.w(i + 2).isdigit() and hour > 0 and self.glued(i + 1):
                    before = self.w(i - 1)
                    if before in ("in", "for", "every", "/", ".", "past", "last", "next", "and"):
                        return None
                    return Clock(hour % 24, known=True), i + 2
                if self.w(i + 1) == "h" and bare:
                    return Clock(hour % 24, known=True), i + 2
            if self.w(i + 1) == "." and self.glued(i + 1) and self.glued(i + 2) and len(self.w(i + 2)) == 2:
                minute = self.digits(i + 2, 2)
                if minute is not None and minute < 60 and (bare or self.meridiem(i + 3)):
                    return self._finish(Clock(hour % 24, minute), i + 3)
            half = self.meridiem(i + 1)
            if (half and hour <= 12) or (self.w(i + 1) == "o" and self.w(i + 3) == "clock"):
                return self._finish(Clock(hour), i + 1)
            if hour > 12 and half:
                return Clock(hour % 24, known=True), half[1]
            if bare and not self._counts(i + 1) and hour < 24:
                return self._finish(Clock(hour), i + 1)
        if size in (3, 4) and hour % 100 < 60 and hour // 100 < 24:
            half = self.meridiem(i + 1)
            if half or (bare and size == 4 and self.w(i - 1) in ("at", "@") and not 1900 <= hour < 2100):
                return self._finish(Clock(hour // 100, hour % 100), i + 1)
            if self.w(i + 1) in ("hours", "hrs") and size == 4:
                return Clock(hour // 100, hour % 100, known=True), i + 2
        return None

    def _counts(self, j: int) -> bool:
        """Is the number before this place an amount or a day, not an hour?"""
        word = self.w(j)
        return (
            word in UNITS or word in MONTHS or word in ("%", "st", "nd", "rd", "th", "times", "people", "/", "rows", "percent")
            or (word in (".", ",", "-") and self.w(j + 1).isdigit() and self.glued(j) and self.glued(j + 1))
            or (word == "-" and self.w(j + 1) in UNITS)
        )  # fmt: skip

    def _worded(self, i: int, bare: bool) -> tuple[Clock, int] | None:
        hour = SMALL.get(self.w(i))
        if not hour or hour > 12:
            return None
        minute, j = 0, i + 1
        if self.w(j) in ("o", "oh") and SMALL.get(self.w(j + 1), 99) < 10:
            minute, j = SMALL[self.w(j + 1)], j + 2
        elif self.w(j) in TENS or SMALL.get(self.w(j), 0) > 9:
            n = self.number(j)
            if n and n[0] < 60:
                minute, j = int(n[0]), n[1]
        half = self.meridiem(j)
        clocky = (self.w(j) == "o" and self.w(j + 2) == "clock") or self.w(j) == "oclock"
        if self.w(j) in UNITS or (self.w(j) in ("-", "more") and not half):
            return None
        if half or clocky or (bare and (minute or not self._counts(j))):
            return self._finish(Clock(hour, minute), j)
        return None

    def daypart(self, i: int) -> tuple[tuple[int, int, str], int] | None:
        """in the morning, early this evening, tonight, at night, late tonight: (from, to, day word)."""
        j, shade, this = i, "", ""
        while True:
            word = self.w(j)
            if word in ("in", "at", "on", "during", "the", "for"):
                j += 1
            elif word in ("early", "late", "later"):
                shade = word
                j += 1
            elif word in ("this", "tomorrow", "yesterday", "today"):
                this = word
                j += 1
            else:
                break
            if j - i > 5:
                return None
        word = self.w(j)
        if word in ("tonight", "tonite"):
            return (20, 24, "this"), j + 1
        if word in ("morning", "afternoon", "evening", "night") or (word + "s" in DAYPARTS and word in DAYPARTS) or word in (
            "lunch", "lunchtime", "dinnertime", "mornings", "afternoons", "evenings", "nights",
        ):  # fmt: skip
            if this in ("tomorrow", "yesterday", "today"):
                return None
            begin, end = DAYPARTS[word]
            if shade == "early":
                end = begin + 2
            elif shade in ("late", "later"):
                begin = end - 2
            return (begin, end, this), j + 1
        return None


__all__ = ["DAYPARTS", "DAYS", "FREQUENCIES", "LAST", "MONTHS", "NEXT", "PLURAL_WEEKDAYS", "THIS", "UNIT_FREQUENCY",
           "WEEKDAYS", "Clock", "EnglishClock", "cal", "date"]  # fmt: skip
