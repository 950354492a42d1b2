"""A document from outside: an `.alt`, or a Serverless Workflow that is read into one."""

import re
from collections.abc import Mapping
from typing import Any

from apps.commands.formats.alt import parse_alt
from apps.commands.formats.serverless import import_workflow, is_workflow

LOOKS_LIKE_A_WORKFLOW = re.compile(r"""^\s*["']?dsl["']?\s*:|[{,]\s*["']?dsl["']?\s*:""", re.MULTILINE)
HEAD = 20_000  # characters in which a workflow says which language it is in


def parse_document(source: Any, *, task_types: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the canonical `.alt` of a document; raise AltInvalid with every error found."""
    if _is_workflow(source):
        source = import_workflow(source)
    return parse_alt(source, task_types=task_types)


def _is_workflow(source: Any) -> bool:
    if isinstance(source, bytes):
        source = source[:HEAD].decode("utf-8", "replace")
    if isinstance(source, str):
        head = source[:HEAD]
        return bool(LOOKS_LIKE_A_WORKFLOW.search(head)) and not re.search(
            r"""^\s*["']?alt["']?\s*:""", head, re.MULTILINE
        )
    return is_workflow(source)
