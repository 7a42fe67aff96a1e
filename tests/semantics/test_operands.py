"""Which operands each operator takes: one table, every pair of types, accepted or refused."""

from __future__ import annotations

import pytest

from checker.datatypes.operators import OPERATORS
from checker.semantics.check import check
from checker.semantics.rule_book import load_rules
from checker.source import Source
from checker.syntax.parse import parse

VOCABULARY = load_rules().vocabulary
HEAD = "规则 A “甲”\n理由：“试”\n严重程度：错误\n对每个：机构 h，目标 t，数据 f\n"

# One operand of every type.
OPERANDS = {
    "beds": "h.规划床位",
    "persons": "20人",
    "share": "5%",
    "figure": "t.数值",
    "bare": "3",
    "target": "t.值",
    "text": "h.名称",
    "year": "t.年",
    "ordered": "h.备案层级",
    "unordered": "h.性质",
    "truth": "t.绝对量",
    "record": "t",
    "list": "h.项目",
}
NUMBERS = {"beds", "persons", "share", "figure"}


def faults_of(condition: str) -> list[str]:
    tree, faults = parse(Source("t", f"{HEAD}要求：{condition}\n"))
    _, more = check(tree, VOCABULARY)
    return [fault.code for fault in (*faults, *more)]


def same_dimension(left: str, right: str) -> bool:
    """A figure of a target is measured in what its indicator is: known only with a plan."""
    return left == right or "figure" in (left, right)


def takes(family: str, left: str, right: str) -> bool:
    numbers = {left, right} <= NUMBERS and same_dimension(left, right)
    numbers = numbers or left == right == "bare"
    # A target, or the record that stands for its values.
    goals = {"target", "record"}
    match family:
        case "order":
            return numbers or (left == right and left in ("year", "ordered"))
        case "equality":
            return numbers or (
                left == right and left in ("year", "ordered", "unordered", "text", "truth")
            )
        case "approximate":
            return numbers
        case "strictness":
            return right in goals and (left in goals or left in NUMBERS)
        case "agreement":
            return numbers or (left in goals and right in goals)
        case "text":
            return left == right == "text"
        case "logic":
            return left == right == "truth"
        case _:
            raise ValueError(family)


COMPARISONS = [o for o in OPERATORS.values() if o.family != "arithmetic"]


@pytest.mark.parametrize("operator", COMPARISONS, ids=lambda o: o.key)
def test_a_comparison_takes_exactly_these_operands(operator: object) -> None:
    family, word = operator.family, operator.zh  # type: ignore[attr-defined]
    wrong = []
    for left, first in OPERANDS.items():
        for right, second in OPERANDS.items():
            found = faults_of(f"{first} {word} {second}")
            if (not found) != takes(family, left, right):
                wrong.append((left, right, found))
            assert len(found) <= (2 if family == "logic" else 1), (left, right, found)
    assert wrong == []


@pytest.mark.parametrize("operator", ["+", "-"])
def test_a_sum_is_of_one_dimension_or_a_year_with_years(operator: str) -> None:
    for left, first in OPERANDS.items():
        for right, second in OPERANDS.items():
            found = faults_of(f"({first} {operator} {second}) 存在")
            numbers = {left, right} <= NUMBERS and same_dimension(left, right)
            expected = numbers or left == right == "bare" or (left == "year" and right == "bare")
            expected = expected or (left == "year" and right == "figure")
            assert (not found) == expected, (left, right, found)


@pytest.mark.parametrize("operator", ["*", "/"])
def test_a_product_is_of_any_two_numbers(operator: str) -> None:
    for left, first in OPERANDS.items():
        for right, second in OPERANDS.items():
            found = faults_of(f"({first} {operator} {second}) 存在")
            assert (not found) == ({left, right} <= {*NUMBERS, "bare"}), (left, right, found)


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        # dimensions of computed values
        ("h.规划床位 / 1000人 高于 5张/千人口", ""),
        ("h.规划床位 / 1平方米 不高于 5张/平方米", ""),
        ("h.规划床位 / 1000人 高于 5人/千人口", "rule-dimensions"),
        ("5张/千人口 * 1000人 不低于 h.规划床位", ""),
        ("h.规划床位 / h.现有床位 高于 1.5", ""),
        ("h.规划床位 / h.现有床位 高于 150%", ""),
        ("h.规划床位 * 2 高于 1张", ""),
        ("h.规划床位 * 50% 高于 1张", ""),
        ("h.规划床位 / 50% 高于 1张", ""),
        ("-h.规划床位 低于 1张", ""),
        ("-h.规划床位 低于 1人", "rule-dimensions"),
        # shares: %, ‰ and /10万 are one; what they are of keeps them apart
        ("「孕产妇死亡率」 不高于 18/10万 且 「孕产妇死亡率」 不高于 0.18‰", ""),
        ("「孕产妇死亡率」 不高于 「居民健康素养水平」", "rule-dimensions"),
        ("「孕产妇死亡率」 不高于 18", "rule-number-without-unit"),
        ("「孕产妇死亡率」 不高于 18人", "rule-dimensions"),
        ("「医护比」 不低于 1.2", ""),
        ("「人均预期寿命」 不低于 77.5岁 且 「人均预期寿命」@2020 不低于 上级.「人均预期寿命」", ""),
        # lists
        ("个数(h.项目) 高于 3", ""),
        ("个数(h.项目) 高于 3张", "rule-dimensions"),
        ("合计(h.项目.新增床位) 高于 3张", ""),
        ("合计(p.新增床位 对 p 属于 h.项目 当 p.名称 包含 “楼”) 高于 3张", ""),
        ("合计(p.新增床位 对 p 属于 h.项目 当 p.名称) 高于 3张", "rule-not-truth"),
        ("最大(h.项目.建筑面积) 高于 3张", "rule-dimensions"),
        ("平均(h.项目.终止年) 高于 2025", "rule-not-number"),
        ("每个 p 属于 项目 均 p.新增床位 高于 3张", ""),
        ("任一 p 属于 项目 有 p.新增床位 高于 3", "rule-number-without-unit"),
        ("任一 p 属于 项目 有 p.新增床位", "rule-not-truth"),
        ("每个 p 属于 h 均 p.新增床位 高于 3张", "rule-not-list"),
        ("p.新增床位 高于 3张", "rule-name-unknown"),
        # sets and ranges
        ("规划.层级 属于 {市, 县, 区}", ""),
        ("规划.层级 属于 {市, 公立}", "rule-choice-unknown"),
        ("t.年 属于 {2020, 2025} 或 t.年 属于 [2020, 目标年)", ""),
        ("h.名称 属于 {“甲”, “乙”}", ""),
        ("h.名称 属于 {甲}", "rule-text-unquoted"),
        ("h.规划床位 属于 (1张, 2张]", ""),
        ("h.规划床位 属于 (1, 2张]", "rule-number-without-unit"),
        ("h.性质 属于 [公立, 民营]", "rule-choice-unordered"),
        # words read by the other side
        ("公立 等于 h.性质", ""),
        ("县 等于 规划.层级", ""),
        ("t.出处 等于 表格 且 t.约束力 等于 约束性", ""),
        # one mistake, one message
        ("h.规划床 高于 不知道", "rule-attribute-unknown-near"),
        ("g.规划床位 等于 甲级", "rule-name-unknown"),
        ("h.规划床位 约等于 1200张 容差 1%", ""),
        ("h.规划床位 约等于 1200张 容差 “a”", "rule-not-number"),
    ],
)  # fmt: skip
def test_what_a_condition_may_say(condition: str, fault: str) -> None:
    assert faults_of(condition) == ([fault] if fault else [])
