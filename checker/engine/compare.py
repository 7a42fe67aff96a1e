"""Comparisons in three-valued logic. One function a family of operators; rounding never accuses."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from checker.engine.values import Gap, Measure, Number, TargetSet, Trace, Truth, unknown
from checker.findings import Reason
from checker.quantity.reading import Direction
from checker.quantity.sets import Interval, is_equal, is_less
from checker.quantity.unit_rows import SHARE
from checker.quantity.units import NUMBER
from checker.semantics.typed import Leaning


def order(
    key: str,
    left: Number,
    right: Number,
    trace: Trace | None = None,
    leaning: Leaning = "lenient",
) -> Truth:
    """ge, le, gt, lt, eq, ne of two numbers.

    Printed numbers compare exactly. A computed number stands for an interval: where some of its values make the
    comparison hold and some do not, only rounding decides, and it is what `leaning` says. A number printed with 约 or
    左右, or computed from one, decides only where its whole range decides.
    """
    if not (
        left.dimension.compatible(right.dimension)
        or _is_unitless_zero(left)
        or _is_unitless_zero(right)
    ):
        return unknown(
            "dimension", left=left.dimension.name("zh"), right=right.dimension.name("zh")
        )
    if left.about or right.about or left.computed or right.computed:
        left_ends, right_ends = _ends(left), _ends(right)
        holds = _possible(key, left_ends, right_ends)
        if holds == _possible(_OPPOSITE[key], left_ends, right_ends):
            if left.about or right.about:
                return unknown("about", text=(left if left.about else right).text())
            if leaning == "open":
                return unknown("rounding", left=left.text(right.unit), right=right.text(left.unit))
            holds = leaning == "lenient"
    else:
        holds = exact(key, left.value, right.value)
    if not holds and trace is not None:
        trace.gaps.append(_gap(left, right))
    return holds


_OPPOSITE = {"ge": "lt", "lt": "ge", "gt": "le", "le": "gt", "eq": "ne", "ne": "eq"}

Ends: TypeAlias = tuple[Fraction, Fraction]


def _ends(number: Number) -> Ends:
    """Return the ends of what a number stands for in a comparison; a printed one is itself."""
    if number.about or number.computed:
        return number.low, number.high
    return number.value, number.value


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


def _possible(key: str, left: Ends, right: Ends) -> bool:
    (low, high), (least, most) = left, right
    match key:
        case "ge":
            return not is_less(high, least)
        case "le":
            return not is_less(most, low)
        case "gt":
            return is_less(least, high)
        case "lt":
            return is_less(low, most)
        case "eq":
            return not is_less(most, low) and not is_less(high, least)
        case "ne":
            return not (low == high == least == most)
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


Comparison: TypeAlias = Callable[[TargetSet, TargetSet, Trace | None], Truth]


def _in_one_direction(
    left: TargetSet, right: TargetSet, trace: Trace | None, compare: Comparison
) -> Truth | None:
    """Compare two targets once both are read through one direction: that of the one that says it, if but one does.

    Returns None where neither says what is better.
    """
    ways = (left.direction, right.direction)
    if ways[0] == ways[1] != "missing" or "neither" in ways:
        return compare(left, right, trace)
    if "missing" not in ways:
        return unknown("directions-differ", text=left.printed, other=right.printed)
    known = next((way for way in ways if way != "missing"), None)
    return None if known is None else compare(left.directed(known), right.directed(known), trace)


def _in_one_measure(
    left: TargetSet, right: TargetSet, trace: Trace | None, compare: Comparison
) -> Truth:
    """Compare two targets by what both can be measured in: rates, levels, or sums over the same time."""
    for one in (left, *left.others):
        for other in (right, *right.others):
            years = {one.since, other.since} - {None}
            if one.measure == other.measure and len(years) < 2:
                level: Measure = "level"
                return compare(
                    replace(one, measure=level, since=None, others=()),
                    replace(other, measure=level, since=None, others=()),
                    trace,
                )
    return unknown("measures-differ", left=left.printed, right=right.printed)


def within(own: TargetSet, upper: TargetSet, trace: Trace | None = None) -> Truth:
    """Return whether the set lies within the other, read through the direction: only the worse side counts.

    A value exactly on an open bound of the other set is a lost comparator, not a breach. Where 左右 decides,
    the answer is not known; two equal expressions agree whatever 左右 means.
    """
    if own.measure != "level" or upper.measure != "level":
        return _in_one_measure(own, upper, trace, within)
    if not own.dimension.compatible(upper.dimension):
        return unknown("dimension", left=own.dimension.name("zh"), right=upper.dimension.name("zh"))
    if own.strict == upper.strict and own.about == upper.about:
        return True
    truth = _in_one_direction(own, upper, trace, _within)
    if truth is not None:
        return truth
    every: tuple[Direction, ...] = ("higher", "lower", "neither")
    if all(_within(own.directed(way), upper.directed(way), None) is True for way in every):
        return True
    return unknown("direction-missing")


def _within(own: TargetSet, upper: TargetSet, trace: Trace | None) -> Truth:
    if is_other_side(upper):
        if not is_other_side(own):
            return unknown("comparator-against", text=upper.printed)
        own, upper = replace(own, direction="neither"), replace(upper, direction="neither")
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
        case "neither" | "missing":
            (low, low_bound), (high, high_bound) = _low_end(own, upper), _high_end(own, upper)
            return low and high, low_bound or high_bound
        case _:
            assert_never(direction)


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
    if left.measure != "level" or right.measure != "level":
        return _in_one_measure(left, right, trace, agree)
    if not left.dimension.compatible(right.dimension):
        return unknown(
            "dimension", left=left.dimension.name("zh"), right=right.dimension.name("zh")
        )
    truth = _in_one_direction(left, right, trace, _agree)
    if truth is not None:
        return truth
    if (
        left.strict.is_point != right.strict.is_point
    ):  # 2－3名 beside 2: the one may be the worse end of the other
        return unknown("direction-missing")
    return _agree(left, right, trace)


def _agree(left: TargetSet, right: TargetSet, trace: Trace | None) -> Truth:
    one, other = _possible_part(left), _possible_part(right)
    if one == other:
        if left.about != right.about:
            _remark(trace, "unknown-remark-about", left, right)
        return True
    low, high = one.low == other.low, one.high == other.high
    match _counted_side(left, right):
        case "low":
            is_equal = low
        case "high":
            is_equal = high
        case _:
            is_equal = low and high
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


def is_other_side(target: TargetSet) -> bool:
    """Return True if a target says nothing of the worse side: a ceiling where more is better."""
    low, high = target.strict.low, target.strict.high
    match target.direction:
        case "higher":
            return low is None and high is not None
        case "lower":
            return high is None and low is not None
        case "neither" | "missing":
            return False
        case _:
            assert_never(target.direction)


def _counted_side(left: TargetSet, right: TargetSet) -> Literal["low", "high", "both"]:
    """Return the side that the direction makes the worse one; the other where neither target says anything of it."""
    match left.direction:
        case "higher":
            return "high" if left.strict.low is right.strict.low is None else "low"
        case "lower":
            return "low" if left.strict.high is right.strict.high is None else "high"
        case "neither" | "missing":
            return "both"
        case _:
            assert_never(left.direction)


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


def texts(key: str, left: str, right: str) -> bool:
    match key:
        case "eq":
            return left == right
        case "ne":
            return left != right
        case "contains":
            return right in left
        case "matches":
            return glob(left, right)
        case _:
            raise ValueError(key)


def glob(text: str, pattern: str) -> bool:
    """Match with * (any run), ? (one character) and # (one digit), in time linear in text × pattern."""
    t = p = 0
    star, mark = -1, 0
    while t < len(text):
        if p < len(pattern) and pattern[p] == "*":
            star, mark, p = p, t, p + 1
        elif p < len(pattern) and _character(text[t], pattern[p]):
            t, p = t + 1, p + 1
        elif star >= 0:
            mark, t, p = mark + 1, mark + 1, star + 1
        else:
            return False
    return all(c == "*" for c in pattern[p:])


def _character(character: str, wanted: str) -> bool:
    return wanted == "?" or (character.isdecimal() if wanted == "#" else character == wanted)
