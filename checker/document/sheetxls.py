"""Sheets of .xls and .et by xlrd: cells as shown, by their number formats and fonts."""

from __future__ import annotations

import io
import struct
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.compdoc import CompDocError

from checker.document.sheetparts import SheetCell, SheetContent, StyledText
from checker.document.sheetxml import number_cell
from checker.document.wordpackage import WordPackageError

_BROKEN = (
    xlrd.XLRDError,
    CompDocError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


def xls_sheets(data: bytes) -> list[SheetContent]:
    """Return the sheets of a workbook. Raises WordPackageError if it is broken."""
    try:
        silent = io.StringIO()  # else it prints its remarks among the results
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=silent)
        return [_sheet(book, sheet) for sheet in book.sheets()]
    except _BROKEN as error:
        raise WordPackageError("document-broken") from error


def _sheet(book: Any, sheet: Any) -> SheetContent:
    cells = []
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = _cell(book, sheet, row, column)
            if cell is not None:
                cells.append(cell)
    merges = [
        (top + 1, left + 1, bottom - top, right - left)
        for top, bottom, left, right in sheet.merged_cells
    ]
    rows = frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
    columns = frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden)
    return SheetContent(sheet.name, cells, merges, sheet.visibility != 0, rows, columns)


def _cell(book: Any, sheet: Any, row: int, column: int) -> SheetCell | None:
    cell = sheet.cell(row, column)
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    font = book.font_list[style.font_index] if style is not None else None
    struck = bool(font is not None and font.struck_out)
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            texts = _rich_text(book, sheet, row, column, cell.value, struck)
            return SheetCell(row + 1, column + 1, texts) if cell.value.strip() else None
        case xlrd.XL_CELL_ERROR:
            text = error_text_from_code.get(cell.value, "#VALUE!")
            return SheetCell(row + 1, column + 1, ((text, struck, False),), "error")
        case xlrd.XL_CELL_BOOLEAN:
            text = "TRUE" if cell.value else "FALSE"
            return SheetCell(row + 1, column + 1, ((text, struck, False),))
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            code = book.format_map[style.format_key].format_str if style is not None else "General"
            since_1904 = bool(book.datemode)
            return number_cell(row + 1, column + 1, cell.value, code, struck, since_1904)
    return None


def _rich_text(
    book: Any, sheet: Any, row: int, column: int, text: str, struck: bool
) -> tuple[StyledText, ...]:
    """The characters of a cell by the fonts of their runs."""
    runs = sheet.rich_text_runlist_map.get((row, column), ())
    starts = [(0, None), *runs]
    texts: list[StyledText] = []
    for k, (start, number) in enumerate(starts):
        end = starts[k + 1][0] if k + 1 < len(starts) else len(text)
        font = book.font_list[number] if number is not None else None
        own = struck if font is None else bool(font.struck_out)
        raised = font is not None and font.escapement == 1
        if text[start:end]:
            texts.append((text[start:end], own, raised))
    return tuple(texts)
