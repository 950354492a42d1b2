"""CSV, JSON and text from outside."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.commands.runner.types import TaskError
from apps.commands.runner.types.tables.collation import value_key, word_key
from apps.commands.runner.types.tables.numbers import number, plain
from apps.commands.runner.types.tables.reading import decode, delimiter_of, parse_text, read_csv
from apps.commands.runner.types.tables.table import as_table


class TestCsv:
    @pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
    def test_the_delimiter_is_found(self, sign: str) -> None:
        text = f'city{sign}note\nİzmir{sign}"a{sign} b\nc"\n'
        assert delimiter_of(text) == sign
        assert read_csv(text) == [{"city": "İzmir", "note": f"a{sign} b\nc"}]

    def test_commas_in_numbers_do_not_mislead(self) -> None:
        assert read_csv("ad;tutar\nA;1,5\nB;2,25\n") == [{"ad": "A", "tutar": "1,5"}, {"ad": "B", "tutar": "2,25"}]

    @pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "a,b\n", "a,b"])
    def test_no_lines_are_no_rows(self, text: str) -> None:
        assert read_csv(text) == []

    def test_headers_are_made_unique_and_named(self) -> None:
        assert read_csv("a,,a,a_2\n1,2,3,4\n") == [{"a": "1", "column_2": "2", "a_2": "3", "a_2_2": "4"}]

    def test_short_lines_are_filled_and_empty_ones_left_out(self) -> None:
        assert read_csv("a,b\n1\n\n,\n2,3,\n") == [{"a": "1", "b": ""}, {"a": "2", "b": "3"}]

    def test_long_lines_are_an_error_with_their_number(self) -> None:
        with pytest.raises(TaskError) as told:
            read_csv("a,b\n1,2\n1,2,3\n")
        assert told.value.code == "data.not_csv"
        assert "3" in str(told.value)

    def test_rows_columns_and_cells_are_bounded(self) -> None:
        with pytest.raises(TaskError) as told:
            read_csv("a\n" + "1\n" * 100_001)
        assert told.value.code == "data.too_many_rows"
        with pytest.raises(TaskError) as told:
            read_csv(",".join(f"c{n}" for n in range(1_001)) + "\n")
        assert told.value.code == "data.too_many_columns"
        with pytest.raises(TaskError) as told:
            read_csv(",".join(f"c{n}" for n in range(1_000)) + "\n" + "a\n" * 50_000)
        assert told.value.code == "data.too_many_rows"
        with pytest.raises(TaskError) as told:
            read_csv('a,b\n"' + "x" * 1_000_001)
        assert told.value.code == "data.not_csv"
        assert len(read_csv("a\n" + "1\n" * 100_000)) == 100_000

    def test_a_thousand_equal_headers_take_no_time(self) -> None:
        assert len(read_csv(",".join(["a"] * 1_000) + "\n" + ",".join(["1"] * 1_000))[0]) == 1_000

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.tuples(*[st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\x85"),
                                max_size=8)] * 3), min_size=1, max_size=8)
    )  # fmt: skip
    def test_what_a_csv_writer_wrote_is_read(self, rows: list[tuple[str, str, str]]) -> None:
        text = io.StringIO(newline="")
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerow(["x", "y", "z"])
        writer.writerows(rows)
        wanted = [dict(zip("xyz", map(str.strip, row), strict=True)) for row in rows if any(row)]
        assert read_csv(text.getvalue()) == wanted

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=200))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        for kind in ("auto", "csv", "json", "text"):
            try:
                parse_text(text, kind)
            except TaskError as error:
                told = error
                assert told.code.startswith("data.")


class TestKinds:
    @pytest.mark.parametrize(
        ("text", "media_type", "name", "value"),
        [
            ("a,b\n1,2", "text/csv", "", [{"a": "1", "b": "2"}]),
            ("a\n1", "", "/x/orders.CSV", [{"a": "1"}]),
            ("a\tb\n1\t2", "text/tab-separated-values", "", [{"a": "1", "b": "2"}]),
            ('{"a": 1}', "application/json", "", {"a": 1}),
            ("[1]", "application/geo+json", "", [1]),
            ("[1]", "", "x.json", [1]),
            ("<a>,b\nc,d", "text/html", "", "<a>,b\nc,d"),
            ('[{"a": 1}]', "text/plain", "", [{"a": 1}]),
            ("[draft] a, b", "text/plain", "", "[draft] a, b"),
            ("[x],y\n1,2", "", "", [{"[x]": "1", "y": "2"}]),
            ("city,n\nİzmir,1\n", "application/octet-stream", "", [{"city": "İzmir", "n": "1"}]),
            ("Hello, world", "", "", "Hello, world"),
            ("one\ntwo", "", "", "one\ntwo"),
            ("Hello, you\nhow are you", "", "", "Hello, you\nhow are you"),
            ("", "", "", ""),
        ],
    )
    def test_auto_looks_at_type_name_and_text(self, text: str, media_type: str, name: str, value: Any) -> None:
        assert parse_text(text, "auto", media_type, name) == value

    @pytest.mark.parametrize("text", ["{", '{"a": 1, "a": 2}', "NaN", "[" * 100 + "]" * 100, '"\\u0000"'])
    def test_json_is_read_strictly(self, text: str) -> None:
        with pytest.raises(TaskError) as told:
            parse_text(text, "json")
        assert told.value.code == "data.not_json"

    def test_bytes_of_unknown_origin_are_decoded(self) -> None:
        assert decode("\ufeffİzmir".encode()) == "İzmir"
        assert decode("İzmir, ığüşöç".encode("cp1254")) == "İzmir, ığüşöç"
        assert decode("İzmir".encode("utf-16")) == "İzmir"
        assert decode(b"a\0b") == "ab"


class TestTables:
    @pytest.mark.parametrize(
        ("value", "columns", "rows"),
        [
            ([{"a": 1}, {"b": 2}], ["a", "b"], [{"a": 1}, {"b": 2}]),
            ([1, "x"], ["value"], [{"value": 1}, {"value": "x"}]),
            ({"results": [{"a": 1}], "next": None}, ["a"], [{"a": 1}]),
            ({"a": 1, "b": 2}, ["a", "b"], [{"a": 1, "b": 2}]),
            ("a,b\n1,2", ["a", "b"], [{"a": "1", "b": "2"}]),
            ("one\ntwo", ["value"], [{"value": "one"}, {"value": "two"}]),
            (7, ["value"], [{"value": 7}]),
            ([], [], []),
        ],
    )
    def test_any_result_is_a_table(self, value: Any, columns: list[str], rows: list[dict[str, Any]]) -> None:
        table = as_table(value)
        assert (table.columns, table.rows) == (columns, rows)

    def test_too_long_or_too_wide_is_an_error(self) -> None:
        with pytest.raises(TaskError):
            as_table([1] * 100_001)
        with pytest.raises(TaskError):
            as_table([{f"c{n}": 1 for n in range(1_001)}])


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("12", "12"), (" 12 ", "12"), ("-1.5", "-1.5"), ("1,5", "1.5"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"),
            ("1.234.567", "1234567"), ("1,234", "1234"), ("1.234", "1.234"), ("12,50 ₺", "12.50"), ("$3", "3"),
            ("%5", None), ("5%", "5"), ("1e3", "1e3"), ("1e9999", None), ("", None), ("abc", None), ("1 2", None),
            ("٣", None), ("NaN", None), ("inf", None), ("0x10", None), ("9" * 61, None), (".5", "0.5"), ("-", None),
            (5, "5"), (0.1, "0.1"), (True, None), (None, None), (float("nan"), None), ([], None), ("TL 7", "7"),
        ],
    )  # fmt: skip
    def test_a_cell_is_a_number_or_not(self, text: Any, value: str | None) -> None:
        assert number(text) == (None if value is None else Decimal(value))

    def test_whole_numbers_stay_whole(self) -> None:
        assert plain(Decimal("5.00")) == 5
        assert isinstance(plain(Decimal("5.00")), int)
        assert plain(Decimal("0.1") + Decimal("0.2")) == 0.3

    def test_words_stand_in_turkish_order(self) -> None:
        words = ["Zonguldak", "Çorum", "Iğdır", "İzmir", "Cizre", "Şırnak", "Sivas", "Ürgüp", "Uşak", "école", "Hatay"]
        wanted = ["Cizre", "Çorum", "école", "Hatay", "Iğdır", "İzmir", "Sivas", "Şırnak", "Uşak", "Ürgüp", "Zonguldak"]
        assert sorted(words, key=word_key) == wanted

    def test_numbers_come_before_words_and_nothing_last(self) -> None:
        assert sorted(["b", "", "10", None, "9", "a", 2], key=value_key) == [2, "9", "10", "a", "b", "", None]
