"""The type of every expression, with the faults found on the way. One `match`, top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from checker.datatypes import choices
from checker.datatypes.expression_types import (
    FAULT,
    NUMBER,
    TEXT,
    TRUTH,
    YEAR,
    ChoiceType,
    FaultType,
    ListType,
    NumberType,
    RecordType,
    TargetType,
    Type,
)  # fmt: skip
from checker.datatypes.keywords import Keyword
from checker.datatypes.kinds import KINDS, Kind, attribute, attribute_names, kind_named
from checker.datatypes.operators import FUNCTIONS, OPERATORS, Operator
from checker.diagnostics import Diagnostic
from checker.plan.vocabulary import Vocabulary
from checker.quantity.units import BARE, Dimension, find_unit
from checker.semantics import typed
from checker.semantics.accepts import TAKES, fits, takes_bare, type_name, usual_unit
from checker.semantics.suggest import nearest
from checker.semantics.variables import closed
from checker.source import Span
from checker.syntax import nodes
from checker.syntax.near_misses import shortened, swallowed

PURE = Dimension()
PLAN = Keyword("规划", "plan")
PLAN_WORDS = {
    "上级": "upper", "upper": "upper", "国家": "国家", "nation": "国家", "省": "省", "自治区": "省", "province": "省",
    "市": "市", "city": "市",
}  # fmt: skip
_PLAN_ENGLISH = {"upper": "upper", "国家": "nation", "省": "province", "市": "city"}
_PLAN_YEARS = (Keyword("目标年", "target_year"), Keyword("基期", "base_year"))
PLAN_YEARS = {word: years.en for years in _PLAN_YEARS for word in years}
TARGET_KINDS = ("target", "statement", "upper_target")


class Inference(Struct):
    """Types expressions under the names of one rule. Faults go to `problems`.

    `open`: a clause that makes names did not parse, so that an unknown name is no second fault.
    `spellings`: every name that has another spelling, for the formatter.
    """

    vocabulary: Vocabulary
    scope: dict[str, Type]
    parameters: dict[str, typed.Quantity]
    problems: list[Diagnostic]
    spellings: dict[Span, Keyword]
    open: bool = False

    # ---- faults

    def fault(self, code: str, span: Span, arguments: Mapping[str, object]) -> None:
        self.problems.append(Diagnostic(code, span, arguments))

    @staticmethod
    def faulty(*exprs: typed.Expr) -> bool:
        return any(isinstance(e.type, FaultType) for e in exprs)

    def _broken(self, span: Span) -> typed.Expr:
        return typed.Text(FAULT, span, "")

    # ---- entry points

    def infer_condition(self, expr: nodes.Expr) -> typed.Expr:
        """Return the typed expression, which must be true or false; records a diagnostic if it is not."""
        condition = self.infer(expr)
        if not self.faulty(condition) and condition.type != TRUTH:
            self.fault("rule-not-truth", expr.span, {"text": shortened(expr.span.text)})
            return self._broken(expr.span)
        return condition

    def infer(self, expr: nodes.Expr, expected: Type | None = None) -> typed.Expr:
        """Return the typed expression. `expected` lets a word such as 公立 be a choice of that type."""
        match expr:
            case nodes.Name():
                return self._name(expr, expected)
            case nodes.Amount():
                return self._amount(expr, expected)
            case nodes.TextLiteral():
                return typed.Text(TEXT, expr.span, expr.text)
            case nodes.AttributeAccess():
                return self._attribute(expr)
            case nodes.IndicatorName():
                return self._indicator(expr, None)
            case nodes.AtYear():
                return self._at_year(expr)
            case nodes.Infix():
                return self._infix(expr)
            case nodes.Negation():
                return self._negation(expr)
            case nodes.Membership():
                return self._membership(expr)
            case nodes.ChoiceSet() | nodes.Range():
                raise TypeError("the grammar has sets and ranges only after 属于")
            case nodes.Presence():
                return typed.Presence(TRUTH, expr.span, self.infer(expr.operand), expr.exists)
            case nodes.Call():
                return self._call(expr)
            case nodes.Quantified():
                return self._quantified(expr)
            case _:
                assert_never(expr)

    # ---- names and values

    def _is_word(self, expr: nodes.Expr) -> bool:
        """Return True for a bare name that is no variable: it may be a choice, to be read by the other side's type."""
        return (
            isinstance(expr, nodes.Name)
            and expr.word not in self.scope
            and expr.word not in self.parameters
            and expr.word not in PLAN_YEARS
        )

    def _name(self, expr: nodes.Name, expected: Type | None) -> typed.Expr:
        word, span = expr.word, expr.span
        if word in self.scope or word in PLAN:
            return self._variable(word, span)
        if word in self.parameters:
            p = self.parameters[word]
            return typed.Quantity(p.type, span, p.value, p.unit, p.decimals, word)
        if word in PLAN_YEARS:
            row = attribute("plan", PLAN_YEARS[word])
            assert row is not None
            self.spellings[span] = next(years for years in _PLAN_YEARS if word in years)
            plan = typed.Variable(RecordType("plan"), span, PLAN.zh)
            return typed.Field(row.type, span, plan, row)
        if isinstance(expected, FaultType):
            return self._broken(span)
        if isinstance(expected, ChoiceType):
            return self._choice(word, span, expected)
        kind = kind_named(word)
        if kind is not None and kind.subject:
            self.spellings[span] = Keyword(kind.zh, kind.plural)
            return typed.Collection(ListType(RecordType(kind.key)), span, kind.key)
        members = choices.choices(word)
        if len(members) == 1 and not (len(word) == 1 and word.isascii()):
            self.spellings[span] = choice_spelling(members[0], word)
            return typed.Choose(ChoiceType(members[0].enumeration), span, members[0])
        if expected == TEXT and not swallowed(word):
            self.fault("rule-text-unquoted", span, {"word": span.text})
        elif not self.open:
            known = [w for w in (*self.scope, *self.parameters, *PLAN_YEARS) if w != word]
            self.problems.append(nearest("rule-name-unknown", span, word, known))
        return self._broken(span)

    def _variable(self, word: str, span: Span) -> typed.Expr:
        if word in PLAN and (word == PLAN.zh or word not in self.scope):
            self.spellings[span] = PLAN
            return typed.Variable(RecordType("plan"), span, PLAN.zh)
        return typed.Variable(self.scope[word], span, word)

    def _choice(self, word: str, span: Span, expected: ChoiceType) -> typed.Expr:
        member = choices.choice(expected.name, word)
        if member is None:
            self.problems.append(unknown_choice(span, word, expected))
            return self._broken(span)
        self.spellings[span] = choice_spelling(member, word)
        return typed.Choose(expected, span, member)

    def _amount(self, expr: nodes.Amount, expected: Type | None) -> typed.Expr:
        number, _, decimals = expr.number.partition(".")
        value = Fraction(expr.number)
        if not expr.unit:
            if expected == YEAR and not decimals and len(number) == 4:
                return typed.YearOf(YEAR, expr.span, int(number))
            return typed.Quantity(
                NumberType(PURE, bare=True), expr.span, value, BARE, len(decimals)
            )
        if expr.unit == "年" and expected == YEAR:
            return typed.YearOf(YEAR, expr.span, int(number))
        unit = find_unit(expr.unit)
        if unit is None:
            split = swallowed(expr.span.text)
            code = "rule-unit-swallowed" if split else "rule-unit-unknown"
            given = {"text": expr.span.text, "unit": shortened(expr.unit), "split": split}
            self.fault(code, expr.span, given)
            return self._broken(expr.span)
        return typed.Quantity(NumberType(unit.dimension), expr.span, value, unit, len(decimals))

    def _attribute(self, expr: nodes.AttributeAccess) -> typed.Expr:
        base = self.infer(expr.base)
        if self.faulty(base):
            return base
        item = base.type.item if isinstance(base.type, ListType) else base.type
        if not isinstance(item, RecordType):
            self.fault(
                "rule-no-attributes", expr.span, {"text": expr.base.span.text, "word": expr.word}
            )
            return self._broken(expr.span)
        row = attribute(item.kind, expr.word)
        kind = kind_named(expr.word) if item.kind == "plan" and row is None else None
        if kind is not None and kind.subject:
            return self._plan_list(expr, base, kind)
        if row is None:
            known = attribute_names(item.kind)
            given = describe(KINDS[item.kind])
            word = Span(expr.span.source, expr.span.end - len(expr.word), expr.span.end)
            self.problems.append(nearest("rule-attribute-unknown", word, expr.word, known, given))
            return self._broken(expr.span)
        self.spellings[expr.span] = Keyword(row.zh, row.key)
        type_: Type = ListType(row.type) if isinstance(base.type, ListType) else row.type
        return typed.Field(type_, expr.span, base, row)

    def _plan_list(self, expr: nodes.AttributeAccess, base: typed.Expr, kind: Kind) -> typed.Expr:
        """Return all subjects of a kind: 规划.项目 is what 项目 alone is. Of another plan there is no such list."""
        if not isinstance(base, typed.Variable):
            given = {"text": shortened(expr.span.text), "kind": kind.zh, "kind_en": kind.plural}
            self.fault("rule-list-of-other-plan", expr.span, given)
            return self._broken(expr.span)
        self.spellings[expr.span] = Keyword(kind.zh, kind.plural)
        return typed.Collection(ListType(RecordType(kind.key)), expr.span, kind.key)

    def _indicator(self, expr: nodes.IndicatorName, year: typed.Expr | None) -> typed.Expr:
        plan = PLAN_WORDS.get(expr.plan, "")
        if expr.plan and not plan:
            if not (self.open and expr.plan not in KINDS):
                self.fault("rule-plan-word", expr.span, {"word": expr.plan})
            return self._broken(expr.span)
        term = self.vocabulary.find(expr.name)
        if term is None:
            names = self.vocabulary.names()
            self.problems.append(nearest("rule-indicator-unknown", expr.span, expr.name, names))
            return self._broken(expr.span)
        if plan:
            written = expr.plan if not expr.plan.isascii() else plan.replace("upper", "上级")
            self.spellings[expr.span] = Keyword(written, _PLAN_ENGLISH[plan])
        when = year or self._target_year(expr.span)
        return typed.IndicatorValue(NumberType(term.dimension), expr.span, term.name, when, plan)

    def _target_year(self, span: Span) -> typed.Expr:
        row = attribute("plan", "target_year")
        assert row is not None
        return typed.Field(row.type, span, typed.Variable(RecordType("plan"), span, PLAN.zh), row)

    def _at_year(self, expr: nodes.AtYear) -> typed.Expr:
        year = self.infer(expr.year, YEAR)
        if self.faulty(year):
            return year
        if year.type != YEAR:
            self.fault("rule-not-year", expr.year.span, {"text": shortened(expr.year.span.text)})
            return self._broken(expr.span)
        if not isinstance(expr.base, nodes.IndicatorName):
            self.fault("rule-year-of-what", expr.span, {})
            return self._broken(expr.span)
        return self._indicator(expr.base, year)

    # ---- operators

    def _negation(self, expr: nodes.Negation) -> typed.Expr:
        if expr.logical:
            return typed.Not(TRUTH, expr.span, self.infer_condition(expr.operand))
        operand = self.infer(expr.operand)
        if not self.faulty(operand) and not isinstance(operand.type, NumberType):
            self.fault("rule-not-number", expr.span, {"text": shortened(expr.operand.span.text)})
            return self._broken(expr.span)
        return typed.Minus(operand.type, expr.span, operand)

    def _pair(self, left: nodes.Expr, right: nodes.Expr) -> tuple[typed.Expr, typed.Expr]:
        """Both sides; a bare word is read as a choice of the other side's type."""
        if self._is_word(left) and not self._is_word(right):
            second = self.infer(right)
            return self.infer(left, second.type), second
        first = self.infer(left)
        return first, self.infer(right, first.type)

    def _infix(self, expr: nodes.Infix) -> typed.Expr:
        operator = OPERATORS[expr.operator]
        if operator.family == "logic":
            return typed.Infix(
                TRUTH,
                expr.span,
                operator,
                self.infer_condition(expr.left),
                self.infer_condition(expr.right),
            )
        if operator.family == "arithmetic":
            left, right = self.infer(expr.left), self.infer(expr.right)
        else:
            left, right = self._pair(expr.left, expr.right)
        tolerance = self.infer(expr.tolerance) if expr.tolerance is not None else None
        if self.faulty(left, right):
            return self._broken(expr.span)
        if operator.family == "arithmetic":
            return self._arithmetic(expr, operator, left, right)
        if operator.family in ("strictness", "agreement"):
            left, right = self._values(left, operator), self._values(right, operator)
        if not self._comparable(expr.span, operator, left, right):
            return self._broken(expr.span)
        if tolerance is not None and not isinstance(tolerance.type, NumberType | FaultType):
            self.fault("rule-not-number", tolerance.span, {"text": shortened(tolerance.span.text)})
        return typed.Infix(TRUTH, expr.span, operator, left, right, tolerance)

    def _values(self, expr: typed.Expr, operator: Operator) -> typed.Expr:
        """Return the values that an operand stands for: of a target its set of values, of a datum its value."""
        if isinstance(expr.type, RecordType):
            name = {"fact": "value", **dict.fromkeys(TARGET_KINDS, "values")}.get(expr.type.kind)
            row = attribute(expr.type.kind, name) if name else None
            if row is not None:
                return typed.Field(row.type, expr.span, expr, row)
        return expr

    def _comparable(
        self, span: Span, operator: Operator, left: typed.Expr, right: typed.Expr
    ) -> bool:
        if fits(operator, left.type, right.type):
            return self._same_dimension(span, left, right)
        given = {
            "operator": operator.zh, "operator_en": operator.en,
            "left": type_name(left.type, "zh"), "right": type_name(right.type, "zh"),
            "left_en": type_name(left.type, "en"), "right_en": type_name(right.type, "en"),
            "takes": TAKES[operator.family].zh, "takes_en": TAKES[operator.family].en,
        }  # fmt: skip
        code = "rule-operands"
        if isinstance(left.type, ChoiceType) and left.type == right.type:
            code = "rule-choice-unordered"
        elif isinstance(left.type, TargetType) and operator.family not in (
            "strictness",
            "agreement",
        ):
            code = "rule-target-compared"
        self.fault(code, span, given)
        return False

    def _same_dimension(self, span: Span, left: typed.Expr, right: typed.Expr) -> bool:
        a, b = left.type, right.type
        if not (isinstance(a, NumberType | TargetType) and isinstance(b, NumberType | TargetType)):
            return True
        for one, number, other in ((a, left, right), (b, right, left)):
            assert isinstance(other.type, NumberType | TargetType)
            written = (
                isinstance(number, typed.Quantity) and isinstance(one, NumberType) and one.bare
            )
            if written and isinstance(number, typed.Quantity) and number.value == 0:
                return True  # nothing is nothing in every unit
            if written and not takes_bare(other.type):
                given = {"text": number.span.text, "unit": self._unit(other)}
                self.fault("rule-number-without-unit", number.span, given)
                return False
            is_literal = isinstance(number, typed.Quantity | typed.Minus)
            counted = isinstance(one, NumberType) and one.bare and not is_literal
            if counted and isinstance(other, typed.Field) and other.type == NUMBER:
                text = shortened(other.span.text)
                self.fault("rule-count-without-unit", span, {"text": text})
                return False
        if (
            a.dimension is not None
            and b.dimension is not None
            and not a.dimension.compatible(b.dimension)
        ):
            names = {"left": a.dimension.name("zh"), "right": b.dimension.name("zh"),
                     "left_en": a.dimension.name("en"), "right_en": b.dimension.name("en")}  # fmt: skip
            self.fault("rule-dimensions", span, names)
            return False
        return True

    def _unit(self, expr: typed.Expr) -> str:
        """Return a unit that fits an operand, for a hint."""
        if isinstance(expr, typed.IndicatorValue):
            term = self.vocabulary.find(expr.indicator)
            return term.unit.name if term is not None else "%"
        return usual_unit(getattr(expr.type, "dimension", None))

    def _arithmetic(
        self, expr: nodes.Infix, operator: Operator, left: typed.Expr, right: typed.Expr
    ) -> typed.Expr:
        if operator.key == "divide" and isinstance(right, typed.Quantity) and not right.value:
            self.fault("rule-division-by-zero", expr.span, {"text": shortened(expr.span.text)})
            return self._broken(expr.span)
        a, b = left.type, right.type
        if a == YEAR and isinstance(b, NumberType) and operator.key in ("add", "subtract"):
            if not _is_span_of_years(b):
                given = {
                    "left": "年份",
                    "left_en": "year",
                    "right": right.span.text,
                    "right_en": right.span.text,
                }
                self.fault("rule-dimensions", expr.span, given)
                return self._broken(expr.span)
            return typed.Infix(YEAR, expr.span, operator, left, right)
        for side, written in ((left, expr.left), (right, expr.right)):
            if not isinstance(side.type, NumberType):
                self.fault("rule-not-number", side.span, {"text": shortened(written.span.text)})
                return self._broken(expr.span)
        assert isinstance(a, NumberType) and isinstance(b, NumberType)
        if operator.key in ("add", "subtract"):
            if not self._same_dimension(expr.span, left, right):
                return self._broken(expr.span)
            dimension = b.dimension if a.dimension is None or a.bare else a.dimension
            return typed.Infix(
                NumberType(dimension, a.bare and b.bare), expr.span, operator, left, right
            )
        if a.dimension is None or b.dimension is None:
            return typed.Infix(NumberType(None), expr.span, operator, left, right)
        product = (
            a.dimension * b.dimension if operator.key == "multiply" else a.dimension / b.dimension
        )
        return typed.Infix(NumberType(product, a.bare and b.bare), expr.span, operator, left, right)

    def _membership(self, expr: nodes.Membership) -> typed.Expr:
        operand = self.infer(expr.operand)
        if self.faulty(operand):
            return operand
        match expr.options:
            case nodes.ChoiceSet(items=items):
                options = tuple(self.infer(item, operand.type) for item in items)
                for option in options:
                    if not self.faulty(option):
                        self._comparable(option.span, OPERATORS["eq"], operand, option)
                return typed.OneOf(TRUTH, expr.span, operand, options)
            case nodes.Range(low=low, high=high, opens=opens, closes=closes):
                ends = (self.infer(low, operand.type), self.infer(high, operand.type))
                known = [end for end in ends if not self.faulty(end)]
                all(self._comparable(end.span, OPERATORS["ge"], operand, end) for end in known)
                self._in_order(expr.options.span, *ends)
                return typed.Between(TRUTH, expr.span, operand, *ends, opens == "(", closes == ")")
            case _:
                self.fault(
                    "rule-in-what", expr.options.span, {"text": shortened(expr.options.span.text)}
                )
                return self._broken(expr.span)

    def _in_order(self, span: Span, low: typed.Expr, high: typed.Expr) -> None:
        """Report an interval that is empty because its ends are the wrong way round."""
        match low, high:
            case typed.YearOf(year=first), typed.YearOf(year=last):
                is_turned = first > last
            case typed.Quantity(parameter=""), typed.Quantity(parameter=""):
                is_turned = low.value * low.unit.factor > high.value * high.unit.factor
            case _:
                return
        if is_turned:
            self.fault("rule-interval-turned", span, {"text": shortened(span.text)})

    # ---- lists

    def _list(self, source: nodes.Expr) -> typed.Expr:
        items = self.infer(source)
        if not self.faulty(items) and not isinstance(items.type, ListType):
            self.fault("rule-not-list", source.span, {"text": shortened(source.span.text)})
            return self._broken(source.span)
        return items

    def _inside(self, variable: str, source: typed.Expr) -> Inference:
        item = source.type.item if isinstance(source.type, ListType) else FAULT
        return replace(self, scope={**self.scope, variable: item})

    def _call(self, expr: nodes.Call) -> typed.Expr:
        function = FUNCTIONS.get(expr.function)
        if function is None:
            known = [w for f in FUNCTIONS.values() for w in (f.zh, f.en)]
            given = {
                "functions": "、".join(f.zh for f in FUNCTIONS.values()),
                "functions_en": ", ".join(f.en for f in FUNCTIONS.values()),
            }
            name = Span(expr.span.source, expr.span.start, expr.span.start + len(expr.function))
            fault = nearest("rule-function-unknown", name, expr.function, known, given)
            self.problems.append(fault)
            return self._broken(expr.span)
        body: typed.Expr | None = None
        where: typed.Expr | None = None
        if expr.source is None:
            source = self._list(expr.argument)
            item = source.type.item if isinstance(source.type, ListType) else FAULT
        else:
            source = self._list(expr.source)
            inside = self._inside(expr.variable, source)
            body = inside.infer(expr.argument)
            where = inside.infer_condition(expr.where) if expr.where is not None else None
            item = body.type
        if self.faulty(source) or isinstance(item, FaultType):
            return self._broken(expr.span)
        if function.gives_count:
            item = NumberType(PURE, True)
        elif not isinstance(item, NumberType):
            span = expr.argument.span
            self.fault("rule-not-number", span, {"text": shortened(span.text)})
            return self._broken(expr.span)
        made = typed.Aggregate(item, expr.span, function, source, expr.variable, body, where)
        return closed(made)

    def _quantified(self, expr: nodes.Quantified) -> typed.Expr:
        source = self._list(expr.source)
        if self.faulty(source):
            return source
        body = self._inside(expr.variable, source).infer_condition(expr.body)
        made = typed.Quantified(TRUTH, expr.span, expr.quantifier, expr.variable, source, body)
        return closed(made)


def _is_span_of_years(type_: NumberType) -> bool:
    years = find_unit("年")
    return (
        type_.bare
        or type_.dimension is None
        or (years is not None and type_.dimension == years.dimension)
    )


def describe(kind: Kind) -> dict[str, str]:
    """Return the arguments of messages about a kind: its name, and its attributes."""
    return {
        "kind": kind.zh,
        "kind_en": kind.key,
        "attributes": "、".join(a.zh for a in kind.attributes),
        "attributes_en": ", ".join(a.key for a in kind.attributes),
    }


def choice_spelling(member: choices.Choice, written: str) -> Keyword:
    """Return the member in both spellings; a further word for it (区) stays as the author wrote it."""
    if written.isascii():
        known = (member.en.casefold(), *(a.casefold() for a in member.aliases))
        return Keyword(member.zh, member.en if written == known[0] else written.upper())
    return Keyword(written, member.en)


def unknown_choice(span: Span, word: str, type_: ChoiceType) -> Diagnostic:
    """Return the diagnostic for a word that is no member of the enumeration; it offers the nearest, or all of them."""
    enumeration = choices.ENUMERATIONS[type_.name]
    known = [w for m in enumeration.members for w in (m.zh, m.en, *m.aliases)]
    given = {
        "enumeration": enumeration.zh,
        "enumeration_en": enumeration.en,
        "choices": "、".join(m.zh for m in enumeration.members),
        "choices_en": ", ".join(m.en for m in enumeration.members),
    }
    return nearest("rule-choice-unknown", span, word, known, given)
