"""Documents of lines and tables for the tests of reading: invented places and figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from checker.document.model import (
    Block,
    DraftDocument,
    GridBlock,
    GridCell,
    LinePlace,
    ParagraphBlock,
    Passage,
    Piece,
)

Drafted = str | list[list[str]]
MakeDraft = Callable[..., DraftDocument]


def _passage(text: str, line: int) -> Passage:
    return Passage((Piece(text, LinePlace(line, 1)),)) if text else Passage()


def _grid(rows: Sequence[Sequence[str]], line: int) -> GridBlock:
    """A table; a cell "<" continues the one before it in its row, "^" the one above it."""
    cells: list[GridCell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in ("<", "^"):
                across = next((k for k in range(c + 1, len(row)) if row[k] != "<"), len(row)) - c
                down = (
                    next((k for k in range(r + 1, len(rows)) if rows[k][c] != "^"), len(rows)) - r
                )
                cells.append(GridCell(r, c, _passage(text, line + r), down, across))
    return GridBlock(tuple(cells), len(rows), max(len(row) for row in rows))


@pytest.fixture
def draft() -> MakeDraft:
    def make(*parts: Drafted) -> DraftDocument:
        blocks: list[Block] = []
        line = 1
        for part in parts:
            if isinstance(part, str):
                blocks.append(ParagraphBlock(_passage(part, line)))
                line += 1
            else:
                blocks.append(_grid(part, line))
                line += len(part)
        return DraftDocument("规划.txt", "txt", "0" * 64, tuple(blocks))

    return make
