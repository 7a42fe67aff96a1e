"""The tree of a rule file as written: frozen nodes with spans. Nothing is resolved here."""

from __future__ import annotations

from dataclasses import field, fields, is_dataclass
from typing import Literal

from checker.records import dataclass
from checker.source import Source, Span

Bracket = Literal["[", "(", "]", ")"]


@dataclass(frozen=True, slots=True)
class Name:
    """A word: a variable, a choice (公立), a parameter, a plan above, a list of the plan."""

    word: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit as written: 1200张, 5‰, 0.01 (unit "")."""

    number: str
    unit: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TextLiteral:
    text: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Attribute:
    base: Expr
    word: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """「name」: an indicator of the plan (or of `plan`, a word for a plan above)."""

    name: str
    span: Span = field(compare=False, repr=False)
    plan: str = ""


@dataclass(frozen=True, slots=True)
class AtYear:
    base: Expr
    year: Expr
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Infix:
    """An infix operator by its key in `operators.OPERATORS`; `tolerance` only with 约等于."""

    operator: str
    left: Expr
    right: Expr
    span: Span = field(compare=False, repr=False)
    tolerance: Expr | None = None


@dataclass(frozen=True, slots=True)
class Negation:
    """非 of a truth (`logical`) or the minus of a number."""

    operand: Expr
    logical: bool
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Membership:
    operand: Expr
    options: Expr
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Options:
    """{市, 县, 区}"""

    items: tuple[Expr, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Range:
    """[1张, 5张)"""

    low: Expr
    high: Expr
    opens: Bracket
    closes: Bracket
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Presence:
    operand: Expr
    exists: bool
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """合计(list), or with a body: 合计(p.床位 对 p 属于 项目 当 condition)."""

    function: str
    argument: Expr
    span: Span = field(compare=False, repr=False)
    variable: str = ""
    source: Expr | None = None
    where: Expr | None = None


@dataclass(frozen=True, slots=True)
class Quantified:
    quantifier: Literal["all", "any"]
    variable: str
    source: Expr
    body: Expr
    span: Span = field(compare=False, repr=False)


Expr = (
    Name | Amount | TextLiteral | Attribute | IndicatorName | AtYear | Infix | Negation
    | Membership | Options | Range | Presence | Call | Quantified
)  # fmt: skip


# Clauses -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Binder:
    """机构 h: the kind gone through and the name each one has."""

    kind: str
    variable: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SeverityCase:
    """`condition` None: otherwise."""

    severity: str
    condition: Expr | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Words:
    """Text for people, in Chinese and (where given) in English."""

    zh: str
    en: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Template:
    """A text with expressions in braces: “{h.名称}规划床位{h.规划床位}”."""

    parts: tuple[str | Expr, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """The text of a finding in both languages; `en` is empty when the author gave none."""

    zh: Template
    en: Template
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named threshold with its source: 参数 上限 = 1200张 “出处”."""

    name: str
    value: Expr
    source: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Period:
    first: int
    last: int
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """key: value of an example. The key may be 「an indicator」 (`indicator` true) with a year and a plan."""

    key: str
    value: Sample
    span: Span = field(compare=False, repr=False)
    indicator: bool = False
    year: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    entries: tuple[Entry, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Sample, ...]
    span: Span = field(compare=False, repr=False)


Sample = Record | Listing | Name | Amount | TextLiteral


@dataclass(frozen=True, slots=True)
class Example:
    outcome: Literal["pass", "fail", "unknown"]
    record: Record
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    """Comments above (or inside) one clause: the clause's keyword, and the how-manieth of its kind."""

    clause: str
    index: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: requirement, legal basis, explanation and examples in one unit.

    `broken`: the keywords of clauses that did not parse and are missing here ("" for an unknown one).
    """

    code: str
    title: Words
    span: Span = field(compare=False, repr=False)
    severity: tuple[SeverityCase, ...] = ()
    each: tuple[Binder, ...] = ()
    when: tuple[Expr, ...] = ()
    require: tuple[Expr, ...] = ()
    exceptions: tuple[Expr, ...] = ()
    missing: str = ""
    message: Message | None = None
    basis: tuple[str, ...] = ()
    period: Period | None = None
    parameters: tuple[Parameter, ...] = ()
    rationale: Words | None = None
    remedy: Words | None = None
    manual: Words | None = None
    examples: tuple[Example, ...] = ()
    comments: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule set: what holds for all its rules, and the rules. `ending`: comments below the last clause."""

    source: Source = field(compare=False, repr=False)
    name: str = ""
    basis: tuple[str, ...] = ()
    period: Period | None = None
    parameters: tuple[Parameter, ...] = ()
    when: tuple[Expr, ...] = ()
    rules: tuple[Rule, ...] = ()
    notes: tuple[Note, ...] = ()
    ending: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def parts(node: object) -> tuple[object, ...]:
    """The nodes directly inside a node (or inside a tuple of nodes)."""
    if isinstance(node, tuple):
        return node
    if not is_dataclass(node) or isinstance(node, Source | Span):
        return ()
    return tuple(getattr(node, f.name) for f in fields(node))
