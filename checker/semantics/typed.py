"""The typed tree: every name resolved, every expression with its type. Made only by `check`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import Literal

from checker.datatypes.choices import Choice
from checker.datatypes.keywords import Keyword
from checker.datatypes.kinds import Attribute, Kind
from checker.datatypes.operators import Function, Operator
from checker.datatypes.shapes import Type
from checker.quantity.units import Unit
from checker.records import dataclass
from checker.source import Span
from checker.syntax import nodes


@dataclass(frozen=True, slots=True)
class Node:
    """What all typed expressions have: the type, and the place in the rule file."""

    type: Type
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quantity(Node):
    """A number with unit from the rule file, in that unit. `parameter`: the name it came by."""

    value: Fraction
    unit: Unit
    decimals: int
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Text(Node):
    text: str


@dataclass(frozen=True, slots=True)
class YearOf(Node):
    year: int


@dataclass(frozen=True, slots=True)
class Choose(Node):
    choice: Choice


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """A bound name; the plan itself is the variable 规划."""

    name: str


@dataclass(frozen=True, slots=True)
class Collection(Node):
    """All subjects of a kind in the plan."""

    kind: str


@dataclass(frozen=True, slots=True)
class Field(Node):
    """An attribute of a record; over a list, the list of that attribute."""

    base: Expr
    attribute: Attribute


@dataclass(frozen=True, slots=True)
class IndicatorValue(Node):
    """「indicator」@year of the plan, or of a plan above (`plan` a level or "upper")."""

    indicator: str
    year: Expr
    plan: str


@dataclass(frozen=True, slots=True)
class Infix(Node):
    operator: Operator
    left: Expr
    right: Expr
    tolerance: Expr | None = None


@dataclass(frozen=True, slots=True)
class Not(Node):
    operand: Expr


@dataclass(frozen=True, slots=True)
class Minus(Node):
    operand: Expr


@dataclass(frozen=True, slots=True)
class OneOf(Node):
    operand: Expr
    options: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    operand: Expr
    low: Expr
    high: Expr
    low_open: bool
    high_open: bool


@dataclass(frozen=True, slots=True)
class Presence(Node):
    operand: Expr
    exists: bool


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """A function over the values of `body` for each `variable` in `source` where `where`."""

    function: Function
    source: Expr
    variable: str
    body: Expr | None
    where: Expr | None


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    quantifier: Literal["all", "any"]
    variable: str
    source: Expr
    body: Expr


Expr = (
    Quantity | Text | YearOf | Choose | Variable | Collection | Field | IndicatorValue | Infix | Not
    | Minus | OneOf | Between | Presence | Aggregate | Quantified
)  # fmt: skip

Severity = Literal["error", "warning", "info"]
Missing = Literal["unknown", "fail", "not-applicable"]


@dataclass(frozen=True, slots=True)
class SeverityCase:
    severity: Severity
    condition: Expr | None


@dataclass(frozen=True, slots=True)
class Binder:
    kind: Kind
    variable: str


@dataclass(frozen=True, slots=True)
class Template:
    """A message with expressions in it."""

    parts: tuple[str | Expr, ...]


@dataclass(frozen=True, slots=True)
class Message:
    zh: Template
    en: Template


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready to be evaluated; conditions of its rule set are among its own."""

    code: str
    title: nodes.Words
    ruleset: str
    basis: tuple[str, ...]
    span: Span = field(compare=False, repr=False)
    severity: tuple[SeverityCase, ...] = ()
    each: tuple[Binder, ...] = ()
    when: tuple[Expr, ...] = ()
    require: tuple[Expr, ...] = ()
    exceptions: tuple[Expr, ...] = ()
    missing: Missing = "unknown"
    period: nodes.Period | None = None
    message: Message | None = None
    rationale: nodes.Words | None = None
    remedy: nodes.Words | None = None
    manual: nodes.Words | None = None
    parameters: tuple[nodes.Parameter, ...] = ()
    examples: tuple[nodes.Example, ...] = ()
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The typed rules of a file. `spellings`: the names in it in both languages, for the formatter.

    A set with `parameters` and no rules sets the parameters of others, for plans that meet its `when`.
    """

    name: str
    file: str
    rules: tuple[Rule, ...]
    when: tuple[Expr, ...] = ()
    parameters: Mapping[str, Quantity] = field(default_factory=dict)
    spellings: Mapping[Span, Keyword] = field(default_factory=dict, compare=False, repr=False)
