"""A document as its reader sees it: blocks in order, every character with its place. Knows no plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import field

from checker.source import Record

DraftView: TypeAlias = Literal["accepted", "original"]
"""Which text of a draft in review is meant: with all tracked changes accepted, or as before them."""

TrackedState: TypeAlias = Literal["plain", "inserted", "deleted", "both"]
"""What tracked changes did to characters; "both": inserted by one author, deleted by another."""


class WordPlace(Record, tag="word"):
    """A place in Word: a paragraph of a part (word/document.xml), counted in document order from 0.

    `offset` counts the characters of the paragraph in all states; `run` and `node` count the w:r in the paragraph and
    the text nodes in the run, `node_offset` the characters in that node.
    """

    part: str
    paragraph: int
    offset: int
    run: int
    node: int
    node_offset: int


class PagePlace(Record, tag="page"):
    """A place on a page, counted from 1; the box is left, top, right, bottom in points from the upper left corner."""

    page: int
    box: tuple[float, float, float, float]


class SheetPlace(Record, tag="sheet"):
    """A cell of a sheet; row and column are counted from 1."""

    sheet: str
    row: int
    column: int


class LinePlace(Record, tag="line"):
    """A place in a text; line and column are counted from 1."""

    line: int
    column: int


DraftPlace: TypeAlias = WordPlace | PagePlace | SheetPlace | LinePlace


class Piece(Record):
    """Consecutive characters of one state, that stand one behind the other from `at` on."""

    text: str
    at: DraftPlace
    state: TrackedState = "plain"


class Passage(Record):
    """A paragraph's or a cell's text in the view that was read; a line break is a newline."""

    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def piece_at(self, offset: int) -> tuple[Piece, int] | None:
        """Return the piece with the character at an offset of `text`, and how far into the piece that is."""
        for piece in self.pieces:
            if offset < len(piece.text):
                return piece, offset
            offset -= len(piece.text)
        return None


class ParagraphBlock(Record, tag="paragraph"):
    """A paragraph; `number` is the printed number of a counted one (（一）), which is not in the text.

    `style` is the name of its style, `outline_level` 1 to 9 where style or paragraph say that it is a heading, else 0.
    """

    passage: Passage
    number: str = ""
    style: str = ""
    outline_level: int = 0


class GridCell(Record):
    """A cell of a table at its first row and column, counted from 0, with how many of each it covers.

    `blocks` are tables and boxes inside it; their text is not in `passage`.
    """

    row: int
    column: int
    passage: Passage
    rows: int = 1
    columns: int = 1
    blocks: tuple[Block, ...] = ()


class GridBlock(Record, tag="grid"):
    """A table: its cells row by row, and how many of the first rows are its header (0: not marked)."""

    cells: tuple[GridCell, ...]
    row_count: int
    column_count: int
    header_rows: int = 0

    def rows(self) -> list[list[GridCell | None]]:
        """Return the table as rows of equal length, a merged cell in all its places, None where there is no cell."""
        grid: list[list[GridCell | None]] = [
            [None] * self.column_count for _ in range(self.row_count)
        ]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    grid[row][column] = cell
        return grid


class BoxBlock(Record, tag="box"):
    """A text box or a framed passage (专栏), with its own blocks."""

    blocks: tuple[Block, ...]


class NoteBlock(Record, tag="note"):
    """A footnote or an endnote, with the mark that stands in the text."""

    mark: str
    passage: Passage


Block: TypeAlias = ParagraphBlock | GridBlock | BoxBlock | NoteBlock


class DraftDocument(Record):
    """A document in one view. `left_out` counts what was not read, by kind: hidden (characters), pictures …"""

    name: str
    format: str
    sha256: str
    blocks: tuple[Block, ...]
    view: DraftView = "accepted"
    left_out: dict[str, int] = field(default_factory=dict)

    def passages(self) -> Iterator[Passage]:
        """Yield every passage in order, those of tables row by row, of boxes and notes where they stand."""
        yield from _passages(self.blocks)


def _passages(blocks: tuple[Block, ...]) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case ParagraphBlock() | NoteBlock():
                yield block.passage
            case GridBlock():
                for cell in block.cells:
                    yield cell.passage
                    yield from _passages(cell.blocks)
            case BoxBlock():
                yield from _passages(block.blocks)
