"""The words of the rule language, one row each, in both spellings. Read by parser, formatter, docs."""

from __future__ import annotations

from typing import NamedTuple


class Keyword(NamedTuple):
    zh: str
    en: str


CLAUSES = {
    "ruleset": Keyword("规则集", "ruleset"),
    "rule": Keyword("规则", "rule"),
    "basis": Keyword("依据", "basis"),
    "period": Keyword("期间", "period"),
    "parameter": Keyword("参数", "parameter"),
    "when": Keyword("适用", "when"),
    "severity": Keyword("严重程度", "severity"),
    "each": Keyword("对每个", "for each"),
    "require": Keyword("要求", "require"),
    "except": Keyword("除外", "except"),
    "missing": Keyword("缺失", "missing"),
    "message": Keyword("说明", "message"),
    "rationale": Keyword("理由", "rationale"),
    "remedy": Keyword("整改", "remedy"),
    "manual": Keyword("人工", "manual"),
    "pass": Keyword("合规", "pass"),
    "fail": Keyword("违规", "fail"),
    "unknown": Keyword("未知", "unknown"),
}

# Clauses that a rule set may have before its first rule; and those of a rule.
RULESET_CLAUSES = ("ruleset", "basis", "period", "parameter", "when")
RULE_CLAUSES = tuple(name for name in CLAUSES if name not in ("ruleset", "rule"))

# Clauses written without a colon: a name follows directly.
HEADINGS = ("ruleset", "rule", "parameter")

SEVERITIES = {
    "error": Keyword("错误", "error"),
    "warning": Keyword("警告", "warning"),
    "info": Keyword("提示", "info"),
}

MISSING = {
    "unknown": Keyword("未知", "unknown"),
    "fail": Keyword("违规", "fail"),
    "not-applicable": Keyword("不适用", "not_applicable"),
}

# The two truths, as examples write them.
TRUTHS = {
    "true": Keyword("是", "true"),
    "false": Keyword("否", "false"),
}

# Words inside expressions that are no operators.
WORDS = {
    "if": Keyword("当", "when"),
    "otherwise": Keyword("否则", "otherwise"),
    "tolerance": Keyword("容差", "tolerance"),
    "for": Keyword("对", "for"),
    "where": Keyword("当", "where"),
}
