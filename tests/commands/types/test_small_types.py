"""Files, counting words, waiting."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from apps.commands.formats.durations import parse_duration
from apps.commands.runner.types import TaskError, Wait, registry
from tests.commands.types.conftest import FakeContext

ROWS = [{"a": "x", "n": 1}, {"a": "y", "n": 2}]
BAD_PATHS = ["../x", "a/../../x", "/etc/passwd", "a\\b", "C:x", "a\0b", ".", "..", "a//b", ".hidden", "a/.ssh/id", " ", "a/ /b",
             "x" * 256, "a\nb", "a/b/c/d/e/f/g/h/i", "a*", "~/x/..", ""]  # fmt: skip


def run(name: str, context: FakeContext, inputs: dict[str, Any], **parameters: Any) -> Any:
    registry[name].check(parameters)
    return registry[name]().run(context, parameters, inputs)


class TestFiles:
    @pytest.mark.parametrize(
        ("path", "value", "content"),
        [
            ("a.csv", ROWS, b"a,n\r\nx,1\r\ny,2\r\n"), ("a.txt", "hello", b"hello"), ("a.csv", "as,is", b"as,is"),
            ("a.md", ROWS, b"| a | n |\n| --- | ---: |\n| x | 1 |\n| y | 2 |"), ("a", ["x"], b'[\n  "x"\n]'),
            ("reports/2026/a.json", {"a": "ş"}, '{\n  "a": "ş"\n}'.encode()),
        ],
    )  # fmt: skip
    def test_a_result_is_written_by_the_name_of_the_file(
        self, context: FakeContext, path: str, value: Any, content: bytes
    ) -> None:
        assert run("file.write", context, {"a": value}, path=path) == {"path": path, "bytes": len(content)}
        assert context.files[path] == content

    def test_or_as_told(self, context: FakeContext) -> None:
        run("file.write", context, {"a": ROWS}, path="a.dat", format="text")
        assert context.files["a.dat"] == b"a\tn\nx\t1\ny\t2"
        run("file.write", context, {"a": ROWS}, path="a.xlsx")
        assert context.files["a.xlsx"].startswith(b"PK")
        run("file.write", context, {}, path="n.txt", content="own words")
        assert context.files["n.txt"] == b"own words"

    def test_what_was_written_is_read(self, context: FakeContext) -> None:
        run("file.write", context, {"a": ROWS}, path="a.json")
        assert run("file.read", context, {}, path="a.json") == ROWS
        run("file.write", context, {"a": ROWS}, path="a.csv")
        assert run("file.read", context, {}, path="a.csv") == [{"a": "x", "n": "1"}, {"a": "y", "n": "2"}]
        assert run("file.read", context, {}, path="a.csv", parse="text").startswith("a,n")

    def test_a_table_can_be_made_of_a_file(self, context: FakeContext) -> None:
        context.files["a.csv"] = b"city\nx\nx\n"
        counted = run("data.transform", context, {}, path="a.csv", steps=[{"op": "count", "by": "city"}])
        assert counted == [{"city": "x", "count": 2}]

    def test_a_file_that_is_no_text_is_refused(self, context: FakeContext) -> None:
        context.files["a.png"] = b"\x89PNG\r\n\x1a\n\x00\xff"
        with pytest.raises(TaskError) as told:
            run("file.read", context, {}, path="a.png")
        assert told.value.code == "file.not_text"
        context.files["b.txt"] = "İzmir".encode("utf-16")
        assert run("file.read", context, {}, path="b.txt") == "İzmir"

    def test_a_missing_file_is_an_error(self, context: FakeContext) -> None:
        with pytest.raises(TaskError) as told:
            run("file.read", context, {}, path="none.csv")
        assert told.value.code == "file.not_found"

    def test_files_are_bounded(self, context: FakeContext) -> None:
        context.files["big"] = bytes(10_000_001)
        with pytest.raises(TaskError) as told:
            run("file.read", context, {}, path="big")
        assert told.value.code == "file.too_large"
        with pytest.raises(TaskError) as told:
            run("file.write", context, {"a": "x" * 10_000_001}, path="big")
        assert told.value.code == "task.output_too_large"

    @pytest.mark.parametrize("path", BAD_PATHS)
    @pytest.mark.parametrize("name", ["file.read", "file.write"])
    def test_a_path_that_leads_elsewhere_is_refused(self, context: FakeContext, name: str, path: str) -> None:
        context.files[path] = b"secret"
        with pytest.raises(TaskError) as told:
            run(name, context, {"a": "x"}, path=path)
        assert told.value.code in ("file.path_invalid", "task.parameters_invalid")
        assert context.files == {path: b"secret"}


class TestCounting:
    @pytest.mark.parametrize(
        ("what", "found"),
        [("words", {"words": 5}), ("characters", {"characters": 27}), ("lines", {"lines": 2}),
         ("all", {"words": 5, "characters": 27, "lines": 2})],
    )  # fmt: skip
    def test_a_text_is_counted(self, context: FakeContext, what: str, found: dict[str, int]) -> None:
        assert run("text.count", context, {"a": "Ayşe'nin iki kedisi\nvar mı?"}, what=what) == found

    def test_letters_with_marks_count_once(self, context: FakeContext) -> None:
        assert run("text.count", context, {}, text="s\u0327", what="characters") == {"characters": 1}

    def test_rows_are_lines(self, context: FakeContext) -> None:
        assert run("text.count", context, {"a": ROWS}, what="lines") == {"lines": 2}
        assert run("text.count", context, {"a": ""})["words"] == 0


class TestWaiting:
    def test_a_duration_is_not_waited_but_named(self, context: FakeContext) -> None:
        answer = run("wait", context, {}, duration="PT10M")
        assert isinstance(answer, Wait)
        assert abs(answer.until - datetime.now(UTC) - timedelta(minutes=10)) < timedelta(seconds=5)
        assert answer.output == {"until": answer.until.isoformat()}

    def test_a_moment_may_be_local(self, context: FakeContext) -> None:
        tomorrow = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0)
        assert run("wait", context, {}, until=tomorrow.isoformat()).until == tomorrow
        context.timezone = "Europe/Istanbul"  # type: ignore[attr-defined]
        local = (tomorrow + timedelta(hours=3)).replace(tzinfo=None).isoformat()
        assert run("wait", context, {}, until=local).until == tomorrow

    def test_the_past_is_over(self, context: FakeContext) -> None:
        until = run("wait", context, {}, until="2020-01-01T00:00:00Z").until
        assert abs(until - datetime.now(UTC)) < timedelta(seconds=5)

    @pytest.mark.parametrize(
        ("parameters", "code"),
        [
            ({"duration": "10 min"}, "wait.invalid"), ({"duration": "P1M"}, "wait.invalid"), ({"until": "soon"}, "wait.invalid"),
            ({"until": "0001-01-01T00:00:00+14:00"}, "wait.invalid"), ({"duration": "P9999W"}, "wait.too_long"),
            ({"until": "9999-12-31T00:00:00Z"}, "wait.too_long"), ({}, "task.parameters_invalid"),
            ({"until": "x", "duration": "y"}, "task.parameters_invalid"), ({"duration": "PT1S\n"}, "wait.invalid"),
        ],
    )  # fmt: skip
    def test_what_is_no_time_is_an_error(self, context: FakeContext, parameters: dict[str, str], code: str) -> None:
        with pytest.raises(TaskError) as told:
            run("wait", context, {}, **parameters)
        assert told.value.code == code

    @pytest.mark.parametrize(
        ("text", "seconds"),
        [("PT30S", 30), ("PT1H30M", 5400), ("P1DT2H", 93600), ("P2W", 1209600), ("PT0.5S", 0.5), ("PT0S", 0)],
    )
    def test_durations_are_read(self, text: str, seconds: float) -> None:
        assert parse_duration(text).total_seconds() == seconds

    @pytest.mark.parametrize(
        "text", ["", "P", "PT", "30", "PT-1S", "P1Y", "PT1", "pt1s", "PT1S ", "PT99999999S", "PT٣S"]
    )
    def test_other_words_are_not(self, text: str) -> None:
        with pytest.raises(ValueError, match="not a duration"):
            parse_duration(text)
