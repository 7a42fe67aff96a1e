"""Rules over columns: the outcome of every rule for every subject. What columns cannot decide goes to the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from checker.columns.cells import NO_ROWS, Bools, RowNumbers, Truths, in_order
from checker.columns.exact import from_cells
from checker.columns.fast_path import FastPathResult, RowBlock, judge_fast
from checker.columns.leaves import FrameKey
from checker.columns.outcomes import (
    FAIL,
    LACKED,
    NOT_APPLICABLE,
    PASS,
    UNDECIDED,
    UNKNOWN,
    decide_rows,
)
from checker.columns.programs import CompiledRule, CompiledRules, SharedBody, View
from checker.columns.table import Frame, Table
from checker.findings import JUDGED, Outcome
from checker.semantics import typed
from checker.source import Record
from checker.syntax import nodes

_CODES: dict[Outcome, int] = {
    "pass": PASS,
    "fail": FAIL,
    "unknown": UNKNOWN,
    "not-applicable": NOT_APPLICABLE,
    "lacking": LACKED,
}
_TELLING = (FAIL, UNKNOWN, LACKED, UNDECIDED)
_COUNTED = (PASS, NOT_APPLICABLE, FAIL, UNKNOWN, LACKED, UNDECIDED)
_NO_PLANS = np.empty((0, len(JUDGED)), dtype=np.int32)

MALLOC_WARMUP_BYTES = 1 << 23
"""glibc learns from the largest array given back how much memory to keep for the next ones (mallopt(3),
M_MMAP_THRESHOLD). Otherwise each array is taken from the system again, page by page: a quarter of the time."""

GENERAL_BLOCK_ROWS = 1 << 16
"""Rows judged again at a time."""

SINGLE_PASS_ROWS = 1 << 12
"""Up to so many rows are judged in one go, whatever their values are."""

JudgeExactly = Callable[[typed.Rule, int, int], Outcome]
"""The outcome of a rule for a plan and a subject, both by number, from the reference evaluator."""


class Verdicts(Record):
    """The outcomes of one rule: their counts, and the rows of its frame that fail or are unknown."""

    rule: typed.Rule
    counts: dict[Outcome, int]
    fail: RowNumbers
    unknown: RowNumbers
    frame: Frame
    by_reference: int
    by_plan: NDArray[np.int32]
    """A row for each plan, a column for each of `JUDGED`; without rows where that was not asked for."""

    def subjects(self, rows: RowNumbers) -> NDArray[np.int32]:
        """Two columns: the plan, and the number of the subject among those of its kind there."""
        return np.stack((self.frame.plan[rows], self.frame.number[rows]), axis=1)


def judge(
    table: Table, programs: CompiledRules, reference: JudgeExactly, by_plan: bool = False
) -> Iterator[Verdicts]:
    """Yield the verdicts of each rule in turn, as `engine.verdicts.verdicts` gives them one by one."""
    np.empty(MALLOC_WARMUP_BYTES, dtype=np.uint8)  # given back at once: see `MALLOC_WARMUP_BYTES`
    run = _Judging(table, programs, reference, by_plan)
    for program in programs.rules:
        yield run.verdicts(program)


RowRange = tuple[int, int]


class _Answer(Record):
    """The outcomes of a shared body in one range of rows: the rows of each telling outcome, and all counts.

    `by_plan`: the latter for each plan, a column for each code; None where that was not asked for.
    """

    rows: dict[int, RowNumbers]
    counts: dict[int, int]
    by_plan: NDArray[np.int32] | None


class _PeriodFilter(Record):
    """The plans whose years a rule applies to (None: all), and the counts of the others in a frame."""

    plans: Bools | None
    subjects: int
    without: int
    """Subjects of these plans, and how many plans are without: of another time, or without a subject."""


class _Judging(Struct):
    table: Table
    programs: CompiledRules
    reference: JudgeExactly
    by_plan: bool
    of_plans: dict[typed.Expr, Truths] = field(default_factory=dict)
    answers: dict[int, dict[RowRange, _Answer]] = field(default_factory=dict)
    spans: dict[int, list[RowRange]] = field(default_factory=dict)
    times: dict[tuple[FrameKey, nodes.Period | None], _PeriodFilter] = field(default_factory=dict)

    def verdicts(self, program: CompiledRule) -> Verdicts:
        """One rule: its part of the answers to its question."""
        frame, parts = self.table.frames[program.question.frame], self._parts(program)
        if len(parts) == 1:
            counts, lists = parts[0].counts.copy(), parts[0].rows.copy()
        else:
            counts = {code: sum([part.counts[code] for part in parts]) for code in _COUNTED}
            lists = {code: in_order([part.rows[code] for part in parts]) for code in _TELLING}
        by_plan = self._by_plan(program, parts) if self.by_plan else _NO_PLANS
        in_time = self._in_time(program.question)
        counts[NOT_APPLICABLE] += in_time.subjects + in_time.without - sum(counts.values())
        undecided = lists.pop(UNDECIDED)
        for code, rows in (
            self._judge_undecided(undecided, program).items() if len(undecided) else ()
        ):
            counts[code] += len(rows)
            if len(by_plan):
                by_plan[:, code] += np.bincount(frame.plan[rows], minlength=self.table.size)
            if code in lists:
                lists[code] = in_order([lists[code], rows])
        return Verdicts(
            program.rule,
            {outcome: counts[code] for outcome, code in _CODES.items()},
            lists[FAIL],
            lists[UNKNOWN],
            frame,
            len(undecided),
            by_plan[:, list(_CODES.values())] if len(by_plan) else _NO_PLANS,
        )

    # ---- questions

    def _parts(self, program: CompiledRule) -> list[_Answer]:
        """Return the answers to the question of a rule in the spans that it asks about."""
        if id(program) not in self.spans:
            self._ask(program.question)
        answers = self.answers[id(program.question)]
        return [answers[span] for span in self.spans[id(program)]]

    def _ask(self, question: SharedBody) -> None:
        """Answer a question for the rows that any rule asks it of, each row judged once."""
        answers = self.answers[id(question)] = {}
        frame = self.table.frames[question.frame]
        wanted: set[RowRange] = set()
        for program in self.programs.asking[id(question)]:
            spans = [s for s in _spans(frame, program.words) if s[0] < s[1]]
            self.spans[id(program)] = spans
            wanted.update(spans)
        if question.guard is not None and frame.starts is not None:
            indicator_unknown = (0, int(frame.starts[1]))
            if indicator_unknown in wanted:
                wanted.remove(indicator_unknown)
                answers |= self._judged(
                    question, frame, [indicator_unknown], indicator_unknown=True
                )
        for spans in _runs(sorted(wanted)):
            answers |= self._judged(question, frame, spans)

    def _judged(
        self,
        question: SharedBody,
        frame: Frame,
        spans: list[RowRange],
        indicator_unknown: bool = False,
    ) -> dict[RowRange, _Answer]:
        """Return the answers for spans that follow on each other.

        Most rows have plain values and are judged without a thought for others; the odd ones are then judged again.
        """
        first, last = spans[0][0], spans[-1][1]
        conditions = [self._of_plans(c) for c in question.of_plans]
        general = [
            truth for truth in conditions if truth.state is not None or not truth.value.all()
        ]
        if indicator_unknown or last - first <= SINGLE_PASS_ROWS:
            plain = FastPathResult(NO_ROWS, None, np.arange(first, last))
        else:
            plain = judge_fast(question, general, RowBlock(self.table, frame, first, last))
        left_out = plain.left_out
        lists = {FAIL: plain.failing, UNKNOWN: NO_ROWS, LACKED: NO_ROWS, UNDECIDED: NO_ROWS}
        for code, rows in self._again(
            question, general, frame, plain.again, indicator_unknown
        ).items():
            if not len(rows):
                continue
            if code in lists:
                lists[code] = in_order([lists[code], rows])
            elif code == NOT_APPLICABLE:
                left_out = np.zeros(last - first, dtype=bool) if left_out is None else left_out
                left_out[rows - first] = True
        in_time = self._in_time(question).plans
        outside = None if in_time is None else ~in_time[frame.plan[first:last]]
        bounds = [first, *(stop for _, stop in spans)]
        cuts = {code: rows.searchsorted(bounds).tolist() for code, rows in lists.items()}
        return {
            (start, stop): self._answer(
                frame.plan[start:stop],
                start,
                {code: lists[code][cut[at] : cut[at + 1]] for code, cut in cuts.items()},
                None if left_out is None else left_out[start - first : stop - first],
                None if outside is None else outside[start - first : stop - first],
            )
            for at, (start, stop) in enumerate(spans)
        }

    def _again(
        self,
        question: SharedBody,
        general: list[Truths],
        frame: Frame,
        rows: RowNumbers,
        indicator_unknown: bool,
    ) -> dict[int, RowNumbers]:
        """Rows that are not plain, by their outcome code."""
        rows_by_code: dict[int, list[RowNumbers]] = {}
        for at in range(0, len(rows), GENERAL_BLOCK_ROWS):
            some = rows[at : at + GENERAL_BLOCK_ROWS]
            codes = decide_rows(question, general, View(self.table, frame, some), indicator_unknown)
            for code in (*_TELLING, NOT_APPLICABLE):
                rows_by_code.setdefault(code, []).append(some[codes == code])
        return {code: in_order(lists) for code, lists in rows_by_code.items()}

    def _of_plans(self, expr: typed.Expr) -> Truths:
        """Return the truth of a condition about plans only, judged once for each plan."""
        truth = self.of_plans.get(expr)
        if truth is None:
            plans = self.table.plans
            view = View(self.table, plans, slice(0, len(plans)))
            truth = self.of_plans[expr] = self.programs.of_plans[expr](view)
        return truth

    def _in_time(self, question: SharedBody) -> _PeriodFilter:
        """Return the filter of plans by the period of a rule."""
        key = question.frame, question.period
        known = self.times.get(key)
        if known is None:
            subjects, period = self.table.frames[question.frame].subjects, question.period
            plans: Bools | None = None
            if period is not None:
                years = self.table.years
                inside = (period.first <= years[:, 1]) & (years[:, 0] <= period.last)
                plans = None if inside.all() else inside
            there = subjects if plans is None else subjects[plans]
            without = len(subjects) - int(np.count_nonzero(there))
            known = self.times[key] = _PeriodFilter(plans, int(there.sum()), without)
        return known

    # ---- counting

    def _judge_undecided(self, rows: RowNumbers, program: CompiledRule) -> dict[int, RowNumbers]:
        """Return the rows that columns left open, by outcome: decided from the cells exactly, else from the plan."""
        key, rule = program.question.frame, program.rule
        frame = self.table.frames[key]
        rows_by_code: dict[int, list[int]] = {}
        for row in rows.tolist():
            outcome = from_cells(rule, key, row, self.table, self.programs.leaves)
            if outcome is None:
                outcome = self.reference(rule, int(frame.plan[row]), int(frame.number[row]))
            rows_by_code.setdefault(_CODES[outcome], []).append(row)
        return {code: np.asarray(some, dtype=np.int64) for code, some in rows_by_code.items()}

    def _answer(
        self,
        plan: NDArray[np.int32],
        start: int,
        rows: dict[int, RowNumbers],
        left_out: Bools | None,
        outside: Bools | None,
    ) -> _Answer:
        """Return the counts and lists of the outcomes in the rows of a span; `plan` is that of each."""
        if outside is not None:
            rows = {code: some[~outside[some - start]] for code, some in rows.items()}
            left_out = None if left_out is None else left_out & ~outside
        counts = {code: len(some) for code, some in rows.items()}
        counts[NOT_APPLICABLE] = 0 if left_out is None else int(np.count_nonzero(left_out))
        size = len(plan) - (0 if outside is None else int(np.count_nonzero(outside)))
        counts[PASS] = size - sum(counts.values())
        if not self.by_plan:
            return _Answer(rows, counts, None)
        plans = {code: plan[some - start] for code, some in rows.items()}
        plans[NOT_APPLICABLE] = plan[:0] if left_out is None else plan[left_out]
        plans[PASS] = plan if outside is None else plan[~outside]
        by_plan = np.zeros((self.table.size, len(_COUNTED)), dtype=np.int32)
        for code, some in plans.items():
            by_plan[:, code] = np.bincount(some, minlength=self.table.size)
        by_plan[:, PASS] -= by_plan[:, PASS + 1 :].sum(axis=1)
        return _Answer(rows, counts, by_plan)

    def _by_plan(self, program: CompiledRule, parts: list[_Answer]) -> NDArray[np.int32]:
        """Return the count of each outcome code for each plan; subjects not looked at are left out."""
        counts = [part.by_plan for part in parts if part.by_plan is not None]
        by_plan = sum(counts, np.zeros((self.table.size, len(_COUNTED)), dtype=np.int32))
        subjects = self.table.frames[program.question.frame].subjects
        plans = self._in_time(program.question).plans
        left_out = np.where(subjects == 0, 1, subjects - by_plan.sum(axis=1))
        by_plan[:, NOT_APPLICABLE] += left_out if plans is None else np.where(plans, left_out, 1)
        return by_plan


def _spans(frame: Frame, words: tuple[str, ...] | None) -> list[RowRange]:
    """Return the rows a rule may apply to: all of them, or those of its indicators and those without a known one."""
    starts, known = frame.starts, frame.words
    if words is None or starts is None or known is None:
        return [(0, len(frame))]
    codes = [-1, *(c for c in map(known.find, words) if 0 <= c < len(starts) - 2)]
    return [(int(starts[c + 1]), int(starts[c + 2])) for c in codes]


def _runs(spans: list[RowRange]) -> Iterator[list[RowRange]]:
    """Sorted spans, those together that follow on each other."""
    run: list[RowRange] = []
    for span in spans:
        if run and span[0] != run[-1][1]:
            yield run
            run = []
        run.append(span)
    if run:
        yield run
