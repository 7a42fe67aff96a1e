"""A verdict from cells by the reference evaluator: for the rows where doubles are too close to say."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

import numpy as np
from msgspec import field

from checker.columns.cells import (
    ABSENT,
    KNOWN,
    LACKING,
    NEEDS_EXACT,
    Cells,
    Codes,
    Numbers,
    TargetSets,
    Truths,
    Years,
    nearest,
)
from checker.columns.leaves import FrameKey, LeafExpr, Leaves, same_words
from checker.columns.table import Table
from checker.datatypes.choices import Choice
from checker.engine import values
from checker.engine.evaluate import Evaluation, base_unit
from checker.engine.values import Number, Subject, TargetSet, Unknown, Value
from checker.engine.verdicts import decide
from checker.findings import Outcome, Reason
from checker.quantity.reading import Direction
from checker.quantity.sets import Interval
from checker.semantics import typed
from checker.source import Record

_DIRECTIONS: tuple[Direction, ...] = ("neither", "higher", "lower", "missing")


class NotInCellsError(Exception):
    """A value that its cell does not hold: 左右, 2/3 hours, more digits than a double tells apart."""


def from_cells(
    rule: typed.Rule, frame: FrameKey, row: int, table: Table, leaves: Leaves
) -> Outcome | None:
    """Return the outcome of a rule for one row; None where only the plan itself tells."""
    try:
        return decide(rule, _CellEvaluation(_RowCells(table, leaves, frame, row), {})).outcome
    except NotInCellsError:
        return None


class _RowCells(Record):
    """One row of a frame as the context: leaves are all there is."""

    table: Table
    leaves: Leaves
    frame: FrameKey
    row: int
    closed: dict[int, tuple[typed.Expr, Value]] = field(default_factory=dict)

    @property
    def parameters(self) -> Mapping[str, typed.Quantity]:
        return {}  # they are leaves

    def collection(self, kind: str) -> tuple[Subject, ...]:
        raise NotInCellsError

    def listed(self, kind: str) -> tuple[Subject, ...] | Unknown:
        raise NotInCellsError

    def indicator(self, name: str, year: int, plan: str) -> Value:
        raise NotInCellsError

    def of(self, expr: LeafExpr) -> Cells | None:
        """Return the cell of a leaf, as a column of one row; None for what is no leaf."""
        position = self.leaves.place(expr, self.frame)
        if position is None:
            return None
        key, at = position
        row = self.row if key == self.frame else int(self.table.frames[self.frame].plan[self.row])
        return self.table.frames[key].columns[at].cells(np.asarray([row]))


class _CellEvaluation(Evaluation):
    """The reference evaluator, with leaves read from cells."""

    context: _RowCells

    def value(self, expr: typed.Expr) -> Value:
        cells = self.context.of(expr)
        return Evaluation.value(self, expr) if cells is None else _value(cells, self.context.table)

    def same_words(self, expr: typed.Infix) -> bool:
        leaf = same_words(expr)
        cells = self.context.of(leaf.expr) if leaf is not None else None
        return isinstance(cells, Truths) and bool(cells.value[0])


def _value(cells: Cells, table: Table) -> Value:
    state = KNOWN if cells.state is None else int(cells.state[0])
    if state == NEEDS_EXACT:
        raise NotInCellsError
    if state != KNOWN:
        if state == LACKING:
            return values.LACKING
        return Unknown(Reason("unknown-absent", {"what": ""}, absent=state == ABSENT))
    match cells:
        case Numbers():
            return _number(cells, table)
        case TargetSets():
            return _target_set(cells, table)
        case Codes(code=code, dictionary=dictionary):
            return cast("str | Choice", dictionary.values[int(code[0])])
        case Years(value=value):
            return int(value[0])
        case Truths(value=truth):
            return bool(truth[0])


def exact(value: float) -> Fraction:
    """Return the shortest decimal whose nearest double this is, if it is one that doubles are trusted with.

    Raises NotInCellsError where a cell may hold another value by this double, a third.
    """
    whole, _, places = repr(value).partition(".")
    short = places.isdigit()
    decimal = Fraction(int(whole + places), 10 ** len(places)) if short else Fraction(repr(value))
    if not nearest(decimal).exact:
        raise NotInCellsError
    return decimal


def _number(cells: Numbers, table: Table) -> Number:
    value = exact(float(cells.value[0]))
    low = value if cells.low is None else exact(float(cells.low[0]))
    high = value if cells.high is None else exact(float(cells.high[0]))
    dimension = table.dimension(cells.dimension)
    computed = bool(np.ravel(cells.computed)[0])
    return Number(value, low, high, dimension, base_unit(dimension), computed=computed)


def _target_set(cells: TargetSets, table: Table) -> TargetSet:
    low, high = (float(end[0]) for end in (cells.low, cells.high))
    strict = Interval(
        None if low == -np.inf else exact(low), None if high == np.inf else exact(high)
    )
    dimension = table.dimension(cells.dimension)
    direction = _DIRECTIONS[int(np.ravel(cells.direction)[0])]
    return TargetSet(strict, strict, dimension, base_unit(dimension), direction, "")
