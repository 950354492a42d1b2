"""Fills the parameters of a task type that came with the request, as often as the words ask for a call."""

from .dates import Time
from .filling import Parameter, fill_arrays, fill_names, fill_numbers, parameters_of_schema
from .hints import fill_dates, fill_enums, fill_examples, fill_flags, fill_plain_lists
from .language import bag, fold
from .mentions import bracketed, names_in, numbers_in
from .tokens import Token

_MOST_WORDS = 400


_UNIT_NAMES = bag("celsius fahrenheit kelvin usd eur")


def calls_of(
    text: str, tokens: list[Token], scope: list[tuple[int, int]], schema: dict, times: list[Time], language: str
) -> list[dict]:
    """One set of arguments for every call that the words of the scope ask for."""
    indexes = [i for first, last in sorted(scope) for i in range(first, last)][:_MOST_WORDS]
    if not indexes:
        return [{}]
    wanted = parameters_of_schema(schema)
    values: dict[str, list] = {}
    arrays, indexes_left = bracketed(tokens, indexes)
    counts = numbers_in(tokens, indexes_left)
    dated = [t for t in times if any(tokens[i].start < t.end and t.start < tokens[i].end for i in indexes)]
    fill_enums(wanted, tokens, indexes, values)
    fill_dates(wanted, dated, values)
    fill_examples(wanted, tokens, indexes, values)
    chosen = [v for listed in values.values() for part in listed for v in (part if isinstance(part, list) else [part])]
    used = {fold(v).replace("_", " ") for v in chosen if isinstance(v, str)} | _UNIT_NAMES
    called = [
        n for n in names_in(tokens, indexes, text)
        if fold(str(n.value)) not in used
        and not any(t.start < tokens[n.last].end and tokens[n.at].start < t.end and t.type != "duration" for t in dated)
    ]  # fmt: skip
    fill_arrays(wanted, arrays, values)
    fill_numbers(wanted, counts, values)
    fill_names(wanted, called, values)
    fill_plain_lists(wanted, tokens, indexes, values)
    fill_flags(wanted, tokens, indexes, values)
    return _spread(wanted, values)


def inherit(calls: list[tuple[dict, dict]]) -> None:
    """ "the same company", "his discovery": a missing required value is taken from the call before."""
    seen: list[tuple[set[str], object]] = []
    for call, schema in calls:
        if not schema:
            continue
        for parameter in parameters_of_schema(schema):
            words = {w for w in parameter.strong if not w.isdigit()}
            if parameter.name in call:
                seen.append((words, call[parameter.name]))
            elif parameter.required:
                match = next((value for strong, value in reversed(seen) if strong & words), None)
                if match is not None:
                    call[parameter.name] = match


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
