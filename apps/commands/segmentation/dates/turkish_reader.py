"""Reads the times of a Turkish text."""

from .gate import places
from .model import Time
from .turkish_periods import interval, period
from .turkish_repetitions import TurkishRepetitions


class TurkishReader(TurkishRepetitions):
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

    def whole(self, i: int) -> tuple[Time, int] | None:
        """bu hafta, son 2 ay, Nisan 2017, sabah."""
        return period(self, i)

    def range(self, i: int) -> tuple[Time, int] | None:
        """3'ten 5'e kadar, pazartesi ile cuma arası."""
        return interval(self, i)
