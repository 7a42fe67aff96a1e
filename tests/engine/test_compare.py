"""Comparisons: input on the left, what they say on the right. Figures are those of the real plans."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from checker.datatypes.choices import choice
from checker.engine import compare
from checker.engine.compare import glob
from checker.engine.evaluate import arithmetic
from checker.engine.interpret import as_number
from checker.engine.values import Number, TargetSet, Trace, Unknown
from checker.findings import Origin
from checker.quantity.read import read
from checker.quantity.resolve import ResolvedTarget, resolve

HERE = Origin("test")


def target_set(text: str, direction: str, unit: str | None = None) -> TargetSet:
    reading = read(text, unit)
    found = resolve(reading, direction=direction)  # type: ignore[arg-type]
    assert isinstance(found, ResolvedTarget)
    assert found.unit is not None
    f = found.unit.factor
    return TargetSet(
        found.strict.scaled(f), found.interval.scaled(f), found.unit.dimension, found.unit,
        direction, text,  # type: ignore[arg-type]
    )  # fmt: skip


def number(text: str) -> Number:
    found = as_number(read(text), None, text, HERE)
    assert isinstance(found, Number)
    return found


def outcome(truth: bool | Unknown) -> str:
    return truth.reason.code if isinstance(truth, Unknown) else str(truth)


# own target, target above, direction → within?
WITHIN = [
    ("77岁", "77.5岁", "higher", "False"),  # 钦州 人均预期寿命
    ("≤4.5%", "≤2.4%", "lower", "False"),  # 钦州 30天再住院率
    ("2.5%", "3.2%", "lower", "True"),  # 钦州 院内感染: stricter
    ("90%以上", "80%以上", "higher", "True"),  # 钦州 孕前优生: stricter
    ("18/10万以下", "0.18‰以下", "lower", "True"),  # equal in another unit
    ("9.5‰以下", "5‰以下", "lower", "False"),
    ("80岁以上", "＞80岁", "higher", "True"),  # on the bound: a lost comparator, no breach
    ("75%左右", "75%左右", "higher", "True"),  # equal expressions agree whatever 左右 means
    ("75%左右", "≥75%", "higher", "unknown-about"),  # hinges on 左右
    ("79岁左右", "≥77岁", "higher", "True"),  # 79 less 2 % is above 77
    ("28%左右", "≤27%", "lower", "False"),  # with or without the room of 左右
    ("2－3名", "2名", "higher", "True"),
    ("5.53张", "5.53张", "neither", "True"),
    ("≥7张", "＜6张", "neither", "False"),
    ("77岁", "90%", "higher", "unknown-dimension"),
]


@pytest.mark.parametrize(("own", "upper", "direction", "expected"), WITHIN)
def test_no_looser_than(own: str, upper: str, direction: str, expected: str) -> None:
    assert (
        outcome(compare.within(target_set(own, direction), target_set(upper, direction)))
        == expected
    )


def test_a_value_on_the_bound_leaves_a_remark_and_a_breach_its_gap() -> None:
    on_bound, breach = Trace(), Trace()
    compare.within(target_set("80岁以上", "higher"), target_set("＞80岁", "higher"), on_bound)
    compare.within(target_set("77岁", "higher"), target_set("77.5岁", "higher"), breach)
    assert [r.code for r in on_bound.remarks] == ["unknown-remark-on-bound"]
    assert breach.gaps[0].nominal == Fraction(1, 2)


# two statements of one target → do they agree?
AGREE = [
    ("控制在7.5‰以下", "7.5‰以下", "lower", "True"),
    ("77岁", "77岁以上", "higher", "True"),  # a bare 77 of a life expectancy is a floor
    ("79岁以上", "＞80岁", "higher", "False"),  # 武江
    ("＞80岁", "80岁以上", "higher", "True"),  # lost comparator
    ("2－3名", "2名", "higher", "True"),  # 钦州 line 398: the floor is the same
    ("2－3名", "3名", "higher", "False"),
    ("0.5%", "5‰", "lower", "True"),
    ("75%左右", "75%", "higher", "True"),
]


@pytest.mark.parametrize(("one", "other", "direction", "expected"), AGREE)
def test_consistent_with(one: str, other: str, direction: str, expected: str) -> None:
    assert (
        outcome(compare.agree(target_set(one, direction), target_set(other, direction))) == expected
    )
    assert (
        outcome(compare.agree(target_set(other, direction), target_set(one, direction))) == expected
    )


# two printed figures → are they one?
FIGURES = [
    ("526.02/10万", "526.01/10万", "False"),  # 钦州 lines 7 and 17
    ("5.53张", "5.5张", "True"),  # rounded
    ("5.53张", "5.6张", "False"),
    ("2133人", "2133人", "True"),
    ("2133人", "0.21万人", "True"),
    ("2133人", "0.22万人", "False"),
]


@pytest.mark.parametrize(("one", "other", "expected"), FIGURES)
def test_figures_agree(one: str, other: str, expected: str) -> None:
    assert outcome(compare.agree_numbers(number(one), number(other))) == expected
    assert outcome(compare.agree_numbers(number(other), number(one))) == expected


# numerator, denominator, printed rate → does it fit?
QUOTIENTS = [
    ("240个", "257个", "93.39%", "True"),  # 钦州 开工率
    ("189个", "257个", "73.54%", "True"),  # 钦州 完工率
    ("189个", "257个", "73.45%", "False"),  # two digits swapped
    ("2380例", "105.74万人", "212/10万", "False"),  # 公主岭
    ("2380例", "105.74万人", "225/10万", "True"),
    ("1761张", "408965人", "4.306张/千人口", "True"),
]


@pytest.mark.parametrize(("numerator", "denominator", "rate", "expected"), QUOTIENTS)
def test_quotients_respect_rounding(
    numerator: str, denominator: str, rate: str, expected: str
) -> None:
    quotient = arithmetic("divide", number(numerator), number(denominator))
    assert isinstance(quotient, Number)
    assert outcome(compare.near(number(rate), quotient, None)) == expected


def test_rounding_never_accuses_and_a_real_excess_does() -> None:
    sum_ = arithmetic("add", number("1.05万人"), number("1.42万人"))
    assert isinstance(sum_, Number)
    assert compare.near(sum_, number("2.47万人"), None) is True
    assert compare.near(sum_, number("2.48万人"), None) is True  # 1.0549 + 1.4249 rounds to 2.48
    assert compare.near(sum_, number("2.49万人"), None) is False
    assert compare.order("le", sum_, number("2.465万人")) is True
    assert compare.order("le", sum_, number("2.45万人")) is False


def test_about_decides_only_where_its_whole_range_decides() -> None:
    assert compare.order("gt", number("约1300张"), number("1200张")) is True
    assert outcome(compare.order("gt", number("约1210张"), number("1200张"))) == "unknown-about"
    assert compare.order("gt", number("1210张"), number("1200张")) is True


def test_levels_are_ordered() -> None:
    city, province = choice("level", "设区的市"), choice("level", "省级")
    assert city is not None and province is not None
    assert city.rank < province.rank


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("国发〔2016〕77号", "*〔####〕*号", True),
        ("国发[2016]77号", "*〔####〕*号", False),
        ("a" * 5000, "*a" * 20 + "b", False),
        ("", "*", True),
        ("", "?", False),
    ],
)
def test_patterns_match_in_bounded_time(text: str, pattern: str, expected: bool) -> None:
    assert glob(text, pattern) is expected


@pytest.mark.parametrize(
    "left", [("-3", "-1"), ("-1", "2"), ("0", "2"), ("1.5", "2.5"), ("2", "2")]
)
@pytest.mark.parametrize("right", [("-3", "-1"), ("1/3", "2"), ("0", "2"), ("2", "2")])
@pytest.mark.parametrize("key", ["multiply", "divide"])
def test_intervals_hold_what_their_ends_come_to(
    key: str, left: tuple[str, str], right: tuple[str, str]
) -> None:
    one, other = number("5张"), number("2张")
    one = replace(one, low=Fraction(left[0]), high=Fraction(left[1]))
    other = replace(other, low=Fraction(right[0]), high=Fraction(right[1]))
    found = arithmetic(key, one, other)
    if key == "divide" and other.low <= 0 <= other.high:
        assert outcome(found) == "unknown-division"  # type: ignore[arg-type]
        return
    ends = [
        a * b if key == "multiply" else a / b
        for a in (one.low, one.high)
        for b in (other.low, other.high)
    ]
    assert isinstance(found, Number)
    assert (found.low, found.high) == (min(ends), max(ends))
