"""Plans to columns: every leaf of every subject, for the subjects of many plans at once. Decides nothing."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, repeat

import numpy as np

from checker.columns.builders import Caches, ColumnBuilder, builder_of
from checker.columns.cells import Dictionary, Dimensions
from checker.columns.leaves import PLAN, FrameKey, Leaves, variable
from checker.columns.sources import EvaluationRows, ValueColumn, repeated, source_of
from checker.columns.table import Frame, Table, ordered_by
from checker.engine.context import PlanContext
from checker.engine.plan_subjects import PlanSubject
from checker.engine.values import Value
from checker.engine.verdicts import BOTH_ORDERS, products

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
                    for leaf in columns.values()
                ),
            )
            for key, columns in leaves.frames.items()
        }
        self._waiting: list[PlanContext] = []

    def add(self, context: PlanContext) -> None:
        """Add the next plan, with the plans above it."""
        self._waiting.append(context)
        if len(self._waiting) == BLOCK_PLANS:
            self._finish_block()

    def _finish_block(self) -> None:
        contexts, first = self._waiting, len(self.years)
        headers = [context.plan.header for context in contexts]
        self.years += [(header.first_year, header.last_year) for header in headers]
        plans = [PlanSubject(context.plan) for context in contexts]
        for builder in self.frames.values():
            builder.add(first, contexts, plans)
        self.caches.clear()
        self._waiting = []

    def table(self) -> Table:
        """Everything added so far."""
        self._finish_block()
        frames = {key: self._frame(key) for key in self.frames}
        years = np.asarray(self.years, dtype=np.int32).reshape(-1, 2)
        return Table(len(self.years), frames, self.dimensions, self.texts, self.choices, years)

    def _frame(self, key: FrameKey) -> Frame:
        """Return a frame so far; with a column of indicators, ordered by it."""
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
    def __init__(
        self, key: FrameKey, columns: tuple[tuple[ValueColumn, ColumnBuilder], ...]
    ) -> None:
        self.key = key
        self.columns = columns
        self.plan, self.number = array("i"), array("i")

    def add(
        self, first: int, contexts: Sequence[PlanContext], plans: Sequence[PlanSubject]
    ) -> None:
        """Add the subjects of some plans, of which `first` is the number of the first."""
        subjects = [list(products(self.key, context)) for context in contexts]
        counts = list(map(len, subjects))
        if not any(counts):
            return
        for at, count in enumerate(counts, first):
            self.plan.extend(repeat(at, count))
            self.number.extend(range(count))
        scopes: dict[str, list[Value]] = {PLAN: repeated(plans, counts)}
        rows = list(chain.from_iterable(subjects))
        for place, kind in enumerate(kind for kind in self.key if kind != BOTH_ORDERS):
            scopes[variable(place, kind)] = [row[place] for row in rows]
        block = EvaluationRows(repeated(contexts, counts), scopes)
        for source, column in self.columns:
            column.extend(source(block))


def extract(contexts: Iterable[PlanContext], leaves: Leaves) -> Table:
    """Return the columns of the plans: a frame for each tuple of kinds of subjects, with a column for each leaf."""
    extraction = Extraction(leaves)
    for context in contexts:
        extraction.add(context)
    return extraction.table()
