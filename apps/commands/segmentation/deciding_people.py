"""Calling, asking and reminding people: which of the ways to tell them is meant."""

from .deciding_both import CLOCK, Add
from .language import bag
from .lexicon import given_names
from .tokens import Token
from .turkish import noun_stems

_WHEN = bag(
    "tomorrow tonight today monday tuesday wednesday thursday friday saturday sunday next every daily weekly yarin bugun aksam "
    "sabah oglen pazartesi sali carsamba persembe cuma cumartesi pazar haftaya her gelecek sonra"
)
_ME = bag("me us myself bana beni bize")
_ROLES = bag(
    "musteri nobetci yonetici mudur destek amir sorumlu sef teknisyen doktor kapici guvenlik itfaiye ambulans servis"
)
_MAILS = bag("mail e-posta eposta email e-mail")


def adjust_people(span: list[Token], norms: list[str], kinds: set[str], verb: str, language: str, add: Add) -> None:
    """Add to the votes of a clause what it says about the people that it speaks to."""
    words = set(norms)
    if verb in ("remind", "hatirlat") and kinds & {"channel", "person"} and not (
        words & (_ME | _WHEN | CLOCK) or kinds & {"clock", "date", "number"}
    ):  # fmt: skip
        add("remind.create", -6)  # nobody said when: they are told now
        add("chat.post", 6)
    if language == "en":
        _english(span, norms, kinds, verb, add)
    else:
        _turkish(span, norms, kinds, verb, add)


def _english(span: list[Token], norms: list[str], kinds: set[str], verb: str, add: Add) -> None:
    words = set(norms)
    if verb in ("call", "phone", "ring", "dial") and not kinds & {"url", "file", "channel"} and (
        any(t.capital and t.kind == "word" and t.norm in given_names("en") | given_names("tr") for t in span[1:])
        or ("person" not in kinds and words & {"him", "her", "them", "customer", "client", "manager", "support"})
    ):  # fmt: skip
        add("http.request", -4)
        add("notify.push", 6)
    if verb == "ping" and not kinds & {"channel", "person"} and (
        "url" in kinds or words & {"it", "them", "server", "host", "site", "address", "endpoint"}
    ):  # fmt: skip
        add("chat.post", -6)
        add("http.request", 5)
    if verb in ("open", "file", "raise", "create", "log", "report") and words & {"bug", "defect", "incident", "case"} and (
        words & {"a", "an", "new"} and "file" not in kinds
    ):  # fmt: skip
        add("todo.create", 7)


def _turkish(span: list[Token], norms: list[str], kinds: set[str], verb: str, add: Add) -> None:
    words = {stem for t in span if t.kind == "word" for stem in noun_stems(t.norm)}
    named = [t for t in span if t.kind == "word" and t.capital and t.norm in given_names("tr")]
    if norms[-1:] == ["ara"] and "person" in kinds:
        add("wait", -6)
        add("chat.post", 4)
    if norms[-1:] == ["ara"] and (
        (named and len(span) <= 3) or (len(span) <= 4 and words & _ROLES)
    ):  # fmt: skip
        add("search.messages", -6)
        add("wait", -6)
        add("notify.push", 8)
    if verb in ("iste", "sor", "danis") and "person" in kinds and not words & {"onay", "izin", "teyit", "riza", "olur"}:
        add("chat.post", 6)
    if verb in ("at", "gonder", "yolla", "ilet") and words & _MAILS:
        add("notify.email", 6)
        add("remind.create", -6)
        add("data.transform", -6)
    if verb in ("bekle", "al", "iste") and any(n in ("oluru", "olurunu", "olurlarini") for n in norms):
        add("approval.request", 9)
