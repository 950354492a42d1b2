"""What a condition decides on: its words, a comparison where one can be read, a limit of time."""

import re
from dataclasses import replace

from .conditions_said import of_an_entry, reached
from .english import noun
from .filters import number_of
from .language import bag
from .lexicon import word_set
from .people import people_in
from .polarity import negative
from .tokens import quoted
from .turkish import forms, noun_stems, verb_forms
from .values import Reading, as_said

_NEGATIVE = bag("not no nobody none n't isn doesn don didn hasn haven won wasn aren weren without never unless")
_EMPTY_WORDS = bag(
    "should would where whose it this that they its bu o has have had contains does do did goes gets drops drop rises falls takes if unless the eger when there are is and total number of any a than at in den dan ten tan ve or ise daha bir "
    "dollar dollars euro euros pound pounds lira tl usd eur dolar dolari dolardan avro avroyu avrodan lirayi liradan tlyi"
)
_FAIL = bag("fail fails failed failing error errors basarisiz hata unsuccessful olmazsa olmadiysa")
_SUCCEED = bag("succeed succeeds succeeded successful passes pass passed basarili works worked work ok olursa olduysa")
_GLUED = re.compile(r"\d{1,9}(?:y?[aeiu]|[dt][ae]n?|s?[iu]n[iu])")  # "50yi geçtiyse"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_UNLESS_TR = re.compile(r"[a-z]{2,}m[ae]d[iu]kc[ae]")
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
    "exceed": ">", "exceeding": ">", "more": ">", "greater": ">", "above": ">", "over": ">", "exceeds": ">", "higher": ">", "bigger": ">", "at-least": ">=",
    "less": "<", "fewer": "<", "below": "<", "under": "<", "lower": "<", "smaller": "<",
    "altina": "<", "ustune": ">", "uzerine": ">", "altinda": "<", "altindaki": "<", "ustunde": ">", "uzerinde": ">", "ustundeki": ">", "fazla": ">", "az": "<", "buyuk": ">", "kucuk": "<", "buyukse": ">", "fazlaysa": ">", "yuksekse": ">", "asarsa": ">", "gecerse": ">", "kucukse": "<", "azsa": "<",
    "dusukse": "<", "coksa": ">", "uzerindeyse": ">", "altindaysa": "<", "ustundeyse": ">",
}  # fmt: skip

_JOINS = {"and": "&&", "ve": "&&", "or": "||", "veya": "||", "yahut": "||", "da": "||"}
_VERBS_EN = bag("exceeds exceed goes drops rises falls fails passes contains mentions takes works succeeds")
_BOUNDS = {
    "at least": ">=", "no fewer than": ">=", "no less than": ">=", "at most": "<=", "no more than": "<=", "up to": "<=",
    "en az": ">=", "en cok": "<=", "en fazla": "<=",
}  # fmt: skip


def condition_parameters(r: Reading, source: str = "") -> dict:
    """Parameters of condition.if; source is the type of the task whose result is decided on."""
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
    values += [int(t.norm.rstrip(_LETTERS)) for t in r.span if t.kind == "word" and _GLUED.fullmatch(t.norm)]
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
    expression = _all_of(r) if len(_parts(r)) > 1 else _expression(r, norms, out.get("value"))
    lengths = [number_of(t.text) for t in r.span if t.kind == "number" and not _on_clock(r, t.start)]
    if "value" not in out and lengths:
        out["value"] = lengths[0]  # "older than 30 days": the figure as well as the length
    if expression:
        out["expression"] = _of_status(r, expression) if source == "http.request" else expression
    if r.clause.negated or norms[:1] == ["unless"]:
        out["negated"] = True
    return out


def _of_status(r: Reading, expression: str) -> str:
    """Behind a request, a code that it "is" or "returns" is the status of its answer."""
    said = {t.norm for t in r.span if t.kind == "word" and "if" not in forms(t.norm)} - _EMPTY_WORDS - _NEGATIVE
    said = {w for w in said if not w.startswith("degil") and not _GLUED.fullmatch(w)}
    stems = {w: noun_stems(w) | {w} if r.language == "tr" else {noun(w), w} for w in said}
    if any(not found & _ANSWERING for found in stems.values()):
        return expression  # "if the price is 200"
    return _CODE.sub(r"status \1", expression)


_CODE = re.compile(r"(?<![\w.])(?!status\b|count\b)[a-z_][a-z0-9_]* ((?:==|!=) [1-5]\d\d\b)(?!\.)")
_ANSWERING = bag(
    "return returns returned returning answer answers answered respond responds responded response give gives gave "
    "get got come comes came back with http site website page server service address endpoint api url link host "
    "result request reply code status otherwise exactly equal equals anything else other something "
    "site sayfa sunucu servis adres baglanti yanit cevap sonuc istek kod durum olarak don ver gel baska kodu "
    "bir sey http than different from farkli farkliysa disinda"
)


def _in_time(r: Reading, at: int) -> bool:
    return any(time.start <= at < time.end for time in r.times)


def _parts(r: Reading) -> list[Reading]:
    """ "if the sum is over 50 and the list is empty": each of the conditions that are joined."""
    cuts = [r.clause.first]
    for at in range(r.clause.first + 1, r.clause.last - 1):
        if r.tokens[at].norm not in _JOINS or not _predicated(r, cuts[-1], at):
            continue
        kind = r.tokens[at - 1].kind
        figures = r.tokens[at].norm == "or" and kind in ("number", "quote") and r.tokens[at + 1].kind == kind
        if figures or _predicated(r, at + 1, r.clause.last):
            cuts.append(at + 1)
    ends = [cut - 1 for cut in cuts[1:]] + [r.clause.last]
    return [replace(r, clause=replace(r.clause, first=a, last=b)) for a, b in zip(cuts, ends, strict=True)]


def _predicated(r: Reading, first: int, last: int) -> bool:
    words = [t for t in r.tokens[first:last] if t.kind == "word"]
    if r.language == "tr" and words and words[-1].norm == "ya":
        words.pop()
    if r.language == "tr":
        return bool(words) and "if" in forms(words[-1].norm)
    if any(t.norm in _COMPARE for t in words) and any(t.kind == "number" for t in r.tokens[first:last]):
        return True
    return any(t.norm in word_set("en", "aux") or t.norm in _VERBS_EN or t.suffix for t in words)


def _all_of(r: Reading) -> str | None:
    """The expression of joined conditions, where every one of them can be read and they are joined alike."""
    unless = r.tokens[r.clause.first].norm == "unless"
    flipped = r.clause.negated != unless
    r = replace(r, clause=replace(r.clause, first=r.clause.first + unless, negated=False))
    parts = _parts(r)
    joins = {_JOINS[r.tokens[part.clause.first - 1].norm] for part in parts[1:]}
    read = [_expression(part, [t.norm for t in part.span], _figure(part)) for part in parts]
    if len(joins) > 1 or not read[0]:
        return None
    subject, _, rest = read[0].partition(" ")
    for i, part in enumerate(parts[1:], 1):
        if len(part.span) == 1 and part.span[0].kind == "number" and rest:  # "500 or 502"
            read[i] = f"{subject} {rest.split(' ')[0]} {_shown(number_of(part.span[0].text))}"
        elif len(part.span) == 1 and part.span[0].kind == "quote" and read[0].startswith("text.contains"):
            read[i] = f"text.contains({_shown(quoted(part.span[0]))})"
        elif (said := read[i]) and said.startswith("value "):  # "under 5 or over 10"
            read[i] = subject + said[5:]
    if not all(read):
        return None
    joined = f" {joins.pop()} ".join(str(one) for one in read)
    return f"!({joined})" if flipped else joined


def _figure(r: Reading) -> object:
    numbers = [number_of(t.text) for t in r.span if t.kind == "number" and not _in_time(r, t.start)]
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    return (numbers or quotes or [None])[0]


def _on_clock(r: Reading, at: int) -> bool:
    return any(time.start <= at < time.end and time.type not in ("duration",) and not time.length for time in r.times)


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
    unless = next((n for n in norms if _UNLESS_TR.fullmatch(n)), "") if r.language == "tr" else ""
    denied = bool(unless) or (negative(r.span, r.language) and norms[:1] != ["unless"])
    subject = "status" if words & {"status", "durum", "kod", "code", "kodu"} else "value"
    if of_an_entry(norms, r.language, _COUNTED):
        return None  # "an order above 1000", "empty rows": of a column that nobody named
    if value is None:
        if said := reached(r, norms, denied):
            return said
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
                            and t.norm not in _COMPARE and t.norm not in _NEGATIVE and not t.norm.startswith("degil") and _NAME.fullmatch(t.norm)
                            and "if" not in forms(t.norm) and t.norm not in _RESERVED), "value")  # fmt: skip
    figures = [number_of(t.text) for t in r.span if t.kind == "number" and not _in_time(r, t.start)]
    if len(figures) == 2 and ("between" in norms or any(n.startswith("arasin") for n in norms)):
        said = f"{subject} >= {_shown(figures[0])} && {subject} <= {_shown(figures[1])}"
        return f"!({said})" if denied else said
    if subject in ("answer", "response", "cevap", "yanit") and isinstance(value, int) and 100 <= value < 600:
        subject = "status"
    sign = next((_COMPARE[n] for n in norms if n in _COMPARE), None)
    joined = " ".join(norms)
    for said, least in _BOUNDS.items():
        if said in joined:
            sign, denied = least, denied and not said.startswith("no ")
    if sign is None and r.language == "tr":
        sign = next(
            (">" for n in norms for stem, form in verb_forms(n) if form == "if" and stem in ("as", "gec")),
            ">" if unless.startswith(("as", "gec")) else None,
        )
    if sign is None:
        other = "other than" in joined or any(n.startswith(("farkli", "disinda", "different")) for n in norms)
        sign = "!=" if denied or other else "=="
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
