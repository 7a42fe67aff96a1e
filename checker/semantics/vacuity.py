"""Rules that can never speak, and pairs that nothing can satisfy. Reads typed conditions alone; evaluates nothing.

Only what follows from comparisons of one thing with literals is found: `t.年 高于 2030 且 t.年 低于 2020`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from msgspec import Struct, field

from checker.datatypes.choices import ENUMERATIONS
from checker.datatypes.expression_types import YEAR, ChoiceType, Type
from checker.diagnostics import Diagnostic
from checker.semantics import typed
from checker.semantics.symmetry import Shape, shape

Constant: TypeAlias = Fraction | str
Literal: TypeAlias = tuple[typed.Expr, bool]
"""A condition that is no 且, 或 or 非, and whether it is to be true or false."""
Case: TypeAlias = tuple[Literal, ...]
"""Conditions that hold together: one of the ways in which a larger one comes true."""

MOST_CASES = 64
_ANY: tuple[Case, ...] = ((),)
"""The cases of what has too many to be looked at: nothing is said of it."""
_TURNED = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge", "eq": "eq", "ne": "ne"}
_OPPOSITE = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt", "eq": "ne", "ne": "eq"}


def silent_rules(rules: Iterable[typed.Rule]) -> Iterator[Diagnostic]:
    """Warn of each rule that no plan can break: it never applies, is always met, or speaks of nothing in a plan.

    And of each that nothing can meet.
    """
    for rule in rules:
        given = {"code": rule.code}
        constant = [e for e in (*rule.when, *rule.require, *rule.exceptions) if not _speaks(e)]
        if constant:
            text = {"text": constant[0].span.text}
            yield Diagnostic("rule-speaks-of-nothing", constant[0].span, given | text, "warning")
        elif not _possible(_applies(rule)):
            yield Diagnostic("rule-never-applies", rule.span, given, "warning")
        elif rule.require and not _possible(_all(rule.require)):
            yield Diagnostic("rule-never-met", rule.span, given, "warning")
        elif rule.require and rule.missing != "fail" and not _possible(_any(rule.require)):
            yield Diagnostic("rule-always-met", rule.span, given, "warning")


def contradictions(own: Sequence[typed.Rule], others: Sequence[typed.Rule]) -> Iterator[Diagnostic]:
    """Warn of each rule whose subjects, where another applies to them as well, cannot meet both.

    `own` are looked at with one another and with the `others`.
    """
    candidates = [
        _Side.of(rule) for rule in (*others, *own) if rule.require and len(rule.each) <= 1
    ]
    codes = {rule.code for rule in own}
    for at, second in enumerate(candidates):
        if second.rule.code not in codes:
            continue
        for first in candidates[:at]:
            if first.kind == second.kind and first.named & second.named and _exclude(first, second):
                given = {"code": second.rule.code, "other": first.rule.code}
                related = ((first.rule.span, "rule-contradicted-here"),)
                yield Diagnostic("rule-contradicts", second.rule.span, given, "warning", related)
                break


class _Side(Struct):
    """One rule of a pair, with its variable called as the other's is."""

    rule: typed.Rule
    kind: str
    names: dict[str, str]
    named: frozenset[Shape]
    applies: tuple[Case, ...]
    requires: tuple[Case, ...]

    @staticmethod
    def of(rule: typed.Rule) -> _Side:
        kind = rule.each[0].kind_key if rule.each else ""
        names = {binder.variable: "·" for binder in rule.each}
        requires = _all(rule.require)
        operands = (_compared(condition) for case in requires for condition, _ in case)
        named = frozenset(shape(found[0], names) for found in operands if found is not None)
        return _Side(rule, kind, names, named, _applies(rule), requires)


def _exclude(first: _Side, second: _Side) -> bool:
    """Return True if both rules may apply to one subject, which may meet either, and never both."""
    renamed = {**first.names, **second.names}
    both = _joined(first.applies, second.applies)
    return (
        _possible(_joined(both, first.requires), renamed)
        and _possible(_joined(both, second.requires), renamed)
        and not _possible(_joined(_joined(both, first.requires), second.requires), renamed)
    )


# ---- conditions as cases


def _applies(rule: typed.Rule) -> tuple[Case, ...]:
    cases = _all(rule.when)
    for exception in rule.exceptions:
        cases = _joined(cases, _cases(exception, False))
    return cases


def _all(conditions: Iterable[typed.Expr]) -> tuple[Case, ...]:
    cases = _ANY
    for condition in conditions:
        cases = _joined(cases, _cases(condition, True))
    return cases


def _any(requirements: Sequence[typed.Expr]) -> tuple[Case, ...]:
    """Return the ways in which one of the requirements is not met."""
    return tuple(case for requirement in requirements for case in _cases(requirement, False))


def _cases(expr: typed.Expr, holds: bool) -> tuple[Case, ...]:
    """Return the ways in which a condition is true, or false."""
    match expr:
        case typed.Not(operand=operand):
            return _cases(operand, not holds)
        case typed.Infix(operator=operator, left=left, right=right) if operator.family == "logic":
            sides = _cases(left, holds), _cases(right, holds)
            if (operator.key == "and") == holds:
                return _joined(*sides)
            return _bounded((*sides[0], *sides[1]))
        case _:
            return (((expr, holds),),)


def _joined(first: tuple[Case, ...], second: tuple[Case, ...]) -> tuple[Case, ...]:
    if len(first) * len(second) > MOST_CASES:
        return _ANY
    return tuple((*one, *other) for one, other in product(first, second))


def _bounded(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    return cases if len(cases) <= MOST_CASES else _ANY


# ---- whether the conditions of a case go together


def _possible(cases: Iterable[Case], names: dict[str, str] | None = None) -> bool:
    return any(_goes_together(case, names or {}) for case in cases)


def _goes_together(case: Case, names: dict[str, str]) -> bool:
    values: dict[Shape, _Values] = {}
    truths: dict[Shape, bool] = {}
    for condition, holds in case:
        compared = _compared(condition)
        if compared is None:
            if truths.setdefault(shape(condition, names), holds) != holds:
                return False
            continue
        operand = shape(compared[0], names)
        if operand not in values:
            values[operand] = _Values.of(compared[0].type)
        values[operand].narrow(condition, holds)
    return all(found.is_possible for found in values.values())


def _compared(condition: typed.Expr) -> tuple[typed.Expr, str, Constant] | None:
    """Return what is looked up in a plan and compared with constants, by which operator and with which of them."""
    match condition:
        case typed.Presence(operand=operand):
            return (operand, "presence", "") if _is_value(operand) else None
        case typed.Between(operand=operand, low=low, high=high):
            ends = _constant(low), _constant(high)
            known = _is_value(operand) and None not in ends
            return (operand, "between", "") if known else None
        case typed.OneOf(operand=operand, options=options):
            known = _is_value(operand) and all(_constant(o) is not None for o in options)
            return (operand, "one-of", "") if known else None
        case typed.Infix(operator=operator, left=left, right=right) if operator.key in _TURNED:
            if _is_value(left):
                constant = _constant(right)
                return None if constant is None else (left, operator.key, constant)
            constant = _constant(left) if _is_value(right) else None
            return None if constant is None else (right, _TURNED[operator.key], constant)
        case _:
            return None


def _is_value(expr: typed.Expr) -> bool:
    """Return True for what is printed: of a figure that is computed, rounding lets two of three things hold."""
    return isinstance(expr, typed.Field | typed.IndicatorValue)


def _constant(expr: typed.Expr) -> Constant | None:
    """Return the value of a literal. A parameter is none: a region or the configuration may set it."""
    match expr:
        case typed.Quantity(parameter="", value=value, unit=unit):
            return value * unit.factor
        case typed.Minus(operand=operand):
            inner = _constant(operand)
            return -inner if isinstance(inner, Fraction) else None
        case typed.YearOf(year=year):
            return Fraction(year)
        case typed.Choose(choice=choice):
            return Fraction(choice.rank)
        case typed.Text(text=text):
            return text
        case _:
            return None


class _Values(Struct):
    """The values that one thing may have, from one end to the other, in steps where they are counted."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    is_stepped: bool = False
    is_there: bool | None = None
    allowed: set[Constant] | None = None
    excluded: set[Constant] = field(default_factory=set)

    @staticmethod
    def of(type_: Type) -> _Values:
        if isinstance(type_, ChoiceType):
            last = len(ENUMERATIONS[type_.name].members) - 1
            return _Values(Fraction(0), Fraction(last), is_stepped=True)
        return _Values(is_stepped=type_ == YEAR)

    def narrow(self, condition: typed.Expr, holds: bool) -> None:
        """Leave what a condition allows. What lies outside an interval is on two sides, and is not looked at."""
        match condition:
            case typed.Presence(exists=exists):
                self._set_there(exists == holds)
                return
            case typed.Between(low=low, high=high) if holds:
                self._bound("gt" if condition.low_open else "ge", _constant(low))
                self._bound("lt" if condition.high_open else "le", _constant(high))
            case typed.OneOf(options=options):
                values = {value for o in options if (value := _constant(o)) is not None}
                self._choose(values, holds)
            case typed.Infix():
                compared = _compared(condition)
                assert compared is not None
                key = compared[1] if holds else _OPPOSITE[compared[1]]
                if key in ("eq", "ne"):
                    self._choose({compared[2]}, key == "eq")
                else:
                    self._bound(key, compared[2])
            case _:
                pass
        self._set_there(
            True
        )  # of a value that is not there no comparison is true, and none is false

    def _set_there(self, is_there: bool) -> None:
        if self.is_there is not None and self.is_there != is_there:
            self.allowed = set()
        self.is_there = is_there

    def _choose(self, values: set[Constant], holds: bool) -> None:
        if holds:
            self.allowed = values if self.allowed is None else self.allowed & values
        else:
            self.excluded |= values

    def _bound(self, key: str, end: Constant | None) -> None:
        if not isinstance(end, Fraction):
            return
        is_open = key in ("gt", "lt")
        if self.is_stepped and is_open:
            end, is_open = end + (1 if key == "gt" else -1), False
        if key in ("gt", "ge"):
            if self.low is None or (end, is_open) > (self.low, self.low_open):
                self.low, self.low_open = end, is_open
        elif self.high is None or (end, not is_open) < (self.high, not self.high_open):
            self.high, self.high_open = end, is_open

    @property
    def is_possible(self) -> bool:
        if self.allowed is not None:
            return any(self._admits(value) for value in self.allowed - self.excluded)
        if self.low is None or self.high is None:
            return True
        if self.is_stepped and self.high - self.low < MOST_CASES:
            steps = range(int(self.high - self.low) + 1)
            return any(self.low + step not in self.excluded for step in steps)
        if self.low == self.high:
            return not (self.low_open or self.high_open) and self.low not in self.excluded
        return self.low < self.high

    def _admits(self, value: Constant) -> bool:
        if isinstance(value, str):
            return True
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = (
            self.high is None or value < self.high or (value == self.high and not self.high_open)
        )
        return above and below


def _speaks(expr: object) -> bool:
    """Return True if a condition names something of a plan."""
    if isinstance(expr, typed.Variable | typed.Collection | typed.IndicatorValue):
        return True
    if isinstance(expr, typed.Node):
        return any(_speaks(getattr(expr, name)) for name in expr.__struct_fields__)
    return isinstance(expr, tuple) and any(_speaks(part) for part in expr)
