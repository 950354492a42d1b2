"""One form for one meaning: what is stored, compared and hashed."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import orjson
import yaml

from apps.commands.formats.alt.graph import needs_of
from apps.commands.formats.alt.yaml_reader import resolve

ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
TOP = (
    "alt",
    "title",
    "language",
    "mode",
    "chaos_level",
    "persona",
    "metadata",
    "inputs",
    "variables",
    "functions",
    "order",
    "expressions",
    "parallel",
    "timeout",
    "times",
    "segments",
)
SEGMENT = (
    "id", "title", "task_type", "content", "span", "parameters", "dependencies", "when", "if", "input",
    "output", "export", "then", "timeout", "retry", "source",
)  # fmt: skip

FUNCTION = ("title", "inputs", "order", "output", "segments")


def canonical(doc: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with its defaults written out, its fields in order, and each dependency once."""
    whole = {
        "alt": "2.0",
        "title": "",
        "mode": "normal",
        "metadata": {},
        "variables": {},
        **{name: value for name, value in doc.items() if value is not None},
        "segments": [_segment(segment) for segment in doc["segments"]],
    }
    if "functions" in whole:
        whole["functions"] = {name: _function(body) for name, body in whole["functions"].items()}
    whole["title"] = whole["title"] or _title(whole)
    return {name: whole[name] for name in TOP if name in whole}


def to_json(doc: Mapping[str, Any]) -> bytes:
    """Write the canonical document as JSON for people and programs."""
    return orjson.dumps(canonical(doc), option=orjson.OPT_INDENT_2)


def to_yaml(doc: Mapping[str, Any]) -> str:
    """Write the canonical document as YAML; reading it again gives the same."""
    return yaml.dump(canonical(doc), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def digest(doc: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical document: equal for equal meaning, however it was written."""
    return hashlib.sha256(orjson.dumps(canonical(doc), option=orjson.OPT_SORT_KEYS)).hexdigest()


def _function(body: Mapping[str, Any]) -> dict[str, Any]:
    whole = {**body, "segments": [_segment(segment) for segment in body["segments"]]}
    return {name: whole[name] for name in FUNCTION if name in whole}


def _segment(segment: Mapping[str, Any]) -> dict[str, Any]:
    whole = {
        "content": "",
        "parameters": {},
        **{name: value for name, value in segment.items() if value is not None},
        "dependencies": needs_of(segment),
    }
    whole["title"] = whole.get("title") or whole["content"][:200] or whole["task_type"]
    return {name: whole[name] for name in SEGMENT if name in whole}


def _title(doc: Mapping[str, Any]) -> str:
    text = doc["metadata"].get("text") or doc["segments"][0]["title"]
    line = " ".join(str(text).split())
    return line if len(line) <= 200 else line[:199] + "…"


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True  # our reader refuses anchors


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    # PyYAML quotes what YAML 1.1 would misread; what only YAML 1.2 reads as a number needs quotes too, and
    # signs that some readers take for line ends are written as escapes.
    style = '"' if ODD.search(value) else "'" if resolve(value) != value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
