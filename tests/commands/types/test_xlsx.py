"""Excel files: written, and read from what others wrote; hostile ones are refused."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from apps.commands.runner.types import TaskError, registry
from apps.commands.runner.types.tables import xlsx_reading
from apps.commands.runner.types.tables.table import as_table
from apps.commands.runner.types.tables.xlsx import as_xlsx
from apps.commands.runner.types.tables.xlsx_reading import read_xlsx


def book(*sheets, **options):
    """Return a file as a spreadsheet program writes it: `(name, rows)`."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as made:
        formats = {
            date: made.add_format({"num_format": "dd.mm.yyyy"}),
            datetime: made.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            time: made.add_format({"num_format": "hh:mm"}),
        }
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for down, row in enumerate(rows):
                for across, value in enumerate(row):
                    if value is not None:
                        sheet.write(down, across, value, formats.get(type(value)))
    return file.getvalue()


def changed(content, **parts):
    """Return the file with other parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            given = parts.get(entry.filename.rpartition("/")[2].removesuffix(".xml"))
            new.writestr(entry.filename, old.read(entry) if given is None else given)
    return file.getvalue()


def refused(content, **options):
    with pytest.raises(TaskError) as told:
        read_xlsx(content, **options)
    return told.value.code


def test_what_is_written_is_read_again():
    rows = [{"şehir": "İzmir", "n": 3, "oran": 1.5}, {"şehir": "<&>\n=1+1", "n": -2, "oran": ""}]
    assert read_xlsx(as_xlsx(as_table(rows))) == rows


def test_what_a_spreadsheet_program_wrote_is_read():
    content = book(("Sayfa", [
        [], ["Ad", "Gün", "An", "Saat", "Tamam", "Tutar"],
        ["Ayşe", date(2026, 11, 21), datetime(2026, 11, 21, 9, 30), time(17, 45), True, 12.5], [], ["Bora", None, None, None, False, 7],
    ]))  # fmt: skip
    assert read_xlsx(content) == [
        {"Ad": "Ayşe", "Gün": "2026-11-21", "An": "2026-11-21T09:30:00", "Saat": "17:45:00", "Tamam": True,
         "Tutar": 12.5},
        {"Ad": "Bora", "Gün": "", "An": "", "Saat": "", "Tamam": False, "Tutar": 7},
    ]  # fmt: skip


def test_a_sheet_is_named_or_counted():
    content = book(("Ocak", [["a"], [1]]), ("Şubat", [["a"], [2]]))
    assert read_xlsx(content) == [{"a": 1}]
    assert read_xlsx(content, "şubat") == read_xlsx(content, 2) == [{"a": 2}]
    assert refused(content, sheet="Mart") == refused(content, sheet=3) == "data.sheet_unknown"


def test_the_calendar_of_1904():
    content = book(("a", [["g"], [date(2026, 11, 21)]]), date_1904=True)
    assert read_xlsx(content) == [{"g": "2026-11-21"}]


def test_a_formula_gives_its_result_and_is_never_computed():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write_formula(1, 0, "=1+1", None, 2)
    assert read_xlsx(file.getvalue()) == [{"a": 2}]


def test_heads_are_made_unique_and_long_lines_get_names():
    assert read_xlsx(book(("a", [["x", "x", None], [1, 2, 3], [4]]))) == [
        {"x": 1, "x_2": 2, "column_3": 3}, {"x": 4, "x_2": "", "column_3": ""},
    ]  # fmt: skip
    assert read_xlsx(book(("a", []))) == []


class TestHostile:
    GOOD = book(("a", [["x"], [1]]))

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"x" * 1_000, GOOD[:-30], GOOD[:500]])
    def test_what_is_no_excel_file(self, content):
        assert refused(content) == "data.not_xlsx"

    @pytest.mark.parametrize("part", ["workbook", "sheet1", "sharedStrings", "styles", "workbook.xml.rels"])
    @pytest.mark.parametrize("given", [b"", b"<a", b"\x00", b"<a><b></a>"])
    def test_parts_that_cannot_be_read(self, part, given):
        assert refused(changed(self.GOOD, **{part: given})) == "data.not_xlsx"

    def test_entities_are_refused(self):
        laughs = '<!DOCTYPE a [<!ENTITY b "xx"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>'
        outside = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet/>'
        for text in (laughs, outside):
            assert refused(changed(self.GOOD, sheet1=text)) == "data.not_xlsx"

    def test_a_bomb_is_cut_off(self, monkeypatch):
        monkeypatch.setattr(xlsx_reading, "MAX_UNPACKED", 1_000_000)
        bomb = b"<worksheet><sheetData>" + b"<row/>" * 1_000_000 + b"</sheetData></worksheet>"
        content = changed(self.GOOD, sheet1=bomb)
        assert len(content) < 50_000
        assert refused(content) == "file.too_large"

    def test_columns_and_rows_are_bounded(self):
        wide = '<worksheet><sheetData><row><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>'
        assert refused(changed(self.GOOD, sheet1=wide)) == "data.too_many_columns"
        long = "<worksheet><sheetData>" + "<row><c><v>1</v></c></row>" * 100_002 + "</sheetData></worksheet>"
        assert refused(changed(self.GOOD, sheet1=long)) == "data.too_many_rows"

    @pytest.mark.parametrize(
        "cell", ['<c t="s"><v>99</v></c>', '<c t="s"><v>-9</v></c>', '<c t="s"><v>x</v></c>', '<c s="x"/>']
    )
    def test_cells_that_point_nowhere(self, cell):
        sheet = f"<worksheet><sheetData><row>{cell}</row></sheetData></worksheet>"
        assert refused(changed(self.GOOD, sheet1=sheet)) == "data.not_xlsx"


def test_a_file_is_read_by_the_task_types(context):
    context.files["rapor.xlsx"] = book(("Ocak", [["ad", "n"], ["a", 2], ["b", 1]]), ("Şubat", [["ad"], ["c"]]))
    read, transform = registry["file.read"], registry["data.transform"]
    assert read().run(context, {"path": "rapor.xlsx"}, {}) == [{"ad": "a", "n": 2}, {"ad": "b", "n": 1}]
    assert read().run(context, {"path": "rapor.xlsx", "sheet": "Şubat"}, {}) == [{"ad": "c"}]
    steps = {"path": "rapor.xlsx", "steps": [{"op": "sort", "by": "n"}, {"op": "top", "n": 1}]}
    assert transform().run(context, steps, {}) == [{"ad": "b", "n": 1}]
