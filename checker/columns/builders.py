"""Values to columns: the cells of many values at once, each value made into a cell once. Reads no plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from checker.columns.cells import (
    ABSENT,
    KNOWN,
    LACKING,
    MISSING_DIRECTION,
    NEEDS_EXACT,
    UNKNOWN,
    Column,
    Dictionary,
    Dimensions,
    Double,
    nearest,
)
from checker.columns.leaves import Leaf
from checker.columns.table import OFTEN_CONSTANT
from checker.datatypes.expression_types import ChoiceType
from checker.engine.compare import is_other_side
from checker.engine.values import Number, TargetSet, Unknown, Value

_DIRECTIONS = {"higher": 1, "lower": 2, "neither": 0, "missing": MISSING_DIRECTION}
_BELOW, _ABOVE = Double(float("-inf"), True, 0), Double(float("inf"), True, 0)

_TYPES: dict[str, type[np.generic]] = {
    "value": np.float64, "low": np.float64, "high": np.float64, "dimension": np.int16, "direction": np.int8,
    "state": np.uint8, "computed": np.bool_, "code": np.int32, "year": np.int32, "truth": np.bool_,
}  # fmt: skip

CellParts: TypeAlias = tuple[float | int, ...]
"""The parts of one cell, in the order of the names of its column; the state is the last."""

BuiltCell: TypeAlias = tuple[CellParts, int | None]
"""A cell, and how many decimal places its doubles have at most; None where one is no such decimal."""


class CellCache:
    """The cells of the values of a block of plans, by the value itself: many leaves have the same numbers."""

    def __init__(self, make: Callable[[Any], BuiltCell]) -> None:
        self._make = make
        self._cells: dict[int, tuple[Value, BuiltCell]] = {}

    def cell(self, value: Value) -> BuiltCell:
        known = self._cells.get(id(value))
        if known is None:
            known = self._cells[id(value)] = value, self._make(value)
        return known[1]

    def clear(self) -> None:
        """Forget the cells, and with them the values."""
        self._cells.clear()


class Caches:
    """The caches of one extraction: numbers alone, numbers with what their digits stand for, sets."""

    def __init__(self, dimensions: Dimensions) -> None:
        number = dimensions.number
        self.numbers = CellCache(lambda value: _number(value, number))
        self.rounded = CellCache(lambda value: _rounded(value, number))
        self.target_sets = CellCache(lambda value: _target_set(value, number))

    def clear(self) -> None:
        for cache in (self.numbers, self.rounded, self.target_sets):
            cache.clear()


class ColumnBuilder:
    """One column in the making: the parts of the rows of each block, one array a part."""

    def __init__(self, leaf: Leaf, names: tuple[str, ...]) -> None:
        self.kind, self.names = leaf.kind, names
        self.blocks: list[list[NDArray[np.generic]]] = [[] for _ in names]

    def extend(self, values: Sequence[Value]) -> None:
        """Add a row for each value."""
        raise NotImplementedError

    def column(self) -> Column:
        """Return the column so far."""
        raise NotImplementedError

    def _add(self, parts: Iterable[NDArray[np.generic]]) -> None:
        for block, part in zip(self.blocks, parts, strict=True):
            block.append(part)

    def _arrays(self) -> dict[str, NDArray[Any]]:
        """Return the parts so far, by name."""
        return {
            name: np.concatenate(block) if block else np.empty(0, _TYPES[name])
            for name, block in zip(self.names, self.blocks, strict=True)
        }


class PlainBuilder(ColumnBuilder):
    """Texts, choices, years and truths: one part beside the state."""

    def __init__(self, leaf: Leaf, dictionary: Dictionary | None = None) -> None:
        super().__init__(leaf, (leaf.kind, "state"))
        self.dictionary = dictionary
        self.by_identity = isinstance(leaf.expr.type, ChoiceType)

    def extend(self, values: Sequence[Any]) -> None:
        if Unknown not in set(map(type, values)):
            self._add((self._cells(values), np.zeros(len(values), np.uint8)))
            return
        state = np.array([_state(value) for value in values], dtype=np.uint8)
        cells = np.zeros(len(values), _TYPES[self.kind])
        cells[state == KNOWN] = self._cells([v for v in values if type(v) is not Unknown])
        self._add((cells, state))

    def _cells(self, values: Sequence[Any]) -> NDArray[Any]:
        if self.dictionary is None:
            return np.array(values, dtype=_TYPES[self.kind])
        if not self.by_identity:
            return self.dictionary.numbers(values)
        unique = {id(value): value for value in values}  # of few choices, each one object
        codes = {key: self.dictionary.number(value) for key, value in unique.items()}
        return np.array([codes[id(value)] for value in values], dtype=np.int32)

    def column(self) -> Column:
        arrays = self._arrays()
        state, cells = arrays["state"], arrays[self.kind]
        if self.dictionary is not None:  # in the fewest bytes
            cells = cells.astype(np.min_scalar_type(-len(self.dictionary.values) - 1))
        name = "code" if self.kind == "code" else "value"
        parts = {"state": state} if state.any() else {}
        return Column(self.kind, parts | {name: cells}, self.dictionary, None, 0)


class CellBuilder(ColumnBuilder):
    """Numbers and sets: several parts a row; of each distinct row where few are shared."""

    def __init__(self, leaf: Leaf, names: tuple[str, ...], cache: CellCache) -> None:
        super().__init__(leaf, names)
        self.cache = cache
        self.places: int | None = 0
        self.indexes: list[NDArray[np.intp]] | None = [] if leaf.shared else None
        self._known: dict[CellParts, int] = {}
        blank = (0,) * (len(names) - 1)
        self.blanks: dict[int, BuiltCell] = {
            s: ((*blank, s), 0) for s in (UNKNOWN, ABSENT, LACKING)
        }

    def extend(self, values: Sequence[Value]) -> None:
        unique = {id(value): value for value in values}
        cell, blanks = self.cache.cell, self.blanks
        cells = [cell(v) if type(v) is not Unknown else blanks[_state(v)] for v in unique.values()]
        self._observe(cells)
        rows = [parts for parts, _ in cells]
        order = dict(zip(unique, range(len(unique)), strict=True))
        index = np.fromiter(map(order.__getitem__, map(id, values)), np.intp, len(values))
        if self.indexes is not None:
            rows, places = self._new(rows)
            self.indexes.append(places[index])
        parts = zip(*rows, strict=True) if rows else ((),) * len(self.names)
        arrays = (
            np.array(part, dtype=_TYPES[name]) for name, part in zip(self.names, parts, strict=True)
        )
        self._add(arrays if self.indexes is not None else (array[index] for array in arrays))

    def _observe(self, cells: Iterable[BuiltCell]) -> None:
        """Keep the most decimal places of the cells that are decided by their doubles."""
        for parts, places in cells:
            if parts[-1] == KNOWN and self.places is not None:
                self.places = None if places is None else max(self.places, places)

    def _new(self, rows: list[CellParts]) -> tuple[list[CellParts], NDArray[np.intp]]:
        """Those of some rows that are not known yet, and the place of each among all that are."""
        known, new = self._known, []
        places = np.empty(len(rows), np.intp)
        for at, row in enumerate(rows):
            place = known.get(row)
            if place is None:
                place = known[row] = len(known)
                new.append(row)
            places[at] = place
        return new, places

    def column(self) -> Column:
        arrays = self._arrays()
        state = arrays.pop("state")
        valued = np.flatnonzero((state == KNOWN) | (state == NEEDS_EXACT))
        parts: dict[str, NDArray[Any] | int] = {"state": state} if state.any() else {}
        for name, array in arrays.items():
            if name in OFTEN_CONSTANT and _is_constant(array[valued]):
                parts[name] = int(array[valued[0]])
            else:
                parts[name] = array
        if self.kind == "number" and _is_exact(parts):
            parts = {name: part for name, part in parts.items() if name not in ("low", "high")}
        if self.indexes is None:
            return Column(self.kind, parts, None, None, self.places)
        index = np.concatenate(self.indexes) if self.indexes else np.empty(0, np.intp)
        parts = {  # only what takes eight bytes is worth sharing
            n: p if isinstance(p, int) or p.itemsize == 8 else p[index] for n, p in parts.items()
        }
        return Column(self.kind, parts, None, index, self.places)


def builder_of(leaf: Leaf, caches: Caches, texts: Dictionary, choices: Dictionary) -> ColumnBuilder:
    """Return the builder of the column of a leaf, which shares its caches and dictionaries with the others."""
    match leaf.kind:
        case "number" if leaf.rounded:
            rounded = ("value", "low", "high", "dimension", "computed", "state")
            return CellBuilder(leaf, rounded, caches.rounded)
        case "number":
            return CellBuilder(leaf, ("value", "dimension", "state"), caches.numbers)
        case "target_set":
            names = ("low", "high", "dimension", "direction", "state")
            return CellBuilder(leaf, names, caches.target_sets)
        case "code":
            return PlainBuilder(leaf, choices if isinstance(leaf.expr.type, ChoiceType) else texts)
        case _:
            return PlainBuilder(leaf)


def _state(value: Value) -> int:
    if type(value) is not Unknown:
        return KNOWN
    if value.reason.lacks is not None:
        return LACKING
    return ABSENT if value.reason.absent else UNKNOWN


def _is_exact(parts: dict[str, NDArray[Any] | int]) -> bool:
    """Return True if the digits of every number stand for itself, as those of counts do."""
    ends = [parts[name] for name in ("low", "high") if name in parts]
    return bool(ends) and all(np.array_equal(end, parts["value"]) for end in ends)


def _is_constant(values: NDArray[np.generic]) -> bool:
    """Return True if all that have a value have the same."""
    return len(values) > 0 and bool((values == values[0]).all())


# ---- cells

_Numbering = Callable[[Any], int]


def _number(value: Number, numbering: _Numbering) -> BuiltCell:
    """Return the cell of a number that nothing is computed from: its value alone."""
    at = nearest(value.value)
    sure = at.exact and not value.about and not value.computed
    return (at.value, numbering(value.dimension), KNOWN if sure else NEEDS_EXACT), at.places


def _rounded(value: Number, numbering: _Numbering) -> BuiltCell:
    """Return the cell of a number with what its digits stand for."""
    at = low = high = nearest(value.value)
    if not value.low is value.value is value.high:  # as of a number that was counted
        low, high = nearest(value.low), nearest(value.high)
    sure = at.exact and low.exact and high.exact and not value.about
    parts = (
        at.value, low.value, high.value, numbering(value.dimension), int(value.computed),
        KNOWN if sure else NEEDS_EXACT,
    )  # fmt: skip
    return parts, _most(at.places, low.places, high.places)


def _most(*places: int | None) -> int | None:
    known = [p for p in places if p is not None]
    return max(known) if len(known) == len(places) else None


def _target_set(value: TargetSet, numbering: _Numbering) -> BuiltCell:
    low = nearest(value.strict.low) if value.strict.low is not None else _BELOW
    high = nearest(value.strict.high) if value.strict.high is not None else _ABOVE
    # An end that the possible values of the indicator move is for the reference evaluator.
    whole = value.limits is None or value.strict.within(value.limits) or not _is_bounded(value)
    sure = low.exact and high.exact and not value.about and whole and not is_other_side(value)
    sure = sure and value.measure == "level"
    direction, state = _DIRECTIONS[value.direction], KNOWN if sure else NEEDS_EXACT
    return (low.value, high.value, numbering(value.dimension), direction, state), 0


def _is_bounded(value: TargetSet) -> bool:
    """Return True if an end that counts for the direction may be moved by the limits."""
    assert value.limits is not None
    inside = value.strict.intersect(value.limits)
    if inside is None:
        return True
    low = inside.low is value.strict.low or inside.low == value.strict.low
    high = inside.high is value.strict.high or inside.high == value.strict.high
    return not {"higher": low, "lower": high}.get(value.direction, low and high)
