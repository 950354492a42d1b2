"""What a condition decides on: its words, a comparison where one can be read, a limit of time."""

import re

from .english import noun
from .filters import number_of
from .language import bag
from .people import people_in
from .polarity import negative
from .tokens import quoted
from .turkish import forms, noun_stems, verb_forms
from .values import Reading, as_said

_NEGATIVE = bag("not no nobody none n't isn doesn don didn hasn haven won wasn aren weren without never unless")
_EMPTY_WORDS = bag(
    "it this that they its bu o has have had contains does do did goes gets drops drop rises falls takes if unless the eger when there are is and total number of any a than at in den dan ten tan ve or ise daha bir"
)
_FAIL = bag("fail fails failed failing error errors basarisiz hata unsuccessful")
_SUCCEED = bag("succeed succeeds succeeded successful passes pass passed basarili works worked ok")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_RESERVED = bag(
    "as break const continue else for function if import let loop package namespace return var void while true false null in"
)
_HOLDS = bag(
    "contain contains contained containing mention mentions mentioned include includes says said iceriyorsa icerirse gecerse geciyorsa varsa"
)
_COUNTED = bag("row line result entry item record order satir kayit sonuc siparis oge adet tane")
_NOTHING = bag("empty blank missing nothing none bos bossa bosluk")
_NOTHING_TR = ("bossa", "eksikse")
_THERE = bag("any there exists exist found varsa yoksa var yok")
_COMPARE = {
    "more": ">", "greater": ">", "above": ">", "over": ">", "exceeds": ">", "higher": ">", "bigger": ">", "at-least": ">=",
    "less": "<", "fewer": "<", "below": "<", "under": "<", "lower": "<", "smaller": "<",
    "altina": "<", "ustune": ">", "uzerine": ">", "altinda": "<", "altindaki": "<", "ustunde": ">", "uzerinde": ">", "ustundeki": ">", "fazla": ">", "az": "<", "buyuk": ">", "kucuk": "<", "buyukse": ">", "fazlaysa": ">", "yuksekse": ">", "asarsa": ">", "gecerse": ">", "kucukse": "<", "azsa": "<",
    "dusukse": "<", "coksa": ">", "uzerindeyse": ">", "altindaysa": "<", "ustundeyse": ">",
}  # fmt: skip


def condition_parameters(r: Reading) -> dict:
    """Parameters of condition.if."""
    norms = [t.norm for t in r.span]
    text = r.content
    out: dict = {"text": text}
    channel = r.of_kind("channel")
    if channel:
        out["channel"] = channel[0]
    people = people_in(r.span, r.language)
    if people:
        out["people"] = people
    values = [number_of(t.text) for t in r.span if t.kind == "number" and not _in_time(r, t.start)]
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    urls, files = r.of_kind("url"), r.of_kind("file")
    duration = r.time("duration")
    if values or quotes:
        out["value"] = values[0] if values else quotes[0]
    if urls:
        out["url"] = urls[0]
    if files:
        out["path"] = files[0]
    point = r.time("datetime", "date", "time")
    length = next((time.length for time in r.times if time.length), None)
    if duration or length:
        out["within"] = as_said(duration) if duration else length
    elif point:
        out["at"] = point.value
    expression = _expression(r, norms, out.get("value"))
    if expression:
        out["expression"] = expression
    if r.clause.negated or norms[:1] == ["unless"]:
        out["negated"] = True
    return out


def _in_time(r: Reading, at: int) -> bool:
    return any(time.start <= at < time.end for time in r.times)


def _expression(r: Reading, norms: list[str], value: object) -> str | None:
    """The comparison in CEL over what came before: `empty`, `failed`, `status`, or a figure by its name."""
    said = _comparison(r, norms, value)
    if said is None:
        return None
    if r.clause.negated != (norms[:1] == ["unless"]):
        return said[1:] if said.startswith("!") else f"!({said})" if " " in said else f"!{said}"
    return said


def _comparison(r: Reading, norms: list[str], value: object) -> str | None:
    words = set(norms)
    denied = negative(r.span, r.language) and norms[:1] != ["unless"]
    subject = "status" if words & {"status", "durum", "kod", "code", "kodu"} else "value"
    if value is None:
        if words & _FAIL:
            return "succeeded" if denied else "failed"
        if words & _SUCCEED:
            return "failed" if denied else "succeeded"
        if words & _NOTHING or any(n.startswith(_NOTHING_TR) for n in norms):
            return "!empty" if denied and not words & {"nothing", "none"} else "empty"
        if words & _THERE:
            return "empty" if denied or "no" in words or "yoksa" in words else "!empty"
        return None
    if set(norms) & _HOLDS and isinstance(value, str):
        holds = f"text.contains({_shown(value)})"
        return "!" + holds if denied else holds
    if subject == "value":
        stems = set(words) | (
            {s for n in words for s in noun_stems(n)} if r.language == "tr" else {noun(n) for n in words}
        )
        if stems & _COUNTED:
            subject = "count"
        else:
            subject = next((t.norm for t in r.span if t.kind == "word" and t.norm not in _EMPTY_WORDS
                            and t.norm not in _COMPARE and not t.norm.startswith("degil") and _NAME.fullmatch(t.norm)
                            and "if" not in forms(t.norm) and t.norm not in _RESERVED), "value")  # fmt: skip
    if subject in ("answer", "response", "cevap", "yanit") and isinstance(value, int) and 100 <= value < 600:
        subject = "status"
    sign = next((_COMPARE[n] for n in norms if n in _COMPARE), None)
    if sign is None and r.language == "tr":
        sign = next(
            (">" for n in norms for stem, form in verb_forms(n) if form == "if" and stem in ("as", "gec")), None
        )
    if sign is None:
        sign = "!=" if denied else "=="
    elif denied:
        sign = {">": "<=", "<": ">=", ">=": "<", "<=": ">"}[sign]
    return f"{subject} {sign} {_shown(value)}"


def _shown(value: object) -> str:
    """A value as CEL writes it."""
    if isinstance(value, int | float):
        return str(value)
    return '"' + re.sub(r"[\\\\\"\n\r]", "", str(value)) + '"'


def loop_parameters(r: Reading) -> dict:
    """Parameters of loop.each: what is gone through."""
    skip = {"for", "each", "every", "of", "the", "her", "icin", "bir", "uzerinde", "one", "in", "them"}
    span = r.span
    at = next((i for i, t in enumerate(span) if t.norm == "her"), -1) if r.language == "tr" else -1
    end = (
        next((i for i, t in enumerate(span) if i > at + 1 and t.norm in ("in", "from", "inside")), len(span))
        if r.language == "en"
        else len(span)
    )
    words = [t.text for t in span[at + 1 : end] if t.kind == "word" and t.norm not in skip]
    files = r.of_kind("file")
    out = {"over": " ".join(words) or "item", "text": r.content}
    return out | ({"path": files[0]} if files else {})
