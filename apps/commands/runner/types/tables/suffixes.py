"""Words without their endings, as candidates: which one is right is decided by the columns there are."""

from functools import lru_cache

# Folded endings of Turkish nouns (case, possession, plural) and the English plural; longest first.
ENDINGS = [
    "lerinden",
    "larindan",
    "lerinde",
    "larinda",
    "lerinin",
    "larinin",
    "lerine",
    "larina",
    "lerini",
    "larini",
    "leriyle",
    "lariyla",
    "leri",
    "lari",
    "lerden",
    "lardan",
    "lerde",
    "larda",
    "lerin",
    "larin",
    "lere",
    "lara",
    "ler",
    "lar",
    "sinden",
    "sindan",
    "sundan",
    "sinde",
    "sinda",
    "sunda",
    "sinin",
    "sunun",
    "sine",
    "sina",
    "suna",
    "sini",
    "sunu",
    "siyle",
    "suyla",
    "si",
    "su",
    "inden",
    "indan",
    "undan",
    "inde",
    "inda",
    "unda",
    "ine",
    "ina",
    "una",
    "ini",
    "unu",
    "iyle",
    "uyla",
    "nden",
    "ndan",
    "nde",
    "nda",
    "nin",
    "nun",
    "ne",
    "na",
    "ni",
    "nu",
    "den",
    "dan",
    "ten",
    "tan",
    "de",
    "da",
    "te",
    "ta",
    "yle",
    "yla",
    "le",
    "la",
    "in",
    "un",
    "ya",
    "ye",
    "yi",
    "yu",
    "ce",
    "ca",
    "sel",
    "sal",
    "daki",
    "deki",
    "taki",
    "teki",
    "ki",
    "i",
    "u",
    "e",
    "a",
    "n",
    "es",
    "s",
]
ENDINGS.sort(key=len, reverse=True)
SOFTENED = {"b": "p", "d": "t", "g": "k", "c": "c"}  # kitabi → kitap, adedi → adet, sokagi → sokak
VOWELS = set("aeiou")
SHORTEST, DEEPEST = 2, 3


@lru_cache(maxsize=2048)
def stems(word: str) -> dict[str, int]:
    """Return what a folded word may be without endings, each with how much was taken off."""
    found = {word: 0}
    layer = [word]
    for _round in range(DEEPEST):
        layer = [stem for word_left in layer for stem in _shorter(word_left) if stem not in found]
        for stem in layer:
            found.setdefault(stem, len(word) - len(stem))
            for variant in _restored(stem):
                found.setdefault(variant, len(word) - len(stem) + 1)
    if word.endswith("ies"):
        found.setdefault(word[:-3] + "y", 3)
    return found


def _shorter(word: str) -> list[str]:
    return [word[: -len(end)] for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= SHORTEST]


def _restored(stem: str) -> list[str]:
    """Undo what an ending does to its word: şehr-i → şehir, sokağ-ı → sokak."""
    variants = []
    if stem[-1] in SOFTENED:
        variants.append(stem[:-1] + SOFTENED[stem[-1]])
    if len(stem) >= 3 and stem[-1] not in VOWELS and stem[-2] not in VOWELS:
        variants += [stem[:-1] + vowel + stem[-1] for vowel in "iuaeo"]
    return variants
