"""Levels, rates, flows, sums, limits and ratios: what may be compared with what, and what a figure means further down."""

from __future__ import annotations

import pytest

from checker.engine.values import TargetSet
from tests.engine.small_plans import context, outcomes, row, shipped, table, value


def judged(
    code: str, name: str, own: str, above: str = "", baseline: str = "", unit: str = "%"
) -> str:
    world = context(
        table(row(name, own, baseline, unit)),
        [table(row(name, above, unit=unit))] if above else [],
    )
    [outcome] = outcomes(shipped(code), world)
    return outcome


@pytest.mark.parametrize(
    ("text", "baseline", "unit", "expected"),
    [
        ("年均增长6%", "100", "亿元", "≥133.82亿元/万户"),
        ("年均下降3%", "100", "公顷", "≤85.87公顷/万户"),
        ("每年提高0.5个百分点", "40", "%", "≥42.5%"),
        ("年均5%", "100", "亿元", "≥127.63亿元/万户"),
    ],
)
def test_a_yearly_rate_is_a_level_on_the_base_of_its_row(
    text: str, baseline: str, unit: str, expected: str
) -> None:
    target = value("x.值", context(table(row("每万户园区产值", text, baseline, unit))))
    assert isinstance(target, TargetSet)
    assert target.measure == "rate"
    assert [other.text() for other in target.others] == [expected]


@pytest.mark.parametrize(
    ("own", "above", "baseline", "expected"),
    [
        # rates with rates, whatever the base
        ("年均增长6%", "年均增长7%", "100", "fail"),
        ("年均增长7%以上", "年均增长7%", "", "pass"),
        ("年均下降4%", "年均下降3%", "", "pass"),
        ("年均增长6%", "每年提高2个百分点", "", "unknown: unknown-dimension"),
        # a rate with a level, on the base
        ("年均增长6%", "达到130", "100", "pass"),
        ("年均增长5%", "达到130", "100", "fail"),
        ("年均增长6%", "达到130", "", "unknown: unknown-measures-differ"),
        ("达到135", "年均增长6%", "100", "pass"),
        ("达到125", "年均增长6%", "100", "fail"),
    ],
)
def test_rates_compare(own: str, above: str, baseline: str, expected: str) -> None:
    assert judged("UPPER-LOOSER", "平均每亩产值", own, above, baseline, "元") == expected


@pytest.mark.parametrize(
    ("name", "own", "above", "expected"),
    [
        ("工业用水量降低率", "〔17〕", "〔18〕", "fail"),
        ("工业用水量降低率", "[18]", "五年累计17", "pass"),
        ("单位产值水耗", "下降17%", "下降18%", "fail"),
        ("单位产值水耗", "下降18%", "下降17%", "pass"),
        ("单位产值水耗", "比2020年下降18%", "比2015年下降17%", "unknown: unknown-measures-differ"),
        ("单位产值水耗", "〔17〕", "下降16%", "pass"),
        ("单位产值水耗", "〔15〕", "下降16%", "fail"),
        ("单位产值水耗", "〔15〕", "〔16〕", "unknown: unknown-direction-missing"),
        ("单位产值水耗", "〔15〕", "达到16", "unknown: unknown-measures-differ"),
    ],
)
def test_sums_over_the_period_compare(name: str, own: str, above: str, expected: str) -> None:
    assert judged("UPPER-LOOSER", name, own, above) == expected


@pytest.mark.parametrize(
    ("name", "baseline", "target", "unit"),
    [
        ("地区生产总值增长", "6.8", "6左右", "%"),
        ("研发投入增长", "9.1", ">7", "%"),
        ("城镇新增就业", "〔6〕", "〔5〕", "万人"),
        ("城镇调查失业率", "5.2", "<5.5", "%"),
        ("化学需氧量排放总量减少", "〔17.7〕", "〔17〕", "%"),
        ("年新增造林面积", "6", "5", "万亩"),
    ],
)
def test_only_a_level_can_be_worse_than_what_was_reached(
    name: str, baseline: str, target: str, unit: str
) -> None:
    assert judged("PROGRESS-WORSE", name, target, "", baseline, unit) == "not-applicable"


@pytest.mark.parametrize(
    ("name", "baseline", "target", "expected"),
    [
        ("城乡居民收入比", "2.4:1", "2.2:1", "pass"),
        ("城乡居民收入比", "2.2:1", "2.4:1", "fail"),
        ("城乡居民收入比", "2.4", "2.2", "pass"),
        ("生师比", "18:1", "16:1", "pass"),
        ("生师比", "16:1", "18:1以下", "fail"),
        ("师幼比", "1:17", "1:14", "pass"),
        ("师幼比", "1:14", "1:17", "fail"),
        ("医护比", "1:1.1", "1:1.3", "pass"),
        ("警民比", "1:900", "1:800", "unknown: unknown-direction-missing"),
    ],
)
def test_which_side_of_a_ratio_counts(name: str, baseline: str, target: str, expected: str) -> None:
    assert judged("PROGRESS-WORSE", name, target, "", baseline, "") == expected


@pytest.mark.parametrize(
    ("name", "own", "above", "looser", "average"),
    [
        (
            "适龄儿童免疫规划疫苗接种率",
            "90%",
            "95%",
            "fail",
            "not-applicable",
        ),  # each must reach it
        ("人均预期寿命", "78岁", "79岁", "not-applicable", "fail"),  # a mean
        ("常住人口城镇化率", "55%", "60%", "not-applicable", "fail"),
        ("森林覆盖率", "12%", "25%", "not-applicable", "not-applicable"),  # nature gives it
        ("单位GDP能耗降低", "〔12〕%", "〔14〕%", "not-applicable", "not-applicable"),  # shared out
        ("城镇新增就业", "1万人", "60万人", "not-applicable", "not-applicable"),  # a total
    ],
)
def test_what_a_figure_of_the_next_level_means(
    name: str, own: str, above: str, looser: str, average: str
) -> None:
    assert judged("UPPER-LOOSER", name, own, above, unit="") == looser
    assert judged("UPPER-AVERAGE", name, own, above, unit="") == average


@pytest.mark.parametrize(
    ("more", "code", "expected"),
    [
        (', yearly: {2021-2025: "6%"}', "PROGRESS-YEARLY", "pass"),
        (', yearly: {2021-2025: "年均增长6%"}', "PROGRESS-YEARLY", "pass"),
        (', yearly: {2021-2025: "5%"}', "PROGRESS-YEARLY", "fail"),
        (', yearly: {2021-2025: "-6%"}', "PROGRESS-YEARLY", "fail"),
        (', cumulative: {2021-2025: "〔33.8〕"}', "PROGRESS-CUMULATIVE", "pass"),
        (', cumulative: {2021-2025: "34%"}', "PROGRESS-CUMULATIVE", "pass"),
        (', cumulative: {2021-2025: "〔35〕"}', "PROGRESS-CUMULATIVE", "fail"),
        (', actual: {2025: "134.2"}', "PROGRESS-RESULT", "pass"),
        (', actual: {2025: "131"}', "PROGRESS-RESULT", "fail"),
        (', actual: {2024: "131"}', "PROGRESS-RESULT", "not-applicable"),
        ("", "PROGRESS-YEARLY", "not-applicable"),
    ],
)
def test_further_columns_of_a_row(more: str, code: str, expected: str) -> None:
    world = context(table(row("园区产值", "达到133.8", "100", "亿元", more)))
    assert outcomes(shipped(code), world) == [expected]


@pytest.mark.parametrize(
    ("target", "baseline", "cumulative", "expected"),
    [
        ("48", "42", "〔6〕", "pass"),
        ("48", "42", "〔7〕", "fail"),  # all in whole points: rounding excuses none
        ("48.3", "42", "〔6〕", "pass"),
        ("48.3", "41.9", "〔6〕", "pass"),
    ],
)
def test_the_total_of_a_share_is_in_points(
    target: str, baseline: str, cumulative: str, expected: str
) -> None:
    more = f', cumulative: {{2021-2025: "{cumulative}"}}'
    world = context(table(row("森林覆盖率", target, baseline, "%", more)))
    assert outcomes(shipped("PROGRESS-CUMULATIVE"), world) == [expected]


def test_a_figure_of_the_year_of_the_target_is_a_result_and_no_baseline() -> None:
    body = table(
        '  - {name: 产前检查率, unit: "%", baseline: {2020: "90", 2025: "93"}, target: {2025: "≥95"}, at: {table: 表1, row: 1, line: 1}}\n'
    )
    assert outcomes(shipped("PROGRESS-RESULT"), context(body)) == ["fail"]
    assert outcomes(shipped("PROGRESS-WORSE"), context(body)) == ["pass"]


def test_a_part_of_a_row_does_not_exceed_it() -> None:
    rows = (
        row("床位总数", "460", unit="张"),
        row("公立医院床位", "500", unit="张", more=", part_of: 床位总数"),
        row("床位使用率", "80", unit="%", more=", part_of: 床位总数"),
    )
    assert outcomes(shipped("PROGRESS-PART"), context(table(*rows))) == [
        "not-applicable", "fail", "not-applicable",
    ]  # fmt: skip
