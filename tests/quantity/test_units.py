"""The table of units: what one of each is in another."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checker.quantity.read import begins_with_figure
from checker.quantity.unit_rows import RATIO
from checker.quantity.units import NUMBER, Dimension, find_unit, unit_table

# one of these, is so many, of these
ONE_IS = [
    ("亩", "2000/3", "平方米"),
    ("公顷", "15", "亩"),
    ("平方公里", "100", "公顷"),
    ("㎡", "1", "m²"),
    ("％", "10", "‰"),
    ("1/10万", "1/100", "‰"),
    ("/百万", "1/10", "/10万"),
    ("万人", "10000", "名"),
    ("亿人次", "10000", "万人次"),
    ("万亿元", "10000", "亿元"),
    ("小时", "60", "分钟"),
    ("天", "24", "小时"),
    ("毫克", "1000", "微克"),
    ("亿斤", "5", "万吨"),
    ("万亿斤", "10000", "亿斤"),
    ("个百分点", "10", "个千分点"),
    ("张/千人口", "10", "张/万人"),
    ("名/10万人", "1/100", "人/千人口"),
    ("辆/万人", "1", "辆/万人口"),
    ("m/万人", "1/10", "米/千人"),
    ("微克/立方米", "1/1000", "毫克/立方米"),
    ("周岁", "1", "岁"),
    ("公里", "1000", "米"),
    ("年", "12", "个月"),
    ("年", "4", "季度"),
    ("次/月", "12", "次/年"),
    ("万平方", "10000", "平方米"),
    ("类", "1", "种"),
    ("元/人·年", "1", "元/人·年"),
]


@pytest.mark.parametrize(("left", "amount", "right"), ONE_IS)
def test_one_is_so_many(left: str, amount: str, right: str) -> None:
    one, other = find_unit(left), find_unit(right)
    assert one
    assert other
    assert one.convert(Fraction(1), other) == Fraction(amount)


@pytest.mark.parametrize("text", ["（%）", " % ", "％", "(％)", "1/10 万", "张 / 千人口"])
def test_width_case_spaces_and_brackets_do_not_matter(text: str) -> None:
    assert find_unit(text)


@pytest.mark.parametrize("text", ["", "无此单位", "/", "张/", "张/0人", "//", "千", "%/%"])
def test_what_is_no_unit(text: str) -> None:
    assert find_unit(text) is None


def test_counts_are_exact_and_rates_are_not() -> None:
    counted = [find_unit(text) for text in ("人", "家", "张", "辆", "个")]
    rounded = [find_unit(text) for text in ("万人", "张/千人口", "岁", "%", "元", "平方米")]
    assert all(unit is not None and unit.counts for unit in counted)
    assert not any(unit is None or unit.counts for unit in rounded)


def test_different_things_do_not_convert() -> None:
    beds, people = find_unit("张"), find_unit("人")
    assert beds
    assert people
    with pytest.raises(ValueError, match="张"):
        beds.convert(Fraction(1), people)


def test_cases_over_persons_are_a_rate() -> None:
    cases, people = find_unit("例"), find_unit("人")
    assert cases
    assert people
    assert cases.dimension / people.dimension == NUMBER
    assert people.dimension / cases.dimension != NUMBER


def test_shares_of_one_population_leave_their_quotient() -> None:
    deaths, cases, beds = (Dimension(tag=tag) for tag in ("死亡/人", "病例/人", "床/户"))
    assert deaths / cases == Dimension(tag="死亡/病例")
    assert deaths / deaths == NUMBER
    assert deaths / beds == deaths
    assert deaths * cases != Dimension(tag="死亡/病例")


def test_a_printed_ratio_is_a_quotient_of_two_counts() -> None:
    beds, people, ratio = find_unit("张"), find_unit("人"), find_unit("比")
    assert beds
    assert people
    assert ratio
    assert ratio.dimension.tag == RATIO
    assert ratio.dimension.compatible(people.dimension / beds.dimension)
    assert not ratio.dimension.compatible(beds.dimension)


@pytest.mark.parametrize(
    ("text", "zeros"),
    [("万元", 4), ("亿人", 8), ("百万人", 6), ("万亿元", 12), ("元", 0), ("千瓦", 0)],
)
def test_the_multiple_in_a_name(text: str, zeros: int) -> None:
    unit = find_unit(text)
    assert unit
    assert unit.multiple == zeros


def test_no_unit_begins_with_a_figure_but_one_over_another() -> None:
    """Else `read` would take its name for a value."""
    assert not [name for name in unit_table() if begins_with_figure(name)]
