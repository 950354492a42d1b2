"""What a run leaves: `.last` and `.atlas`."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from apps.commands.formats.alt import digest, parse_alt
from apps.commands.formats.atlas import build_atlas
from apps.commands.formats.last import build_last
from apps.commands.formats.schema import published, validator
from apps.commands.formats.summaries import summary
from tests.commands.formats.documents import YAML

BEGIN = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def after(milliseconds: int) -> datetime:
    return BEGIN + timedelta(milliseconds=milliseconds)


def command(**fields: Any) -> dict[str, Any]:
    return {
        "id": "0199-id", "text": "Fetch the orders, count by city, post the top 3", "title": "Orders by city",
        "state": "succeeded", "created_at": BEGIN, "started_at": BEGIN, "finished_at": after(2_000), "result": None,
        "error": None, "rerun_of": None, **fields,
    }  # fmt: skip


def task(id: str, begin: int | None = 0, end: int | None = 100, **fields: Any) -> dict[str, Any]:
    return {
        "id": id, "title": id.title(), "task_type": "http.request", "state": "succeeded", "attempt": 1, "dependencies": [],
        "started_at": None if begin is None else after(begin), "finished_at": None if end is None else after(end),
        "output": None, "error": None, "log": "", "artifacts": [], **fields,
    }  # fmt: skip


@pytest.fixture
def alt() -> dict[str, Any]:
    return parse_alt(YAML)


def valid(name: str, doc: dict[str, Any]) -> bool:
    json.dumps(doc)
    return [error.message for error in validator(published(name)).iter_errors(doc)] == []


class TestLast:
    def test_a_run_is_written_down(self, alt: dict[str, Any]) -> None:
        rows = [{"city": "İzmir", "count": 1}]
        last = build_last(command(), alt, [
            task("fetch", 0, 700, attempt=2, log="a\nb\n"),
            task("count", 700, 1_000, task_type="data.transform", dependencies=["fetch"], output=rows,
                 artifacts=[{"name": "t.xlsx", "bytes": 5, "sha256": "0" * 64, "media_type": "x/y", "extra": 1}]),
            task("post", None, None, state="skipped", dependencies=["count"]),
        ])  # fmt: skip
        assert valid("last-1.0", last)
        assert last["alt"] == {"version": "2.0", "sha256": digest(alt)}
        assert (last["started_at"], last["finished_at"]) == ("2026-11-21T04:00:00.000Z", "2026-11-21T04:00:02.000Z")
        assert last["metrics"] == {
            "tasks": 3, "succeeded": 2, "failed": 0, "cancelled": 0, "skipped": 1, "attempts": 4, "success_rate": 1.0,
            "wall_ms": 2000, "task_ms": 1000, "parallelism": 0.5, "peak": 1, "output_bytes": last["metrics"]["output_bytes"],
        }  # fmt: skip
        fetch, count, post = last["tasks"]
        assert (fetch["log"], fetch["attempts"], fetch["duration_ms"], fetch["output"]) == (["a", "b"], 2, 700, None)
        assert (count["output"]["value"], count["output"]["truncated"]) == (rows, False)
        assert count["output"]["summary"] == "1 rows: city, count"
        assert post["duration_ms"] is None
        assert last["artifacts"] == [
            {"task": "count", "name": "t.xlsx", "bytes": 5, "sha256": "0" * 64, "media_type": "x/y"}
        ]

    def test_times_may_be_texts_and_logs_lists(self, alt: dict[str, Any]) -> None:
        texts = {"started_at": "2026-11-21T04:00:00.000Z", "finished_at": "2026-11-21T04:00:01.500Z"}
        last = build_last(
            command(**texts, created_at="2026-11-21T04:00:00"), alt, [task("a", log=["x\ny", "z"], **texts)]
        )
        assert valid("last-1.0", last)
        assert last["metrics"]["wall_ms"] == last["tasks"][0]["duration_ms"] == 1_500
        assert last["tasks"][0]["log"] == ["x y", "z"]

    @pytest.mark.parametrize(
        ("spans", "peak"),
        [([(0, 10), (10, 20)], 1), ([(0, 10), (5, 20), (9, 30)], 3), ([(0, 0)], 1), ([], 0), ([(None, None)], 0),
         ([(0, 0), (0, 0)], 2)],
    )  # fmt: skip
    def test_how_much_ran_at_once(self, alt: dict[str, Any], spans: list[tuple[Any, Any]], peak: int) -> None:
        tasks = [task(f"t{index}", *span) for index, span in enumerate(spans)]
        assert build_last(command(), alt, tasks)["metrics"]["peak"] == peak

    def test_a_run_that_never_began_has_no_rate_to_divide_by(self, alt: dict[str, Any]) -> None:
        last = build_last(command(started_at=None, finished_at=None, state="cancelled"), alt, [])
        assert valid("last-1.0", last)
        assert (last["metrics"]["success_rate"], last["metrics"]["parallelism"]) == (0.0, None)

    @pytest.mark.parametrize(
        ("value", "kept"), [([{"a": "x" * 100}] * 5_000, 20), ("y" * 200_000, 2_000), ({"a": "z" * 200_000}, None)]
    )
    def test_a_large_output_is_kept_as_a_sample(self, alt: dict[str, Any], value: Any, kept: int | None) -> None:
        output = build_last(command(), alt, [task("a", output=value)])["tasks"][0]["output"]
        assert output["truncated"]
        assert (None if output["value"] is None else len(output["value"])) == kept
        assert output["bytes"] > 100_000
        assert len(output["summary"]) <= 200

    def test_a_thousand_outputs_do_not_add_up(self, alt: dict[str, Any]) -> None:
        last = build_last(command(), alt, [task(f"t{n}", output="x" * 90_000) for n in range(200)])
        assert len(json.dumps(last)) < 4_000_000

    def test_logs_are_bounded(self, alt: dict[str, Any]) -> None:
        log = build_last(command(), alt, [task("a", log="\n".join(["x" * 10_000] * 1_000))])["tasks"][0]["log"]
        assert (len(log), len(log[0])) == (200, 500)

    def test_equal_inputs_have_an_equal_hash(self, alt: dict[str, Any]) -> None:
        first = build_last(command(), alt, [])["inputs"]
        assert build_last(command(id="other"), alt, [])["inputs"] == first
        assert build_last(command(text="other"), alt, [])["inputs"] != first
        assert build_last(command(), {**alt, "variables": {"source": "other"}}, [])["inputs"] != first


class TestAtlas:
    def test_a_success_becomes_knowledge(self, alt: dict[str, Any]) -> None:
        rows = [{"city": "İzmir", "count": 1}]
        posted = {"text": "1. İzmir: 1", "messages": [{"id": "m"}]}
        tasks = [task("count", output=rows), task("post", output=posted)]
        atlas = build_atlas(command(), alt, build_last(command(), alt, tasks))
        assert valid("atlas-1.0", atlas)
        assert atlas["result"] == "1. İzmir: 1"
        assert atlas["summary"] == "1. İzmir: 1"
        assert atlas["success_rate"] == 1.0
        assert [step["task_type"] for step in atlas["steps"]] == ["http.request", "data.transform", "chat.post"]
        assert {"http.request", "city", "count", "en", "orders"} <= set(atlas["tags"])
        assert "fetch" not in atlas["tags"]
        assert atlas["links"]["report"] == "/api/v1/commands/0199-id/report"

    def test_its_own_words_for_the_result_come_first(self, alt: dict[str, Any]) -> None:
        about = command(result={"text": "Done."}, links={"self": "/x"})
        atlas = build_atlas(about, alt, build_last(about, alt, [task("a", output="other")]))
        assert (atlas["result"], atlas["links"]) == ("Done.", {"self": "/x"})

    def test_without_words_the_last_output_is_told(self, alt: dict[str, Any]) -> None:
        last = build_last(command(), alt, [task("a", output=[1, 2])])
        assert build_atlas(command(), alt, last)["result"] == "2 entries"
        assert build_atlas(command(), alt, build_last(command(), alt, []))["summary"] == "Orders by city"

    def test_tags_hold_hosts_without_their_secrets(self, alt: dict[str, Any]) -> None:
        alt["segments"][0]["parameters"] = {
            "url": "https://user:pw@data.example.org:8443/x?token=secret", "headers": {"X": ["http://[bad"]}
        }  # fmt: skip
        tags = build_atlas(command(text="see https://a.example/secret"), alt, build_last(command(), alt, []))["tags"]
        assert "data.example.org" in tags
        assert not any("secret" in tag or "pw" in tag for tag in tags)

    def test_turkish_words_are_lowered_by_turkish_rules(self, alt: dict[str, Any]) -> None:
        about = command(text="IĞDIR siparişlerini İNDİR ve şehre göre say")
        atlas = build_atlas(about, {**alt, "language": "tr"}, build_last(about, {**alt, "language": "tr"}, []))
        assert {"ığdır", "siparişlerini", "indir", "şehre"} <= set(atlas["tags"])
        assert "göre" not in atlas["tags"]

    def test_it_stays_bounded(self, alt: dict[str, Any]) -> None:
        about = command(text=" ".join(f"kelime{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(600)), title="x" * 200,
                        result={"text": "y" * 100_000})  # fmt: skip
        rows = [{f"column number {n} {'z' * 90}": 1 for n in range(100)}]
        atlas = build_atlas(about, alt, build_last(about, alt, [task("a", output=rows)]))
        assert valid("atlas-1.0", atlas)


def test_a_summary_of_nothing_is_empty() -> None:
    assert summary(None) == ""
    assert summary("a\n  b") == "a b"
    assert summary({"a": 1}) == '{"a":1}'
    assert summary("x" * 5_000) == "x" * 199 + "…"
