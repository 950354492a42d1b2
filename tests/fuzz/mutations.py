"""Documents a little or very wrong: made from good ones by a seeded random generator, so that each can be made again."""

import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import orjson
import yaml

ALT: dict[str, Any] = {
    "alt": "2.0",
    "title": "Report",
    "variables": {"limit": 3, "who": "Ayşe"},
    "inputs": {"limit": {"type": "integer", "minimum": 1, "default": 3}},
    "functions": {"greet": {"inputs": {"name": {"type": "string"}}, "segments": [
        {"id": "say", "task_type": "set", "parameters": {"values": "Hi ${variables.name}"}}]}},
    "timeout": "PT1H",
    "segments": [
        {"id": "rows", "task_type": "http.request", "parameters": {"url": "https://example.org/x.csv"},
         "retry": {"limit": 2, "delay": "PT1S", "backoff": "exponential", "jitter": 0.1}},
        {"id": "enough", "task_type": "condition.if", "parameters": {"expression": "count > variables.limit"},
         "dependencies": ["rows"]},
        {"id": "each", "task_type": "loop.each", "parameters": {"in": "${rows}", "item": "row", "parallel": 3},
         "when": {"segment": "enough", "branch": "then"}},
        {"id": "post", "task_type": "chat.post", "parameters": {"text": "${row.name + '!'}"},
         "when": {"segment": "each", "branch": "each"}},
        {"id": "attempt", "task_type": "try", "when": {"segment": "enough", "branch": "else"},
         "parameters": {"catch": {"as": "error", "errors": {"with": {"status": 503}}, "retry": {"limit": 1}}}},
        {"id": "call", "task_type": "call", "parameters": {"function": "greet", "with": {"name": "${variables.who}"}},
         "when": {"segment": "attempt", "branch": "try"}},
        {"id": "wait", "task_type": "wait", "parameters": {"duration": "PT1S"}, "dependencies": ["enough"],
         "output": {"as": "until"}, "export": {"seen": "@"}, "if": "variables.limit > 1"},
    ],
}  # fmt: skip
WORKFLOW: dict[str, Any] = {
    "document": {"dsl": "1.0.3", "namespace": "default", "name": "kit", "version": "1.0.0"},
    "input": {"from": ".user"},
    "use": {"retries": {"often": {"delay": {"seconds": 3}, "limit": {"attempt": {"count": 5}}}}},
    "do": [
        {"look": {"try": [{"get": {"call": "http", "with": {"method": "get", "endpoint": "https://example.org/{id}"}}}],
                  "catch": {"errors": {"with": {"status": 404}}, "as": "err", "retry": "often",
                            "do": [{"note": {"set": {"error": "${ $err }"}}}]}}},
        {"choose": {"switch": [{"red": {"when": '.color == "red"', "then": "paint"}}, {"other": {"then": "end"}}]}},
        {"paint": {"for": {"each": "color", "in": ".colors"}, "do": [{"mark": {"set": {"c": "${ $color }"}}}]}},
        {"both": {"fork": {"compete": True, "branches": [{"a": {"wait": {"seconds": 1}}}, {"b": {"set": {"x": 1}}}]}}},
    ],
    "output": {"as": ".done"},
    "timeout": {"after": {"minutes": 5}},
}  # fmt: skip
ODD: list[Any] = [
    None, True, False, 0, -1, 1e308, 2**53, 2**70, "", " ", "x" * 5_000, "${", "${}", "${a", "${a.b.c}", "$${x}", "${'}'}",
    "${[1,2].map(x, x)}", "((((((((((", "\u0000", "\ud800", "\u202e", "İı", "__proto__", [], {}, [[[[]]]], {"a": {"a": {}}},
    ["a"] * 300, "PT1S", "P", "PT-1S", "P9999999W", "each", "then", "workflow", {"segment": "each", "branch": "each"},
]  # fmt: skip
MOST_PLACES = 3_000  # repeating what was repeated would fill any memory
SIGNS = [*"{}[]:,#&*!|>'\"%@`-?\n\t \\$", "&a ", "*a", "!!python/object ", "<<: ", "---\n", "...", "\ufeff", "é"]


def mutated(seed: int) -> Any:
    """Return one document: bytes, text or plain data."""
    chance = random.Random(seed)
    value = deepcopy(chance.choice((ALT, ALT, WORKFLOW)))
    for _time in range(chance.choice((0, 1, 1, 1, 2, 3, 8))):
        chance.choice(CHANGES)(value, chance)
        if len(_places(value)) > MOST_PLACES:
            break
    form = chance.random()
    if form < 0.3:
        return value
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False) if form < 0.65 else _json(value)
    for _time in range(chance.choice((0, 0, 1, 2, 5))):
        text = _scratched(text, chance)
    return text if chance.random() < 0.7 else _bytes(text, chance)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every container with a key of it."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        for key in keys:
            found.append((one, key))
            waiting.append(one[key])
    return found


def _replace(value: Any, chance: random.Random) -> None:
    if places := _places(value):
        container, key = chance.choice(places)
        container[key] = deepcopy(chance.choice(ODD))  # or a later change would reach into every later document


def _remove(value: Any, chance: random.Random) -> None:
    if places := _places(value):
        container, key = chance.choice(places)
        del container[key]


def _copy(value: Any, chance: random.Random) -> None:
    if len(places := _places(value)) > 1:
        (container, key), (other, name) = chance.sample(places, 2)
        container[key] = deepcopy(other[name])


def _rename(value: Any, chance: random.Random) -> None:
    places = [(container, key) for container, key in _places(value) if isinstance(container, dict)]
    if places:
        container, key = chance.choice(places)
        names = ["when", "if", "then", "dependencies", "from", "do", "", "x" * 300, str(key)[::-1], str(key).upper()]
        container[chance.choice(names)] = container.pop(key)


def _repeat(value: Any, chance: random.Random) -> None:
    lists = [one[key] for one, key in _places(value) if isinstance(one[key], list) and one[key]]
    if lists:
        entries = chance.choice(lists)
        entries += [deepcopy(chance.choice(entries)) for _ in range(chance.choice((1, 5, 200)))]


def _nest(value: Any, chance: random.Random) -> None:
    if places := _places(value):
        container, key = chance.choice(places)
        for _level in range(chance.choice((1, 5, 40))):
            container[key] = [container[key]] if chance.random() < 0.5 else {"do": container[key]}


CHANGES: list[Callable[[Any, random.Random], None]] = [_replace, _replace, _remove, _copy, _rename, _repeat, _nest]


def _scratched(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    kind = chance.random()
    if kind < 0.5:
        return text[:at] + chance.choice(SIGNS) + text[at:]
    if kind < 0.8:
        return text[:at] + text[at + chance.choice((1, 2, 20)) :]
    return text[:at]


def _json(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except (TypeError, ValueError):
        return repr(value)


def _bytes(text: str, chance: random.Random) -> bytes:
    written = bytearray(text.encode("utf-8", "surrogatepass"))
    if written and chance.random() < 0.5:
        written[chance.randrange(len(written))] = chance.randrange(256)
    return bytes(written)
