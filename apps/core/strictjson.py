"""JSON in and out. What comes from outside is read strictly (security.md section 9); what we write, orjson writes."""

import json
from typing import Any, NoReturn

import orjson

MAX_DEPTH = 32  # security.md section 8
MIN_INTEGER, MAX_INTEGER = -(2**63), 2**64 - 1  # what orjson writes again


class JSONInvalid(ValueError):
    """The text is not JSON that this server accepts; the message says why in one sentence."""


def loads(source: bytes | str) -> Any:
    """Read JSON; duplicate keys, NaN, Infinity, giants, NUL, lone surrogates and deep nesting raise JSONInvalid."""
    try:
        text = source.decode("utf-8") if isinstance(source, bytes) else source
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except UnicodeDecodeError:
        raise JSONInvalid("The body is not UTF-8.") from None
    except RecursionError:
        raise JSONInvalid(f"Nested deeper than {MAX_DEPTH} levels.") from None
    except json.JSONDecodeError as error:
        raise JSONInvalid(f"Not JSON: {error.msg} at line {error.lineno} column {error.colno}.") from None
    except JSONInvalid:
        raise
    except ValueError:  # an integer of more than 4,300 digits
        raise JSONInvalid("A number is too long.") from None
    _check(value, 0)
    return value


def dumps(value: Any) -> bytes:
    """Write JSON as UTF-8; times become RFC 3339 in UTC."""
    return orjson.dumps(value, default=_default, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def _default(value: Any) -> Any:
    return str(value)  # lazy translations, Decimal


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise JSONInvalid("A key stands twice in one object.")
    return found


def _constant(name: str) -> NoReturn:
    raise JSONInvalid(f"{name} is not JSON.")


def _check(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise JSONInvalid(f"Nested deeper than {MAX_DEPTH} levels.")
    if isinstance(value, str):
        if "\0" in value:
            raise JSONInvalid("A text holds a NUL character.")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise JSONInvalid("A text holds half of a surrogate pair.") from None
    elif isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            raise JSONInvalid("A number is too large.")
    elif isinstance(value, int):
        if not MIN_INTEGER <= value <= MAX_INTEGER:
            raise JSONInvalid("A number is too large.")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check(key, depth)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)
