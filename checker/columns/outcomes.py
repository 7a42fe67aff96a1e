"""What the clauses of a question come to for rows of any kind, by Kleene's logic."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, reduce

import numpy as np
from numpy.typing import NDArray

from checker.columns import kernels
from checker.columns.cells import ABSENT, LACKING, NEEDS_EXACT, States, Truths
from checker.columns.fast_path import of_plans
from checker.columns.programs import SharedBody, View
from checker.semantics import typed

PASS, NOT_APPLICABLE, FAIL, UNKNOWN, LACKED, UNDECIDED = OUTCOME_CODES = range(6)
"""LACKED: for want of material; UNDECIDED: what only the reference evaluator can say."""

_MISSING = {"unknown": UNKNOWN, "fail": FAIL, "not-applicable": NOT_APPLICABLE}
OutcomeCodes = NDArray[np.uint8]


def decide_rows(
    question: SharedBody, general: list[Truths], view: View, indicator_unknown: bool
) -> OutcomeCodes:
    """Return the code of the outcome of each row, as `verdicts.decide` decides it.

    `indicator_unknown`: the indicator of the rows is not known.
    """
    holds = (
        _state_code(question.require(view)) if question.require else np.zeros(view.size, np.uint8)
    )
    if question.is_manual:
        outcome = np.full(view.size, UNKNOWN, dtype=np.uint8)
    else:
        outcome = _required_codes(question.missing).take(holds)
    excepted = [exception(view) for exception in question.exceptions]
    for truth in reversed(excepted):
        codes = _excepted_codes(question.missing)
        outcome = _looked_up(codes, outcome, _state_code(truth), holds)
    applies = _applies(question, general, view, indicator_unknown)
    if applies is not None:
        codes = _applied_codes(question.missing, question.require is not None)
        outcome = _looked_up(codes, outcome, _state_code(applies), holds)
    for truth in excepted:
        outcome[truth.value] = NOT_APPLICABLE  # a row not known holds False
    return outcome


def _applies(
    question: SharedBody, general: list[Truths], view: View, indicator_unknown: bool
) -> Truths | None:
    """All conditions together; None where each holds for every row."""
    own = [condition(view) for condition in question.when]
    if indicator_unknown and question.guard is not None:
        own.insert(question.guard, _guard(question, view))
    own = [*of_plans(general, view), *own]
    if not own:
        return None
    applies = reduce(kernels.conjunction, own)
    return None if applies.state is None and applies.value.all() else applies


def _guard(question: SharedBody, view: View) -> Truths:
    """Return the truth of the condition on the indicator where the indicator is not known: as unknown as that."""
    column = view.frame.columns[view.frame.by]
    state: States = column.cells(view.rows).state  # type: ignore[assignment]  # none of these is known
    return Truths(np.zeros(view.size, dtype=bool), state)


_YES, _NO, _HARD = 0, 1, 1 + NEEDS_EXACT
"""How a row of a truth is told: yes, no, or what is not known by its state and one."""

STATE_CODES = range(1 + _HARD)
_STATES = len(STATE_CODES)


def _state_code(truth: Truths) -> OutcomeCodes:
    told = ~truth.value  # a row not known holds False
    return told.view(np.uint8) if truth.state is None else truth.state + told


@cache
def _required_codes(missing: typed.Missing) -> OutcomeCodes:
    """Return the outcome for each state code of the requirement."""
    return np.array([_of_requirement(holds, missing) for holds in STATE_CODES], dtype=np.uint8)


@cache
def _excepted_codes(missing: typed.Missing) -> OutcomeCodes:
    """Return the table of outcomes by (outcome without exception, state of the exception, of the requirement)."""
    return _by_three(lambda out, excepted, holds: _kept_out(out, excepted, holds, out, missing))


@cache
def _applied_codes(missing: typed.Missing, is_required: bool) -> OutcomeCodes:
    """Return the table of outcomes by (outcome without conditions, state of the conditions, of the requirement)."""
    against = {_YES: _NO, _NO: _YES}
    if_holds = PASS if is_required else None
    return _by_three(
        lambda out, applies, holds: _kept_out(
            out, against.get(applies, applies), holds, if_holds, missing
        )
    )


def _by_three(of: Callable[[int, int, int], int]) -> OutcomeCodes:
    """Return the table that `_looked_up` reads: a code for each outcome and each pair of state codes."""
    made = [
        of(out, one, other) for out in OUTCOME_CODES for one in STATE_CODES for other in STATE_CODES
    ]
    return np.array(made, dtype=np.uint8)


def _looked_up(
    codes: OutcomeCodes, outcome: OutcomeCodes, one: OutcomeCodes, other: OutcomeCodes
) -> OutcomeCodes:
    return codes.take(_STATES * _STATES * outcome + _STATES * one + other)


def _of_requirement(holds: int, missing: typed.Missing) -> int:
    lacked = LACKED if missing == "unknown" else _MISSING[missing]
    return (PASS, FAIL, UNKNOWN, _MISSING[missing], lacked, UNDECIDED)[holds]


def _kept_out(
    outcome: int, keeps_out: int, holds: int, if_holds: int | None, missing: typed.Missing
) -> int:
    """Return the outcome of a row with an exception, or with conditions that are not met.

    Where that is not known and the requirement holds anyway, the outcome is `if_holds`.
    """
    if keeps_out in (_YES, _NO):
        return NOT_APPLICABLE if keeps_out == _YES else outcome
    if outcome == UNDECIDED or (if_holds is not None and holds == _HARD):
        return UNDECIDED
    if if_holds is not None and holds == _YES and keeps_out != _HARD:
        return if_holds
    if keeps_out in (1 + ABSENT, 1 + LACKING):
        unknown = UNKNOWN if keeps_out == 1 + ABSENT else LACKED
        return NOT_APPLICABLE if missing == "not-applicable" else unknown
    return _of_requirement(keeps_out, missing)
