"""The cells of a row of indicators by years: values over two columns, several in one cell, years that a cell names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checker.document.model import GridCell
from checker.extract.cells import cell_evidence, cell_lines, cell_text
from checker.extract.records import DraftText, Sureness, ValueEvidence
from checker.extract.table_columns import TableColumn
from checker.source import Record

LABELLED = re.compile(
    r"^(?P<label>[\u4e00-\u9fff、（）()]{2,12})[:：]?\s*(?P<value>[<>≤≥＜＞]?\d[\d.,]*\S{0,6})$"
)
_YEAR_SAID = re.compile(
    r"^(?P<year>(?:19|20)\d\d)年?(?:底|末)?(?:[为:：是]\s*|(?=[<>≤≥＜＞]))(?P<value>[<>≤≥＜＞]?\d.*)$"
)
_SPAN_SAID = re.compile(r"^(?P<first>(?:19|20)\d\d)年?[-—－–~～至](?P<last>(?:19|20)\d\d)年")
_YEAR_FIRST = re.compile(r"^(?P<year>(?:19|20)\d\d)年(?!比|较)[^\d]{2,}(?P<value>\d[\d.,]*[%％‰]?)")
_NEAR = 4  # years: a marked target is of an earlier year than its column, not of another column
_MARK = re.compile(r"[#＃*＊※△▲]+$")
_BASE_NOTE = re.compile(
    r"未(?:写明|注明|标明|标注|特别注明|特殊说明)[^。；]{0,4}年[^。；\d]{0,16}(?P<year>(?:19|20)\d\d)年"
)
_MARK_NOTE = re.compile(
    r"[#＃*＊※△▲][”\"]?(?:号)?(?:的)?(?:表示|标注)?[^。；\d]{0,10}(?P<year>(?:19|20)\d\d)年"
)

CellValues = dict[tuple[str, str], tuple[str, ValueEvidence]]
"""Values with their evidence, by their kind (target …) and their year or years."""


class TableNotes(Record):
    """What notes say of a document's tables: the year of baselines without one, and of targets with a mark (#)."""

    base_year: str = ""
    marked_year: str = ""


def table_notes(texts: Iterable[DraftText]) -> TableNotes:
    """Return what the notes among the texts say of years."""
    base = marked = ""
    for text in texts:
        if not base and (found := _BASE_NOTE.search(text.text)):
            base = found["year"]
            if other := _MARK_NOTE.search(text.text):
                marked = other["year"]
    return TableNotes(base, marked)


def row_values(
    columns: Iterable[TableColumn], row: list[GridCell | None], notes: TableNotes, nth: int | None
) -> tuple[CellValues, list[CellValues]]:
    """Return a row's values; and, where a cell holds several with labels, each of these with the others.

    `nth` is the line that counts in cells of as many lines as their row has names.
    """
    values: CellValues = {}
    several: list[CellValues] = []
    before: GridCell | None = None
    for column in columns:
        cell, doubt = row[column.index], ""
        if cell is None and before is not None and column.value == "target":
            cell, doubt = before, "一个值跨两栏"
        if cell is None:
            values[(column.value, column.years)] = ("", _evidence_of_row(row))
            continue
        before = cell if column.value == "target" else None
        lines = value_lines(cell) if nth is not None else cell_lines(cell)
        key = (column.value, column.years)
        if len(lines) > 1 and all(LABELLED.match(line) for line in lines):
            several += [{key: (line, cell_evidence(cell, "likely"))} for line in lines]
            continue
        text = (
            lines[nth]
            if nth is not None and nth < len(lines) and len(lines) > 1
            else cell_text(cell)
        )
        sureness: Sureness = "likely" if doubt or nth is not None else column.sureness
        years, text, more = _years_said(column, text, notes)
        values[(column.value, years)] = (text, cell_evidence(cell, sureness, doubt or more))
    for labelled in several:
        labelled |= {key: value for key, value in values.items() if key not in labelled}
    return values, several


def value_lines(cell: GridCell | None) -> list[str]:
    """Return the values of a cell that stand on lines of their own, or with space between them."""
    lines = cell_lines(cell)
    return lines[0].split() if len(lines) == 1 else lines


def _years_said(column: TableColumn, text: str, notes: TableNotes) -> tuple[str, str, str]:
    """Return the years of a cell, its text without them, and what is in doubt."""
    if column.value == "baseline":
        if said := _YEAR_SAID.match(text):
            return said["year"], said["value"], ""
        if span := _SPAN_SAID.match(text):
            return f"{span['first']}-{span['last']}", text, ""
        if first := _YEAR_FIRST.match(text):
            return first["year"], first["value"], "此格另有文字，请核对"
        return (
            (notes.base_year if notes.base_year and column.sureness == "likely" else column.years),
            text,
            "",
        )
    mark = _MARK.search(text)
    if mark is not None and mark.start() and column.value == "target":
        bare = text[: mark.start()]
        if notes.marked_year and 0 < int(column.years[-4:]) - int(notes.marked_year) <= _NEAR:
            return notes.marked_year, bare, ""
        return column.years, bare, f"值后有注记{mark[0]}"
    return column.years, text, ""


def _evidence_of_row(row: list[GridCell | None]) -> ValueEvidence:
    """Return the evidence of a cell that is not there: that of the row's first one."""
    return next(cell_evidence(cell, "doubtful", "此格缺") for cell in row if cell is not None)
