"""What is posted, and where."""

from typing import Any

import pytest

from apps.commands.runner.types import Cancelled, TaskError, registry
from apps.commands.runner.types.tables.showing import shown
from tests.commands.types.conftest import FakeContext

COUNTED = [{"city": "İstanbul", "count": 312}, {"city": "Ankara", "count": 200}, {"city": "İzmir", "count": 150},
           {"city": "Bursa", "count": 3}]  # fmt: skip


def post(context: FakeContext, inputs: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    registry["chat.post"].check(parameters)
    found: dict[str, Any] = registry["chat.post"]().run(context, parameters, inputs)
    return found


class TestWhere:
    def test_here_by_default(self, context: FakeContext) -> None:
        answer = post(context, {"a": COUNTED}, limit=3)
        assert context.posts == [("1. İstanbul: 312\n2. Ankara: 200\n3. İzmir: 150", None, "key:0")]
        assert answer["messages"] == [{"id": "1"}]

    @pytest.mark.parametrize(
        ("parameters", "places"),
        [
            ({"conversation": "here"}, [None]), ({"conversation": "an-id"}, ["an-id"]), ({"channel": "#general"}, ["#general"]),
            ({"channel": "general"}, ["#general"]), ({"people": "@bora"}, ["@bora"]),
            ({"people": ["bora", "@cem", "@bora"], "channel": "#x"}, ["@bora", "@cem", "#x"]),
        ],
    )  # fmt: skip
    def test_or_where_it_is_wanted(self, context: FakeContext, parameters: Any, places: list[str | None]) -> None:
        post(context, {}, text="hi", **parameters)
        assert [place for _text, place, _key in context.posts] == places
        assert len({key for _text, _place, key in context.posts}) == len(places)

    def test_a_cancel_stops_it(self, context: FakeContext) -> None:
        context.stop = True
        with pytest.raises(Cancelled):
            post(context, {}, text="hi")
        assert context.posts == []


class TestWhat:
    def test_a_text_is_posted_as_it_is(self, context: FakeContext) -> None:
        assert post(context, {"a": COUNTED}, text="**Hi** @bora")["text"] == "**Hi** @bora"

    def test_a_text_with_from_introduces_the_result(self, context: FakeContext) -> None:
        text = post(context, {"a": COUNTED, "b": "no"}, text="Top:", limit=1, **{"from": "a"})["text"]
        assert text == "Top:\n\n1. İstanbul: 312"

    def test_what_an_earlier_post_said_can_be_posted_elsewhere(self, context: FakeContext) -> None:
        assert post(context, {"a": {"text": "said", "messages": [{}]}}, channel="#x")["text"] == "said"

    def test_nothing_to_post_is_an_error(self, context: FakeContext) -> None:
        with pytest.raises(TaskError):
            post(context, {})

    def test_no_rows_are_said_so(self, context: FakeContext) -> None:
        assert post(context, {"a": []})["text"] == "No rows."

    def test_a_message_is_never_too_long(self, context: FakeContext) -> None:
        rows = [{"a": "x" * 190, "b": "y" * 190, "c": "z" * 190} for _ in range(1_000)]
        text = post(context, {"a": rows}, limit=1_000)["text"]
        assert 15_000 < len(text) <= 20_000
        assert "more" in text.splitlines()[-1]
        assert len(post(context, {"a": "x" * 100_000})["text"]) == 20_000
        both = {"a": rows, "b": rows, "c": rows}
        assert len(post(context, both, text="t" * 19_000, **{"from": ["a", "b", "c"]})["text"]) <= 20_000

    def test_turkish_fractions_have_a_comma(self, context: FakeContext) -> None:
        context.language = "tr"  # type: ignore[misc]
        assert post(context, {"a": [{"city": "İzmir", "sum": 1234.5}, {"city": "A", "sum": 2}]})["text"] == (
            "1. İzmir: 1234,5\n2. A: 2"
        )


class TestShowing:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (COUNTED[:2], "1. İstanbul: 312\n2. Ankara: 200"),
            (COUNTED[:1], "1. İstanbul: 312"),
            ([{"a": "x", "b": "y", "count": 2}], "1. x, y: 2"),
            ([{"a": "", "count": 2}, {"a": None, "count": 1}], "1. –: 2\n2. –: 1"),
            ([{"count": 6}], "**count**: 6"),
            ([{"avg_price": 2.50}], "**avg\\_price**: 2.5".replace("\\_", "_")),
            ({"words": 3, "lines": 1}, "**words**: 3\n**lines**: 1"),
            ([{"a": "x", "b": "1"}, {"a": "y", "b": "2"}], "| a | b |\n| --- | ---: |\n| x | 1 |\n| y | 2 |"),
            (["x", "y"], "- x\n- y"),
            ("  text\n", "text"),
            (5, "5"), (True, "true"), (None, "No result."), ({}, "No result."), ([], "No rows."),
            ([{"a": {"b": 1}}], '**a**: {"b":1}'),
        ],
    )  # fmt: skip
    def test_each_kind_of_result(self, value: Any, text: str) -> None:
        assert shown(value) == text

    def test_a_long_table_says_how_much_is_left(self) -> None:
        rows = [{"id": str(n), "name": f"n{n}"} for n in range(100)]
        assert shown(rows).splitlines()[-1] == "… and 80 more."
        assert len(shown(rows, limit=5).splitlines()) == 7
        assert shown([str(n) for n in range(30)]).splitlines()[-1] == "… and 10 more."
        assert shown("a\nb\nc", limit=2) == "a\nb"

    def test_a_wide_table_is_cut(self) -> None:
        row = {f"column {n}": str(n) for n in range(30)}
        assert shown([row, row]).splitlines()[0].count("|") == 9

    def test_cells_from_outside_have_no_effect(self) -> None:
        rows = [{"a": "x|y\n**b** `c` [l](http://x) <i> @all _u_ a_b", "b": "1"}] * 2
        line = shown(rows).splitlines()[2]
        assert line == ("| x\\|y \\*\\*b\\*\\* \\`c\\` \\[l\\](http://x) \\<i\\> @\u2060all \\_u\\_ a_b | 1 |")
