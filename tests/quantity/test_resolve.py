"""Readings through direction and base: expected sets beside the text."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from checker.quantity.read import read
from checker.quantity.reason_texts import REASONS, REMARKS, UNRESOLVED, format_reason
from checker.quantity.resolve import ResolvedTarget, Unresolved, resolve
from checker.quantity.sets import Interval, PrintedNumber
from checker.quantity.units import find_unit

# text, column unit, what resolve is told, the interval, remarks that must stand
TARGETS: list[tuple[str, str | None, dict[str, Any], str, str]] = [
    ("77", "岁", {"direction": "higher"}, "≥77", "read-as-floor"),
    ("18", "/10万", {"direction": "lower"}, "≤18", "read-as-ceiling"),
    ("335", "万人", {"direction": "neither"}, "335", "read-as-point"),
    ("达到77岁", None, {"direction": "higher"}, "≥77", "read-as-floor"),
    ("95%以上", None, {"direction": "lower"}, "≥95", ""),
    ("下降到30%", None, {"direction": "higher"}, "≥30", "verb-against-direction"),
    ("75左右", "%", {"direction": "higher"}, "[73.5, 76.5]", "about"),
    ("-2左右", "‰", {}, "[-2.04, -1.96]", "about"),
    ("约90%以上", None, {}, "≥88.2", "about"),
    ("30多个", None, {"direction": "neither"}, "[29.4, 40.8]", "about"),
    ("零死亡", "例", {}, "0", ""),
    ("力争达到80%", None, {"direction": "higher"}, "≥80", "weak"),
    ("〔18〕", "个", {"direction": "higher"}, "≥18", "cumulative"),
    ("零增长", "公顷", {"base": 640, "direction": "lower"}, "≤640", "read-as-ceiling"),
    ("零增长", "公顷", {"base": 640, "direction": "higher"}, "≥640", "read-as-floor"),
    ("零增长", "公顷", {"base": 640}, "640", "read-as-point"),
    ("3.5人", "人/千人口", {"direction": "higher"}, "≥3.5", "unit-completed"),
    ("12%", "‰", {"direction": "higher"}, "≥12", "text-unit-over-column"),
    ("77", None, {}, "77", "unit-missing"),
    ("每个县培养3名", None, {"direction": "higher"}, "≥3", "per-each"),
    ("1∶1.28", None, {"direction": "higher"}, "≥1.28", "read-as-floor"),
    ("1:0.6以上", None, {}, "≥0.6", ""),
    ("全覆盖", "%", {}, "100", ""),
    ("比2015年降低10%", None, {"base": Fraction("74.24"), "direction": "lower"}, "≤66.816", "relative"),
    ("比2015年降低10%", "/10万", {"base": 20, "direction": "lower"}, "≤18", "relative"),
    ("较2015年下降3个点", None, {"base": Fraction("109.59")}, "≤106.59", "read-as-ceiling"),
    ("较2015年下降3个点", "%", {"base": 50}, "≤47", ""),
    ("在2015年基础上提高1岁", "岁", {"base": 76, "direction": "higher"}, "≥77", "read-as-floor"),
    ("提高2个百分点以上", "‰", {"base": 30}, "≥50", ""),
    ("提高10%", "张", {"base": 100, "direction": "higher"}, "≥110", "relative"),
    ("提高10%", "张", {"base": 100, "direction": "lower"}, "110", "verb-against-direction"),
    ("增长10%以内", "张", {"base": 100}, "≤110", "relative"),
    ("提高10%", "%", {"base": 100}, "≥110", "relative"),
    ("提高1岁左右", "岁", {"base": 76}, "[76.98, 77.02]", "about"),
    ("翻一番", "万元", {"base": 3}, "≥6", "relative"),
    ("是2015年的2倍", "张", {"base": 4}, "≥8", "relative"),
    ("增加200人", "万人", {"base": 3}, "≥3.02", ""),
    ("提高1岁", "岁", {"base": PrintedNumber(Fraction("76.5"), 1)}, "≥77.5", ""),
    ("提高1岁", "岁", {"base": Interval.between(76, 77)}, "≥77", "base-imprecise"),
    ("每年降低0.5个百分点以上", "%", {"base": 24, "base_year": 2020, "target_year": 2025}, "≤21.5", ""),
    ("年均增长5%以上", "亿元", {"base": 100, "base_year": 2020, "target_year": 2022}, "≥110.25", "relative"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "told", "expected", "remark"), TARGETS)
def test_target(
    text: str, unit: str | None, told: dict[str, Any], expected: str, remark: str
) -> None:
    target = resolve(read(text, unit), **told)
    assert isinstance(target, ResolvedTarget)
    assert target.interval.text() == expected
    assert not remark or remark in target.remarks


# text, column unit, what resolve is told, the reason
NONE: list[tuple[str, str | None, dict[str, Any], str]] = [
    ("提高10%", "%", {"base": 50}, "relative-or-points"),
    ("提高10%", "张", {}, "base-missing"),
    ("提高10%", "张", {"base": Interval.at_least(4)}, "base-unbounded"),
    ("提高1岁", "%", {"base": 50}, "units-incompatible"),
    ("下降3个点", "‰", {"base": 50}, "units-incompatible"),
    ("年均增长5%", "亿元", {"base": 100}, "years-missing"),
    ("年均增长5%", "亿元", {"base": 100, "base_year": 2025, "target_year": 2020}, "years-missing"),
    ("每月一次", None, {}, "yearly-count"),
    ("每季度", None, {}, "qualitative"),
    ("基本实现全覆盖", "%", {}, "coverage-without-number"),
    ("每年培养3名", None, {"base": 3, "base_year": 2020, "target_year": 2025}, "yearly-count"),
    ("1:1.2:0.6", None, {}, "ratio-of-three"),
    ("持续提升", None, {}, "qualitative"),
    ("按上级下达指标", None, {}, "refers-elsewhere"),
    ("待定", None, {}, "missing"),
    ("9.5‰5‰", None, {}, "unread"),
    ("分别达到40%和35%", None, {}, "several-values"),
    ("消除麻风病危害", None, {}, "coverage-without-number"),
]


@pytest.mark.parametrize(("text", "unit", "told", "reason"), NONE)
def test_no_target_says_why(text: str, unit: str | None, told: dict[str, Any], reason: str) -> None:
    found = resolve(read(text, unit), **told)
    assert isinstance(found, Unresolved)
    assert found.reason == reason
    for lang in ("zh", "en"):
        assert "{" not in format_reason(UNRESOLVED, found.reason, lang, *found.arguments)


def test_an_ambiguous_change_keeps_both_sets() -> None:
    found = resolve(read("提高10%", "%"), base=50)
    assert isinstance(found, Unresolved)
    assert [target.interval.text() for target in found.candidates] == ["≥55", "≥60"]


def test_about_keeps_the_core() -> None:
    target = resolve(read("75左右", "%"), direction="higher")
    assert isinstance(target, ResolvedTarget)
    assert target.strict.text() == "≥75"
    assert target.about == Fraction(1, 50)
    assert target.read_as == "read-as-floor"


def test_an_imprecise_base_keeps_both_ends() -> None:
    target = resolve(read("提高1岁", "岁"), base=Interval.between(76, 77))
    assert isinstance(target, ResolvedTarget)
    assert (target.interval.text(), target.strict.text()) == ("≥77", "≥78")


def test_every_code_has_words() -> None:
    for table in (REASONS, UNRESOLVED, REMARKS):
        assert all(zh and en and zh != en for zh, en in table.values())


def test_the_unit_of_the_base_may_differ() -> None:
    target = resolve(read("增加200人"), base=3, base_unit=find_unit("万人"))
    assert isinstance(target, ResolvedTarget)
    assert target.interval.text() == "≥3.02"


@pytest.mark.parametrize(
    ("text", "column", "base", "base_unit", "expected"),
    [
        ("下降0.5", "‰", "3.5", "‰", ("3.4825", "3")),
        ("下降5", "%", "40", "%", ("38", "35")),
        ("降低0.5‰", "‰", "3.5", "‰", ("3", "3")),
        ("减少5", "张", "200", "张", ("195", "195")),
    ],
)
def test_a_change_without_a_unit_may_be_a_share_or_points(
    text: str, column: str, base: str, base_unit: str, expected: tuple[str, str]
) -> None:
    resolved = resolve(read(text, column), base=Fraction(base), base_unit=find_unit(base_unit))
    ends = resolved.candidates if isinstance(resolved, Unresolved) else (resolved, resolved)
    assert [target.interval.text() for target in ends] == [f"≤{end}" for end in expected]
