"""Which language a wish is in, and letters compared without Turkish casing or accents getting in the way."""

import re
import unicodedata
from functools import lru_cache


def bag(words: str) -> frozenset[str]:
    """A set of words written as one line."""
    return frozenset(words.split())


_TURKISH = str.maketrans(
    {"ı": "i", "İ": "i", "I": "i", "ş": "s", "Ş": "s", "ğ": "g", "Ğ": "g", "ü": "u", "Ü": "u",
     "ö": "o", "Ö": "o", "ç": "c", "Ç": "c", "â": "a", "Â": "a", "î": "i", "Î": "i", "û": "u",
     "Û": "u", "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\u00a0": " "}
)  # fmt: skip

_TURKISH_WORDS = bag(
    "ve bir bu su ile icin sonra once gore da de mi mu misin musun bana beni buraya ardindan ayrica her eger "
    "yoksa olarak adresindeki adresini adresinden adresine dosyasini dosyasindan kanalina kanalinda ver et yap "
    "al at yaz gonder kaydet sil oku bul ara goster sirala say indir ekle kur ac iptal hatirlat ozetle cevir "
    "bekle yarin bugun dun hafta gun saat dakika nedir nasil ne kadar kac hangi lutfen istiyorum var yok degil "
    "degilse ise gibi kadar sadece tum butun hepsini bunu sonucu onu ilk son satir satirlari tablo tabloyu"
)
_TURKISH_LETTERS = frozenset("ışğİŞĞ")
_TURKISH_DATES = (
    "ocak", "ocag", "subat", "nisan", "mayis", "haziran", "temmuz", "agustos", "eylul", "kasim", "aralik", "pazartesi", "sali",
    "carsamba", "persembe", "cuma", "cumartesi", "pazar", "dakika", "saniye", "sabah", "aksam",
)  # fmt: skip
_TURKISH_ENDINGS = (
    "larin", "lerin", "lari", "leri", "iyor", "acak", "ecek", "mak", "mek", "arak", "erek", "ini", "inda", "inde", "indan", "inden",
    "isterim", "larim", "lerim", "ayim", "eyim",
)  # fmt: skip
_TURKISH_CASES = re.compile(
    r"\w['’](?:n?[dt][ae]n?|n[dt][ae]ki|[dt][ae]ki|n?[ıiuü]n|y[aeıiuü]|n[ae]|y?l[ae]|[ıiuüae])\b", re.IGNORECASE
)
_ENGLISH_SHORT = bag(
    "p.m a.m eod eom eoy q1 q2 q3 q4 mon tue wed thu fri sat sun jan feb apr jun jul aug sep sept oct nov dec"
)
_ENGLISH_DATES = bag(
    "january february march april june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday am pm noon midnight today tonight tomorrow yesterday morning "
    "evening afternoon week month year hour minute second day quarter weekend next last"
)
_ENGLISH_WORDS = bag(
    "here hello say tell the a an and to of in on for from with then it is are was if at by me my please can you all them this "
    "that be will after before when send post get find show what how who otherwise each every remind save sort "
    "count fetch download run wait create make delete read write i need want where did does has have had do any who's "
    "about into would could should there when which"
)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return text in plain small letters of the same length, so that offsets stay valid."""
    return "".join(_fold_letter(c) for c in text.translate(_TURKISH))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if letter < "\x80":
        return letter.lower()
    small = letter.lower()
    if len(small) != 1:
        return letter
    plain = unicodedata.normalize("NFD", small)[0]
    return plain if plain.isalpha() else small


def detect(text: str, default: str = "en") -> str:
    """Say "tr" or "en" from letters and small words; default is for wishes of figures and names alone."""
    sample = text[:4000]
    words = [word.strip('.,;:!?"()') for word in fold(sample).replace("'", " ").split()]
    turkish = float(sum(word in _TURKISH_WORDS or word.startswith(_TURKISH_DATES) for word in words))
    english = float(sum(word in _ENGLISH_WORDS or word.rstrip("s") in _ENGLISH_DATES for word in words))
    if not english:
        english += sum(
            word[0].isdigit() and word.endswith(("am", "pm", "p", "a", "p.m", "a.m")) for word in words if word
        )
        english += sum(word in _ENGLISH_SHORT for word in words)
    if abs(turkish - english) <= 1:
        turkish += 0.6 * sum(len(word) > 5 and word.endswith(_TURKISH_ENDINGS) for word in words)
    turkish += len(_TURKISH_CASES.findall(sample))
    letters = set("".join(word for word in sample.split() if not word[:1].isupper() or word.isupper()))
    turkish += 2 * len(letters & _TURKISH_LETTERS) + 0.5 * len(letters & set("çöüÇÖÜ"))
    if turkish == english:
        return default if not turkish and not any(word.isalpha() and len(word) > 2 for word in words) else "en"
    return "tr" if turkish > english else "en"


def lower(text: str, language: str) -> str:
    """Small letters by the rules of the language."""
    return text.replace("I", "ı").replace("İ", "i").lower() if language == "tr" else text.lower()


def capitalize(text: str, language: str) -> str:
    """A capital first letter by the rules of the language."""
    if not text:
        return text
    first = {"i": "İ", "ı": "I"}.get(text[0], text[0].upper()) if language == "tr" else text[0].upper()
    return first + text[1:]
