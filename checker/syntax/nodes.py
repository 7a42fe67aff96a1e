"""The tree of a rule file as written: frozen nodes with spans. Nothing is resolved here."""

from typing import Literal

from checker.source import Record, Source, Span, Uncompared

Bracket = Literal["[", "(", "]", ")"]


class Node(Record, array_like=True, tag=True):
    """A part of a rule file. The cache keeps it as an array: the name of its class, then its fields."""


class Name(Node):
    """A word: a variable, a choice (公立), a parameter, a plan above, a list of the plan."""

    word: str
    span: Uncompared[Span]


class Amount(Node):
    """A number with its unit as written: 1200张, 5‰, 0.01 (unit "")."""

    number: str
    unit: str
    span: Uncompared[Span]


class TextLiteral(Node):
    text: str
    span: Uncompared[Span]


class AttributeAccess(Node):
    base: "Expr"
    word: str
    span: Uncompared[Span]


class IndicatorName(Node):
    """「name」: an indicator of the plan (or of `plan`, a word for a plan above)."""

    name: str
    span: Uncompared[Span]
    plan: str = ""


class AtYear(Node):
    base: "Expr"
    year: "Expr"
    span: Uncompared[Span]


class Infix(Node):
    """An infix operator by its key in `operators.OPERATORS`; `tolerance` only with 约等于."""

    operator: str
    left: "Expr"
    right: "Expr"
    span: Uncompared[Span]
    tolerance: "Expr | None" = None


class Negation(Node):
    """非 of a truth (`logical`) or the minus of a number."""

    operand: "Expr"
    logical: bool
    span: Uncompared[Span]


class Membership(Node):
    operand: "Expr"
    options: "Expr"
    span: Uncompared[Span]


class ChoiceSet(Node):
    """{市, 县, 区}"""

    items: "tuple[Expr, ...]"
    span: Uncompared[Span]


class Range(Node):
    """[1张, 5张)"""

    low: "Expr"
    high: "Expr"
    opens: Bracket
    closes: Bracket
    span: Uncompared[Span]


class Presence(Node):
    operand: "Expr"
    exists: bool
    span: Uncompared[Span]


class Call(Node):
    """合计(list), or with a body: 合计(p.床位 对 p 属于 项目 当 condition)."""

    function: str
    argument: "Expr"
    span: Uncompared[Span]
    variable: str = ""
    source: "Expr | None" = None
    where: "Expr | None" = None


class Quantified(Node):
    quantifier: Literal["all", "any"]
    variable: str
    source: "Expr"
    body: "Expr"
    span: Uncompared[Span]


Expr = (
    Name | Amount | TextLiteral | AttributeAccess | IndicatorName | AtYear | Infix | Negation
    | Membership | ChoiceSet | Range | Presence | Call | Quantified
)  # fmt: skip


# Clauses -----------------------------------------------------------------------------------------


class Binder(Node):
    """机构 h: the kind gone through and the name each one has."""

    kind: str
    variable: str
    span: Uncompared[Span]


class SeverityCase(Node):
    """`condition` None: otherwise."""

    severity: str
    condition: Expr | None
    span: Uncompared[Span]


class BilingualText(Node):
    """Text for people, in Chinese and (where given) in English."""

    zh: str
    en: str
    span: Uncompared[Span]


class Template(Node):
    """A text with expressions in braces: “{h.名称}规划床位{h.规划床位}”."""

    parts: tuple[str | Expr, ...]


class Message(Node):
    """The text of a finding in both languages; `en` is empty when the author gave none."""

    zh: Template
    en: Template
    span: Uncompared[Span]


class Parameter(Node):
    """A named threshold with its source: 参数 上限 = 1200张 “出处”."""

    name: str
    value: Expr
    source: str
    span: Uncompared[Span]


class Period(Node):
    first: int
    last: int
    span: Uncompared[Span]


class Entry(Node):
    """key: value of an example. The key may be 「an indicator」 (`indicator` true) with a year and a plan."""

    key: str
    value: "Sample"
    span: Uncompared[Span]
    indicator: bool = False
    year: str = ""
    plan: str = ""


class SampleRecord(Node):
    entries: tuple[Entry, ...]
    span: Uncompared[Span]


class Listing(Node):
    items: "tuple[Sample, ...]"
    span: Uncompared[Span]


Sample = SampleRecord | Listing | Name | Amount | TextLiteral


class Example(Node):
    outcome: Literal["pass", "fail", "unknown"]
    record: SampleRecord
    span: Uncompared[Span]


class Note(Node):
    """Comments above (or inside) one clause: the clause's keyword, and the how-manieth of its kind."""

    clause: str
    index: int
    lines: tuple[str, ...]


class Rule(Node):
    """One rule: requirement, legal basis, explanation and examples in one unit.

    `broken`: the keywords of clauses that did not parse and are missing here ("" for an unknown one).
    """

    code: str
    title: BilingualText
    span: Uncompared[Span]
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
    rationale: BilingualText | None = None
    remedy: BilingualText | None = None
    manual: BilingualText | None = None
    examples: tuple[Example, ...] = ()
    comments: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    broken: tuple[str, ...] = ()


class RuleFile(Node):
    """A rule set: what holds for all its rules, and the rules. `ending`: comments below the last clause."""

    source: Uncompared[Source]
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
    """Return the nodes directly inside a node (or inside a tuple of nodes)."""
    if isinstance(node, tuple):
        return node
    if not isinstance(node, Record) or isinstance(node, Source | Span):
        return ()
    return tuple(getattr(node, name) for name in node.__struct_fields__)
