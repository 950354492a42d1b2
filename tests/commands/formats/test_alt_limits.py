"""Hostile documents: large, deep, explosive, random."""

import json
import time
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.commands.formats.alt import AltInvalid, canonical, execution_order, layers, parse_alt, to_json, to_yaml
from apps.commands.formats.alt.graph import ancestors, circle, waves
from apps.commands.formats.alt.yaml_reader import resolve
from apps.commands.runner.types import registry
from tests.commands.formats.documents import YAML, document, segment

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def code_of(source: Any) -> str:
    with pytest.raises(AltInvalid) as told:
        parse_alt(source)
    return told.value.errors[0]["code"]


class TestLimits:
    def test_a_document_of_a_megabyte_is_too_large(self) -> None:
        assert code_of("# " + "x" * 1_000_000) == "alt.too_large"
        assert code_of("ş" * 500_001) == "alt.too_large"
        assert code_of(b"x" * 1_000_001) == "alt.too_large"
        assert code_of({"a": "x" * 1_000_001}) == "alt.too_large"

    def test_a_thousand_tasks_pass_and_no_more(self) -> None:
        tasks = [segment(f"t{number}", *([f"t{number - 1}"] if number else [])) for number in range(1_001)]
        assert len(parse_alt(document(*tasks[:1_000]), task_types=registry)["segments"]) == 1_000
        assert code_of(document(*tasks)) == "alt.maxitems"

    @pytest.mark.parametrize("opening", ["[", '{"a": '])
    def test_nesting_is_counted(self, opening: str) -> None:
        closing = "]" if opening == "[" else "}"

        def nested(levels: int) -> str:
            inner = opening * levels + "1" + closing * levels
            return f'{{"alt": "2.0", "variables": {{"v": {inner}}}, "segments": [{{"id": "a", "task_type": "x"}}]}}'

        for write in (str, json.loads, lambda text: text.replace('{"alt"', "{alt")):  # JSON, plain data, YAML
            assert parse_alt(write(nested(30)))
            assert code_of(write(nested(31))) == "alt.too_deep"

    @pytest.mark.parametrize(
        "source",
        ["[" * 500_000, '{"a":' * 150_000, "- " * 400_000, "".join(" " * level + "a:\n" for level in range(900)),
         "{a: " * 200_000, "? " * 300_000, '{"a": ' + "[" * 400_000, "[{" * 250_000, "!" * 400_000, "&a " * 200_000,
         '"' * 400_001, "'" * 400_001, "|" * 300_000, "%" * 300_000, "-" * 400_000, "a: b: " * 100_000, "\t" * 400_000,
         "{" * 300_000 + "}" * 300_000, '{"a": "' + "\\u0041" * 140_000],
    )  # fmt: skip
    def test_a_bomb_goes_out_at_once(self, source: str) -> None:
        began = time.monotonic()
        with pytest.raises(AltInvalid):
            parse_alt(source)
        assert time.monotonic() - began < 5

    @pytest.mark.parametrize(
        "source", ["a: [\n\n", "a: {b", "a: 'x\n  y", '"a', "? ", "a: |2\n x", "---\n---", "%YAML 3.0\n---\na: b"]
    )
    def test_a_mistake_is_never_placed_behind_the_text(self, source: str) -> None:
        with pytest.raises(AltInvalid) as told:
            parse_alt(source)
        assert all(1 <= error["line"] <= source.count("\n") + 1 for error in told.value.errors)

    def test_laughing_alone(self) -> None:
        lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30))]
        assert code_of("\n".join(lines)) == "alt.alias"

    def test_a_full_document_is_read_in_good_time(self) -> None:
        body = "".join(
            f"- id: t{number}\n  task_type: wait\n  content: {'x' * 300}\n  parameters: {{duration: PT1S}}\n"
            f"  dependencies: [{', '.join(f't{other}' for other in range(max(0, number - 50), number))}]\n"
            for number in range(1_000)
        )
        source = "alt: '2.0'\nsegments:\n" + body
        assert 600_000 < len(source) < 1_000_000
        began = time.monotonic()
        assert parse_alt(source, task_types=registry)
        assert time.monotonic() - began < 10

    def test_many_unknown_names_are_told_in_good_time(self) -> None:
        tasks = [segment(f"t{number}", f"u{number}") for number in range(1_000)]
        began = time.monotonic()
        assert code_of(document(*tasks)) == "alt.dependency_unknown"
        assert time.monotonic() - began < 5


class TestGraph:
    def test_a_chain_of_ten_thousand(self) -> None:
        edges = {f"t{n}": [f"t{n - 1}"] if n else [] for n in range(10_000)}
        assert waves(edges) == [[f"t{n}"] for n in range(10_000)]
        assert circle(edges) == []

    def test_a_circle_of_ten_thousand(self) -> None:
        edges = {f"t{n}": [f"t{(n - 1) % 10_000}"] for n in range(10_000)}
        path = circle(edges)
        assert len(path) == 10_001
        assert path[0] == path[-1]
        assert all(before in edges[after] for before, after in pairwise(path))

    def test_what_hangs_on_a_circle_is_not_in_its_path(self) -> None:
        edges: dict[str, list[str]] = {"free": [], "a": ["b", "free"], "b": ["a"], "tail": ["a"], "end": ["tail"]}
        assert sorted(set(circle(edges))) == ["a", "b"]

    def test_waves_are_as_early_as_can_be(self) -> None:
        doc = document(segment("d", "b", "c"), segment("a"), segment("b", "a"), segment("c"))
        assert layers(doc) == [["a", "c"], ["b"], ["d"]]
        assert execution_order(doc) == ["a", "c", "b", "d"]

    def test_a_circle_has_no_order(self) -> None:
        with pytest.raises(ValueError, match="circle"):
            layers(document(segment("a", "b"), segment("b", "a")))

    @FEW
    @given(st.lists(st.sets(st.integers(0, 11)), max_size=12))
    def test_order_and_circle_exclude_each_other(self, needs: list[set[int]]) -> None:
        edges = {str(n): [str(name) for name in sorted(names) if name < len(needs)] for n, names in enumerate(needs)}
        done: set[str] = set()
        for wave in waves(edges):
            assert all(set(edges[task]) <= done for task in wave)
            done |= set(wave)
        path = circle(edges)
        assert bool(path) == (len(done) < len(edges))
        assert all(before in edges[after] for before, after in pairwise(path))
        for task, found in ancestors(edges).items():
            assert found == set(edges[task]).union(*(ancestors(edges)[name] for name in edges[task]))


TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
TRAPS = [
    "no",
    "yes",
    "0o17",
    "1e3",
    "~",
    "null",
    "2026-11-21",
    "=",
    "<<",
    "#x",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`",
    "'",
    '"',
    "|",
    ">",
    "0x1f",
    ".5",
    "1_0",
    "12:30",
    "?",
    "{}",
    "[]",
    "${a.b}",
    "😀",
]
SIGNS = [
    "- a",
    "a: b",
    " a ",
    "a\n",
    "\na",
    "a\n\n b",
    "\t",
    "\x85",
    "\u2028",
    "\ufeff",
    "\x7f",
    "a\r\nb",
    "\x1b",
    "k" * 2_000,
]
WORDS = st.sampled_from(TRAPS + SIGNS)
VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
    | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT | WORDS, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


PLACES = ["", "/alt", "/metadata", "/variables", "/segments", "/segments/0", "/segments/0/span", "/segments/1/id",
          "/segments/0/parameters", "/segments/1/parameters/steps", "/segments/1/dependencies", "/segments/2/retry",
          "/segments/0/task_type"]  # fmt: skip


class TestAnything:
    @FEW
    @given(VALUE)
    def test_what_is_written_is_read_again(self, value: Any) -> None:
        doc = canonical(document({"id": "a", "task_type": "x"}, variables={"v": value}))
        assert parse_alt(to_json(doc))["variables"] == doc["variables"]
        assert parse_alt(to_yaml(doc))["variables"] == doc["variables"]

    @FEW
    @given(st.text(max_size=200))
    @example("{")
    @example("{}")
    @example('{"')
    @example("a: |\n  b")
    @example("!<tag:yaml.org,2002:null> a")
    def test_any_text_is_read_or_refused(self, source: str) -> None:
        with pytest.raises(AltInvalid) as told:
            parse_alt(source, task_types=registry)
        assert all(error["code"].startswith("alt.") and error["detail"] for error in told.value.errors)

    @FEW
    @given(st.binary(max_size=200))
    def test_any_bytes_are_read_or_refused(self, source: bytes) -> None:
        with pytest.raises(AltInvalid):
            parse_alt(source)

    @FEW
    @given(VALUE, st.sampled_from(PLACES))
    def test_any_value_anywhere_is_read_or_refused(self, value: Any, pointer: str) -> None:
        doc: Any = yaml.safe_load(YAML)
        *way, last = pointer.split("/")
        inner = doc
        for part in way[1:]:
            inner = inner[int(part)] if isinstance(inner, list) else inner[part]
        if pointer:
            inner[int(last) if isinstance(inner, list) else last] = value
        else:
            doc = value if isinstance(value, dict) else {"v": value}
        with suppress(AltInvalid):
            parse_alt(doc, task_types=registry)

    @FEW
    @given(st.integers(0, len(YAML) - 1), st.sampled_from(list("\t\n :-[]{}&*!|>'\"%@`#,?\0ş0")))
    def test_any_slip_of_the_pen_is_read_or_refused(self, at: int, sign: str) -> None:
        found: list[dict[str, Any]] = []
        try:
            parse_alt(YAML[:at] + sign + YAML[at:], task_types=registry)
        except AltInvalid as error:
            found = error.errors
        assert all(error["line"] and error["column"] for error in found)

    @FEW
    @given(st.text("0123456789.eE+-_xob~nulTRUEfalsYNinf", max_size=12))
    def test_plain_words_are_resolved_without_a_fault(self, word: str) -> None:
        resolve(word)
