"""Why a verdict is what it is: the formula with the numbers filled in, the gap, the operands. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import assert_never

from msgspec import field
from msgspec.structs import replace

from checker.datatypes.choices import Choice
from checker.datatypes.expression_types import RecordType
from checker.datatypes.kinds import KINDS, Attribute
from checker.datatypes.operators import Operator
from checker.engine.evaluate import Evaluation
from checker.engine.values import (
    Number,
    Subject,
    TargetSet,
    Trace,
    Unknown,
    Value,
    number_text,
    unit_name,
    with_unit,
)
from checker.findings import Bilingual, Evidence, Origin, Reason
from checker.messages import Language
from checker.quantity.units import Unit
from checker.semantics import typed
from checker.source import Record

_SIGNS = {"multiply": "×", "divide": "÷", "add": "+", "subtract": "−"}
_ENGLISH = {"le": "≤", "ge": "≥", "ne": "≠", "near": "≈"}
_NEGATED = {
    "ge": ("低于", "<"),
    "le": ("高于", ">"),
    "gt": ("不高于", "≤"),
    "lt": ("不低于", "≥"),
    "eq": ("不等于", "≠"),
    "ne": ("等于", "="),
    "near": ("不等于", "is not about"),
    "within": ("宽于", "is looser than"),
    "agrees": ("不同于", "is not consistent with"),
    "contains": ("不包含", "does not contain"),
    "matches": ("不是这样写的：", "does not match"),
}
_NEGATED_YEARS = {
    "ge": ("早于", "<"),
    "le": ("晚于", ">"),
    "gt": ("不晚于", "≤"),
    "lt": ("不早于", "≥"),
}
"""What is so where a comparison does not hold, in words: a requirement that fails is told as what was found."""

_NAMES_OF_OPERANDS = {"governing": ("另一处", "elsewhere"), "first": ("前文", "before")}
"""Attributes whose names are the rules' own, and what a reader calls them."""

_MYRIADS = (("亿", 10**8), ("万", 10**4))
_LISTED = 8
_FIGURES = 4
UNKNOWN_VALUE = "？"
"""Stands for a value that is not known."""


class Explanation(Record):
    formula: Bilingual
    gap: Bilingual
    evidence: tuple[Evidence, ...]
    remarks: tuple[Reason, ...]


def in_languages(text_in: Callable[[Language], str], language: Language | None) -> Bilingual:
    """Return a text in one language, or in both: that of the language, and what it falls back on."""
    if language == "zh":
        return Bilingual(text_in("zh"))
    english = text_in("en")
    return Bilingual("" if language == "en" and english else text_in("zh"), english)


class CachingEvaluation(Evaluation):
    """An evaluation without a trace that computes each expression once: to explain asks for the same ones again."""

    values: dict[int, Value] = field(default_factory=dict)

    def value(self, expr: typed.Expr) -> Value:
        """Return the value of an expression of the rule."""
        known = self.values.get(id(expr))
        if known is None:
            known = self.values[id(expr)] = Evaluation.value(self, expr)
        return known


def explain(
    rule: typed.Rule,
    trace: Trace,
    silent: Evaluation,
    fails: bool,
    language: Language | None = None,
) -> Explanation:
    """Explain the requirement that `fails`, or is not known, from the trace of an evaluation.

    In one language or both. `silent` is the same evaluation without a trace. Only what fails has a formula, which says
    what was found.
    """
    telling = deciding_requirement(rule, silent, fails)
    formula = gap = Bilingual("")
    if fails and telling is not None and not _about_presence(telling):
        parts = [part for part in _alternatives(telling) if _compares_figures(part, silent)]
        formula = in_languages(lambda each: _formula(parts, silent, each), language)
        gap = gap_of(trace, language)
    evidence = tuple(_operands(trace, language))
    values = [operand.value for operand in trace.operands.values()]
    read = (remark for v in values if isinstance(v, TargetSet) for remark in v.remarks)
    remarks = tuple(_unique([*trace.remarks, *read, *_grades(trace)]))
    return Explanation(formula, gap, evidence, remarks)


def gap_of(trace: Trace, language: Language | None = None) -> Bilingual:
    """By how much it fails, in one language or both; where rounding takes a part of it, also what is left."""
    if not trace.gaps or not trace.gaps[-1].nominal:
        return Bilingual("")
    nominal, after_rounding, unit = trace.gaps[-1]

    def text_in(each: Language) -> str:
        size = _amount(nominal, unit, each)
        left = _amount(after_rounding, unit, each) if after_rounding != nominal else ""
        if each == "zh":
            return f"相差{size}" + (f"，扣除舍入余地后仍差{left}" if left else "")
        return f"off by {size}" + (f", {left} of it beyond rounding" if left else "")

    return in_languages(text_in, language)


def _amount(size: Fraction, unit: Unit, language: Language) -> str:
    """Return a difference in its unit, to four figures or to a whole one."""
    amount = size / unit.factor
    places = max(0, _FIGURES - len(str(int(abs(amount)))))
    rounded = Fraction(round(amount * 10**places), 10**places)
    number = number_text(rounded if rounded and abs(amount) >= 1 else amount)
    if unit.name == "%":
        return f"{number}个百分点" if language == "zh" else f"{number} percentage points"
    return f"{number}{unit_name(unit)}"


def _about_presence(expr: typed.Expr) -> bool:
    """Return True if it only asks that something be so or be there: there is no formula to fill then."""
    match expr:
        case typed.Presence() | typed.Not() | typed.Field():
            return True
        case typed.Infix(operator=operator, left=left, right=right) if operator.family == "logic":
            return _about_presence(left) or _about_presence(right)
        case _:
            return False


def deciding_requirement(
    rule: typed.Rule, evaluation: Evaluation, fails: bool
) -> typed.Expr | None:
    """Return the first requirement that fails, or is not true, and in a chain of 且 the first member of that kind."""

    def tells(expr: typed.Expr) -> bool:
        truth = evaluation.truth(expr)
        return truth is False if fails else truth is not True

    for expr in rule.require:
        if not tells(expr):
            continue
        while isinstance(expr, typed.Infix) and expr.operator.key == "and":
            expr = expr.left if tells(expr.left) else expr.right
        return expr
    return None


def _alternatives(expr: typed.Expr) -> Iterator[typed.Expr]:
    """Yield the members of a chain of 或, or the expression itself."""
    if isinstance(expr, typed.Infix) and expr.operator.key == "or":
        yield from _alternatives(expr.left)
        yield from _alternatives(expr.right)
    else:
        yield expr


def _compares_figures(expr: typed.Expr, evaluation: Evaluation) -> bool:
    """Return True if it compares numbers or years: for words, the message of the rule says all."""
    match expr:
        case typed.Infix(left=left) if expr.operator.family != "logic":
            return isinstance(evaluation.value(left), Number | TargetSet | int | Unknown)
        case typed.Between(operand=operand):
            return isinstance(evaluation.value(operand), Number | TargetSet | int | Unknown)
        case typed.Infix(left=left, right=right):
            return _compares_figures(left, evaluation) and _compares_figures(right, evaluation)
        case typed.Quantified(variable=variable, body=body):
            item = evaluation.first_counterexample(expr)
            return item is not None and _compares_figures(
                body, evaluation.with_variable(variable, item)
            )
        case typed.Not(operand=operand):
            return _compares_figures(operand, evaluation)
        case _:
            return False


def _formula(
    parts: list[typed.Expr],
    evaluation: Evaluation,
    language: Language,
) -> str:
    """Return the formulas of alternatives, none of which holds; without those of which a side is not known."""
    texts = [negated_text(part, evaluation, language) for part in parts]
    known = [text for text in texts if UNKNOWN_VALUE not in text]
    return ("，" if language == "zh" else ", ").join(known)


def _unique(reasons: list[Reason]) -> list[Reason]:
    distinct: dict[tuple[str, str], Reason] = {}
    for reason in reasons:
        distinct.setdefault((reason.code, str(reason.arguments)), reason)
    return list(distinct.values())


def _grades(trace: Trace) -> list[Reason]:
    """Return remarks on the grades of the sources of figures from plans above."""
    codes = {
        "S": "unknown-grade-reported",
        "Q": "unknown-grade-quoted",
        "I": "unknown-grade-inferred",
    }
    return [
        Reason(codes[origin.grade], {"what": origin.quoted_in or origin.plan})
        for _, value, origin, _ in trace.operands.values()
        if origin is not None and origin.grade in codes and isinstance(value, TargetSet | Number)
    ]


# ---- operands


def _operands(trace: Trace, language: Language | None) -> Iterator[Evidence]:
    """Yield the operands that stand somewhere, each place once."""
    seen = set[tuple[str, int]]()
    for at, (expr, value, origin, wording) in enumerate(trace.operands.values()):
        if isinstance(value, Choice) and trace.required is not None and at >= trace.required:
            continue  # a condition such as 性质 等于 公立 explains nothing
        printed = wording or _printed(value)
        if not printed or origin is None:
            continue
        place = (origin.plan, origin.span.start if origin.span else -1)
        if place not in seen:
            seen.add(place)
            yield _evidence(expr, value, printed, origin, language)


def _printed(value: Value) -> str:
    """Return the text of an operand in the document; "" for what is no printed value."""
    match value:
        case Number() | TargetSet():
            return value.printed
        case Choice():
            return value.zh
        case _:
            return ""


def _evidence(
    expr: typed.Expr, value: Value, printed: str, origin: Origin, language: Language | None
) -> Evidence:
    return Evidence(
        in_languages(lambda each: label(expr, each), language),
        printed,
        in_languages(lambda each: show(value, each), language),
        origin,
        value.remarks if isinstance(value, TargetSet) else (),
    )


def label(expr: typed.Expr, language: Language) -> str:
    """Return the name of an operand for a reader: 目标, 上级, 上级·约束力, 「医护比」."""
    words: list[str] = []
    if isinstance(expr, typed.Aggregate):
        return label(expr.body or expr.source, language)
    while isinstance(expr, typed.Field):
        if expr.attribute.key not in ("values", "value"):
            words.append(_name_of(expr.attribute, language))
        expr = expr.base
    if isinstance(expr, typed.IndicatorValue):
        words.append(f"「{expr.indicator}」")
    if not words and isinstance(expr.type, RecordType) and expr.type.kind == "statement":
        words.append("此处" if language == "zh" else "here")
    if not words and isinstance(expr.type, RecordType):
        kind = KINDS[expr.type.kind]
        words.append(kind.zh if language == "zh" else kind.key)
    return "·".join(reversed(words)) or expr.span.text


def _name_of(attribute: Attribute, language: Language) -> str:
    zh, en = _NAMES_OF_OPERANDS.get(attribute.key, (attribute.zh, attribute.key))
    return zh if language == "zh" else en


def show(value: Value, language: Language) -> str:
    """Return the text of a value for people, in one language."""
    match value:
        case Unknown():
            return UNKNOWN_VALUE
        case Number() | TargetSet():
            return value.text()
        case bool():
            return ("是" if value else "否") if language == "zh" else ("yes" if value else "no")
        case Choice():
            return value.zh if language == "zh" else value.en
        case str():
            return value
        case int():
            return f"{value}年" if language == "zh" else str(value)
        case tuple():
            return ("、" if language == "zh" else ", ").join(show(v, language) for v in value)
        case Subject():
            return value.label
        case _:
            assert_never(value)


def printed_text(expr: typed.Expr, evaluation: Evaluation) -> str:
    """Return the text printed where no value could be made of it (持续提升)."""
    if not isinstance(expr, typed.Field):
        return ""
    base = evaluation.value(expr.base)
    return base.printed_text_of(expr.attribute.key) if isinstance(base, Subject) else ""


def text_of(template: typed.Template, evaluation: Evaluation, language: Language) -> str:
    """Return a message with its expressions filled in, each as it was printed where it was."""
    parts = []
    for part in template.parts:
        if isinstance(part, str):
            parts.append(part)
        else:
            value = evaluation.value(part)
            if isinstance(value, Number | TargetSet) and value.printed:
                parts.append(with_unit(value.printed, value.unit))
            elif isinstance(value, Unknown) and (text := printed_text(part, evaluation)):
                parts.append(text)
            else:
                parts.append(show(value, language))
    return "".join(parts)


# ---- the formula


def substitute_values(expr: typed.Expr, evaluation: Evaluation, language: Language) -> str:
    """Return the expression with the values in the place of names: ≥77岁 不宽于 ≥77.5岁."""
    match expr:
        case typed.Infix() if expr.operator.family == "arithmetic":
            return _arithmetic(expr, evaluation, language)
        case typed.Infix(operator=operator, left=left, right=right):
            sides = [
                _side(left, right, evaluation, language),
                _side(right, left, evaluation, language),
            ]
            return f"{sides[0]} {_sign(operator, language)} {sides[1]}"
        case typed.Not(operand=operand):
            return (
                "非 " if language == "zh" else "not "
            ) + f"({substitute_values(operand, evaluation, language)})"
        case typed.Presence(operand=operand, exists=exists):
            words = (("存在", "缺失"), ("exists", "missing"))[language == "en"]
            return f"{label(operand, language)} {words[0 if exists else 1]}"
        case typed.OneOf() | typed.Between():
            return _membership(expr, evaluation, language, ("是", "is"))
        case typed.Aggregate():
            return _aggregate(expr, evaluation, language)
        case typed.Quantified(variable=variable, body=body):
            item = evaluation.first_counterexample(expr)
            if item is None:
                return expr.span.text
            return substitute_values(body, evaluation.with_variable(variable, item), language)
        case (
            typed.Quantity() | typed.Text() | typed.YearOf() | typed.Choose() | typed.Variable()
            | typed.Collection() | typed.Field() | typed.IndicatorValue() | typed.Minus()
        ):  # fmt: skip
            return show(evaluation.value(expr), language)
        case _:
            assert_never(expr)


def negated_text(expr: typed.Expr, evaluation: Evaluation, language: Language) -> str:
    """Return what was found where an expression does not hold, with the values filled in: ≥77岁 宽于 ≥77.5岁."""
    match expr:
        case typed.Infix(operator=operator, left=left, right=right) if operator.key in _NEGATED:
            sides = (
                _side(left, right, evaluation, language),
                _side(right, left, evaluation, language),
            )
            years = isinstance(evaluation.value(left), int) and operator.key in _NEGATED_YEARS
            word = (_NEGATED_YEARS if years else _NEGATED)[operator.key][language == "en"]
            return f"{sides[0]} {word} {sides[1]}"
        case typed.OneOf() | typed.Between():
            return _membership(expr, evaluation, language, ("不是", "is not"))
        case typed.Infix(operator=operator) if operator.family == "logic":
            word = {"and": ("或", "or"), "or": ("且", "and")}[operator.key][language == "en"]
            both = [negated_text(e, evaluation, language) for e in (expr.left, expr.right)]
            return f"{both[0]} {word} {both[1]}"
        case typed.Not(operand=operand):
            return substitute_values(operand, evaluation, language)
        case typed.Presence():
            return substitute_values(replace(expr, exists=not expr.exists), evaluation, language)
        case typed.Quantified(variable=variable, body=body):
            item = evaluation.first_counterexample(expr)
            if item is not None:
                return negated_text(body, evaluation.with_variable(variable, item), language)
    said = substitute_values(expr, evaluation, language)
    return f"并非 {said}" if language == "zh" else f"not so: {said}"


def _membership(
    expr: typed.OneOf | typed.Between,
    evaluation: Evaluation,
    language: Language,
    words: tuple[str, str],
) -> str:
    """Return that a value is one of some values, or lies between two."""
    value, word = substitute_values(expr.operand, evaluation, language), words[language == "en"]
    if isinstance(expr, typed.OneOf):
        options = [substitute_values(o, evaluation, language) for o in expr.options]
        listed = ("或" if language == "zh" else " or ").join(options)
        return f"{value} {word} {listed}"
    low, high = (substitute_values(e, evaluation, language) for e in (expr.low, expr.high))
    if language == "en":
        ends = f"{'above' if expr.low_open else 'from'} {low} {'and below' if expr.high_open else 'to'} {high}"
        return f"{value} {word} {ends}"
    ends = f"{'高于' if expr.low_open else ''}{low}到{'低于' if expr.high_open else ''}{high}之间"
    return f"{value} {'在' if word == '是' else '不在'}{ends}"


def _side(expr: typed.Expr, beside: typed.Expr, evaluation: Evaluation, language: Language) -> str:
    """One side of a comparison; arithmetic also shows its result, in the unit of the side beside it."""
    text = substitute_values(expr, evaluation, language)
    calculated = (isinstance(expr, typed.Aggregate) and expr.function.key == "sum") or (
        isinstance(expr, typed.Infix) and expr.operator.family == "arithmetic"
    )
    if not calculated:
        return text
    value, other = evaluation.value(expr), evaluation.value(beside)
    same = (
        isinstance(value, Number)
        and isinstance(other, Number)
        and not other.computed
        and value.dimension.compatible(other.dimension)
    )
    if same and isinstance(value, Number) and isinstance(other, Number):
        result = amount_like(value.value, other)
    else:
        result = show(value, language)
    return text if text == result else f"{text} = {result}"


def amount_like(value: Fraction, like: Number) -> str:
    """Return a value in the unit of a figure, and in 万 or 亿 where that is printed so: 347.85万次."""
    unit = unit_name(like.unit)
    amount = value / like.unit.factor
    for mark, size in _MYRIADS:
        if mark in like.printed and mark not in unit:
            return number_text(amount / size) + mark + unit
    return number_text(amount) + unit


def _arithmetic(expr: typed.Infix, evaluation: Evaluation, language: Language) -> str:
    left, right = (
        substitute_values(expr.left, evaluation, language),
        substitute_values(expr.right, evaluation, language),
    )
    if _looser(expr.left, expr, False):
        left = f"({left})"
    if _looser(expr.right, expr, expr.operator.key in ("divide", "subtract")):
        right = f"({right})"
    return f"{left} {_SIGNS[expr.operator.key]} {right}"


def _looser(inner: typed.Expr, outer: typed.Infix, or_equal: bool) -> bool:
    """Return True if an operand needs brackets: it binds less than the operator around it."""
    if not isinstance(inner, typed.Infix) or inner.operator.family != "arithmetic":
        return False
    return inner.operator.binds < outer.operator.binds + or_equal


def _aggregate(expr: typed.Aggregate, evaluation: Evaluation, language: Language) -> str:
    items = evaluation.items(expr)
    result = show(evaluation.value(expr), language)
    if expr.function.key != "sum" or isinstance(items, Unknown) or len(items) > _LISTED:
        return result
    return " + ".join(show(item, language) for item in items) or result


def _sign(operator: Operator, language: Language) -> str:
    return operator.zh if language == "zh" else _ENGLISH.get(operator.key, operator.en)
