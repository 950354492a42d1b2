"""Turkish words of dates, folded, and the case endings they may carry."""

import re

from ..language import bag

MONTHS = {
    "ocak": 1, "ocag": 1, "oca": 1, "subat": 2, "sub": 2, "mart": 3, "mar": 3, "nisan": 4, "nis": 4, "mayis": 5, "may": 5,
    "haziran": 6, "haz": 6, "temmuz": 7, "tem": 7, "agustos": 8, "agu": 8, "eylul": 9, "eyl": 9, "ekim": 10, "eki": 10,
    "kasim": 11, "kas": 11, "aralik": 12, "aralig": 12, "ara": 12,
}  # fmt: skip
WEEKDAYS = {
    "pazartesi": 0, "pzt": 0, "sali": 1, "sal": 1, "carsamba": 2, "car": 2, "persembe": 3, "per": 3, "cuma": 4, "cum": 4,
    "cumartesi": 5, "cmt": 5, "pazar": 6, "paz": 6,
}  # fmt: skip
UNITS: dict[str, tuple[float, int]] = {
    "saniye": (1, 0), "sn": (1, 0), "dakika": (60, 0), "dk": (60, 0), "dak": (60, 0), "saat": (3600, 0), "sa": (3600, 0),
    "gun": (86400, 0), "gece": (86400, 0), "hafta": (604800, 0), "ay": (0, 1), "ceyrek": (0, 3), "yil": (0, 12),
    "sene": (0, 12), "asir": (0, 1200), "yuzyil": (0, 1200), "donem": (0, 3),
}  # fmt: skip
NUMBERS = {
    "sifir": 0, "bir": 1, "iki": 2, "uc": 3, "dort": 4, "bes": 5, "alti": 6, "yedi": 7, "sekiz": 8, "dokuz": 9, "on": 10,
    "yirmi": 20, "otuz": 30, "kirk": 40, "elli": 50, "altmis": 60, "yetmis": 70, "seksen": 80, "doksan": 90, "dord": 4,
}  # fmt: skip
for _tens in ("on", "yirmi", "otuz", "kirk", "elli"):
    for _one in ("bir", "iki", "uc", "dort", "bes", "alti", "yedi", "sekiz", "dokuz"):
        NUMBERS.setdefault(_tens + _one, NUMBERS[_tens] + NUMBERS[_one])
ORDINALS = {
    "birinci": 1, "ilk": 1, "ikinci": 2, "ucuncu": 3, "dorduncu": 4, "besinci": 5, "altinci": 6, "yedinci": 7,
    "sekizinci": 8, "dokuzuncu": 9, "onuncu": 10,
}  # fmt: skip
UNIT_FREQUENCY = {
    "saniye": ("SECONDLY", 1), "dakika": ("MINUTELY", 1), "dk": ("MINUTELY", 1), "saat": ("HOURLY", 1), "gun": ("DAILY", 1),
    "gece": ("DAILY", 1), "sabah": ("DAILY", 1), "aksam": ("DAILY", 1), "ogle": ("DAILY", 1), "ogleden": ("DAILY", 1),
    "hafta": ("WEEKLY", 1), "ay": ("MONTHLY", 1), "ceyrek": ("MONTHLY", 3), "yil": ("YEARLY", 1), "sene": ("YEARLY", 1),
    "ogl": ("DAILY", 1),
}  # fmt: skip
ADVERBS = {
    "gunluk": ("DAILY", 1), "haftalik": ("WEEKLY", 1), "aylik": ("MONTHLY", 1), "yillik": ("YEARLY", 1),
    "senelik": ("YEARLY", 1), "saatlik": ("HOURLY", 1), "hergun": ("DAILY", 1),
}  # fmt: skip
NEXT = bag("gelecek onumuzdeki sonraki haftaya ertesi")
LAST = bag("gecen onceki gectigimiz evvelki")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ENDING = re.compile(
    r"(?:(?:y|n|s)?[aeiu]|[iu]n|n[iu]n|(?:n|y)?[dt][ae](?:ki(?:n[iu]|ler[ie]?)?|n(?:ki)?|)|(?:n|y)?d[ae]n|t[ae]n|l[ae]r[iu]?"
    r"|l[ae]r[iu]?(?:n[ae]|nd[ae]|nd[ae]n|n[iu]n)?|(?:[iu])n[ae]|[iu]nd[ae](?:ki|n)?|s[iu](?:n[ae]|nd[ae]|nd[ae]n|n[iu])?|[iu]m|ki|"
    r"ley[iu]n|y?l[ae]|ya|ye|yi|c[ae]|t[iu]r|d[iu]r|[iu]ni|[iu]nu|l[iu]k|l[iu]g[iu]n[ae]|nin)?"
)  # fmt: skip


LONGEST_WORD = 60  # letters that are looked at: a word may be as long as a command


def stem_of(word: str, table: dict) -> str | None:
    """The longest entry of a table that a word is an inflected form of."""
    if word in table:
        return word
    for cut in range(min(len(word) - 1, LONGEST_WORD), 1, -1):
        stem = word[:cut]
        if stem in table and len(stem) > 2 and _ENDING.fullmatch(word[cut:]):
            return stem
    return None
