"""The operators and functions of the language: one row says how each is written and typed."""

from __future__ import annotations

from typing import Literal

from checker.source import Record

Family = Literal[
    "order", "equality", "approximate", "strictness", "agreement", "text", "logic", "arithmetic"
]


class Operator(Record, array_like=True):
    """An infix operator. `family` says what it takes; `binds` orders precedence, loosest first."""

    key: str
    zh: str
    en: str
    family: Family
    binds: int
    symbols: tuple[str, ...] = ()


OPERATORS = {
    o.key: o
    for o in (
        Operator("or", "或", "or", "logic", 1),
        Operator("and", "且", "and", "logic", 2),
        Operator("ge", "不低于", ">=", "order", 4, ("≥",)),
        Operator("le", "不高于", "<=", "order", 4, ("≤",)),
        Operator("gt", "高于", ">", "order", 4),
        Operator("lt", "低于", "<", "order", 4),
        Operator("eq", "等于", "=", "equality", 4),
        Operator("ne", "不等于", "!=", "equality", 4, ("≠",)),
        Operator("near", "约等于", "~=", "approximate", 4, ("≈",)),
        Operator("within", "不宽于", "no looser than", "strictness", 4),
        Operator("agrees", "一致于", "consistent with", "agreement", 4),
        Operator("contains", "包含", "contains", "text", 4),
        Operator("matches", "匹配", "matches", "text", 4),
        Operator("add", "+", "+", "arithmetic", 5),
        Operator("subtract", "-", "-", "arithmetic", 5),
        Operator("multiply", "*", "*", "arithmetic", 6, ("×",)),
        Operator("divide", "/", "/", "arithmetic", 6, ("÷",)),
    )
}


class Prefix(Record, array_like=True):
    key: str
    zh: str
    en: str


PRESENCE = {
    "exists": Prefix("exists", "存在", "exists"),
    "missing": Prefix("missing", "缺失", "missing"),
}
NOT = Prefix("not", "非", "not")
IN = Prefix("in", "属于", "in")
QUANTIFIERS = {
    "all": Prefix("all", "每个", "every"),
    "any": Prefix("any", "任一", "any"),
}
SATISFIES = {"all": Prefix("all", "均", "satisfies"), "any": Prefix("any", "有", "satisfies")}


class Function(Record, array_like=True):
    """A function over a list. `gives` None: the type of the items."""

    key: str
    zh: str
    en: str
    gives_count: bool = False


FUNCTIONS = {
    f.key: f
    for f in (
        Function("sum", "合计", "sum"),
        Function("count", "个数", "count", True),
        Function("max", "最大", "max"),
        Function("min", "最小", "min"),
        Function("mean", "平均", "mean"),
    )
}


def function(name: str) -> Function | None:
    """Return the function spelt so, in either spelling."""
    folded = name.casefold()
    return next((f for f in FUNCTIONS.values() if folded in (f.zh, f.en)), None)


def operator_words() -> tuple[str, ...]:
    """Every operator that is a word (not a sign), longest first: what a name may have swallowed."""
    words = [o.zh for o in OPERATORS.values() if o.zh.isalpha()]
    words += [p.zh for p in (*PRESENCE.values(), NOT, IN)]
    return tuple(sorted(words, key=len, reverse=True))
