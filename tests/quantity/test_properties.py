"""What must hold for every set, number, unit and text."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from checker.quantity.numerals import CHARACTERS, read_numeral
from checker.quantity.read import read
from checker.quantity.reading import SetReading, UnreadReading
from checker.quantity.reason_texts import REASONS
from checker.quantity.resolve import ResolvedTarget, resolve
from checker.quantity.sets import Interval, PrintedNumber, format_exact, is_less
from checker.quantity.units import NUMBER, find_unit, unit_table
from tests.quantity.notation import notation

VALUES = st.integers(-6, 6).map(lambda n: Fraction(n, 2))
ENDS = st.tuples(st.none() | VALUES, st.none() | VALUES, st.booleans(), st.booleans())


def _interval(ends: tuple[Fraction | None, Fraction | None, bool, bool]) -> Interval | None:
    try:
        return Interval(*ends)
    except ValueError:
        return None


INTERVALS = ENDS.map(_interval).filter(lambda found: found is not None)
SAMPLES = [Fraction(n, 4) for n in range(-16, 17)]


@given(st.fractions(), st.fractions() | st.integers())
def test_less_is_what_python_says(one: Fraction, other: Fraction | int) -> None:
    assert is_less(one, other) == (one < other)
    assert is_less(other, one) == (other < one)
    assert not is_less(one, one)


@given(INTERVALS, INTERVALS, INTERVALS)
def test_within_is_a_partial_order(a: Interval, b: Interval, c: Interval) -> None:
    assert a.within(a)
    assert not (a.within(b) and b.within(c)) or a.within(c)
    assert not (a.within(b) and b.within(a)) or a == b


@given(INTERVALS, INTERVALS)
def test_sets_say_what_their_values_say(a: Interval, b: Interval) -> None:
    ins, outs = {v for v in SAMPLES if a.contains(v)}, {v for v in SAMPLES if b.contains(v)}
    unbounded = (a.low is None and b.low is not None) or (a.high is None and b.high is not None)
    assert a.within(b) == (ins <= outs and not unbounded)
    assert a.disjoint(b) == (not ins & outs)
    assert a.overlaps(b) != a.disjoint(b)
    meet = a.intersect(b)
    assert (meet is None) == a.disjoint(b)
    assert meet is None or {v for v in SAMPLES if meet.contains(v)} == ins & outs
    assert a.disjoint(b) == b.disjoint(a)
    assert a.distance(b) == b.distance(a)
    assert a.distance(b) == 0 or a.disjoint(b)


@given(INTERVALS, VALUES.filter(bool), VALUES)
def test_scaling_and_shifting_carry_every_value(
    a: Interval, factor: Fraction, amount: Fraction
) -> None:
    for value in SAMPLES:
        assert a.contains(value) == a.scaled(factor).contains(value * factor)
        assert a.contains(value) == a.shifted(amount).contains(value + amount)


@given(VALUES, VALUES)
def test_constructors(low: Fraction, high: Fraction) -> None:
    assert Interval.at_least(low).contains(low)
    assert not Interval.more_than(low).contains(low)
    assert Interval.more_than(low).within(Interval.at_least(low))
    assert not Interval.at_least(low).within(Interval.more_than(low))
    assert Interval.point(low).is_point
    if low < high:
        assert Interval.between(low, high).intersect(Interval.at_most(low)) == Interval.point(low)


@given(st.integers(-(10**9), 10**9), st.integers(-8, 6))
def test_rounding_contains_the_value(digits: int, decimals: int) -> None:
    number = PrintedNumber(Fraction(digits) / Fraction(10) ** decimals, decimals)
    rounded = number.rounding_interval()
    assert rounded.contains(number.value)
    assert rounded.low is not None
    assert rounded.high is not None
    assert rounded.high - rounded.low == Fraction(10) ** -decimals
    assert PrintedNumber(number.value, decimals, exact=True).rounding_interval() == Interval.point(
        number.value
    )


def test_rounding_of_what_is_printed() -> None:
    for text, unit, expected in (
        ("2.31", None, "[2.305, 2.315)"),
        ("1.05万人", None, "[1.045, 1.055)"),
        ("1.05万", None, "[10450, 10550)"),
        ("3万部", None, "[2.5, 3.5)"),
        ("95", "%", "[94.5, 95.5)"),
        ("2133人", None, "2133"),
        ("284", "家", "284"),
        ("约2133人", None, "[2132.5, 2133.5)"),
        ("30多个", None, "[30, 40)"),
        ("6千多例", None, "[6000, 7000)"),
        ("约160万", "万元", "[159.5, 160.5)"),
        ("每千人口7张", None, "[6.5, 7.5)"),
    ):
        reading = read(text, unit)
        assert isinstance(reading, SetReading), text
        assert reading.numbers[0].rounding_interval().text() == expected, text


@given(st.fractions(), st.sampled_from(sorted(unit_table())), st.sampled_from(sorted(unit_table())))
def test_conversion_is_exact_both_ways(value: Fraction, left: str, right: str) -> None:
    one, other = unit_table()[left], unit_table()[right]
    assert one.dimension.compatible(other.dimension) == other.dimension.compatible(one.dimension)
    if one.dimension.compatible(other.dimension):
        assert other.convert(one.convert(value, other), one) == value


def test_equal_values_are_equal() -> None:
    base = [
        target.interval.scaled(target.unit.factor)
        for text in ("5‰", "0.5%", "500/10万")
        for target in [resolve(read(text))]
        if isinstance(target, ResolvedTarget) and target.unit
    ]
    assert len(base) == 3
    assert len(set(base)) == 1
    per_mille, per_100000 = find_unit("‰"), find_unit("/10万")
    assert per_mille
    assert per_100000
    assert per_100000.convert(Fraction(18), per_mille) == Fraction("0.18")


def test_dimensions() -> None:
    units = {
        name: find_unit(name)
        for name in (
            "张/千人口",
            "人",
            "张",
            "%",
            "人/千人口",
            "米",
            "平方米",
            "家",
            "个",
            "个百分点",
        )
    }
    sizes = {name: unit.dimension for name, unit in units.items() if unit}
    assert len(sizes) == len(units)
    assert sizes["张/千人口"] * sizes["人"] == sizes["张"]
    assert sizes["张"] / sizes["张"] == NUMBER
    assert sizes["%"] * sizes["张"] == sizes["张"]
    assert (sizes["人"] / sizes["人"]).compatible(sizes["人/千人口"])
    assert sizes["人"] ** 0 == NUMBER
    assert (sizes["人"] ** 2).name("en") == "person^2"
    assert sizes["张/千人口"].name() == "床/人"
    assert sizes["家"].compatible(sizes["个"])
    for left, right in (
        ("张", "人"),
        ("米", "平方米"),
        ("%", "人/千人口"),
        ("%", "个百分点"),
        ("张", "个"),
    ):
        assert not sizes[left].compatible(sizes[right])
        assert not sizes[right].compatible(sizes[left])


@given(st.fractions())
def test_exact_text_is_exact(value: Fraction) -> None:
    assert Fraction(format_exact(value)) == value


PRINTED = st.text(
    "0123456789.%‰,，、 \n∶:-—~≥＞以上下左右和分别比年降低提高至到达约每千万亿人张个〔18〕()一二两百分之2015年"
)


@given(
    st.one_of(st.text(max_size=60), PRINTED),
    st.none() | st.sampled_from(["%", "岁", "无此单位", ""]),
)
def test_reading_never_raises(text: str, unit: str | None) -> None:
    reading = read(text, unit)
    assert reading.text == text
    assert notation(reading)
    assert not isinstance(reading, UnreadReading) or reading.reason in REASONS
    resolve(reading, base=50, direction="higher", base_year=2020, target_year=2025)


@given(st.text(CHARACTERS + "点", max_size=12))
def test_numerals_never_raise(text: str) -> None:
    found = read_numeral(text)
    assert found is None or found[0] >= 0


@given(
    st.integers(0, 10**9), st.integers(0, 3), st.sampled_from(["", "≥", "不超过", "以上", "左右"])
)
def test_a_printed_number_is_read_as_itself(whole: int, places: int, comparator: str) -> None:
    printed = f"{whole}.{'7' * places}" if places else f"{whole}"
    text = printed + comparator if comparator in ("以上", "左右") else comparator + printed
    reading = read(text, "%")
    assert isinstance(reading, SetReading)
    assert reading.numbers == (PrintedNumber(Fraction(printed), places),)
