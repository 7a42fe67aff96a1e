"""Plans to columns: every leaf of every subject, made by the reference evaluator. Decides nothing."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checker.columns.cells import (
    ABSENT,
    HARD,
    KNOWN,
    UNKNOWN,
    Column,
    Dictionary,
    Dimensions,
    Double,
    Ints,
    nearest_to,
)
from checker.columns.leaves import PLAN, FrameKey, Leaf, LeafExpr, Leaves, SameWords, variable
from checker.datatypes.shapes import ChoiceType
from checker.engine.evaluate import Evaluation, attribute, is_absent
from checker.engine.goals import PlanSubject
from checker.engine.reference import products
from checker.engine.subject import property_of
from checker.engine.values import Number, Unknown, Value, Zone
from checker.engine.world import PlanWorld
from checker.quantity.units import NUMBER, Dimension
from checker.records import dataclass, once
from checker.semantics import typed

_DIRECTIONS = {"higher": 1, "lower": 2, "neither": 0}
_BELOW, _ABOVE = Double(float("-inf"), True, None), Double(float("inf"), True, None)


@dataclass(frozen=True)
class Frame:
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


@dataclass(frozen=True)
class Table:
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
        """The dimension of a single cell."""
        found = self.dimensions.known[int(np.ravel(number)[0])]
        return NUMBER if found is None else found


class Extraction:
    """Columns in the making. Plans are added one by one; memory grows by cells, not by objects."""

    def __init__(self, leaves: Leaves) -> None:
        self.leaves = leaves
        self.dimensions = Dimensions()
        self.texts, self.choices = Dictionary(), Dictionary()
        self.years: list[tuple[int, int]] = []
        self.frames = {
            key: _FrameBuilder(
                key, tuple((_source(x.expr), self._builder(x)) for x in found.values())
            )
            for key, found in leaves.frames.items()
        }

    def add(self, world: PlanWorld) -> None:
        """The next plan, with the plans above it."""
        at = len(self.years)
        header = world.plan.header
        self.years.append((header.first_year, header.last_year))
        subject = PlanSubject(world.plan)
        for builder in self.frames.values():
            builder.add(at, world, subject)

    def table(self) -> Table:
        """Everything added so far."""
        frames = {key: self._frame(key) for key in self.frames}
        years = np.asarray(self.years, dtype=np.int32).reshape(-1, 2)
        return Table(len(self.years), frames, self.dimensions, self.texts, self.choices, years)

    def _frame(self, key: FrameKey) -> Frame:
        """A frame so far; with a column of indicators, ordered by it."""
        made, guard = self.frames[key], self.leaves.guard(key)
        plan = np.asarray(made.plan, dtype=np.int32)
        number = np.asarray(made.number, dtype=np.int32)
        subjects = np.bincount(plan, minlength=len(self.years))
        frame = Frame(plan, number, tuple(c.column() for _, c in made.columns), subjects)
        return (
            frame if guard is None else _sorted(frame, list(self.leaves.frames[key]).index(guard))
        )

    def _builder(self, leaf: Leaf) -> _Builder:
        numbers = self.dimensions.number
        match leaf.kind:
            case "number":
                ends = ("value", "low", "high") if leaf.rounded else ("value",)
                how = ("computed",) if leaf.rounded else ()
                row, places = _rounded if leaf.rounded else _number, _Places()
                names = (*ends, "dimension", *how, "state")
                return _Builder(leaf, names, lambda v: row(v, numbers, places), places=places)
            case "zone":
                names = ("low", "high", "dimension", "direction", "state")
                return _Builder(leaf, names, lambda v: _zone(v, numbers))
            case "code":
                is_choice = isinstance(leaf.expr.type, ChoiceType)
                words = self.choices if is_choice else self.texts
                return _Builder(leaf, ("code", "state"), lambda v: (words.number(v), KNOWN), words)
            case kind:
                return _Builder(leaf, (kind, "state"))


@dataclass()
class _FrameBuilder:
    key: FrameKey
    columns: tuple[tuple[_Source, _Builder], ...]
    plan: array[int] = field(default_factory=lambda: array("i"))
    number: array[int] = field(default_factory=lambda: array("i"))

    def add(self, at: int, world: PlanWorld, plan: PlanSubject) -> None:
        names = [PLAN, *(variable(place, kind) for place, kind in enumerate(self.key))]
        subjects = [(plan, *found) for found in products(self.key, world)]
        if not subjects:
            return
        self.plan.extend([at] * len(subjects))
        self.number.extend(range(len(subjects)))
        rows = _Rows(world, dict(zip(names, map(list, zip(*subjects, strict=True)), strict=True)))
        for source, column in self.columns:
            column.extend(source(rows))


Path = tuple[str, ...]


def _path(expr: LeafExpr) -> Path:
    """A variable and the attributes that lead from it to a value; () for any other expression."""
    if isinstance(expr, typed.Variable):
        return (expr.name,)
    if isinstance(expr, typed.Field) and (base := _path(expr.base)):
        return (*base, expr.attribute.key)
    return ()


class _Rows:
    """The rows of one plan in a frame: leaf by leaf, so that those that begin with the same attributes share them."""

    def __init__(self, world: PlanWorld, variables: Mapping[str, list[Value]]) -> None:
        self.world = world
        self.variables = variables
        self._along: dict[Path, list[Value]] = {(name,): of for name, of in variables.items()}

    @once
    def evaluations(self) -> list[Evaluation]:
        names = tuple(self.variables)
        rows = zip(*self.variables.values(), strict=True)
        return [Evaluation(self.world, dict(zip(names, row, strict=True))) for row in rows]

    def along(self, path: Path) -> list[Value]:
        """The values at the end of a path."""
        found = self._along.get(path)
        if found is None:
            found = self._along[path] = _attributes(self.along(path[:-1]), path[-1])
        return found


def _attributes(bases: Sequence[Value], key: str) -> list[Value]:
    """`attribute` of each; where all are records of a plan, straight from their properties."""
    if any(issubclass(kind, Unknown | tuple) for kind in set(map(type, bases))):
        return [attribute(base, key) for base in bases]
    return list(map(attrgetter(property_of(key)), bases))


_Source = Callable[[_Rows], Sequence[Value]]


def _source(expr: LeafExpr) -> _Source:
    """How a leaf gets its values: by attributes, each asked of all rows, else from the evaluator row by row."""
    match expr:
        case SameWords(of=of):
            left = _source(of.left)
            # What only matters where neither side has a value is looked for only there.
            return lambda rows: [
                isinstance(value, Unknown) and evaluation.same_words(of)
                for value, evaluation in zip(left(rows), rows.evaluations, strict=True)
            ]
        case typed.Presence(operand=operand, exists=exists):
            asked = _source(operand)
            return lambda rows: [exists != is_absent(value) for value in asked(rows)]
        case _ if path := _path(expr):
            return lambda rows: rows.along(path)
        case _:
            return lambda rows: [evaluation.value(expr) for evaluation in rows.evaluations]


def _sorted(frame: Frame, by: int) -> Frame:
    """The frame with the rows of each code of a column together, plans in their order within."""
    column = frame.columns[by]
    code, state = np.asarray(column.parts["code"]), column.parts.get("state")
    code = code if state is None else np.where(np.asarray(state) == KNOWN, code, -1)
    order = np.argsort(code, kind="stable")
    assert column.dictionary is not None
    starts = np.searchsorted(code[order], np.arange(-1, len(column.dictionary.values) + 1))
    columns = tuple(_taken(c, order) for c in frame.columns)
    return Frame(
        frame.plan[order], frame.number[order], columns, frame.subjects, by, column.dictionary, starts,
    )  # fmt: skip


def _taken(column: Column, order: NDArray[np.int64]) -> Column:
    index = None if column.index is None else column.index[order]
    parts = {
        n: p if isinstance(p, int) or (index is not None and p.itemsize == 8) else p[order]
        for n, p in column.parts.items()
    }
    return _filled(replace(column, parts=parts, index=index))


def _filled(column: Column) -> Column:
    """The column with the dimension and direction of the row before in every row that has no value.

    They mean nothing there; but rows of one indicator then have one dimension, and need not be looked at one by one.
    """
    state = column.state
    if state is None:
        return column
    rows = np.arange(len(state))
    before = np.maximum.accumulate(np.where((state == KNOWN) | (state == HARD), rows, 0))
    parts = {
        n: p[before] if n in _SINGLE and not isinstance(p, int) else p
        for n, p in column.parts.items()
    }
    return replace(column, parts=parts)


# ---- columns


# Parts of cells as arrays of the machine, so that many plans fit in memory: type code, and numpy's type.
_PARTS: dict[str, tuple[str, type[np.generic]]] = {
    "value": ("d", np.float64), "low": ("d", np.float64), "high": ("d", np.float64),
    "dimension": ("h", np.int16), "direction": ("b", np.int8), "state": ("B", np.uint8),
    "computed": ("B", np.bool_), "code": ("i", np.int32), "year": ("i", np.int32), "truth": ("B", np.bool_),
}  # fmt: skip
_SINGLE = ("dimension", "direction", "computed")  # often the same in every row
Row = tuple[float | int, ...]


class _Places:
    """How many decimal places exact values have at most; None where one is no such decimal."""

    def __init__(self) -> None:
        self.most: int | None = 0

    def saw(self, *values: Double) -> None:
        for value in values:
            if self.most is not None:
                self.most = None if value.places is None else max(self.most, value.places)


class _Builder:
    """One column in the making: the parts of each row, or of each distinct row where few are shared.

    `row` makes the parts of a value, the state last; without it the value itself is the only other part. Where there is
    no value, all but the state are 0.
    """

    def __init__(
        self,
        leaf: Leaf,
        names: tuple[str, ...],
        row: Callable[[Any], Row] | None = None,
        dictionary: Dictionary | None = None,
        places: _Places | None = None,
    ) -> None:
        self.kind, self.names, self.dictionary = leaf.kind, names, dictionary
        self.row = row
        self.parts = [array(_PARTS[name][0]) for name in names]
        self.places = places or _Places()
        self.index = array("i") if leaf.shared else None
        self._known: dict[Row, int] = {}
        blank = (0,) * (len(names) - 1)
        self.unknown: Row = (*blank, UNKNOWN)
        self.absent: Row = (*blank, ABSENT)

    def extend(self, values: Sequence[Any]) -> None:
        row, unknown, absent = self.row or _plain, self.unknown, self.absent
        if row is _plain and self.index is None and Unknown not in set(map(type, values)):
            self.parts[0].extend(values)
            self.parts[1].frombytes(bytes([KNOWN]) * len(values))
            return
        rows = [
            row(v) if type(v) is not Unknown else absent if v.reason.absent else unknown
            for v in values
        ]
        if self.index is not None:
            rows = self._new(rows, self.index)
        for part, cells in zip(self.parts, zip(*rows, strict=True), strict=bool(rows)):
            part.extend(cells)

    def _new(self, rows: list[Row], index: array[int]) -> list[Row]:
        """Those of some rows that are not known yet; the index has the place of each."""
        known, new = self._known, []
        for row in rows:
            at = known.get(row)
            if at is None:
                at = known[row] = len(known)
                new.append(row)
            index.append(at)
        return new

    def column(self) -> Column:
        arrays = {
            name: np.frombuffer(cells, dtype=_PARTS[name][1])
            if cells
            else np.empty(0, _PARTS[name][1])
            for name, cells in zip(self.names, self.parts, strict=True)
        }
        state = arrays.pop("state")
        valued = np.flatnonzero((state == KNOWN) | (state == HARD))
        parts: dict[str, NDArray[np.generic] | int] = {"state": state} if state.any() else {}
        for name, found in arrays.items():
            if name in _SINGLE and _is_single(found[valued]):
                parts[name] = int(found[valued[0]])
            elif name == "code" and self.dictionary is not None:  # in the fewest bytes
                parts[name] = found.astype(np.min_scalar_type(-len(self.dictionary.values) - 1))
            else:
                parts["value" if name in ("year", "truth") else name] = found
        if self.kind == "number" and _is_exact(parts):
            parts = {name: part for name, part in parts.items() if name not in ("low", "high")}
        index = None if self.index is None else np.frombuffer(self.index, np.int32).astype(np.intp)
        if index is not None:  # only what takes eight bytes is worth sharing
            parts = {
                n: p if isinstance(p, int) or p.itemsize == 8 else p[index]
                for n, p in parts.items()
            }
        return Column(self.kind, parts, self.dictionary, index, self.places.most)


def _is_exact(parts: Mapping[str, NDArray[np.generic] | int]) -> bool:
    """Whether the digits of every number stand for itself, as those of counts do."""
    ends = [parts[name] for name in ("low", "high") if name in parts]
    return bool(ends) and all(np.array_equal(end, parts["value"]) for end in ends)


def _is_single(values: NDArray[np.generic]) -> bool:
    """Whether all that have a value have the same."""
    return len(values) > 0 and bool((values == values[0]).all())


@lru_cache(maxsize=1 << 16)
def _nearest(numerator: int, denominator: int) -> Double:
    """Known by the two whole numbers: to hash a Fraction takes as long as to make its double."""
    return nearest_to(numerator, denominator)


def _double(value: Fraction) -> Double:
    return _nearest(*value.as_integer_ratio())


Numbering = Callable[[Dimension], int]


def _number(value: Number, dimensions: Numbering, places: _Places) -> Row:
    """A number that nothing is computed from: its value alone."""
    at = _double(value.value)
    sure = at.exact and not value.about and not value.computed
    if sure:
        places.saw(at)
    return (at.value, dimensions(value.dimension), KNOWN if sure else HARD)


def _rounded(value: Number, dimensions: Numbering, places: _Places) -> Row:
    """A number with what its digits stand for."""
    at = low = high = _double(value.value)
    if not value.low is value.value is value.high:  # as of a number that was counted
        low, high = _double(value.low), _double(value.high)
    sure = at.exact and low.exact and high.exact and not value.about
    if sure:
        places.saw(at, low, high)
    state = KNOWN if sure else HARD
    number = dimensions(value.dimension)
    return (at.value, low.value, high.value, number, int(value.computed), state)


def _zone(value: Zone, dimensions: Numbering) -> Row:
    low = _double(value.core.low) if value.core.low is not None else _BELOW
    high = _double(value.core.high) if value.core.high is not None else _ABOVE
    # An end that the possible values of the indicator move is for the reference evaluator.
    whole = value.limits is None or value.core.within(value.limits) or not _bounded(value)
    sure = low.exact and high.exact and not value.about and whole
    direction = _DIRECTIONS[value.direction]
    state = KNOWN if sure else HARD
    return (low.value, high.value, dimensions(value.dimension), direction, state)


def _bounded(value: Zone) -> bool:
    """Whether an end that counts for the direction may be moved by the limits."""
    assert value.limits is not None
    inside = value.core.intersect(value.limits)
    if inside is None:
        return True
    low = inside.low is value.core.low or inside.low == value.core.low
    high = inside.high is value.core.high or inside.high == value.core.high
    return not {"higher": low, "lower": high, "neither": low and high}[value.direction]


def _plain(value: int) -> Row:
    return (value, KNOWN)


def extract(worlds: Iterable[PlanWorld], leaves: Leaves) -> Table:
    """The columns of some plans."""
    extraction = Extraction(leaves)
    for world in worlds:
        extraction.add(world)
    return extraction.table()
