"""Values of parameters that stand in the wish as such: options, dates, examples, flags, plain lists."""

import re

from .dates import Time
from .english import lemma, noun
from .filling import STOP, Parameter
from .language import fold
from .tokens import Token


def fill_enums(parameters: list[Parameter], tokens: list[Token], indexes: list[int], values: dict[str, list]) -> None:
    """Options of a parameter that the wish says."""
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
        hits = _of_its_side(parameter, hits, raw if exact else norms, parameters)
        found = [option for _, option in sorted(hits, key=lambda row: row[0])]
        if found:
            values[parameter.name] = [found] if parameter.kind == "array" else found


def _of_its_side(
    parameter: Parameter, hits: list[tuple[int, object]], said: str, parameters: list[Parameter]
) -> list[tuple[int, object]]:
    """Of two parameters with the same options, one takes what stands behind "to", the other the rest."""
    options = parameter.rule.get("enum")
    twins = [p for p in parameters if p is not parameter and p.rule.get("enum") == options]
    if not options or len(twins) != 1 or not (parameter.strong | twins[0].strong) & {"to", "target"}:
        return hits
    target = bool(parameter.strong & {"to", "target"})
    return [row for row in hits if (said[: row[0]].split()[-1:] in (["to"], ["into"])) == target]


def fill_dates(parameters: list[Parameter], times: list[Time], values: dict[str, list]) -> None:
    """Dates of the wish for parameters that are dates."""
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


def fill_examples(
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
            if word in said and word not in STOP:
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


def fill_plain_lists(
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


def fill_flags(parameters: list[Parameter], tokens: list[Token], indexes: list[int], values: dict[str, list]) -> None:
    """Yes or no for parameters that are flags."""
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
