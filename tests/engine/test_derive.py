"""How verdicts come about: what is asked for on the left, the steps and what they came to on the right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

from checker.engine.derive import FEW, LISTED, DerivationQuery, explain_rules
from checker.engine.plan_subjects import PlanSubject
from checker.engine.verdicts import verdicts
from checker.files import read_source
from checker.findings import ClauseOutcome, Derivation, DerivationStep, RuleExplanation
from checker.messages import Language
from checker.plan.library import load_library
from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.report import as_derivation, rule_descriptions
from checker.report.layout import Page, width
from checker.review.waivers import load_waivers
from checker.semantics.rule_book import load_rules
from checker.semantics.typed import Rule
from checker.source import Source, Span
from checker.syntax.nodes import BilingualText
from tests.judging import context_of, load_book

ROOT = Path(__file__).parents[2]
NAMES = ("gongzhuling", "lucheng", "luzhai", "qinzhou", "wujiang")
BOOK = load_rules()
LIBRARY = load_library()
ALL = DerivationQuery(everything=True)


@cache
def plan_named(name: str) -> Plan:
    path = ROOT / "plans" / f"{name}.yaml"
    source, _ = read_source(path, f"plans/{name}.yaml")
    assert source is not None
    plan, _ = load_plan(source)
    assert plan is not None
    return plan


@cache
def accounts(name: str) -> tuple[RuleExplanation, ...]:
    """Every verdict of every rule on a plan, derived."""
    return explain_rules(context_of(plan_named(name), BOOK, LIBRARY), BOOK.rules, ALL)


def derived(code: str, name: str, wanted: DerivationQuery) -> RuleExplanation:
    rules = [rule for rule in BOOK.rules if rule.code == code]
    return explain_rules(context_of(plan_named(name), BOOK, LIBRARY), rules, wanted)[0]


def every(steps: Iterable[DerivationStep]) -> Iterator[DerivationStep]:
    for step in steps:
        yield step
        yield from every(step.steps)


def clause(derivation: Derivation, kind: str) -> ClauseOutcome:
    return next(c for c in derivation.clauses if c.kind == kind)


def step(code: str, name: str, subject: str, text: str) -> DerivationStep:
    """The step of that text, the requirement before the conditions."""
    found = derived(code, name, DerivationQuery(subject)).derivations[0]
    steps = [s for c in reversed(found.clauses) for s in every(c.steps)]
    return next(s for s in steps if s.text == text)


# ---- single steps, with the figures of the plans


@pytest.mark.parametrize(
    ("code", "plan", "subject", "text", "value"),
    [
        ("AGREE-FACTS", "qinzhou", "法定传染病发病率", "f.值", "526.01/10万"),
        ("AGREE-FACTS", "qinzhou", "法定传染病发病率", "f.首见.值", "526.02/10万"),
        ("PROGRESS-WORSE", "qinzhou", "孕前优生", "t.已达水平", "≥100.41%"),
        ("UPPER-LOOSER", "qinzhou", "出生人口性别比", "t.上级.值", "≤106.59"),
        ("UPPER-LOOSER", "qinzhou", "出生人口性别比", "出生人口性别比（2015年）", "109.59"),
        (
            "HEALTH-PUBLIC-STAFF",
            "luzhai",
            "鹿寨",
            "「专业公共卫生机构人员数」（2025年）",
            "0.55万人",
        ),
        ("FILING-PROVINCE", "gongzhuling", "市中医院", "报省备案床位", "1200张"),
        ("ARITH-QUOTIENT", "qinzhou", "病死率", "f.分子.值 / f.分母.值", "2.73%"),
        ("ARITH-SUM", "qinzhou", "流入人口", "合计(f.分项.值)", "2.47万人"),
    ],
)
def test_the_value_of_a_step(code: str, plan: str, subject: str, text: str, value: str) -> None:
    assert step(code, plan, subject, text).value.zh == value


def test_a_computed_number_is_given_exactly_and_with_its_rounding() -> None:
    ratio = step("ARITH-QUOTIENT", "qinzhou", "病死率", "f.分子.值 / f.分母.值")
    assert ratio.exact == "143600/52601%"  # 14.36 over 526.01
    assert ratio.rounding == "[2.729, 2.731]%"
    assert [s.printed for s in ratio.steps] == ["14.36/10万", "526.01/10万"]


def test_a_printed_number_says_what_its_digits_stand_for() -> None:
    figure = step("AGREE-FACTS", "qinzhou", "法定传染病发病率", "f.值")
    assert figure.printed == "526.01/10万"
    assert figure.rounding == "[526.005, 526.015]/10万"
    assert figure.origin is not None and figure.origin.span is not None
    assert figure.origin.span.address == "plans/qinzhou.yaml:478:19"
    assert figure.origin.place.line == 17


def test_a_bare_number_says_how_it_was_read_and_one_from_above_where_it_was_seen() -> None:
    own = step("UPPER-LOOSER", "qinzhou", "执业（助理）医师数", "t.值")
    assert [r.code for r in own.reasons] == ["unknown-read-as-floor"]
    above = step("UPPER-LOOSER", "qinzhou", "执业（助理）医师数", "t.上级.值")
    assert above.origin is not None
    assert (above.origin.plan, above.origin.grade) == ("广西卫生与健康“十三五”规划", "Q")


def test_a_comparison_is_filled_and_says_by_how_much_it_fails() -> None:
    compared = step("UPPER-LOOSER", "qinzhou", "出生人口性别比", "t 不宽于 t.上级")
    assert (compared.state, compared.filled.zh) == ("false", "≤114 不宽于 ≤106.59")
    assert (compared.gap.zh, compared.gap.en) == ("相差7.41", "off by 7.41")


def test_a_parameter_says_its_source_and_where_it_is_set() -> None:
    parameter = step("FILING-PROVINCE", "gongzhuling", "市中医院", "报省备案床位")
    assert parameter.source.startswith("《公主岭市卫生与健康“十三五”规划》四（三）")
    assert parameter.rule_span is not None
    assert parameter.rule_span.address.endswith("rules/filing.rules:5:4")


# ---- logic


@pytest.mark.parametrize(
    ("code", "plan", "subject", "kind", "members"),
    [
        (  # 且: the first false one decides
            "HENAN-NURSE-RATIO",
            "qinzhou",
            "",
            "when",
            [("true", False), ("false", True), ("true", False)],
        ),
        (  # 且 without a false one: the first unknown decides
            "FILING-PROVINCE",
            "gongzhuling",
            "市中医院",
            "when",
            [
                ("true", False),
                ("true", False),
                ("true", False),
                ("unknown", True),
                ("unknown", False),
            ],
        ),
        (  # 且, all true: none decides alone
            "UPPER-LOOSER",
            "qinzhou",
            "30天再住院率",
            "when",
            [("true", False)] * 4,
        ),
    ],
)
def test_every_member_is_shown_and_the_one_that_decides_is_marked(
    code: str, plan: str, subject: str, kind: str, members: list[tuple[str, bool]]
) -> None:
    found = derived(code, plan, DerivationQuery(subject)).derivations[0]
    assert [(s.state, s.decides) for s in clause(found, kind).steps] == members


def test_the_true_member_of_an_or_decides() -> None:
    found = derived("UPPER-LOOSER", "qinzhou", DerivationQuery("出生人口性别比")).derivations[0]
    either = clause(found, "severity").steps[1]
    assert [(s.state, s.decides) for s in either.steps] == [
        ("true", True), ("unknown", False), ("unknown", False), ("unknown", False),
    ]  # fmt: skip
    assert found.severity == "error"


def test_of_a_long_list_the_rest_is_counted() -> None:
    found = derived("PROJECT-YEARS", "luzhai", DerivationQuery("中医医院")).derivations[0]
    listed = clause(found, "when").steps[1]
    assert (len(listed.steps), listed.more) == (LISTED, 4)  # 24 projects
    assert [s.text for s in listed.steps if s.decides] == ["导江乡卫生院整体搬迁项目"]


# ---- clauses that no shipped rule has, on the projects of 鹿寨

RULES = """规则集 试验

规则 T-ONE “一个例外” / "one exception"
理由：“试验” / "a trial"
严重程度：提示
对每个：项目 p
要求：p.规划床位 存在
除外：p.名称 包含 “培训楼”

规则 T-TWO “两个例外” / "two exceptions"
理由：“试验” / "a trial"
严重程度：提示
对每个：项目 p
要求：p.规划床位 存在
除外：p.总投资 缺失
除外：p.名称 包含 “培训楼”

规则 T-ABSENT “缺失算违反” / "absent is a breach"
理由：“试验” / "a trial"
严重程度：提示
对每个：项目 p
要求：p.规划床位 属于 [20张, 1000张]
缺失：违规

规则 T-SUM “大的合计” / "the sum of the large ones"
理由：“试验” / "a trial"
严重程度：提示
要求：合计(p.规划床位 对 p 属于 项目 当 p.规划床位 存在 且 p.规划床位 高于 155张) 高于 2000张

规则 T-PAIR “成对” / "pairs"
理由：“试验” / "a trial"
严重程度：提示
对每个：机构 a，机构 b
要求：a.名称 不等于 b.名称

规则 T-SAME “同样的话” / "the same words"
理由：“试验” / "a trial"
严重程度：提示
对每个：目标 t
要求：t 一致于 t
"""


def tried(code: str, subject: str) -> Derivation:
    """The derivation of a rule on trial; that it lacks examples does not matter here."""
    book = load_book(parameters=[Source("trial.rules", RULES)])
    rules = [rule for rule in book.rules if rule.code == code]
    context = context_of(plan_named("luzhai"), book, LIBRARY)
    return explain_rules(context, rules, DerivationQuery(subject))[0].derivations[0]


@pytest.mark.parametrize(
    ("code", "subject", "outcome", "by", "exceptions"),
    [
        ("T-ONE", "培训楼", "not-applicable", "except", ["true"]),
        ("T-ONE", "感染性", "fail", "require", ["false"]),
        ("T-TWO", "培训楼", "not-applicable", "except", ["false", "true"]),
    ],
)
def test_exceptions(code: str, subject: str, outcome: str, by: str, exceptions: list[str]) -> None:
    found = tried(code, subject)
    assert (found.outcome, found.by) == (outcome, by)
    assert [s.state for s in clause(found, "except").steps] == exceptions
    assert clause(found, "except").state == ("true" if by == "except" else "false")


def test_an_absent_value_that_the_rule_makes_a_breach() -> None:
    found = tried("T-ABSENT", "感染性")
    assert (found.outcome, found.by) == ("fail", "missing")
    assert clause(found, "require").state == "unknown"
    assert found.reason is not None and found.reason.absent


def test_the_items_of_a_sum_are_those_chosen_and_those_that_may_be() -> None:
    total = clause(tried("T-SUM", ""), "require").steps[0].steps[0]
    assert [(s.text, s.state, s.value.zh) for s in total.steps] == [
        ("导江乡卫生院整体搬迁项目", "value", "160张"),
        ("鹿寨爱心医院扩建和搬迁项目", "value", "198张"),
        ("鹿寨县中医医院整体搬迁项目", "value", "700张"),
        ("鹿寨县江口乡卫生院业务用房新建项目", "unknown", ""),  # 1~100张
    ]
    assert total.state == "unknown"


@pytest.mark.parametrize(
    ("subject", "same"),
    [("每万常住人口全科医生数", True), ("执业（助理）医师数", False)],  # 按上级下达指标; a number
)
def test_the_very_same_words_agree_though_neither_is_a_value(subject: str, same: bool) -> None:
    compared = clause(tried("T-SAME", subject), "require").steps[0]
    assert (compared.state, compared.same_words) == ("true", same)


def test_a_pair_has_two_subjects() -> None:
    found = tried("T-PAIR", "寨沙")
    assert [name for name, _ in found.subjects] == ["a", "b"]
    assert "寨沙" in found.subjects[1][1].name


# ---- which verdicts are shown


@pytest.mark.parametrize(
    ("code", "wanted", "outcomes"),
    [
        ("UPPER-LOOSER", DerivationQuery(), {"fail": 4}),  # life expectancy is a mean: not a duty
        ("ARITH-PARTS", DerivationQuery(), {"pass": FEW}),  # 5 pass, nothing fails
        ("FORM-DOCUMENT-TITLE", DerivationQuery(), {"not-applicable": FEW}),
        ("ARITH-PARTS", ALL, {"pass": 5, "not-applicable": 113}),
        ("UPPER-LOOSER", DerivationQuery("再住院"), {"fail": 1}),
        ("UPPER-LOOSER", DerivationQuery("没有的名称"), {}),
    ],
)
def test_what_is_shown(code: str, wanted: DerivationQuery, outcomes: dict[str, int]) -> None:
    found = derived(code, "qinzhou", wanted)
    assert Counter(d.outcome for d in found.derivations) == outcomes


def test_a_rule_that_meets_nothing_says_why() -> None:
    assert derived("HENAN-NURSE-RATIO", "luzhai", ALL).skip_reason == "period"
    assert derived("PROJECT-END", "qinzhou", ALL).skip_reason == "subjects"


# ---- of all plans and all rules


@pytest.mark.parametrize("name", NAMES)
def test_the_derivations_end_in_the_verdicts(name: str) -> None:
    plan = plan_named(name)
    world, subject = context_of(plan, BOOK, LIBRARY), PlanSubject(plan)
    for rule, account in zip(BOOK.rules, accounts(name), strict=True):
        judged = list(verdicts(rule, world, plan.header, subject))
        assert account.counts == Counter(outcome for outcome, _ in judged), rule.code
        if account.skip_reason:
            assert not account.derivations
            continue
        assert [d.outcome for d in account.derivations] == [outcome for outcome, _ in judged]
        told = [d for d in account.derivations if d.outcome in ("fail", "unknown")]
        findings = [finding for _, finding in judged if finding and finding.outcome != "lacking"]
        for derivation, finding in zip(told, findings, strict=True):
            assert derivation.subjects[0][1] == finding.subject
            assert derivation.severity == finding.severity
            assert derivation.outcome == "unknown" or derivation.message == finding.message


DECIDED = {  # the outcome and the clause that decided it, what that clause came to
    ("pass", "require"): {"true"},
    ("pass", "when"): {"unknown"},
    ("fail", "require"): {"false"},
    ("not-applicable", "when"): {"false"},
    ("not-applicable", "except"): {"true"},
    ("unknown", "when"): {"unknown"},
    ("lacking", "when"): {"unknown"},
    ("lacking", "require"): {"unknown"},
    ("unknown", "except"): {"unknown"},
    ("unknown", "require"): {"unknown"},
}


@pytest.mark.parametrize("name", NAMES)
def test_the_steps_bear_out_the_outcome(name: str) -> None:
    """The members of a clause make what the clause came to, by Kleene's table, in every derivation."""
    seen = set()
    for derivation in (d for a in accounts(name) for d in a.derivations):
        decided = (derivation.outcome, derivation.by)
        seen.add(decided)
        if decided in DECIDED:
            assert clause(derivation, derivation.by).state in DECIDED[decided]
        for found in derivation.clauses:
            states = {s.state for s in found.steps}
            if found.kind in ("when", "require"):
                worst = next((s for s in ("false", "unknown") if s in states), "true")
                assert found.state == worst
    assert {("pass", "require"), ("fail", "require"), ("unknown", "manual")} <= seen


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_derivation_can_be_shown_within_the_width(name: str, language: Language) -> None:
    text = as_derivation.render(accounts(name), Page(language, 80))
    wide = [line for line in text.split("\n") if width(line) > 80]
    assert [line for line in wide if ".yaml:" not in line and ".rules:" not in line] == []
    assert text == as_derivation.render(accounts(name), Page(language, 80))


# ---- the card


BLANKS = {"region": '"450700"', "expires": "2026-12-31"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_waiver_of_a_card_is_read_once_its_blanks_are_filled(language: Language) -> None:
    span = Span(Source("r", "r"), 0, 1)
    card = Rule("UPPER-LOOSER", BilingualText("标题", "", span), "规则集", (), span)
    text = rule_descriptions.render_descriptions([card], Page(language, 100))
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.strip() == "waivers:")
    snippet = dedent("\n".join(lines[start:])) + "\n"
    filled = re.sub(
        r'(\w+): "?<.*>"?', lambda m: f"{m[1]}: {BLANKS.get(m[1], '已经批准')}", snippet
    )
    assert "<" not in filled
    waivers, problems = load_waivers(Source("waivers.yaml", filled), ["UPPER-LOOSER"])
    assert problems == ()
    assert [(w.rule, w.region) for w in waivers] == [("UPPER-LOOSER", "450700")]
