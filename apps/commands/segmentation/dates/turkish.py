"""Turkish numbers, clocks and parts of the day."""

from dataclasses import dataclass

from ..language import bag
from .scan import Pieces, shallow
from .turkish_words import MONTHS, NUMBERS, ORDINALS, UNITS, stem_of


@dataclass(slots=True)
class Clock:
    """A time of day; known: morning or afternoon is certain."""

    hour: int
    minute: int = 0
    second: int = 0
    known: bool = False


_GLUED_ENDINGS = bag("da de ta te a e ya ye dan den tan ten i u yi yu si su inde unde sinde")
_SHORT_NUMBERS = {"uce": 3, "ucu": 3, "ucte": 3, "ucten": 3, "ona": 10, "onu": 10, "onda": 10, "ondan": 10}
_PARTS = {
    "sabah": (8, 12), "aksam": (16, 20), "gece": (20, 24), "ogle": (12, 14), "oglen": (12, 14), "ikindi": (15, 17),
    "aksamustu": (16, 18), "ogleyin": (12, 14), "safak": (5, 7), "aksamleyin": (16, 20), "sabahleyin": (8, 12),
    "geceleyin": (20, 24),
}  # fmt: skip


class TurkishClock(Pieces):
    """Readers for what an hour may look like."""

    def ending(self, i: int) -> int:
        """Skip an apostrophe and the ending behind it."""
        if self.w(i) == "'" and self.glued(i) and self.w(i + 1).isalpha() and self.glued(i + 1):
            return i + 2
        if self.w(i) in _GLUED_ENDINGS and self.glued(i) and self.w(i - 1).isdigit():
            return i + 1
        return i

    def number(self, i: int) -> tuple[float, int] | None:
        """A count: 3, 3,5, on iki, birkaç, yarım, bir buçuk."""
        n = self.digits(i)
        if n is not None:
            if (
                self.w(i + 1) in (",", ".")
                and self.glued(i + 1)
                and self.glued(i + 2)
                and self.digits(i + 2, 2) is not None
            ):
                return float(f"{n}.{self.w(i + 2)}"), i + 3
            return self._half(float(n), i + 1)
        word = self.w(i)
        if word in ("birkac", "bikac"):
            return 3.0, i + 1
        if word == "bir" and self.w(i + 1) in ("kac", "iki"):
            return (3.0 if self.w(i + 1) == "kac" else 2.0), i + 2
        if word in ("yarim", "ceyrek") and stem_of(self.w(i + 1), UNITS):
            return (0.5 if word == "yarim" else 0.25), i + 1
        if word not in NUMBERS:
            return None
        value, j = NUMBERS[word], i + 1
        if value and value % 10 == 0 and value < 100:
            one = self.w(j)
            if one in NUMBERS and 0 < NUMBERS[one] < 10:
                value, j = value + NUMBERS[one], j + 1
        return self._half(float(value), j)

    def _half(self, value: float, j: int) -> tuple[float, int]:
        if self.w(j) == "bucuk":
            return value + 0.5, j + 1
        if self.w(j) == "ve" and self.w(j + 1) in ("ceyrek", "yarim"):
            return value + (0.25 if self.w(j + 1) == "ceyrek" else 0.5), j + 2
        return value, j

    def spelled(self, i: int) -> tuple[int, int] | None:
        """A number in words whose last word may carry a case ending: "dokuzda", "on birde"."""
        word = self.w(i)
        if word in ("on", "yirmi", "otuz", "kirk", "elli"):
            one = stem_of(self.w(i + 1), NUMBERS)
            if one and 0 < NUMBERS[one] < 10:
                return NUMBERS[word] + NUMBERS[one], i + 2
        stem = stem_of(word, NUMBERS)
        if stem:
            return NUMBERS[stem], i + 1
        short = _SHORT_NUMBERS.get(word)
        said = self.w(i - 1).startswith("saat") or self.w(i + 1) in ("ceyrek", "bucuk") or self.w(i + 1) in NUMBERS
        return (short, i + 1) if short and (short == 3 or said) else None

    def ordinal(self, i: int) -> tuple[int, int] | None:
        """3'üncü, ikinci, 15."""
        n = self.digits(i, 2)
        if n is not None and self.w(i + 1) == "'" and self.w(i + 2).endswith(("nci", "ncu", "inci", "uncu")):
            return n, i + 3
        if n is not None and self.w(i + 1).endswith(("inci", "uncu", "nci", "ncu")) and self.glued(i + 1):
            return n, i + 2
        word = self.w(i)
        return (ORDINALS[word], i + 1) if word in ORDINALS else None

    def daypart(self, i: int) -> tuple[tuple[int, int], int] | None:
        """sabah, öğleden sonra, akşam, gece."""
        word = self.w(i)
        if word == "ogleden" and self.w(i + 1) in ("sonra", "sonrasi", "sonraki", "sonraya", "sonralari"):
            return (12, 16), i + 2
        if word == "ogleden" and self.w(i + 1) in ("once", "evvel"):
            return (8, 12), i + 2
        if word == "gun" and self.w(i + 1).startswith("orta"):
            return (10, 14), i + 2
        stem = stem_of(word, _PARTS)
        if not stem:
            return None
        if stem == "gece" and self.w(i + 1).startswith("yari"):
            return None
        return _PARTS[stem], i + 1

    @shallow
    def clock(self, i: int, loose: bool) -> tuple[Clock, int] | None:
        """A time of day; loose: a day or part of the day stands before, so a plain hour with a case ending counts."""
        j, stated = i, loose
        if self.w(j) in ("saat", "saati", "saatte", "saatler") and (
            self.digits(j + 1, 2) is not None or self.spelled(j + 1)
        ):
            j, stated = j + 1, True
        word = self.w(j)
        if word == "gece" and self.w(j + 1).startswith("yari"):
            return Clock(0, known=True), j + 2
        if word in ("oglen", "ogleyin") and not self.digits(j + 1, 2):
            return Clock(12, known=True), j + 1
        hour, k = self.digits(j, 2), j + 1
        named = False
        if hour is None:
            spelled = self.spelled(j)
            if not spelled:
                return None
            hour, k, named = spelled[0], spelled[1], True
            if not stated:
                return self._spoken(hour, k) if hour <= 12 and self.w(j) not in NUMBERS else None
        if hour > 24:
            return None
        if self.w(k) in (":", ".") and self.glued(k) and self.glued(k + 1) and len(self.w(k + 1)) == 2 and not named:
            minute = self.digits(k + 1, 2)
            if minute is not None and minute < 60 and (self.w(k) == ":" or stated) and self.w(k + 2) not in (".", "/"):
                second, end = 0, k + 2
                if self.w(end) == ":" and self.digits(end + 1, 2) is not None and self.glued(end + 1):
                    second, end = min(self.digits(end + 1, 2) or 0, 59), end + 2
                known = hour > 12 or hour == 0 or self.w(j)[0] == "0"
                return Clock(hour % 24, minute, second, known), self.ending(end)
        spoken = self._spoken(hour, k)
        if spoken:
            return spoken
        if not stated:
            return None
        end = self.ending(k)
        if self.w(end) in ("bucuk", "bucukta", "bucuga"):
            return Clock(hour % 24, 30, 0, hour > 12), self.ending(end + 1)
        if end == k and not named and i == j and not self._hour_stands(k):
            return None
        if end == k and named and i == j and self.w(j) in NUMBERS and not self._hour_stands(k):
            return None
        if (
            stem_of(self.w(end), UNITS)
            or stem_of(self.w(end), MONTHS)
            or self.w(end) in ("kisilik", "kisi", "tane", "adet")
        ):
            return None
        if (
            self.w(end) in ("/", "-", ".")
            and self.glued(end)
            and self.digits(end + 1) is not None
            and self.w(end) != "-"
        ):
            return None
        return Clock(hour % 24, 0, 0, hour > 12 or hour == 0), end

    def _hour_stands(self, k: int) -> bool:
        """Nothing behind the hour makes it an amount."""
        word = self.w(k)
        return not word or not word[0].isalpha() or word in (
            "icin", "ve", "ile", "arasi", "arasinda", "civari", "civarinda", "civarina", "gibi", "sularinda", "olsun", "kadar",
        )  # fmt: skip

    def _spoken(self, hour: int, k: int) -> tuple[Clock, int] | None:
        """7'yi çeyrek geçe, 10'a 5 kala."""
        end = self.ending(k)
        if self.w(end) in ("ceyrek",):
            minutes, j = 15, end + 1
        else:
            n = self.number(end) if end > k or self.w(end) in NUMBERS else None
            if not n or n[0] > 59 or n[0] != int(n[0]):
                return None
            minutes, j = int(n[0]), n[1]
        word = self.w(j)
        if word.startswith(("gec", "geci")) and len(word) <= 7 and not word.startswith("gecen"):
            return Clock(hour % 24, minutes, 0, hour > 12), j + 1
        if word in ("kala", "kalayi") or (word == "var" and self.w(end - 1).endswith(("a", "e")) and minutes % 5 == 0):
            total = hour * 60 - minutes
            return Clock(total // 60 % 24, total % 60, 0, hour > 12), j + 1
        return None
