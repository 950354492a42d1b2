"""`.alt` as people and programs write it: what passes, and what is told of what does not."""

import json
from typing import Any

import pytest

from apps.commands.formats.alt import AltInvalid, canonical, digest, parse_alt, to_json, to_yaml
from apps.commands.formats.schema import published, validator
from apps.commands.runner.types import registry
from tests.commands.formats.documents import YAML, document, segment


def errors_of(source: Any, known: bool = True) -> list[dict[str, Any]]:
    with pytest.raises(AltInvalid) as told:
        parse_alt(source, task_types=registry if known else None)
    return told.value.errors


def only(source: Any) -> dict[str, Any]:
    errors = errors_of(source)
    assert len(errors) == 1, errors
    return errors[0]


class TestWhatPasses:
    def test_yaml_json_and_plain_data_mean_the_same(self) -> None:
        from_yaml = parse_alt(YAML, task_types=registry)
        assert from_yaml == parse_alt(to_json(from_yaml), task_types=registry)
        assert from_yaml == parse_alt(to_yaml(from_yaml), task_types=registry)
        assert from_yaml == parse_alt(json.loads(to_json(from_yaml)), task_types=registry)
        assert from_yaml == parse_alt(YAML.encode(), task_types=registry)
        assert from_yaml == parse_alt("\ufeff" + YAML, task_types=registry)

    def test_the_canonical_document_follows_the_published_schema(self) -> None:
        assert list(validator(published("alt-2.0")).iter_errors(parse_alt(YAML))) == []

    def test_defaults_are_written_out_once(self) -> None:
        doc = parse_alt(document({"id": "a", "task_type": "x", "content": "Do it"}))
        assert doc == {
            "alt": "2.0",
            "title": "Do it",
            "mode": "normal",
            "metadata": {},
            "variables": {},
            "segments": [
                {
                    "id": "a",
                    "title": "Do it",
                    "task_type": "x",
                    "content": "Do it",
                    "parameters": {},
                    "dependencies": [],
                }
            ],
        }
        assert canonical(doc) == doc

    def test_equal_meaning_has_an_equal_digest(self) -> None:
        one = document({"id": "a", "task_type": "x", "dependencies": []}, mode="normal")
        two = {"segments": [{"task_type": "x", "id": "a"}], "alt": "2.0"}
        assert digest(one) == digest(two)
        assert digest(document({"id": "b", "task_type": "x"})) != digest(one)

    def test_the_version_needs_no_quotes_in_yaml(self) -> None:
        assert parse_alt("alt: 2.0\nsegments: [{id: a, task_type: x}]")["alt"] == "2.0"

    def test_any_task_type_passes_where_none_are_known(self) -> None:
        assert parse_alt(document({"id": "a", "task_type": "some.tool", "parameters": {"x": 1}}))

    def test_a_reference_stands_for_any_kind_of_value(self) -> None:
        post = {"id": "b", "task_type": "chat.post", "dependencies": ["a"], "parameters": {"limit": "${a.output.n}"}}
        assert parse_alt(document(segment("a"), post), task_types=registry)

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("y", "y"), ("true", True), ("False", False),
            ("~", None), ("null", None), ("012", 12), ("0o17", 15), ("0x1f", 31), ("1_000", "1_000"), ("1e3", 1000.0),
            ("12:30", "12:30"), ("2026-11-21", "2026-11-21"), ("+7", 7), (".5", 0.5), ("'12'", "12"), ('"true"', "true"),
            ("=", "="), ("<<", "<<"), ('"\\u015fehir"', "şehir"), ("1.", 1.0), ("0b1", "0b1"),
        ],
    )  # fmt: skip
    def test_plain_words_mean_what_yaml_1_2_says(self, written: str, meant: Any) -> None:
        doc = parse_alt(f"alt: '2.0'\nvariables: {{v: {written}}}\nsegments: [{{id: a, task_type: x}}]")
        assert doc["variables"]["v"] == meant
        assert type(doc["variables"]["v"]) is type(meant)
        assert parse_alt(to_yaml(doc)) == doc


class TestWhereItIsWrong:
    @pytest.mark.parametrize(
        ("source", "code", "line", "column"),
        [
            ("", "alt.empty", 1, 1),
            ("# nothing\n", "alt.empty", 1, 1),
            ("alt: '2.0'\nsegments:\n  - id: a\n   task_type: x", "alt.syntax", 4, 4),
            ("alt: '2.0'\nalt: '2.0'", "alt.duplicate_key", 2, 1),
            ("a: &x 1\nb: *x", "alt.alias", 1, 4),
            ("a: 1\nb: *x", "alt.alias", 2, 4),
            ("a: !!python/object:os.system {}", "alt.tag", 1, 4),
            ("a: !!str 1", "alt.tag", 1, 4),
            ("a: !own 1", "alt.tag", 1, 4),
            ("%TAG ! tag:x,2026:\n---\na: 1", "alt.tag", 1, 1),
            ("a: 1\n---\nb: 2", "alt.several_documents", 2, 1),
            ("a: .nan", "alt.number", 1, 4),
            ("a: -.inf", "alt.number", 1, 4),
            ("a: 1e999", "alt.number", 1, 4),
            ("a: 9007199254740993", "alt.number", 1, 4),
            ("a: " + "9" * 5_000, "alt.number", 1, 4),
            ("a: " + "9" * 5_000 + ".5", "alt.number", 1, 4),
            ("1: a", "alt.key", 1, 1),
            ("? [a]\n: b", "alt.key", 1, 3),
            ("a: b\x00", "alt.character", 1, 5),
            ("a: 1\nb: \x07", "alt.character", 2, 4),
            ('a: "x\\0"', "alt.character", 1, 4),
            ("a:\n  b: \ud800", "alt.character", 2, 6),
            (b"a: \xff", "alt.encoding", 1, 4),
            ('{"a": 1,}', "alt.syntax", 1, 9),
            ('{"a": 1 "b": 2}', "alt.syntax", 1, 9),
            ('{"a" 1}', "alt.syntax", 1, 6),
            ('{"a": [1 2]}', "alt.syntax", 1, 10),
            ('{"a": [1,', "alt.syntax", 1, 10),
            ('{"a": {', "alt.syntax", 1, 8),
            ("a: [", "alt.syntax", 1, 5),
            ("a: 'x", "alt.syntax", 1, 6),
            ("\ta: b", "alt.syntax", 1, 1),
            ('{"a": tru}', "alt.syntax", 1, 7),
            ('{"a": NaN}', "alt.syntax", 1, 7),
            ('{"a": Infinity}', "alt.syntax", 1, 7),
            ('{"a": -Infinity}', "alt.syntax", 1, 7),
            ('{"a": 1e999}', "alt.number", 1, 7),
            ('{"a": 12345678901234567890}', "alt.number", 1, 7),
            ('{"a": "x\ty"}', "alt.syntax", 1, 9),
            ('{"a": "\\x"}', "alt.syntax", 1, 8),
            ('{"a": "\\ud800"}', "alt.character", 1, 7),
            ('{"a": "\\u0000"}', "alt.character", 1, 7),
            ('{"\\ud800": 1}', "alt.character", 1, 1),
            ('{\n\t"a": 1,\n\t"a": 2\n}', "alt.duplicate_key", 3, 2),
            ('{"a": 1} x', "alt.syntax", 1, 10),
            ('{"a": {"b": {"b" }}}', "alt.syntax", 1, 18),
        ],
    )  # fmt: skip
    def test_the_first_thing_that_cannot_be_read(self, source: Any, code: str, line: int, column: int) -> None:
        error = only(source)
        assert (error["code"], error["line"], error["column"]) == (code, line, column), error

    def test_every_error_has_its_place(self) -> None:
        source = YAML.replace("language: en", "langauge: en").replace("op: count", "op: cont").replace("PT30S", "PT30X")
        found = {(error["pointer"], error["line"], error["column"]) for error in errors_of(source)}
        assert found == {
            ("/langauge", 3, 1),
            ("/segments/1/parameters/steps/0/op", 19, 16),
            ("/segments/2/timeout", 25, 14),
        }

    def test_json_counts_lines_and_columns_in_characters(self) -> None:
        source = '{\n  "alt": "2.0", "title": "ğüşiöç 😀", "segments": [{"id": "a", "task_type": 5}]\n}'
        error = only(source)
        assert (error["line"], error["column"]) == (2, source.splitlines()[1].index("5") + 1)

    def test_plain_data_has_no_lines(self) -> None:
        error = only(document({"id": "A", "task_type": "wait", "parameters": {"duration": "PT1S"}}))
        assert (error["pointer"], error["line"], error["column"]) == ("/segments/0/id", None, None)

    @pytest.mark.parametrize(
        "value", [{1: 2}, {"a": float("nan")}, {"a": float("inf")}, {"a": 2**60}, {"a": object()}, {"a": "\ud800"},
                  {"a": "\0"}, {"a": b"x"}]
    )  # fmt: skip
    def test_plain_data_is_held_to_the_same(self, value: Any) -> None:
        assert only(value)["code"] in ("alt.key", "alt.value", "alt.character")


class TestShape:
    @pytest.mark.parametrize(
        ("fields", "pointer", "code"),
        [
            ({"alt": "1.0"}, "/alt", "alt.const"),
            ({"title": "x" * 201}, "/title", "alt.maxlength"),
            ({"title": 5}, "/title", "alt.type"),
            ({"language": "de"}, "/language", "alt.enum"),
            ({"mode": "norml"}, "/mode", "alt.enum"),
            ({"chaos_level": 11}, "/chaos_level", "alt.maximum"),
            ({"persona": "pirate"}, "/persona", "alt.enum"),
            ({"metadata": {"confidence": 1.5}}, "/metadata/confidence", "alt.maximum"),
            ({"variables": {"A b": 1}}, "/variables/A b", "alt.name"),
            ({"segments": []}, "/segments", "alt.minitems"),
            ({"segments": {}}, "/segments", "alt.type"),
            ({"segments": [5]}, "/segments/0", "alt.type"),
            ({"a/b~c": 1}, "/a~1b~0c", "alt.field_unknown"),
            ({"times": [{"text": "x"}]}, "/times/0/type", "alt.field_missing"),
        ],
    )
    def test_a_field_that_is_not_right(self, fields: dict[str, Any], pointer: str, code: str) -> None:
        errors = errors_of({**document(segment("a")), **fields})
        assert (pointer, code) in [(error["pointer"], error["code"]) for error in errors]

    @pytest.mark.parametrize(
        "fields",
        [
            {"id": "a\n"}, {"id": "1a"}, {"id": "a-b"}, {"id": ""}, {"id": "ş"}, {"task_type": ""}, {"span": [1]},
            {"span": [2, 1]}, {"span": [0, -1]}, {"timeout": "30"}, {"timeout": "PT0S"}, {"timeout": "P2D"},
            {"timeout": "PT30S\n"}, {"timeout": "P"}, {"timeout": "PT"}, {"retry": {}}, {"retry": {"limit": 11}},
            {"retry": {"limit": 1, "delay": "P9D"}}, {"retry": {"limit": 1, "backoff": 0}}, {"when": {}}, {"extra": 1},
            {"when": {"segment": "b", "branch": "maybe"}}, {"parameters": []}, {"dependencies": "b"},
        ],
    )  # fmt: skip
    def test_a_segment_that_is_not_right(self, fields: dict[str, Any]) -> None:
        errors = errors_of(document({**segment("a"), **fields}), known=False)
        assert all(error["pointer"].startswith("/segments/0") for error in errors)

    def test_missing_fields_are_named(self) -> None:
        found = {error["pointer"] for error in errors_of({"segments": [{}]})}
        assert found == {"/alt", "/segments/0/id", "/segments/0/task_type"}

    def test_a_near_name_is_suggested(self) -> None:
        errors = errors_of({**document(segment("a")), "mode": "norml", "langage": "tr"})
        assert {error["suggestion"] for error in errors} == {"normal", "language"}


class TestMeaning:
    def test_an_id_twice(self) -> None:
        error = only(document(segment("a"), segment("a")))
        assert (error["pointer"], error["code"]) == ("/segments/1/id", "alt.duplicate_id")

    def test_an_unknown_dependency_suggests_the_nearest(self) -> None:
        error = only(document(segment("fetch"), segment("b", "fecth")))
        assert (error["pointer"], error["code"], error["suggestion"]) == (
            "/segments/1/dependencies/0",
            "alt.dependency_unknown",
            "fetch",
        )

    def test_an_unknown_task_type_suggests_the_nearest(self) -> None:
        error = only(document({"id": "a", "task_type": "http.requst"}))
        assert (error["code"], error["suggestion"]) == ("alt.task_type_unknown", "http.request")

    def test_a_circle_shows_its_path(self) -> None:
        error = only(document(segment("a", "c"), segment("b", "a"), segment("c", "b"), segment("d", "c")))
        assert error["code"] == "alt.cycle"
        assert (
            "a → b → c → a" in error["detail"]
            or "b → c → a → b" in error["detail"]
            or "c → a → b → c" in error["detail"]
        )

    def test_a_task_that_waits_for_itself(self) -> None:
        assert only(document(segment("a", "a")))["detail"].endswith("a → a.")

    def test_a_long_circle_is_told_briefly(self) -> None:
        ring = [segment(f"t{number}", f"t{(number - 1) % 1000}") for number in range(1_000)]
        error = only(document(*ring))
        assert error["code"] == "alt.cycle"
        assert len(error["detail"]) < 500

    def test_what_decides_must_exist(self) -> None:
        error = only(document(segment("fetch"), segment("c", when={"segment": "fecht", "branch": "then"})))
        assert (error["pointer"], error["code"], error["suggestion"]) == (
            "/segments/1/when/segment",
            "alt.dependency_unknown",
            "fetch",
        )

    def test_what_decides_is_waited_for(self) -> None:
        when = {"segment": "a", "branch": "then"}
        doc = parse_alt(
            document(segment("a"), segment("x"), segment("b", "x", when=when), segment("c", "a", when=when))
        )
        assert [item["dependencies"] for item in doc["segments"]] == [[], [], ["x", "a"], ["a"]]
        assert canonical(doc) == doc

    def test_a_circle_through_what_decides_is_one(self) -> None:
        error = only(document(segment("a", "b"), segment("b", when={"segment": "a", "branch": "then"})))
        assert error["code"] == "alt.cycle"

    @pytest.mark.parametrize(
        ("parameters", "pointer", "code"),
        [
            ({"from": "zz"}, "/segments/2/parameters/from", "alt.dependency_unknown"),
            ({"from": ["a", "b"]}, "/segments/2/parameters/from/1", "alt.not_a_dependency"),
            ({"text": "${b.output}"}, "/segments/2/parameters/text", "alt.not_a_dependency"),
            ({"text": "x ${q.output} y"}, "/segments/2/parameters/text", "alt.dependency_unknown"),
            ({"text": "${a..b}"}, "/segments/2/parameters/text", "alt.expression"),
            ({"text": "${a+b}"}, "/segments/2/parameters/text", "alt.not_a_dependency"),
            ({"text": "${variables.none}"}, "/segments/2/parameters/text", "alt.variable_unknown"),
            ({"limit": 0}, "/segments/2/parameters/limit", "alt.minimum"),
            ({"limits": 3}, "/segments/2/parameters/limits", "alt.parameter_unknown"),
        ],
    )
    def test_what_a_task_is_given(self, parameters: dict[str, Any], pointer: str, code: str) -> None:
        post = {"id": "c", "task_type": "chat.post", "dependencies": ["a"], "parameters": parameters}
        error = only(document(segment("a"), segment("b"), post))
        assert (error["pointer"], error["code"]) == (pointer, code)

    def test_a_result_from_further_back_may_be_used(self) -> None:
        post = segment("c", "b", task_type="chat.post", parameters={"text": "${a.output} ${variables.x}"})
        assert parse_alt(document(segment("a"), segment("b", "a"), post, variables={"x": 1}), task_types=registry)

    @pytest.mark.parametrize(
        "step",
        [{"op": "count", "byy": 1}, {"op": "top"}, {"op": "top", "n": 0}, {"op": "explode"}, {"by": "x"}, "count",
         {"op": "filter", "column": "a", "operator": "like"}, {"op": "convert", "to": "pdf"}, {"op": "join", "on": "a"}],
    )  # fmt: skip
    def test_a_step_that_is_not_right(self, step: Any) -> None:
        transform = segment("b", "a", task_type="data.transform", parameters={"steps": [step]})
        errors = errors_of(document(segment("a"), transform))
        assert all(error["pointer"].startswith("/segments/1/parameters/steps/0") for error in errors)

    def test_all_errors_are_told_but_at_most_fifty(self) -> None:
        errors = errors_of(document(*({"id": f"T{number}", "task_type": "x y"} for number in range(200))))
        assert len(errors) == 50

    def test_errors_come_in_the_order_of_the_document(self) -> None:
        source = "segments:\n- {id: a, task_type: nope}\n- {id: b, task_type: wait, timeout: x}\nalt: '1'\nextra: 1"
        lines = [error["line"] for error in errors_of(source)]
        assert lines == sorted(lines)
        assert len(lines) == 5
