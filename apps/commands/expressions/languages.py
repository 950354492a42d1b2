"""The three languages, in process and without bounds: only `sandbox_process.py` may evaluate what people wrote.

Imports nothing of Django: the sandbox's process starts in a fraction of a second.
"""

import base64
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import jmespath
from cel_expr_python import cel
from cel_expr_python.ext import ext_math, ext_strings
from jmespath.exceptions import JMESPathError

KEPT = 256  # compiled expressions
ENVIRONMENT = cel.NewEnv(extensions=[ext_strings.ExtStrings(), ext_math.ExtMath()])
LOADS = re.compile(r"^\s*(import|include)\b")


class Failed(Exception):
    """The expression has no value; the text says why."""


class TooLong(Failed):
    """The expression goes through more than 10,000 elements."""


def cel_value(expression: str, scope: Mapping[str, Any]) -> Any:
    """Return what CEL computes, in Python's types."""
    try:
        found = _compiled(expression).eval(data=dict(scope))
    except (RuntimeError, TypeError, ValueError) as error:
        raise _failed(error) from None
    if found.type() == cel.Type.ERROR:
        raise _failed(found.value())
    return found.plain_value()


def jmespath_value(query: str, scope: Mapping[str, Any]) -> Any:
    """Return what a JMESPath query finds in `scope["value"]`."""
    try:
        return jmespath.compile(query).search(scope["value"])
    except (JMESPathError, ArithmeticError, TypeError, ValueError) as error:
        raise Failed(_reason(error)) from None


def jq_value(program: str, scope: Mapping[str, Any]) -> Any:
    """Return the first output of a jq program for `scope["value"]`; its environment is the sandbox's: empty."""
    import jq  # only the sandbox's process loads it

    if LOADS.search(program):
        raise Failed("Modules are not available.")
    try:
        return jq.compile(program, args=dict(scope["variables"])).input_value(scope["value"]).first()
    except StopIteration:
        return None
    except ValueError as error:
        raise Failed(_reason(error)) from None


LANGUAGES: dict[str, Callable[[str, Mapping[str, Any]], Any]] = {
    "cel": cel_value,
    "jmespath": jmespath_value,
    "jq": jq_value,
}


def syntax_error(language: str, expression: str) -> str | None:
    """Return how an expression is written wrongly, or None. Compiling is bounded by the length and a nesting of 32."""
    try:
        if language == "jmespath":
            jmespath.compile(expression)
        else:
            _compiled(expression)
    except (JMESPathError, RuntimeError, RecursionError, ValueError) as error:
        return _reason(error)
    return None


def plain(value: Any) -> Any:
    """Return a value of CEL as JSON has it: moments and durations in ISO 8601, bytes in base64."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else str(plain(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"PT{value.total_seconds():g}S"
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode()
    if isinstance(value, cel.Type):
        return value.name()
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        raise Failed("The result is not a finite number.")
    return value


@lru_cache(KEPT)
def _compiled(expression: str) -> Any:
    # Unchecked: what comes from data has its type only then, and `[1] == [1.0]` shall be true.
    return ENVIRONMENT.compile(expression, disable_check=True)


def _failed(error: Any) -> Failed:
    reason = _reason(error)
    return TooLong(reason) if "Iteration budget" in reason else Failed(reason)


def _reason(error: Any) -> str:
    """Return the first line of a library's complaint, without its prefixes."""
    line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    for prefix in (
        "INVALID_ARGUMENT: ",
        "UNKNOWN: ",
        "NOT_FOUND: ",
        "CANCELLED: ",
        "INTERNAL: ",
        "ERROR: <input>:",
        "jq: error: ",
    ):
        line = line.removeprefix(prefix)
    return line.strip()[:300]
