"""`.alt` 2.0: the graph of tasks that a command means. Read strictly, checked whole, written in one form."""

from collections.abc import Mapping
from typing import Any

from apps.commands.formats.alt.canonical import canonical, digest, to_json, to_yaml
from apps.commands.formats.alt.errors import AltInvalid, Findings
from apps.commands.formats.alt.graph import execution_order, layers
from apps.commands.formats.alt.meaning import check_meaning
from apps.commands.formats.alt.reading import read
from apps.commands.formats.alt.references import ReferenceMissing, resolve_references
from apps.commands.formats.alt.shape import check_shape

__all__ = [
    "AltInvalid",
    "ReferenceMissing",
    "canonical",
    "digest",
    "execution_order",
    "layers",
    "parse_alt",
    "resolve_references",
    "to_json",
    "to_yaml",
]


def parse_alt(source: str | bytes | dict[str, Any], *, task_types: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the canonical document; raise AltInvalid with every error found.

    `task_types` maps names to classes with a `parameters` schema; without it any task type passes.
    """
    doc, positions = read(source)
    findings = Findings(positions)
    check_shape(doc, findings)
    check_meaning(doc, task_types, findings)
    findings.raise_if_any()
    return canonical(doc)
