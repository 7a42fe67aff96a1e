"""Tables of Word: cells in their columns, merged ones in all their places, rows that changes took away left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from msgspec.structs import replace

from checker.document.characters import joined
from checker.document.model import Block, GridBlock, GridCell, ParagraphBlock
from checker.document.wordinline import DELETED, INSERTED
from checker.document.wordpackage import W, XmlElement, is_on, value_of, whole

_ROW: Final = W + "tr"
_CELL: Final = W + "tc"
PASSED: Final = {
    W + "customXml": 0,
    W + "smartTag": 0,
    W + "ins": INSERTED,
    W + "moveTo": INSERTED,
    W + "del": DELETED,
    W + "moveFrom": DELETED,
}
"""Wrappings around paragraphs, rows, cells, with what they say of what is inside."""
_CELL_CHANGES: Final = {W + "cellIns": INSERTED, W + "cellDel": DELETED}
MAX_COLUMNS: Final = 200


class TableBuilder:
    """Builds one table. `dropped` are the states that this view does not show; `blocks` are kept by row."""

    def __init__(
        self,
        dropped: int,
        flow: Callable[[XmlElement, int], list[Block]],
        left_out: Counter[str],
    ) -> None:
        self.dropped = dropped
        self.flow = flow
        self.left_out = left_out
        self.cells: list[GridCell] = []
        self.blocks: dict[int, list[Block]] = {}
        self.open: dict[int, int] = {}
        self.width = 0

    def read(self, table: XmlElement) -> GridBlock | None:
        """Return the table; None where this view shows none of it."""
        rows, header_rows, heading = 0, 0, True
        for element, state in descendants(table, _ROW, 0):
            properties = element.find(W + "trPr")
            for change in properties if properties is not None else ():
                state |= PASSED.get(change.tag, 0)
            if state & self.dropped:
                continue
            self._row(element, properties, rows, state)
            heading = heading and _is_header(properties)
            header_rows += heading
            rows += 1
        if not self.cells:
            return None
        return GridBlock(
            tuple(self.cells), rows, self.width, header_rows if header_rows < rows else 0
        )

    def _row(self, row: XmlElement, properties: XmlElement | None, number: int, state: int) -> None:
        column = 0 if properties is None else whole(value_of(properties, "gridBefore"))
        column = min(column, MAX_COLUMNS)
        still_open: dict[int, int] = {}
        for cell, cell_state in descendants(row, _CELL, state):
            own = cell.find(W + "tcPr")
            span, merge, beside, changed = _cell_properties(own)
            if (cell_state | changed) & self.dropped:
                continue
            if beside == "continue" and self.cells and self.cells[-1].row == number:
                self.cells[-1] = replace(self.cells[-1], columns=self.cells[-1].columns + span)
            elif merge == "continue" and column in self.open:
                above = self.open[column]
                self._goes_on(above, number)
                still_open[column] = above
                self._count_unseen(cell, cell_state)
            else:
                if merge in ("restart", "continue"):
                    still_open[column] = len(self.cells)
                self._cell(cell, number, column, span, cell_state)
            column += span
            self.width = max(self.width, column)
        self.open = still_open

    def _goes_on(self, index: int, row: int) -> None:
        above = self.cells[index]
        self.cells[index] = replace(above, rows=row - above.row + 1)

    def _count_unseen(self, cell: XmlElement, state: int) -> None:
        """Text in a cell that a merge covers is not shown by Word."""
        for text in cell.iter(W + "t"):
            self.left_out["hidden"] += len(text.text or "")

    def _cell(self, cell: XmlElement, row: int, column: int, span: int, state: int) -> None:
        blocks = self.flow(cell, state)
        passages = [b.passage for b in blocks if isinstance(b, ParagraphBlock)]
        inner = tuple(b for b in blocks if not isinstance(b, ParagraphBlock))
        self.cells.append(GridCell(row, column, joined(passages), 1, span, inner))
        self.blocks.setdefault(row, []).extend(blocks)


def descendants(parent: XmlElement, wanted: str, state: int) -> Iterator[tuple[XmlElement, int]]:
    """Yield rows or cells, also those inside content controls and other wrappings, with the state these give."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child, state
        elif tag == W + "sdt":
            for content in child.iterchildren(W + "sdtContent"):
                yield from descendants(content, wanted, state)
        elif tag in PASSED:
            yield from descendants(child, wanted, state | PASSED[tag])


def _is_header(properties: XmlElement | None) -> bool:
    header = properties.find(W + "tblHeader") if properties is not None else None
    return header is not None and is_on(header)


def _cell_properties(properties: XmlElement | None) -> tuple[int, str, str, int]:
    """Return how many columns a cell covers, its merges downwards and sideways, and what changes did to it."""
    span, merge, beside, state = 1, "", "", 0
    for child in properties if properties is not None else ():
        tag = child.tag
        if tag == W + "gridSpan":
            span = min(max(whole(child.get(W + "val", "1"), 1), 1), MAX_COLUMNS)
        elif tag == W + "vMerge":
            merge = child.get(W + "val", "continue")
        elif tag == W + "hMerge":
            beside = child.get(W + "val", "continue")
        else:
            state |= _CELL_CHANGES.get(tag, 0)
    return span, merge, beside, state
