"""Column names as they stand in a wish: "şehre göre", "by customer and city"."""

from .english import is_verb
from .language import bag
from .lexicon import word_set
from .tokens import Token, quoted

_NARROWED = {
    "şehr": "şehir", "ism": "isim", "resm": "resim", "fikr": "fikir", "vakt": "vakit", "kayd": "kayıt",
    "metn": "metin", "kısm": "kısım", "renge": "renk", "hacm": "hacim", "nesl": "nesil", "sehr": "sehir",
}  # fmt: skip
_HARDENED = {"ğ": "k", "b": "p", "c": "ç"}
_STOP_EN = bag(
    "then in on at to from with as for into descending ascending desc asc highest lowest first order where if "
    "so using per when otherwise than and-then or after before"
)
_SKIP_EN = bag("the their its a an each column columns field value values of")
_POSSESSIVE = "ıiuü"
FUNCTIONS = {
    "total": "sum", "sum": "sum", "add": "sum", "topla": "sum", "toplam": "sum", "average": "avg", "mean": "avg",
    "ortalama": "avg", "ortala": "avg", "minimum": "min", "maximum": "max", "min": "min", "max": "max",
    "en-dusuk": "min", "en-yuksek": "max", "toplamini": "sum", "ortalamasini": "avg", "median": "avg",
}  # fmt: skip


def base_form(word: str) -> str:
    """A Turkish noun without its dative ending: şehre, müşteriye, gelire, satış tutarına."""
    low = word
    if len(low) < 4:
        return low[:-1] if len(low) == 3 and low[-1] in "ae" else low
    if (low.endswith(("ya", "ye")) and low[-3] in "aeıioöuü") or (
        low.endswith(("na", "ne")) and low[-3] in _POSSESSIVE
    ):
        stem = low[:-2]
    elif low[-1] in "ae" and low[-2] not in "aeıioöuü":
        stem = low[:-1]
    else:
        return low
    if stem in _NARROWED:
        return _NARROWED[stem]
    if stem.endswith("ng"):
        return stem[:-1] + "k"
    if stem[-1] in _HARDENED and stem not in ("web", "lab", "blog", "katalog"):
        return stem[:-1] + _HARDENED[stem[-1]]
    return stem


def columns_en(span: list[Token], at: int) -> list[str]:
    """Column names behind "by": words up to the next preposition, several with "and" or commas."""
    found: list[str] = []
    current: list[str] = []
    for i in range(at, min(len(span), at + 12)):
        token = span[i]
        if token.kind == "quote":
            current.append(quoted(token))
        elif token.text in (",", "&") or token.norm == "and":
            if current:
                found.append(" ".join(current))
            current = []
            nxt = span[i + 1] if i + 1 < len(span) else None
            if nxt is None or (is_verb(nxt.norm) and i + 2 < len(span)):
                break
        elif token.kind != "word" or token.norm in _STOP_EN:
            break
        elif token.norm not in _SKIP_EN and len(current) < 3:
            current.append(token.text.lower() if not token.text.isupper() else token.text)
    if current:
        found.append(" ".join(current))
    return found


def columns_tr(span: list[Token], at: int) -> list[str]:
    """Column names in front of "göre": one noun phrase, several with "ve" or commas."""
    found: list[str] = []
    current: list[str] = []
    i = at - 1
    while i >= 0 and at - i < 10:
        token = span[i]
        if token.kind == "quote":
            current.insert(0, quoted(token))
            i -= 1
            continue
        if token.text in (",", "&") or token.norm == "ve":
            if current:
                found.insert(0, " ".join(current))
            current = []
            i -= 1
            continue
        if (
            not current
            and i == at - 1
            and token.kind == "word"
            and _possessive_dative(token, span[i - 1] if i else None)
        ):
            current.insert(0, _possessive_dative(token, span[i - 1] if i else None))
            i -= 1
            continue
        if token.kind != "word" or len(current) >= 2 or (current and _closes(token)):
            break
        low = token.text.replace("I", "ı").replace("İ", "i").lower()
        current.insert(0, base_form(low) if not current else low)
        i -= 1
    if current:
        found.insert(0, " ".join(current))
    return found


def _closes(token: Token) -> bool:
    """A word with a case ending belongs to another phrase than the column."""
    norm = token.norm
    return bool(token.suffix) or norm in word_set("tr", "anaphora") or norm.endswith(
        ("lari", "leri", "yi", "yu", "dan", "den", "tan", "ten", "nin", "nun", "da", "de")
    ) or norm in ("tablo", "hepsini", "sadece", "tekrar", "simdi", "bir", "her", "butun", "tum") or (
        len(norm) > 4 and norm[-1] in "iu" and norm not in ("musteri", "sehri", "adi", "tutari", "satici", "turu")
    )  # fmt: skip


def _possessive_dative(token: Token, before: Token | None) -> str:
    """ "türüne", "boyutuna" alone: the bare noun; behind another noun the possessive belongs to the name."""
    low = token.text.replace("I", "ı").replace("İ", "i").lower()
    if not low.endswith(("ına", "ine", "una", "üne")) or len(low) < 6:
        return ""
    if before is not None and before.kind == "word" and not _closes(before) and before.norm not in ("ve", "sonra"):
        return ""
    stem = low[:-3]
    if stem.endswith("s") and stem[-2] in "aeıioöuü":
        stem = stem[:-1]
    return _NARROWED.get(stem, stem[:-1] + "k" if stem.endswith("ğ") else stem)


def object_en(span: list[Token]) -> str | None:
    """The column that an English step works on."""
    for i, token in enumerate(span[:-1]):
        if token.norm in ("the", "all", "their", "of", "total", "average", "sum") and i + 1 < len(span):
            after = span[i + 1]
            if (
                after.kind == "word"
                and after.norm not in ("the", "all", "of", "to", "by")
                and after.norm not in FUNCTIONS
            ):
                return after.text.lower()
            if after.kind == "quote":
                return quoted(after)
    return span[1].text.lower() if len(span) > 1 and span[1].kind == "word" and span[1].norm not in (
        "it", "them", "up", "by") else None  # fmt: skip


def object_tr(span: list[Token]) -> str | None:
    """The column that a Turkish step works on, without its ending."""
    for token in span:
        low = token.text.replace("I", "ı").replace("İ", "i").lower()
        if token.kind == "word" and token.norm not in ("butun", "tum", "toplam", "hepsini", "bunlari", "sonuclari"):
            for ending in (
                "larını",
                "lerini",
                "ları",
                "leri",
                "lari",
                "sını",
                "sini",
                "ını",
                "ini",
                "yi",
                "yı",
                "ı",
                "i",
                "u",
                "ü",
            ):
                if low.endswith(ending) and len(low) - len(ending) >= 2:
                    return low[: -len(ending)]
    return None
