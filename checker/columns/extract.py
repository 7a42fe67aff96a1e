"""Plans to columns: every leaf of every subject, for the subjects of many plans at once. Decides nothing."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, repeat
from operator import attrgetter
from typing import TypeAlias, TypeVar

import numpy as np

from checker.columns.builders import Caches, ColumnBuilder, builder_of
from checker.columns.cells import Dictionary, Dimensions
from checker.columns.leaves import PLAN, FrameKey, LeafExpr, Leaves, SameWords, variable
from checker.columns.table import Frame, Table, ordered_by
from checker.engine.evaluate import Evaluation, attribute, is_absent
from checker.engine.goals import PlanSubject
from checker.engine.reference import products
from checker.engine.subject import property_of
from checker.engine.values import Unknown, Value
from checker.engine.world import PlanWorld
from checker.semantics import typed

T = TypeVar("T")

BLOCK_PLANS = 64
"""Plans whose subjects are looked at together: what waits for its turn takes memory."""


class Extraction:
    """Columns in the making. Plans are added one by one; memory grows by cells, not by objects."""

    def __init__(self, leaves: Leaves) -> None:
        self.leaves = leaves
        self.dimensions = Dimensions()
        self.texts, self.choices = Dictionary(), Dictionary()
        self.years: list[tuple[int, int]] = []
        self.caches = Caches(self.dimensions)
        self.frames = {
            key: _FrameBuilder(
                key,
                tuple(
                    (
                        source_of(leaf.expr),
                        builder_of(leaf, self.caches, self.texts, self.choices),
                    )
                    for leaf in found.values()
                ),
            )
            for key, found in leaves.frames.items()
        }
        self._waiting: list[PlanWorld] = []

    def add(self, world: PlanWorld) -> None:
        """Add the next plan, with the plans above it."""
        self._waiting.append(world)
        if len(self._waiting) == BLOCK_PLANS:
            self._finish_block()

    def _finish_block(self) -> None:
        worlds, first = self._waiting, len(self.years)
        headers = [world.plan.header for world in worlds]
        self.years += [(header.first_year, header.last_year) for header in headers]
        plans = [PlanSubject(world.plan) for world in worlds]
        for builder in self.frames.values():
            builder.add(first, worlds, plans)
        self.caches.clear()
        self._waiting = []

    def table(self) -> Table:
        """Everything added so far."""
        self._finish_block()
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
            frame
            if guard is None
            else ordered_by(frame, list(self.leaves.frames[key]).index(guard))
        )


class _FrameBuilder:
    def __init__(self, key: FrameKey, columns: tuple[tuple[Source, ColumnBuilder], ...]) -> None:
        self.key = key
        self.columns = columns
        self.plan, self.number = array("i"), array("i")

    def add(self, first: int, worlds: Sequence[PlanWorld], plans: Sequence[PlanSubject]) -> None:
        """Add the subjects of some plans, of which `first` is the number of the first."""
        subjects = [list(products(self.key, world)) for world in worlds]
        counts = list(map(len, subjects))
        if not any(counts):
            return
        for at, count in enumerate(counts, first):
            self.plan.extend(repeat(at, count))
            self.number.extend(range(count))
        scopes: dict[str, list[Value]] = {PLAN: _repeated(plans, counts)}
        rows = list(chain.from_iterable(subjects))
        for place, kind in enumerate(self.key):
            scopes[variable(place, kind)] = [row[place] for row in rows]
        block = Rows(_repeated(worlds, counts), scopes)
        for source, column in self.columns:
            column.extend(source(block))


def _repeated(items: Iterable[T], counts: Iterable[int]) -> list[T]:
    return list(chain.from_iterable(map(repeat, items, counts)))


Path: TypeAlias = tuple[str, ...]


def _path(expr: LeafExpr) -> Path:
    """A variable and the attributes that lead from it to a value; () for any other expression."""
    if isinstance(expr, typed.Variable):
        return (expr.name,)
    if isinstance(expr, typed.Field) and (base := _path(expr.base)):
        return (*base, expr.attribute.key)
    return ()


class Rows:
    """Rows in which expressions are evaluated together: the world and the variables of each.

    Values that attributes lead to are kept, so that leaves that begin with the same attributes share them.
    """

    def __init__(self, worlds: Sequence[PlanWorld], variables: Mapping[str, list[Value]]) -> None:
        self.worlds = worlds
        self.variables = variables
        self._values: dict[Path, list[Value]] = {(name,): of for name, of in variables.items()}

    def __len__(self) -> int:
        return len(self.worlds)

    def evaluation(self, row: int) -> Evaluation:
        """The reference evaluator in one row."""
        scope = {name: values[row] for name, values in self.variables.items()}
        return Evaluation(self.worlds[row], scope)

    def values_at(self, path: Path) -> list[Value]:
        """The values at the end of a path."""
        found = self._values.get(path)
        if found is None:
            found = self._values[path] = _attributes(self.values_at(path[:-1]), path[-1])
        return found

    def with_items(self, variable: str, lists: Sequence[Sequence[Value]]) -> Rows:
        """A row for each item of the list of each row."""
        counts = list(map(len, lists))
        inner = {name: _repeated(values, counts) for name, values in self.variables.items()}
        inner[variable] = list(chain.from_iterable(lists))
        return Rows(_repeated(self.worlds, counts), inner)


def _attributes(bases: Sequence[Value], key: str) -> list[Value]:
    """`attribute` of each; of many records of a plan at once."""
    kinds = set(map(type, bases))
    if any(issubclass(kind, tuple) for kind in kinds):
        return [attribute(base, key) for base in bases]
    if Unknown not in kinds:
        return _column(bases, key)
    found = iter(_column([base for base in bases if type(base) is not Unknown], key))
    return [base if type(base) is Unknown else next(found) for base in bases]


def _column(subjects: Sequence[Value], key: str) -> list[Value]:
    return list(map(attrgetter(property_of(key)), subjects))


Source: TypeAlias = Callable[[Rows], Sequence[Value]]


def source_of(expr: LeafExpr) -> Source:
    """How a leaf gets its values: by attributes, each asked of all rows, else from the evaluator row by row."""
    match expr:
        case SameWords(of=of):
            left = source_of(of.left)
            # What only matters where neither side has a value is looked for only there.
            return lambda rows: [
                isinstance(value, Unknown) and rows.evaluation(row).same_words(of)
                for row, value in enumerate(left(rows))
            ]
        case typed.Presence(operand=operand, exists=exists):
            asked = source_of(operand)
            return lambda rows: [exists != is_absent(value) for value in asked(rows)]
        case _ if path := _path(expr):
            return lambda rows: rows.values_at(path)
        case _:
            return lambda rows: [rows.evaluation(row).value(expr) for row in range(len(rows))]


def extract(worlds: Iterable[PlanWorld], leaves: Leaves) -> Table:
    """The columns of some plans."""
    extraction = Extraction(leaves)
    for world in worlds:
        extraction.add(world)
    return extraction.table()
