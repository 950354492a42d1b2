"""What a round of a loop takes of its entry: "her satır için şehri yaz" names a field, "for each city" goes over a column."""

from .english import noun
from .implied import asks_how_many
from .language import bag, fold
from .lexicon import word_set
from .tokens import Token
from .turkish import noun_stems

_TEXTS = {"chat.post": "text", "notify.push": "text", "notify.email": "text", "file.write": "content"}
_ENTRIES = bag(
    "row record line entry item element result file document message page one thing photo picture image pdf mail email "
    "satir kayit oge sonuc dosya belge mesaj sayfa fotograf resim gorsel biri birisi sey"
)
_OWN = bag("the its their his her")
_WHOLE = bag(
    "row record line entry item result message text link list summary report table answer reply data file note warning "
    "reminder notification details info information update news greeting satir kayit mesaj baglanti liste ozet rapor tablo yanit cevap veri "
    "dosya uyari bildirim bilgi ayrinti detay selam tesekkur haber durum hata not sms"
)
_PLACES = bag("channel group kanal grup konusma sohbet ekip takim team everyone herkes bura")


def with_rounds(segments: list[dict], spans: dict[str, list[Token]], language: str) -> list[dict]:
    """Give the steps of a round the field they name; a loop over a column the name of the column."""
    for loop in segments:
        if loop["task_type"] != "loop.each" or "in" in loop["parameters"]:
            continue
        inside = _inside(segments, loop["id"])
        named = False
        for segment in inside:
            field = _TEXTS.get(segment["task_type"])
            if (
                field is None
                or field in segment["parameters"]
                or segment["parameters"].keys() & {"path", "attachment"} & {field}
            ):
                continue
            made = [one for one in inside if one["id"] in segment["dependencies"]]
            names = (
                [] if made else fields_named(spans.get(segment["id"], []), loop["parameters"].get("over", ""), language)
            )
            if names:
                named = True
                segment["parameters"][field] = " – ".join(f"${{item.{name}}}" for name in names)
        over = loop["parameters"].get("over", "").split()
        if (
            named
            or len(over) != 1
            or not inside
            or any(one["task_type"] not in ("chat.post", "notify.push") for one in inside)
        ):
            continue
        word = noun(over[0].lower()) if language == "en" else over[0]
        stems = {word} if language == "en" else noun_stems(fold(over[0]))
        if not stems & _ENTRIES:
            loop["parameters"]["column"] = word
    return segments


def _inside(segments: list[dict], loop: str) -> list[dict]:
    """The steps of a round, in order."""
    found: list[dict] = []
    names = {loop}
    for segment in segments:
        when = segment.get("when") or {}
        if (when.get("segment") in names and (when["segment"] != loop or when.get("branch") == "each")) or (
            set(segment["dependencies"]) & (names - {loop})
        ):  # fmt: skip
            found.append(segment)
            names.add(segment["id"])
    return found


def fields_named(span: list[Token], over: str, language: str) -> list[str]:
    """The columns that a step hands on: "post the name and the price", "adını ve fiyatını yaz"."""
    if any(t.kind in ("quote", "said", "json") or t.text == ":" for t in span) or asks_how_many(span, language):
        return []
    return _english(span, over) if language == "en" else _turkish(span, over)


def _english(span: list[Token], over: str) -> list[str]:
    found: list[str] = []
    at = 1
    own = {noun(word.lower()) for word in over.split()}
    while at < len(span):
        token = span[at]
        if token.kind != "word" or token.norm in (
            "to",
            "in",
            "on",
            "here",
            "at",
            "with",
            "by",
            "about",
            "me",
            "us",
            "for",
        ):
            break
        name = (
            token.norm in _OWN
            or token.norm in ("and", "plus")
            or (token.suffix == "s" and noun(token.norm[:-2]) in own)
        )
        if not name:
            before = span[at - 1]
            if not (
                before.norm in _OWN
                or before.suffix == "s"
                or (found and (before.norm in ("and", "plus") or before.text == ","))
            ):
                break
            if noun(token.norm) in own | _WHOLE | _PLACES or token.norm in word_set("en", "anaphora"):
                return []
            words = [token.text.lower()]
            while (
                at + 1 < len(span)
                and span[at + 1].kind == "word"
                and span[at + 1].norm in ("number", "name", "date", "code", "address", "id", "no")
            ):
                at += 1
                words.append(span[at].text.lower())
            found.append("_".join(words))
        at += 1
    return found[:5]


def _turkish(span: list[Token], over: str) -> list[str]:
    found: list[str] = []
    own = {stem for word in over.split() for stem in noun_stems(fold(word))}
    for token in span[:-1]:
        if token.kind != "word" or token.suffix:
            continue
        stems = noun_stems(token.norm)
        if not token.norm.endswith(("i", "u")) or len(token.norm) < 4 or stems & (own | _WHOLE | _PLACES):
            continue
        if (
            token.norm in word_set("tr", "anaphora")
            or stems & word_set("tr", "anaphora")
            or token.norm.startswith("kanal")
        ):
            continue
        found.append(_column(token.text.replace("I", "ı").replace("İ", "i").lower()))
    return found[:5]


_ENDINGS = (
    "larını",
    "lerini",
    "ları",
    "leri",
    "sını",
    "sini",
    "sunu",
    "sünü",
    "ını",
    "ini",
    "unu",
    "ünü",
    "yı",
    "yi",
    "yu",
    "yü",
)
_NARROWED = {"şehr": "şehir", "ism": "isim", "resm": "resim", "kayd": "kayıt", "metn": "metin", "vakt": "vakit"}


def _column(word: str) -> str:
    """ "şehri", "fiyatını", "adını" without their endings; what is left open the columns decide."""
    for ending in (*_ENDINGS, "ı", "i", "u", "ü"):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: -len(ending)]
            stem = stem[:-1] + "k" if stem.endswith("ğ") else stem
            return _NARROWED.get(stem, stem)
    return word
