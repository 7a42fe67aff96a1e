"""Tables in plain text, one cell a line begun by a tab, rows parted by blank lines, put together again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from msgspec import field

from checker.document.characters import joined
from checker.document.model import (
    Block,
    BoxBlock,
    GridBlock,
    GridCell,
    LinePlace,
    ParagraphBlock,
    Passage,
    Piece,
)
from checker.source import Record

LONG_LINE = 40
"""A line longer than this behind a complete row is prose, not more of the last cell."""


class TextCell(Record):
    """The paragraphs of a cell."""

    passages: tuple[Passage, ...] = ()

    @property
    def passage(self) -> Passage:
        return joined(self.passages)

    @property
    def text(self) -> str:
        return self.passage.text


class PlacedCell(Record):
    """A cell in its row: the first column it stands in, and how many it covers."""

    cell: TextCell
    column: int
    columns: int = 1


TextRow = list[TextCell]


class TabRegion(Record):
    """Rows of cells and the number of the line behind them (from 0)."""

    rows: list[TextRow] = field(default_factory=list)
    end: int = 0


def tab_region(passages: Sequence[Passage], lines: Sequence[str], start: int) -> TabRegion:
    """Return the rows of the table that begins at a line (from 0).

    A blank line ends a row if a cell follows, and is a break within the cell if text follows; two end the table.
    """
    rows: list[list[list[Passage]]] = [[]]
    blanks, at = 0, start
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            if blanks:
                rows.append([])
            rows[-1].append([passages[at]])
            blanks = 0
        elif not line.strip():
            blanks += 1
            if blanks >= 2 and not _goes_on(rows, lines, at):
                break
        else:
            if blanks and not _belongs(rows, lines, at):
                break
            rows[-1][-1].append(passages[at])
            blanks = 0
        at += 1
    return TabRegion([[TextCell(tuple(cell)) for cell in row] for row in rows], at)


def _goes_on(rows: list[list[list[Passage]]], lines: Sequence[str], at: int) -> bool:
    """Whether two blank lines stand in a cell: the row is short, and the next line is a cell."""
    following = next((line for line in lines[at:] if line.strip()), "")
    return following.startswith("\t") and len(rows[-1]) < _usual_width([len(r) for r in rows[:-1]])


def _belongs(rows: list[list[list[Passage]]], lines: Sequence[str], at: int) -> bool:
    """Whether text behind a blank line is more of the last cell: a cell follows, or the row was not yet complete."""
    width = _usual_width([len(row) for row in rows])
    if width == 1 or len(rows[-1]) < width:
        return True
    blanks = 0
    for line in lines[at:]:
        if line.startswith("\t"):
            return True
        blanks = 0 if line.strip() else blanks + 1
        if blanks >= 2 or len(line) > LONG_LINE:
            return False
    return False


def _usual_width(widths: Sequence[int]) -> int:
    """Return the commonest number of cells in a row; of several, the largest; 0 where there is none."""
    counts = Counter(widths)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def grid_of(rows: list[TextRow]) -> Block | None:
    """Return the rows as a table with its merged cells filled; as a box if there is only one column."""
    width = _usual_width([len(row) for row in rows])
    if width <= 1:
        paragraphs = (p for row in rows for cell in row for p in cell.passages if p.pieces)
        inner = tuple(ParagraphBlock(p) for p in paragraphs)
        return BoxBlock(inner) if inner else None
    rows = _mended(rows, width)
    width = max(map(len, rows))
    placed = [_placed(rows, number, width) for number in range(len(rows))]
    heights = _heights(placed, width)
    cells = [
        GridCell(row, cell.column, cell.cell.passage, heights[row, cell.column], cell.columns)
        for row, row_cells in enumerate(placed)
        for cell in row_cells
        if heights[row, cell.column]
    ]
    return GridBlock(tuple(cells), len(rows), width)


def _mended(rows: list[TextRow], width: int) -> list[TextRow]:
    """Join rows that a blank line within a cell has cut: short ones that together are one complete row."""
    mended: list[TextRow] = []
    at = 0
    while at < len(rows):
        row, end = rows[at], at + 1
        if len(row) < width and width > 2:
            whole = list(row)
            while end < len(rows) and len(whole) < width and len(rows[end]) < width:
                whole += rows[end]
                end += 1
            if len(whole) == width:
                row = whole
            else:
                end = at + 1
        mended.append(row)
        at = end
    return mended


def _placed(rows: list[TextRow], number: int, width: int) -> list[PlacedCell]:
    """Return the cells of a row in their columns; a short row holds cells that cover several.

    The row below tells which, where the row heads two lines of a header; a lone cell covers all. Else the cells
    are put where they are most like the others of their columns.
    """
    row = rows[number]
    missing = width - len(row)
    if not missing:
        return [PlacedCell(cell, column) for column, cell in enumerate(row)]
    if len(row) == 1:
        return [PlacedCell(row[0], 0, width)]
    below = rows[number + 1] if number + 1 < len(rows) else []
    if len(below) == width:
        spans = _header_spans(row, below)
        if spans:
            return spans
    return _most_alike(row, [other for other in rows if len(other) == width], width)


def _header_spans(row: TextRow, below: TextRow) -> list[PlacedCell]:
    """Return the cells of the first of two header rows: over each blank below one, over a run of others a wide one."""
    runs = [(blank, len(list(cells))) for blank, cells in groupby(not cell.text for cell in below)]
    singles = sum(length for blank, length in runs if blank)
    wide = len(row) - singles
    if not singles or wide != sum(not blank for blank, _ in runs):
        return []
    placed: list[PlacedCell] = []
    column = 0
    for blank, length in runs:
        for step in [1] * length if blank else [length]:
            placed.append(PlacedCell(row[len(placed)], column, step))
            column += step
    return placed


def _most_alike(row: TextRow, others: list[TextRow], width: int) -> list[PlacedCell]:
    """Return the cells where they are most like their columns, one of them wide.

    Where several ways are as good, the cells that would stand differently are one cell over all their columns: what
    stands in it is then no figure of any of them.
    """
    like = others[1:] if len(others) > 1 else others  # the first is the header
    columns = [[other[column].text for other in like] for column in range(width)]
    ways: list[tuple[int, list[PlacedCell]]] = []
    for wide in range(len(row)):
        column, score, placed = 0, 0, []
        for number, cell in enumerate(row):
            span = width - len(row) + 1 if number == wide else 1
            score += _likeness(cell.text, columns[column])
            score += _likeness(cell.text, columns[column + span - 1])
            placed.append(PlacedCell(cell, column, span))
            column += span
        ways.append((score, placed))
    best = max(score for score, _ in ways)
    good = [placed for score, placed in ways if score == best]
    agreed = [all(way[n] == good[0][n] for way in good) for n in range(len(row))]
    found: list[PlacedCell] = []
    for sure, group in groupby(range(len(row)), key=agreed.__getitem__):
        cells = [good[0][n] for n in group]
        if sure:
            found += cells
        else:
            start, end = cells[0].column, cells[-1].column + cells[-1].columns
            passages = tuple(p for placed_cell in cells for p in placed_cell.cell.passages)
            found.append(PlacedCell(TextCell(passages), start, end - start))
    return found


def _likeness(text: str, column: Sequence[str]) -> int:
    """Return how like a text is to those of a column: 2 for a word that stands there, 1 for one of its kind."""
    return (_kind(text) in map(_kind, column)) + bool(text and text in column)


def _kind(text: str) -> str:
    if not text:
        return "blank"
    number = text[0] in "≥≤＞＜><±-—" or text[0].isdigit()
    return "number" if number and len(text) < 12 else "text"


def _heights(placed: list[list[PlacedCell]], width: int) -> dict[tuple[int, int], int]:
    """Return how many rows each cell covers; 0 for a blank one that belongs to the cell above.

    Blank cells at the beginning of a row belong to a group above them, unless that is a number; below the first row
    they belong to a header of two lines if the row is shorter than others.
    """
    heights = {(row, cell.column): 1 for row, cells in enumerate(placed) for cell in cells}
    top: list[int | None] = [None] * width
    two_lines = len(placed) > 1 and len(placed[0]) < width and len(placed[1]) == width
    for row, cells in enumerate(placed):
        leading = True
        for cell in cells:
            text, above = cell.cell.text, top[cell.column]
            header = row == 1 and two_lines and above == 0
            leading = leading and not text and cell.columns == 1
            if not text and above is not None and (header or (leading and cell.columns == 1)):
                heights[row, cell.column] = 0
                heights[above, cell.column] += 1
                continue
            for column in range(cell.column, cell.column + cell.columns):
                group = cell.columns == 1 and bool(text) and (not _is_number(text) or row == 0)
                top[column] = row if group else None
    return heights


def _is_number(text: str) -> bool:
    return text.strip("（()）.、． ").isdigit()


def line_piece(text: str, line: int, column: int) -> Piece:
    return Piece(text, LinePlace(line, column))
