"""Parameters of what is sent or told: messages, mails, reminders, to-dos."""

from itertools import pairwise
from typing import Any

from .casing import shaped
from .dates import Time
from .implied import asks_how_many
from .language import bag
from .lexicon import word_set
from .people import people_in
from .reading import Reading, counted
from .tokens import Token, quoted
from .turkish import noun_stems


def chat(r: Reading) -> dict:
    """Parameters of chat.post."""
    channels, span = r.of_kind("channel"), r.span
    people = people_in(span, r.language, strict=True)
    quotes = [quoted(t) for t in span if t.kind == "quote"]
    out: dict = {}
    if channels:
        out["channel"] = channels[0]
        if len(channels) > 1:
            out["channels"] = channels
    out["people"] = people
    if not channels and not people:
        out["conversation"] = "here"
    out["text"] = shaped(r) or (" ".join(quotes) if quotes else _topic(r))
    out["limit"] = limit_of(span, r.language)
    urls = r.of_kind("url")
    if urls:
        out["url"] = urls[0]
    files = r.of_kind("file")
    if files:
        out["path"] = files[0]
    return out


_EXTREMES = bag(
    "top first best ilk bastaki last bottom oldest newest latest largest biggest smallest highest lowest cheapest most "
    "recent son eski yeni buyuk kucuk yuksek dusuk pahali ucuz"
)


def limit_of(span: list[Token], language: str) -> int | None:
    """ "the top 3", "ilk 3'ü"."""
    for i, token in enumerate(span[:-1]):
        if token.norm in _EXTREMES and span[i + 1].kind in ("number", "word"):
            number = counted(span[i + 1])
            if number and (
                i == 0 or span[i - 1].norm != "the" or token.norm != "first" or span[i + 1].kind == "number"
            ):
                return number
    for before, token in pairwise(span):  # "the three best"
        if token.norm in _SUPERLATIVES and (number := counted(before)):
            return number
    return None


_SUPERLATIVES = bag("best oldest newest latest largest biggest smallest highest lowest cheapest")


def _topic(r: Reading) -> str | None:
    """What a message says when it is not quoted: "tell #legal about X", "say that …"."""
    span = r.span
    if asks_how_many(span, r.language):
        return None
    if r.language == "en":
        for i, token in enumerate(span):
            if token.norm in ("about", "saying", "that") and i + 1 < len(span) and i:
                return r.text[span[i + 1].start : span[-1].end]
        for i, token in enumerate(span):
            if token.text == ":" and i + 1 < len(span):
                return r.text[span[i + 1].start : span[-1].end]
        return None
    for i, token in enumerate(span):
        if token.text == ":" and i + 1 < len(span):
            return r.text[span[i + 1].start : span[-1].end]
    for i, token in enumerate(span):
        if token.norm.endswith(("digini", "dugunu", "tigini", "tugunu", "acagini", "ecegini")) and i:
            begin = 0
            while begin < i and (span[begin].kind in ("channel", "person") or span[begin].norm.startswith("kanal")
                                 or span[begin].suffix or span[begin].norm in ("ekibe", "herkese", "bana")):  # fmt: skip
                begin += 1
            return r.text[span[begin].start : token.end]
    return _plain_text(r) if r.alone and r.task_type == "chat.post" else None


_SAYS = bag("yaz yazar yazin de soyle ilet bildir duyur yazsana yazabilir")
_PLACED = bag(
    "buraya bana bize ekibe herkese gruba kanala kanalina kanalda gruba sohbete konusmaya lutfen sonra hemen simdi su"
)
_ASKING = bag(
    "kac ne kim hangi neler nasil nerede kimler her ayri tekrar yine hepsini bunu onu sunu bunlari onlari bir da de"
)


def _plain_text(r: Reading) -> str | None:
    """ "#genel'e toplantı var yaz": what stands before the verb, if it says something by itself."""
    if not r.span or r.span[-1].norm not in _SAYS:
        return None
    said = [t for t in r.span[:-1] if not any(time.start < t.end and t.start < time.end for time in r.times)]
    while said and (said[0].kind in ("channel", "person", "punct") or said[0].norm in _PLACED or said[0].suffix):
        said.pop(0)
    while said and (said[-1].kind in ("channel", "person", "punct") or said[-1].norm in _PLACED or said[-1].suffix):
        said.pop()
    if not said or any(t.norm in _ASKING or t.kind != "word" or t.suffix for t in said):
        return None
    last, outputs = said[-1].norm, word_set("tr", "outputs")
    if any(noun_stems(t.norm) & outputs for t in said) or (last.endswith(("i", "u")) and len(last) > 2):
        return None
    return r.text[said[0].start : said[-1].end]


_ONESELF = bag("me myself bana kendime")


def email(r: Reading) -> dict:
    """Parameters of notify.email."""
    quotes = [(i, quoted(t)) for i, t in enumerate(r.span) if t.kind == "quote"]
    people = people_in(r.span, r.language, strict=True)
    oneself = ["me"] if not people and any(t.norm in _ONESELF for t in r.span) else None
    out: dict = {"to": r.of_kind("email") or people or oneself}
    for i, quote in quotes:
        before = {t.norm for t in r.span[max(0, i - 3) : i]}
        key = (
            "subject"
            if before & {"titled", "subject", "title", "konulu", "konu", "baslikli"} and "subject" not in out
            else "text"
        )
        after = {t.norm for t in r.span[i + 1 : i + 2]}
        if after & {"konulu", "baslikli"}:
            key = "subject"
        out[key] = quote
    if "text" not in out and not quotes:
        out["text"] = _topic(r)
    files = r.of_kind("file")
    if files:
        out["attachment"] = files[0]
    return out


def push(r: Reading) -> dict:
    """Parameters of notify.push."""
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    return {"text": quotes[0] if quotes else _topic(r), "people": people_in(r.span, r.language, strict=True),
            "channel": next(iter(r.of_kind("channel")), None), "to": r.of_kind("email") or None}  # fmt: skip


def remind(r: Reading) -> dict:
    """Parameters of remind.create."""
    when = r.time("datetime", "date", "time")
    again, span_of = r.time("set"), r.time("duration")
    text = _without(r, [t for t in (when, again) if t])
    out: dict = {"text": text, "at": when.value if when else None}
    if again:
        out["rrule"] = again.rrule
        if again.value and not when:
            out["at"] = again.value
    if span_of and not when:
        out["after"] = span_of.value
    people = people_in(r.span, r.language, strict=True)
    out["people"] = people
    out["channel"] = next(iter(r.of_kind("channel")), None)
    rng = r.time("daterange", "datetimerange", "timerange")
    if not when and rng and rng.start_value:
        out["at"] = rng.start_value
    return out


_REMIND_WORDS = bag(
    "remind me us to set a an reminder alarm create add for about that please the on at in of please bana bize "
    "hatirlat hatirlatici hatirlatma kur ekle ayarla olustur icin anımsat lutfen beni her"
)


def _without(r: Reading, times: list[Time]) -> str | None:
    """The words of a clause without its dates and its outer command words."""
    span = [t for t in r.span if not any(time.start < t.end and t.start < time.end for time in times)]
    while span and (span[0].norm in _REMIND_WORDS or span[0].kind == "punct" or (
            r.language == "en" and span[0].norm in ("can", "could", "you"))):  # fmt: skip
        span.pop(0)
    while span and (span[-1].norm in _REMIND_WORDS or span[-1].kind == "punct" or span[-1].norm.startswith("hatirlat")):
        span.pop()
    return " ".join(t.whole for t in span) or None


def todo(r: Reading) -> dict:
    """Parameters of todo.create."""
    when = r.time("datetime", "date", "time") or r.time("daterange", "datetimerange")
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    people = people_in(r.span, r.language, strict=True)
    out: dict[str, Any] = {
        "title": quotes[0] if quotes else _todo_title(r, when, people),
        "assignee": people[0] if people else None,
    }
    if len(people) > 1:
        out["people"] = people
    out["due"] = (when.value or when.end_value or when.start_value) if when else None
    return out


_UNTIL = bag("by on until before due at kadar icin tarihine")


def _worded(span: list[Token]) -> str:
    return " ".join(t.whole for t in span).replace(" ,", ",")


def _todo_title(r: Reading, when: Time | None, people: list[str]) -> str | None:
    span = [t for t in r.span if not (when and when.start < t.end and t.start < when.end)]
    colon = next((i for i, t in enumerate(span) if t.text == ":"), len(span))
    if span[colon + 1 :]:  # "a to-do for me: buy milk, due tomorrow"
        told = span[colon + 1 :]
        while told and (told[-1].norm in _UNTIL or told[-1].kind == "punct"):
            told.pop()
        if told:
            inside = when is not None and told[0].end <= when.start < told[-1].end
            return _worded(told) if inside else r.text[told[0].start : told[-1].end]
    if r.language == "en":
        for i, token in enumerate(span[:-1]):
            if token.norm in ("to", "about") and i > 1 and span[i + 1].kind == "word" and not span[i + 1].capital:
                rest = span[i + 1 :]
                while rest and rest[-1].norm in ("by", "on", "until", "before", "due"):
                    rest.pop()
                return " ".join(t.whole for t in rest) or None
        return None
    rest = [
        t
        for t in span
        if t.text not in people
        and t.norm
        not in ("kadar", "icin", "gorev", "gorevi", "ac", "ekle", "olustur", "ver", "yeni", "bir", "lutfen", "ata")
    ]
    return " ".join(t.whole for t in rest) or None
