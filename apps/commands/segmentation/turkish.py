"""Turkish word forms: which verb a word is and what its ending says, and the stems a noun may have."""

import re
from functools import cache, lru_cache

from .language import bag, fold
from .lexicon import word_set, words

_NEG = "(?:(?:y?[ae])?m[aeiu])?"  # "yapma-", "yapama-"
_VOICE = "(?:[iu]?[ln](?:[iu]l)?)?"
_CAN = "(?:y?[ae]b[iu]l)?"
_PERSON = "(?:[iu]m|[iu]z|s[iu]n|s[iu]n[iu]z|l[ae]r|d[iu]r)?"
_FORMS = {
    "ip": re.compile(rf"{_VOICE}(?:m[ae])?{_CAN}y?[iu]p"),
    "after": re.compile(rf"{_VOICE}(?:m[ae])?[dt][iu]kt[ae]n"),
    "before": re.compile(rf"{_VOICE}m[ae]d[ae]n"),
    "if": re.compile(
        rf"{_VOICE}{_NEG}{_CAN}y?(?:[aeiu]?r|z|[dt][iu]y?|m[iu]sy?|[iu]?yor|[ae]c[ae]k)?(?:l[ae]r)?s[ae](?:m|n|k|n[iu]z|l[ae]r)?"
    ),
    "when": re.compile(
        rf"{_VOICE}{_NEG}{_CAN}(?:y?[iu]nc[ae]|[dt][iu](?:g[iu]|kl[ae]r[iu]|g[iu]m[iu]z|g[iu]n[iu]z)n?d[ae]|"
        rf"[dt][iu]g[iu][mn]d[ae])"
    ),
    "imperative": re.compile(r"(?:y?[iu]n(?:[iu]z)?|s[ae]n[ae]|s[iu]n(?:l[ae]r)?)?"),
    "finite": re.compile(
        rf"{_VOICE}(?:(?:m[ae])?{_CAN}y?[ae]c[ae](?:k(?:s[iu]n(?:[iu]z)?|l[ae]r|t[iu])?|g[iu]m|g[iu]z)"
        rf"|(?:m|[iu]?)?[iu]?yor(?:um|sun|uz|sunuz|lar|du)?|(?:m[ae])?{_CAN}[dt][iu](?:m|n|k|n[iu]z|l[ae]r)?"
        rf"|{_CAN}m[iu]s{_PERSON}|{_CAN}[aeiu]?r{_PERSON}|m[ae]z{_PERSON}|y?[ae]y[iu]m|y?[ae]l[iu]m"
        rf"|(?:m[ae])?m[ae]l[iu](?:y[iu]m|s[iu]n|y[iu]z|s[iu]n[iu]z)?|y?[ae]b[iu]l[iu]r{_PERSON}|m[ae]d[iu](?:ler)?)"
    ),
    "infinitive": re.compile(rf"{_VOICE}(?:m[ae])?m[ae](?:k|[sn]|y[iae]|s[iu].{{0,6}}|m.{{0,6}}|l[ae]r.{{0,5}})?"),
    "while": re.compile(rf"{_VOICE}(?:m[ae])?(?:[aeiu]?r|[iu]?yor|m[ae]z)ken"),
    "by": re.compile(rf"{_VOICE}(?:m[ae])?y?[ae]r[ae]k"),
}
_GENERIC = (
    ("finite", re.compile(r"[a-z]{2,}[iu]yor(?:um|sun|uz|sunuz|lar)?|[a-z]{2,}[ae]c[ae](?:k(?:s[iu]n)?|g[iu]m|g[iu]z)")),
    ("after", re.compile(r"[a-z]{2,}[dt][iu]kt[ae]n")),
    ("before", re.compile(r"[a-z]{2,}m[ae]d[ae]n")),
    ("if", re.compile(r"[a-z]{2,}(?:yors[ae]|[iu]r(?:l[ae]r)?s[ae]|[ae]r(?:l[ae]r)?s[ae]|m[ae]zs[ae]|c[ae]ks[ae]|[dt][iu]ys[ae]|m[iu]ss[ae]|"
                      r"[aeiu]ys[ae]|degilse|[a-z]{3,}[bcdfghjklmnprstvyz]s[ae])|"
                      r"[a-z]{2,4}[bcdfghjklmnprtvyz]s[ae]")),
    ("ip", re.compile(r"[a-z]{3,}[iu]p")),
)  # fmt: skip
_COPULA_IF = bag(
    "ise degilse varsa yoksa fazlaysa azsa buyukse kucukse bossa doluysa esitse uygunsa hataliysa dogruysa "
    "yanlissa yuksekse dusukse basariliysa basarisizsa hazirsa mevcutsa acilsa acikse aciksa kapaliysa aksiyse "
    "eksikse tamamsa gecerliyse gecersizse farkliysa ayniysa coksa yetersizse yeterliyse mumkunse gerekliyse "
    "gerekirse oluysa evetse hayirsa olumluysa olumsuzsa"
)
_SUFFIXES = [
    "lar",
    "ler",
    "larin",
    "lerin",
    "lari",
    "leri",
    "larini",
    "lerini",
    "larina",
    "lerine",
    "larinda",
    "lerinde",
    "larindan",
    "lerinden",
    "nin",
    "nun",
    "in",
    "un",
    "yi",
    "yu",
    "i",
    "u",
    "ni",
    "nu",
    "si",
    "su",
    "sini",
    "sunu",
    "sina",
    "suna",
    "sine",
    "sunda",
    "sinda",
    "sinde",
    "sindan",
    "sinden",
    "sunun",
    "sinin",
    "ye",
    "ya",
    "e",
    "a",
    "na",
    "ne",
    "da",
    "de",
    "ta",
    "te",
    "nda",
    "nde",
    "dan",
    "den",
    "tan",
    "ten",
    "ndan",
    "nden",
    "la",
    "le",
    "yla",
    "yle",
    "im",
    "um",
    "m",
    "imi",
    "umu",
    "imin",
    "imda",
    "imde",
    "imiz",
    "umuz",
    "miz",
    "imizi",
    "imizin",
    "iniz",
    "unuz",
    "niz",
    "ki",
    "ca",
    "ce",
    "ini",
    "unu",
    "ina",
    "ine",
    "inda",
    "inde",
    "indan",
    "inden",
    "una",
    "unda",
    "undan",
    "inin",
    "unun",
    "daki",
    "deki",
    "taki",
    "teki",
    "ndaki",
    "ndeki",
    "lik",
    "luk",
    "ligi",
    "lugu",
    "siz",
    "suz",
    "li",
    "lu",
]
_NARROWED = {
    "sehr": "sehir", "ism": "isim", "resm": "resim", "fikr": "fikir", "vakt": "vakit", "kayd": "kayit",
    "agz": "agiz", "burn": "burun", "ogl": "ogul", "nakl": "nakil", "akl": "akil", "hacm": "hacim",
    "metn": "metin", "izn": "izin", "neslı": "nesil", "kism": "kisim", "sinf": "sinif", "hesab": "hesap",
    "kitab": "kitap", "reng": "renk", "cevab": "cevap", "taleb": "talep", "grub": "grup", "tarihı": "tarih",
}  # fmt: skip
_SOFT = {"g": "k", "b": "p", "d": "t"}


@cache
def _stems() -> dict[str, str]:
    table = {stem: stem for stem in word_set("tr", "verbs")}
    for stem in list(table):
        if len(stem) > 2 and stem[-1] in "aeiu":
            table.setdefault(stem[:-1], stem)
        if len(stem) > 3 and stem.endswith("et"):
            table.setdefault(stem[:-1] + "d", stem)
    for stem, variants in words("tr")["verb_variants"].items():
        for variant in variants.split():
            table.setdefault(fold(variant), fold(stem))
    return table


@lru_cache(maxsize=8192)
def verb_forms(norm: str) -> tuple[tuple[str, str], ...]:
    """All readings of a folded word as (verb stem, form), the longest stem first."""
    if not norm or len(norm) > 40:
        return ()
    table, exact, found = _stems(), word_set("tr", "verbs"), []
    for cut in range(len(norm), 1, -1):
        stem, rest = norm[:cut], norm[cut:]
        if stem not in table:
            continue
        for form, pattern in _FORMS.items():
            if form == "imperative" and stem not in exact:
                continue
            if stem not in exact and not rest.startswith(("iyor", "uyor")) and len(stem) < 2:
                continue
            if stem not in exact and table[stem][-1] in "aeiu" and not rest.startswith(("iyor", "uyor")):
                continue
            if pattern.fullmatch(rest):
                found.append((table[stem], form))
    return tuple(found)


@lru_cache(maxsize=8192)
def forms(norm: str) -> frozenset[str]:
    """What the ending of a word may say: ip, after, before, if, when, imperative, finite …"""
    if len(norm) > 40:
        return frozenset()
    out = {form for _, form in verb_forms(norm)}
    if norm in _COPULA_IF:
        out.add("if")
    if not out or out <= {"infinitive"}:
        out |= {form for form, pattern in _GENERIC if pattern.fullmatch(norm)}
    if "ip" in out and (norm in word_set("tr", "ip_nouns") or len(norm) < 4):
        out.discard("ip")
    if "if" in out and norm in word_set("tr", "if_nouns"):
        out.discard("if")
    return frozenset(out)


def verb_of(norm: str, form: str | None = None) -> str | None:
    """The stem of a word read as a verb."""
    for stem, kind in verb_forms(norm):
        if form is None or kind == form:
            return stem
    return None


@lru_cache(maxsize=8192)
def noun_stems(norm: str) -> frozenset[str]:
    """Every stem a folded noun may have after taking up to three endings off."""
    if len(norm) > 40:
        return frozenset((norm,))
    found, layer = {norm}, {norm}
    for _ in range(3):
        fresh = set()
        for word in layer:
            for suffix in _SUFFIXES:
                if word.endswith(suffix) and len(word) - len(suffix) >= 2:
                    stem = word[: -len(suffix)]
                    fresh.add(stem)
                    if stem in _NARROWED:
                        fresh.add(_NARROWED[stem])
                    if stem[-1] in _SOFT and len(stem) > 2:
                        fresh.add(stem[:-1] + _SOFT[stem[-1]])
        layer = fresh - found
        found |= fresh
    return frozenset(found)
