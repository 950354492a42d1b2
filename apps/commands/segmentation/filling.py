"""Gives the values of a wish to the parameters that they fit."""

import re
from dataclasses import dataclass, field

from .english import lemma, noun
from .language import bag, fold
from .mentions import UNITS, Mention

STOP = bag(
    "the a an of to in on for and or with by at from is are be as which this that it its if default optional "
    "name value given used using use specific e g eg can will want wants need whether should type defaults "
    "user"
)


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


_SPLIT = re.compile(r"[^a-z0-9]+")


_PLACES = bag("city location place country region state area town destination origin address venue")


_FROM = bag("origin from start source departure starting initial")


_TO = bag("destination to end target arrival ending")


_MONEY = bag(
    "amount price cost budget principal principle value sum investment invested income revenue salary payment "
    "loan money present gain assets liabilities fee capital profit"
)  # fmt: skip


_YEARISH = bag("year years season date")


@dataclass(slots=True)
class Parameter:
    """One parameter of the schema with the words that point to it."""

    name: str
    kind: str
    rule: dict
    required: bool
    strong: set[str] = field(default_factory=set)
    weak: set[str] = field(default_factory=set)


def parameters_of_schema(schema: dict) -> list[Parameter]:
    """Parameters of a JSON schema with the words that point to them."""
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
            if word and (word not in STOP or word in ("from", "to")):
                parameter.strong.update((word, noun(word), word.rstrip("0123456789")))
        for word in _SPLIT.split(fold(str(rule.get("description") or "")[:300])):
            if len(word) > 2 and word not in STOP:
                parameter.weak.update((word, noun(word)))
        out.append(parameter)
    return out


def fill_arrays(parameters: list[Parameter], arrays: list[list], values: dict[str, list]) -> None:
    """Give lists in brackets to parameters that are lists."""
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


def fill_numbers(parameters: list[Parameter], numbers: list[Mention], values: dict[str, list]) -> None:
    """Give numbers to the parameters whose words stand beside them."""
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
    alone = len(numbers) <= len(wanted) and all(n.group < 0 for n in numbers)
    for _, m, p in scored:
        if -m not in owner and not (alone and -p in owner.values()):
            owner[-m] = -p
    for m, mention in enumerate(numbers):
        if m not in owner and mention.group >= 0:
            owners = [owner[k] for k, other in enumerate(numbers) if other.group == mention.group and k in owner]
            if owners:
                owner[m] = owners[0]
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
        and not parameter.weak & {"percent", "percentage", "percentages"}
        and not parameter.strong & {"percent", "percentage"}
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
            if noun(word) in parameter.weak and word not in STOP:
                mark += 0.9 * share
    for distance, word in enumerate(mention.after[:3]):
        if word == ",":
            break
        share = 1 / (1 + 0.6 * distance)
        forms = {word, noun(word), UNITS.get(word, word)}
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
    if parameter.strong & {"probability", "p", "chance"} and isinstance(value, int | float):
        mark += 2.5 if isinstance(value, float) and 0 < value < 1 else -2.0 if not mention.percent else 0
    if isinstance(value, int) and 1900 <= value <= 2100 and not mention.money:
        mark += 2.5 if parameter.strong & _YEARISH and "number" not in parameter.weak else -1.5
    elif parameter.strong & {"year", "season"} and "years" not in parameter.strong and isinstance(value, int | float):
        mark -= 2
    return mark


def fill_names(parameters: list[Parameter], names: list[Mention], values: dict[str, list]) -> None:
    """Give names and quotations to the parameters that they suit."""
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
    alone = 1 < len(names) <= len(wanted) and all(n.group < 0 for n in names)
    for _, m, p in scored:
        group = names[-m].group
        if -m in owner:
            continue
        mates = [owner[k] for k, other in enumerate(names) if group >= 0 and other.group == group and k in owner]
        if alone and -p in owner.values():
            continue
        owner[-m] = mates[0] if mates else -p
    top: dict[int, float] = {}
    marks = {(-m, -p): mark for mark, m, p in scored}
    for (m, p), mark in marks.items():
        if owner.get(m) == p:
            value = names[m].value
            marks[m, p] = mark + (0.5 if isinstance(value, str) and len(value) > 2 else 0)
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
