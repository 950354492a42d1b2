"""English moments, durations, repetitions and ranges, read from left to right."""

from .english_periods import period
from .english_repetitions import EnglishRepetitions
from .english_words import (
    LAST,
    NEXT,
    THIS,
)  # fmt: skip
from .gate import places
from .model import Time


class EnglishReader(EnglishRepetitions):
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

    # ------------------------------------------------------------ durations

    # ------------------------------------------------------------ repetitions

    # ------------------------------------------------------------ ranges
    def whole(self, i: int) -> tuple[Time, int] | None:
        """this week, last 2 months, April 2017, the morning."""
        return period(self, i)

    def range(self, i: int) -> tuple[Time, int] | None:
        """from 3 to 5pm, between Monday and Friday, Aug 8 - Aug 12, since May."""
        from .english_intervals import interval

        return interval(self, i)


__all__ = ["LAST", "NEXT", "THIS", "EnglishReader"]
