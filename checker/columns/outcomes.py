"""What the clauses of a question come to for some rows: all at once where values are plain, else by Kleene's logic."""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from checker.columns import kernels
from checker.columns.cells import HARD, KNOWN, Bools, States, Truth, odd_rows, rows_of
from checker.columns.programs import Question, View
from checker.records import dataclass

PASS, NOT_APPLICABLE, FAIL, UNKNOWN, UNDECIDED = range(5)
"""UNDECIDED: what only the reference evaluator can say."""

FEW = 1 / 10
"""Below which share of rows their cells are gathered before they are looked at."""

NO_ROWS: NDArray[np.int64] = np.empty(0, dtype=np.int64)
_MISSING = {"unknown": UNKNOWN, "fail": FAIL, "not-applicable": NOT_APPLICABLE}
Codes = NDArray[np.uint8]
RowNumbers = NDArray[np.int64]


def joined(places: list[RowNumbers]) -> RowNumbers:
    """Lists of rows one behind the other."""
    if len(places) == 1:
        return places[0]
    return np.concatenate(places) if places else NO_ROWS


def in_order(places: list[RowNumbers]) -> RowNumbers:
    """The rows of sorted lists, none of which is in two of them."""
    some = [rows for rows in places if len(rows)]
    if len(some) < 2:
        return some[0] if some else NO_ROWS
    rows = np.concatenate(some)
    rows.sort(kind="stable")  # finds the sorted runs, and merges them
    return rows


def merged(places: list[RowNumbers]) -> RowNumbers:
    """The rows of sorted lists, each row once."""
    rows = in_order(places)
    if sum([len(some) > 0 for some in places]) < 2:
        return rows
    return rows[np.concatenate(((True,), rows[1:] != rows[:-1]))]


# ---- rows taken for plain


@dataclass(frozen=True, slots=True)
class Plain:
    """Rows by their number in a view: which fail, which are left out (None: none); where `again` must be looked at."""

    failing: RowNumbers
    left_out: Bools | None
    again: RowNumbers


@dataclass(frozen=True, slots=True)
class Odd:
    """The rows of a view in which something looked at has no plain value: by conditions, and by the rest.

    Those that are few are listed; where they are many, the states of all rows are given. `sure`: which conditions look
    at plain values only.
    """

    sure: tuple[bool, ...]
    of_when: RowNumbers
    when_states: list[States]
    of_rest: RowNumbers
    rest_states: list[States]

    def required(self, met: Bools | None) -> list[RowNumbers]:
        """Those by the rest, in lists; where conditions are, only those that meet them."""
        if met is None:
            return [self.of_rest, *map(odd_rows, self.rest_states)]
        listed = self.of_rest[met.take(self.of_rest)] if len(self.of_rest) else self.of_rest
        return [listed, *(rows_of((s != KNOWN) & met) for s in self.rest_states)]


def plainly(question: Question, general: list[Truth], view: View, odd: Odd) -> Plain:
    """The outcome of each row taken for plain, and the rows for which that is not good enough."""
    conditions = [condition(view) for condition in question.when]
    shared = _of_plans(general, view)
    if not conditions and not shared:
        failing, excepted, unsure = _required(question, view)
        again = merged([*odd.required(None), unsure])
        failing[again] = False
        if excepted is not None:
            excepted[again] = False
        return Plain(rows_of(failing), excepted, again)
    met = reduce(np.logical_and, [t.value for t in (*shared, *conditions)])
    unsure = _unsure(conditions, shared, odd)
    left_out = ~met
    if np.count_nonzero(met) < FEW * view.size:
        rows = rows_of(met)
        failing, excepted, open_ = _required(question, _part(view, rows))
        again = merged([unsure, *odd.required(met), rows[open_]])
        if excepted is not None:
            left_out[rows[excepted]] = True
        failed = rows[failing]
        left_out[again] = True
        failed = failed[~left_out.take(failed)]
        left_out[again] = False
        return Plain(failed, left_out, again)
    failing, excepted, open_ = _required(question, view)
    again = merged([unsure, *odd.required(met), open_[met.take(open_)] if len(open_) else open_])
    failing &= met
    if excepted is not None:
        left_out |= excepted
    left_out[again] = False
    failing[again] = False
    return Plain(rows_of(failing), left_out, again)


def _of_plans(general: list[Truth], view: View) -> list[Truth]:
    """Conditions about plans only, for the rows of a view."""
    if not general:
        return []
    plan = view.frame.plan[view.rows]
    return [Truth(t.value[plan], None if t.state is None else t.state[plan]) for t in general]


def _unsure(conditions: list[Truth], shared: list[Truth], odd: Odd) -> RowNumbers:
    """Rows of which the conditions may not be known; not those that a sure condition leaves out anyway."""
    given = [t.state for t in (*shared, *conditions) if t.state is not None]
    rows = merged([odd.of_when, *map(odd_rows, (*given, *odd.when_states))])
    if not len(rows):
        return rows
    sure = [t.value for t in shared if t.state is None]
    sure += [
        t.value for t, plain in zip(conditions, odd.sure, strict=True) if plain and t.state is None
    ]
    for value in sure:
        rows = rows[value.take(rows)]
    return rows


def _required(question: Question, view: View) -> tuple[Bools, Bools | None, RowNumbers]:
    """Which rows fail, which are excepted, and which must be looked at again; the arrays are nobody else's."""
    if question.is_manual:
        return np.zeros(view.size, dtype=bool), None, np.arange(view.size)
    unsure: list[RowNumbers] = []
    failing = np.zeros(view.size, dtype=bool)
    if question.require is not None:
        holds = question.require(view)
        np.logical_not(holds.value, out=failing)
        if holds.state is not None:
            unsure.append(odd_rows(holds.state))
    excepted: Bools | None = None
    for exception in question.exceptions:
        truth = exception(view)
        excepted = truth.value.copy() if excepted is None else excepted | truth.value
        if truth.state is not None:
            unsure.append(odd_rows(truth.state))
    if excepted is not None:
        failing &= ~excepted
    return failing, excepted, merged(unsure)


# ---- rows of any kind


def decided(question: Question, general: list[Truth], view: View, nameless: bool) -> Codes:
    """The outcome of each row, as `reference.decide` decides it. `nameless`: the indicator of the rows is not known."""
    outcome, holds = _outcome(question, view)
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
    if nameless and question.guard is not None:
        own.insert(question.guard, _guard(question, view))
    own = [*_of_plans(general, view), *own]
    if not own:
        return None
    applies = reduce(kernels.conjunction, own)
    return None if applies.state is None and applies.value.all() else applies


def _guard(question: Question, view: View) -> Truth:
    """What the condition on the indicator comes to where the indicator is not known: as unknown as that is."""
    column = view.frame.columns[view.frame.by]
    state: States = column.cells(view.rows).state  # type: ignore[assignment]  # none of these is known
    return Truth(np.zeros(view.size, dtype=bool), state)


def _outcome(question: Question, view: View) -> tuple[Codes, Truth]:
    """The outcome by requirement and exceptions, the last clause first; and whether the requirement holds."""
    holds = question.require(view) if question.require else Truth(np.ones(view.size, dtype=bool))
    if question.is_manual:
        outcome = np.full(view.size, UNKNOWN, dtype=np.uint8)
    else:
        outcome = np.full(view.size, FAIL, dtype=np.uint8)
        outcome *= ~holds.value  # PASS is 0
        if holds.state is not None:
            outcome = kernels.chosen(holds.state == KNOWN, outcome, _code_of(holds.state, question))
    for exception in reversed(question.exceptions):
        outcome = _kept_out(outcome, exception(view), holds, outcome, question)
    return outcome, holds


def _code_of(state: States, question: Question) -> Codes:
    """The outcome where a clause is not known, by its state."""
    codes = np.array([PASS, UNKNOWN, _MISSING[question.missing], UNDECIDED], dtype=np.uint8)
    return codes.take(state)


def _kept_out(
    outcome: Codes, keeps_out: Truth, holds: Truth, if_holds: Codes | None, question: Question
) -> Codes:
    """The outcome with an exception, or with conditions that are not met.

    Where that is not known and the requirement holds anyway, the outcome is `if_holds`.
    """
    outcome = kernels.chosen(keeps_out.value, np.uint8(NOT_APPLICABLE), outcome)
    state = keeps_out.state
    if state is None:
        return outcome
    instead = _code_of(state, question)
    if if_holds is not None:
        instead = kernels.chosen(holds.value & (state != HARD), if_holds, instead)
        if holds.state is not None:
            instead = kernels.chosen(holds.state == HARD, np.uint8(UNDECIDED), instead)
    return kernels.chosen(state == KNOWN, outcome, instead)
