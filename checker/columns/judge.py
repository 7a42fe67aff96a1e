"""Rules over columns: the outcome of every rule for every subject. What columns cannot decide goes to the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from checker.columns import kernels
from checker.columns.cells import HARD, KNOWN, Bools, States, Truth
from checker.columns.exact import from_cells
from checker.columns.extract import Frame, Table
from checker.columns.leaves import FrameKey
from checker.columns.programs import Places, Program, Programs, Question, View
from checker.findings import Outcome
from checker.records import dataclass
from checker.semantics import typed
from checker.syntax import nodes

PASS, NOT_APPLICABLE, OUTSIDE, FAIL, UNKNOWN, UNDECIDED = range(6)
OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "unknown", "not-applicable")
_CODES = {"pass": PASS, "fail": FAIL, "unknown": UNKNOWN, "not-applicable": NOT_APPLICABLE}
BLOCK, JOINED = 1 << 16, 1 << 14
"""Rows judged at a time, so that arrays stay in the processor's cache; up to how many, indicators go together."""

FEW = 1 / 10
"""Below which share of rows their cells are gathered before they are looked at."""

_TELLING = (FAIL, UNKNOWN, UNDECIDED)
_NO_ROWS: NDArray[np.int64] = np.empty(0, dtype=np.int64)
_MISSING = {"unknown": UNKNOWN, "fail": FAIL, "not-applicable": NOT_APPLICABLE}
Codes = NDArray[np.uint8]
RowNumbers = NDArray[np.int64]

Reference = Callable[[typed.Rule, int, int], Outcome]
"""The outcome of a rule for a plan and a subject, both by number, from the reference evaluator."""


@dataclass(frozen=True)
class Verdicts:
    """What one rule came to: how often each outcome, and the rows of its frame that fail or are not known."""

    rule: typed.Rule
    counts: dict[Outcome, int]
    fail: RowNumbers
    unknown: RowNumbers
    frame: Frame
    by_reference: int
    by_plan: NDArray[np.int32]
    """A row for each plan, a column for each of `OUTCOMES`; without rows where that was not asked for."""

    def subjects(self, rows: RowNumbers) -> NDArray[np.int32]:
        """Two columns: the plan, and the number of the subject among those of its kind there."""
        return np.stack((self.frame.plan[rows], self.frame.number[rows]), axis=1)


def judge(
    table: Table, programs: Programs, reference: Reference, by_plan: bool = False
) -> Iterator[Verdicts]:
    """The verdicts of each rule in turn, as `engine.reference.verdicts` gives them one by one."""
    run = _Run(table, programs, reference, by_plan)
    for program in programs.rules:
        yield run.verdicts(program)


Span = tuple[int, int]


@dataclass(frozen=True)
class _Answer:
    """What a question came to in one span of rows: the rows of each telling outcome, the number of each other."""

    rows: dict[int, RowNumbers]
    counts: NDArray[np.int64]
    outcome: Codes


@dataclass()
class _Run:
    table: Table
    programs: Programs
    reference: Reference
    by_plan: bool
    of_plans: dict[typed.Expr, Truth] = field(default_factory=dict)
    answers: dict[int, dict[Span, _Answer]] = field(default_factory=dict)

    def verdicts(self, program: Program) -> Verdicts:
        """One rule: its part of the answers to its question."""
        question = program.question
        frame, answers = self.table.frames[question.frame], self.answers_to(question)
        parts = {s: answers[s] for s in _spans(frame, program.words) if s[0] < s[1]}
        counts = sum((part.counts for part in parts.values()), np.zeros(6, dtype=np.int64))
        lists = {
            code: _joined([part.rows[code] for part in parts.values() if len(part.rows[code])])
            for code in _TELLING
        }
        of_plan = self._of_plan(frame, parts)
        looked_at, undecided = int(counts.sum() - counts[OUTSIDE]), lists.pop(UNDECIDED)
        if len(undecided):
            for code, settled in self._settled(undecided, program).items():
                counts[code] += len(settled)
                if self.by_plan:
                    of_plan[:, code] += np.bincount(frame.plan[settled], minlength=self.table.size)
                if code in lists:
                    lists[code] = np.sort(np.concatenate((lists[code], np.asarray(settled))))
        in_time = self._in_time(question.period)
        if self.by_plan:
            counted = of_plan.sum(axis=1) - of_plan[:, OUTSIDE] - of_plan[:, UNDECIDED]
            left_out = self._left_out(question.frame, in_time, counted)
            of_plan[:, NOT_APPLICABLE] += left_out
        counts[NOT_APPLICABLE] += self._all_left_out(question.frame, in_time, looked_at)
        named = {outcome: int(counts[_CODES[outcome]]) for outcome in OUTCOMES}
        by_plan = of_plan[:, [_CODES[outcome] for outcome in OUTCOMES]]
        return Verdicts(
            program.rule, named, lists[FAIL], lists[UNKNOWN], frame, len(undecided), by_plan
        )

    # ---- questions

    def answers_to(self, question: Question) -> dict[Span, _Answer]:
        """The answers for the rows that any rule asks it of, each row judged once."""
        known = self.answers.get(id(question))
        if known is None:
            answers: dict[Span, _Answer] = {}
            frame = self.table.frames[question.frame]
            asking = [p for p in self.programs.rules if p.question is question]
            wanted = sorted({s for p in asking for s in _spans(frame, p.words) if s[0] < s[1]})
            if question.guard is not None and frame.starts is not None:
                nameless = (0, int(frame.starts[1]))
                if nameless in wanted:
                    wanted.remove(nameless)
                    answers |= _split(self._judged(question, frame, [nameless], True), [nameless])
            for spans in _runs(wanted):
                answers |= _split(self._judged(question, frame, spans), spans)
            known = self.answers[id(question)] = answers
        return known

    def _judged(
        self, question: Question, frame: Frame, spans: list[Span], nameless: bool = False
    ) -> Codes:
        """The outcome code of each row of spans that follow on each other.

        Most rows have plain values and are judged without a thought for others; the odd ones are then judged again.
        """
        found = [self._of_plans(c) for c in question.of_plans]
        general = [truth for truth in found if truth.state is not None or not truth.value.all()]
        first, last = spans[0][0], spans[-1][1]
        outcome = np.empty(last - first, dtype=np.uint8)
        odd: list[RowNumbers] = []
        for start, stop in _blocks(spans):
            view = View(self.table, frame, slice(start, stop), plain=not nameless)
            if nameless:
                outcome[start - first : stop - first] = _decided(question, general, view, nameless)
            else:
                block, again = _plainly(question, general, view)
                outcome[start - first : stop - first] = block
                odd.append(again + (start - first))
        rows = _joined([o for o in odd if len(o)])
        for at in range(0, len(rows), BLOCK):
            some = rows[at : at + BLOCK]
            view = View(self.table, frame, some + first)
            outcome[some] = _decided(question, general, view, nameless)
        in_time = self._in_time(question.period)
        if in_time is not None:
            outcome = np.where(in_time[frame.plan[first:last]], outcome, np.uint8(OUTSIDE))
        return outcome

    def _of_plans(self, expr: typed.Expr) -> Truth:
        """A condition about plans only is judged once for each plan."""
        truth = self.of_plans.get(expr)
        if truth is None:
            plans = self.table.plans
            view = View(self.table, plans, slice(0, len(plans)))
            truth = self.of_plans[expr] = self.programs.of_plans[expr](view)
        return truth

    def _in_time(self, period: nodes.Period | None) -> Bools | None:
        """Which plans a rule is for by their years; None where it is for all."""
        if period is None:
            return None
        years = self.table.years
        inside: Bools = (period.first <= years[:, 1]) & (years[:, 0] <= period.last)
        return None if inside.all() else inside

    # ---- counting

    def _settled(self, rows: RowNumbers, program: Program) -> dict[int, list[int]]:
        """What columns left open, by outcome: from the cells exactly, else from the plan."""
        key, rule = program.question.frame, program.rule
        frame = self.table.frames[key]
        found: dict[int, list[int]] = {}
        for row in rows.tolist():
            outcome = from_cells(rule, key, row, self.table, self.programs.leaves)
            if outcome is None:
                outcome = self.reference(rule, int(frame.plan[row]), int(frame.number[row]))
            found.setdefault(_CODES[outcome], []).append(row)
        return found

    def _of_plan(self, frame: Frame, parts: dict[Span, _Answer]) -> NDArray[np.int32]:
        """How often each outcome, for each plan."""
        of_plan = np.zeros((self.table.size if self.by_plan else 0, 6), dtype=np.int32)
        if self.by_plan:
            for (first, last), part in parts.items():
                cells = frame.plan[first:last] * np.int64(6) + part.outcome
                of_plan += np.bincount(cells, minlength=of_plan.size).reshape(-1, 6)
        return of_plan

    def _left_out(
        self, key: FrameKey, in_time: Bools | None, counted: NDArray[np.int32]
    ) -> NDArray[np.int64]:
        """For each plan: subjects left out because of their indicator; once a plan of another time or without any."""
        subjects = self.table.frames[key].subjects
        left_out = np.where(subjects == 0, 1, subjects - counted)
        return left_out if in_time is None else np.where(in_time, left_out, 1)

    def _all_left_out(self, key: FrameKey, in_time: Bools | None, looked_at: int) -> int:
        """The same for all plans together."""
        frame = self.table.frames[key]
        subjects = frame.subjects
        if in_time is None:
            return len(frame) - looked_at + int((subjects == 0).sum())
        return int(subjects[in_time].sum()) - looked_at + int(((subjects == 0) | ~in_time).sum())


def _spans(frame: Frame, words: tuple[str, ...] | None) -> list[Span]:
    """The rows a rule may apply to: all of them, or those of its indicators and those without a known one."""
    starts, known = frame.starts, frame.words
    if words is None or starts is None or known is None:
        return [(0, len(frame))]
    codes = [-1, *(c for c in map(known.find, words) if 0 <= c < len(starts) - 2)]
    return [(int(starts[c + 1]), int(starts[c + 2])) for c in codes]


def _runs(spans: list[Span]) -> Iterator[list[Span]]:
    """Sorted spans, those together that follow on each other."""
    run: list[Span] = []
    for span in spans:
        if run and span[0] != run[-1][1]:
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _blocks(spans: list[Span]) -> Iterator[Span]:
    """Small spans together, as rows of one indicator are alike; large ones in pieces."""
    first, last = spans[0][0], spans[0][0]
    for start, stop in [*spans, (spans[-1][1], spans[-1][1] + JOINED)]:
        if stop - first > JOINED and last > first:
            for at in range(first, last, BLOCK):
                yield at, min(at + BLOCK, last)
            first = start
        last = stop


def _split(outcome: Codes, spans: list[Span]) -> dict[Span, _Answer]:
    """The outcome of spans that follow on each other, for each of them."""
    start = spans[0][0]
    bounds = np.array([0, *(last - start for _, last in spans)])
    counts = np.zeros((len(spans), 6), dtype=np.int64)
    telling = np.flatnonzero(outcome >= FAIL)
    codes = outcome[telling]
    rows: dict[int, list[RowNumbers]] = {}
    for code in _TELLING:
        found = telling[codes == code]
        cuts = np.searchsorted(found, bounds)
        found += start
        rows[code] = [found[a:b] for a, b in pairwise(cuts.tolist())]
        counts[:, code] = np.diff(cuts)
    for code in (NOT_APPLICABLE, OUTSIDE):
        there = outcome == code
        if there.any():
            counts[:, code] = [np.count_nonzero(there[a:b]) for a, b in pairwise(bounds.tolist())]
    counts[:, PASS] = np.diff(bounds) - counts.sum(axis=1)
    answers = {}
    for at, (first, last) in enumerate(spans):
        own = {code: rows[code][at] for code in _TELLING}
        answers[first, last] = _Answer(own, counts[at], outcome[first - start : last - start])
    return answers


def _joined(places: list[RowNumbers]) -> RowNumbers:
    if len(places) == 1:
        return places[0]
    return np.concatenate(places) if places else _NO_ROWS


# ---- one block


def _plainly(question: Question, general: list[Truth], view: View) -> tuple[Codes, RowNumbers]:
    """The outcome of each row taken for plain, and the rows for which that is not good enough."""
    applies = _applies(question, general, view, nameless=False)
    of_when, of_rest = (_odd(places, view) for places in question.looked_at)
    if applies is None:
        return _required(question, view)[0], _rows(of_when, of_rest)
    if applies.state is not None:
        of_when = applies.state != KNOWN if of_when is None else of_when | (applies.state != KNOWN)
    met = applies.value
    if np.count_nonzero(met) < FEW * view.size:
        rows = np.flatnonzero(met)
        outcome = np.full(view.size, NOT_APPLICABLE, dtype=np.uint8)
        outcome[rows] = _required(question, _part(view, rows))[0]
    else:  # arithmetic, which numpy does many times faster than choosing
        outcome, _ = _required(question, view)
        outcome = outcome * met + ~met * np.uint8(NOT_APPLICABLE)
    return outcome, _rows(of_when, None if of_rest is None else of_rest & met)


def _rows(one: Bools | None, other: Bools | None) -> RowNumbers:
    """The rows that are so by one or the other."""
    if one is None or other is None:
        one = other if one is None else one
        return _NO_ROWS if one is None else np.flatnonzero(one)
    return np.flatnonzero(one | other)


def _odd(places: Places, view: View) -> Bools | None:
    """Rows in which some column that is looked at has no plain value."""
    found: Bools | None = None
    inner, outer = places
    sides = [(view.frame.columns[at], view.rows) for at in inner]
    if outer:
        plans = view.frame.plan[view.rows]
        sides += [(view.table.plans.columns[at], plans) for at in outer]
    for column, rows in sides:
        if column.odd is not None:
            odd = column.odd[rows]
            found = odd if found is None else found | odd
    return found


def _decided(question: Question, general: list[Truth], view: View, nameless: bool) -> Codes:
    """The outcome of each row, as `reference.decide` decides it."""
    outcome, holds = _required(question, view)
    applies = _applies(question, general, view, nameless)
    if applies is None:
        return outcome
    if_holds = np.full_like(outcome, PASS) if question.require is not None else None
    return _kept_out(outcome, kernels.negation(applies), holds, if_holds, question)


def _part(view: View, rows: RowNumbers) -> View:
    """Some rows of a view."""
    whole = view.rows
    inside = rows + whole.start if isinstance(whole, slice) else whole[rows]
    return View(view.table, view.frame, inside, view.plain)


def _applies(question: Question, general: list[Truth], view: View, nameless: bool) -> Truth | None:
    """All conditions together; None where each holds for every row."""
    own = [condition(view) for condition in question.when]
    if (
        nameless and question.guard is not None
    ):  # the indicator is not known, and so whether it is the one
        own.insert(question.guard, _guard(question, view))
    if general:
        plan = view.frame.plan[view.rows]
        own = [
            *(Truth(t.value[plan], None if t.state is None else t.state[plan]) for t in general),
            *own,
        ]
    if not own:
        return None
    applies = reduce(kernels.conjunction, own)
    return None if applies.state is None and applies.value.all() else applies


def _guard(question: Question, view: View) -> Truth:
    """What the condition on the indicator comes to where the indicator is not known: as unknown as that is."""
    column = view.frame.columns[view.frame.by]
    state: States = column.cells(view.rows).state  # type: ignore[assignment]  # none of these is known
    return Truth(np.zeros(view.size, dtype=bool), state)


def _required(question: Question, view: View) -> tuple[Codes, Truth]:
    """The outcome by requirement and exceptions, the last clause first; and whether the requirement holds."""
    holds = question.require(view) if question.require else Truth(np.ones(view.size, dtype=bool))
    if question.is_manual:
        outcome = np.full(view.size, UNKNOWN, dtype=np.uint8)
    else:
        outcome = (~holds.value).view(np.uint8) * np.uint8(FAIL)  # PASS is 0
        if holds.state is not None:
            outcome = np.where(holds.state == KNOWN, outcome, _code_of(holds.state, question))
    if outcome.shape != (view.size,):  # a requirement without a leaf
        outcome = np.full(view.size, outcome, dtype=np.uint8)
    for exception in reversed(question.exceptions):
        outcome = _kept_out(outcome, exception(view), holds, outcome, question)
    return outcome, holds


def _code_of(state: States, question: Question) -> Codes:
    """The outcome where a clause is not known, by its state."""
    codes = np.array([PASS, UNKNOWN, _MISSING[question.missing], UNDECIDED], dtype=np.uint8)
    return codes[state]


def _kept_out(
    outcome: Codes, keeps_out: Truth, holds: Truth, if_holds: Codes | None, question: Question
) -> Codes:
    """The outcome with an exception, or with conditions that are not met.

    Where that is not known and the requirement holds anyway, the outcome is `if_holds`.
    """
    outcome = np.where(keeps_out.value, np.uint8(NOT_APPLICABLE), outcome)
    state = keeps_out.state
    if state is None:
        return outcome
    instead = _code_of(state, question)
    if if_holds is not None:
        instead = np.where(holds.value & (state != HARD), if_holds, instead)
        if holds.state is not None:
            instead = np.where(holds.state == HARD, np.uint8(UNDECIDED), instead)
    return np.where(state == KNOWN, outcome, instead)
