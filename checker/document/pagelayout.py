"""A page laid out: lines of text, tables with the lines of their cells, and framed passages, from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from checker.document.glyphs import Glyph, PageBox, PageContent, PageTurn, tracked
from checker.document.model import TrackedState
from checker.document.opentables import open_tables
from checker.document.rulings import RuledGrid, find_grids
from checker.document.textlines import LinePart, TextLine, text_lines
from checker.source import Record


class LaidCell(Record):
    """A cell of a table on one page, with its lines and what is framed or ruled inside it."""

    row: int
    column: int
    rows: int
    columns: int
    box: PageBox
    lines: tuple[TextLine, ...]
    inner: tuple[LaidItem, ...] = ()

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


class LaidGrid(Record):
    """A table as far as it stands on one page; `xs` are the left edges of its columns and its right edge."""

    page: int
    box: PageBox
    xs: tuple[float, ...]
    row_count: int
    cells: tuple[LaidCell, ...]


class LaidBox(Record):
    """A framed passage as far as it stands on one page."""

    page: int
    box: PageBox
    items: tuple[LaidItem, ...]


LaidItem: TypeAlias = TextLine | LaidGrid | LaidBox


class LaidPage(Record):
    """A page: its number, its size and turn as it is read, and what stands on it from top to bottom."""

    number: int
    width: float
    height: float
    turn: PageTurn
    items: tuple[LaidItem, ...]
    struck: int
    sideways: int


def top_of(item: LaidItem) -> float:
    """Where an item begins, from the top of the page."""
    return item.top if isinstance(item, TextLine) else item.box[1]


def lay_out(content: PageContent, drop: TrackedState) -> LaidPage:
    """Lay a page out; characters of the state `drop` are left out."""
    grids, loose = find_grids(content.horizontal, content.vertical)
    glyphs = tracked(content.glyphs, loose)
    page_area = content.width * content.height
    grids = [
        grid
        for grid in grids
        if len(grid.cells) > 1 or _area(grid.box) < 0.8 * page_area  # a frame round the page
    ]
    grids.sort(key=lambda grid: _area(grid.box))
    layout = _PageTables(content.number, grids, drop)
    body = layout.share_out(glyphs)
    lines = text_lines((g for g in body if not g.turned), content.number, drop)
    unruled = open_tables(lines, loose)
    if unruled:
        grids = sorted([*grids, *unruled], key=lambda grid: _area(grid.box))
        layout = _PageTables(content.number, grids, drop)
        body = layout.share_out(glyphs)
        lines = text_lines((g for g in body if not g.turned), content.number, drop)
    items: list[LaidItem] = [*lines, *layout.items_in(None)]
    return LaidPage(
        content.number,
        content.width,
        content.height,
        content.turn,
        tuple(sorted(items, key=top_of)),
        sum(1 for glyph in glyphs if glyph.state == "deleted"),
        sum(1 for glyph in body if glyph.turned),
    )


def _area(box: PageBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


class _PageTables:
    """The tables of a page, smallest first, which of them stands in which cell of which, and their characters."""

    def __init__(self, page: int, grids: list[RuledGrid], drop: TrackedState) -> None:
        self.page, self.grids, self.drop = page, grids, drop
        self.glyphs: list[list[list[Glyph]]] = [[[] for _ in grid.cells] for grid in grids]
        self.parents = [self._parent(k) for k in range(len(grids))]

    def _parent(self, k: int) -> tuple[int, int] | None:
        """The table and the cell around a table."""
        x0, top, x1, bottom = self.grids[k].box
        for other in range(k + 1, len(self.grids)):
            cell = self.grids[other].cell_at((x0 + x1) / 2, (top + bottom) / 2)
            if cell is not None:
                box = self.grids[other].cells[cell].box
                if box[0] - 3 <= x0 and x1 <= box[2] + 3:
                    return other, cell
        return None

    def share_out(self, glyphs: Iterable[Glyph]) -> list[Glyph]:
        """Give each character to the innermost cell around it; return those that stand in none."""
        rest = []
        for glyph in glyphs:
            x = (glyph.x0 + glyph.x1) / 2
            y = (
                glyph.baseline - 0.3 * glyph.size
                if not glyph.turned
                else (glyph.top + glyph.bottom) / 2
            )
            for k, grid in enumerate(self.grids):
                cell = grid.cell_at(x, y)
                if cell is not None:
                    self.glyphs[k][cell].append(glyph)
                    break
            else:
                rest.append(glyph)
        return rest

    def items_in(self, parent: tuple[int, int] | None) -> list[LaidItem]:
        """The tables and boxes directly inside a cell, or directly on the page; empty frames are none."""
        items = (self._item(k) for k, its_parent in enumerate(self.parents) if its_parent == parent)
        return [item for item in items if item is not None]

    def _item(self, k: int) -> LaidItem | None:
        grid = self.grids[k]
        cells = [
            LaidCell(
                cell.row,
                cell.column,
                cell.rows,
                cell.columns,
                cell.box,
                tuple(self._lines(self.glyphs[k][number])),
                tuple(self.items_in((k, number))),
            )
            for number, cell in enumerate(grid.cells)
        ]
        if not any(cell.lines or cell.inner for cell in cells):
            return None
        if len(grid.xs) == 2:
            items = (item for cell in cells for item in (*cell.lines, *cell.inner))
            return LaidBox(self.page, grid.box, tuple(sorted(items, key=top_of)))
        cells.sort(key=lambda cell: (cell.row, cell.column))
        laid = LaidGrid(self.page, grid.box, grid.xs, len(grid.ys) - 1, tuple(cells))
        return _frame_around(laid) or laid

    def _lines(self, glyphs: Sequence[Glyph]) -> list[TextLine]:
        lines = text_lines((g for g in glyphs if not g.turned), self.page, self.drop)
        return lines + _turned_lines([g for g in glyphs if g.turned], self.page, self.drop)


def _frame_around(grid: LaidGrid) -> LaidBox | None:
    """A box with a table in it, whose lower rule is that of the box, for the two are cut by the page at one place."""
    last = len(grid.xs) - 2
    whole = [cell for cell in grid.cells if cell.columns == last + 1]
    edges = [cell for cell in grid.cells if cell.column in (0, last) and cell not in whole]
    inner = [cell for cell in grid.cells if cell not in whole and cell not in edges]
    if not (whole and inner and edges and last >= 2):
        return None
    if any(cell.text or cell.inner or cell.columns > 1 for cell in edges):
        return None
    first, end = min(c.row for c in inner), max(c.row + c.rows for c in inner)
    if any(first <= cell.row < end for cell in whole):
        return None
    moved = tuple(
        LaidCell(c.row - first, c.column - 1, c.rows, c.columns, c.box, c.lines, c.inner)
        for c in inner
    )
    box = (
        grid.xs[1],
        min(c.box[1] for c in inner),
        grid.xs[-2],
        max(c.box[3] for c in inner),
    )
    table = LaidGrid(grid.page, box, grid.xs[1:-1], end - first, moved)
    items = [item for cell in whole for item in (*cell.lines, *cell.inner)]
    return LaidBox(grid.page, grid.box, tuple(sorted([*items, table], key=top_of)))


def _turned_lines(glyphs: Sequence[Glyph], page: int, drop: TrackedState) -> list[TextLine]:
    """Characters set sideways in a cell: one line in the order of the file."""
    kept = [glyph for glyph in glyphs if glyph.state != drop]
    if not kept:
        return []
    x0, x1 = min(g.x0 for g in kept), max(g.x1 for g in kept)
    top, bottom = min(g.top for g in kept), max(g.bottom for g in kept)
    text = "".join(glyph.text for glyph in kept)
    part = LinePart(text, "plain", x0, x1)
    return [TextLine((part,), x0, top, x1, bottom, bottom, kept[0].size, page)]
