"""Errors of tasks as RFC 9457 objects: `type`, `status`, `title`, `detail`, `instance`, and our stable `code`."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from apps.commands.models import TaskRun

STANDARD = "https://serverlessworkflow.io/dsl/errors/types/"
# The types that the Serverless Workflow specification has names for, with its status, by the beginning of our code.
TYPES = (
    ("http.", "communication", 500),
    ("outgoing.", "communication", 500),
    ("task.timeout", "timeout", 408),
    ("run.timeout", "timeout", 408),
    ("expression.", "expression", 400),
    ("reference.", "expression", 400),
    ("task.parameters_invalid", "validation", 400),
    ("validation.", "validation", 400),
    ("input.", "validation", 400),
    ("alt.", "configuration", 400),
    ("function.", "configuration", 400),
    ("permission.", "authorization", 403),
)


def problem(
    code: str, detail: Any, task: TaskRun | None = None, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the object of an error; `more` overrides what follows from the code."""
    name, status = next(((name, status) for start, name, status in TYPES if code.startswith(start)), ("runtime", 500))
    return {
        "type": STANDARD + name,
        "status": status,
        "title": code,
        "detail": str(detail)[:1_000],
        "code": code,
        "instance": "" if task is None else task.options.get("source") or f"/{task.path}",
        "at": timezone.now().isoformat(),
        **(more or {}),
    }
