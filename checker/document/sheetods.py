"""Sheets of .ods: cells as shown, which the file holds beside their values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from checker.document.sheetformats import SheetValueKind
from checker.document.sheetparts import SheetCell, SheetContent, StyledText
from checker.document.wordpackage import WordPackage, XmlElement

OdsLook: TypeAlias = tuple[bool, bool]
"""Whether characters of a style are struck out, and whether they are raised."""

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
MOST_CELLS = 2000
"""A cell with something in it that is said to come again more often than this is taken once."""


def ods_sheets(data: bytes) -> list[SheetContent]:
    """Return the sheets of a file. Raises WordPackageError if it is broken or too large."""
    root = WordPackage(data).root("content.xml")
    looks: dict[str, OdsLook] = {}
    hidden_tables: set[str] = set()
    for style in root.iter(STYLE + "style"):
        name = style.get(STYLE + "name", "")
        for properties in style:
            if properties.get(TABLE + "display") == "false":
                hidden_tables.add(name)
            struck = properties.get(STYLE + "text-line-through-style", "none") != "none"
            raised = properties.get(STYLE + "text-position", "").startswith("super")
            if struck or raised:
                looks[name] = (struck, raised)
    return [
        _OdsTable(table, looks).content(table.get(TABLE + "style-name") in hidden_tables)
        for table in root.iter(TABLE + "table")
        if table.getparent().tag == OFFICE + "spreadsheet"
    ]


def _repeated(element: XmlElement, kind: str) -> int:
    count = element.get(f"{TABLE}number-{kind}-repeated", "1")
    return max(1, int(count)) if count.isdecimal() else 1


def _is_hidden(element: XmlElement) -> bool:
    return str(element.get(TABLE + "visibility", "visible")) != "visible"


def _kind(cell: XmlElement) -> SheetValueKind:
    if cell.get(CALC + "value-type") == "error":
        return "error"
    return "time" if cell.get(OFFICE + "value-type") == "time" else "text"


class _OdsTable:
    """One table while it is read."""

    def __init__(self, table: XmlElement, looks: dict[str, OdsLook]) -> None:
        self.table, self.looks = table, looks
        self.cells: list[SheetCell] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()

    def content(self, hidden: bool) -> SheetContent:
        row = 1
        for element in self.table.iter(TABLE + "table-row"):
            times = _repeated(element, "rows")
            filled = self._row(element, row)
            if _is_hidden(element):
                self.hidden_rows.update(range(row, row + min(times, MOST_CELLS)))
            if filled and times <= MOST_CELLS:
                for k in range(1, times):
                    self._row(element, row + k)
            row += times
        columns = frozenset(self._hidden_columns())
        name = self.table.get(TABLE + "name", "")
        return SheetContent(
            name, self.cells, self.merges, hidden, frozenset(self.hidden_rows), columns
        )

    def _hidden_columns(self) -> Iterator[int]:
        last = max((cell.column for cell in self.cells), default=0)
        column = 1
        for element in self.table.iter(TABLE + "table-column"):
            times = _repeated(element, "columns")
            if _is_hidden(element):
                yield from range(column, min(column + times, last + 1))
            column += times

    def _row(self, row: XmlElement, number: int) -> bool:
        column = 1
        before = len(self.cells)
        for element in row:
            kind = element.tag
            times = _repeated(element, "columns")
            if kind == TABLE + "table-cell":
                texts = tuple(self._texts(element))
                if any(text.strip() for text, _, _ in texts):
                    kind_of_value = _kind(element)
                    for k in range(times if times <= MOST_CELLS else 1):
                        value = SheetCell(number, column + k, texts, kind_of_value)
                        self.cells.append(value)
                high = int(element.get(TABLE + "number-rows-spanned", "1"))
                wide = int(element.get(TABLE + "number-columns-spanned", "1"))
                if high > 1 or wide > 1:
                    self.merges.append((number, column, high, wide))
            if kind in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                column += times
        return len(self.cells) > before

    def _texts(self, cell: XmlElement) -> Iterator[StyledText]:
        """The characters of a cell; its own style says whether all of them are struck out."""
        own = self.looks.get(cell.get(TABLE + "style-name", ""), (False, False))
        first = True
        for paragraph in cell.iterchildren(TEXT + "p"):
            if not first:
                yield "\n", False, False
            first = False
            yield from self._spans(paragraph, own)

    def _spans(self, element: XmlElement, look: OdsLook) -> Iterator[StyledText]:
        if element.text:
            yield element.text, *look
        for child in element:
            if child.tag == TEXT + "s":
                yield " " * int(child.get(TEXT + "c", "1")), *look
            elif child.tag == TEXT + "line-break":
                yield "\n", *look
            elif child.tag in (TEXT + "span", TEXT + "a"):
                own = self.looks.get(child.get(TEXT + "style-name", ""), (False, False))
                yield from self._spans(child, (look[0] or own[0], look[1] or own[1]))
            if child.tail:
                yield child.tail, *look
