"""What a value should be that is not what its JSON Schema asks for, in a sentence."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import ValidationError


def deepest(error: ValidationError) -> ValidationError:
    """Of several ways a value could be right, return the error of the one it came closest to."""
    while error.context:
        error = max(error.context, key=lambda inner: (len(inner.absolute_path), inner.validator != "type"))
    return error


def told(error: ValidationError) -> str:
    """Say what is wrong, and where, without what stands there: it may be secret."""
    error = deepest(error)
    where = "/".join(str(part) for part in error.absolute_path)
    keyword, wanted, value = str(error.validator), error.validator_value, error.instance
    if keyword == "required" and isinstance(value, dict) and isinstance(wanted, list):
        missing = next((str(name) for name in wanted if name not in value), "")
        return _("“%(name)s” is missing.") % {"name": f"{where}/{missing}".lstrip("/")}
    detail = sentence(keyword, wanted)
    return f"“{where}”: {detail}" if where else detail


def sentence(keyword: str, wanted: Any) -> str:
    """Return what a keyword of a schema asks for."""
    say = SENTENCES.get(keyword)
    return say(wanted) if say else _("The value is not one that is allowed here.")


def _listed(values: Iterable[Any]) -> str:
    return ", ".join("null" if value is None else str(value) for value in values)


def _types(wanted: Any) -> str:
    names = {
        "string": _("a text"),
        "integer": _("a whole number"),
        "number": _("a number"),
        "boolean": _("true or false"),
        "array": _("a list"),
        "object": _("a mapping"),
        "null": _("nothing"),
    }
    return " / ".join(names[name] for name in ([wanted] if isinstance(wanted, str) else wanted))


SENTENCES: dict[str, Callable[[Any], str]] = {
    "type": lambda wanted: _("This must be %(kinds)s.") % {"kinds": _types(wanted)},
    "enum": lambda wanted: _("This must be one of: %(choices)s.") % {"choices": _listed(wanted)},
    "const": lambda wanted: _("This must be “%(value)s”.") % {"value": wanted},
    "pattern": lambda wanted: _("This is not written as it should be (%(pattern)s).") % {"pattern": wanted},
    "minLength": lambda wanted: _("This must have at least %(n)s characters.") % {"n": wanted},
    "maxLength": lambda wanted: _("This must have at most %(n)s characters.") % {"n": wanted},
    "minItems": lambda wanted: _("This must have at least %(n)s entries.") % {"n": wanted},
    "maxItems": lambda wanted: _("This must have at most %(n)s entries.") % {"n": wanted},
    "maxProperties": lambda wanted: _("This must have at most %(n)s entries.") % {"n": wanted},
    "minimum": lambda wanted: _("This must be at least %(n)s.") % {"n": wanted},
    "maximum": lambda wanted: _("This must be at most %(n)s.") % {"n": wanted},
}
