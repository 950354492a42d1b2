"""Conditions, `${…}` and shaping: CEL for values and decisions, JMESPath for reshaping, jq for imported workflows.

The only place that knows which libraries compute them. Nothing here can call the host, and what a person wrote runs in
a process of its own that the system ends after 50 ms of processor time (`sandbox.py`).
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.expressions.errors import ExpressionError
from apps.commands.expressions.languages import syntax_error
from apps.commands.expressions.sandbox import sandbox

__all__ = ["MAX_EXPRESSION", "ExpressionError", "check", "decide", "evaluate", "names_in", "shape", "transform"]

MAX_EXPRESSION = 1_000  # characters
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def evaluate(expression: str, scope: Mapping[str, Any]) -> Any:
    """Return the value of a CEL expression as JSON. Raises ExpressionError."""
    _check_length(expression)
    wanted = names_in(expression)
    return sandbox.run("cel", expression, {name: value for name, value in scope.items() if name in wanted})


def decide(expression: str, scope: Mapping[str, Any]) -> bool:
    """Return whether a condition holds; one that is neither true nor false is an error."""
    value = evaluate(expression, scope)
    if not isinstance(value, bool):
        raise ExpressionError("expression.not_a_condition", _("The condition is neither true nor false."))
    return value


def shape(query: str, value: Any) -> Any:
    """Return what a JMESPath query makes of a value. Raises ExpressionError."""
    _check_length(query)
    return sandbox.run("jmespath", query, {"value": value})


def transform(program: str, value: Any, variables: Mapping[str, Any]) -> Any:
    """Return the first result of a jq program, as imported Serverless Workflow documents have them."""
    _check_length(program)
    return sandbox.run("jq", program, {"value": value, "variables": dict(variables)})


def check(expression: str, language: str = "cel") -> str | None:
    """Return what is wrong with how an expression is written, or None."""
    if len(expression) > MAX_EXPRESSION:
        return _("An expression has at most %(n)d characters.") % {"n": MAX_EXPRESSION}
    return syntax_error(language, expression)


def names_in(expression: str) -> set[str]:
    """Return every word of an expression: at least all the names it refers to."""
    return set(NAME.findall(expression))


def _check_length(expression: str) -> None:
    if len(expression) > MAX_EXPRESSION:
        raise ExpressionError(
            "expression.too_long", _("An expression has at most %(n)d characters.") % {"n": MAX_EXPRESSION}
        )
