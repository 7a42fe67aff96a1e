"""The typed tree: every name resolved, every expression with its type. Made only by `check`."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from msgspec import field

from checker.datatypes.choices import Choice
from checker.datatypes.expression_types import Type
from checker.datatypes.kinds import KINDS, Attribute, Kind
from checker.datatypes.operators import Function, Operator
from checker.findings import Severity
from checker.quantity.units import Unit
from checker.source import Record, Span, Uncompared
from checker.syntax import nodes


class Node(Record, array_like=True, tag=True, tag_field="node"):
    """The base of typed expressions: the type, and the place in the rule file."""

    type: Type
    span: Uncompared[Span]


class Quantity(Node):
    """A number with unit from the rule file, in that unit. `parameter`: the name it came by."""

    value: Fraction
    unit: Unit
    decimals: int
    parameter: str = ""


class Text(Node):
    text: str


class YearOf(Node):
    year: int


class Choose(Node):
    choice: Choice


class Variable(Node):
    """A bound name; the plan itself is the variable 规划."""

    name: str


class Collection(Node):
    """All subjects of a kind in the plan."""

    kind: str


class Field(Node):
    """An attribute of a record; over a list, the list of that attribute."""

    base: "Expr"
    attribute: Attribute


class IndicatorValue(Node):
    """「indicator」@year of the plan, or of a plan above (`plan` a level or "upper")."""

    indicator: str
    year: "Expr"
    plan: str


Leaning = Literal["lenient", "strict", "open"]
"""What a comparison is where only rounding decides: true, false, or not known."""


class Infix(Node):
    operator: Operator
    left: "Expr"
    right: "Expr"
    tolerance: "Expr | None" = None
    leaning: Leaning = "lenient"


class Not(Node):
    operand: "Expr"


class Minus(Node):
    operand: "Expr"


class OneOf(Node):
    operand: "Expr"
    options: "tuple[Expr, ...]"
    leaning: Leaning = "lenient"


class Between(Node):
    operand: "Expr"
    low: "Expr"
    high: "Expr"
    low_open: bool
    high_open: bool
    leaning: Leaning = "lenient"


class Presence(Node):
    operand: "Expr"
    exists: bool


class Aggregate(Node):
    """A function over the values of `body` for each `variable` in `source` where `where`.

    `is_closed`: it names no variable around it but 规划, and is the same for every subject of a plan.
    """

    function: Function
    source: "Expr"
    variable: str
    body: "Expr | None"
    where: "Expr | None"
    is_closed: bool = False


class Quantified(Node):
    """每个 or 任一 item of `source`; `is_closed` as that of `Aggregate`."""

    quantifier: Literal["all", "any"]
    variable: str
    source: "Expr"
    body: "Expr"
    is_closed: bool = False


Expr = (
    Quantity | Text | YearOf | Choose | Variable | Collection | Field | IndicatorValue | Infix | Not
    | Minus | OneOf | Between | Presence | Aggregate | Quantified
)  # fmt: skip

Missing = Literal["unknown", "fail", "not-applicable"]


class SeverityCase(Record, array_like=True):
    severity: Severity
    condition: Expr | None


class Binder(Record, array_like=True):
    """A variable that goes through all subjects of a kind, which is named by its key in `kinds.KINDS`."""

    kind_key: str
    variable: str

    @property
    def kind(self) -> Kind:
        return KINDS[self.kind_key]


class Template(Record, array_like=True):
    """A message with expressions in it."""

    parts: tuple[str | Expr, ...]


class Message(Record, array_like=True):
    zh: Template
    en: Template


class Rule(Record, array_like=True):
    """A rule ready to be evaluated; conditions of its rule set are among its own."""

    code: str
    title: nodes.BilingualText
    ruleset: str
    basis: tuple[str, ...]
    span: Uncompared[Span]
    severity: tuple[SeverityCase, ...] = ()
    each: tuple[Binder, ...] = ()
    when: tuple[Expr, ...] = ()
    require: tuple[Expr, ...] = ()
    exceptions: tuple[Expr, ...] = ()
    missing: Missing = "unknown"
    period: nodes.Period | None = None
    message: Message | None = None
    rationale: nodes.BilingualText | None = None
    remedy: nodes.BilingualText | None = None
    manual: nodes.BilingualText | None = None
    parameters: tuple[nodes.Parameter, ...] = ()
    examples: tuple[nodes.Example, ...] = ()
    comments: tuple[str, ...] = ()
    both_orders: bool = False
    """Two of a kind are taken in both orders, because what the rule asks hangs on it."""


class RuleSet(Record, array_like=True):
    """The typed rules of a file.

    A set with `parameters` and no rules sets the parameters of others, for plans that meet its `when`.
    """

    name: str
    file: str
    rules: tuple[Rule, ...]
    when: tuple[Expr, ...] = ()
    parameters: Mapping[str, Quantity] = field(default_factory=dict)
