"""What a rule says of a list without naming its own subject is computed once for a plan, not once for each subject."""

from __future__ import annotations

import pytest

from checker.engine.context import PlanContext
from checker.engine.evaluate import Evaluation
from checker.engine.plan_subjects import PlanSubject
from checker.engine.values import Value
from checker.engine.verdicts import judge
from checker.semantics import typed
from tests.columns.both import assert_same
from tests.engine.small_plans import context, outcomes, rules_of, shipped

HEAD = "规则 T “试”\n严重程度：提示\n理由：“试”\n对每个：项目 p\n"


def projects(count: int) -> PlanContext:
    rows = [f'  - {{name: 第{n}水库, total_investment: "{n}万元"}}\n' for n in range(1, count + 1)]
    return context("projects:\n" + "".join(rows))


def items_looked_at(
    monkeypatch: pytest.MonkeyPatch, count: int, rules: tuple[typed.Rule, ...]
) -> int:
    """Judge the projects of a plan; return how many items of lists anything was asked of."""
    asked = 0
    original = Evaluation.with_variable

    def counted(self: Evaluation, variable: str, item: Value) -> Evaluation:
        nonlocal asked
        asked += 1
        return original(self, variable, item)

    world = projects(count)
    with monkeypatch.context() as patch:
        patch.setattr(Evaluation, "with_variable", counted)
        judge(rules, world, world.plan.header, PlanSubject(world.plan))
    return asked


@pytest.mark.parametrize("code", ["PROJECT-YEARS", "PROJECT-PERIOD-MONEY"])
def test_a_shipped_rule_goes_through_the_projects_once(
    monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    assert items_looked_at(monkeypatch, 40, (shipped(code),)) == 40


@pytest.mark.parametrize(
    ("clauses", "asked"),
    [
        ("适用：任一 q 属于 项目 有 q.年限 存在\n要求：p.总投资 高于 0万元\n", 40),
        ("要求：每个 q 属于 项目 均 q.总投资 高于 0万元\n", 40),
        ("要求：合计(q.总投资 对 q 属于 项目) 不低于 p.总投资\n", 40),
        ("要求：合计(q.总投资 对 q 属于 项目 当 规划.起始年 不低于 2021) 高于 0万元\n", 40),
        # what names the subject is another question for each
        ("要求：非 任一 q 属于 项目 有 q.总投资 高于 p.总投资 + 100万元\n", 40 * 40),
    ],
)  # fmt: skip
def test_so_does_a_rule_of_ones_own(
    monkeypatch: pytest.MonkeyPatch, clauses: str, asked: int
) -> None:
    assert items_looked_at(monkeypatch, 40, rules_of(HEAD + clauses)) == asked


def test_all_rules_together_are_linear_in_projects(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tuple(rule for rule in map(shipped, PROJECT_RULES) if rule.each)
    few, many = (items_looked_at(monkeypatch, count, rules) for count in (20, 40))
    assert many <= 2 * few


PROJECT_RULES = (
    "PROJECT-FLOOR-AREAS", "PROJECT-AREA-SUM", "PROJECT-END", "PROJECT-START", "PROJECT-SAME-NAME", "PROJECT-YEARS",
    "PROJECT-PERIOD-MONEY",
)  # fmt: skip


def test_each_plan_is_asked_for_itself() -> None:
    rule = rules_of(HEAD + "要求：合计(q.总投资 对 q 属于 项目) 高于 5万元\n")[0]
    assert outcomes(rule, projects(2)) == ["fail", "fail"]
    assert outcomes(rule, projects(3)) == ["pass", "pass", "pass"]
    assert_same([rule], [projects(2), projects(3)])
