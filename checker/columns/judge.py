"""Rules over columns: the outcome of every rule for every subject. What columns cannot decide goes to the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from checker.columns import kernels
from checker.columns.cells import HARD, KNOWN, Truth
from checker.columns.exact import from_cells
from checker.columns.extract import Frame, Table
from checker.columns.programs import Program, Programs, View
from checker.findings import Outcome
from checker.semantics import typed

PASS, FAIL, UNKNOWN, NOT_APPLICABLE, UNDECIDED, OUTSIDE = range(6)
OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "unknown", "not-applicable")
BLOCK = 1 << 16
"""Rows judged at a time: temporary arrays stay in the processor's cache, and memory bounded."""

_MISSING = {"unknown": UNKNOWN, "fail": FAIL, "not-applicable": NOT_APPLICABLE}

Reference = Callable[[typed.Rule, int, int], Outcome]
"""The outcome of a rule for a plan and a subject, both by number, from the reference evaluator."""


@dataclass(frozen=True)
class Verdicts:
    """What one rule came to: how often each outcome, and the rows of its frame that fail or are not known."""

    rule: typed.Rule
    counts: dict[Outcome, int]
    fail: NDArray[np.int64]
    unknown: NDArray[np.int64]
    frame: Frame
    by_reference: int
    by_plan: NDArray[np.int32]
    """A row for each plan, a column for each of `OUTCOMES`; without rows where that was not asked for."""

    def subjects(self, rows: NDArray[np.int64]) -> NDArray[np.int32]:
        """Two columns: the plan, and the number of the subject among those of its kind there."""
        return np.stack((self.frame.plan[rows], self.frame.number[rows]), axis=1)


def judge(
    table: Table, programs: Programs, reference: Reference, by_plan: bool = False
) -> Iterator[Verdicts]:
    """The verdicts of each rule in turn, as `engine.reference.verdicts` gives them one by one."""
    run = _Run(table, programs, by_plan)
    for program in programs.rules:
        yield run.rule(program, reference)


@dataclass
class _Run:
    table: Table
    programs: Programs
    by_plan: bool
    of_plans: dict[typed.Expr, Truth] = field(default_factory=dict)
    subjects: dict[tuple[str, ...], NDArray[np.intp]] = field(default_factory=dict)

    def rule(self, program: Program, reference: Reference) -> Verdicts:
        rule, frame = program.rule, self.table.frames[program.frame]
        in_time = self._in_time(rule)
        general = [self._of_plans(c) for c in program.of_plans]
        general = [truth for truth in general if truth.state is not None or not truth.value.all()]
        counts = np.zeros(6, dtype=np.int64)
        of_plan = np.zeros((self.table.size if self.by_plan else 0, 6), dtype=np.int32)
        found: dict[int, list[NDArray[np.int64]]] = {FAIL: [], UNKNOWN: [], UNDECIDED: []}
        for rows in _selected(frame, program.words):
            outcome = _outcomes(program, general, View(self.table, frame, rows))
            if in_time is not None:
                outcome = np.where(in_time[frame.plan[rows]], outcome, np.uint8(OUTSIDE))
            here = np.bincount(outcome, minlength=6)
            counts += here
            if self.by_plan:
                places_of = frame.plan[rows] * np.int64(6) + outcome
                of_plan += np.bincount(places_of, minlength=of_plan.size).reshape(-1, 6)
            for code, places in found.items():
                if here[code]:
                    places.append(np.flatnonzero(outcome == code) + rows.start)
        lists = {code: _joined(places) for code, places in found.items()}
        looked_at = int(counts[:UNDECIDED].sum())
        undecided = lists.pop(UNDECIDED)
        for code, rows_ in self._decided(undecided, program, frame, reference).items():
            counts[code] += len(rows_)
            if self.by_plan:
                of_plan[:, code] += np.bincount(frame.plan[rows_], minlength=self.table.size)
            if code in lists:
                lists[code] = np.sort(np.concatenate((lists[code], np.asarray(rows_))))
        if self.by_plan:
            of_plan[:, NOT_APPLICABLE] += self._plans_without(
                program, in_time, of_plan[:, :UNDECIDED].sum(axis=1)
            )
        counts[NOT_APPLICABLE] += self._not_looked_at(program, in_time, looked_at + len(undecided))
        named = {outcome: int(counts[code]) for code, outcome in enumerate(OUTCOMES)}
        return Verdicts(
            rule,
            named,
            lists[FAIL],
            lists[UNKNOWN],
            frame,
            len(undecided),
            of_plan[:, : len(OUTCOMES)],
        )

    def _decided(
        self, rows: NDArray[np.int64], program: Program, frame: Frame, reference: Reference
    ) -> dict[int, list[int]]:
        """What columns left open, by outcome: from the cells exactly, else from the plan."""
        found: dict[int, list[int]] = {}
        for row in rows.tolist():
            outcome = from_cells(program.rule, program.frame, row, self.table, self.programs.leaves)
            if outcome is None:
                outcome = reference(program.rule, int(frame.plan[row]), int(frame.number[row]))
            found.setdefault(OUTCOMES.index(outcome), []).append(row)
        return found

    def _plans_without(
        self, program: Program, in_time: NDArray[np.bool_] | None, looked_at: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """For each plan: subjects left out because of their indicator; once a plan of another time or without any."""
        subjects = self._subjects(program)
        left_out = np.where(subjects == 0, 1, subjects - looked_at)
        return left_out if in_time is None else np.where(in_time, left_out, 1)

    def _not_looked_at(
        self, program: Program, in_time: NDArray[np.bool_] | None, looked_at: int
    ) -> int:
        """The same for all plans together."""
        subjects = self._subjects(program)
        if in_time is None:
            return int(subjects.sum()) - looked_at + int((subjects == 0).sum())
        return int(subjects[in_time].sum()) - looked_at + int(((subjects == 0) | ~in_time).sum())

    def _subjects(self, program: Program) -> NDArray[np.intp]:
        """How many subjects each plan has."""
        found = self.subjects.get(program.frame)
        if found is None:
            plan = self.table.frames[program.frame].plan
            found = self.subjects[program.frame] = np.bincount(plan, minlength=self.table.size)
        return found

    def _in_time(self, rule: typed.Rule) -> NDArray[np.bool_] | None:
        """Which plans a rule is for by their years; None where it is for all."""
        if rule.period is None:
            return None
        years = self.table.years
        inside = (rule.period.first <= years[:, 1]) & (years[:, 0] <= rule.period.last)
        return None if inside.all() else inside

    def _of_plans(self, expr: typed.Expr) -> Truth:
        """A condition about plans only is judged once for each plan."""
        truth = self.of_plans.get(expr)
        if truth is None:
            plans = self.table.plans
            view = View(self.table, plans, slice(0, len(plans)))
            truth = self.of_plans[expr] = self.programs.of_plans[expr](view)
        return truth


def _outcomes(program: Program, general: list[Truth], view: View) -> NDArray[np.uint8]:
    """The outcome of each row; the clauses from the last to the first, each over those after it."""
    rule, plan = program.rule, view.frame.plan[view.rows]
    holds = program.require(view)
    if rule.manual is not None:
        outcome = np.full(len(plan), UNKNOWN, dtype=np.uint8)
    else:
        outcome = np.where(holds.value, np.uint8(PASS), np.uint8(FAIL))
        if holds.state is not None:
            outcome = np.where(holds.state == KNOWN, outcome, _code_of(holds.state, rule))
    if not outcome.ndim:  # a requirement without a leaf
        outcome = np.full(len(plan), outcome, dtype=np.uint8)
    for exception in reversed(program.exceptions):
        outcome = _kept_out(outcome, exception(view), holds, outcome, rule)
    conditions = [condition(view) for condition in program.when]
    for truth in general:
        state = None if truth.state is None else truth.state[plan]
        conditions.insert(0, Truth(truth.value[plan], state))
    if not conditions:
        return outcome
    applies = reduce(kernels.conjunction, conditions)
    if applies.state is None and applies.value.all():
        return outcome
    if_holds = np.full_like(outcome, PASS) if rule.require else None
    return _kept_out(outcome, kernels.negation(applies), holds, if_holds, rule)


def _selected(frame: Frame, words: tuple[str, ...] | None) -> Iterator[slice]:
    """The rows a rule may apply to, in blocks: all of them, or those of its indicators and those without one."""
    spans = [(0, len(frame))]
    if words is not None and frame.starts is not None and frame.words is not None:
        codes = [-1, *(c for c in map(frame.words.find, words) if 0 <= c < len(frame.starts) - 2)]
        spans = [(int(frame.starts[c + 1]), int(frame.starts[c + 2])) for c in codes]
    for first, last in spans:
        for start in range(first, last, BLOCK):
            yield slice(start, min(start + BLOCK, last))


def _code_of(state: NDArray[np.uint8], rule: typed.Rule) -> NDArray[np.uint8]:
    """The outcome where a clause is not known, by its state."""
    codes = np.array([PASS, UNKNOWN, _MISSING[rule.missing], UNDECIDED], dtype=np.uint8)
    return codes[state]


def _kept_out(
    outcome: NDArray[np.uint8],
    keeps_out: Truth,
    holds: Truth,
    if_holds: NDArray[np.uint8] | None,
    rule: typed.Rule,
) -> NDArray[np.uint8]:
    """The outcome with an exception, or with conditions that are not met.

    Where that is not known and the requirement holds anyway, the outcome is `if_holds`.
    """
    outcome = np.where(keeps_out.value, np.uint8(NOT_APPLICABLE), outcome)
    state = keeps_out.state
    if state is None:
        return outcome
    instead = _code_of(state, rule)
    if if_holds is not None:
        instead = np.where(holds.value & (state != HARD), if_holds, instead)
        if holds.state is not None:
            instead = np.where(holds.state == HARD, np.uint8(UNDECIDED), instead)
    return np.where(state == KNOWN, outcome, instead)


def _joined(places: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(places) if places else np.empty(0, dtype=np.int64)
