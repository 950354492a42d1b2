"""Numbers, names and lists of values in a wish, with the words around them."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .english import noun
from .language import bag, fold
from .lexicon import word_set
from .tokens import Token, quoted

_COUNTRIES = bag(
    "usa uk italy france germany spain japan canada australia india china england brazil mexico turkey russia "
    "california texas florida york illinois washington portugal greece egypt netherlands belgium switzerland "
    "austria sweden norway poland ireland scotland argentina kenya massachusetts nevada arizona colorado "
    "oregon ohio"
)


_SMALL_WORDS = bag(
    "in on at for the a an of to from with if when my his her their our this that these those we you he she it "
    "they after before during given imagine suppose john's both two three four"
)  # fmt: skip


_WORD_NUMBERS = {
    w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
}


UNITS = {
    "years": "year", "yr": "year", "yrs": "year", "months": "month", "days": "day", "hours": "hour", "minutes": "minute",
    "kelvin": "temperature", "celsius": "temperature", "degrees": "temperature", "fahrenheit": "temperature",
    "meters": "distance", "meter": "distance", "kilometers": "distance", "km": "distance", "miles": "distance",
    "moles": "quantity", "coulombs": "charge", "coulomb": "charge", "grams": "mass", "kg": "mass", "people": "people",
    "atm": "pressure", "bpm": "bpm", "players": "players", "guests": "people", "kilometer": "radius",
}  # fmt: skip


_MOST_VALUES = 60
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "bin": 1_000, "milyon": 1_000_000,
           "milyar": 1_000_000_000}  # fmt: skip


@dataclass(slots=True)
class Mention:
    """A value that stands in the wish: a number, a name or a quotation."""

    value: object
    at: int
    last: int
    before: list[str]
    after: list[str]
    percent: bool = False
    money: bool = False
    group: int = -1


def bracketed(tokens: list[Token], indexes: list[int]) -> tuple[list[list], list[int]]:
    """Lists written with brackets, and what is left without them."""
    arrays, left, inside = [], [], ""
    current: list[Any] = []
    for i in indexes:
        token = tokens[i]
        if token.text in ("[", "(") and not inside and any(tokens[j].text in "])" for j in indexes if i < j < i + 120):
            following = tokens[i + 1] if i + 1 < len(tokens) else token
            if token.text == "[" or following.kind == "number":
                inside, current = token.text, []
                continue
        if inside and token.text in ("]", ")"):
            if len(current) > 1:
                arrays.append(current)
            else:
                left.extend(j for j in indexes if j == i)
            inside = ""
            continue
        if inside:
            if token.kind == "number":
                value = _number(token.text)
                current.append(-value if tokens[i - 1].text == "-" else value)
            elif token.kind in ("quote", "word"):
                current.append(quoted(token) if token.kind == "quote" else token.text)
            continue
        left.append(i)
    return arrays, left


def numbers_in(tokens: list[Token], indexes: list[int]) -> list[Mention]:
    """Numbers of a wish, also those written as words in front of a unit."""
    found: list[Mention] = []
    skip = -1
    for i in indexes:
        token = tokens[i]
        if len(found) >= _MOST_VALUES:
            break
        if i <= skip or token.kind not in ("number", "word") or (
            i and tokens[i - 1].text in ("^", "/") and tokens[i - 1].end == token.start
        ):  # fmt: skip
            continue
        if token.kind == "word":
            if token.norm in _WORD_NUMBERS and i + 1 < len(tokens) and noun(tokens[i + 1].norm) in (
                "year", "day", "month", "week", "hour", "minute", "people", "person", "guest", "night", "room", "adult", "time",
                "ticket", "player",
            ):  # fmt: skip
                _mention(found, tokens, i, i, _WORD_NUMBERS[token.norm])
            continue
        parts = token.text.split(",")
        if len(parts) == 2 and len(parts[1]) != 3 and all(p.isdigit() for p in parts):
            for part in parts:
                _mention(found, tokens, i, i, int(part))
                found[-1].group = i
            continue
        value = _number(token.text)
        last = i
        if (
            i + 4 < len(tokens)
            and tokens[i + 1].norm in ("x", "*")
            and tokens[i + 2].text == "10"
            and tokens[i + 3].text == "^"
        ):
            sign = tokens[i + 4].text == "-"
            power = tokens[i + 4 + sign].text if i + 4 + sign < len(tokens) else ""
            if power.isdigit() and len(power) < 4:
                value, last = float(f"{value}e{'-' if sign else ''}{power}"), i + 4 + sign
        if (
            i
            and tokens[i - 1].text == "-"
            and tokens[i - 1].end == token.start
            and (i < 2 or tokens[i - 2].kind == "punct")
        ):
            value = -value
        scale = _SCALES.get(tokens[last + 1].norm) if last + 1 < len(tokens) else None
        if scale:
            value, last = value * scale, last + 1
            value = int(value) if value == int(value) else value
        _mention(found, tokens, i, last, value)
        skip = last
    return _grouped(found, tokens)


def names_in(tokens: list[Token], indexes: list[int], text: str) -> list[Mention]:
    """Quotations and runs of capitalised words."""
    found: list[Mention] = []
    allowed = set(indexes)
    i = 0
    order = sorted(allowed)
    while i < len(order) and len(found) < _MOST_VALUES:
        at = order[i]
        token = tokens[at]
        if token.kind == "quote":
            _mention(found, tokens, at, at, quoted(token))
            i += 1
            continue
        starts = at == 0 or tokens[at - 1].text in (".", "?", "!") or at == order[0]
        if not (token.kind == "word" and token.capital) or token.norm in ("i", "also", "and", "then", "finally", "lastly") or (
            starts and (token.norm in word_set("en", "verbs") | word_set("en", "wh") | word_set("en", "aux")
                        or token.norm in word_set("en", "fillers")
                        or token.norm in _SMALL_WORDS)
        ):  # fmt: skip
            i += 1
            continue
        last = at
        while last + 1 in allowed:
            nxt = tokens[last + 1]
            if tokens[last].suffix == "s":
                break
            if nxt.kind == "word" and nxt.capital and nxt.norm != "i":
                last += 1
            elif (nxt.norm in ("of", "de", "the", "da", "von", "van", "del") and last + 2 in allowed and tokens[last + 2].capital and (
                tokens[last + 2].kind == "word"
            )) or (nxt.text == "," and last + 2 in allowed and tokens[last + 2].kind == "word" and tokens[last + 2].text.isupper() and (
                2 <= len(tokens[last + 2].text) <= 3
            )) or (nxt.text == "," and last + 2 in allowed and tokens[last + 2].norm in _COUNTRIES and last == at):  # fmt: skip
                last += 2
            else:
                break
        end = tokens[last].end if not tokens[last].suffix else tokens[last].start + len(tokens[last].text)
        _mention(found, tokens, at, last, text[token.start : end])
        i = order.index(last) + 1 if last in allowed else i + 1
    return _grouped(found, tokens)


def _mention(found: list[Mention], tokens: list[Token], first: int, last: int, value: object) -> None:
    after = tokens[last + 1].text if last + 1 < len(tokens) else ""
    mention = Mention(value, first, last, _context(tokens, first, -1, 6), _context(tokens, last, 1, 4))
    mention.percent = after == "%" or fold(after) in ("percent", "yuzde")
    mention.money = first > 0 and tokens[first - 1].text in ("$", "€", "£", "₺")
    found.append(mention)


def _number(text: str) -> int | float:
    parts = text.split(",")
    if len(parts) > 1 and all(len(p.split(".")[0]) == 3 for p in parts[1:]):
        text = "".join(parts)
    text = text.replace(",", ".")
    return int(text) if text.isdigit() else float(text) if text.count(".") == 1 else int(text.replace(".", "") or 0)


def _context(tokens: list[Token], at: int, step: int, size: int) -> list[str]:
    out = []
    i = at + step
    while 0 <= i < len(tokens) and len(out) < size:
        token = tokens[i]
        if token.text in (".", ";", "?", "!") and token.kind == "punct":
            break
        if token.kind == "word":
            out.append(token.norm)
        elif token.text in (",", "(", ")") or token.kind == "number":
            out.append(",")
        i += step
    return out


def _grouped(found: list[Mention], tokens: list[Token]) -> list[Mention]:
    """Values with only commas, "and" and their unit between them belong together."""
    for a, b in pairwise(found):
        between = [t for t in tokens[a.last + 1 : b.at] if t.text not in (",", "%", "$", "€", "£", "(", ")")]
        words = [t.norm for t in between]
        joined = all(w in ("and", "or", "ve", "veya", "then", "the") or w in UNITS or w in b.after[:1] for w in words)
        if joined and len(words) <= 4 and (words or any(t.text == "," for t in tokens[a.last + 1 : b.at])):
            if a.group < 0:
                a.group = a.at
            b.group = a.group
    return found
