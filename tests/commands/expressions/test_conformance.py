"""CEL as specified: the cases of cel-spec, where they lie beside the repository (they are not part of it)."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from apps.commands.expressions.languages import Failed, cel_value

HERE = Path(__file__).resolve()
PLACES = [parent.parent / "shared/data/expressions/cel.jsonl" for parent in HERE.parents]
PLACES += [parent / "shared/data/expressions/cel.jsonl" for parent in HERE.parents]
CASES = next((place for place in PLACES if place.is_file()), None)
SHARE = 0.99


@pytest.mark.skipif(CASES is None, reason="../shared/data/expressions/cel.jsonl is not here")
def test_ninety_nine_of_a_hundred_cases_come_out_as_specified() -> None:
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]  # type: ignore[union-attr]
    wrong = [f"{case['file']}/{case['name']}: {case['expr']}" for case in cases if not _right(case)]
    assert len(cases) - len(wrong) >= SHARE * len(cases), wrong


def _right(case: dict[str, Any]) -> bool:
    try:
        found = cel_value(case["expr"], {name: _bound(value) for name, value in case["bindings"].items()})
    except Failed:
        return bool(case["want"]["t"] == "error")
    return case["want"]["t"] != "error" and _same(found, case["want"])


def _bound(value: dict[str, Any]) -> Any:
    kind, inner = value["t"], value.get("v")
    if kind == "list":
        return [_bound(item) for item in inner]
    if kind == "map":
        return {_bound(key): _bound(item) for key, item in inner}
    if kind == "bytes":
        return bytes.fromhex(inner)
    return float(inner) if kind == "double" else inner


def _same(found: Any, want: dict[str, Any]) -> bool:
    kind, inner = want["t"], want.get("v")
    if kind == "list":
        return len(found) == len(inner) and all(map(_same, found, inner))
    if kind == "map":
        return len(found) == len(inner) and all(_same(found.get(_bound(key)), item) for key, item in inner)
    if kind == "double":
        wanted = float(inner)
        return isinstance(found, float) and (found == wanted or (math.isnan(found) and math.isnan(wanted)))
    if kind == "bytes":
        return bytes(found) == bytes.fromhex(inner)
    return type(found) is type(inner) and found == inner
