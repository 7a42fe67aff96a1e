"""Sets of exact values and numbers as printed. Knows no units: a unit stands beside the set."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from msgspec.structs import force_setattr

from checker.source import Record

Exact: TypeAlias = Fraction | int


def format_exact(value: Fraction) -> str:
    """Write 66.816 where there is a finite decimal, 2000/3 where there is none."""
    rest = value.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest //= 2
        twos += 1
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def is_less(left: Exact, right: Exact) -> bool:
    """Return left < right, in a third of the time in which a Fraction finds out what it is compared with."""
    (above, below), (over, under) = left.as_integer_ratio(), right.as_integer_ratio()
    return above * under < over * below


def is_equal(left: Exact, right: Exact) -> bool:
    """Return left == right, likewise."""
    return left is right or left.as_integer_ratio() == right.as_integer_ratio()


def _fraction(value: Exact) -> Fraction:
    return value if type(value) is Fraction else Fraction(value)


class Interval(Record, array_like=True):
    """A non-empty interval; None is an end without bound, and such an end is always open."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        low, high = self.low, self.high
        if low is None and not self.low_open:
            force_setattr(self, "low_open", True)
        if high is None and not self.high_open:
            force_setattr(self, "high_open", True)
        if low is None or high is None or (low is not high and is_less(low, high)):
            return
        if self.low_open or self.high_open or (low is not high and is_less(high, low)):
            raise ValueError(f"empty interval: {low} to {high}")

    @classmethod
    def point(cls, value: Exact) -> Interval:
        value = _fraction(value)
        return cls(value, value)

    @classmethod
    def at_least(cls, value: Exact) -> Interval:
        return cls(_fraction(value), None)

    @classmethod
    def more_than(cls, value: Exact) -> Interval:
        return cls(_fraction(value), None, low_open=True)

    @classmethod
    def at_most(cls, value: Exact) -> Interval:
        return cls(None, _fraction(value))

    @classmethod
    def less_than(cls, value: Exact) -> Interval:
        return cls(None, _fraction(value), high_open=True)

    @classmethod
    def between(
        cls, low: Exact, high: Exact, low_open: bool = False, high_open: bool = False
    ) -> Interval:
        return cls(_fraction(low), _fraction(high), low_open, high_open)

    @classmethod
    def everything(cls) -> Interval:
        return cls(None, None)

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.high is not None and is_equal(self.low, self.high)

    def contains(self, value: Exact) -> bool:
        """Return True if the value lies in the set."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = (
            self.high is None or value < self.high or (value == self.high and not self.high_open)
        )
        return above and below

    def within(self, other: Interval) -> bool:
        """Return True if every value of this set lies in the other: `不宽于`."""
        return _starts_no_earlier(self, other) and _ends_no_later(self, other)

    def disjoint(self, other: Interval) -> bool:
        """Return True if the two sets share no value."""
        return _all_below(self, other) or _all_below(other, self)

    def overlaps(self, other: Interval) -> bool:
        """Return True if the two sets share a value."""
        return not self.disjoint(other)

    def intersect(self, other: Interval) -> Interval | None:
        """Give the values both sets hold, or None where there are none."""
        if self.disjoint(other):
            return None
        low = self if _starts_no_earlier(self, other) else other
        high = self if _ends_no_later(self, other) else other
        return Interval(low.low, high.high, low.low_open, high.high_open)

    def distance(self, other: Interval) -> Fraction:
        """Give the gap between the sets; 0 where they overlap or only touch."""
        gaps = [Fraction(0)]
        if self.high is not None and other.low is not None:
            gaps.append(other.low - self.high)
        if other.high is not None and self.low is not None:
            gaps.append(self.low - other.high)
        return max(gaps)

    def scaled(self, factor: Exact) -> Interval:
        """Multiply every value: a change of unit, or of sign when the factor is negative."""
        if factor == 1:
            return self
        if factor == 0:
            return Interval.point(0)
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor > 0:
            return Interval(low, high, self.low_open, self.high_open)
        return Interval(high, low, self.high_open, self.low_open)

    def shifted(self, amount: Exact) -> Interval:
        """Add the amount to every value."""
        low = None if self.low is None else self.low + amount
        high = None if self.high is None else self.high + amount
        return Interval(low, high, self.low_open, self.high_open)

    def inverted(self) -> Interval | None:
        """Give the set of 1/x for a set of positive values, None for any other."""
        if self.low is None or self.low < 0 or (self.low == 0 and not self.low_open):
            return None
        low = None if self.high is None else 1 / self.high
        high = None if self.low == 0 else 1 / self.low
        if low is None:
            return Interval(Fraction(0), high, True, self.low_open)
        return Interval(low, high, self.high_open, self.low_open)

    def text(self) -> str:
        """Write the set as reports print it: 77, ≥77, ＜18, [15, 20), 任意值."""
        match self.low, self.high:
            case None, None:
                return "任意值"
            case low, None if low is not None:
                return ("＞" if self.low_open else "≥") + format_exact(low)
            case None, high if high is not None:
                return ("＜" if self.high_open else "≤") + format_exact(high)
            case low, high if low is not None and high is not None:
                if low == high:
                    return format_exact(low)
                left, right = "(" if self.low_open else "[", ")" if self.high_open else "]"
                return f"{left}{format_exact(low)}, {format_exact(high)}{right}"
        raise AssertionError("an interval has two ends")


def _starts_no_earlier(inner: Interval, outer: Interval) -> bool:
    if outer.low is None:
        return True
    if inner.low is None:
        return False
    if is_equal(inner.low, outer.low):
        return inner.low_open or not outer.low_open
    return is_less(outer.low, inner.low)


def _ends_no_later(inner: Interval, outer: Interval) -> bool:
    if outer.high is None:
        return True
    if inner.high is None:
        return False
    if is_equal(inner.high, outer.high):
        return inner.high_open or not outer.high_open
    return is_less(inner.high, outer.high)


def _all_below(left: Interval, right: Interval) -> bool:
    if left.high is None or right.low is None:
        return False
    if is_equal(left.high, right.low):
        return left.high_open or right.low_open
    return is_less(left.high, right.low)


@lru_cache(maxsize=256)
def _half(decimals: int) -> Fraction:
    """Half of what the last of so many places stands for."""
    return Fraction(10) ** -decimals / 2


class PrintedNumber(Record):
    """A number as printed, in the unit printed beside it.

    `decimals` counts the printed places; it is negative where 万 follows the digits (1.05万: -2).
    `more`: 多 or 余 follows, and the value lies above what is printed, by less than its last place.
    """

    value: Fraction
    decimals: int
    exact: bool = False
    more: bool = False

    def scaled(self, zeros: int) -> PrintedNumber:
        """Carry 万 or 亿 into the number: its last printed digit moves with it."""
        if zeros == 0:
            return self
        return PrintedNumber(
            self.value * Fraction(10) ** zeros, self.decimals - zeros, self.exact, self.more
        )

    def scaled_ends(self, factor: Fraction) -> tuple[Fraction, Fraction, Fraction]:
        """Give the value and the two ends of its rounding interval, all times a positive factor."""
        over, under = factor.as_integer_ratio()
        value = self.value if over == under else self.value * factor
        if self.exact and not self.more:
            return value, value, value
        above, below = self.value.as_integer_ratio()
        zeros, places = 10 ** max(-self.decimals, 0), 10 ** max(self.decimals, 0)
        # In half units of the last printed place: whole numbers, which are fast.
        half, parts = below * zeros, 2 * below * places
        middle = 2 * above * places
        low, high = (middle, middle + 2 * half) if self.more else (middle - half, middle + half)
        return value, Fraction(low * over, parts * under), Fraction(high * over, parts * under)

    def rounding_interval(self) -> Interval:
        """Give what rounds to this number: 2.31 stands for [2.305, 2.315), a count for itself."""
        if self.more:
            return Interval(self.value, self.value + Fraction(10) ** -self.decimals, False, True)
        if self.exact:
            return Interval.point(self.value)
        half = _half(self.decimals)
        return Interval(self.value - half, self.value + half, False, True)
