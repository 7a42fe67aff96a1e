"""What stands in a sheet, of whatever kind of file, and the table that it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from checker.document.model import (
    Block,
    DraftView,
    GridBlock,
    GridCell,
    ParagraphBlock,
    Passage,
    Piece,
    SheetPlace,
    TrackedState,
)
from checker.document.sheetformats import SheetValueKind
from checker.document.textlines import raised_text
from checker.source import Record

StyledText: TypeAlias = tuple[str, bool, bool]
"""Characters of a cell, whether they are struck out, and whether they are raised."""


class SheetCell(Record):
    """A cell as it is shown, at its row and column, counted from 1."""

    row: int
    column: int
    texts: tuple[StyledText, ...]
    kind: SheetValueKind = "text"


class SheetContent(Record):
    """A sheet: its cells, its merged ranges (row, column, rows, columns), and what of it is hidden."""

    name: str
    cells: Sequence[SheetCell]
    merges: Sequence[tuple[int, int, int, int]] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


class SheetNotes:
    """What is to be said of the cells of a file: errors, times, values that a program has still to work out."""

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        self.cells: dict[SheetValueKind, list[str]] = {}

    def add(self, sheet: str, cell: SheetCell) -> None:
        if cell.kind in ("error", "unreadable", "time"):
            name = f"{sheet}!{column_letters(cell.column)}{cell.row}"
            self.cells.setdefault(cell.kind, []).append(name)


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_blocks(sheet: SheetContent, view: DraftView, notes: SheetNotes) -> list[Block]:
    """Return a sheet as a heading and a table; hidden rows and columns, and runs of blank ones, are left out."""
    if sheet.hidden:
        notes.left_out["hidden sheets"] += 1
        return []
    seen = [
        cell
        for cell in sheet.cells
        if cell.row not in sheet.hidden_rows and cell.column not in sheet.hidden_columns
    ]
    hidden = [cell for cell in sheet.cells if cell.row in sheet.hidden_rows]
    notes.left_out["hidden rows"] += len({cell.row for cell in hidden})
    aside = {cell.column for cell in sheet.cells if cell.column in sheet.hidden_columns}
    notes.left_out["hidden columns"] += len(aside)
    merges = {(row, column): (rows, columns) for row, column, rows, columns in sheet.merges}
    covered = _covered_by_shown(sheet, seen)
    rows = _kept(sheet.hidden_rows, {cell.row for cell in seen}, covered[0])
    columns = _kept(sheet.hidden_columns, {cell.column for cell in seen}, covered[1], gap=False)
    if not rows:
        return []
    by_place = {(cell.row, cell.column): cell for cell in sheet.cells}
    cells = []
    for (row, column), cell in sorted(by_place.items()):
        span = merges.get((row, column), (1, 1))
        own_rows = [rows[r] for r in range(row, row + span[0]) if r in rows]
        own_columns = [columns[c] for c in range(column, column + span[1]) if c in columns]
        if own_rows and own_columns:
            notes.add(sheet.name, cell)
            passage = _passage(sheet.name, cell, view, notes)
            cells.append(
                GridCell(own_rows[0], own_columns[0], passage, len(own_rows), len(own_columns))
            )
    heading = Piece(sheet.name, SheetPlace(sheet.name, 1, 1))
    high, wide = max(rows.values()) + 1, len(columns)
    cells = _with_blanks(cells, high, wide)
    title = ParagraphBlock(Passage((heading,)), outline_level=1)
    return [title, GridBlock(tuple(cells), high, wide)]


def _covered_by_shown(sheet: SheetContent, seen: Iterable[SheetCell]) -> tuple[set[int], set[int]]:
    """The rows and columns that merged ranges with something in them cover."""
    places = {(cell.row, cell.column) for cell in sheet.cells}
    rows: set[int] = set()
    columns: set[int] = set()
    last_row = max((cell.row for cell in seen), default=0)
    last_column = max((cell.column for cell in seen), default=0)
    for row, column, high, wide in sheet.merges:
        if (row, column) in places:
            rows.update(range(row, min(row + high, last_row + 1)))
            columns.update(range(column, min(column + wide, last_column + 1)))
    return rows, columns


def _kept(
    hidden: frozenset[int], filled: set[int], covered: set[int], gap: bool = True
) -> dict[int, int]:
    """The rows (or columns) of the table by those of the sheet; of blank rows running one is kept."""
    kept = sorted((filled | covered) - hidden)
    out: dict[int, int] = {}
    count = 0
    for k, number in enumerate(kept):
        if (
            gap
            and k
            and any(n not in hidden for n in range(kept[k - 1] + 1, min(number, kept[k - 1] + 200)))
        ):
            count += 1
        out[number] = count
        count += 1
    return out


def _with_blanks(cells: list[GridCell], rows: int, columns: int) -> list[GridCell]:
    """The cells with blank ones where there is none, in tables of a size that a reader looks at."""
    if rows * columns > 200_000:
        return cells
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    blanks = [
        GridCell(row, column, Passage())
        for row in range(rows)
        for column in range(columns)
        if (row, column) not in taken
    ]
    return sorted([*cells, *blanks], key=lambda cell: (cell.row, cell.column))


def _passage(sheet: str, cell: SheetCell, view: DraftView, notes: SheetNotes) -> Passage:
    """The text of a cell; what is struck out is a deletion, raised digits behind words are marks of notes."""
    at = SheetPlace(sheet, cell.row, cell.column)
    pieces: list[Piece] = []
    written = ""
    for text, struck, raised in cell.texts:
        state: TrackedState = "deleted" if struck else "plain"
        if struck:
            notes.left_out["struck"] += len(text)
            if view == "accepted":
                continue
        shown = raised_text(written, text) if raised and text.strip() else text
        if shown:
            pieces.append(Piece(shown, at, state))
            written += shown
    return Passage(tuple(pieces))
