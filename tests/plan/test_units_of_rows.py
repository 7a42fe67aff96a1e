"""The unit of a row: unknown ones set it aside, missing ones are the entry's, names say by what is divided."""

from __future__ import annotations

import pytest

from checker.engine.interpret import unit_in
from checker.engine.plan_checks import input_faults
from checker.engine.readings import InterpretedPlan
from checker.engine.values import Number, Unknown
from checker.plan.load import load_plan
from checker.plan.name_hints import implied_unit, said_denominator
from checker.semantics.rule_book import RulePaths, load_rules, read_rule_sources
from checker.source import Source

PLAN = """
plan:
  title: 云溪县卫生健康发展“十四五”规划
  region: {{code: "450223", name: 鹿寨县}}
  level: 县
  sector: 卫生健康
  period: 2021-2025
  base_year: 2020
indicators:
  - {{{row}, at: {{table: 表1, row: 1, line: 1}}}}
  - {{name: 住院分娩率, unit: "%", baseline: {{2020: "99"}}, target: {{2025: "99.5"}}, at: {{table: 表1, row: 2, line: 2}}}}
"""


def interpreted(row: str) -> InterpretedPlan:
    plan, faults = load_plan(Source("plan.yaml", PLAN.format(row=row)))
    assert plan is not None, faults
    return InterpretedPlan(plan, load_rules(read_rule_sources(RulePaths())).vocabulary)


def complaints(plan: InterpretedPlan) -> list[tuple[str, str]]:
    return [(fault.code, fault.severity) for fault in input_faults(plan)]


def test_an_unknown_unit_sets_its_row_aside_and_no_other() -> None:
    plan = interpreted('name: 酒产量, unit: 万斛, baseline: {2020: "45"}, target: {2025: "50"}')
    assert complaints(plan) == [("plan-unit-unknown", "warning")]
    assert "万斛" in next(iter(input_faults(plan))).text("zh")
    assert [isinstance(goal.bare_number, Number) for goal in plan.goals] == [False, True]


def test_a_row_without_unit_is_read_in_the_unit_of_its_entry_and_says_so() -> None:
    plan = interpreted('name: 婴儿死亡率, baseline: {2020: "5"}, target: {2025: "4"}')
    assert complaints(plan) == [("plan-unit-assumed", "warning")]
    number = plan.goals[0].bare_number
    assert isinstance(number, Number)
    assert number.unit.name == "‰"


@pytest.mark.parametrize("name", ["农田灌溉水有效利用系数", "两化融合发展指数"])
def test_a_pure_number_needs_no_unit(name: str) -> None:
    plan = interpreted(f'name: {name}, baseline: {{2020: "0.55"}}, target: {{2025: "0.6"}}')
    assert complaints(plan) == []
    assert not isinstance(plan.goals[0].bare_number, Unknown)


def test_a_number_of_something_does() -> None:
    plan = interpreted('name: 酒产量, baseline: {2020: "45"}, target: {2025: "50"}')
    assert ("plan-number-without-unit", "warning") in complaints(plan)


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("每千人口公立中医医院床位数", "千人口"),
        ("每万名常住人口书店数", "万人口"),
        ("每十万人口律师数", "十万人口"),
        ("每10万人体育馆数", "10万人口"),
        ("平均每户耕地", "户"),
        ("户均存款", "户"),
        ("人均绿地", "人"),
        ("千人均护士", "千人口"),
        ("每百户汽车拥有量", "百户"),
        ("每年新增床位", ""),
        ("每个乡镇卫生院床位", ""),
        ("均衡发展县", ""),
    ],
)
def test_a_name_says_by_what_is_divided(name: str, below: str) -> None:
    assert said_denominator(name) == below


@pytest.mark.parametrize(
    ("name", "printed", "cell", "unit"),
    [
        ("每千人口公立中医医院床位数", "张", "0.85", "张/千人口"),
        ("每千人口公立中医医院床位数", "", "0.85张", "张/千人口"),
        ("户均耕地", "亩", "4", "亩/户"),
        ("人均受教育年限", "年", "11.3", "年"),
        ("人均绿地", "平方米/人", "15", "平方米/人"),
        ("每千人口达标比例", "%", "15", "%"),
        ("床位数", "张", "15", "张"),
    ],
)
def test_the_unit_that_a_name_completes(name: str, printed: str, cell: str, unit: str) -> None:
    assert implied_unit(name, printed, None if printed else unit_in(cell)) == unit
