"""Fills the parameters of a task type that came with the request, as often as the words ask for a call."""

from itertools import pairwise

from .dates import Time
from .filling import Parameter, fill_arrays, fill_names, fill_numbers, parameters_of_schema
from .hints import fill_dates, fill_enums, fill_examples, fill_flags, fill_plain_lists
from .language import bag, fold
from .mentions import Mention, bracketed, names_in, numbers_in
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
    framed = _framed(text, tokens, indexes, wanted, times)
    return framed or _spread(wanted, _values(text, tokens, indexes, wanted, times))


def _values(
    text: str, tokens: list[Token], indexes: list[int], wanted: list[Parameter], times: list[Time], *,
    guess: bool = True,
) -> dict[str, list]:  # fmt: skip
    """The values that words give to parameters; guess: also small words where nothing better stands."""
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
    if guess:
        fill_plain_lists(wanted, tokens, indexes, values)
    fill_flags(wanted, tokens, indexes, values)
    return values


_LINKS = bag(". ; ? ! , and then also ve sonra")
_MOST_PIECES = 40


def _framed(
    text: str, tokens: list[Token], indexes: list[int], wanted: list[Parameter], times: list[Time]
) -> list[dict] | None:
    """Calls read one by one from the stretch of words that each stands in; None where the wish has no such stretches."""
    required = [p for p in wanted if p.required and p.kind != "boolean"]
    pieces = _pieces(tokens, indexes, names_in(tokens, indexes, text))
    if not required or not 1 < len(pieces) <= _MOST_PIECES:
        return None
    read = [_values(text, tokens, piece, wanted, times, guess=False) for piece in pieces]
    best: list[dict] | None = None
    for anchor in (p for p in required if p.kind != "array"):
        owners = [n for n, values in enumerate(read) if len(values.get(anchor.name, [])) == 1]
        if len(owners) < 2 or len(owners) <= len(best or []) or any(len(v.get(anchor.name, [])) > 1 for v in read):
            continue
        starts = [0, *owners[1:], len(pieces)]
        frames = [[i for piece in pieces[first:last] for i in piece] for first, last in pairwise(starts)]
        calls = _one_each(
            [_values(text, tokens, frame, wanted, times, guess=False) for frame in frames], anchor, required
        )
        best = calls or best
    return best


def _pieces(tokens: list[Token], indexes: list[int], names: list[Mention]) -> list[list[int]]:
    """The words between link words, commas and full stops; names and lists in brackets stay whole."""
    whole = {i for name in names for i in range(name.at, name.last + 1)}
    pieces: list[list[int]] = [[]]
    depth = 0
    for i in indexes:
        depth += (tokens[i].text in ("[", "(")) - (tokens[i].text in ("]", ")"))
        if tokens[i].norm in _LINKS and i not in whole and depth <= 0:
            pieces.append([])
        else:
            pieces[-1].append(i)
    return [piece for piece in pieces if piece]


def _one_each(found: list[dict[str, list]], anchor: Parameter, required: list[Parameter]) -> list[dict] | None:
    """One call of each stretch; what is said once of all is given to those that do not say it."""
    if any(len(listed) > 1 for values in found for listed in values.values()):
        return None
    calls = [{name: listed[0] for name, listed in values.items()} for values in found]
    shared = set.intersection(*(set(call) for call in calls))
    if anchor.name not in shared or len(shared) < 2:
        return None
    for parameter in required:
        said = [call[parameter.name] for call in calls if parameter.name in call]
        if not said:
            return None
        before = said[0]
        for call in calls:
            before = call.setdefault(parameter.name, before)
    return calls


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
