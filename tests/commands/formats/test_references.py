"""References in parameters."""

from typing import Any

import pytest

from apps.commands.formats.alt import ReferenceMissing, resolve_references

OUTPUTS = {"a": [{"şehir": "İzmir", "n": 5}], "b": {"text": "${a.output}", "deep": {"x": None}}, "c": "plain"}
VARIABLES = {"source": "http://example.org", "n": 3}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("${a.output}", OUTPUTS["a"]), ("${a}", OUTPUTS["a"]), ("${a.output[0].n}", 5), ("${ a.output[0].şehir }", "İzmir"),
        ("n is ${a.output[0].n}!", "n is 5!"), ("${c} ${c.output}", "plain plain"), ("${variables.n}", 3),
        ("${variables.source}/x", "http://example.org/x"), ("${b.deep.x}", None), ("x${b.deep.x}y", "xy"),
        ("all: ${b.deep}", 'all: {"x":null}'), ({"k": ["${c}"]}, {"k": ["plain"]}), (5, 5), ("$ {c}", "$ {c}"),
        ("${b.text}", "${a.output}"), ("<${b.text}>", "<${a.output}>"),
    ],
)  # fmt: skip
def test_a_reference_is_filled_in(value: Any, found: Any) -> None:
    assert resolve_references(value, OUTPUTS, VARIABLES) == found


@pytest.mark.parametrize(
    "value", ["${d.output}", "${a.output[1]}", "${a.output.x}", "${a.output[0].none}", "${c.output.x}", "${variables.none}",
              "${a.__class__}", "${b.output[text]x}", "${0}"]
)  # fmt: skip
def test_what_is_not_there_is_an_error(value: str) -> None:
    with pytest.raises(ReferenceMissing):
        resolve_references(value, OUTPUTS, VARIABLES)


def test_a_text_does_not_grow_without_end() -> None:
    with pytest.raises(ReferenceMissing):
        resolve_references("x${c}" * 1_000, {"c": "y" * 10_000}, {})
