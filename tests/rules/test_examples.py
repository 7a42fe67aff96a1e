"""Every shipped rule is shown at work: it passes, fails and does not know, as its examples say."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import cache
from checker.engine.examples import example_faults, run_examples
from checker.semantics import typed
from checker.semantics.check import check
from checker.semantics.rule_book import RuleBook, RulePaths, load_rules, read_rule_sources
from checker.source import Source
from checker.syntax.parse import parse

BOOK: RuleBook = load_rules()


def rules_of(text: str) -> tuple[typed.Rule, ...]:
    tree, faults = parse(Source("t.rules", text))
    rule_set, more = check(tree, BOOK.vocabulary)
    assert not [fault.text("zh") for fault in (*faults, *more)]
    return rule_set.rules


def test_the_shipped_rules_have_no_fault() -> None:
    assert [(p.address, p.text("zh")) for p in BOOK.diagnostics] == []
    assert BOOK.rules


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.code)
def test_a_rule_is_shown_passing_failing_and_unknown(rule: typed.Rule) -> None:
    shown = {example.outcome for example in rule.examples}
    assert shown >= ({"unknown"} if rule.manual is not None else {"pass", "fail", "unknown"})


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.code)
def test_its_examples_come_out_as_stated(rule: typed.Rule) -> None:
    wrong = [
        f"{r.example.span.address}: {r.expected}, got {r.got} ({r.reason and r.reason.text('zh')})"
        for r in run_examples(rule, BOOK.vocabulary)
        if not r.holds
    ]
    assert wrong == []


WRONG = """\
规则 BED “床位”
理由：“试”
严重程度：错误
对每个：机构 h
适用：h.性质 等于 公立
要求：h.规划床位 不高于 1200张
合规：{性质: 公立, 规划床位: 1300张}
违规：{性质: 公立, 规划床位: 1300张}
未知：{性质: 民营}
未知：{性质: 公立}
"""


def test_a_wrong_example_is_caught() -> None:
    (rule,) = rules_of(WRONG)
    got = [(r.expected, r.got, r.holds) for r in run_examples(rule)]
    assert got == [
        ("pass", "fail", False),
        ("fail", "fail", True),
        ("unknown", "not-applicable", False),
        ("unknown", "unknown", True),
    ]
    reason = run_examples(rule)[3].reason
    assert reason is not None
    assert reason.text("zh") == "缺少规划床位"


def load_own(folder: Path, text: str) -> RuleBook:
    """Load the shipped rules and one file of an author's, whose examples are run."""
    file = folder / "own.rules"
    file.write_text("规则集 自拟\n依据：《试验》\n" + text, "utf-8")
    return load_rules(read_rule_sources(RulePaths((file,))), example_faults)


def test_a_rule_of_an_author_with_a_wrong_example_is_told_and_left_out(tmp_path: Path) -> None:
    other = "规则 OTHER “另一条”\n严重程度：错误\n对每个：机构 h\n要求：h.规划床位 存在\n"
    whole = "合规：{规划床位: 9张}\n违规：{}\n"
    book = load_own(tmp_path, WRONG + other + whole)
    assert [r.code for r in book.rules if r.code in ("BED", "OTHER")] == ["OTHER"]
    told = [(d.severity, d.span and d.span.line, d.text("zh")) for d in book.diagnostics]
    assert told == [
        ("error", 9, "规则 BED 的这个例子写的是合规，结果却是违规"),
        ("error", 11, "规则 BED 的这个例子写的是未知，结果却是不适用"),
        ("info", 13, "这些规则没有写全例子：OTHER（未知）"),
    ]
    assert load_own(tmp_path, WRONG + other + whole).diagnostics == book.diagnostics


def test_an_example_that_is_not_known_says_why(tmp_path: Path) -> None:
    book = load_own(
        tmp_path, WRONG.replace("合规：{性质: 公立, 规划床位: 1300张}", "合规：{性质: 公立}")
    )
    assert [book.diagnostics[0].text(lang) for lang in ("zh", "en")] == [
        "规则 BED 的这个例子写的是合规，结果却是未知：缺少规划床位",
        "this example of rule BED says pass, and comes out as unknown: 规划床位 is missing",
    ]


def test_a_file_left_without_rules_sets_no_parameters_of_others(tmp_path: Path) -> None:
    own = "参数 上限 = 1200张 “试”\n" + WRONG.replace("1200张", "上限")
    sets = load_own(tmp_path, own).sets
    assert [(s.rules, s.parameters) for s in sets if s.name == "自拟"] == [((), {})]


def test_examples_that_hold_are_not_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(tmp_path / "cache"))
    right = "规则 R “试”\n严重程度：错误\n对每个：机构 h\n要求：h.规划床位 低于 10张\n"
    right += "合规：{规划床位: 9张}\n违规：{规划床位: 10张}\n未知：{}\n"
    assert load_own(tmp_path, right).diagnostics == ()
    monkeypatch.setattr("checker.engine.examples.run_examples", None)
    assert load_own(tmp_path, right).diagnostics == ()


HEAD = "规则 T “试”\n理由：“试”\n严重程度：错误\n"


@pytest.mark.parametrize(
    "body",
    [
        # attributes of each type
        "对每个：目标 t\n要求：t.年 等于 2025\n合规：{年: 2025}\n违规：{年: 2030年}\n未知：{年: “待定”}",
        "对每个：目标 t\n要求：t.绝对量\n合规：{绝对量: 是}\n违规：{绝对量: false}\n未知：{}",
        "对每个：目标 t\n要求：t.名称 包含 “床”\n合规：{名称: “床位数”}\n违规：{名称: “人数”}\n未知：{}",
        "对每个：机构 h\n要求：h.备案层级 不低于 省级\n合规：{备案层级: 国家}\n违规：{备案层级: 市级}\n未知：{备案层级: “？”}",
        "对每个：目标 t\n要求：t.值 不宽于 t.可能范围\n合规：{值: “90%”, 可能范围: “0—100%”}\n违规：{值: “950%”, 可能范围: “0—100%”}\n未知：{值: “提升”, 可能范围: “0—100%”}",
        # what other entries imply
        "对每个：目标 t\n要求：t.数值 不高于 100%\n合规：{值: “≤90%”}\n违规：{值: “110%”}\n未知：{值: “提升”}",
        "对每个：目标 t\n要求：t.表达 等于 数值\n合规：{值: “≤90%”}\n违规：{值: “提升”}\n未知：{}",
        "对每个：目标 t\n要求：t.方向 等于 越高越好\n合规：{方向: 越高越好}\n违规：{方向: 越低越好}",
        # a change is read on its base
        "对每个：目标 t\n要求：t 不宽于 t.可能范围\n未知：{值: “比2015年降低10%”, 可能范围: “0—100%”}",
        "对每个：目标 t\n要求：t 不宽于 t.上级\n合规：{值: “比2015年降低10%”, 基期值: “10‰”, 方向: 越低越好, 上级: {值: “≤9‰”}}\n违规：{值: “比2015年降低10%”, 基期值: “20‰”, 方向: 越低越好, 上级: {值: “≤9‰”}}",
        # nested records, lists, collections, the plan
        "对每个：机构 h\n要求：合计(h.项目.新增床位) 不高于 50张\n合规：{项目: [{新增床位: 20张}, {新增床位: 30张}]}\n违规：{项目: [{新增床位: 20张}, {新增床位: 31张}]}\n未知：{项目: [{新增床位: 20张}, {}]}",
        "要求：个数(项目) 不低于 2\n合规：{项目: [{}, {}]}\n违规：{项目: [{}]}\n未知：{}",
        "要求：规划.层级 等于 市\n合规：{层级: 市级}\n合规：{规划: {层级: 市}}\n违规：{}",
        "对每个：目标 t\n要求：t.年 等于 目标年\n合规：{年: 2025}\n合规：{年: 2030, 规划: {目标年: 2030}}\n违规：{年: 2030}",
        # indicators by year and by plan
        "要求：「医护比」@2020 不高于 「医护比」@2025\n合规：{「医护比」@2020: “1:1.1”, 「医护比」@目标年: “1:1.2”}\n违规：{「医护比」@基期: “1:1.3”, 「医护比」@2025: “1:1.2”}\n未知：{「医护比」@2020: “1:1.1”}",
        "要求：「医护比」 不低于 上级.「医护比」\n合规：{「医护比」: “1:1.3”, 上级.「医护比」: “1:1.2”}\n违规：{「医护比」: “1:1.1”, 上级.「医护比」: “1:1.2”}\n未知：{「医护比」: “1:1.1”}",
        # pairs: one record for each variable
        "对每个：项目 a, 机构 h\n适用：a.业主 等于 h.名称\n要求：a.规划床位 不高于 h.规划床位\n合规：{a: {业主: “甲”, 规划床位: 1张}, h: {名称: “甲”, 规划床位: 2张}}\n违规：{a: {业主: “甲”, 规划床位: 3张}, h: {名称: “甲”, 规划床位: 2张}}",
        # a rule for a person is never passed
        "人工：“看”\n未知：{}",
    ],
)  # fmt: skip
def test_what_an_example_may_say(body: str) -> None:
    rules = rules_of(HEAD + body + "\n")
    assert rules
    results = run_examples(rules[0], BOOK.vocabulary)
    assert results
    assert [(r.expected, r.got) for r in results] == [(r.expected, r.expected) for r in results]
