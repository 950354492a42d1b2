"""Readings of a task type that single words cannot decide: words that mean something together."""

from collections.abc import Callable

from .english import is_verb, lemma
from .filters import compared_by
from .language import bag, fold
from .tokens import Token
from .turkish import noun_stems, verb_forms

Add = Callable[[str, float], None]
_METHODS = frozenset(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])


def adjust(span: list[Token], language: str, verb: str, votes: dict[str, float]) -> None:
    """Add to the votes of a clause what its words say together; verb is its main verb."""
    norms = [t.norm for t in span]
    kinds = {t.kind for t in span}

    def add(kind: str, weight: float) -> None:
        votes[kind] = votes.get(kind, 0.0) + weight

    method = {t.text for t in span} & _METHODS
    if method and "url" in kinds:
        add("http.request", 6)
    if "url" in kinds and verb in ("post", "put", "patch", "send", "gonder", "yolla"):
        add("http.request", 4)
    if language == "en":
        _adjust_english(span, norms, kinds, verb, add)
    else:
        _adjust_turkish(span, norms, kinds, verb, add)


def _adjust_english(span: list[Token], norms: list[str], kinds: set[str], verb: str, add: Add) -> None:
    joined = " ".join(norms)
    if verb in ("remove", "drop", "delete", "exclude", "keep", "take") and set(norms) & _ROWS_EN:
        add("data.transform", 4)
    if verb in ("delete", "remove") and "file" in kinds:
        add("file.delete", 3)
    if verb in ("wait", "pause") and "for" in norms and {"approve", "approval", "confirm", "ok", "okay"} & set(norms):
        add("approval.request", 8)
    if verb in ("ask", "let", "get", "have", "wait", "request") and "approve" in {lemma(n) for n in norms}:
        add("approval.request", 8)
    if verb == "set" and "reminder" not in norms and "alarm" not in norms:
        add("remind.create", -1)
    if (verb == "turn" and "into" in norms) or (verb in ("change", "transform") and ("into" in norms or "to" in norms)):
        add("data.transform", 3)
    if verb == "notify" and ("channel" in kinds or "person" in kinds):
        add("chat.post", 4)
    if verb in ("send", "push") and "notification" in joined:
        add("notify.push", 2)
    if verb in ("make", "create") and "summary" in norms:
        add("model.run", 5)
    if verb == "let" and "know" in norms:
        add("chat.post", 2.5 if set(norms) & {"channel", "team", "everyone"} or kinds & {"channel", "person"} else 1)
        add("notify.push", 2.5 if "me" in norms else 0)
    if verb in ("get", "ask", "request", "wait", "need", "obtain", "require", "seek", "check") and set(norms) & {
        "approval", "permission", "sign-off", "signoff", "consent", "confirmation", "authorization", "go-ahead", "okay", "ok",
    }:  # fmt: skip
        add("approval.request", 6)
    if verb in ("who", "when", "where", "what", "which", "did", "has", "how") and set(norms) & {
        "mentioned", "mention", "said", "say", "sent", "shared", "wrote", "posted", "talked", "discussed", "uploaded",
        "asked", "decided", "agreed",
    }:  # fmt: skip
        add("search.messages", 4)
    if verb in ("show", "give") and {"top", "first", "best"} & set(norms) and "by" not in norms:
        add("chat.post", 3)
    if verb == "set" and {"deadline", "due", "assignee", "priority"} & set(norms):
        add("todo.create", 4)
    if verb in ("top", "first"):
        add("data.transform", 4)
    if verb in ("show", "give", "list", "get") and "by" in norms and {"top", "first", "best"} & set(norms):
        add("data.transform", 6)
    if verb == "write" and ("file" in kinds or "to file" in joined):
        add("file.write", 3)
    if verb == "add" and "file" in kinds:
        add("file.write", 3)
    if verb == "show" and ("here" in norms or "me" in norms) and not set(norms) & {"messages", "files"}:
        add("chat.post", 2.5)

    _adjust_english_sense(span, norms, kinds, verb, add)


_SAID_EN = bag(
    "mentioned mention mentions said say says sent send shared share wrote write written posted post talked discussed uploaded "
    "upload asked decided agreed put left attached forwarded replied promised announced reported"
)
_TEXTS_EN = bag(
    "message note letter text reply email mail post paragraph poem story announcement speech slogan article invitation comment sentence description title caption tagline headline agenda script"
)
_PERSONAL = bag("to in on at")


def _adjust_english_sense(span: list[Token], norms: list[str], kinds: set[str], verb: str, add: Add) -> None:
    words = set(norms)
    opener = norms[0]
    asks = opener in ("who", "which", "what", "where", "when") or (
        opener in ("did", "has", "have", "was", "were", "is", "are") and len(norms) > 2
    )
    if asks and words & _SAID_EN:
        add("search.messages", 6)
    elif (
        asks
        and opener in ("has", "have", "did")
        and words & {"anyone", "anybody", "somebody", "someone", "we", "they", "he", "she"}
    ):
        add("search.messages", 5)
    if verb in ("show", "list", "give", "find", "get", "fetch", "pull", "look", "bring") and words & {
        "posted", "sent", "shared", "wrote", "said", "mentioned", "uploaded", "asked", "discussed",
    }:  # fmt: skip
        add("search.messages", 9)
        add("chat.post", -3)
    article = next((i for i, n in enumerate(norms[:5]) if n in ("a", "an", "some", "two", "three", "another")), -1)
    if verb in ("write", "make", "create", "compose", "come", "think") and article >= 0 and words & _TEXTS_EN and not (
        kinds & {"channel", "person", "email", "file"}
    ):  # fmt: skip
        add("model.run", 5)
    if verb in ("give", "get", "make", "provide") and words & {
        "summary",
        "overview",
        "recap",
        "gist",
        "translation",
        "analysis",
    }:
        add("model.run", 6)
    if verb == "pick" and "out" in norms[:3]:
        add("model.run", 3)
    if verb in ("drop", "remove", "keep", "exclude", "leave", "discard", "filter", "take") and words & _THAN and (
        "number" in kinds or "than" in words
    ):  # fmt: skip
        add("data.transform", 6)
    if verb in ("drop", "remove", "exclude", "leave", "discard") and words & {
        "ones",
        "those",
        "anything",
        "everything",
        "anyone",
        "everyone",
    }:
        add("data.transform", 4)
    if (
        verb == "let"
        and words & {"choose", "decide", "check", "confirm", "review", "approve", "pick"}
        and "know" not in words
    ):
        add("approval.request", 7)
    if (
        verb in ("check", "ask", "clear")
        and words & {"may", "whether", "if"}
        and words & {"we", "i"}
        and words & {"may", "can", "allowed"}
    ):
        add("approval.request", 6)
    if verb in ("call", "ring") and words & {"phone", "mobile", "cell"} and "url" not in kinds:
        add("notify.push", 5)
    if verb == "rename" and "file" in kinds:
        add("file.copy", 4)
    if verb == "check" and "url" in kinds:
        add("http.request", 3)
    if verb in ("file", "open", "raise", "create") and words & {"ticket", "issue", "task", "to-do", "todo"}:
        add("todo.create", 2)
    if verb in ("ping", "nudge", "poke", "tell", "notify", "alert", "buzz", "text", "wake") and "me" in words and "to" in words and (
        words & {"tomorrow", "tonight", "today", "at", "on", "next", "every"} or words & _CLOCK
    ):  # fmt: skip
        add("remind.create", 8)
    if verb in ("send", "post", "share", "forward", "publish", "mail", "email", "announce"):
        add("data.transform", -3)
    if verb == "come" and "up" in words:
        add("model.run", 7)
    if verb in ("ask", "let", "have", "get", "wait") and words & {"sign", "signs", "signed"} and "off" in words:
        add("approval.request", 7)
    if verb in ("publish", "put", "post", "drop") and "file" in kinds and not kinds & {"channel", "person"}:
        add("file.write", 4)
    if len(norms) <= 6 and words & _CLOCK and not is_verb(verb) and "number" in kinds:
        add("wait", 5)
    if verb in ("stop", "pause", "hold", "break", "rest", "hang") and words & _CLOCK:
        add("wait", 6)
    if verb in ("find", "get", "show", "list", "look") and _table(span):
        add("data.transform", 6)
    if verb == "kick" and "off" in words:
        add("command.run", 4)
    if verb == "check" and "back" in words:
        add("wait", 7)
    if verb == "give" and words & {"minute", "minutes", "hour", "hours", "seconds"} and "it" in words:
        add("wait", 7)
    if (verb == "forget" or "forget" in words) and {"don", "dont", "not", "never"} & words:
        add("remind.create", 8)
    if verb == "do" and words & {"get", "post"} and "url" in kinds:
        add("http.request", 4)


_CLOCK = bag("second seconds minute minutes hour hours sec secs min mins saniye dakika saat")


def _table(span: list[Token]) -> bool:
    """Does the clause name a table and how many of its rows are meant: "the largest 3 orders in orders.csv"?"""
    return any(t.kind == "number" for t in span) and any(
        t.kind == "file" and t.norm.endswith((".csv", ".xlsx", ".xls", ".tsv", ".json", ".parquet")) for t in span
    )


_THAN = bag(
    "younger older smaller larger bigger cheaper shorter longer earlier later newer fewer less more lower higher under over above below greater"
)
_SAID_TR = bag("yaz gonder paylas soyle at yukle bahset sor konus de anlat yolla ilet birak duyur")


def _reported(norm: str) -> bool:
    """ "yazdığı", "gönderdikleri", "konuştuğumuz": what somebody said or sent."""
    if norm.endswith(("digi", "dugu", "tigi", "tugu", "digini", "dugunu", "tigini", "tugunu", "dikleri", "diklerini", "dugumuz",
                      "tugumuz", "digimiz", "tigimiz")):  # fmt: skip
        return True
    return any(
        stem in _SAID_TR and form not in ("imperative", "ip", "infinitive") for stem, form in verb_forms(norm)[:1]
    )


def _adjust_turkish_sense(span: list[Token], norms: list[str], kinds: set[str], verb: str, add: Add) -> None:
    words = {stem for t in span if t.kind == "word" for stem in noun_stems(t.norm)}
    last = norms[-1] if norms else ""
    said = any(_reported(n) for n in norms[:-1])
    asks = last in ("mi", "mu") or bool({"kim", "kimler", "hangi", "nerede", "nereye", "neler", "ne"} & set(norms[:6]))
    finite = last in ("dedi", "demis", "diyor") or any(
        stem in _SAID_TR and form == "finite" for n in norms for stem, form in verb_forms(n)
    )
    if asks and (finite or any(n[:3] == "yaz" and n.endswith("an") for n in norms)) and "misin" not in norms:
        add("search.messages", 12)
    if asks and any(n.endswith(("an", "en")) and stem in _SAID_TR for n in norms for stem in noun_stems(n[:-2])):
        add("search.messages", 4)
    if verb in ("goster", "listele", "bul", "getir", "bak", "cikar") and (
        said or ("her" in norms[:-1] and "sey" in words)
    ):
        add("search.messages", 9)
        add("chat.post", -3)
    if verb == "yaz" and "bir" in norms and not kinds & {"channel", "person", "email", "file"} and (
        words & {"mesaj", "not", "mektup", "metin", "yazi", "paragraf", "siir", "oyku", "duyuru", "yanit", "cevap", "makale", "ileti"}
    ):  # fmt: skip
        add("model.run", 6)
    if verb == "yaz" and "yeniden" in norms:
        add("model.run", 5)
    if verb in ("duzelt", "duzenle") and "satir" not in words and "sutun" not in words:
        add("model.run", 4)
    if verb == "ayir" and "gore" in norms:
        add("data.transform", 5)
    if verb == "ara" and words & {"telefon", "telefonu", "nobetci", "numara"}:
        add("notify.push", 6)
    if verb == "yap" and "file" in kinds and words & {"ad", "isim"}:
        add("file.copy", 6)
    if verb in ("bahset", "bahsed", "soz") and kinds & {"channel", "person"}:
        add("chat.post", 5)
    if verb in ("izin",) or ("izin" in words and last.startswith("iste")):
        add("approval.request", 8)
    if verb in ("onaylat",) or any(n.startswith(("onaylasin", "onaylatip", "secsin", "kararlastirsin")) for n in norms):
        add("approval.request", 7)
    if verb in ("haber", "ver") and "haber" in words and not kinds & {"channel", "person"}:
        add("notify.push", 2)
    if verb in ("ver", "tanimla", "ac", "olustur", "ekle") and words & {"gorev", "yapilacak", "talep"}:
        add("todo.create", 3)
    if verb in ("tut", "birak", "sec", "al", "cikar", "ele", "sil", "at", "filtrele", "kalsin", "getir", "bul") and compared_by(span) and (
        any(t.kind == "number" for t in span)
    ):  # fmt: skip
        add("data.transform", 6)
    if verb in ("bul", "goster", "listele", "getir", "bak") and _table(span):
        add("data.transform", 6)
    if verb in ("gonder", "paylas", "yolla", "ilet", "duyur", "yayinla"):
        add("data.transform", -3)
    if verb == "donustur" and words & {"paragraf", "metin", "ozet", "mektup", "siir", "yazi", "cumle"}:
        add("model.run", 6)
    if verb == "bul" and "bir" in norms and words & {"konu", "baslik", "isim", "slogan", "ad", "fikir", "cumle"}:
        add("model.run", 6)
    if verb == "yaz" and any(t.capital and t.suffix in ("a", "e", "ya", "ye") for t in span):
        add("chat.post", 4)
    if not verb and len(norms) <= 5 and words & _CLOCK and "number" in kinds:
        add("wait", 5)
    if verb in ("listele", "bul", "ara", "getir", "bak", "tara") and "mesaj" in words:
        add("search.messages", 6)
    if verb == "unuttur" or any(n.startswith("unutturma") for n in norms):
        add("remind.create", 8)
    if verb == "de" and ("channel" in kinds or "person" in kinds):
        add("chat.post", 4)
    if verb in ("yap", "cevir") and kinds & {"file"} and words & _FORMATS_TR:
        add("data.transform", 5)
    if "url" in kinds and verb in ("oku", "getir", "tetikle", "dene", "kontrol", "et", "yokla", "bak"):
        add("http.request", 4)
    if verb == "dene" and "yeniden" in norms:
        add("http.request", 3)
    if verb in ("bosalt", "temizle") and words & {"cop", "gecici", "onbellek", "klasor"}:
        add("file.delete", 3)
    if verb in ("ele", "cikar", "at") and any(
        n.endswith(("lari", "leri")) and n[:-4].endswith(("olan", "an", "en", "uk", "ik")) for n in norms
    ):
        add("data.transform", 3)


def _adjust_turkish(span: list[Token], norms: list[str], kinds: set[str], verb: str, add: Add) -> None:
    words = {stem for t in span if t.kind == "word" for stem in noun_stems(t.norm)}
    if verb in ("at", "cikar", "sil", "kaldir", "birak", "al", "tut", "ele", "getir") and words & _ROWS_TR:
        add("data.transform", 4)
    if verb == "cevir" and (words & _FORMATS_TR or kinds & {"file"}):
        add("data.transform", 4)
    if verb == "cevir" and any(word.endswith(("ce", "ca")) and len(word) > 4 for word in words & _LANGUAGES_TR):
        add("model.run", 5)
    if verb == "at" and "istek" in words:
        add("http.request", 4)
    if "haber" in words and verb == "ver" and kinds & {"channel", "person"}:
        add("chat.post", 3)
    if "not" in words and verb == "al":
        add("file.write", 3)
    if verb == "yaz" and "file" in kinds:
        add("file.write", 4)
    if verb == "ekle" and "file" in kinds:
        add("file.write", 3)
    if verb == "oku" and not kinds & {"file", "url"}:
        add("file.read", -1)
    if {"kim", "kimler", "kime"} & set(norms) or {"bahset", "bahsed"} & {t.norm[:6] for t in span}:
        add("search.messages", 3)
    if verb == "sor" and {"bana", "benden"} & set(norms) and not kinds & {"channel"}:
        add("approval.request", 4)
    if verb in ("goster", "listele", "ver", "getir") and {"gore", "ilk"} <= set(norms):
        add("data.transform", 6)
    if verb in ("al", "iste", "sor", "bekle", "ver", "gerek") and words & {"onay", "izin", "teyit", "riza"}:
        add("approval.request", 6)
    if verb in ("ver", "gonder") and "bilgi" in words:
        add("chat.post", 3)
    if verb == "aktar" and "ice" in norms:
        add("file.read", 8)
    if verb == "aktar" and "disa" in norms:
        add("file.write", 3)
    if verb == "aktar" and kinds & {"channel", "person"}:
        add("chat.post", 3)
    if verb in ("hazirla", "olustur", "yaz", "cikar", "yap") and words & {"ozet", "taslak", "yanit", "cevap", "ceviri"}:
        add("model.run", 4)
    _adjust_turkish_sense(span, norms, kinds, verb, add)


_ROWS_EN = bag(
    "row rows column columns duplicates duplicate lines entries values blanks empty blank null cells records "
    "top first last only header headers outliers items results"
)
_ROWS_TR = bag("satir sutun kolon tekrar kayit bos ilk son sadece yalnizca yinelenen mukerrer deger hucre baslik fazla")
_FORMATS_TR = bag("csv json xlsx excel markdown avro euro eur dolar usd lira tl try tablo xml yaml para")
_LANGUAGES_TR = frozenset(
    fold(name) for name in ["ingilizce", "türkçe", "almanca", "fransızca", "ispanyolca", "italyanca", "rusça", "arapça", "japonca", "çince", "felemenkçe", "portekizce", "lehçe", "yunanca", "korece", "farsça", "azerice", "kürtçe", "hollandaca", "bulgarca", "ukraynaca"]
)  # fmt: skip
ROWS = bag("row rows column columns duplicates satir sutun kolon tekrar gore by")
