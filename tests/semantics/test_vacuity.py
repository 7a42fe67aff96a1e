"""Rules that can never speak are warned of when they are loaded, and rules that nothing can meet both of."""

from __future__ import annotations

import pytest

from checker.engine.examples import example_faults
from checker.semantics.check import check
from checker.semantics.rule_book import RulePaths, load_rules, read_rule_sources
from checker.semantics.vacuity import contradictions, silent_rules
from checker.source import Source
from checker.syntax.parse import parse

BOOK = load_rules()


def warnings(*bodies: str) -> list[str]:
    """The warnings about rules with these clauses, each about targets called t."""
    text = "规则集 自拟\n依据：《试验》\n"
    for number, body in enumerate(bodies, start=1):
        clauses = "\n".join(body.split("；"))
        text += f"规则 R{number} “试”\n严重程度：错误\n对每个：目标 t\n{clauses}\n"
    tree, faults = parse(Source("own.rules", text))
    rules, more = check(tree, BOOK.vocabulary)
    assert [d.text("zh") for d in (*faults, *more)] == []
    found = (*silent_rules(rules.rules), *contradictions(rules.rules, ()))
    return [f"{d.arguments['code']} {d.code}" for d in found]


@pytest.mark.parametrize(
    "body",
    [
        "适用：t.年 高于 2030 且 t.年 低于 2020；要求：t.数值 存在",
        "适用：t.数值 高于 30%；适用：20% 不低于 t.数值；要求：t.年 存在",
        "适用：t.年 高于 2024 且 t.年 低于 2025；要求：t.数值 存在",
        "适用：t.年 属于 [2021, 2025] 且 t.年 属于 [2026, 2030]；要求：t.数值 存在",
        "适用：t.约束力 等于 约束性 且 t.约束力 等于 预期性；要求：t.数值 存在",
        "适用：t.约束力 高于 约束性；要求：t.数值 存在",
        "适用：规划.层级 属于 {市, 县} 且 规划.层级 不低于 省；要求：t.数值 存在",
        "适用：t.基期值 缺失 且 t.基期值 高于 3张；要求：t.数值 存在",
        "适用：t.上级 存在 且 非 (t.上级 存在 或 t.绝对量)；要求：t.数值 存在",
        "适用：t.数值 高于 2万人 且 t.数值 低于 15000人；要求：t.年 存在",
        "适用：t.名称 等于 “床位” 且 t.名称 等于 “人数”；要求：t.数值 存在",
        "适用：t.年 高于 2025；要求：t.数值 存在；除外：t.年 不低于 2026",
        "适用：t.绝对量；除外：t.绝对量；人工：“看”",
    ],
)
def test_a_rule_that_never_applies(body: str) -> None:
    assert warnings(body) == ["R1 rule-never-applies"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("要求：t.年 高于 2030；要求：t.年 低于 2020", "rule-never-met"),
        ("要求：t.数值 高于 5% 且 t.数值 不高于 5%", "rule-never-met"),
        ("要求：t.年 低于 2030 或 t.年 高于 2020", "rule-always-met"),
        ("要求：t.数值 存在 或 t.数值 缺失", "rule-always-met"),
        ("要求：1 高于 0", "rule-speaks-of-nothing"),
        ("适用：2 等于 3；要求：t.年 存在", "rule-speaks-of-nothing"),
        ("要求：t.年 存在；除外：“甲” 等于 “乙”", "rule-speaks-of-nothing"),
    ],
)
def test_a_requirement_that_nothing_or_anything_meets(body: str, code: str) -> None:
    assert warnings(body) == [f"R1 {code}"]


@pytest.mark.parametrize(
    "body",
    [
        "适用：t.年 高于 2020 且 t.年 低于 2030；要求：t.数值 存在",
        "适用：t.年 高于 2024 且 t.年 低于 2026；要求：t.数值 存在",
        "适用：t.年 高于 2030 或 t.年 低于 2020；要求：t.数值 存在",
        "适用：t.年 高于 2030 且 t.上级.年 低于 2020；要求：t.数值 存在",
        "适用：t.数值 高于 2万人 且 t.数值 低于 25000人；要求：t.年 存在",
        "适用：t.数值 缺失；要求：t.数值 存在",
        "适用：t.年 等于 2025；要求：t.年 不等于 2025",
        "要求：t.年 低于 2030 或 t.年 高于 2020；缺失：违规",
        "要求：t.数值 / 3 不低于 10.1% 且 t.数值 / 3 不高于 10%",
        "参数 门槛 = 5% “试”；要求：t.数值 高于 门槛 且 t.数值 低于 5%",
    ],
)
def test_a_rule_that_can_speak(body: str) -> None:
    assert warnings(body) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("要求：t.约束力 等于 约束性", "要求：t.约束力 等于 预期性"),
        ("要求：t.年 不高于 2025", "适用：t.上级 存在；要求：t.年 高于 2030"),
        (
            "适用：规划.层级 等于 县；要求：t.数值 存在 且 t.年 等于 2025",
            "要求：t.年 属于 {2027, 2030}",
        ),
        ("要求：t.基期值 存在", "要求：t.基期值 缺失"),
    ],
)
def test_two_rules_that_nothing_can_meet(first: str, second: str) -> None:
    assert warnings(first, second) == ["R2 rule-contradicts"]
    assert warnings(second, first) == ["R2 rule-contradicts"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("要求：t.约束力 等于 约束性", "要求：t.约束力 不低于 预期性"),
        (
            "适用：规划.层级 等于 县；要求：t.年 等于 2025",
            "适用：规划.层级 等于 市；要求：t.年 等于 2030",
        ),
        ("适用：t.数值 缺失；要求：t.数值 存在", "要求：t.数值 存在"),
        ("要求：t.年 等于 2025", "要求：t.年 等于 2030；除外：t.年 等于 2025"),
    ],
)
def test_two_rules_that_something_can_meet(first: str, second: str) -> None:
    assert warnings(first, second) == []


def test_the_shipped_rules_can_speak_and_be_met() -> None:
    found = (*silent_rules(BOOK.rules), *contradictions(BOOK.rules, ()))
    assert [(d.code, d.arguments) for d in found] == []


def test_rules_of_an_author_are_looked_at_when_they_are_loaded(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "own.rules"
    clauses = "严重程度：错误\n对每个：目标 t\n适用：t.上级 存在\n要求：t 不宽于 t.上级 且 t.年 高于 2030 且 t.年 低于 2020\n"
    file.write_text(f"规则集 自拟\n依据：《试验》\n规则 OWN “试”\n{clauses}", "utf-8")
    book = load_rules(read_rule_sources(RulePaths((file,))), example_faults)
    found = [(d.severity, d.code) for d in book.diagnostics if d.code != "rule-examples-missing"]
    assert found == [("warning", "rule-never-met")]
