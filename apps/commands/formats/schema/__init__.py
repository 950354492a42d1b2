"""The published JSON Schemas of the documents, and the validator that reads them."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    # In Python `$` also matches before a last line feed, in JSON Schema it does not.
    strict = pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern
    if isinstance(instance, str) and not re.search(strict, instance):
        yield ValidationError(f"does not match {pattern}")


StrictValidator = extend(Draft202012Validator, {"pattern": _pattern})


def validator(schema: dict[str, Any]) -> Any:
    """Return a validator that fetches nothing: `$ref` reaches only into the schema itself."""
    return StrictValidator(schema, registry=Registry())


@lru_cache
def published(name: str) -> dict[str, Any]:
    """Return a published schema: `alt-2.0`, `last-1.0` or `atlas-1.0`."""
    path = Path(__file__).with_name(f"{name}.schema.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
