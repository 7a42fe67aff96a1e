"""Sheets: what is shown in the cells is what is read, by formats, merges and what is hidden."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from checker.document.model import DraftDocument, GridBlock, ParagraphBlock, SheetPlace
from checker.document.read import read_document
from checker.document.sheetformats import shown_number

FOLDER = Path(__file__).parent


def read(data: bytes, view: str = "accepted") -> DraftDocument:
    document, diagnostics = read_document(data, "指标表.xlsx", view)  # type: ignore[arg-type]
    assert document is not None, diagnostics
    return document


def faults(data: bytes) -> dict[str, object]:
    return {d.code: d.arguments for d in read_document(data, "指标表.xlsx")[1]}


def rows(document: DraftDocument, number: int = 0) -> list[list[str | None]]:
    grid = [block for block in document.blocks if isinstance(block, GridBlock)][number]
    return [[cell and cell.passage.text for cell in row] for row in grid.rows()]


def workbook(fill: Any) -> bytes:
    """An .xlsx by xlsxwriter; `fill` gets the workbook and its first sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("主要指标"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.9, "0.00%", "90.00%"),
        (0.125, "0.0%", "12.5%"),
        (5, '"≤"0.0"‰"', "≤5.0‰"),
        (5, r"\≤0.0\‰", "≤5.0‰"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (7.680000000000001, "General", "7.68"),
        (24, "General", "24"),
        (1e20, "General", "100000000000000000000"),
        (1e-7, "General", "0.0000001"),
        (12346000, '0!.0,"万元"', "1234.6万元"),
        (1500000, "#,##0,", "1,500"),
        (-3.5, "0.0_);(0.0)", "(3.5)"),
        (-0.001, "0.00", "0.00"),
        (0, '0;-0;"—"', "—"),
        (2.5, "0", "3"),
        (0.5, "#.##", ".5"),
        (80, '0"%"', "80%"),
        (3, "[>=100]0;[<100]0.0", "3.0"),
        (1200, "[$￥-804]#,##0.00", "￥1,200.00"),
        (7, 'G/通用格式"张"', "7张"),
        (5, "000", "005"),
        (45000, 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        (44197, "yyyy/m/d", "2021/1/1"),
        (1 / 24 + 1.3 / 1440, "h:mm", "1:01"),
        (1.5, "[h]:mm", "36:00"),
        (0.75, "上午/下午h:mm", "下午6:00"),
        (123456, "0.00E+00", "1.23E+05"),
        (3, ";;;", ""),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(value: float, code: str, shown: str) -> None:
    assert shown_number(value, code) == shown


def test_a_sheet_is_a_heading_and_a_table_with_merges_filled() -> None:
    def fill(book: Any, sheet: Any) -> None:
        percent = book.add_format({"num_format": "0.00%"})
        sheet.merge_range("A1:C1", "青溪县水利主要指标")
        sheet.write_row("A2", ["领域", "指标", "2025年"])
        sheet.merge_range("A3:A4", "水环境")
        sheet.write_row("B3", ["断面达标率（%）"])
        sheet.write_number("C3", 0.9, percent)
        sheet.write_row("B4", ["水库（座）", 12])

    document = read(workbook(fill))
    heading, grid = document.blocks
    assert isinstance(heading, ParagraphBlock)
    assert isinstance(grid, GridBlock)
    assert heading.passage.text == "主要指标"
    assert rows(document) == [
        ["青溪县水利主要指标"] * 3,
        ["领域", "指标", "2025年"],
        ["水环境", "断面达标率（%）", "90.00%"],
        ["水环境", "水库（座）", "12"],
    ]
    (place,) = [p.at for passage in document.passages() for p in passage.pieces if p.text == "12"]
    assert place == SheetPlace("主要指标", 4, 3)


def test_hidden_rows_columns_and_sheets_are_left_out_and_said() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["指标", "内部掌握", "2025年"])
        sheet.write_row("A2", ["甲", "1", "2"])
        sheet.write_row("A3", ["乙", "3", "4"])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        other = book.add_worksheet("底稿")
        other.write("A1", "不公开")
        other.hide()

    data = workbook(fill)
    assert rows(read(data)) == [["指标", "2025年"], ["乙", "4"]]
    assert len(read(data).blocks) == 2
    assert faults(data) == {"document-sheet-hidden": {"rows": 1, "columns": 1, "sheets": 1}}


def test_an_error_is_said_and_never_blank() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["指标", "2025年"])
        sheet.write("A2", "甲")
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")

    data = workbook(fill)
    assert rows(read(data)) == [["指标", "2025年"], ["甲", "#DIV/0!"]]
    assert faults(data) == {"document-sheet-errors": {"count": 1, "cells": "主要指标!B2"}}


def test_a_formula_that_no_program_has_worked_out_is_no_zero() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["甲", 3])
        sheet.write_formula("B2", "=B1*2")

    data = workbook(fill)
    assert rows(read(data))[1] == ["", "#N/A"]
    assert "document-sheet-formulas" in faults(data)


def test_a_ratio_taken_for_a_time_is_said() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write("A1", "医护比")
        sheet.write_number("B1", 1 / 24 + 1.3 / 1440, book.add_format({"num_format": "h:mm"}))

    data = workbook(fill)
    assert rows(read(data)) == [["医护比", "1:01"]]
    assert faults(data) == {"document-sheet-times": {"count": 1, "cells": "主要指标!B1"}}


def test_struck_out_and_raised_characters_of_a_cell() -> None:
    def fill(book: Any, sheet: Any) -> None:
        struck = book.add_format({"font_strikeout": True})
        raised = book.add_format({"font_script": 1})
        sheet.write_rich_string("A1", "控制在", struck, "9.5‰", "5‰")
        sheet.write_rich_string("B1", "面积（m", raised, "2", "）")
        sheet.write_rich_string("C1", "湿地保护率", raised, "1", "（%）")

    data = workbook(fill)
    assert rows(read(data)) == [["控制在5‰", "面积（m²）", "湿地保护率（%）"]]
    assert rows(read(data, "original"))[0][0] == "控制在9.5‰5‰"
    assert faults(data) == {"document-struck": {"count": 4}}


def test_blank_rows_running_and_a_stray_cell_far_away_do_not_swell_the_table() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write("A1", "甲")
        sheet.write("A5", "乙")
        sheet.write("XFD1048576", "丙")

    assert rows(read(workbook(fill))) == [
        ["甲", ""],
        ["", ""],
        ["乙", ""],
        ["", ""],
        ["", "丙"],
    ]


def test_a_workbook_by_openpyxl_is_read_the_same() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "主要指标"
    sheet["A1"], sheet["B1"] = "达标率", 0.955
    sheet["B1"].number_format = "0.0%"
    sheet["A2"], sheet["B2"] = "废止指标", 3
    sheet["B2"].font = Font(strike=True)
    out = io.BytesIO()
    book.save(out)
    assert rows(read(out.getvalue())) == [["达标率", "95.5%"], ["废止指标", ""]]


CONTENT = """<?xml version="1.0"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:body><office:spreadsheet><table:table table:name="主要指标">
<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>指标</text:p></table:table-cell>
<table:covered-table-cell/><table:table-cell><text:p>2025年</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>甲</text:p></table:table-cell>
<table:table-cell office:value="0.9"><text:p>90.00<text:s/>%</text:p></table:table-cell></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell><text:p>底</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell/><table:table-cell/>
<table:table-cell calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def test_an_ods_is_read_as_shown_with_its_merges() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", CONTENT)
    data = out.getvalue()
    assert rows(read(data)) == [
        ["指标", "指标", "2025年"],
        ["", "", ""],
        ["甲", "甲", "90.00 %"],
        ["", "", "#DIV/0!"],
    ]
    assert faults(data) == {
        "document-sheet-errors": {"count": 1, "cells": "主要指标!C7"},
        "document-sheet-hidden": {"rows": 1, "columns": 0, "sheets": 0},
    }


def test_an_xls_is_read_as_shown() -> None:
    data = (FOLDER / "indicators.xls").read_bytes()
    assert rows(read(data)) == [
        ["领域", "指标", "2020年", "2025年"],
        ["水环境", "断面达标率", "85.00%", "90.00%"],
        ["水环境", "湿地面积（m²）", "1,200.5", "≤5.0‰"],
        ["", "差错", "#DIV/0!", ""],
    ]
    assert faults(data) == {
        "document-sheet-errors": {"count": 1, "cells": "主要指标!C4"},
        "document-sheet-hidden": {"rows": 1, "columns": 0, "sheets": 0},
    }
    assert rows(read(data)) == rows(read_document(data, "指标表.et")[0] or read(b""))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_broken_workbook_is_refused(part: str) -> None:
    source = workbook(lambda book, sheet: sheet.write("A1", "甲"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name == part else old.read(name))
    document, (fault,) = read_document(out.getvalue(), "指标表.xlsx")
    assert (document, fault.code) == (None, "document-broken")


def test_a_workbook_without_a_word_is_refused() -> None:
    document, (fault,) = read_document(workbook(lambda book, sheet: None), "指标表.xlsx")
    assert (document, fault.code) == (None, "document-no-text")
