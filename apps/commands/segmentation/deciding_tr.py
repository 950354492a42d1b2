"""Which task a Turkish clause asks for, where single words leave it open."""

from .deciding_both import CLOCK, Add, names_rows
from .filters import compared_by
from .language import bag, fold
from .tokens import Token
from .turkish import noun_stems, verb_forms

_ROWS_TR = bag("satir sutun kolon tekrar kayit bos ilk son sadece yalnizca yinelenen mukerrer deger hucre baslik fazla")
_FORMATS_TR = bag("csv json xlsx excel markdown avro euro eur dolar usd lira tl try tablo xml yaml para")
_LANGUAGES_TR = frozenset(
    fold(name) for name in ["ingilizce", "türkçe", "almanca", "fransızca", "ispanyolca", "italyanca", "rusça", "arapça", "japonca", "çince", "felemenkçe", "portekizce", "lehçe", "yunanca", "korece", "farsça", "azerice", "kürtçe", "hollandaca", "bulgarca", "ukraynaca"]
)  # fmt: skip


def adjust(span: list[Token], norms: list[str], kinds: set[str], verb: str, add: Add) -> None:
    """Add to the votes of a Turkish clause what its words say together."""
    words = {stem for t in span if t.kind == "word" for stem in noun_stems(t.norm)}
    if verb in ("at", "cikar", "sil", "kaldir", "birak", "al", "tut", "ele", "getir") and words & _ROWS_TR:
        add("data.transform", 4)
    if verb == "cevir" and (words & _FORMATS_TR or kinds & {"file"}):
        add("data.transform", 4)
    if verb == "cevir" and any(word.endswith(("ce", "ca")) and len(word) > 4 for word in words & _LANGUAGES_TR):
        add("model.run", 5)
    if verb == "at" and "istek" in words:
        add("http.request", 4)
    if verb in ("al", "bul", "cikar", "hesapla") and words & {"ortalama", "toplam", "medyan", "yuzde"}:
        add("data.transform", 6)
    if "haber" in words and verb == "ver" and kinds & {"channel", "person"}:
        add("chat.post", 3)
    if "not" in words and verb == "al":
        add("file.write", 3)
    if verb == "yaz" and "file" in kinds:
        add("file.write", 4)
    if verb == "guncelle" and "file" in kinds and not kinds & {"channel", "person"}:
        add("file.write", 5)
    if verb in ("kontrol", "denetle", "et", "bak", "tara") and words & {"imla", "yazim"}:
        add("model.run", 9)
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
    _by_sense(span, norms, kinds, verb, add)


_SAID_TR = bag("yaz gonder paylas soyle at yukle bahset sor konus de anlat yolla ilet birak duyur kararlastir anlas")


_CONSENTS = bag("onay izin teyit riza olur tasdik muvafakat ben bana benden")


_PIECES = bag("satir cumle madde paragraf kelime sayfa")
_HANDED = bag("yaniti cevabi yanitini cevabini yanitlari cevaplari yanitlarini cevaplarini donen gelen")


def _reported(norm: str) -> bool:
    """ "yazdığı", "gönderdikleri", "konuştuğumuz": what somebody said or sent."""
    if norm.endswith(("digi", "dugu", "tigi", "tugu", "digini", "dugunu", "tigini", "tugunu", "dikleri", "diklerini", "dugumuz",
                      "tugumuz", "digimiz", "tigimiz")):  # fmt: skip
        return True
    return any(
        stem in _SAID_TR and form not in ("imperative", "ip", "infinitive") for stem, form in verb_forms(norm)[:1]
    )


def _by_sense(span: list[Token], norms: list[str], kinds: set[str], verb: str, add: Add) -> None:
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
    if verb in ("yaz", "gonder", "ilet") and _HANDED & set(norms) and "bir" not in norms and (
        kinds & {"channel", "person"} or words & {"bura", "ben", "biz"} or {"buraya", "bana", "bize"} & set(norms)
    ):  # fmt: skip
        add("model.run", -6)
        add("chat.post", 6)
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
    if verb == "sor" and {"mi", "mu"} & set(norms) and words & {"kabul", "onay", "onayla", "izin", "razi"} and (
        any(t.capital for t in span) or "person" in kinds
    ):  # fmt: skip
        add("approval.request", 9)
    if any(n.startswith(("kararina", "onayina", "takdirine", "gorusune")) for n in norms) and last in (
        "sun",
        "gonder",
        "birak",
    ):
        add("approval.request", 9)
    if last in ("indir", "kisalt", "sigdir") and "url" not in kinds and words & _PIECES:
        add("model.run", 8)
        add("data.transform", -4)
    if (
        "kac" in norms
        and "url" not in kinds
        and last in ("var", "vardir", "bulunuyor")
        and words & _ROWS_TR | words & {"siparis", "musteri", "urun", "fatura"}
    ):
        add("data.transform", 9)
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
    if verb in ("bul", "goster", "listele", "getir", "bak") and names_rows(span):
        add("data.transform", 6)
    if verb in ("gonder", "paylas", "yolla", "ilet", "duyur", "yayinla"):
        add("data.transform", -3)
    if verb == "donustur" and words & {"paragraf", "metin", "ozet", "mektup", "siir", "yazi", "cumle"}:
        add("model.run", 6)
    if verb == "bul" and "bir" in norms and words & {"konu", "baslik", "isim", "slogan", "ad", "fikir", "cumle"}:
        add("model.run", 6)
    if verb == "yaz" and any(t.capital and t.suffix in ("a", "e", "ya", "ye") for t in span):
        add("chat.post", 4)
    if not verb and len(norms) <= 5 and words & CLOCK and "number" in kinds:
        add("wait", 5)
    if verb in ("listele", "bul", "ara", "getir", "bak", "tara") and "mesaj" in words:
        add("search.messages", 6)
    if verb == "ver" and words & {"is", "gorev"} and any(n.endswith(("me", "ma")) for n in norms):
        add("todo.create", 4)
    if words & {"bellet", "dene", "tekrar"} and any(n.startswith("yukle") for n in norms):
        add("file.copy", 4)
    if verb == "acikla" and kinds & {"channel", "person"}:
        add("chat.post", 3)
    if verb == "hatirlat" and words & {"e-posta", "eposta", "mail", "sms"} and not words & {"ben", "bana"}:
        add("notify.push" if "sms" in words else "notify.email", 6)
    if verb in ("gonder", "yolla", "ilet", "at") and words & {"ben", "bana"} and "email" not in kinds:
        add("model.run", -4)
        add("chat.post", 2)
    if verb in ("donustur", "cevir") and words & {"liste", "ozet", "madde", "taslak"} and not words & _FORMATS_TR:
        add("model.run", 6)
        add("todo.create", -4)
    if verb == "ara" and "person" in kinds:
        add("search.messages", -6)
        add("chat.post", 2)
    if verb == "yaz" and "bir" in norms and not kinds & {"channel", "person", "email", "file", "url", "quote"}:
        add("model.run", 3)
    if (
        asks
        and words & {"belge", "dosya", "mesaj", "rapor", "not", "sunum", "toplanti"}
        and {"hangi", "nerede"} & set(norms)
    ):
        add("search.messages", 8)
    if verb in ("danis", "sor") and "diye" in norms and {"miyiz", "miyim", "mi", "mu", "muyuz", "muyum"} & set(norms):
        add("approval.request", 8)
    if verb in ("iste", "sor") and not words & _CONSENTS and not {"miyiz", "miyim", "muyuz", "muyum"} & set(norms):
        add("approval.request", -3)
        add("chat.post", 1)
    if verb == "bekle" and words & {"kabul", "onay"} | {"onaylayana", "onaylanana"} & set(norms):
        add("approval.request", 9)
    if verb == "yaz" and "yeniden" in norms:
        add("file.write", -5)
    if verb in ("yukle", "gonder") and "url" in kinds and "file" not in kinds:
        add("http.request", 5)
    if verb in ("sinifla", "siniflandir", "birlestir", "esle", "eslestir", "sirala", "grupla"):
        add("notify.email", -4)
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
