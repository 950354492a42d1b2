"""What is said to services and by them: the JSON Schemas of `docs/api/services/`, which are the contract."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from jsonschema import Draft202012Validator

NAMES = ("segment.request", "segment.response", "task.request", "task.response", "task.accepted", "archive.request",
         "archive.response", "cancel.request", "heartbeat.request", "problem")  # fmt: skip
PATHS = {"segment": "/segment", "task": "/tasks", "archive": "/archive", "cancel": "/tasks/cancel"}


@cache
def schema(name: str) -> Draft202012Validator:
    """Return the validator of one of `NAMES`."""
    path = settings.BASE_DIR / "docs" / "api" / "services" / f"{name}.schema.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Draft202012Validator(document)


def fault(name: str, value: Any) -> str:
    """Return what is wrong with a message, empty where nothing is."""
    for error in schema(name).iter_errors(value):
        where = "/".join(str(part) for part in error.absolute_path)
        return f"{where or 'the whole'}: {error.message}"[:300]
    return ""
