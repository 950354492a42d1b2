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

PUBLISHED = ("alt-2.0", "last-1.0", "atlas-1.0")
NAMES = frozenset({"type", "pattern", "maxLength"})
REFUSED = frozenset({"pattern", "patternProperties", "$ref", "$dynamicRef"})


def _strict(pattern: str) -> str:
    # In Python `$` also matches before a last line feed, in JSON Schema it does not.
    return pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not re.search(_strict(pattern), instance):
        yield ValidationError(f"does not match {pattern}")


def _items(validator: Any, items: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    # A document may hold 100,000 names of others, and a validator for each of them takes two seconds together. Of a
    # list that is too long that is told, and not what is wrong with each of its 30,000 entries as well.
    too_long = isinstance(instance, list) and len(instance) > schema.get("maxItems", len(instance))
    if not too_long and not _are_names(items, instance):
        yield from Draft202012Validator.VALIDATORS["items"](validator, items, instance, schema)


def _are_names(items: Any, instance: Any) -> bool:
    """Say whether this is a list of texts that are right; the schema says only how they are written."""
    if (
        not isinstance(items, dict)
        or set(items) != NAMES
        or items["type"] != "string"
        or not isinstance(instance, list)
    ):
        return False
    right = re.compile(_strict(items["pattern"])).search
    return all(isinstance(one, str) and len(one) <= items["maxLength"] and right(one) for one in instance)


StrictValidator = extend(Draft202012Validator, {"pattern": _pattern, "items": _items})


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
    """Return one of the schemas of `PUBLISHED`."""
    path = Path(__file__).with_name(f"{name}.schema.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
