"""Fills the parameters of a task type that came with the request, as often as the words ask for a call."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from .dates import Time
from .english import lemma, noun
from .language import bag, fold
from .lexicon import word_set
from .tokens import Token, quoted

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SPLIT = re.compile(r"[^a-z0-9]+")
_STOP = bag(
    "the a an of to in on for and or with by at from is are be as which this that it its if default optional "
    "name value given used using use specific e g eg can will want wants need whether should type defaults "
    "user"
)
_PLACES = bag("city location place country region state area town destination origin address venue")
_FROM = bag("origin from start source departure starting initial")
_TO = bag("destination to end target arrival ending")
_MONEY = bag(
    "amount price cost budget principal principle value sum investment invested income revenue salary payment "
    "loan money present gain assets liabilities fee capital profit"
)  # fmt: skip
_YEARISH = bag("year years season date")
_UNITS = {
    "years": "year", "yr": "year", "yrs": "year", "months": "month", "days": "day", "hours": "hour", "minutes": "minute",
    "kelvin": "temperature", "celsius": "temperature", "degrees": "temperature", "fahrenheit": "temperature",
    "meters": "distance", "meter": "distance", "kilometers": "distance", "km": "distance", "miles": "distance",
    "moles": "quantity", "coulombs": "charge", "coulomb": "charge", "grams": "mass", "kg": "mass", "people": "people",
    "atm": "pressure", "bpm": "bpm", "players": "players", "guests": "people", "kilometer": "radius",
}  # fmt: skip
_SMALL_WORDS = bag(
    "in on at for the a an of to from with if when my his her their our this that these those we you he she it "
    "they after before during given imagine suppose john's both two three four"
)  # fmt: skip
_MOST_WORDS = 400
_MOST_VALUES = 60
_UNIT_NAMES = bag("celsius fahrenheit kelvin usd eur")
_COUNTRIES = bag(
    "usa uk italy france germany spain japan canada australia india china england brazil mexico turkey russia "
    "california texas florida york illinois washington portugal greece egypt netherlands belgium switzerland "
    "austria sweden norway poland ireland scotland argentina kenya massachusetts nevada arizona colorado "
    "oregon ohio"
)
_WORD_NUMBERS = {
    w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
}


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


@dataclass(slots=True)
class Parameter:
    """One parameter of the schema with the words that point to it."""

    name: str
    kind: str
    rule: dict
    required: bool
    strong: set[str] = field(default_factory=set)
    weak: set[str] = field(default_factory=set)


def calls_of(
    text: str, tokens: list[Token], scope: list[tuple[int, int]], schema: dict, times: list[Time], language: str
) -> list[dict]:
    """One set of arguments for every call that the words of the scope ask for."""
    indexes = [i for first, last in sorted(scope) for i in range(first, last)][:_MOST_WORDS]
    if not indexes:
        return [{}]
    parameters = _parameters(schema)
    values: dict[str, list] = {}
    arrays, indexes_left = _bracketed(tokens, indexes)
    numbers = _numbers(tokens, indexes_left)
    dated = [t for t in times if any(tokens[i].start < t.end and t.start < tokens[i].end for i in indexes)]
    _fill_enums(parameters, tokens, indexes, values)
    _fill_dates(parameters, dated, values)
    _fill_examples(parameters, tokens, indexes, values)
    used = {fold(str(v)) for listed in values.values() for v in listed if isinstance(v, str)} | _UNIT_NAMES
    names = [
        n for n in _names(tokens, indexes, text)
        if fold(str(n.value)) not in used
        and not any(t.start < tokens[n.last].end and tokens[n.at].start < t.end and t.type != "duration" for t in dated)
    ]  # fmt: skip
    _fill_arrays(parameters, arrays, values)
    _fill_numbers(parameters, numbers, values)
    _fill_names(parameters, names, values)
    _fill_plain_lists(parameters, tokens, indexes, values)
    _fill_flags(parameters, tokens, indexes, values)
    return _spread(parameters, values)


def _bracketed(tokens: list[Token], indexes: list[int]) -> tuple[list[list], list[int]]:
    """Lists written with brackets, and what is left without them."""
    arrays, left, inside, current = [], [], "", []
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


def _fill_arrays(parameters: list[Parameter], arrays: list[list], values: dict[str, list]) -> None:
    wanted = [p for p in parameters if p.kind == "array" and p.name not in values]
    if not arrays:
        return
    if len(wanted) == 1 or (wanted and len(arrays) % len(wanted)):
        values[wanted[0].name] = arrays
    elif wanted:
        for n, parameter in enumerate(wanted):
            values[parameter.name] = arrays[n :: len(wanted)]
    else:
        numeric = [p for p in parameters if p.kind in ("integer", "number") and p.required]
        if numeric and all(len(a) == len(numeric) for a in arrays):
            for n, parameter in enumerate(numeric):
                values[parameter.name] = [a[n] for a in arrays]


def inherit(calls: list[tuple[dict, dict]]) -> None:
    """ "the same company", "his discovery": a missing required value is taken from the call before."""
    seen: list[tuple[set[str], object]] = []
    for call, schema in calls:
        if not schema:
            continue
        for parameter in _parameters(schema):
            words = {w for w in parameter.strong if not w.isdigit()}
            if parameter.name in call:
                seen.append((words, call[parameter.name]))
            elif parameter.required:
                match = next((value for strong, value in reversed(seen) if strong & words), None)
                if match is not None:
                    call[parameter.name] = match


def _parameters(schema: dict) -> list[Parameter]:
    required = schema.get("required") if isinstance(schema.get("required"), list) else []
    out = []
    for name, rule in list(schema.get("properties", {}).items())[:40]:
        rule = rule if isinstance(rule, dict) else {}
        kind = {
            "float": "number",
            "double": "number",
            "int": "integer",
            "tuple": "array",
            "list": "array",
            "dict": "object",
        }.get(str(rule.get("type")), str(rule.get("type") or "string"))
        parameter = Parameter(str(name), kind, rule, name in (required or []))
        for word in _SPLIT.split(fold(_CAMEL.sub(" ", str(name)))):
            if word and word not in _STOP:
                parameter.strong.update((word, noun(word), word.rstrip("0123456789")))
        for word in _SPLIT.split(fold(str(rule.get("description") or "")[:300])):
            if len(word) > 2 and word not in _STOP:
                parameter.weak.update((word, noun(word)))
        out.append(parameter)
    return out


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


def _numbers(tokens: list[Token], indexes: list[int]) -> list[Mention]:
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
        _mention(found, tokens, i, last, value)
        skip = last
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


def _grouped(found: list[Mention], tokens: list[Token]) -> list[Mention]:
    """Values with only commas, "and" and their unit between them belong together."""
    for a, b in pairwise(found):
        between = [t for t in tokens[a.last + 1 : b.at] if t.text not in (",", "%", "$", "€", "£", "(", ")")]
        words = [t.norm for t in between]
        joined = all(w in ("and", "or", "ve", "veya", "then", "the") or w in _UNITS or w in b.after[:1] for w in words)
        if joined and len(words) <= 4 and (words or any(t.text == "," for t in tokens[a.last + 1 : b.at])):
            if a.group < 0:
                a.group = a.at
            b.group = a.group
    return found


def _fill_numbers(parameters: list[Parameter], numbers: list[Mention], values: dict[str, list]) -> None:
    wanted = [p for p in parameters if p.kind in ("integer", "number") and p.name not in values]
    if not wanted or not numbers:
        _number_arrays(parameters, numbers, values)
        return
    if len(wanted) == 1 and all(p.kind not in ("integer", "number", "array") for p in parameters if p is not wanted[0]):
        only = wanted[0]
        groups = [n for n in numbers if _fits(only, n) > -0.5]
        if groups and (only.required or max(_fits(only, n) for n in groups) > 0.9):
            best = max(_fits(only, n) for n in groups)
            chosen = [n for n in groups if _fits(only, n) >= 0.5 * best or n.group >= 0]
            values[only.name] = list(dict.fromkeys(_typed(only, n) for n in chosen))
        return
    arrays = [p for p in parameters if p.kind == "array"]
    taken: set[int] = set()
    scored = []
    for m, mention in enumerate(numbers):
        for p, parameter in enumerate(wanted):
            mates = [n for n in numbers if n is mention or (n.group >= 0 and n.group == mention.group)]
            mark = max(_fits(parameter, n) for n in mates)
            if mark > 0.9:
                scored.append((mark, -m, -p))
    scored.sort(reverse=True)
    owner: dict[int, int] = {}
    for _, m, p in scored:
        if -m not in owner:
            owner[-m] = -p
    for m, mention in enumerate(numbers):
        if m not in owner and mention.group >= 0:
            mates = [owner[k] for k, other in enumerate(numbers) if other.group == mention.group and k in owner]
            if mates:
                owner[m] = mates[0]
    for m in sorted(owner):
        parameter = wanted[owner[m]]
        values.setdefault(parameter.name, []).append(_typed(parameter, numbers[m]))
        taken.add(m)
    free = [n for m, n in enumerate(numbers) if m not in taken]
    _indexed(wanted, values)
    empty = [p for p in wanted if p.name not in values and p.required]
    if empty and free and not arrays:
        for n, mention in enumerate(free):
            parameter = empty[n % len(empty)]
            values.setdefault(parameter.name, []).append(_typed(parameter, mention))
    elif arrays:
        _number_arrays(parameters, free, values)


def _number_arrays(parameters: list[Parameter], numbers: list[Mention], values: dict[str, list]) -> None:
    for parameter in parameters:
        inner = parameter.rule.get("items")
        kind = inner.get("type") if isinstance(inner, dict) else ""
        if parameter.kind == "array" and kind in ("integer", "float", "number") and len(numbers) > 1:
            values.setdefault(parameter.name, []).append([n.value for n in numbers])
            return


def _indexed(wanted: list[Parameter], values: dict[str, list]) -> None:
    """quantity1, quantity2: what was found for the one is dealt out to both."""
    families: dict[str, list[Parameter]] = {}
    for parameter in wanted:
        base = parameter.name.rstrip("0123456789")
        if base != parameter.name:
            families.setdefault(base, []).append(parameter)
    for family in families.values():
        pool = [v for p in family for v in values.get(p.name, [])]
        if len(family) > 1 and len(pool) >= len(family) and any(len(values.get(p.name, [])) != 1 for p in family):
            for n, parameter in enumerate(family):
                values[parameter.name] = pool[n :: len(family)]


def _typed(parameter: Parameter, mention: Mention) -> object:
    value = mention.value
    if (
        mention.percent
        and (parameter.kind == "number" or "decimal" in parameter.weak)
        and isinstance(value, int | float)
    ):
        return round(value / 100, 8)
    if parameter.kind == "integer" and isinstance(value, float) and value == int(value):
        return int(value)
    return value


def _fits(parameter: Parameter, mention: Mention) -> float:
    mark = 0.0
    for distance, word in enumerate(mention.before):
        share = 1 / (1 + 0.35 * distance)
        if word == ",":
            continue
        for form in {word, noun(word), lemma(word)}:
            if form in parameter.strong:
                mark += 3 * share
                break
        else:
            if noun(word) in parameter.weak and word not in _STOP:
                mark += 0.9 * share
    for distance, word in enumerate(mention.after[:3]):
        if word == ",":
            break
        share = 1 / (1 + 0.6 * distance)
        forms = {word, noun(word), _UNITS.get(word, word)}
        if forms & parameter.strong:
            mark += 2.8 * share
        elif forms & parameter.weak:
            mark += 1.1 * share
    if mention.percent:
        mark += (
            2.5 if parameter.strong & {"rate", "percent", "percentage", "probability", "return", "efficiency"} else -2
        )
    if mention.money:
        mark += 2 if parameter.strong & _MONEY or parameter.weak & {"usd", "dollars", "amount", "money"} else -2
    elif parameter.strong & {"price", "budget", "salary", "income", "revenue"} and not mention.money:
        mark -= 0.5
    value = mention.value
    if isinstance(value, int) and 1900 <= value <= 2100 and not mention.money:
        mark += 2.5 if parameter.strong & _YEARISH and "number" not in parameter.weak else -1.5
    elif parameter.strong & {"year", "season"} and "years" not in parameter.strong and isinstance(value, int | float):
        mark -= 2
    return mark


def _names(tokens: list[Token], indexes: list[int], text: str) -> list[Mention]:
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


def _fill_names(parameters: list[Parameter], names: list[Mention], values: dict[str, list]) -> None:
    wanted = [p for p in parameters if p.kind in ("string", "any") and p.name not in values and "enum" not in p.rule]
    wanted = [p for p in wanted if not p.strong & {"date", "time", "unit", "units"}]
    owner: dict[int, int] = {}
    scored = []
    for m, mention in enumerate(names):
        for p, parameter in enumerate(wanted):
            mark = _suits(parameter, mention)
            if mark > 0.4:
                scored.append((mark, -m, -p))
    scored.sort(reverse=True)
    for _, m, p in scored:
        group = names[-m].group
        if -m in owner:
            continue
        mates = [owner[k] for k, other in enumerate(names) if group >= 0 and other.group == group and k in owner]
        owner[-m] = mates[0] if mates else -p
    top: dict[int, float] = {}
    marks = {(-m, -p): mark for mark, m, p in scored}
    for (m, p), mark in marks.items():
        if owner.get(m) == p:
            marks[m, p] = mark + (0.5 if isinstance(names[m].value, str) and len(names[m].value) > 2 else 0)
    for m, p in owner.items():
        top[p] = max(top.get(p, 0.0), marks.get((m, p), 0.0))
    for m in sorted(owner):
        p = owner[m]
        grouped = names[m].group >= 0 and any(
            names[k].group == names[m].group and marks.get((k, p), 0.0) >= 0.6 * top[p] for k in owner
        )
        if marks.get((m, p), 0.0) < 0.6 * top[p] and not grouped:
            continue
        found = values.setdefault(wanted[p].name, [])
        if names[m].value not in found:
            found.append(names[m].value)
    for parameter in parameters:
        if parameter.kind == "array" and parameter.required and parameter.name not in values:
            inner = parameter.rule.get("items")
            free = [n.value for m, n in enumerate(names) if m not in owner]
            if free and (not isinstance(inner, dict) or inner.get("type") in (None, "string")):
                values[parameter.name] = [free]
                break


def _suits(parameter: Parameter, mention: Mention) -> float:
    mark = 0.6 if parameter.required else 0.0
    prep = mention.before[0] if mention.before else ""
    if prep in ("the", "a", "an") and len(mention.before) > 1:
        prep = mention.before[1]
    if (parameter.strong & _FROM and prep == "from") or (parameter.strong & _TO and prep in ("to", "into")):
        mark += 4
    elif parameter.strong & (_FROM | _TO) and prep in ("to", "from"):
        mark -= 3
    if parameter.strong & _PLACES:
        mark += (
            2
            if prep in ("in", "near", "at", "around", "within")
            else 0.8
            if prep in ("for", "of", "from", "to", "and", ",")
            else 0
        )
    elif prep in ("in", "near"):
        mark -= 0.8
    elif prep in ("of", "by", "for", "named", "called", "about"):
        mark += 0.5
    for distance, word in enumerate(mention.before[:4]):
        if {word, noun(word)} & parameter.strong:
            mark += 2.5 / (1 + 0.5 * distance)
        elif noun(word) in parameter.weak:
            mark += 0.7 / (1 + 0.5 * distance)
    for distance, word in enumerate(mention.after[:2]):
        if {word, noun(word)} & parameter.strong:
            mark += 2 / (1 + 0.5 * distance)
        elif noun(word) in parameter.weak:
            mark += 0.6 / (1 + 0.5 * distance)
    return mark


def _fill_enums(parameters: list[Parameter], tokens: list[Token], indexes: list[int], values: dict[str, list]) -> None:
    norms = " " + " ".join(tokens[i].norm for i in indexes) + " "
    raw = " " + " ".join(tokens[i].text for i in indexes) + " "
    for parameter in parameters:
        inner = parameter.rule.get("items")
        options = parameter.rule.get("enum") or (inner.get("enum") if isinstance(inner, dict) else None)
        if not isinstance(options, list):
            continue
        exact = len({fold(str(o)) for o in options}) < len(options)
        hits = []
        for option in options[:60]:
            shown = f" {option} " if exact else " " + fold(str(option)).replace("_", " ") + " "
            at = (raw if exact else norms).find(shown)
            if at < 0 and not exact and len(shown) > 5:
                at = norms.find(shown.rstrip())
            if at >= 0:
                hits.append((at, option))
        found = [option for _, option in sorted(hits, key=lambda row: row[0])]
        if found:
            values[parameter.name] = [found] if parameter.kind == "array" else found


def _fill_dates(parameters: list[Parameter], times: list[Time], values: dict[str, list]) -> None:
    points = [t for t in times if t.type in ("date", "datetime")]
    for parameter in parameters:
        if (
            parameter.kind != "string"
            or not parameter.strong & {"date", "day", "when"}
            or parameter.name in values
            or not points
        ):
            continue
        found = []
        for time in points:
            explicit = any(c.isdigit() for c in time.text) and (time.value or "")[:4] in time.text
            found.append((time.value or "")[:10] if explicit else time.text)
        values[parameter.name] = list(dict.fromkeys(found))


def _fill_examples(
    parameters: list[Parameter], tokens: list[Token], indexes: list[int], values: dict[str, list]
) -> None:
    """Examples and defaults that the description names and the wish says."""
    said = {tokens[i].norm: tokens[i].text for i in indexes if tokens[i].kind == "word"}
    for parameter in parameters:
        if parameter.name in values or parameter.kind != "string":
            continue
        description = str(parameter.rule.get("description") or "")
        examples = re.findall(r"'([^']{2,30})'", description[:400])
        tail = re.split(
            r"e\.g\.?,?|such as|like|eg:|options are|either|can be", description[:400], maxsplit=1, flags=re.IGNORECASE
        )
        if len(tail) > 1:
            examples += re.split(r",|\bor\b|\band\b|[().;]", tail[1])
        hits = []
        for example in examples:
            word = fold(example).strip()
            if word in said and word not in _STOP:
                hits.append(said[word])
        if hits:
            values[parameter.name] = list(dict.fromkeys(hits))
        elif parameter.strong & {"unit", "units"}:
            units = [
                w
                for w in said
                if w in ("meters", "miles", "kilometers", "celsius", "fahrenheit", "km", "feet", "joules", "kelvin")
            ]
            if units:
                values[parameter.name] = units[:1]


def _fill_plain_lists(
    parameters: list[Parameter], tokens: list[Token], indexes: list[int], values: dict[str, list]
) -> None:
    """Small-letter values: the list behind "for" or "of", or the word beside the parameter's own name."""
    for parameter in parameters:
        if parameter.name in values or parameter.kind != "string" or not parameter.required or "enum" in parameter.rule:
            continue
        if parameter.strong & {"date", "time"}:
            continue
        found = [f for f in _list_behind(tokens, indexes) if not f.startswith("same")]
        if found:
            values[parameter.name] = found


def _list_behind(tokens: list[Token], indexes: list[int]) -> list[str]:
    best: list[str] = []
    for n, i in enumerate(indexes):
        if tokens[i].norm not in ("for", "of", "between", "about", "named", "called"):
            continue
        items: list[str] = []
        current: list[str] = []
        for j in indexes[n + 1 :]:
            token = tokens[j]
            if token.text == "," or token.norm in ("and", "or"):
                if current:
                    items.append(" ".join(current))
                current = []
            elif token.kind in ("word",) and token.norm not in (
                "the",
                "a",
                "an",
                "for",
                "in",
                "on",
                "with",
                "at",
                "to",
                "from",
                "of",
            ):
                current.append(token.text)
            elif token.norm in ("the", "a", "an") and not current:
                continue
            else:
                break
            if len(current) > 3:
                current = []
                break
        if current:
            items.append(" ".join(current))
        if len(items) > len(best):
            best = items
    return best


def _fill_flags(parameters: list[Parameter], tokens: list[Token], indexes: list[int], values: dict[str, list]) -> None:
    said = {noun(tokens[i].norm) for i in indexes} | {lemma(tokens[i].norm) for i in indexes}
    for parameter in parameters:
        if parameter.kind != "boolean" or parameter.name in values:
            continue
        key = {
            w
            for w in parameter.strong
            if w not in ("include", "is", "use", "has", "info", "with", "show", "get", "only")
        }
        if key & said:
            values[parameter.name] = [True]
        elif parameter.required:
            values[parameter.name] = [False]


def _spread(parameters: list[Parameter], values: dict[str, list]) -> list[dict]:
    """As many calls as the longest list of values; shorter lists give their last value on."""
    if not values:
        return [{}]
    order = [p for p in parameters if p.name in values]
    lengths = [len(values[p.name]) for p in order if p.required] or [len(values[p.name]) for p in order]
    if max(lengths) == 1:
        lengths = [len(values[p.name]) for p in order]
    calls = min(max(lengths), 12)
    out = []
    for n in range(calls):
        out.append({p.name: values[p.name][min(n, len(values[p.name]) - 1)] for p in order})
    return out
