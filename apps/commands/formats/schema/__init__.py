"""The published JSON Schemas of the documents, and the validator that reads them."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, SchemaError, ValidationError
from jsonschema.validators import extend
from referencing import Registry

REFUSED = frozenset({"pattern", "patternProperties", "$ref", "$dynamicRef"})


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    # In Python `$` also matches before a last line feed, in JSON Schema it does not.
    strict = pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern
    if isinstance(instance, str) and not re.search(strict, instance):
        yield ValidationError(f"does not match {pattern}")


StrictValidator = extend(Draft202012Validator, {"pattern": _pattern})


def validator(schema: dict[str, Any]) -> Any:
    """Return a validator that fetches nothing: `$ref` reaches only into the schema itself."""
    return StrictValidator(schema, registry=Registry())


def unusable(schema: Any) -> str | None:
    """Return what is wrong with a schema that a person wrote, or None.

    Regular expressions and references in it are refused: the first may take for ever, the second lead elsewhere.
    """
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if found := REFUSED & part.keys():
                return min(found)
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return "/".join(str(name) for name in error.absolute_path) or str(error.validator)
    return None


@lru_cache
def published(name: str) -> dict[str, Any]:
    """Return a published schema: `alt-2.0`, `last-1.0` or `atlas-1.0`."""
    path = Path(__file__).with_name(f"{name}.schema.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
