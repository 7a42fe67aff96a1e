"""No verdict depends on the order in which rows, sentences, figures or plans above were typed."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from checker.engine.evaluate import Evaluation
from checker.engine.plan_subjects import PlanSubject
from checker.engine.verdicts import decide, scopes
from checker.plan.library import Library
from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.source import Source
from tests.columns.both import ROOT, book, library
from tests.engine.small_plans import context, plan_of, rules_of
from tests.judging import context_of

PLANS = sorted((ROOT / "plans").glob("*.yaml"))
SECTIONS = (
    "indicators", "statements", "facts", "institutions", "projects", "citations", "sections",
    "enumerations", "tasks", "mentions",
)  # fmt: skip

OWN = rules_of(
    """
规则 OWN-ORDERED “先后两数”
严重程度：提示
理由：“试”
对每个：数据 a，数据 b
适用：a.名称 等于 “卫生技术人员数” 且 b.名称 等于 “执业（助理）医师数”
要求：a.值 高于 b.值

规则 OWN-EITHER “成对”
严重程度：提示
理由：“试”
对每个：机构 a，机构 b
适用：a.性质 等于 b.性质
要求：a.名称 不等于 b.名称

规则 OWN-COUNT “个数”
严重程度：提示
理由：“试”
对每个：机构 h
要求：个数(h.项目) 高于 0 且 (任一 p 属于 h.项目 有 p.新增床位 高于 100张)

规则 OWN-NAMED “指标”
严重程度：提示
理由：“试”
要求：「常住人口」@基期 低于 100万人 且 「人均预期寿命」@目标年 高于 「人均预期寿命」@基期
"""
)


@cache
def plan(path: Path) -> Plan:
    loaded, _ = load_plan(Source(path.name, path.read_text(encoding="utf-8")))
    assert loaded is not None
    return loaded


def shuffled(plan: Plan, pick: random.Random) -> Plan:
    def order(name: str) -> tuple[object, ...]:
        rows = list(getattr(plan, name))
        pick.shuffle(rows)
        return tuple(rows)

    return replace(plan, **{name: order(name) for name in SECTIONS})


def verdicts(plan: Plan, above: Library) -> Counter[tuple[str, str, str]]:
    world = context_of(plan, book(), above)
    found: Counter[tuple[str, str, str]] = Counter()
    for rule in (*book().rules, *OWN):
        for scope, subject in scopes(rule, world, PlanSubject(plan)):
            label = "" if len(rule.each) > 1 else subject.label
            found[rule.code, label, decide(rule, Evaluation(world, scope)).outcome] += 1
    return found


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_order_of_every_section(path: Path) -> None:
    pick = random.Random(path.stem)
    above = [shuffled(upper, pick) for upper in library().plans]
    pick.shuffle(above)
    mixed = verdicts(shuffled(plan(path), pick), Library(tuple(above)))
    assert mixed - verdicts(plan(path), library()) == Counter()


ROWS = (
    '{name: 婴儿死亡率, unit: ‰, scope: 农村, baseline: {2020: "9"}, target: {2025: "≤8"}, at: {table: 表1, line: 1}}',
    '{name: 婴儿死亡率, unit: ‰, baseline: {2020: "6"}, target: {2025: "≤5"}, at: {table: 表1, line: 2}}',
    '{name: 婴儿死亡率, unit: ‰, target: {2025: "≤5.5"}, at: {table: 表2, line: 9}}',
    '{name: 居民健康素养水平, unit: "%", scope: 小学, target: {2025: "30"}, at: {table: 表1, line: 3}}',
    '{name: 居民健康素养水平, unit: "%", scope: 初中, target: {2025: "20"}, at: {table: 表1, line: 4}}',
)


@settings(max_examples=10, deadline=None)
@given(st.permutations(ROWS))
def test_rows_of_one_name(rows: list[str]) -> None:
    above = plan_of(
        "indicators:\n  - {name: 婴儿死亡率, unit: ‰, target: {2025: ≤6}, at: {table: 表1, line: 1}}\n"
        '  - {name: 居民健康素养水平, unit: "%", target: {2025: "25"}, at: {table: 表1, line: 2}}\n',
        "市",
    )
    body = "indicators:\n" + "".join(f"  - {row}\n" for row in rows)
    found = verdicts(plan_of(body), Library((above,)))
    upper = {key: n for key, n in found.items() if key[0] == "UPPER-LOOSER"}
    assert upper == {
        ("UPPER-LOOSER", "婴儿死亡率", "pass"): 1,
        ("UPPER-LOOSER", "婴儿死亡率", "not-applicable"): 1,  # of the countryside: nothing above
        ("UPPER-LOOSER", "居民健康素养水平", "not-applicable"): 2,
    }
    agree = {key: n for key, n in found.items() if key[0] == "AGREE-TARGETS"}
    assert agree == {
        ("AGREE-TARGETS", "婴儿死亡率", "not-applicable"): 2,
        ("AGREE-TARGETS", "婴儿死亡率", "fail"): 1,  # ≤5.5 against ≤5
        ("AGREE-TARGETS", "居民健康素养水平", "not-applicable"): 2,
    }


@pytest.mark.parametrize("names", [("甲", "乙"), ("乙", "甲")])
def test_a_pair_is_found_in_either_order(names: tuple[str, str]) -> None:
    rule = rules_of(
        "规则 T “试”\n严重程度：提示\n理由：“试”\n对每个：数据 a，数据 b\n"
        "适用：a.名称 等于 “甲” 且 b.名称 等于 “乙”\n要求：a.值 高于 b.值\n"
    )[0]
    facts = "".join(
        f"  - {{name: {name}, value: {{2020: {5 if name == '甲' else 7}家}}, at: {{line: 1}}}}\n"
        for name in names
    )
    world = context("facts:\n" + facts)
    found = Counter(
        decide(rule, Evaluation(world, scope)).outcome
        for scope, _ in scopes(rule, world, PlanSubject(world.plan))
    )
    assert found == {"fail": 1, "not-applicable": 1}
