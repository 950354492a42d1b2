"""A value in one line, and a value within bounds."""

import hashlib
from typing import Any

import orjson
from django.utils.translation import gettext as _

LONGEST = 200
SAMPLE_ROWS, SAMPLE_CHARACTERS = 20, 2_000


def summary(value: Any, characters: int = LONGEST) -> str:
    """Return one line about a result: for logs, lists and reports."""
    if value is None:
        return ""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        names = ", ".join(str(name) for name in list(value[0])[:6])
        return one_line(_("%(n)d rows") % {"n": len(value)} + f": {names}", characters)
    if isinstance(value, list):
        return _("%(n)d entries") % {"n": len(value)}
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        value = value["text"]
    return one_line(value if isinstance(value, str) else written(value).decode(), characters)


def one_line(text: str, characters: int = LONGEST) -> str:
    """Return a text on one line, cut with an ellipsis."""
    text = " ".join(text[: characters * 10].split())
    return text if len(text) <= characters else text[: characters - 1] + "…"


def bounded(value: Any, most_bytes: int) -> dict[str, Any]:
    """Return size, hash and summary of a value, and the value itself or a sample of it."""
    whole = written(value)
    found = {
        "summary": summary(value),
        "bytes": len(whole),
        "sha256": hashlib.sha256(whole).hexdigest(),
        "value": value,
        "truncated": False,
    }
    if len(whole) > most_bytes:
        sample = _sample(value)
        fits = sample is not None and len(written(sample)) <= most_bytes
        found.update(value=sample if fits else None, truncated=True)
    return found


def written(value: Any) -> bytes:
    """Write a value as JSON in its one canonical form."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def _sample(value: Any) -> Any:
    if isinstance(value, str):
        return value[:SAMPLE_CHARACTERS]
    return value[:SAMPLE_ROWS] if isinstance(value, list) else None
