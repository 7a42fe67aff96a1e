"""Which plans stand above a plan, and what it means when two of them say different things."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from checker.plan.library import Library
from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.plan.sectors import SECTORS, find_sector
from checker.plan.upper_plans import find_upper_plans
from checker.source import Source
from tests.judging import judge, load_book

PLAN = """\
plan: {{title: {title}, region: {{code: "{code}", name: 某地}}, level: {level}, sector: {sector}, period: {period}, base_year: 2020}}
indicators:
  - {{name: 人均预期寿命, unit: 岁, nature: 预期性, target: {{2025: "{life}"}}, at: {{table: 表1, row: 1, line: 9}}}}
"""


def plan(
    title: str, code: str, level: str, sector: str, life: str = "79", period: str = "2021-2025"
) -> Plan:
    text = PLAN.format(title=title, code=code, level=level, sector=sector, life=life, period=period)
    loaded, faults = load_plan(Source(f"{title}.yaml", text))
    assert loaded is not None, faults
    return loaded


COUNTY = plan("县卫生", "450223", "县", "卫生健康", "80")


@pytest.mark.parametrize(
    ("printed", "sector"),
    [
        *((sector, sector) for sector in SECTORS),
        ("卫生与健康", "卫生健康"),
        ("卫健", "卫生健康"),
        (" 卫生健康 ", "卫生健康"),
        ("医疗卫生服务体系", "卫生健康"),
        ("中医药发展", "卫生健康"),
        ("综合", "国民经济和社会发展纲要"),
        ("国民经济和社会发展", "国民经济和社会发展纲要"),
        ("水安全", "水利"),
        ("老龄事业", "民政养老"),
        ("残疾人事业", "残疾人"),
        ("就业", "人力资源社会保障"),
        ("教育事业发展", "教育"),
        ("卫星导航", ""),
        ("非卫生", ""),
        ("发展", ""),
    ],
)
def test_a_sector_is_known_by_the_names_of_offices_and_titles(printed: str, sector: str) -> None:
    assert find_sector(printed) == sector


def test_a_sector_that_is_not_known_is_refused_with_the_nearest() -> None:
    text = PLAN.format(
        title="甲", code="450223", level="县", sector="卫生建康", life="80", period="2021-2025"
    )
    loaded, faults = load_plan(Source("甲.yaml", text))
    assert loaded is None
    assert [(f.code, f.arguments["near"]) for f in faults] == [("plan-sector-unknown", "卫生健康")]


@pytest.mark.parametrize(
    ("title", "code", "level", "sector", "period", "is_above"),
    [
        ("市卫健", "450200", "市", "卫健", "2021-2025", True),
        ("区卫生", "450000", "省", "卫生与健康", "2021-2025", True),
        ("区教育", "450000", "省", "教育", "2021-2025", False),
        ("市纲要", "450200", "市", "综合", "2021-2025", True),
        ("本县纲要", "450223", "县", "国民经济和社会发展", "2021-2035", True),
        ("本县卫生", "450223", "县", "卫生", "2021-2025", False),
        ("他市纲要", "450300", "市", "综合", "2021-2025", False),
        ("旧纲要", "450200", "市", "综合", "2018-2021", False),
    ],
)
def test_above_stand_plans_of_the_sector_and_outlines(
    title: str, code: str, level: str, sector: str, period: str, is_above: bool
) -> None:
    other = plan(title, code, level, sector, period=period)
    levels = find_upper_plans(COUNTY, [other]).levels
    assert [p.header.title.text for found in levels for p in found.plans] == [title] * is_above


def test_an_outline_stands_below_no_plan_of_a_sector() -> None:
    outline = plan("县纲要", "450223", "县", "综合")
    levels = find_upper_plans(outline, [COUNTY, plan("市卫生", "450200", "市", "卫生健康")]).levels
    assert not any(level.plans for level in levels)


def outcomes(uppers: list[Plan], tmp_path: Path) -> list[tuple[str, str]]:
    """What UPPER-AVERAGE says of the county's life expectancy, with the codes of reasons."""
    book = load_book()
    rules = [rule for rule in book.rules if rule.code == "UPPER-AVERAGE"]
    judgement = judge(COUNTY, book, Library(tuple(uppers), ()), rules)
    return [(f.outcome, f.reasons[0].code if f.reasons else "") for f in judgement.findings]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("79", "79", []),
        ("81", "≥81", [("fail", "unknown-read-as-floor")]),
        ("79", "81", [("unknown", "unknown-upper-figures")]),
    ],
)
def test_all_plans_of_a_level_are_used_and_two_figures_are_an_unknown(
    first: str, second: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    uppers = [
        plan("区卫生", "450000", "省", "卫生健康", first),
        plan("区纲要", "450000", "省", "综合", second),
    ]
    for order in itertools.permutations(uppers):
        assert outcomes(list(order), tmp_path) == expected


UPPER = """\
plan: {{title: {title}, region: {{code: "450200", name: 某市}}, level: 市, sector: 卫生健康, period: 2021-2030, base_year: 2020{kind}}}
indicators:
  - {{name: {name}, unit: "{unit}", nature: {nature}, target: {{{year}: "{value}"}}, at: {{table: 表1, row: 1, line: 9}}}}
"""
OWN = """\
plan: {title: 县卫生, region: {code: "450223", name: 某县}, level: 县, sector: 卫生健康, period: 2021-2025, base_year: 2020}
indicators:
  - {name: 人均预期寿命, unit: 岁, nature: 预期性, target: {2025: "80"}, at: {table: 表1, row: 1, line: 9}}
"""


@pytest.mark.parametrize(
    ("title", "kind", "name", "unit", "nature", "year", "expected"),
    [
        ("市卫生健康发展规划", "", "每千人口床位数", "张", "约束性", 2025, "pass"),  # another field: no row here
        ("市卫生健康发展规划", "", "人均健康预期寿命", "岁", "约束性", 2025, "fail"),
        ("市卫生健康发展规划", "", "人均健康预期寿命", "岁", "预期性", 2025, "pass"),
        ("市卫生健康发展规划", "", "人均健康预期寿命", "岁", '""', 2025, "lacking"),
        ("市卫生健康发展规划", "", "健康云签约居民数", "人", "约束性", 2025, "unknown"),
        ("市卫生健康发展规划", "", "人均预期寿命", "岁", "约束性", 2025, "pass"),
        ("市卫生健康发展规划", ", kind: 行动方案", "人均健康预期寿命", "岁", "约束性", 2025, "not-applicable"),
        ("健康某市行动（2021—2030年）", "", "人均健康预期寿命", "岁", "约束性", 2025, "not-applicable"),
        ("关于做好健康某市工作的通知", "", "人均健康预期寿命", "岁", "约束性", 2025, "not-applicable"),
        ("关于印发某市卫生规划的通知", "", "人均健康预期寿命", "岁", "约束性", 2025, "fail"),
        ("市卫生健康发展规划", "", "人均健康预期寿命", "岁", "约束性", 2018, "pass"),
    ],
)  # fmt: skip
def test_binding_indicators_above_are_asked_of_plans_of_their_kind_and_field(
    title: str, kind: str, name: str, unit: str, nature: str, year: int, expected: str
) -> None:
    text = UPPER.format(
        title=title, kind=kind, name=name, unit=unit, nature=nature, year=year, value="75"
    )
    upper, faults = load_plan(Source("市.yaml", text))
    assert upper is not None, faults
    own, _ = load_plan(Source("县.yaml", OWN))
    assert own is not None
    book = load_book()
    rules = [rule for rule in book.rules if rule.code == "UPPER-ABSENT"]
    judgement = judge(own, book, Library((upper,), ()), rules)
    (count,) = judgement.counts
    assert [outcome for outcome, times in count.counts.items() if times] == [expected]


def test_a_code_that_began_within_the_period_has_the_plans_above_of_the_one_before() -> None:
    city = plan("市卫生", "540400", "市", "卫生健康")
    new = plan("米林市卫生", "540481", "县", "卫生健康")  # a city since 2023
    old = plan("米林县卫生", "540422", "县", "卫生健康")
    for county in (new, old):
        levels = find_upper_plans(county, [city]).levels
        assert [(at.region, [p.header.title.text for p in at.plans]) for at in levels] == [
            ("林芝市", ["市卫生"]),
            ("西藏自治区", []),
            ("全国", []),
        ]
