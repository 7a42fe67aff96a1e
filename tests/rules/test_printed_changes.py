"""Changes, verbs, dates and blank cells as plans print them, of figures that no vocabulary knows."""

from __future__ import annotations

import pytest

from checker.findings import Judgement
from checker.plan.library import Library
from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.semantics.rule_book import load_rules
from checker.source import Source
from tests.judging import judge

HEAD = """\
plan:
  title: 青石县教育事业发展“十四五”规划
  region: {{code: "450223", name: 鹿寨县}}
  level: 县
  sector: 卫生健康
  period: 2021-2025
  base_year: 2020
  number: {number}
  date: {date}
"""
BOOK = load_rules()


def plan_of(text: str, number: str = "青政发〔2021〕3号", date: str = "2021年5月6日") -> Plan:
    plan, faults = load_plan(Source("plan.yaml", HEAD.format(number=number, date=date) + text))
    assert plan is not None, faults
    return plan


def outcomes(plan: Plan, code: str) -> list[str]:
    """Give the outcomes of one rule, those that pass at the end."""
    rules = [rule for rule in BOOK.rules if rule.code == code]
    judgement: Judgement = judge(plan, BOOK, Library(()), rules)
    [count] = judgement.counts
    return [finding.outcome for finding in judgement.findings] + ["pass"] * count.counts.get(
        "pass", 0
    )


@pytest.mark.parametrize(
    ("before", "after", "printed", "code", "outcome"),
    [
        ("3.2‰", "2.0‰", "下降1.2个千分点", "ARITH-DIFFERENCE", "pass"),
        ("3.2‰", "2.0‰", "下降1.9个千分点", "ARITH-DIFFERENCE", "fail"),
        ("61.5%", "72.5%", "提高11个百分点", "ARITH-DIFFERENCE", "pass"),
        ("61.5%", "72.5%", "提高14个百分点", "ARITH-DIFFERENCE", "fail"),
        ("72%", "78%", "提高6个百分点", "ARITH-DIFFERENCE", "pass"),
        ("72%", "78%", "提高7个百分点", "ARITH-DIFFERENCE", "fail"),
        ("72.4%", "78%", "提高6个百分点", "ARITH-DIFFERENCE", "pass"),
        ("250万人次", "300万人次", "增长20%", "ARITH-GROWTH", "pass"),
        ("250万人次", "300万人次", "增长30%", "ARITH-GROWTH", "fail"),
        ("315.2万元", "1576万元", "增长400%", "ARITH-GROWTH", "pass"),
        ("8万件", "36万件", "是2015年的4.5倍", "ARITH-GROWTH", "pass"),
        ("8万件", "36万件", "是2015年的5.5倍", "ARITH-GROWTH", "fail"),
    ],
)
def test_changes_of_figures_outside_the_vocabulary(
    before: str, after: str, printed: str, code: str, outcome: str
) -> None:
    plan = plan_of(
        f"facts:\n  - {{name: 甲馆藏量, value: {{2015: {before}}}, at: {{line: 1}}}}\n"
        f"  - {{name: 甲馆藏量, value: {{2020: {after}}}, change: {{2015-2020: {printed}}}, at: {{line: 2}}}}\n"
    )
    assert outcomes(plan, code) == [outcome]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("不降低", []), ("不再下降", []), ("不低于88%且不减少", []), ("提高到88%", []),
        ("降低到88%", ["fail"]), ("逐步减少", ["fail"]), ("年均下降2%", ["fail"]),
    ],
)  # fmt: skip
def test_what_should_rise_may_be_said_not_to_fall(printed: str, expected: list[str]) -> None:
    plan = plan_of(
        f"indicators:\n  - {{name: 产后访视率, unit: '%', target: {{2025: {printed}}}, at: {{line: 1}}}}\n"
    )
    assert [outcome for outcome in outcomes(plan, "AGREE-VERB") if outcome != "pass"] == expected


@pytest.mark.parametrize("blank", ['""', "", "~", "null"])
def test_a_blank_cell_may_be_typed_as_yaml_has_it(blank: str) -> None:
    plan = plan_of(
        "indicators:\n  - {name: 婴儿死亡率, unit: ‰, nature: 约束性, "
        f"baseline: {{2020: {blank}}}, target: {{2025: {blank}}}, at: {{table: 表1, row: 1, line: 1}}}}\n"
    )
    assert outcomes(plan, "PROGRESS-BINDING-VALUE") == ["fail"]
    assert outcomes(plan, "PROGRESS-BASELINE-BLANK") == ["fail"]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2022年3月9日", "pass"), ("二○二二年三月九日", "pass"), ("二〇一一年十一月十九日", "pass"),
        ("2022-03-09", "pass"), ("2022.3.9", "pass"), ("2022年3月", "fail"), ("二○二二年三月", "fail"),
        ("2022年3月　日", "fail"),
    ],
)  # fmt: skip
def test_a_date_is_complete_however_it_is_written(date: str, expected: str) -> None:
    assert outcomes(plan_of("", date=date), "FORM-OWN-DATE") == [expected]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("青政发〔2021〕3号", ["pass"]),
        ("青政发〔2021〕　号", ["fail"]),
        ("无文号", []),
        ('""', []),
    ],
)
def test_no_number_is_none(number: str, expected: list[str]) -> None:
    assert [
        o for o in outcomes(plan_of("", number=number), "FORM-OWN-NUMBER") if o != "not-applicable"
    ] == expected


@pytest.mark.parametrize(
    ("announced", "items", "expected"),
    [
        ("七", 7, "pass"), ("七", 8, "fail"), ("7大工程", 7, "pass"), ("2+4", 6, "pass"), ("2+4", 2, "fail"), ("双", 2, "pass"),
        ("二十余", 22, "unknown"), ("30多项", 33, "unknown"), ("三类八项", 8, "unknown"), ("几", 3, "unknown"),
        ("近十项", 9, "unknown"), ("第三批", 5, "unknown"),
    ],
)  # fmt: skip
def test_as_many_items_as_announced(announced: str, items: int, expected: str) -> None:
    listed = ", ".join(f"任务{number}" for number in range(items))
    plan = plan_of(
        f"enumerations:\n  - {{name: 主要任务, announced: {announced}, items: [{listed}], at: {{line: 1}}}}\n"
    )
    assert outcomes(plan, "FORM-ANNOUNCED") == [expected]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("云政发〔2021〕6号", ["pass"]), ("云政发〔2021〕06号", ["fail"]), ("云政发[2021]6号", ["fail"]),
        ("主席令第31号", []), ("云溪省人民政府令第212号", []), ("第31号令", []), ("无文号", []),
    ],
)  # fmt: skip
def test_orders_are_numbered_without_a_year(number: str, expected: list[str]) -> None:
    plan = plan_of(f"citations:\n  - {{title: 某办法, number: '{number}', at: {{line: 1}}}}\n")
    said = [
        outcome for outcome in outcomes(plan, "FORM-DOCUMENT-NUMBER") if outcome != "not-applicable"
    ]
    assert said == expected


@pytest.mark.parametrize("printed", ["压到0.8以里", "城市40%、农村35%"])
def test_a_binding_target_that_was_not_read_is_not_said_to_have_no_value(printed: str) -> None:
    plan = plan_of(
        "indicators:\n  - {name: 院内感染发生率, unit: '%', nature: 约束性, "
        f"target: {{2025: '{printed}'}}, at: {{table: 表1, row: 1, line: 1}}}}\n"
    )
    assert outcomes(plan, "PROGRESS-BINDING-VALUE") == []
