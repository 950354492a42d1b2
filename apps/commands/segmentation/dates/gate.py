"""Where in a text a date can begin at all: most words need no grammar."""

from functools import lru_cache

from ..language import bag
from . import english_words as en
from . import turkish_words as tr
from .holidays import first_words
from .scan import Piece

_EN = bag(
    "today tomorrow yesterday tmrw tmr tmw tomorow tomorrows tonight tonite noon midday midnight noonish mid "
    "now asap eod eob eom bom eoy boy every each once twice all whole entire full half quarter several few "
    "couple pair dozen hundred weekend weekends weekday weekdays spring summer fall autumn winter q bi coming "
    "that same week wkend night later"
) | set(en.MONTHS) | set(en.WEEKDAYS) | set(en.PLURAL_WEEKDAYS) | set(en.UNITS) | set(en.SMALL) | set(en.TENS) | (
    set(en.ORDINALS) | set(en.FREQUENCIES) | set(en.UNIT_FREQUENCY) | set(en.DAYPARTS) | en.NEXT | en.LAST | en.THIS
) | first_words("en")  # fmt: skip
_EN_LEAD = bag(
    "on at in by for from the a an around about between since until till before after within during early over "
    "of @ exactly right end sometime and to later roughly approximately another during"
)
_TR = bag(
    "her bu simdi derhal su tum butun yarim ceyrek birkac bikac bir son ilk haftaya bugun yarin dun obur "
    "oburki oburku ertesi evvelsi evvelki yaklasan sabah aksam gece ogle oglen ogleyin ogleden ikindi "
    "aksamustu safak sabahleyin aksamleyin geceleyin hafta saati saatler bundan simdiden bugunden yarindan "
    "dunden yaz kis ilkbahar sonbahar ayin sabahlari aksamlari geceleri hergun gun"
) | tr.NEXT | tr.LAST | set(tr.ADVERBS) | first_words("tr")  # fmt: skip
_TR_TABLES = (tr.MONTHS, tr.WEEKDAYS, tr.UNITS, tr.NUMBERS, tr.ORDINALS, tr.UNIT_FREQUENCY)
_TR_STEMS = {
    "yarin": 1,
    "bugun": 1,
    "dun": 1,
    "dunku": 1,
    "sabah": 1,
    "aksam": 1,
    "gece": 1,
    "ogle": 1,
    "pazartesileri": 1,
}


@lru_cache(maxsize=8192)
def _dated(word: str, language: str) -> bool:
    if word[0].isdigit():
        return True
    if language == "en":
        return word in _EN
    if word in _TR or any(tr.stem_of(word, table) for table in _TR_TABLES) or tr.stem_of(word, _TR_STEMS):
        return True
    return word.endswith(("lari", "leri")) and word[:-4] in tr.WEEKDAYS


def places(rows: list[Piece], language: str) -> list[bool]:
    """For every piece: may a time expression start here?"""
    hot = [_dated(piece.text, language) for piece in rows]
    if language == "tr":
        return hot
    out = list(hot)
    for i, piece in enumerate(rows):
        if not hot[i] and piece.text in _EN_LEAD and any(hot[i + 1 : i + 5]):
            out[i] = True
    return out
