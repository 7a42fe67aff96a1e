"""Comparisons in three-valued logic. One function a family of operators; rounding never accuses."""

from __future__ import annotations

from fractions import Fraction

from checker.engine.values import Gap, Number, TargetSet, Trace, Truth, unknown
from checker.findings import Reason
from checker.quantity.reading import Direction
from checker.quantity.sets import Interval, is_equal, is_less
from checker.quantity.units import NUMBER, SHARE


def order(key: str, left: Number, right: Number, trace: Trace | None = None) -> Truth:
    """ge, le, gt, lt, eq, ne of two numbers.

    Printed numbers compare exactly. A computed number stands for an interval: the comparison holds when some
    value in it makes it hold, so that rounding alone is never a fault. A number printed with 约 or 左右 decides
    only where its whole range decides.
    """
    if not (
        left.dimension.compatible(right.dimension)
        or _is_unitless_zero(left)
        or _is_unitless_zero(right)
    ):
        return unknown(
            "dimension", left=left.dimension.name("zh"), right=right.dimension.name("zh")
        )
    if left.about or right.about:
        results = {exact(key, a, b) for a in (left.low, left.high) for b in (right.low, right.high)}
        return (
            results.pop()
            if len(results) == 1
            else unknown("about", text=(left if left.about else right).text())
        )
    computed = left.computed or right.computed
    holds = _possible(key, left, right) if computed else exact(key, left.value, right.value)
    if not holds and trace is not None:
        trace.gaps.append(_gap(left, right))
    return holds


def _is_unitless_zero(number: Number) -> bool:
    """Return a zero written without a unit."""
    return number.value == 0 and number.dimension == NUMBER and not number.computed


def exact(key: str, a: Fraction | int, b: Fraction | int) -> bool:
    match key:
        case "ge":
            return not is_less(a, b)
        case "le":
            return not is_less(b, a)
        case "gt":
            return is_less(b, a)
        case "lt":
            return is_less(a, b)
        case "eq":
            return is_equal(a, b)
        case "ne":
            return not is_equal(a, b)
        case _:
            raise ValueError(key)


def _possible(key: str, left: Number, right: Number) -> bool:
    match key:
        case "ge":
            return not is_less(left.high, right.low)
        case "le":
            return not is_less(right.high, left.low)
        case "gt":
            return is_less(right.low, left.high)
        case "lt":
            return is_less(left.low, right.high)
        case "eq":
            return not is_less(right.high, left.low) and not is_less(left.high, right.low)
        case "ne":
            return not (left.low == left.high == right.low == right.high)
        case _:
            raise ValueError(key)


def _gap(left: Number, right: Number, room: Fraction = Fraction(0)) -> Gap:
    nominal = abs(left.value - right.value)
    after_rounding = max(right.low - left.high, left.low - right.high) - room
    rounded = left.computed or right.computed or room or left.about or right.about
    unit = left.unit if right.computed and not left.computed else right.unit
    return Gap(nominal, after_rounding if rounded and after_rounding > 0 else nominal, unit)


def near(
    left: Number, right: Number, tolerance: Number | None, trace: Trace | None = None
) -> Truth:
    """Return whether two numbers can be the same given how they were rounded, and the tolerance.

    A tolerance in % on anything but a share is relative to the right side; any other is a difference.
    """
    if not left.dimension.compatible(right.dimension):
        return unknown(
            "dimension", left=left.dimension.name("zh"), right=right.dimension.name("zh")
        )
    room = Fraction(0)
    if tolerance is not None:
        relative = tolerance.dimension.tag == SHARE and left.dimension.tag != SHARE
        room = tolerance.value * abs(right.value) if relative else tolerance.value
    holds = not is_less(right.high, left.low - room) and not is_less(left.high + room, right.low)
    if not holds and trace is not None:
        trace.gaps.append(_gap(left, right, room))
    return holds


def within(own: TargetSet, upper: TargetSet, trace: Trace | None = None) -> Truth:
    """Return whether the set lies within the other, read through the direction: only the worse side counts.

    A value exactly on an open bound of the other set is a lost comparator, not a breach. Where 左右 decides,
    the answer is not known; two equal expressions agree whatever 左右 means.
    """
    if not own.dimension.compatible(upper.dimension):
        return unknown("dimension", left=own.dimension.name("zh"), right=upper.dimension.name("zh"))
    if own.strict == upper.strict and own.about == upper.about:
        return True
    surely, on_bound = _lies_within(own.lenient, upper.strict, own.direction)
    if surely:
        if on_bound and trace is not None:
            trace.remarks.append(
                Reason("unknown-remark-on-bound", {"text": own.printed, "other": upper.printed})
            )
        return True
    perhaps, _ = _lies_within(own.strict, upper.lenient, own.direction)
    if perhaps:
        return unknown("about", text=own.printed if own.about else upper.printed)
    if trace is not None:
        gap = _distance(own.strict, upper.strict, own.direction)
        trace.gaps.append(Gap(gap, gap, upper.unit))
    return False


def lies_inside(number: Number, target_set: TargetSet) -> bool:
    """Return True if a printed number lies strictly between the ends of a set: a fast special case of `within`."""
    strict, value = target_set.strict, number.value
    return (
        strict is target_set.lenient
        and not number.about
        and number.dimension.compatible(target_set.dimension)
        and (strict.low is None or is_less(strict.low, value))
        and (strict.high is None or is_less(value, strict.high))
    )


def _lies_within(own: Interval, upper: Interval, direction: Direction) -> tuple[bool, bool]:
    """Within on the worse side(s); and whether only because a value on the bound is let pass."""
    match direction:
        case "higher":
            return _low_end(own, upper)
        case "lower":
            return _high_end(own, upper)
        case "neither":
            (low, low_bound), (high, high_bound) = _low_end(own, upper), _high_end(own, upper)
            return low and high, low_bound or high_bound


def _low_end(own: Interval, upper: Interval) -> tuple[bool, bool]:
    if upper.low is None or own.low is None:
        return upper.low is None, False
    if is_equal(own.low, upper.low):
        return True, upper.low_open and not own.low_open
    return is_less(upper.low, own.low), False


def _high_end(own: Interval, upper: Interval) -> tuple[bool, bool]:
    if upper.high is None or own.high is None:
        return upper.high is None, False
    if is_equal(own.high, upper.high):
        return True, upper.high_open and not own.high_open
    return is_less(own.high, upper.high), False


def _distance(own: Interval, upper: Interval, direction: Direction) -> Fraction:
    low = upper.low - own.low if upper.low is not None and own.low is not None else Fraction(0)
    high = own.high - upper.high if upper.high is not None and own.high is not None else Fraction(0)
    return (
        max(low, high, Fraction(0))
        if direction == "neither"
        else low
        if direction == "higher"
        else high
    )


def agree(left: TargetSet, right: TargetSet, trace: Trace | None = None) -> Truth:
    """Return whether two targets for the same thing say the same.

    They do where the end that the direction makes the worse one is the same: ＞80 and 80以上 differ in a lost
    comparator, 2－3名 and 2 in what lies beyond the promise. Both leave a remark.
    """
    if not left.dimension.compatible(right.dimension):
        return unknown(
            "dimension", left=left.dimension.name("zh"), right=right.dimension.name("zh")
        )
    one, other = _possible_part(left), _possible_part(right)
    if one == other:
        if left.about != right.about:
            _remark(trace, "unknown-remark-about", left, right)
        return True
    low, high = one.low == other.low, one.high == other.high
    is_equal = {"higher": low, "lower": high, "neither": low and high}[left.direction]
    if is_equal:
        _remark(
            trace,
            "unknown-remark-on-bound" if low and high else "unknown-remark-other-end",
            left,
            right,
        )
    elif trace is not None:
        ends = ((one.low, other.low), (one.high, other.high))
        gap = max(
            (abs(a - b) for a, b in ends if a is not None and b is not None), default=Fraction(0)
        )
        trace.gaps.append(Gap(gap, gap, left.unit))
    return is_equal


def _possible_part(target_set: TargetSet) -> Interval:
    inside = (
        target_set.strict.intersect(target_set.limits)
        if target_set.limits is not None
        else target_set.strict
    )
    return inside if inside is not None else target_set.strict


def _remark(trace: Trace | None, code: str, left: TargetSet, right: TargetSet) -> None:
    if trace is not None:
        trace.remarks.append(Reason(code, {"text": left.printed, "other": right.printed}))


def agree_numbers(left: Number, right: Number, trace: Trace | None = None) -> Truth:
    """Return whether two printed numbers are one, the finer rounded as the coarser is printed."""
    if not left.dimension.compatible(right.dimension):
        return unknown(
            "dimension", left=left.dimension.name("zh"), right=right.dimension.name("zh")
        )
    coarse, fine = (
        (left, right) if left.high - left.low >= right.high - right.low else (right, left)
    )
    holds = left.value == right.value or (
        (coarse.high - coarse.low) > (fine.high - fine.low)
        and coarse.low <= fine.value <= coarse.high
    )
    if not holds and trace is not None:
        gap = abs(left.value - right.value)
        trace.gaps.append(Gap(gap, gap, left.unit))
    return holds
