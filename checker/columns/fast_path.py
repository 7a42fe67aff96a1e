"""Rows judged as if every value were plain, which most are; and the rows for which that is not good enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import pairwise

import numpy as np

from checker.columns.cells import (
    KNOWN,
    Bools,
    Column,
    RowIndex,
    RowNumbers,
    States,
    Truths,
    in_order,
    odd_rows,
    rows_of,
)
from checker.columns.programs import Places, SharedBody, View
from checker.columns.table import Frame, Table
from checker.source import Record

BLOCK = 1 << 19
"""Bytes of a column looked at at a time, so that arrays stay in the processor's cache."""

ALIKE = 1 << 12
"""How many rows of one direction are worth a block of their own."""

FEW = 1 / 10
"""Below which share of rows their cells are gathered before they are looked at."""


class RowBlock(Record):
    """The rows of a frame from the first up to the last, which is not among them."""

    table: Table
    frame: Frame
    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first

    def views(self, places: Places) -> Iterator[View]:
        """Its rows in blocks, those of one direction together, for conditions that look at some columns."""
        columns = [self.frame.columns[at] for at in places[0]]
        widest = max([column.width for column in columns], default=1)
        breaks = {b for column in columns for b in column.breaks if self.first < b < self.last}
        for start, stop in pairwise(
            _bounds(self.first, self.last, sorted(breaks), BLOCK // widest)
        ):
            yield View(self.table, self.frame, slice(start, stop), plain=True)

    def gathered(self, rows: RowNumbers) -> Iterator[View]:
        """Yield views of the rows, each of at most a block."""
        for at in range(0, len(rows), BLOCK >> 3):
            yield View(self.table, self.frame, rows[at : at + (BLOCK >> 3)], plain=True)


class FastPathResult(Record):
    """The rows that fail, a mask of the rows left out (None: none), and the rows to judge again."""

    failing: RowNumbers
    left_out: Bools | None
    again: RowNumbers


def judge_fast(question: SharedBody, general: list[Truths], stretch: RowBlock) -> FastPathResult:
    """Return the outcome of each row taken for plain, and the rows for which that is not good enough."""
    first, by_rest = stretch.first, question.looked_at.by_rest
    met, again = _met(question, general, stretch)
    again += _odd(by_rest, stretch, met)
    failing = np.zeros(stretch.size, dtype=bool)
    excepted = np.zeros(stretch.size, dtype=bool) if question.exceptions else None
    if met is None or np.count_nonzero(met) >= FEW * stretch.size:
        views = stretch.views(by_rest)
    else:
        views = stretch.gathered(rows_of(met) + first)
    for view in views:
        fails, excepts, unsure = _required(question, view)
        here = _moved(view.rows, -first)
        if met is not None:
            fails &= met[here]
        failing[here] = fails
        if excepted is not None and excepts is not None:
            excepted[here] = excepts
        again += [_numbers(view, mask if met is None else mask & met[here]) for mask in unsure]
    once_more = merged(again)
    failing[once_more - first] = False
    left_out = excepted if met is None else np.logical_not(met, out=met)
    if left_out is not None:
        if excepted is not None:
            left_out |= excepted
        left_out[once_more - first] = False
    return FastPathResult(rows_of(failing) + first, left_out, once_more)


def _numbers(view: View, mask: Bools) -> RowNumbers:
    """Return the rows of a view of which something is true, by their number in the frame."""
    rows = rows_of(mask)
    if isinstance(view.rows, slice):
        rows += view.rows.start
        return rows
    return view.rows[rows].astype(np.int64, copy=False)


def _moved(rows: RowIndex, by: int) -> RowIndex:
    """Rows by their number from somewhere else."""
    return slice(rows.start + by, rows.stop + by) if isinstance(rows, slice) else rows + by


def _met(
    question: SharedBody, general: list[Truths], stretch: RowBlock
) -> tuple[Bools | None, list[RowNumbers]]:
    """Return the mask of rows that meet the conditions (None: all of them), and lists of the rows in doubt."""
    if not general and not question.when:
        return None, []
    met = np.empty(stretch.size, dtype=bool)
    doubtful: list[RowNumbers] = _odd(question.looked_at.by_when, stretch, None)
    for view in stretch.views(question.looked_at.by_when):
        truths = [*of_plans(general, view), *(condition(view) for condition in question.when)]
        assert isinstance(view.rows, slice)
        start = view.rows.start
        met[_moved(view.rows, -stretch.first)] = reduce(np.logical_and, [t.value for t in truths])
        doubtful += [odd_rows(t.state) + start for t in truths if t.state is not None]
    return met, [_not_left_out(question, general, stretch, merged(doubtful))]


def _not_left_out(
    question: SharedBody, general: list[Truths], stretch: RowBlock, rows: RowNumbers
) -> RowNumbers:
    """Return the rows that no condition leaves out that looks at plain values only."""
    columns, of_plan = stretch.frame.columns, stretch.table.plans.columns
    for truth in general:
        if truth.state is None:
            rows = rows[truth.value.take(stretch.frame.plan[rows])]
    for condition, (inner, outer) in zip(question.when, question.looked_at.when, strict=True):
        if len(rows) and _are_sure(columns, inner) and _are_sure(of_plan, outer):
            truth = condition(View(stretch.table, stretch.frame, rows, plain=True))
            rows = rows[truth.value] if truth.state is None else rows
    return rows


def of_plans(general: list[Truths], view: View) -> list[Truths]:
    """Conditions about plans only, for the rows of a view."""
    if not general:
        return []
    plan = view.frame.plan[view.rows]
    return [Truths(t.value[plan], None if t.state is None else t.state[plan]) for t in general]


def _required(question: SharedBody, view: View) -> tuple[Bools, Bools | None, list[Bools]]:
    """Return the rows that fail, those excepted, and those to judge again; the first array is not shared."""
    if question.is_manual:
        return np.zeros(view.size, dtype=bool), None, [np.ones(view.size, dtype=bool)]
    unsure: list[Bools] = []
    failing = np.zeros(view.size, dtype=bool)
    if question.require is not None:
        holds = question.require(view)
        np.logical_not(holds.value, out=failing)
        if holds.state is not None:
            unsure.append(holds.state != KNOWN)
    excepted: Bools | None = None
    for exception in question.exceptions:
        truth = exception(view)
        excepted = truth.value if excepted is None else excepted | truth.value
        if truth.state is not None:
            unsure.append(truth.state != KNOWN)
    if excepted is not None:
        failing &= ~excepted
    return failing, excepted, unsure


def _odd(places: Places, stretch: RowBlock, met: Bools | None) -> list[RowNumbers]:
    """Return lists of the rows in which some column has no plain value; with conditions, only those that meet them."""
    inner, outer = places
    first, last = stretch.first, stretch.last
    listed: list[RowNumbers] = []
    states: list[States] = []
    for column in (stretch.frame.columns[at] for at in inner):
        if column.state is None:
            continue
        if column.odd is None:
            states.append(column.state[first:last])
        else:
            here = column.odd[slice(*column.odd.searchsorted((first, last)))]
            listed.append(here if met is None else here[met.take(here - first)])
    of_plan = [stretch.table.plans.columns[at].state for at in outer]
    states += [s.take(stretch.frame.plan[first:last]) for s in of_plan if s is not None]
    masks = (s != KNOWN if met is None else (s != KNOWN) & met for s in states)
    return [*listed, *(rows_of(mask) + first for mask in masks)]


def merged(places: list[RowNumbers]) -> RowNumbers:
    """Return the rows of sorted lists, each row once."""
    rows = in_order(places)
    if sum([len(some) > 0 for some in places]) < 2:
        return rows
    return rows[np.concatenate(((True,), rows[1:] != rows[:-1]))]


def _are_sure(columns: tuple[Column, ...], places: tuple[int, ...]) -> bool:
    """Return True if every row of some columns has a plain value."""
    return all(columns[at].state is None for at in places)


def _bounds(first: int, last: int, breaks: Iterable[int], most: int) -> list[int]:
    """Yield the bounds of blocks: at breaks that leave enough rows, and at the latest after a number of rows."""
    bounds = [first]
    for end in (*breaks, last):
        if end - bounds[-1] >= ALIKE or end == last:
            bounds += [*range(bounds[-1] + most, end, most), end]
    return bounds
