"""Parameters of a segment, read from its words."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from .clauses import Clause
from .dates import Time
from .english import lemma, skip_fillers
from .filters import contained
from .language import bag, fold
from .people import people_in
from .steps import steps_of
from .tokens import Token, quoted
from .turkish import noun_stems

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
_LANGUAGES = {
    "turkish": "Turkish", "english": "English", "german": "German", "french": "French", "spanish": "Spanish",
    "italian": "Italian", "russian": "Russian", "arabic": "Arabic", "japanese": "Japanese", "chinese": "Chinese",
    "dutch": "Dutch", "portuguese": "Portuguese", "greek": "Greek", "korean": "Korean", "polish": "Polish",
    "turkce": "Türkçe", "ingilizce": "İngilizce", "almanca": "Almanca", "fransizca": "Fransızca",
    "ispanyolca": "İspanyolca", "italyanca": "İtalyanca", "rusca": "Rusça", "arapca": "Arapça",
    "japonca": "Japonca", "cince": "Çince", "portekizce": "Portekizce", "yunanca": "Yunanca", "korece": "Korece",
    "farsca": "Farsça", "kurtce": "Kürtçe", "azerice": "Azerice", "lehce": "Lehçe", "hollandaca": "Hollandaca",
    "bulgarca": "Bulgarca", "flemenkce": "Flemenkçe", "ukraynaca": "Ukraynaca",
}  # fmt: skip


@dataclass(slots=True)
class Reading:
    """What is known about a clause when its parameters are read."""

    text: str
    tokens: list[Token]
    clause: Clause
    task_type: str
    language: str
    times: list[Time]
    today: str = ""

    @property
    def span(self) -> list[Token]:
        return self.tokens[self.clause.first : self.clause.last]

    @property
    def content(self) -> str:
        span = self.span
        return self.text[span[0].start : span[-1].end]

    def of_kind(self, kind: str) -> list[str]:
        return [token.text for token in self.span if token.kind == kind]

    def time(self, *kinds: str) -> Time | None:
        return next((time for time in self.times if time.type in kinds), None)


def parameters_of(reading: Reading) -> dict:
    """Parameters for the task type, leaving out what was not said."""
    handler = _HANDLERS.get(reading.task_type)
    found = handler(reading) if handler else {}
    if reading.task_type in _SCHEDULABLE and not found.get("text"):
        found |= _schedule(reading)
    return {key: value for key, value in found.items() if value not in (None, [], "", {})}


def _schedule(r: Reading) -> dict:
    """A moment or repetition said with a task that would otherwise run at once."""
    again, point = r.time("set"), r.time("datetime", "time", "date")
    out: dict = {"rrule": again.rrule if again else None}
    if point and point.value and point.value[:10] >= r.today:
        out["at"] = point.value
    return out


def _http(r: Reading) -> dict:
    urls = r.of_kind("url")
    method = next((t.text for t in r.span if t.text in _METHODS), None)
    if not method and r.language == "en" and urls:
        verb = lemma(r.tokens[skip_fillers(r.tokens, r.clause.first, r.clause.last)].norm)
        method = {"post": "POST", "put": "PUT", "patch": "PATCH", "send": "POST", "delete": "DELETE"}.get(verb)
    return {"url": urls[0] if urls else None, "urls": urls if len(urls) > 1 else None, "method": method}


def _transform(r: Reading) -> dict:
    files = r.of_kind("file")
    return {"path": files[0] if files else None, "url": next(iter(r.of_kind("url")), None),
            "steps": steps_of(r.span, r.language)}  # fmt: skip


def _text_count(r: Reading) -> dict:
    norms = {t.norm for t in r.span} | {s for t in r.span if r.language == "tr" for s in noun_stems(t.norm)}
    what = "all"
    for name, listed in (("words", {"words", "word", "kelime", "sozcuk"}), ("lines", {"lines", "line", "satir"}),
                         ("characters", {"characters", "letters", "karakter", "harf"})):  # fmt: skip
        if norms & listed:
            what = name
            break
    found = contained(r.span, r.language)
    return {"what": what, "path": next(iter(r.of_kind("file")), None), "containing": found}


def _file(r: Reading) -> dict:
    files = r.of_kind("file")
    out: dict = {"path": files[-1] if files and r.task_type == "file.write" else files[0] if files else None}
    if r.task_type == "file.copy" and len(files) > 1:
        out["to"] = files[1]
    if not files and r.task_type in ("file.delete", "file.copy"):
        out["what"] = _object_words(r)
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    if quotes and r.task_type == "file.write" and files:
        out["content"] = quotes[0]
    if not files and quotes:
        out["path"] = quotes[-1]
    return out


_SCHEDULABLE = bag(
    "http.request chat.post notify.email notify.push file.read file.write file.delete file.copy command.run"
)


def _chat(r: Reading) -> dict:
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
    out["text"] = " ".join(quotes) if quotes else _topic(r)
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
            number = _number(span[i + 1])
            if number and (
                i == 0 or span[i - 1].norm != "the" or token.norm != "first" or span[i + 1].kind == "number"
            ):
                return number
    return None


_WORD_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "iki": 2, "uc": 3, "dort": 4, "bes": 5, "alti": 6, "yedi": 7, "sekiz": 8, "dokuz": 9, "on": 10, "yirmi": 20,
    "twenty": 20, "hundred": 100, "yuz": 100, "elli": 50, "fifty": 50,
}  # fmt: skip


def _number(token: Token) -> int | None:
    if token.kind == "number" and token.text.isdigit() and len(token.text) < 10:
        return int(token.text)
    digits = token.norm.rstrip("abcdefghijklmnopqrstuvwxyz")
    if digits.isdigit() and len(token.norm) - len(digits) <= 3 and len(digits) < 6:
        return int(digits)
    return _WORD_NUMBERS.get(token.norm)


def _topic(r: Reading) -> str | None:
    """What a message says when it is not quoted: "tell #legal about X", "say that …"."""
    span = r.span
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
    return None


def _email(r: Reading) -> dict:
    quotes = [(i, quoted(t)) for i, t in enumerate(r.span) if t.kind == "quote"]
    out: dict = {"to": r.of_kind("email") or people_in(r.span, r.language, strict=True) or None}
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


def _push(r: Reading) -> dict:
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    return {"text": quotes[0] if quotes else _topic(r), "people": people_in(r.span, r.language, strict=True),
            "channel": next(iter(r.of_kind("channel")), None), "to": r.of_kind("email") or None}  # fmt: skip


def _remind(r: Reading) -> dict:
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


def _todo(r: Reading) -> dict:
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


def _todo_title(r: Reading, when: Time | None, people: list[str]) -> str | None:
    span = [t for t in r.span if not (when and when.start < t.end and t.start < when.end)]
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


def _model(r: Reading) -> dict:
    out: dict = {"instruction": r.content}
    for token in r.span:
        names = {token.norm} if r.language == "en" else noun_stems(token.norm)
        for name in sorted(names):
            if name in _LANGUAGES and token.kind == "word":
                out["language"] = _LANGUAGES[name]
    out["people"] = people_in(r.span, r.language, strict=True)
    files = r.of_kind("file")
    out["path"] = files[0] if files else None
    out["paths"] = files if len(files) > 1 else None
    out["channel"] = next(iter(r.of_kind("channel")), None)
    out["url"] = next(iter(r.of_kind("url")), None)
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    if quotes:
        out["text"] = quotes[0]
    out["limit"] = next((_number(t) for t in r.span if t.kind == "number" and t.text.isdigit()), None) or _how_many(
        r.span
    )
    return out


def _how_many(span: list[Token]) -> int | None:
    """ "three titles", "beş maddede": a number written as a word in front of what there shall be so many of."""
    for token, after in pairwise(span):
        if token.norm in _WORD_NUMBERS and after.kind == "word" and token.norm not in ("one", "on"):
            return _WORD_NUMBERS[token.norm]
    return None


_QUERY_STOP = bag(
    "find search look for up the all any a an in on at of to me my our show list get who which what did "
    "mentioned mention mentions said sent shared posted wrote about messages message where when archive "
    "archived from by is are was were and through over every locate please can you that has been with "
    "conversation i do we have ara bul goster listele butun tum mesaj mesajlari mesajlarda mesajlar icinde kim "
    "kimin bahsetti bahseden gecen hakkinda ilgili gonderdigi arsivde arsivden yazdi soyledi sordu paylasti "
    "paylastigi yazdigi bulup arayip tara bak getir konusmalarda kanalinda kanalindaki her ve bana lutfen olan"
)  # fmt: skip


def _search(r: Reading) -> dict:
    times = [t for t in r.times if t.type != "duration"]
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    people = people_in(r.span, r.language)
    words = []
    for token in r.span:
        if token.kind in ("punct", "channel", "person", "quote", "email") or token.norm in _QUERY_STOP:
            continue
        if any(time.start < token.end and token.start < time.end for time in times) or token.text in people:
            continue
        if token.norm.startswith(("mesaj", "hakkind", "ilgili", "yazisma", "gonder", "paylas")) and r.language == "tr":
            continue
        words.append(_bare_noun(token) if r.language == "tr" else token.text)
    out: dict = {"query": quotes[0] if quotes else " ".join(words), "from_people": people}
    out["channel"] = next(iter(r.of_kind("channel")), None)
    if times:
        time = times[0]
        if time.value:
            out["on"] = _past(time.value, time, r.today)
        else:
            out["since"], out["until"] = (_past(v, time, r.today) for v in (time.start_value, time.end_value))
    return out


def _past(value: str | None, time: Time, today: str) -> str | None:
    """What is searched for has happened: a day said without its year is the last such day."""
    if not value or value[:10] <= today or re.search(r"\d{4}", time.text) or not re.match(r"\d{4}-\d\d-\d\d", value):
        return value
    try:
        there = date.fromisoformat(value[:10])
        near = (there - date.fromisoformat(today)).days <= 7
        back = there.fromordinal(there.toordinal() - 7) if near else there.replace(year=there.year - 1)
    except ValueError:
        return value
    return back.isoformat() + value[10:]


_UNITS = {
    "second": "S", "sec": "S", "saniye": "S", "sn": "S", "minute": "M", "min": "M", "dakika": "M", "dk": "M",
    "hour": "H", "hr": "H", "saat": "H",
}  # fmt: skip


def as_said(time: Time) -> str | None:
    """A duration in the unit it was said in: "90 seconds" is PT90S."""
    match = re.fullmatch(r"(?:in |for )?(\d{1,6}|[a-z]+)\s*([a-z]+)(?: sonra)?", fold(time.text).strip())
    unit = _UNITS.get(match.group(2).rstrip("s") or "s") if match else None
    if not match or not unit:
        return time.value if time.type == "duration" else time.length
    count = int(match.group(1)) if match.group(1).isdigit() else _WORD_NUMBERS.get(match.group(1))
    return f"PT{count}{unit}" if count else time.value if time.type == "duration" else time.length


def _bare_noun(token: Token) -> str:
    for ending in ("lardan", "lerden", "ları", "leri", "dan", "den", "tan", "ten"):
        if token.text.endswith(ending) and len(token.text) - len(ending) >= 4:
            return token.text[: -len(ending)]
    return token.text


def _approval(r: Reading) -> dict:
    people = people_in(r.span, r.language)
    first = r.span[0]
    if (
        not people
        and r.clause.first
        and first.capital
        and first.kind == "word"
        and r.tokens[r.clause.first - 1].text not in ".!?"
    ):
        people = [first.text]
    norms = {t.norm for t in r.span}
    if not people and norms & {"me", "my", "i", "benden", "bana", "onayimi", "onayimdan", "ben"}:
        people = ["me"]
    when = r.time("datetime", "date", "time")
    return {"from_people": people, "text": r.content, "channel": next(iter(r.of_kind("channel")), None),
            "until": when.value if when else None}  # fmt: skip


_COMMAND_WORDS = bag(
    "run execute start launch trigger rerun the command saved workflow script job routine pipeline my our a "
    "called named please again calistir komut komutu komutunu komutunun kayitli adli isimli baslat yurut "
    "tetikle betigini akisini isini rutinini betik"
)


def _command(r: Reading) -> dict:
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    if quotes:
        return {"name": quotes[0]}
    hyphen = [t.text for t in r.span if t.kind == "word" and ("-" in t.text or "_" in t.text)]
    if hyphen:
        return {"name": hyphen[0]}
    rest = [t.text for t in r.span if t.kind == "word" and t.norm not in _COMMAND_WORDS]
    return {"name": " ".join(rest[:4])}


def _wait(r: Reading) -> dict:
    duration = r.time("duration")
    if duration:
        return {"duration": as_said(duration)}
    point = r.time("datetime", "time", "date")
    if point and as_said(point):
        return {"duration": as_said(point)}
    stretch = r.time("timerange", "datetimerange", "daterange")
    return {"until": point.value if point else (stretch.end_value or stretch.start_value) if stretch else None}


def _object_words(r: Reading) -> str:
    return r.content


_HANDLERS = {
    "http.request": _http, "data.transform": _transform, "text.count": _text_count, "file.read": _file,
    "file.write": _file, "file.delete": _file, "file.copy": _file, "chat.post": _chat, "notify.email": _email,
    "notify.push": _push, "remind.create": _remind, "todo.create": _todo, "model.run": _model,
    "search.messages": _search, "approval.request": _approval, "command.run": _command, "wait": _wait,
}  # fmt: skip
