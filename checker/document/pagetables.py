"""Tables over several pages: header rows printed again, rows cut by the page, group cells that go over it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.document.glyphs import PageBox
from checker.document.pagelayout import LaidCell, LaidGrid, LaidItem
from checker.document.textlines import TextLine

NEAR = 4.0
"""Columns of two pages whose edges lie nearer than this are the same."""

OWN_ROW = re.compile(r"其中|[#＃]|合计|小计|总计|[（(]?\d+[）)、.．]|[①-⑳]|[—－-]")
"""How the name of a row begins that is no rest of the row before."""

WHOLE_VALUE = re.compile(
    r"[≥≤<>＜＞＝=±约]?\s*[\d０-９][\d０-９.,，:：～~—-]*\s*[%％‰]?(?:以上|以下|左右)?"
)


class CellDraft:
    """A cell of a table while its pages are joined; `boxes` are its parts, page by page."""

    def __init__(self, cell: LaidCell, row: int, column: int, columns: int) -> None:
        self.row, self.column, self.rows, self.columns = row, column, cell.rows, columns
        self.lines: list[TextLine] = list(cell.lines)
        self.inner: list[LaidItem] = list(cell.inner)
        self.boxes: list[PageBox] = [cell.box]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def last_row(self) -> int:
        return self.row + self.rows - 1

    def add(self, other: CellDraft) -> None:
        """Take the text of the part on the next page."""
        self.lines += other.lines
        self.inner += other.inner
        self.boxes += other.boxes


class GridDraft:
    """A table while its pages are joined."""

    def __init__(self, grid: LaidGrid) -> None:
        self.xs = list(grid.xs)
        self.page = grid.page
        self.row_count = grid.row_count
        self.header_rows = 0
        self.cells = [CellDraft(c, c.row, c.column, c.columns) for c in grid.cells]

    def goes_on_in(self, grid: LaidGrid) -> bool:
        """Take the part on the next page; False if it is another table."""
        if grid.page != self.page + 1:
            return False
        xs = _common_columns(self.xs, grid.xs)
        if xs is None:
            return False
        self._to_columns(xs)
        new = GridDraft(grid)
        new._to_columns(xs)
        header = self._repeated_rows(new)
        if header:
            self.header_rows = max(self.header_rows, header)
        new._without_rows(header)
        if new.row_count:
            self._append(new)
        self.page = grid.page
        return True

    def _to_columns(self, xs: list[float]) -> None:
        """Count the columns by other edges, among which are all of its own."""
        if len(xs) != len(self.xs):
            at = [min(range(len(xs)), key=lambda k: abs(xs[k] - x)) for x in self.xs]
            for cell in self.cells:
                start, end = at[cell.column], at[cell.column + cell.columns]
                cell.column, cell.columns = start, end - start
        self.xs = xs

    def _row_texts(self, row: int) -> list[tuple[int, int, int, str]]:
        return sorted(
            (c.column, c.columns, c.rows, re.sub(r"\s", "", c.text))
            for c in self.cells
            if c.row == row
        )

    def _repeated_rows(self, new: GridDraft) -> int:
        """How many of the first rows of the next page are those of the first."""
        count = 0
        while count < min(self.row_count, new.row_count):
            texts = self._row_texts(count)
            if texts != new._row_texts(count) or not any(text for *_, text in texts):
                break
            count += 1
        while count and any(c.row < count <= c.last_row for c in new.cells):
            count -= 1  # a cell of the header reaches into what is no header
        return count

    def _without_rows(self, count: int) -> None:
        self.cells = [cell for cell in self.cells if cell.row >= count]
        for cell in self.cells:
            cell.row -= count
        self.row_count -= count

    def _append(self, new: GridDraft) -> None:
        groups = self._group_columns() | new._group_columns()
        last = {c.column: c for c in self.cells if c.last_row == self.row_count - 1}
        pairs = [
            (last[c.column], c)
            for c in new.cells
            if c.row == 0 and c.column in last and last[c.column].columns == c.columns
        ]
        cut = self._row_is_cut(pairs, groups)
        base = self.row_count - (1 if cut else 0)
        joined: set[int] = set()
        for before, after in pairs:
            if cut or self._is_one_cell(before, after, groups):
                if not _same_text(before, after):
                    before.add(after)
                before.rows += after.rows - (1 if cut else 0)
                joined.add(id(after))
        for cell in new.cells:
            if id(cell) not in joined:
                cell.row += base
                self.cells.append(cell)
        self.row_count = base + new.row_count

    def _group_columns(self) -> set[int]:
        """The columns with cells over several rows: groups, numbers over a row and its explanation."""
        return {
            c.column
            for c in self.cells
            if c.rows > 1 and c.columns == 1 and c.row >= self.header_rows
        }

    def _row_is_cut(self, pairs: Sequence[tuple[CellDraft, CellDraft]], groups: set[int]) -> bool:
        """Whether the first row is the rest of the last row before: less in it than in others, and nothing whole."""
        if sum(after.columns for _, after in pairs) < len(self.xs) - 1:
            return False
        plain = [(b, a) for b, a in pairs if not (a.column in groups and b.rows > 1)]
        filled = [(b, a) for b, a in plain if a.text and not _same_text(b, a)]
        if not filled or any(not b.text or OWN_ROW.match(a.text) for b, a in filled):
            return False
        missing = [a for b, a in plain if not a.text and b.text]
        if 2 * len(missing) < sum(1 for b, _ in plain if b.text) or not missing:
            return False
        return not any(_is_whole(b.text) and _is_whole(a.text) for b, a in filled)

    def _is_one_cell(self, before: CellDraft, after: CellDraft, groups: set[int]) -> bool:
        """Whether a cell over several rows goes over the page: blank, printed again, or its text broken."""
        if before.column not in groups or before.row < self.header_rows:
            return False
        if not after.text or _same_text(before, after):
            return True
        if _is_whole(before.text) or _is_whole(after.text):
            return False
        over_rows = before.rows > 1 or after.rows > 1
        if not before.text:
            return over_rows
        return (_runs_out(before) and _runs_in(after)) or (over_rows and _is_full(before, after))


def _common_columns(first: Sequence[float], second: Sequence[float]) -> list[float] | None:
    """The edges of the columns of two parts of a table; None if the parts do not fit."""
    if abs(first[0] - second[0]) > 2 * NEAR or abs(first[-1] - second[-1]) > 2 * NEAR:
        return None
    out = list(first)
    own = [x for x in second if all(abs(x - y) > NEAR for y in first)]
    foreign = [x for x in first if all(abs(x - y) > NEAR for y in second)]
    if own and foreign:
        return None
    return sorted(out + own)


def _same_text(before: CellDraft, after: CellDraft) -> bool:
    return bool(after.text) and re.sub(r"\s", "", before.text) == re.sub(r"\s", "", after.text)


def _is_whole(text: str) -> bool:
    return WHOLE_VALUE.fullmatch(text.strip()) is not None


def _gaps(cell: CellDraft, box: PageBox, lines: Sequence[TextLine]) -> tuple[float, float]:
    """The room above and under the text of a part of a cell."""
    return min(line.top for line in lines) - box[1], box[3] - max(line.bottom for line in lines)


def _runs_out(cell: CellDraft) -> bool:
    """Whether the text stands at the bottom of its part of the cell, more than at its top."""
    page = cell.lines[-1].page
    lines = [line for line in cell.lines if line.page == page]
    above, below = _gaps(cell, cell.boxes[-1], lines)
    return below < 1.2 * lines[-1].size and (
        above > below + lines[-1].size or above < lines[0].size
    )


def _runs_in(cell: CellDraft) -> bool:
    """Whether the text stands at the top of its part of the cell, with room under it."""
    above, below = _gaps(cell, cell.boxes[0], cell.lines)
    return above < 1.2 * cell.lines[0].size and below > above + cell.lines[0].size


def _is_full(before: CellDraft, after: CellDraft) -> bool:
    """Whether there is no room for the next line under the text, and none for its beginning behind it."""
    page = before.lines[-1].page
    lines = [line for line in before.lines if line.page == page]
    box = before.boxes[-1]
    above, below = _gaps(before, box, lines)
    last = lines[-1]
    width = box[2] - box[0] - 2 * min(5.4, max(0.0, last.x0 - box[0]))
    return above + below < 2.2 * last.size and last.x1 - last.x0 + after.lines[0].first > width
