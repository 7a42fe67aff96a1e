"""From pages to a document: running heads and page numbers out, paragraphs, tables and boxes over pages joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from checker.document.glyphs import PageBox, paper_box
from checker.document.model import (
    Block,
    BoxBlock,
    GridBlock,
    GridCell,
    NoteBlock,
    PagePlace,
    ParagraphBlock,
)
from checker.document.pageflow import (
    TextMeasure,
    cell_passage,
    goes_on,
    measure,
    paragraphs,
    passage_of,
)
from checker.document.pagelayout import LaidBox, LaidGrid, LaidItem, LaidPage
from checker.document.pagetables import GridDraft
from checker.document.textlines import TextLine

PAGE_NUMBER = re.compile(
    r"[—\-－–―~·\s]*第?\s*(?:\d{1,4}|[ivxlcIVXLC]{1,6}|[０-９]{1,4})\s*页?\s*"
    r"(?:[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[—\-－–―~·\s]*"
)
LEADER = re.compile(r"(?:[.．·…⋯—-]\s?){5,}\s*[\d—-]{1,4}\s*$|[.．·…⋯]{6,}")
CIRCLED = re.compile(r"[①-⑳]")


def join_pages(pages: Sequence[LaidPage]) -> tuple[tuple[Block, ...], Counter[str]]:
    """Return the blocks of a document, and how many lines of running heads and of its contents were left out."""
    left_out: Counter[str] = Counter()
    heads = running_heads(pages)
    flow = _Flow({page.number: page for page in pages})
    for page in pages:
        items = [
            item
            for item in page.items
            if not (isinstance(item, TextLine) and _head_key(item) in heads)
        ]
        bare = [item for item in items if not _is_page_number(item, page, items)]
        left_out["running heads"] += len(page.items) - len(bare)
        shown = [
            item for item in bare if not (isinstance(item, TextLine) and LEADER.search(item.text))
        ]
        left_out["contents"] += len(bare) - len(shown)
        flow.add(shown)
    return tuple(flow.finish()), left_out


def _head_key(line: TextLine) -> tuple[str, int, int]:
    text = re.sub(r"[\d０-９]+", "0", re.sub(r"\s", "", line.text))
    return text, round(line.size), round(line.baseline / 4)


def running_heads(pages: Sequence[LaidPage]) -> set[tuple[str, int, int]]:
    """The lines that stand at the same height at the edge of many pages."""
    counts: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        lines = [item for item in page.items if isinstance(item, TextLine)]
        edge = {
            _head_key(line)
            for line in (*lines[:3], *lines[-4:])
            if line.bottom < 0.13 * page.height or line.top > 0.82 * page.height
        }
        counts.update(edge)
    least = max(3, 0.25 * len(pages))
    return {key for key, count in counts.items() if count >= least}


def _is_page_number(item: LaidItem, page: LaidPage, items: Sequence[LaidItem]) -> bool:
    if not isinstance(item, TextLine) or item not in (items[0], items[-1]):
        return False
    at_edge = item.top > 0.86 * page.height or item.bottom < 0.09 * page.height
    return at_edge and PAGE_NUMBER.fullmatch(item.text.strip()) is not None


class _Flow:
    """Puts the items of page after page into blocks; what is not closed may go on on the next page."""

    def __init__(self, pages: Mapping[int, LaidPage]) -> None:
        self.pages = pages
        self.blocks: list[Block] = []
        self.lines: list[TextLine] = []
        self.frame = TextMeasure()
        self.grid: GridDraft | None = None
        self.box: list[LaidItem] = []
        self.box_end: LaidBox | None = None
        self.notes: list[list[TextLine]] = []
        self.size = _body_size(pages.values())

    def place(self, page: int, box: PageBox) -> PagePlace:
        laid = self.pages[page]
        x0, top, x1, bottom = paper_box(box, laid.turn, laid.width, laid.height)
        return PagePlace(page, (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)))

    def add(self, items: Sequence[LaidItem]) -> None:
        """Add a page."""
        body, notes = _notes_apart(items, self.size)
        lines = [item for item in body if isinstance(item, TextLine)]
        size = self.size if sum(1 for line in lines if abs(line.size - self.size) < 0.7) > 2 else 0
        frame = measure(lines, size)
        earlier = self.frame
        if earlier.size and 0 < len(lines) < 5:
            frame = TextMeasure(
                min(frame.left, earlier.left)
                if abs(frame.left - earlier.left) < 60
                else frame.left,
                max(frame.right, earlier.right),
                earlier.pitch,
                earlier.size,
            )
        for item in body:
            match item:
                case TextLine():
                    self._line(item, frame)
                case LaidGrid():
                    self._grid(item)
                case LaidBox():
                    self._box(item)
        self.notes += notes

    def _line(self, line: TextLine, frame: TextMeasure) -> None:
        self._close_grid()
        self._close_box()
        if self.lines and goes_on(self.lines[-1], line, self.frame, frame):
            self.lines.append(line)
            self.frame = frame
            return
        self._close_lines()
        self.lines, self.frame = [line], frame

    def _grid(self, grid: LaidGrid) -> None:
        self._close_lines()
        self._close_box()
        if self.grid is not None and self.grid.goes_on_in(grid):
            return
        self._close_grid()
        self.grid = GridDraft(grid)

    def _box(self, box: LaidBox) -> None:
        self._close_lines()
        self._close_grid()
        end = self.box_end
        if (
            end is not None
            and box.page == end.page + 1
            and abs(box.box[0] - end.box[0]) < 4
            and abs(box.box[2] - end.box[2]) < 4
        ):
            self.box += box.items
        else:
            self._close_box()
            self.box = list(box.items)
        self.box_end = box

    def _close_lines(self) -> None:
        if self.lines:
            self.blocks.append(ParagraphBlock(passage_of(self.lines, self.place)))
            self.lines = []
            self._close_notes()

    def _close_notes(self) -> None:
        for lines in self.notes:
            mark = lines[0].mark or lines[0].text[:1]
            self.blocks.append(NoteBlock(mark, passage_of(lines, self.place)))
        self.notes = []

    def _close_grid(self) -> None:
        if self.grid is not None:
            self.blocks.append(self._grid_block(self.grid))
            self.grid = None
            self._close_notes()

    def _close_box(self) -> None:
        if self.box_end is not None:
            self.blocks.append(BoxBlock(tuple(self._inner(self.box, self.box_end.box))))
            self.box, self.box_end = [], None
            self._close_notes()

    def finish(self) -> list[Block]:
        self._close_lines()
        self._close_grid()
        self._close_box()
        self._close_notes()
        return self.blocks

    def _grid_block(self, grid: GridDraft) -> GridBlock:
        cells = [
            GridCell(
                cell.row,
                cell.column,
                cell_passage(cell.lines, cell.boxes[0], self.place),
                cell.rows,
                cell.columns,
                tuple(self._inner(cell.inner)),
            )
            for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column))
        ]
        return GridBlock(tuple(cells), grid.row_count, len(grid.xs) - 1, grid.header_rows)

    def _inner(self, items: Iterable[LaidItem], box: PageBox | None = None) -> list[Block]:
        """The blocks inside a box or a cell."""
        out: list[Block] = []
        lines: list[TextLine] = []
        grid: GridDraft | None = None
        for item in (*items, None):
            if isinstance(item, TextLine):
                if grid is not None:
                    out.append(self._grid_block(grid))
                    grid = None
                lines.append(item)
                continue
            out += [
                ParagraphBlock(passage_of(group, self.place)) for group in paragraphs(lines, box)
            ]
            lines = []
            if isinstance(item, LaidGrid) and grid is not None and grid.goes_on_in(item):
                continue
            if grid is not None:
                out.append(self._grid_block(grid))
                grid = None
            if isinstance(item, LaidGrid):
                grid = GridDraft(item)
            elif isinstance(item, LaidBox):
                out.append(BoxBlock(tuple(self._inner(item.items, item.box))))
        return out


def _body_size(pages: Iterable[LaidPage]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for item in page.items:
            if isinstance(item, TextLine):
                sizes[round(item.size)] += len(item.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _notes_apart(
    items: Sequence[LaidItem], size: float
) -> tuple[list[LaidItem], list[list[TextLine]]]:
    """The notes at the bottom of a page, each with its lines, apart from the rest."""
    start = len(items)
    for k in range(len(items) - 1, -1, -1):
        item = items[k]
        if not isinstance(item, TextLine) or item.size > 0.87 * size:
            break
        if item.mark or CIRCLED.match(item.text):
            start = k
    if start == len(items):
        return list(items), []
    notes: list[list[TextLine]] = []
    for item in items[start:]:
        if isinstance(item, TextLine):
            if item.mark or CIRCLED.match(item.text) or not notes:
                notes.append([item])
            else:
                notes[-1].append(item)
    return list(items[:start]), notes
