"""CNCF Serverless Workflow 1.0 documents, read into `.alt`: `order: sequence`, expressions in jq."""

from typing import Any

from apps.commands.formats.alt.errors import Findings
from apps.commands.formats.alt.reading import read
from apps.commands.formats.serverless.document import imported

__all__ = ["import_workflow", "is_workflow"]


def import_workflow(source: str | bytes | dict[str, Any], given: Any = None) -> dict[str, Any]:
    """Return the `.alt` of a workflow, not yet checked as one. Raises AltInvalid with places in the source.

    `given` is the workflow's input. What this server does not do (containers, scripts, gRPC, OAuth) is an error.
    """
    document, positions = read(source)
    findings = Findings(positions)
    alt = imported(document, {} if given is None else given, findings)
    findings.raise_if_any()
    return alt


def is_workflow(document: Any) -> bool:
    """Say whether a document looks like a Serverless Workflow."""
    return isinstance(document, dict) and "do" in document and isinstance(document.get("document"), dict)
