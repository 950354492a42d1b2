"""What a condition decides on: its words, a comparison where one can be read, a limit of time."""

from .filters import number_of
from .language import bag
from .people import people_in
from .tokens import quoted
from .values import Reading, as_said

_NEGATIVE = bag("not no nobody none n't isn doesn don didn hasn haven won wasn aren weren without never unless")
_EMPTY_WORDS = bag(
    "if unless the eger when there are is and total number of any a than at in den dan ten tan ve or ise daha bir"
)
_FAIL = bag("fail fails failed failing error errors basarisiz hata unsuccessful")
_SUCCEED = bag("succeed succeeds succeeded successful passes pass passed basarili works worked ok")
_COMPARE = {
    "more": ">", "greater": ">", "above": ">", "over": ">", "exceeds": ">", "higher": ">", "bigger": ">", "at-least": ">=",
    "less": "<", "fewer": "<", "below": "<", "under": "<", "lower": "<", "smaller": "<",
    "altinda": "<", "altindaki": "<", "ustunde": ">", "uzerinde": ">", "ustundeki": ">", "fazla": ">", "az": "<", "buyuk": ">", "kucuk": "<", "buyukse": ">", "fazlaysa": ">", "yuksekse": ">", "asarsa": ">", "gecerse": ">", "kucukse": "<", "azsa": "<",
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
    words = set(norms)
    subject = "status" if words & {"status", "durum", "kod", "code", "kodu"} else "value"
    if words & _FAIL and value is None:
        return "failed"
    if words & _SUCCEED and value is None:
        return "succeeded"
    if value is None:
        return None
    if not words & {"status", "durum", "kod", "code", "kodu"}:
        subject = next((t.norm for t in r.span if t.kind == "word" and t.norm not in _EMPTY_WORDS
                        and t.norm not in _COMPARE and not t.norm.startswith("degil")), "value")  # fmt: skip
    sign = next((_COMPARE[n] for n in norms if n in _COMPARE), None)
    if sign is None:
        negative = any(n in _NEGATIVE or n.startswith("degil") for n in norms) or any(t.suffix == "t" for t in r.span)
        sign = "!=" if negative else "=="
    shown = value if isinstance(value, int | float) else f'"{value}"'
    return f"{subject} {sign} {shown}"


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
