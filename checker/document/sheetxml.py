"""Sheets of .xlsx: cells as shown, by the values, number formats and fonts of the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from checker.document.sheetformats import BUILT_IN, shown_number, shown_text, value_kind
from checker.document.sheetparts import SheetCell, SheetContent, StyledText
from checker.document.wordpackage import WordPackage, WordPackageError, XmlElement
from checker.source import Record

CellStyle: TypeAlias = tuple[str, bool]
"""The number format of a cell, and whether its font is struck out."""

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_WORKBOOK = "xl/workbook.xml"


class _Workbook(Record):
    """What the cells of all sheets refer to."""

    strings: tuple[tuple[StyledText, ...], ...]
    styles: tuple[CellStyle, ...]
    since_1904: bool
    to_compute: bool


def xlsx_sheets(data: bytes) -> list[SheetContent]:
    """Return the sheets of a workbook. Raises WordPackageError if it is broken or too large."""
    package = WordPackage(data)
    main = package.main if package.main.startswith("xl/") else _WORKBOOK
    if main.endswith(".bin"):
        raise WordPackageError("document-sheet-binary")
    book = package.root(main)
    properties = _child(book, "workbookPr")
    calculation = _child(book, "calcPr")
    workbook = _Workbook(
        tuple(_strings(package)),
        tuple(_styles(package)),
        properties is not None and properties.get("date1904") in ("1", "true"),
        calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true"),
    )
    targets = _targets(package, main)
    sheets = []
    for sheet in _children(_child(book, "sheets"), "sheet"):
        key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        target = targets.get(key, "")
        if "/worksheets/" in target:
            hidden = sheet.get("state", "visible") != "visible"
            root = package.root(target)
            sheets.append(_sheet(root, sheet.get("name", ""), hidden, workbook))
    return sheets


def _child(parent: XmlElement | None, name: str) -> XmlElement | None:
    return next(_children(parent, name), None)


def _children(parent: XmlElement | None, name: str) -> Iterator[XmlElement]:
    if parent is not None:
        yield from parent.iterchildren("{*}" + name)


def _targets(package: WordPackage, main: str) -> dict[str, str]:
    """The parts that the workbook refers to, by the names of its relations."""
    folder, _, name = main.rpartition("/")
    found = {}
    for relation in package.root(f"{folder}/_rels/{name}.rels"):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            found[relation.get("Id", "")] = (
                target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            )
    return found


def _strings(package: WordPackage) -> Iterator[tuple[StyledText, ...]]:
    related = package.related("sharedStrings")
    if related is not None:
        for item in _children(related[1], "si"):
            yield _rich_text(item)


def _rich_text(item: XmlElement) -> tuple[StyledText, ...]:
    """The characters of a string with what their runs say; readings above the characters are none of them."""
    texts: list[StyledText] = []
    for part in item:
        kind = part.tag.rpartition("}")[2]
        if kind == "t":
            texts.append((_unescaped(part.text or ""), False, False))
        elif kind == "r":
            properties = _child(part, "rPr")
            text = "".join(_unescaped(t.text or "") for t in _children(part, "t"))
            raised = _child(properties, "vertAlign")
            up = raised is not None and raised.get("val") == "superscript"
            texts.append((text, _is_on(properties, "strike"), up))
    return tuple(text for text in texts if text[0])


def _unescaped(text: str) -> str:
    """A string without the escapes of characters that XML does not hold (_x000D_)."""
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text).replace("\r", "")


def _is_on(properties: XmlElement | None, name: str) -> bool:
    found = _child(properties, name)
    return found is not None and found.get("val", "1") not in ("0", "false")


def _styles(package: WordPackage) -> Iterator[CellStyle]:
    related = package.related("styles")
    if related is None:
        return
    root = related[1]
    formats = dict(BUILT_IN)
    for item in _children(_child(root, "numFmts"), "numFmt"):
        formats[_whole(item.get("numFmtId"))] = item.get("formatCode", "General")
    struck = [_is_on(font, "strike") for font in _children(_child(root, "fonts"), "font")]
    for style in _children(_child(root, "cellXfs"), "xf"):
        font = _whole(style.get("fontId"))
        code = formats.get(_whole(style.get("numFmtId")), "General")
        yield code, font < len(struck) and struck[font]


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _sheet(root: XmlElement, name: str, hidden: bool, workbook: _Workbook) -> SheetContent:
    cells: list[SheetCell] = []
    hidden_rows: set[int] = set()
    number = 0
    for row in _children(_child(root, "sheetData"), "row"):
        number = _whole(row.get("r")) or number + 1
        if row.get("hidden") in ("1", "true"):
            hidden_rows.add(number)
        column = 0
        for element in _children(row, "c"):
            place = _REFERENCE.fullmatch(element.get("r", ""))
            column = _column_number(place[1]) if place else column + 1
            cell = _cell(element, number, column, workbook)
            if cell is not None:
                cells.append(cell)
    hidden_columns: set[int] = set()
    last = max((cell.column for cell in cells), default=0)
    for item in _children(_child(root, "cols"), "col"):
        if item.get("hidden") in ("1", "true"):
            end = min(_whole(item.get("max")), last)
            hidden_columns.update(range(_whole(item.get("min")), end + 1))
    merges = [
        merge
        for item in _children(_child(root, "mergeCells"), "mergeCell")
        if (merge := _range(item.get("ref", ""))) is not None
    ]
    return SheetContent(
        name, cells, merges, hidden, frozenset(hidden_rows), frozenset(hidden_columns)
    )


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _range(reference: str) -> tuple[int, int, int, int] | None:
    ends = [_REFERENCE.fullmatch(part) for part in reference.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    (left, top), (right, bottom) = ((_column_number(e[1]), int(e[2])) for e in ends if e)
    return top, left, bottom - top + 1, right - left + 1


def _cell(element: XmlElement, row: int, column: int, workbook: _Workbook) -> SheetCell | None:
    """A cell as it is shown; None if nothing is."""
    kind = element.get("t", "n")
    style = _whole(element.get("s"))
    code, struck = workbook.styles[style] if style < len(workbook.styles) else ("General", False)
    found = _child(element, "v")
    value = "" if found is None else found.text or ""
    formula = _child(element, "f") is not None
    if (
        formula
        and kind != "e"
        and ((not value and kind == "n") or (workbook.to_compute and value == "0"))
    ):
        return SheetCell(row, column, (("#N/A", False, False),), "unreadable")
    if kind == "e":
        return SheetCell(row, column, ((value or "#VALUE!", False, False),), "error")
    if kind == "inlineStr":
        texts = _rich_text(inline) if (inline := _child(element, "is")) is not None else ()
        return _text_cell(row, column, texts, code, struck)
    if kind == "s":
        index = _whole(value)
        texts = workbook.strings[index] if value and index < len(workbook.strings) else ()
        return _text_cell(row, column, texts, code, struck)
    if not value:
        return None
    if kind == "b":
        return _text_cell(
            row, column, (("TRUE" if value == "1" else "FALSE", False, False),), code, struck
        )
    if kind in ("str", "d"):
        return _text_cell(row, column, ((_unescaped(value), False, False),), code, struck)
    return number_cell(row, column, value, code, struck, workbook.since_1904)


def _text_cell(
    row: int, column: int, texts: tuple[StyledText, ...], code: str, struck: bool
) -> SheetCell | None:
    if not any(text.strip() for text, _, _ in texts):
        return None
    if len(texts) == 1 and code not in ("General", "@"):
        texts = ((shown_text(texts[0][0], code), *texts[0][1:]),)
    return SheetCell(row, column, tuple((text, struck or own, up) for text, own, up in texts))


def number_cell(
    row: int, column: int, value: str | float, code: str, struck: bool, since_1904: bool
) -> SheetCell | None:
    """Return the cell of a number as its format shows it; None if the format shows nothing."""
    try:
        number = float(value)
    except ValueError:
        return SheetCell(row, column, ((str(value), struck, False),), "unreadable")
    shown = shown_number(number, code, since_1904)
    if shown is None:
        return SheetCell(row, column, ((f"{number:.15g}", struck, False),), "unreadable")
    if not shown.strip():
        return None
    return SheetCell(row, column, ((shown, struck, False),), value_kind(code))
