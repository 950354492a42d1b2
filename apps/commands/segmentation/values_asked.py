"""Parameters of what is asked of a model, of a search, of a person who approves."""

import re
from datetime import date
from itertools import pairwise

from .dates import Time
from .language import bag
from .people import people_in
from .quorum import needed_of
from .reading import WORD_NUMBERS, Reading, counted
from .tokens import Token, quoted
from .turkish import noun_stems

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


def model(r: Reading) -> dict:
    """Parameters of model.run."""
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
    out["limit"] = next((counted(t) for t in r.span if t.kind == "number" and t.text.isdigit()), None) or _how_many(
        r.span
    )
    return out


def _how_many(span: list[Token]) -> int | None:
    """ "three titles", "beş maddede": a number written as a word in front of what there shall be so many of."""
    for token, after in pairwise(span):
        if token.norm in WORD_NUMBERS and after.kind == "word" and token.norm not in ("one", "on"):
            return WORD_NUMBERS[token.norm]
    return None


_QUERY_STOP = bag(
    "find search look for up the all any a an in on at of to me my our show list get who which what did "
    "mentioned mention mentions said sent shared posted wrote about messages message where when archive "
    "archived from by is are was were and through over every locate please can you that has been with "
    "conversation i do we have ara bul goster listele butun tum mesaj mesajlari mesajlarda mesajlar icinde kim "
    "kimin bahsetti bahseden gecen hakkinda ilgili gonderdigi arsivde arsivden yazdi soyledi sordu paylasti "
    "paylastigi yazdigi bulup arayip tara bak getir konusmalarda kanalinda kanalindaki her ve bana lutfen olan"
)  # fmt: skip


def search(r: Reading) -> dict:
    """Parameters of search.messages."""
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


def _bare_noun(token: Token) -> str:
    for ending in ("lardan", "lerden", "ları", "leri", "dan", "den", "tan", "ten"):
        if token.text.endswith(ending) and len(token.text) - len(ending) >= 4:
            return token.text[: -len(ending)]
    return token.text


def approval(r: Reading) -> dict:
    """Parameters of approval.request."""
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
    return {"from_people": people, "needed": needed_of(people, r.span, r.clause.quorum), "text": r.content, "channel": next(iter(r.of_kind("channel")), None),
            "until": when.value if when else None}  # fmt: skip
