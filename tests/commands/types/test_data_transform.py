"""What is done with data."""

import json
import xml.etree.ElementTree as ET
import zipfile
from io import BytesIO
from typing import Any

import pytest

from apps.commands.runner.types import Cancelled, TaskError, registry
from apps.commands.runner.types import data_transform as module
from tests.commands.types.conftest import FakeContext

ROWS = [
    {"city": "İstanbul", "country": "TR", "amount": "10"},
    {"city": "Ankara", "country": "TR", "amount": "2,5"},
    {"city": "İstanbul", "country": "TR", "amount": "7"},
    {"city": "Berlin", "country": "DE", "amount": ""},
    {"city": "Ankara", "country": "TR", "amount": "4"},
    {"city": "Çorum", "country": "TR", "amount": "100"},
]
CSV = "city,country,amount\n" + "".join(f'{row["city"]},{row["country"]},"{row["amount"]}"\n' for row in ROWS)


@pytest.fixture
def run(context: FakeContext) -> Any:
    def transform(*steps: dict[str, Any], data: Any = ROWS, **inputs: Any) -> Any:
        parameters = {"steps": list(steps)}
        registry["data.transform"].check(parameters)
        return registry["data.transform"]().run(context, parameters, {"data": data, **inputs})

    return transform


def cities(rows: list[dict[str, Any]]) -> list[str]:
    return [row["city"] for row in rows]


class TestCounting:
    @pytest.mark.parametrize("by", [["şehir"], "şehre", ["city"], "Cities"])
    @pytest.mark.parametrize("data", [ROWS, CSV])
    def test_rows_are_counted_by_city(self, run: Any, by: Any, data: Any) -> None:
        assert run({"op": "count", "by": by}, data=data) == [
            {"city": "Ankara", "count": 2},
            {"city": "İstanbul", "count": 2},
            {"city": "Berlin", "count": 1},
            {"city": "Çorum", "count": 1},
        ]

    def test_by_two_columns_and_by_none(self, run: Any) -> None:
        assert run({"op": "count", "by": ["country", "city"]})[0] == {"country": "TR", "city": "Ankara", "count": 2}
        assert run({"op": "count"}) == [{"count": 6}]

    def test_a_column_called_count_keeps_its_name(self, run: Any) -> None:
        assert run({"op": "count", "by": "count"}, data=[{"count": "a"}]) == [{"count": "a", "count_2": 1}]

    def test_blanks_around_a_value_do_not_count(self, run: Any) -> None:
        assert run({"op": "count", "by": "a"}, data=[{"a": "x "}, {"a": " x"}]) == [{"a": "x", "count": 2}]

    def test_values_of_different_kinds_are_different(self, run: Any) -> None:
        assert len(run({"op": "count", "by": "a"}, data=[{"a": 1}, {"a": "1"}, {"a": None}, {"a": [1]}, {}])) == 4

    def test_the_result_is_found_by_what_people_call_it(self, run: Any) -> None:
        counted = {"op": "count", "by": "city"}
        assert cities(run(counted, {"op": "sort", "by": "sayı", "order": "asc"}))[:2] == ["Berlin", "Çorum"]
        assert cities(run(counted, {"op": "filter", "column": "adet", "operator": "gt", "value": 1})) == [
            "Ankara",
            "İstanbul",
        ]
        assert cities(run(counted, {"op": "top", "n": 1})) == ["Ankara"]


class TestFigures:
    @pytest.mark.parametrize(
        ("function", "value"), [("sum", 123.5), ("avg", 24.7), ("min", "2,5"), ("max", "100"), ("count", 5)]
    )
    def test_over_all_rows(self, run: Any, function: str, value: Any) -> None:
        assert run({"op": "aggregate", "function": function, "column": "tutar"}) == [{f"{function}_amount": value}]

    def test_by_city(self, run: Any) -> None:
        rows = run({"op": "aggregate", "function": "sum", "column": "amount", "by": "city"})
        assert rows[0] == {"city": "Ankara", "sum_amount": 6.5}
        assert [row["sum_amount"] for row in rows] == [6.5, 0, 100, 17]

    @pytest.mark.parametrize("word", ["tutara", "sum", "toplam", "sum_amount", "amount"])
    def test_sorted_by_any_of_its_names(self, run: Any, word: str) -> None:
        sums = {"op": "aggregate", "function": "sum", "column": "amount", "by": "city"}
        assert cities(run(sums, {"op": "top", "n": 2, "by": word})) == ["Çorum", "İstanbul"]

    def test_an_average_of_nothing_is_nothing(self, run: Any) -> None:
        assert run({"op": "aggregate", "function": "avg", "column": "a"}, data=[{"a": ""}]) == [{"avg_a": None}]

    def test_counting_needs_no_column_but_the_rest_does(self, run: Any) -> None:
        assert run({"op": "aggregate", "function": "count", "by": "country"})[0] == {"country": "TR", "count": 5}
        with pytest.raises(TaskError) as told:
            run({"op": "aggregate", "function": "sum"})
        assert told.value.code == "data.step_invalid"

    def test_a_word_among_numbers_is_named(self, run: Any) -> None:
        with pytest.raises(TaskError) as told:
            run({"op": "aggregate", "function": "sum", "column": "city"})
        assert told.value.code == "data.not_a_number"
        assert "İstanbul" in str(told.value)


class TestRows:
    @pytest.mark.parametrize(
        ("operator", "value", "found"),
        [
            ("eq", "istanbul", 2), ("eq", "ISTANBUL", 2), ("ne", "İstanbul", 4), ("contains", "COR", 1), ("empty", None, 0),
            ("not_empty", None, 6), ("gt", "Berlin", 3), ("le", "berlin", 3),
        ],
    )  # fmt: skip
    def test_filter_by_words(self, run: Any, operator: str, value: Any, found: int) -> None:
        step = {"op": "filter", "column": "city", "operator": operator, "value": value}
        assert len(run(step)) == found

    @pytest.mark.parametrize(
        ("operator", "value", "found"),
        [
            ("eq", 7, 1), ("eq", "2.5", 1), ("ne", 7, 5), ("gt", 7, 2), ("ge", "7", 3), ("lt", 7, 2), ("le", 7.0, 3),
            ("gt", "x", 0), ("empty", None, 1),
        ],
    )  # fmt: skip
    def test_filter_by_numbers(self, run: Any, operator: str, value: Any, found: int) -> None:
        assert len(run({"op": "filter", "column": "amount", "operator": operator, "value": value})) == found

    def test_filter_by_true_and_false(self, run: Any) -> None:
        data = [{"a": True}, {"a": "TRUE"}, {"a": False}, {"a": 1}]
        assert len(run({"op": "filter", "column": "a", "operator": "eq", "value": True}, data=data)) == 2

    def test_empty_rows_are_dropped_or_found(self, run: Any) -> None:
        data = [{"a": "", "b": " "}, {"a": "", "b": "x"}, {"a": None}]
        assert run({"op": "filter", "operator": "not_empty"}, data=data) == [{"a": "", "b": "x"}]
        assert len(run({"op": "filter", "operator": "empty"}, data=data)) == 2
        with pytest.raises(TaskError) as told:
            run({"op": "filter", "operator": "eq", "value": 1}, data=data)
        assert told.value.code == "data.step_invalid"

    def test_sort_by_words_numbers_and_both(self, run: Any) -> None:
        assert cities(run({"op": "sort", "by": "city"}))[:4] == ["Ankara", "Ankara", "Berlin", "Çorum"]
        amounts = [row["amount"] for row in run({"op": "sort", "by": "amount", "order": "desc"})]
        assert amounts == ["100", "10", "7", "4", "2,5", ""]
        both = run({"op": "sort", "by": ["country", "amount"]})
        assert [row["amount"] for row in both] == ["", "2,5", "4", "7", "10", "100"]

    def test_equal_rows_keep_their_order(self, run: Any) -> None:
        data = [{"a": "x", "n": n} for n in range(10)]
        for order in ("asc", "desc"):
            assert run({"op": "sort", "by": "a", "order": order}, data=data) == data

    def test_select_distinct_group_and_top(self, run: Any) -> None:
        assert run({"op": "select", "columns": ["ülke", "şehir"]}, {"op": "top", "n": 1}) == [
            {"country": "TR", "city": "İstanbul"}
        ]
        assert len(run({"op": "distinct", "by": "city"})) == 4
        assert len(run({"op": "distinct"}, data=[{"a": 1}, {"a": 1}])) == 1
        groups = run({"op": "group", "by": "country"})
        assert [(row["country"], row["count"], len(row["rows"])) for row in groups] == [("TR", 5, 5), ("DE", 1, 1)]

    def test_the_rows_handed_in_stay_as_they_were(self, run: Any) -> None:
        before = json.dumps(ROWS)
        run({"op": "sort", "by": "city"}, {"op": "select", "columns": ["city"]}, {"op": "count", "by": "city"})
        assert json.dumps(ROWS) == before

    def test_an_unknown_column_is_an_error_that_names_them(self, run: Any) -> None:
        with pytest.raises(TaskError) as told:
            run({"op": "count", "by": "renk"})
        assert "city, country, amount" in str(told.value)

    def test_no_rows_pass_through_every_step(self, run: Any) -> None:
        steps = [{"op": "count", "by": "x"}, {"op": "sort", "by": "y"}, {"op": "top", "n": 3}]
        assert run(*steps, data=[]) == []
        assert run(*steps, data="") == []


class TestJoining:
    COUNTRIES = [
        {"code": "TR", "name": "Türkiye", "city": "Ankara"},
        {"code": "DE", "name": "Almanya", "city": "Berlin"},
    ]

    def test_rows_find_their_partners(self, run: Any) -> None:
        other = [{"country": "tr", "name": "Türkiye", "city": "Ankara"}]
        rows = run({"op": "join", "with": "other", "on": "ülke"}, other=other)
        assert len(rows) == 5
        assert rows[0] == {**ROWS[0], "name": "Türkiye", "city_2": "Ankara"}

    def test_left_keeps_those_without(self, run: Any) -> None:
        other = [{"country": "TR", "name": "Türkiye"}]
        rows = run({"op": "join", "with": "other", "on": ["country"], "how": "left"}, other=other)
        assert len(rows) == 6
        assert rows[3]["name"] is None

    def test_a_join_that_explodes_is_stopped(self, run: Any) -> None:
        data = [{"a": "x"}] * 1_000
        with pytest.raises(TaskError) as told:
            run({"op": "join", "with": "other", "on": "a"}, data=data, other=[{"a": "x", "b": 1}] * 1_000)
        assert told.value.code == "data.too_many_rows"

    def test_a_missing_partner_is_an_error(self, run: Any) -> None:
        with pytest.raises(TaskError) as told:
            run({"op": "join", "with": "nobody", "on": "city"})
        assert told.value.code == "task.input_missing"


class TestConverting:
    def test_to_csv_without_formulas(self, run: Any) -> None:
        data = [{"a": "=1+1", "b": "-5"}, {"a": "@x", "b": "+x"}, {"a": 'q"q', "b": [1]}]
        assert run({"op": "convert", "to": "csv"}, data=data) == ('a,b\r\n\'=1+1,-5\r\n\'@x,\'+x\r\n"q""q",[1]\r\n')

    def test_to_json_markdown_and_text(self, run: Any) -> None:
        two = {"op": "top", "n": 2}
        assert json.loads(run(two, {"op": "convert", "to": "json"})) == ROWS[:2]
        markdown = run(two, {"op": "convert", "to": "markdown"}).splitlines()
        assert markdown[:3] == ["| city | country | amount |", "| --- | --- | ---: |", "| İstanbul | TR | 10 |"]
        assert run(two, {"op": "convert", "to": "text"}).splitlines()[1] == "İstanbul\tTR\t10"

    def test_to_excel_is_a_file_whose_cells_are_texts(self, run: Any, context: FakeContext) -> None:
        data = [{"a": "=cmd()", "b": 5}, {"a": "<&\x07>", "b": 1.5}, {"a": True, "b": None}]
        receipt = run({"op": "convert", "to": "xlsx"}, data=data)
        assert receipt["name"] == "table.xlsx"
        with zipfile.ZipFile(BytesIO(context.artifacts["table.xlsx"])) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                ET.fromstring(archive.read(name))
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<v>5</v>" in sheet
        assert "&lt;&amp;&gt;" in sheet

    def test_parse_reads_texts_and_leaves_rows(self, run: Any) -> None:
        assert run({"op": "parse", "format": "text"}, data="a,b\n1,2") == "a,b\n1,2"
        assert run({"op": "parse"}, data="a,b\n1,2") == [{"a": "1", "b": "2"}]
        assert run({"op": "parse", "format": "csv"}) == ROWS

    def test_a_result_that_is_too_large_is_refused(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "MAX_OUTPUT", 100)
        with pytest.raises(TaskError) as told:
            run({"op": "sort", "by": "city"})
        assert told.value.code == "task.output_too_large"


class TestInputs:
    def test_rows_come_before_texts_and_receipts(self, context: FakeContext) -> None:
        transform = registry["data.transform"]()
        inputs = {"posted": {"text": "x", "messages": []}, "note": "hello", "rows": ROWS}
        counted = {"steps": [{"op": "count"}]}
        assert transform.run(context, counted, inputs) == [{"count": 6}]
        assert transform.run(context, counted, {"until": {"until": "x"}, "note": "a\nb\nc"}) == [{"count": 3}]
        assert transform.run(context, {**counted, "from": "note"}, inputs) == [{"count": 1}]
        assert transform.run(context, {**counted, "from": ["rows"]}, inputs) == [{"count": 6}]

    @pytest.mark.parametrize(("parameters", "inputs"), [({}, {}), ({"from": "gone"}, {"rows": ROWS})])
    def test_nothing_to_work_with_is_an_error(self, context: FakeContext, parameters: Any, inputs: Any) -> None:
        with pytest.raises(TaskError) as told:
            registry["data.transform"]().run(context, {"steps": [{"op": "count"}], **parameters}, inputs)
        assert told.value.code == "task.input_missing"

    def test_a_cancel_stops_between_steps(self, run: Any, context: FakeContext) -> None:
        context.stop = True
        with pytest.raises(Cancelled):
            run({"op": "count"})

    def test_progress_is_told_by_step(self, run: Any, context: FakeContext) -> None:
        run({"op": "sort", "by": "city"}, {"op": "top", "n": 1})
        assert [fraction for fraction, _detail in context.told] == [0, 0.5, 1]


class TestShaping:
    DATA = [{"ad": "a", "tutar": "2,3456", "oran": 1.5}, {"ad": "b", "tutar": "1.000,5", "oran": -2.5}]

    def test_a_column_is_rounded_as_people_do(self, run: Any) -> None:
        rows = run({"op": "round", "column": "tutar", "digits": 2}, data=self.DATA)
        assert [row["tutar"] for row in rows] == [2.35, 1000.5]
        assert [row["oran"] for row in run({"op": "round", "column": "oran"}, data=self.DATA)] == [2, -3]

    @pytest.mark.parametrize("rate", [0.5, "0,5", "0,500", "0.500"])
    def test_amounts_in_another_currency_are_multiplied_by_the_rate(self, run: Any, rate: Any) -> None:
        data = [{"tutar": "10 USD"}, {"tutar": "1.000,5"}, {"tutar": ""}]
        rows = run({"op": "convert", "column": "tutarları", "to": "EUR", "rate": rate}, data=data)
        assert [row["tutar"] for row in rows] == [5, 500.25, ""]

    @pytest.mark.parametrize(
        ("step", "code"),
        [
            ({"column": "tutar"}, "task.parameters_invalid"),
            ({"rate": 2}, "task.parameters_invalid"),
            ({"column": "tutar", "rate": "yarım"}, "data.step_invalid"),
            ({"column": "ad", "rate": 2}, "data.not_a_number"),
        ],
    )
    def test_no_rate_is_made_up(self, run: Any, step: dict[str, Any], code: str) -> None:
        with pytest.raises(TaskError) as refused:
            run({"op": "convert", "to": "EUR", **step}, data=self.DATA)
        assert refused.value.code == code

    def test_an_amount_of_its_own_needs_no_table(self, run: Any) -> None:
        step = {"op": "convert", "amount": 100, "from": "USD", "to": "EUR"}
        assert run({**step, "rate": "0,925"}) == [{"USD": 100, "EUR": 92.5}]
        assert run({**step, "rate": 0.92}, {"op": "rename", "column": "EUR", "to": "avro"}) == [
            {"USD": 100, "avro": 92}
        ]
        with pytest.raises(TaskError):
            run({**step, "rate": 1, "column": "tutar"}, data=self.DATA)

    def test_without_a_column_all_numbers_are_rounded(self, run: Any) -> None:
        rows = run({"op": "round"}, data=[*self.DATA, {"ad": "", "tutar": None, "oran": ""}])
        assert rows[0] == {"ad": "a", "tutar": 2, "oran": 2}
        assert rows[2] == {"ad": "", "tutar": None, "oran": ""}

    def test_what_is_no_number_or_too_large_stays(self, run: Any) -> None:
        data = [{"n": "yok"}, {"n": 10**17}, {"n": "1e999"}, {"n": True}]
        assert run({"op": "round", "column": "n", "digits": 10}, data=data) == data

    def test_the_sum_of_a_column_is_rounded_by_its_word(self, run: Any) -> None:
        steps = ({"op": "aggregate", "function": "avg", "column": "tutar"}, {"op": "round", "column": "ortalama"})
        assert list(run(*steps, data=self.DATA)[0].values()) == [501]

    def test_a_column_gets_another_name_at_its_place(self, run: Any) -> None:
        rows = run({"op": "rename", "column": "tutarı", "to": "Fiyat (₺)"}, data=self.DATA)
        assert list(rows[0]) == ["ad", "Fiyat (₺)", "oran"]
        assert run({"op": "rename", "column": "ad", "to": "ad"}, data=self.DATA) == self.DATA
        with pytest.raises(TaskError) as told:
            run({"op": "rename", "column": "ad", "to": "oran"}, data=self.DATA)
        assert told.value.code == "data.step_invalid"

    def test_columns_are_left_out(self, run: Any) -> None:
        assert run({"op": "drop", "columns": ["oran", "Tutar"]}, data=self.DATA) == [{"ad": "a"}, {"ad": "b"}]
        with pytest.raises(TaskError):
            run({"op": "drop", "columns": ["ad", "oran", "tutar"]}, data=self.DATA)
        with pytest.raises(TaskError) as told:
            run({"op": "drop", "columns": "renk"}, data=self.DATA)
        assert told.value.code == "data.column_unknown"

    @pytest.mark.parametrize("step", [{"op": "rename", "column": "a"}, {"op": "drop"}, {"op": "round", "digits": 99}])
    def test_a_step_that_says_too_little_is_refused(self, run: Any, step: dict[str, Any]) -> None:
        with pytest.raises(TaskError):
            run(step)
