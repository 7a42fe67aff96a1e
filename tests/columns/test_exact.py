"""Doubles that are trusted compare as the exact values do; what they cannot tell is marked, never guessed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from checker.columns import kernels
from checker.columns.cells import KNOWN, NEEDS_EXACT, Dimensions, Numbers, nearest
from checker.columns.exact import NotInCellsError, exact
from checker.datatypes.operators import OPERATORS
from checker.engine import compare
from checker.engine.evaluate import arithmetic, base_unit
from checker.engine.values import Number, Unknown
from checker.quantity.units import NUMBER

# Decimals as plans print them, and what units make of them.
DIGITS = st.integers(-(10**16), 10**16)
PLACES = st.integers(0, 12)
FACTORS = st.sampled_from(
    [1, Fraction(1, 24), Fraction(1, 1440), 7, Fraction(2000, 3), Fraction(1, 11), 10**4]
)


@st.composite
def values(draw: st.DrawFn) -> Fraction:
    return Fraction(draw(DIGITS), 10 ** draw(PLACES)) * draw(FACTORS)


@st.composite
def neighbours(draw: st.DrawFn) -> tuple[Fraction, Fraction]:
    """Two values, often the same or one unit of the last place apart."""
    digits, places, factor = draw(DIGITS), draw(PLACES), draw(FACTORS)
    step = draw(st.sampled_from([-1, 0, 1]))
    return Fraction(digits, 10**places) * factor, Fraction(digits + step, 10**places) * factor


@settings(max_examples=1500)
@given(st.one_of(neighbours(), st.tuples(values(), values())))
def test_trusted_doubles_compare_as_the_values_do(pair: tuple[Fraction, Fraction]) -> None:
    one, other = map(nearest, pair)
    assume(one.exact and other.exact)
    assert (one.value < other.value, one.value == other.value) == (
        pair[0] < pair[1],
        pair[0] == pair[1],
    )


@pytest.mark.parametrize(
    ("text", "trusted"),
    [("4.5", True), ("0.0000001", True), ("1234567890123", True), ("9007199254740993", False),
     ("4.4999999999999999999", False), ("1/3", True), ("7/24", True), ("1/1440", True), ("1/11", False),
     ("20000000000000000000000", True)],
)  # fmt: skip
def test_which_doubles_are_trusted(text: str, trusted: bool) -> None:
    assert nearest(Fraction(text)).exact is trusted


@given(values())
@example(Fraction(24143377, 360))  # its double is also that of the decimal 67064.9361111111
def test_an_exact_value_is_read_back_or_refused(value: Fraction) -> None:
    found = nearest(value)
    if found.exact and found.places is not None:
        assert exact(found.value) == value
    else:
        try:
            assert exact(found.value) == value or not found.exact
        except NotInCellsError:
            assert found.places is None or not found.exact


# ---- the kernels against engine.compare


@st.composite
def printed(draw: st.DrawFn) -> Number:
    """A number as printed, with the interval of its rounding; sometimes a computed one."""
    places = draw(st.integers(0, 4))
    value = Fraction(draw(st.integers(-3000, 3000)), 10**places)
    half = draw(st.sampled_from([Fraction(0), Fraction(1, 2 * 10**places)]))
    return Number(
        value, value - half, value + half, NUMBER, base_unit(NUMBER), computed=draw(st.booleans())
    )


def number(value: str, half: str = "0") -> Number:
    """A printed number, and half the unit of its last place."""
    middle, room = Fraction(value), Fraction(half)
    return Number(middle, middle - room, middle + room, NUMBER, base_unit(NUMBER), computed=False)


def column(numbers: list[Number], dimensions: Dimensions) -> Numbers:
    """The numbers as `extract` makes a column of them."""
    ends = [[nearest(end) for end in (n.value, n.low, n.high)] for n in numbers]
    value, low, high = (np.array([e[at].value for e in ends]) for at in range(3))
    places = max((e.places or 0 for row in ends for e in row), default=0)
    how = {n.computed for n in numbers}
    computed = int(how.pop()) if len(how) == 1 else np.array([n.computed for n in numbers], bool)
    return Numbers(value, dimensions.number(NUMBER), low, high, None, computed, places)


PAIRS = st.lists(st.tuples(printed(), printed()), max_size=30)


def assert_agrees(found: kernels.Truth, wanted: list[bool | Unknown]) -> int:
    """Every row that is not marked NEEDS_EXACT says what the reference says; how many are marked."""
    state = (
        np.zeros(len(wanted)) if found.state is None else np.broadcast_to(found.state, len(wanted))
    )
    for at, truth in enumerate(wanted):
        if state[at] != NEEDS_EXACT:
            assert (state[at] != KNOWN) == isinstance(truth, Unknown)
            assert bool(found.value[at]) == (truth is True)
    return int((state == NEEDS_EXACT).sum())


@pytest.mark.parametrize("key", sorted(kernels.ORDER))
@given(pairs=PAIRS)
def test_order(key: str, pairs: list[tuple[Number, Number]]) -> None:
    dimensions = Dimensions()
    left, right = (column([p[at] for p in pairs], dimensions) for at in (0, 1))
    hard = assert_agrees(
        kernels.order(key, left, right, dimensions), [compare.order(key, *p) for p in pairs]
    )
    assert hard == 0, "decimals with places are decided in whole numbers"


@given(pairs=PAIRS, room=st.none() | printed())
def test_near(pairs: list[tuple[Number, Number]], room: Number | None) -> None:
    dimensions = Dimensions()
    left, right = (column([p[at] for p in pairs], dimensions) for at in (0, 1))
    tolerance = None if room is None else column([room] * len(pairs), dimensions)
    found = kernels.near(left, right, tolerance, dimensions)
    hard = assert_agrees(found, [compare.near(*p, room) for p in pairs])
    assert room is not None or hard == 0


@given(pairs=PAIRS)
def test_agreement_of_numbers(pairs: list[tuple[Number, Number]]) -> None:
    dimensions = Dimensions()
    left, right = (column([p[at] for p in pairs], dimensions) for at in (0, 1))
    found = kernels.agree_numbers(left, right, dimensions)
    assert_agrees(found, [compare.agree_numbers(*p) for p in pairs])


@pytest.mark.parametrize("key", ["add", "subtract", "multiply", "divide"])
@pytest.mark.parametrize("compared", ["eq", "lt", "ge"])
@given(pairs=PAIRS, third=printed())
def test_arithmetic_then_order(
    key: str, compared: str, pairs: list[tuple[Number, Number]], third: Number
) -> None:
    dimensions = Dimensions()
    left, right = (column([p[at] for p in pairs], dimensions) for at in (0, 1))
    thirds = column([third] * len(pairs), dimensions)
    found = kernels.order(
        compared, kernels.arithmetic(key, left, right, dimensions), thirds, dimensions
    )
    made = [arithmetic(key, *p) for p in pairs]
    wanted = [m if isinstance(m, Unknown) else compare.order(compared, m, third) for m in made]
    hard = assert_agrees(found, wanted)
    assert key == "divide" or hard == 0


@given(pairs=PAIRS, third=printed(), exact_parts=st.booleans())
@example(pairs=[(number("2510"), number("2000"))], third=number("1.25", "0.005"), exact_parts=True)
@example(pairs=[(number("1"), number("3"))], third=number("0.33", "0.005"), exact_parts=True)
def test_a_quotient_nearly_equals(
    pairs: list[tuple[Number, Number]], third: Number, exact_parts: bool
) -> None:
    """As in 「医护比」 约等于 「护士」 / 「医师」: of whole numbers no row is left open, ties included."""
    dimensions = Dimensions()
    if exact_parts:
        pairs = [(_counted(a), _counted(b)) for a, b in pairs]
    left, right = (column([p[at] for p in pairs], dimensions) for at in (0, 1))
    if exact_parts:
        left, right = replace(left, low=None, high=None), replace(right, low=None, high=None)
    printed_ratio = column([third] * len(pairs), dimensions)
    found = kernels.near(
        printed_ratio, kernels.arithmetic("divide", left, right, dimensions), None, dimensions
    )
    made = [arithmetic("divide", *p) for p in pairs]
    wanted = [m if isinstance(m, Unknown) else compare.near(third, m, None) for m in made]
    hard = assert_agrees(found, wanted)
    assert hard == 0 or not exact_parts


def _counted(number: Number) -> Number:
    """A count: not below zero, and exact."""
    count = abs(number.value)
    return replace(number, value=count, low=count, high=count)


def test_every_operator_has_a_kernel() -> None:
    """One table of operators: each is known to the kernels by its family."""
    families = {
        "logic",
        "order",
        "equality",
        "approximate",
        "strictness",
        "agreement",
        "text",
        "arithmetic",
    }
    assert {o.family for o in OPERATORS.values()} == families
    assert {
        o.key for o in OPERATORS.values() if o.family in ("order", "equality")
    } == kernels.ORDER.keys()
