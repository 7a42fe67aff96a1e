"""The operators over columns, as in `engine.compare`. What doubles cannot decide is marked NEEDS_EXACT."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from checker.columns.cells import (
    DIGITS,
    KNOWN,
    MISSING_DIRECTION,
    NEEDS_EXACT,
    UNKNOWN,
    Bools,
    Dimensions,
    Floats,
    Numbers,
    States,
    TargetSets,
    Truths,
    rows_of,
)
from checker.quantity.unit_rows import SHARE
from checker.quantity.units import NUMBER
from checker.semantics.typed import Leaning

Bytes = NDArray[np.uint8]
ROUNDING = 2.0**-51  # of four operations; of one, with room
LIMIT = 10.0**DIGITS
POWERS = tuple(10.0**k for k in range(23))  # each exact
PLAIN = {"add": np.add, "subtract": np.subtract, "multiply": np.multiply}
ORDER: dict[str, Callable[..., Bools]] = {
    "ge": np.greater_equal, "le": np.less_equal, "gt": np.greater, "lt": np.less,
    "eq": np.equal, "ne": np.not_equal,
}  # fmt: skip


# ---- not knowing


def first(left: States | None, right: States | None) -> States | None:
    """Return the state of what needs both: the left's where it is not known, else the right's."""
    if left is None or right is None:
        return right if left is None else left
    return select(left != KNOWN, left, right)


def select(where: Bools, one: Bytes | np.uint8, other: Bytes) -> Bytes:
    """`np.where` of bytes by arithmetic modulo 256, which numpy does several times faster."""
    return other + where * (one - other)


def known(value: Bools, state: States | None) -> Truths:
    """Return a truth whose unknown rows hold False."""
    if state is None or not state.any():
        return Truths(value)
    return Truths(value & (state == KNOWN), state)


def nowhere(state: States) -> Truths:
    """Return a truth that is known in no row: what it is asked of is not looked at."""
    return Truths(np.zeros(len(state), dtype=bool), state)


def set_state(state: States | None, where: Bools, what: int) -> States | None:
    """Return the state with what is still known made something else in some rows."""
    if not where.any():
        return state
    if state is None:
        return np.where(where, np.uint8(what), np.uint8(KNOWN))
    return select(where & (state == KNOWN), np.uint8(what), state)


# ---- logic


def negation(truth: Truths) -> Truths:
    return known(~truth.value, truth.state)


def conjunction(left: Truths, right: Truths) -> Truths:
    """Kleene's and: false as soon as one is; else hard where one is; else the first that is not known."""
    if left.state is None and right.state is None:
        return Truths(left.value & right.value)
    return _kleene(left, right, left.value & right.value, _false(left) | _false(right))


def disjunction(left: Truths, right: Truths) -> Truths:
    """Kleene's or: true as soon as one is; else hard where one is; else the first that is not known."""
    if left.state is None and right.state is None:
        return Truths(left.value | right.value)
    decided = left.value | right.value  # a row not known holds False
    return _kleene(left, right, decided, decided)


def _false(truth: Truths) -> Bools:
    return ~truth.value if truth.state is None else ~truth.value & (truth.state == KNOWN)


def _kleene(left: Truths, right: Truths, value: Bools, decided: Bools) -> Truths:
    state = first(left.state, right.state)
    assert state is not None
    for side in (left.state, right.state):
        if side is not None:
            state = select(side == NEEDS_EXACT, np.uint8(NEEDS_EXACT), state)
    return known(value, state * ~decided)  # KNOWN is 0


# ---- comparisons


OPPOSITE = {"ge": "lt", "lt": "ge", "gt": "le", "le": "gt", "eq": "ne", "ne": "eq"}


def order(
    key: str, left: Numbers, right: Numbers, dimensions: Dimensions, leaning: Leaning = "lenient"
) -> Truths:
    """ge, le, gt, lt, eq, ne. Printed numbers exactly; computed ones as intervals, hard where the error reaches."""
    state = first(left.state, right.state)
    if state is not None and state.all():
        return nowhere(state)
    state = _comparable(left, right, dimensions, state, zero=True)
    exactly = ORDER[key](left.value, right.value)
    if not _any(left.computed) and not _any(right.computed):
        return known(exactly, state)
    computed = np.logical_or(left.computed, right.computed)
    one, other = _as_compared(left), _as_compared(right)
    holds, unsure = _possible(key, one, other)
    doubtful = unsure
    if leaning != "lenient":
        fails, unsure_too = _possible(OPPOSITE[key], one, other)
        if unsure_too is not None:
            doubtful = unsure_too if unsure is None else unsure | unsure_too
    holds = np.where(computed, holds, exactly)
    if doubtful is not None:
        state = set_state(state, doubtful & computed, NEEDS_EXACT)
    if leaning != "lenient":
        either = holds & fails & computed
        if leaning == "open":
            state = set_state(state, either, UNKNOWN)
        holds = holds & ~either
    return known(holds, state)


def _as_compared(number: Numbers) -> Numbers:
    """Return a number with the ends that a comparison looks at; a printed one is itself."""
    if number.low is None or number.high is None:
        return number
    computed = number.computed
    low = np.where(computed, number.low, number.value)
    high = np.where(computed, number.high, number.value)
    return replace(number, low=low, high=high)


def _any(computed: Bools | int) -> bool:
    return bool(computed.any() if isinstance(computed, np.ndarray) else computed)


def _possible(key: str, left: Numbers, right: Numbers) -> tuple[Bools, Bools | None]:
    """Return where some values of both intervals compare so, and where that is too close to say (None: nowhere)."""
    above, below, room = _reach(left, right)
    match key:
        case "ge":
            return above >= 0, _close(room, above)
        case "gt":
            return above > 0, _close(room, above)
        case "le":
            return below >= 0, _close(room, below)
        case "lt":
            return below > 0, _close(room, below)
        case "eq":
            return (above >= 0) & (below >= 0), _close(room, above, below)
        case "ne":
            widest = np.maximum(np.abs(above), np.abs(below))
            return widest > 0, _close(room, widest)
        case other:
            raise ValueError(other)


def _close(room: Floats | None, *reaches: Floats) -> Bools | None:
    """Return the rows in which one of them is less than its error."""
    if room is None:
        return None
    return np.logical_or.reduce([np.abs(reach) < room for reach in reaches])  # type: ignore[no-any-return]  # of truths


def _reach(left: Numbers, right: Numbers) -> tuple[Floats, Floats, Floats | None]:
    """Return how far the left reaches above the lower end of the right and below its upper, and the errors of both.

    In whole units, and exactly (None), where both are decimals or quotients of whole numbers.
    """
    whole = _whole(left, right)
    if whole is not None:
        return whole[0] - whole[1], whole[2] - whole[3], None
    room = _error(left) + _error(right) + np.finfo(float).tiny
    return _high(left) - _low(right), _high(right) - _low(left), room


def _whole(left: Numbers, right: Numbers) -> list[Floats] | None:
    """Higher left and lower right end, higher right and lower left end, in one whole unit; None where not exact."""
    if left.ratio is None and right.ratio is None:
        if left.places is None or right.places is None:
            return None
        scale = 10.0 ** max(left.places, right.places)
        ends = [_high(left), _low(right), _high(right), _low(left)]
        whole = [end if scale == 1.0 else np.rint(end * scale) for end in ends]
        return whole if all(map(_is_exact, whole)) else None
    one, other = _fraction(left), _fraction(right)
    if one is None or other is None:
        return None
    (least, most, under), (low, high, below) = one, other
    top, bottom = most * below, low * under
    whole = [
        top,
        bottom,
        bottom if high is low else high * under,
        top if least is most else least * below,
    ]
    return whole if all(map(_is_exact, whole)) else None  # an exact product of what is exact


def _fraction(number: Numbers) -> tuple[Floats, Floats, Floats | float] | None:
    """Both ends over one denominator, all whole and exact."""
    if number.ratio is not None:
        above, under = number.ratio
        return above, above, under
    if number.places is None:
        return None
    scale = 10.0**number.places
    low = np.rint(_low(number) * scale)
    high = low if number.high is None else np.rint(number.high * scale)
    return (low, high, scale) if _is_exact(low) and _is_exact(high) else None


def _is_exact(whole: Floats) -> bool:
    """Return True if whole doubles are small enough to be told apart, and for one sum or product of their sizes."""
    return bool(np.maximum.reduce(np.abs(whole), axis=None, initial=0.0) < LIMIT)


def near(
    left: Numbers, right: Numbers, tolerance: Numbers | None, dimensions: Dimensions
) -> Truths:
    """Return whether both can be the same number given their rounding and the tolerance."""
    state = first(left.state, right.state)
    if tolerance is not None:
        state = first(state, tolerance.state)
    if state is not None and state.all():
        return nowhere(state)
    state = _comparable(left, right, dimensions, state, zero=False)
    if tolerance is None:
        above, below, unsure = _reach(left, right)
    else:
        share = np.asarray([d is not None and d.tag == SHARE for d in dimensions.known])
        relative = share[tolerance.dimension] & ~share[left.dimension]
        room = np.where(relative, tolerance.value * np.abs(right.value), tolerance.value)
        above = _high(left) + room - _low(right)
        below = _high(right) - _low(left) + room
        unsure = _error(left) + _error(right) + 4 * ROUNDING * np.abs(room)
    close = _close(unsure, above, below)
    holds = (above >= 0) & (below >= 0)
    return known(holds, state if close is None else set_state(state, close, NEEDS_EXACT))


def agree_numbers(left: Numbers, right: Numbers, dimensions: Dimensions) -> Truths:
    """Return whether two printed numbers are one. Of different ones printed equally finely only the reference knows."""
    state = _comparable(left, right, dimensions, first(left.state, right.state), zero=False)
    same = left.value == right.value
    if left.places is None or right.places is None:
        return known(same, set_state(state, np.ones_like(same), NEEDS_EXACT))
    return known(same, set_state(state, ~same, NEEDS_EXACT))


def within(own: TargetSets, upper: TargetSets, dimensions: Dimensions) -> Truths:
    """Return whether each set lies within the other on its worse side; a value on an open bound is let pass."""
    return _target_sets(
        own, upper, dimensions, lambda: own.low >= upper.low, lambda: own.high <= upper.high
    )


def agree(left: TargetSets, right: TargetSets, dimensions: Dimensions) -> Truths:
    """Return whether the worse ends of both sets are the same."""
    return _target_sets(
        left, right, dimensions, lambda: left.low == right.low, lambda: left.high == right.high
    )


def _target_sets(
    left: TargetSets,
    right: TargetSets,
    dimensions: Dimensions,
    low: Callable[[], Bools],
    high: Callable[[], Bools],
) -> Truths:
    """Return the comparison of two sets by their worse ends, given how each end compares."""
    state = first(left.state, right.state)
    if state is not None and state.all():
        return nowhere(state)
    state = _in_one_direction(left, right, _comparable(left, right, dimensions, state, zero=False))
    return known(_by_direction(left, low, high), state)


def _in_one_direction(left: TargetSets, right: TargetSets, state: States | None) -> States | None:
    """Return the state, hard where a direction is missing or both have one and not the same."""
    one, other = left.direction, right.direction
    if isinstance(one, int) and isinstance(other, int):
        if (one == other or 0 in (one, other)) and MISSING_DIRECTION not in (one, other):
            return state
        odd = np.ones(len(left.low), dtype=bool)
    else:
        missing = np.equal(one, MISSING_DIRECTION) | np.equal(other, MISSING_DIRECTION)
        odd = missing | (np.not_equal(one, other) & (np.multiply(one, other) != 0))
    return set_state(state, odd, NEEDS_EXACT)


def _by_direction(
    target_sets: TargetSets, low: Callable[[], Bools], high: Callable[[], Bools]
) -> Bools:
    """Return the comparison of lower ends where higher is better, of upper ends where lower is, else of both."""
    direction = target_sets.direction
    if not isinstance(direction, int):
        if not len(direction) or (direction != direction[0]).any():
            both: Bools = (low() | (direction == 2)) & (high() | (direction == 1))
            return both
        direction = int(direction[0])
    match direction:
        case 1:
            return low()
        case 2:
            return high()
        case _:
            return low() & high()


def _comparable(
    left: Numbers | TargetSets,
    right: Numbers | TargetSets,
    dimensions: Dimensions,
    state: States | None,
    zero: bool,
) -> States | None:
    """Return the state, with what is of different dimensions not known; a printed zero without unit fits any."""
    one, other = left.dimension, right.dimension
    if isinstance(one, int) and isinstance(other, int):
        if dimensions.fit(one, other):
            return state
        wrong = np.ones(len(left.value if isinstance(left, Numbers) else left.low), dtype=bool)
    else:
        wrong = np.not_equal(one, other)
        rows = rows_of(wrong)
        if not len(rows):
            return state
        pairs = [np.broadcast_to(side, len(wrong)).take(rows) for side in (one, other)]
        for pair in sorted(set(zip(*(side.tolist() for side in pairs), strict=True))):
            if dimensions.fit(*pair):
                wrong[rows[(pairs[0] == pair[0]) & (pairs[1] == pair[1])]] = False
    if zero and isinstance(left, Numbers) and isinstance(right, Numbers):
        for side in (left, right):
            bare = np.equal(side.dimension, dimensions.find(NUMBER))
            wrong &= ~((side.value == 0) & bare & np.logical_not(side.computed))
    return set_state(state, wrong, UNKNOWN)


# ---- arithmetic


def minus(number: Numbers) -> Numbers:
    return Numbers(
        -number.value, number.dimension, -_high(number), -_low(number), number.state, True,
        number.places, number.error,
    )  # fmt: skip


def arithmetic(key: str, left: Numbers, right: Numbers, dimensions: Dimensions) -> Numbers:
    """Interval arithmetic: in whole numbers where both sides have decimal places, else with a bound of the error."""
    state = first(left.state, right.state)
    if key in ("add", "subtract"):
        state = _comparable(left, right, dimensions, state, zero=False)
        dimension = left.dimension
    else:
        dimension = _dimension(key, left, right, dimensions)
    if key == "divide":
        return _quotient(left, right, dimension, state)
    if left.places is not None and right.places is not None:
        places = left.places + right.places if key == "multiply" else max(left.places, right.places)
        scales = (left.places, right.places) if key == "multiply" else (places, places)
        whole = [
            [np.rint(end * 10.0**p) if p else end for end in _ends(side)]
            for side, p in zip((left, right), scales, strict=True)
        ]
        if all(_is_exact(end) for ends in whole for end in ends):
            made = _made(key, *whole)
            if places < len(POWERS) and all(_is_exact(end) for end in made):
                value, *ends = (end / POWERS[places] if places else end for end in made)
                low, high = ends or (None, None)
                return Numbers(value, dimension, low, high, state, True, places)
    error, other = _error(left), _error(right)
    grown = error + other
    if key == "multiply":
        grown = _size(left) * other + _size(right) * error + error * other
    return _number(_made(key, _ends(left), _ends(right)), dimension, state, grown)


def _ends(number: Numbers) -> list[Floats]:
    """Return the value and both its ends; the value alone where it is exact."""
    return [number.value, *(end for end in (number.low, number.high) if end is not None)]


def _made(key: str, left: list[Floats], right: list[Floats]) -> list[Floats]:
    """Value, low and high end of a sum, a difference or a product; the value alone where both sides are exact."""
    if len(left) == len(right) == 1:
        return [PLAIN[key](left[0], right[0])]
    value, low, high = left if len(left) > 1 else left * 3
    other, least, most = right if len(right) > 1 else right * 3
    match key:
        case "add":
            return [value + other, low + least, high + most]
        case "subtract":
            return [value - other, low - most, high - least]
        case _:
            ends = [a * b for a in (low, high) for b in (least, most)]
            return [value * other, np.minimum.reduce(ends), np.maximum.reduce(ends)]


def _quotient(
    left: Numbers, right: Numbers, dimension: NDArray[np.int16] | int, state: States | None
) -> Numbers:
    ratio = _ratio(left, right)
    if ratio is not None:
        state = set_state(state, ratio[1] == 0, UNKNOWN)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = (
                left.value / right.value
            )  # three roundings: within the error of a printed number
        return Numbers(value, dimension, state=state, computed=True, places=None, ratio=ratio)
    error, other = _error(left), _error(right)
    spans, smallest = right.value == 0, np.abs(right.value)
    if right.low is not None:
        smallest = np.minimum(np.abs(_low(right)), np.abs(_high(right)))
        spans = (_low(right) <= 0) & (_high(right) >= 0)
    if right.places is None:  # perhaps only because of the error
        state = set_state(state, spans | (smallest <= other), NEEDS_EXACT)
    state = set_state(state, spans, UNKNOWN)
    with np.errstate(divide="ignore", invalid="ignore"):
        made = [left.value / right.value]
        if left.low is not None or right.low is not None:
            ends = [a / b for a in (_low(left), _high(left)) for b in (_low(right), _high(right))]
            made += [np.minimum.reduce(ends), np.maximum.reduce(ends)]
        room = np.maximum(smallest - other, np.finfo(float).tiny)
        grown = (error + _size(left) / smallest * other) / room
        return _number(made, dimension, state, grown)


def _ratio(left: Numbers, right: Numbers) -> tuple[Floats, Floats] | None:
    """Return a quotient of exact decimals as one of whole numbers, none of which is below zero underneath."""
    if left.low is not None or right.low is not None or left.places is None or right.places is None:
        return None
    scale = 10.0 ** max(left.places, right.places)
    above, under = np.rint(left.value * scale), np.rint(right.value * scale)
    sure = _is_exact(above) and _is_exact(under) and not (under < 0).any()
    return (above, under) if sure else None


def _number(
    made: list[Floats], dimension: NDArray[np.int16] | int, state: States | None, error: Floats
) -> Numbers:
    """Return a number of its value and ends, with the error of its making."""
    value, *ends = made
    low, high = ends or (None, None)
    numbers = Numbers(value, dimension, low, high, state, True)
    return replace(numbers, places=None, error=error + ROUNDING * _size(numbers))


def _dimension(
    key: str, left: Numbers, right: Numbers, dimensions: Dimensions
) -> NDArray[np.int16] | int:
    one, other = _single(left.dimension), _single(right.dimension)
    if one is not None and other is not None:
        return _product(key, one, other, dimensions)
    pairs = np.stack(np.broadcast_arrays(left.dimension, right.dimension), axis=1)
    distinct, place = np.unique(pairs, axis=0, return_inverse=True)
    products = [_product(key, int(a), int(b), dimensions) for a, b in distinct]
    return np.asarray(products, dtype=np.int16)[place.reshape(-1)]


def _product(key: str, one: int, other: int, dimensions: Dimensions) -> int:
    left, right = dimensions.known[one], dimensions.known[other]
    if left is None or right is None:
        return 0
    return dimensions.number(left * right if key == "multiply" else left / right)


def _single(dimension: NDArray[np.int16] | int) -> int | None:
    """Return the dimension that all rows share."""
    if isinstance(dimension, int):
        return dimension
    if len(dimension) and (dimension == dimension[0]).all():
        return int(dimension[0])
    return None


def _low(number: Numbers) -> Floats:
    return number.value if number.low is None else number.low


def _high(number: Numbers) -> Floats:
    return number.value if number.high is None else number.high


def _size(number: Numbers) -> Floats:
    if number.low is None:
        return np.abs(number.value)
    return np.maximum(np.abs(_low(number)), np.abs(_high(number)))


def _error(number: Numbers) -> Floats:
    """Return the error of the doubles against the exact values: without another bound, by at most four roundings."""
    return ROUNDING * _size(number) if number.error is None else number.error
