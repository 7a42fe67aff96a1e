"""Columns of values: what is known, what is not, and what arrays cannot decide. Exact where it says so."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from checker.quantity.units import Dimension
from checker.source import Record, cached_property

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
States: TypeAlias = NDArray[np.uint8]
Ints: TypeAlias = NDArray[np.int32]
RowNumbers: TypeAlias = NDArray[np.int64]
RowIndex: TypeAlias = slice | NDArray[np.integer[Any]]

KNOWN, UNKNOWN, ABSENT, LACKING, NEEDS_EXACT = 0, 1, 2, 3, 4
"""The state of a cell: a value; none; none because the thing is not there, or not in the reviewer's material; one that
only the reference can judge."""

MISSING_DIRECTION = 3
"""The direction of a target of which nothing says what is better."""

MIN_ROWS_PER_DIRECTION = 64
"""Fewer rows than this for each direction, on average, are not worth telling apart."""

MAX_LISTED_SHARE = 0.4
"""Rows without a plain value are listed up to this share of all; beyond it their states take less room."""

BIT_SCAN_MIN_ROWS = 1 << 18
"""From how many rows on it is looked at eight of them at a time."""

DIGITS = 15
"""A decimal of this many digits or fewer is told from every other such by its nearest double (IEEE 754, DBL_DIG)."""

DENOMINATOR_FACTOR = 63
"""What makes decimals of the values that units bring which are none: hours and minutes in days, weeks, 亩 in m²."""

_SURELY_SHORT = 10**DIGITS // DENOMINATOR_FACTOR

_POWERS = tuple(10**k for k in range(23))  # beyond 10**22 the power itself is no double


_FIRST_BIT = np.array([0, *((b & -b).bit_length() - 1 for b in range(1, 256))], dtype=np.int64)
_OTHER_BITS = np.array([b & (b - 1) for b in range(256)], dtype=np.uint8)
NO_ROWS: RowNumbers = np.empty(0, dtype=np.int64)
_NO_RANKS = np.empty(0, dtype=np.int16)


def rows_of(mask: Bools) -> RowNumbers:
    """Return the rows of which something is true, in order.

    numpy looks at them one by one. Of many rows of which it is true for few, it is quicker to look at eight at a time,
    then at the first of each eight, at the second …
    """
    if len(mask) < BIT_SCAN_MIN_ROWS:
        return mask.nonzero()[0]
    eights = np.packbits(mask, bitorder="little")
    at = (eights != 0).nonzero()[0]
    if 2 * len(at) > len(eights):
        return mask.nonzero()[0]
    bits = eights.take(at)
    at *= 8
    parts: list[RowNumbers] = []
    while len(at):
        parts.append(at + _FIRST_BIT.take(bits))
        bits = _OTHER_BITS.take(bits)
        more = (bits != 0).nonzero()[0]
        at, bits = at.take(more), bits.take(more)
    return in_order(parts)


def in_order(places: list[RowNumbers]) -> RowNumbers:
    """Return the rows of sorted lists, none of which is in two of them."""
    some = [rows for rows in places if len(rows)]
    if len(some) < 2:
        return some[0] if some else NO_ROWS
    rows = np.concatenate(some)
    rows.sort(kind="stable")  # finds the sorted runs, and merges them
    return rows


def odd_rows(state: States) -> RowNumbers:
    """Return the rows that are not known; numpy finds what is true ten times faster than what is not zero."""
    return rows_of(state != KNOWN)


class Double(NamedTuple):
    """The double nearest to an exact value; `exact`: comparing such doubles compares the values.

    `places`: how many decimal places the value has; None where it is no such decimal.
    """

    value: float
    exact: bool
    places: int | None


def nearest(value: Fraction) -> Double:
    """Return the double nearest to a value."""
    return nearest_to(*value.as_integer_ratio())


def nearest_to(above: int, below: int) -> Double:
    """Return the double nearest to a quotient of whole numbers in lowest terms.

    Rounding to nearest keeps order. Two different decimals of at most 15 digits differ by more than 10⁻¹⁵ of their
    size, and so do they divided by one number; doubles are closer together than that, so that both have different
    ones. Hence equality and order of the doubles are those of the values, for every value that times
    `DENOMINATOR_FACTOR` is such a decimal. Any other (1/11, more digits) is not to be trusted.
    """
    scale = _decimal_scale(below)
    if scale is not None and abs(above) * scale[0] < _SURELY_SHORT:  # as nearly all are
        return Double(above / below, True, scale[1])
    common = gcd(DENOMINATOR_FACTOR, below)
    digits, _ = _decimal(above * (DENOMINATOR_FACTOR // common), below // common)
    whole, places = _decimal(above, below)
    exact = digits is not None and _is_short(digits)
    return Double(_quotient(above, below), exact, places if whole is not None else None)


@lru_cache(maxsize=1 << 10)
def _decimal_scale(below: int) -> tuple[int, int] | None:
    """Return the factor that makes decimals of this denominator whole, and their places; None where there is none."""
    return next(((p // below, at) for at, p in enumerate(_POWERS) if p % below == 0), None)


def _decimal(above: int, below: int) -> tuple[int | None, int]:
    """Return a decimal, given in lowest terms, as its digits and its places; None and 0 where it is no decimal."""
    for places, power in enumerate(_POWERS):
        if power % below == 0:
            return abs(above) * (power // below), places
    return None, 0


def _quotient(above: int, below: int) -> float:
    try:
        return above / below  # Python's division of integers rounds correctly
    except OverflowError:
        return float("inf") if above > 0 else float("-inf")


def _is_short(digits: int) -> bool:
    """Return True if a whole number has at most fifteen digits before its trailing zeros."""
    while digits % 10 == 0 and digits >= 10**DIGITS:
        digits //= 10
    return bool(digits < 10**DIGITS)


class Dimensions(Struct):
    """Dimensions by number, and which may be compared. Number 0 stands for a cell without a value."""

    known: list[Dimension | None] = field(default_factory=lambda: [None])
    _numbers: dict[Dimension, int] = field(default_factory=dict)

    def number(self, dimension: Dimension) -> int:
        number = self._numbers.get(dimension)
        if number is None:
            number = self._numbers[dimension] = len(self.known)
            self.known.append(dimension)
        return number

    def find(self, dimension: Dimension) -> int:
        """Return the number of a dimension; -1 when no cell has it."""
        return self._numbers.get(dimension, -1)

    def fit(self, one: int, other: int) -> bool:
        """Return True if cells of the two may be compared."""
        left, right = self.known[one], self.known[other]
        return left is None or right is None or left.compatible(right)


class Truths(Record):
    """Yes or no for each row; `state` None where every row is known. A row not known holds False."""

    value: Bools
    state: States | None = None


class Numbers(Record):
    """Exact values in base units, with the ends of what their digits stand for.

    `places`: all three are decimals with at most so many places, each the nearest double, so that sums and products
    can be made in whole numbers and comparisons are exact. Where there is no such number (after a division), `error`
    bounds how far the doubles may be from the exact values; None: no further than after four roundings. `ratio`: the
    value is exactly the quotient of these whole numbers, the second not below zero.
    """

    value: Floats
    dimension: NDArray[np.int16] | int
    low: Floats | None = None
    high: Floats | None = None
    state: States | None = None
    computed: Bools | int = False
    places: int | None = 0
    error: Floats | None = None
    ratio: tuple[Floats, Floats] | None = None


class TargetSets(Record):
    """Targets as intervals in base units, unbounded ends infinite.

    `direction`: 1 higher, 2 lower, 0 neither, 3 missing.

    `part` gives the ends called low and high, and the rest; often only one end counts, and of a target that is not
    known none: only what is asked for is taken.
    """

    part: Callable[[str], Any]
    state: States | None = None

    @property
    def low(self) -> Floats:
        return self.part("low")  # type: ignore[no-any-return]

    @property
    def high(self) -> Floats:
        return self.part("high")  # type: ignore[no-any-return]

    @property
    def dimension(self) -> NDArray[np.int16] | int:
        return self.part("dimension")  # type: ignore[no-any-return]

    @property
    def direction(self) -> NDArray[np.int8] | int:
        return self.part("direction")  # type: ignore[no-any-return]


class Codes(Record):
    """Texts or members of an enumeration by their number in a dictionary."""

    code: Ints
    dictionary: Dictionary
    state: States | None = None


class Years(Record):
    value: Ints
    state: States | None = None


# A constant is a single number where a column is an array: numpy takes either.
Cells = Truths | Numbers | TargetSets | Codes | Years


class Dictionary(Struct):
    """Distinct texts or choices, numbered as they are met."""

    values: list[object] = field(default_factory=list)
    _numbers: dict[object, int] = field(default_factory=dict)
    _ranks: tuple[NDArray[np.int16], NDArray[np.int16]] = (_NO_RANKS, _NO_RANKS)

    def number(self, value: object) -> int:
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self.values)
            self.values.append(value)
        return number

    def numbers(self, values: Sequence[object]) -> Ints:
        """Return the number of each value; a value not met before gets the next number."""
        for value in dict.fromkeys(values):
            self.number(value)
        return np.fromiter(map(self._numbers.__getitem__, values), np.int32, len(values))

    @property
    def ranks(self) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """The rank of each choice, and the number of its enumeration. Made once: a dictionary grows, never changes."""
        if len(self._ranks[0]) != len(self.values):
            ranked = [(getattr(v, "rank", 0), getattr(v, "enumeration", "")) for v in self.values]
            names = list(dict.fromkeys(name for _, name in ranked))
            pairs = [(rank, names.index(name)) for rank, name in ranked]
            rank, of = np.array(pairs, dtype=np.int16).reshape(-1, 2).T
            self._ranks = rank, of
        return self._ranks

    def find(self, value: object) -> int:
        """Return the number of a value; -1 when no cell has it."""
        return self._numbers.get(value, -1)


class Column(Struct, dict=True):
    """One leaf of rules for every row of a frame: parts of one length, named as in the cells they become.

    A part that would be the same in every row is a single number. `index`: where the ends of numbers lie by row of the
    frame, where many rows share few values (those of the plans above). `places`: see `Numbers`.
    """

    kind: str  # number, target_set, code, year, truth
    parts: Mapping[str, NDArray[np.generic] | int]
    dictionary: Dictionary | None = None
    index: NDArray[np.intp] | None = None
    places: int | None = None

    @property
    def state(self) -> States | None:
        """The state of each row; None where all have a plain value."""
        state = self.parts.get("state")
        return state if isinstance(state, np.ndarray) else None  # type: ignore[return-value]  # of bytes

    @cached_property
    def odd(self) -> RowNumbers | None:
        """The rows without a plain value, in order; None where they are too many to be listed."""
        if self.state is None:
            return NO_ROWS
        many = np.count_nonzero(self.state) > MAX_LISTED_SHARE * len(self.state)
        return None if many else odd_rows(self.state)

    @cached_property
    def width(self) -> int:
        """Bytes of a row in its widest part."""
        return max(
            (p.itemsize for p in self.parts.values() if isinstance(p, np.ndarray)), default=1
        )

    @cached_property
    def breaks(self) -> list[int]:
        """The rows of another direction than the row before; none where they change all the time."""
        part = self.parts.get("direction")
        if not isinstance(part, np.ndarray):
            return []
        breaks: list[int] = (rows_of(part[1:] != part[:-1]) + 1).tolist()
        return breaks if len(part) > MIN_ROWS_PER_DIRECTION * len(breaks) else []

    def _is_alike(self, first: int, last: int) -> bool:
        """Return True if the rows from first to last are known to have one direction."""
        if first >= last or not self.breaks:
            return False
        return bisect_right(self.breaks, first) == bisect_left(self.breaks, last)

    def cells(self, rows: RowIndex, plain: bool = False) -> Cells:
        """Return the cells of some rows. `plain`: as if all were known; for rows of which that is so."""
        alike = isinstance(rows, slice) and self._is_alike(rows.start, rows.stop)

        def part(name: str) -> Any:
            values = self.parts.get(name)
            if values is None or isinstance(values, int):
                return values
            if alike and name == "direction":
                return int(values[rows][0])
            if self.index is not None and values.dtype == np.float64:
                return values.take(self.index[rows])
            return values[rows] if isinstance(rows, slice) else values.take(rows)

        state = None if plain else part("state")
        match self.kind:
            case "number":
                computed = part("computed")
                return Numbers(
                    part("value"),
                    part("dimension"),
                    part("low"),
                    part("high"),
                    state,
                    0 if computed is None else computed,
                    self.places,
                )
            case "target_set":
                return TargetSets(part, state)
            case "code":
                assert self.dictionary is not None
                return Codes(part("code"), self.dictionary, state)
            case "year":
                return Years(part("value"), state)
            case "truth":
                return Truths(part("value"), state)
            case other:
                raise ValueError(other)
