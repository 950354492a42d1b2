"""Readings of a task type that single words cannot decide: words that mean something together."""

from . import deciding_en, deciding_tr
from .casing import casing_of, has_literal, says
from .converting import amount_said
from .deciding_people import adjust_people
from .language import bag
from .polls import poll_at
from .tokens import Token

ROWS = bag("row rows column columns duplicates satir sutun kolon tekrar gore by")
_EXCHANGES = bag("convert change turn exchange make how what be is cevir donustur boz yap et kac")
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
    if (
        casing_of(span, language)
        and verb not in ("count", "find", "search", "ara", "bul")
        and (language, verb) != ("tr", "say")
    ):
        votes.pop("text.count", None)
        add("model.run", 12)
        if not {"column", "columns", "sutun", "sutunu", "sutununu", "kolon"} & set(norms) and has_literal(
            span, language
        ):
            add("chat.post" if says(verb) and not kinds & {"file", "url"} else "set", 30)
    if poll_at(span, language) >= 0:
        add("chat.poll", 16)
    if "url" in kinds and verb in ("upload", "yukle", "ilet", "aktar") and kinds & {"file", "json", "quote"}:
        add("http.request", 8)
    if "url" in kinds and "json" in kinds:
        add("http.request", 8)
    if not kinds & {"channel", "person", "email", "quote", "url"} and amount_said(span, language) and (
        verb in _EXCHANGES or "kac" in norms or span[0].kind != "word"
    ):  # fmt: skip
        add("data.transform", 10)
    adjust_people(span, norms, kinds, verb, language, add)
    if language == "en":
        deciding_en.adjust(span, norms, kinds, verb, add)
    else:
        deciding_tr.adjust(span, norms, kinds, verb, add)
