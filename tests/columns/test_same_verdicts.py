"""Two evaluators, one meaning: on real plans, and on real plans with values chosen to break the columns."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.semantics import typed
from checker.semantics.check import check
from checker.source import Source
from checker.syntax.parse import parse
from tests.columns.both import ROOT, assert_same, book, in_columns, worlds_of

PLANS = sorted((ROOT / "plans").glob("*.yaml"))
UPPER = sorted((ROOT / "plans/upper").glob("*.yaml"))

# Ties, lost and kept comparators, values one digit apart, more digits than doubles tell apart, units that are no
# decimals of their base unit, ranges, words, nothing.
NASTY = (
    "4.5", "4.50", "≥4.5", "＞4.5", "≤4.5", "＜4.5", "4.499999999999999", "4.4999999999999999999", "4.5左右", "约4.5",
    "0.1", "0.3", "0.30000000000000004", "0.1%", "1‰", "100%", "100%以上", "99.99%", "全覆盖", "0", "-1", "1/3",
    "7小时", "420分钟", "2周", "1.05万", "10500", "3亩", "2000平方米", "2—3名", "15～20", "待定", "持续提升", "",
    "年均增长5%", "每年降低0.5个百分点", "〔17〕", "累计新增20人", "下降17%", "1:16", "控制在5以内", "达到6",
    "比2015年降低10%", "下降1个百分点", "1:1.3", "1∶1.30", "按上级下达指标", "9007199254740993", "123456789012345.6",
)  # fmt: skip
VALUE = re.compile(r'(?<=: )("?)([≤≥＜＞<>]?\d[^,}\n"]*)\1(?=[,}\n])')


def read(path: Path, text: str | None = None) -> Plan:
    plan, _ = load_plan(
        Source(path.name, path.read_text(encoding="utf-8") if text is None else text)
    )
    assert plan is not None
    return plan


@cache
def body(path: Path) -> tuple[str, str]:
    """A plan's text in two: the header, which must stay, and the rest."""
    head, mark, rest = path.read_text(encoding="utf-8").partition("\nindicators:")
    return head, mark + rest


def spoilt(path: Path, seed: int, share: float) -> Plan | None:
    """A plan in which some printed values are others."""
    head, rest = body(path)
    pick = random.Random(seed)

    def changed(found: re.Match[str]) -> str:
        before = rest[max(0, found.start() - 8) : found.start()]
        if pick.random() > share or re.search(r"(row|line|code|no): $", before):
            return found[0]
        return f'"{pick.choice(NASTY)}"'

    plan, _ = load_plan(Source(path.name, head + VALUE.sub(changed, rest)))
    return plan


def test_every_rule_on_every_real_plan() -> None:
    worlds = worlds_of([read(path) for path in (*PLANS, *UPPER)])
    left = assert_same(book().rules, worlds)
    assert left < 200, "columns decide nearly all of the 18,000 verdicts"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9), st.sampled_from([0.02, 0.2, 0.8]))
def test_every_rule_on_spoilt_plans(seed: int, share: float) -> None:
    spoiled = (spoilt(path, seed + at, share) for at, path in enumerate(PLANS))
    plans = [plan for plan in spoiled if plan is not None]
    assert_same(book().rules, worlds_of(plans))


# Expressions that no shipped rule has: every operator, empty lists, pairs, exceptions that are not known.
ODD = """
规则集 奇
规则 ODD-ORDER “比较”
对每个：目标 t
要求：t.数值 高于 t.基期值 或 t.数值 等于 t.基期值 或 非 (t.数值 不等于 4.5%)
规则 ODD-SUM “和”
对每个：目标 t
适用：t.基期值 存在
要求：t.数值 + t.基期值 不低于 t.基期值 + t.数值
规则 ODD-PRODUCT “积与商”
对每个：目标 t
要求：t.数值 * 2 - t.数值 约等于 t.数值 容差 1% 且 t.数值 / 3 * 3 等于 t.数值
规则 ODD-MINUS “负”
对每个：数据 d
要求：-d.值 不高于 0 或 d.值 低于 -0.5
规则 ODD-BETWEEN “区间”
对每个：目标 t
要求：t.年 属于 [2020, 2025] 且 t.基期年 属于 (2014, 2021)
规则 ODD-ONE “其一”
对每个：目标 t
除外：t.约束力 属于 {约束性}
要求：t.出处 属于 {表格, 正文} 且 t.单位 属于 {“%”, “人”, “岁”}
规则 ODD-EXCEPT “例外不明”
对每个：目标 t
适用：t.基期值 高于 0 或 t.上级 存在
除外：t.上级.值 存在 且 t.值 不宽于 t.上级.值
除外：t.基期值 高于 50%
要求：t.值 一致于 t.已达水平
缺失：违规
规则 ODD-TEXT “文字”
对每个：章节 s
要求：s.标题 包含 “卫生” 或 s.标题 匹配 “*建设*” 或 s.编号 缺失
规则 ODD-PAIR “成对”
对每个：项目 p，项目 q
适用：p.规划床位 存在 且 q.规划床位 存在
要求：p.规划床位 + q.规划床位 不低于 q.规划床位
规则 ODD-PLAN “规划”
适用：规划.领域 等于 “卫生健康” 且 规划.基期 低于 2020
要求：「人均预期寿命」@目标年 高于 「人均预期寿命」@基期 且 个数(t 对 t 属于 目标) 高于 10
规则 ODD-PLAN-LISTS “规划的清单”
适用：规划.目标 存在 或 规划.数据 缺失
要求：个数(规划.机构) 不低于 1 或 个数(p 对 p 属于 规划.项目 当 p.年限 存在) 不低于 2
要求：每个 t 属于 规划.目标 均 t.年 不低于 规划.起始年 或 (任一 d 属于 规划.数据 有 d.单位 缺失)
规则 ODD-EVERY-LIST “每个目标与清单”
对每个：目标 t
要求：个数(u 对 u 属于 规划.目标 当 u.名称 等于 t.名称) 等于 1 且 任一 d 属于 规划.数据 有 d.指标 等于 t.指标
规则 ODD-LEANING “舍入”
对每个：目标 t
适用：t.数值 - t.基期值 高于 1人 或 t.数值 - t.基期值 不高于 2% 或 t.数值 * 2 属于 [1%, 20%]
除外：t.数值 + t.基期值 等于 t.基期值 * 2
要求：非 (t.数值 + t.基期值 不低于 t.基期值 * 3) 且 t.数值 * 2 不等于 t.基期值
缺失：违规
规则 ODD-BOTH “两种次序”
对每个：倍数项 a，倍数项 b
适用：a.每个 存在
要求：a.每个 - b.每个 高于 0平方米 或 a.合计值 * 2 不高于 b.合计值
规则 ODD-LISTS “清单”
对每个：机构 h
要求：个数(p 对 p 属于 h.项目 当 p.规划床位 + 0张 高于 100张) 不低于 1 或 (任一 p 属于 h.项目 有 p.规划床位 * 2 低于 100张)
规则 ODD-COLUMNS “各栏”
对每个：目标 t
适用：t.年均变化 存在 或 t.累计 存在 或 t.完成值 存在
要求：t.推算值 约等于 t.数值 且 t.期内变化 约等于 t.累计 且 t.完成值 不宽于 t
规则 ODD-NONE “没有对象”
对每个：倍数项 x
要求：x.个数 * x.每个 等于 x.合计值
"""


@cache
def odd() -> tuple[typed.Rule, ...]:
    text = re.sub(r"^(规则 ODD.*)$", r"\1\n严重程度：提示\n理由：“试验”", ODD, flags=re.MULTILINE)
    tree, problems = parse(Source("odd.rules", text))
    assert not problems, [p.text("en") for p in problems]
    rules, problems = check(tree, book().vocabulary)
    assert {p.code for p in problems} <= {"rule-no-example"}, [p.text("en") for p in problems]
    assert len(rules.rules) == 17
    return rules.rules


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9), st.sampled_from([0.0, 0.1, 0.6]))
def test_odd_rules_on_spoilt_plans(seed: int, share: float) -> None:
    spoiled = (spoilt(path, seed + at, share) for at, path in enumerate(PLANS))
    assert_same(odd(), worlds_of([plan for plan in spoiled if plan is not None]))


@pytest.mark.parametrize("code", ["ODD-ORDER", "ODD-PRODUCT", "ODD-PAIR", "ODD-EXCEPT", "ODD-TEXT"])
def test_odd_rules_have_something_to_decide(code: str) -> None:
    rule = [r for r in odd() if r.code == code]
    [verdicts] = in_columns(rule, worlds_of([read(path) for path in PLANS]))
    assert sum(n > 0 for n in verdicts.counts.values()) > 1
