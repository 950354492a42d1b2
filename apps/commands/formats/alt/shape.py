"""The schema's part of the check: fields, kinds and bounds, told in sentences."""

import difflib
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import ValidationError

from apps.commands.formats.alt.errors import Findings, escape, pointer
from apps.commands.formats.schema import published, validator
from apps.commands.formats.schema.sentences import deepest, sentence


def check_shape(doc: Any, findings: Findings) -> None:
    """Check a document against the published schema."""
    for error in validator(published("alt-2.0")).iter_errors(doc):
        if findings.full:
            return
        tell(error, "", findings)


def check_parameters(schema: dict[str, Any], parameters: dict[str, Any], base: str, findings: Findings) -> None:
    """Check the parameters of one segment; references to results are filled in later and pass as anything."""
    for error in validator(schema).iter_errors(parameters):
        if findings.full:
            return
        if not is_reference(error.instance):
            tell(deepest(error), base, findings, "parameter")


def is_reference(value: Any) -> bool:
    """Say whether a parameter is nothing but a reference: `${segment.output.path}`."""
    return isinstance(value, str) and value.startswith("${") and value.endswith("}")


def tell(error: ValidationError, base: str, findings: Findings, kind: str = "field") -> None:
    """Turn one schema error into findings."""
    where = base + pointer(error.absolute_path)
    keyword = str(error.validator)
    value: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if "propertyNames" in error.absolute_schema_path:
        detail = _("A name has only small letters, digits and underscores.")
        findings.add(f"{where}/{escape(value)}", "alt.name", detail, key=True)
    elif keyword == "required":
        for name in wanted:
            if name not in value:
                findings.add(
                    f"{where}/{escape(name)}",
                    f"alt.{kind}_missing",
                    _("“%(name)s” is missing.") % {"name": name},
                )
    elif keyword == "additionalProperties" and isinstance(value, dict):
        known = list(schema.get("properties", {}))
        for name in value:
            if findings.full:
                return
            if name not in known:
                told = _("There is no %(kind)s “%(name)s” here.") % {"kind": _kind(kind), "name": name[:100]}
                near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
                findings.add(
                    f"{where}/{escape(name)}",
                    f"alt.{kind}_unknown",
                    told,
                    near[0] if near else None,
                    key=True,
                )
    else:
        detail = sentence(keyword, wanted)
        suggestion = _near(value, wanted) if keyword in ("enum", "const") else None
        findings.add(where, f"alt.{keyword.lower()}", detail, suggestion)


def _kind(kind: str) -> str:
    return _("parameter") if kind == "parameter" else _("field")


def _near(value: Any, wanted: Any) -> str | None:
    choices = [str(choice) for choice in (wanted if isinstance(wanted, list) else [wanted]) if choice is not None]
    found = difflib.get_close_matches(str(value)[:100], choices, n=1, cutoff=0.5)
    return found[0] if found else None
