"""Small plans for tests: rows as a plan prints them, the plan above them, and what a rule makes of each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from checker.engine.context import PlanContext
from checker.engine.evaluate import Evaluation
from checker.engine.plan_subjects import PlanSubject
from checker.engine.values import Value
from checker.engine.verdicts import decide, scopes
from checker.plan.library import Library
from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.semantics import typed
from checker.semantics.check import check
from checker.semantics.rule_book import RuleBook, load_rules
from checker.source import Source
from checker.syntax.parse import parse
from tests.columns.both import assert_same
from tests.judging import context_of

HEADER = """
plan:
  title: {place}卫生健康事业发展“十四五”规划
  region: {{code: "{code}", name: {place}}}
  level: {level}
  sector: 卫生健康
  period: 2021-2025
  base_year: 2020
"""


@cache
def book() -> RuleBook:
    found = load_rules()
    assert not found.diagnostics
    return found


def plan_of(body: str, level: str = "县") -> Plan:
    """Load a plan of a county, or of the city above it, from its sections."""
    code, place = {"县": ("450223", "鹿寨县"), "市": ("450200", "柳州市")}[level]
    text = HEADER.format(code=code, place=place, level=level) + body
    plan, faults = load_plan(Source(f"{level}.yaml", text))
    assert plan is not None, [fault.text("zh") for fault in faults]
    return plan


def row(name: str, target: str, baseline: str = "", unit: str = "", more: str = "") -> str:
    """Write one row of a table of indicators."""
    base = f', baseline: {{2020: "{baseline}"}}' if baseline else ""
    printed = f', unit: "{unit}"' if unit else ""
    goal = f'target: {{2025: "{target}"}}' if target else "target: {}"
    return (
        f"  - {{name: {name}{printed}{base}, {goal}{more}, at: {{table: 表1, row: 1, line: 1}}}}\n"
    )


def table(*rows: str) -> str:
    return "indicators:\n" + "".join(rows)


def context(body: str, above: Sequence[str] = ()) -> PlanContext:
    """See a county's plan as rules do, with plans of the city above it."""
    plans = tuple(plan_of(text, "市") for text in above)
    return context_of(plan_of(body), book(), Library(plans))


@cache
def rules_of(text: str) -> tuple[typed.Rule, ...]:
    tree, problems = parse(Source("test.rules", text))
    assert not problems, [p.text("zh") for p in problems]
    rules, problems = check(tree, book().vocabulary)
    assert {p.code for p in problems} <= {"rule-no-example"}, [p.text("zh") for p in problems]
    return rules.rules


def shipped(code: str) -> typed.Rule:
    return next(rule for rule in book().rules if rule.code == code)


def outcomes(rule: typed.Rule, world: PlanContext) -> list[str]:
    """Return what a rule makes of each subject, the reason after an unknown; both evaluators must say it."""
    assert_same([rule], [world])
    said = []
    for scope, _ in scopes(rule, world, PlanSubject(world.plan)):
        outcome, _, reason = decide(rule, Evaluation(world, scope))
        said.append(f"{outcome}: {reason.code}" if outcome == "unknown" and reason else outcome)
    return said


def value(expr: str, world: PlanContext, kind: str = "目标") -> Value:
    """Return an attribute of the first subject of a kind."""
    rule = rules_of(
        f"规则 T “试”\n严重程度：提示\n理由：“试”\n对每个：{kind} x\n要求：{expr} 存在\n"
    )[0]
    scope, _ = next(iter(scopes(rule, world, PlanSubject(world.plan))))
    presence = rule.require[0]
    assert isinstance(presence, typed.Presence)
    return Evaluation(world, scope).value(presence.operand)
