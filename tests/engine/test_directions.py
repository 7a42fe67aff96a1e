"""What is better: by the vocabulary, else by the words of the target; else it is not known, and nobody is accused."""

from __future__ import annotations

import pytest

from tests.engine.small_plans import context, outcomes, row, shipped, table

UNKNOWN = "unknown: unknown-direction-missing"


@pytest.mark.parametrize(
    ("own", "above", "expected"),
    [
        # neither says what is better
        ("45.95", "25.8", UNKNOWN),
        ("25.8", "45.95", UNKNOWN),
        ("45.95", "45.95", "pass"),  # whatever is better
        ("20", "15-30", "pass"),
        ("10", "15-30", UNKNOWN),
        ("保持在20", "25", UNKNOWN),
        ("20左右", "25左右", UNKNOWN),
        # one of the two says it
        (">90", "90", "pass"),
        ("85", "90以上", "fail"),
        ("达到85", "90", "fail"),
        ("90", "控制在85以内", "fail"),
        # both do
        ("达到95%", "达到90%", "pass"),
        ("达到85%", "达到90%", "fail"),
        ("提高到41", "增加到40", "pass"),
        ("下降到5%", "下降到8%", "pass"),
        ("下降到9%", "下降到8%", "fail"),
        ("降至9%", "控制在8%以内", "fail"),
        ("不低于96%", "达到95%", "pass"),
        # both do, and not the same; or one says both
        ("30%以下", "达到25.8%", "unknown: unknown-directions-differ"),
        ("提高到8%以下", "8.5%", UNKNOWN),
    ],
)
def test_an_indicator_without_an_entry_is_read_by_its_verbs(
    own: str, above: str, expected: str
) -> None:
    world = context(
        table(row("林草覆盖程度", own, unit="%")), [table(row("林草覆盖程度", above, unit="%"))]
    )
    assert outcomes(shipped("UPPER-LOOSER"), world) == [expected]


@pytest.mark.parametrize(
    ("baseline", "target", "expected"),
    [
        ("38", "35", UNKNOWN),
        ("38", "42", UNKNOWN),
        ("38", "达到35", "fail"),
        ("38", "35以上", "fail"),
        ("38", "提高到42", "pass"),
        ("5", "降至6", "fail"),
        (
            "5.2",
            "<5.5",
            "unknown: unknown-ceiling-or-level",
        ),  # a limit to be kept, as of unemployment?
        ("5.2", "控制在5.5以内", "unknown: unknown-ceiling-or-level"),
    ],
)
def test_progress_of_an_indicator_without_an_entry(
    baseline: str, target: str, expected: str
) -> None:
    world = context(table(row("林草覆盖程度", target, baseline, "%")))
    assert outcomes(shipped("PROGRESS-WORSE"), world) == [expected]


def test_a_comparator_is_not_passed_where_its_right_direction_is_not_known() -> None:
    world = context(table(row("林草覆盖程度", "30%以下", "25%")))
    assert outcomes(shipped("RANGE-COMPARATOR"), world) == [UNKNOWN]


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("健身产业总规模", "亿元", "not-applicable"),
        ("骨干企业", "家", "not-applicable"),
        ("年接待游客", "万人次", "not-applicable"),
        ("粮食产量", "万吨", "not-applicable"),
        ("人均健身产业产值", "元", "fail"),
        ("每百户拥有骨干企业", "家", "fail"),
        ("平均受教育年限", "年", "fail"),
        ("低保标准", "元", "fail"),
        ("骨干企业比重", "%", "fail"),
    ],
)
def test_amounts_of_an_indicator_without_an_entry_are_sizes(
    name: str, unit: str, expected: str
) -> None:
    world = context(table(row(name, "达到7", unit=unit)), [table(row(name, "达到50", unit=unit))])
    assert outcomes(shipped("UPPER-LOOSER"), world) == [expected]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("12%", "15%", "fail"),
        ("12%", "12.0%", "pass"),
        ("12%", "达到12%", "pass"),
        ("2-3%", "2%", UNKNOWN),
        ("2-3%", "1-3%", "fail"),
    ],
)
def test_two_statements_about_an_indicator_without_an_entry(
    one: str, other: str, expected: str
) -> None:
    world = context(
        table(row("林草覆盖程度", one))
        + f'statements:\n  - {{indicator: 林草覆盖程度, target: {{2025: "{other}"}}, at: {{section: 三, line: 9}}}}\n'
    )
    assert outcomes(shipped("AGREE-TARGETS"), world) == ["not-applicable", expected]


@pytest.mark.parametrize(
    ("name", "one", "other", "expected"),
    [
        ("居民健康素养水平", "≤30%", "≤25%", "fail"),  # more is better, and both are ceilings
        ("居民健康素养水平", "≤30%", "≤30%", "pass"),
        ("婴儿死亡率", "≥5‰", "≥9‰", "fail"),
        ("居民健康素养水平", "≤30%", "30%", "fail"),
    ],
)
def test_bounds_on_the_side_that_does_not_count(
    name: str, one: str, other: str, expected: str
) -> None:
    world = context(
        table(row(name, one))
        + f'statements:\n  - {{indicator: {name}, target: {{2025: "{other}"}}, at: {{section: 三, line: 9}}}}\n'
    )
    assert outcomes(shipped("AGREE-TARGETS"), world) == ["not-applicable", expected]


@pytest.mark.parametrize(
    ("own", "above", "expected"),
    [
        ("≤30%", "≤25%", "fail"),
        ("≤20%", "≤25%", "pass"),
        ("≥30%", "≤25%", "unknown: unknown-comparator-against"),
        ("≤30%", "≥25%", "fail"),
    ],
)
def test_a_ceiling_above_where_more_is_better(own: str, above: str, expected: str) -> None:
    world = context(table(row("居民健康素养水平", own)), [table(row("居民健康素养水平", above))])
    assert outcomes(shipped("UPPER-LOOSER"), world) == [expected]
