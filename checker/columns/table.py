"""Plans as columns: a frame of rows for each kind of subject, and the order of its rows. Reads no plan."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from checker.columns.cells import KNOWN, NEEDS_EXACT, Column, Dictionary, Dimensions, Ints
from checker.columns.leaves import FrameKey
from checker.quantity.units import NUMBER, Dimension
from checker.source import Record

OFTEN_CONSTANT = ("dimension", "direction", "computed")
"""Parts of cells that are often the same in every row."""


class Frame(Record):
    """One row for each subject: which plan it is of, its number there, and the leaves of the rules about it.

    Columns are in the order of the leaves of the frame; `subjects` is how many rows each plan has. Where rules choose
    by indicator, the rows of one lie together: those of code c of `words` begin at `starts[c + 1]`, those whose
    indicator is not known come first, and `by` is the column of the indicator.
    """

    plan: Ints
    number: Ints
    columns: tuple[Column, ...]
    subjects: NDArray[np.intp]
    by: int = -1
    words: Dictionary | None = None
    starts: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.plan)


class Table(Record):
    """Plans as columns: a frame for each kind that the rules speak of; the frame () has a row for each plan."""

    size: int
    frames: dict[FrameKey, Frame]
    dimensions: Dimensions
    texts: Dictionary
    choices: Dictionary
    years: NDArray[np.int32]
    """First and last year of each plan, two columns."""

    @property
    def plans(self) -> Frame:
        return self.frames[()]

    def dimension(self, number: NDArray[np.int16] | int) -> Dimension:
        """Return the dimension of a single cell."""
        dimension = self.dimensions.known[int(np.ravel(number)[0])]
        return NUMBER if dimension is None else dimension


def ordered_by(frame: Frame, by: int) -> Frame:
    """Return the frame with the rows of each code of a column together, plans in their order within."""
    column = frame.columns[by]
    code, state = np.asarray(column.parts["code"]), column.parts.get("state")
    code = code if state is None else np.where(np.asarray(state) == KNOWN, code, -1)
    order = np.argsort(code, kind="stable")
    assert column.dictionary is not None
    starts = np.searchsorted(code[order], np.arange(-1, len(column.dictionary.values) + 1))
    columns = tuple(_reorder(c, order) for c in frame.columns)
    return Frame(
        frame.plan[order], frame.number[order], columns, frame.subjects, by, column.dictionary, starts,
    )  # fmt: skip


def _reorder(column: Column, order: NDArray[np.int64]) -> Column:
    index = None if column.index is None else column.index[order]
    parts = {
        n: p if isinstance(p, int) or (index is not None and p.itemsize == 8) else p[order]
        for n, p in column.parts.items()
    }
    return _fill_forward(replace(column, parts=parts, index=index))


def _fill_forward(column: Column) -> Column:
    """Return the column with the dimension and direction of the row before in every row that has no value.

    They mean nothing there; but rows of one indicator then have one dimension, and need not be looked at one by one.
    """
    state = column.state
    if state is None:
        return column
    rows = np.arange(len(state))
    before = np.maximum.accumulate(np.where((state == KNOWN) | (state == NEEDS_EXACT), rows, 0))
    parts = {
        n: p[before] if n in OFTEN_CONSTANT and not isinstance(p, int) else p
        for n, p in column.parts.items()
    }
    return replace(column, parts=parts)
