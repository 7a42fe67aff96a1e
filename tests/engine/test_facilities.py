"""Beds as the manual says, years that run backwards or have no end, growth on a base below zero, rules of constants."""

from __future__ import annotations

import pytest

from checker.engine.values import Number
from checker.semantics.check import check
from checker.source import Source
from checker.syntax.parse import parse
from tests.engine.small_plans import book, context, outcomes, rules_of, shipped, value


@pytest.mark.parametrize(
    ("beds", "projects", "expected"),
    [
        ("present_beds: 900张", ("beds: 300张, new_beds: 400张",), "1300张"),
        ("present_beds: 900张", ("new_beds: 50张", "new_beds: 60张"), "1010张"),
        ("present_beds: 900张", ("new_beds: 50张", "status: 未开工"), None),
        ("present_beds: 900张", (), "900张"),
        ("planned_beds: 1000张, present_beds: 900张", ("new_beds: 50张",), "1000张"),
        ("class: 二级", ("beds: 300张",), "300张"),
    ],
)
def test_planned_beds(beds: str, projects: tuple[str, ...], expected: str | None) -> None:
    body = f"institutions:\n  - {{name: 甲医院, {beds}, at: {{line: 1}}}}\n"
    if projects:
        body += "projects:\n" + "".join(
            f"  - {{name: 楼{n}, owner: 甲医院, {said}, at: {{line: {n}}}}}\n"
            for n, said in enumerate(projects, 2)
        )
    planned = value("x.规划床位", context(body), "机构")
    assert (planned.text() if isinstance(planned, Number) else None) == expected


@pytest.mark.parametrize(
    ("years", "order", "money"),
    [
        ("2024-2022", "fail", "not-applicable"),
        ("2022-2024", "pass", "fail"),
        ("2022年起", "not-applicable", "not-applicable"),
        ("2022—", "not-applicable", "not-applicable"),
        ("2023年底前", "not-applicable", "not-applicable"),
        ("待定", "not-applicable", "unknown: unknown-not-years"),
    ],
)
def test_years_of_a_project(years: str, order: str, money: str) -> None:
    world = context(
        "projects:\n  - {name: 楼, owner: 乙, total_investment: 90万元, period_investment: 50万元, "
        f'years: "{years}", at: {{line: 1}}}}\n'
    )
    assert outcomes(shipped("PROJECT-YEARS-ORDER"), world) == [order]
    assert outcomes(shipped("PROJECT-WHOLE-MONEY"), world) == [money]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("-80", "-40", "unknown: unknown-negative-base"),
        ("0", "40", "unknown: unknown-negative-base"),
        ("80", "120", "pass"),
        ("80", "100", "fail"),
    ],
)
def test_growth(before: str, after: str, expected: str) -> None:
    world = context(
        f'facts:\n  - {{name: 结余, unit: 万元, value: {{2015: "{before}"}}, at: {{line: 1}}}}\n'
        f'  - {{name: 结余, unit: 万元, value: {{2020: "{after}"}}, change: {{2015-2020: 增长50%}}, at: {{line: 2}}}}\n'
    )
    assert outcomes(shipped("ARITH-GROWTH"), world) == [expected]


def test_a_rule_that_looks_at_nothing_in_the_plan() -> None:
    rule = rules_of(
        "规则 T “试”\n严重程度：提示\n理由：“试”\n对每个：机构 h\n"
        "适用：1 高于 0\n要求：1200张 约等于 500张 容差 1% 或 h.规划床位 高于 1张\n"
    )[0]
    body = "institutions:\n  - {name: 甲, planned_beds: 1张, at: {line: 1}}\n  - {name: 乙, planned_beds: 2张, at: {line: 2}}\n"
    assert outcomes(rule, context(body)) == ["fail", "pass"]


@pytest.mark.parametrize(
    ("require", "code"),
    [
        ("t.年 属于 [2030, 2020]", "rule-interval-turned"),
        ("t.数值 属于 [5%, 40‰]", "rule-interval-turned"),
        ("t.数值 / 0 高于 1%", "rule-division-by-zero"),
    ],
)
def test_a_rule_that_can_never_speak_is_refused(require: str, code: str) -> None:
    text = f"规则 T “试”\n严重程度：提示\n理由：“试”\n对每个：目标 t\n要求：{require}\n"
    tree, _ = parse(Source("test.rules", text))
    _, problems = check(tree, book().vocabulary)
    assert code in {problem.code for problem in problems}
