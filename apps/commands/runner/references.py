"""`${segment.path}` in parameters: plain paths into the results of earlier tasks."""

import re
from typing import Any

from apps.commands.runner.types import TaskError

_REFERENCE = re.compile(r"\$\{\s*([a-z][a-z0-9_]{0,63})((?:\.[A-Za-z0-9_]{1,64}|\[\d{1,6}\]){0,32})\s*\}")
_STEP = re.compile(r"\.([A-Za-z0-9_]+)|\[(\d+)\]")


def fill(value: Any, results: dict[str, Any]) -> Any:
    """Replace references in texts; a text that is one reference becomes the value itself."""
    if isinstance(value, dict):
        return {name: fill(inner, results) for name, inner in value.items()}
    if isinstance(value, list):
        return [fill(inner, results) for inner in value]
    if not isinstance(value, str) or "${" not in value:
        return value
    whole = _REFERENCE.fullmatch(value.strip())
    if whole:
        return _resolve(whole, results)
    return _REFERENCE.sub(lambda match: _as_text(_resolve(match, results)), value)


def _resolve(match: re.Match[str], results: dict[str, Any]) -> Any:
    name, path = match.groups()
    if name not in results:
        raise TaskError("reference.unknown", f"${{{name}}} is not the result of a task before this one.")
    found = results[name]
    for key, index in _STEP.findall(path):
        if key == "output" and found is results[name]:
            continue
        try:
            found = found[int(index)] if index else found[key]
        except (KeyError, IndexError, TypeError):
            raise TaskError("reference.unknown", f"{match.group()} leads nowhere.") from None
    return found


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)
