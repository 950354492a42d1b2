"""The variables that a graph starts with: what was given, over the defaults of its `inputs`."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.formats.schema import validator
from apps.commands.formats.schema.sentences import told

OURS = ("required",)  # what an input may say that a JSON Schema says elsewhere


def starting_variables(body: Mapping[str, Any], given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the variables of a document or a function; `given` values count before its own."""
    inputs = body.get("inputs") or {}
    defaults = {name: what["default"] for name, what in inputs.items() if "default" in what}
    return {**defaults, **(body.get("variables") or {}), **(given or {})}


def wrong_variables(body: Mapping[str, Any], values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return name, code and detail of every variable that is missing or is not what its input asks for."""
    found = []
    for name, what in (body.get("inputs") or {}).items():
        if name not in values:
            if what.get("required"):
                found.append((name, "alt.input_missing", _("“%(name)s” must be given.") % {"name": name}))
            continue
        error = next(iter(validator(schema_of(what)).iter_errors(values[name])), None)
        if error is not None:
            found.append((name, "alt.input_invalid", f"“{name}”: {told(error)}"))
    return found


def schema_of(what: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of one input."""
    return {name: value for name, value in what.items() if name not in OURS}
