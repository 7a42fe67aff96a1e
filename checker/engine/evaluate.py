"""The reference evaluator of expressions: exact, three-valued, one `match`. Knows no YAML and no files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product
from operator import mul, truediv
from typing import Protocol, assert_never

from msgspec.structs import replace

from checker.datatypes.choices import Choice
from checker.datatypes.expression_types import ListType, RecordType
from checker.datatypes.kinds import attribute
from checker.engine import compare
from checker.engine.values import (
    Number,
    Operand,
    Subject,
    TargetSet,
    Trace,
    Truth,
    Unknown,
    Value,
    absent,
    number_text,
    unknown,
)
from checker.findings import Lack, Origin
from checker.quantity.sets import Interval
from checker.quantity.units import BARE, Dimension, Unit, find_unit
from checker.semantics import typed
from checker.source import Record


class EvaluationContext(Protocol):
    """The data that an expression can look up besides its variables."""

    @property
    def parameters(self) -> Mapping[str, typed.Quantity]:
        """Parameters that a region sets otherwise than the rules do."""
        ...

    @property
    def closed(self) -> dict[int, tuple[typed.Expr, Value]]:
        """What expressions came to that are the same for every subject, by the id of the expression."""
        ...

    def collection(self, kind: str) -> tuple[Subject, ...]: ...

    def listed(self, kind: str) -> tuple[Subject, ...] | Unknown: ...

    def indicator(self, name: str, year: int, plan: str) -> Value: ...


class Evaluation(Record):
    """Expressions evaluated in one scope; with a trace, the operands are kept for explanation."""

    context: EvaluationContext
    scope: Mapping[str, Value]
    trace: Trace | None = None

    def value(self, expr: typed.Expr) -> Value:
        match expr:  # what is met most comes first
            case typed.Field():
                return self._field(expr)
            case typed.Infix():
                return self._infix(expr)
            case typed.Presence(operand=operand, exists=exists):
                return exists != is_absent(self.value(operand))
            case typed.Choose(choice=choice):
                return choice
            case typed.Text(text=text):
                return text
            case typed.Not(operand=operand):
                truth = self.truth(operand)
                return truth if isinstance(truth, Unknown) else not truth
            case typed.Quantity(parameter=parameter):
                return quantity(self.context.parameters.get(parameter, expr))
            case typed.Quantified() | typed.Aggregate():
                return self._once(expr)
            case typed.Variable():
                return self.scope[expr.name]
            case typed.OneOf():
                return self._one_of(expr)
            case typed.Collection(kind=kind):
                return self.context.listed(kind)
            case typed.YearOf(year=year):
                return year
            case typed.IndicatorValue():
                return self._indicator(expr)
            case typed.Minus(operand=operand):
                return _negative(self.value(operand))
            case typed.Between():
                return self._between(expr)
            case _:
                assert_never(expr)

    def truth(self, expr: typed.Expr) -> Truth:
        value = self.value(expr)
        if value is True or value is False or isinstance(value, Unknown):
            return value
        raise TypeError(f"not a truth: {value!r}")

    def every(self, conditions: tuple[typed.Expr, ...]) -> Truth:
        """Kleene's and, in order: false as soon as one is, else the first unknown, else true."""
        first: Unknown | None = None
        for condition in conditions:
            truth = self.truth(condition)
            if truth is False:
                return False
            if isinstance(truth, Unknown):
                first = first or truth
        return first if first is not None else True

    # ---- operands

    def _record(
        self,
        expr: typed.Expr,
        value: Value,
        origin: Origin | None,
        item: int = 0,
        wording: str = "",
    ) -> None:
        if self.trace is not None:
            self.trace.record(Operand(expr, value, origin, wording), item)

    def _field(self, expr: typed.Field) -> Value:
        of = expr.base
        base = self.scope[of.name] if isinstance(of, typed.Variable) else self.value(of)
        value = attribute_of(base, expr.attribute.key)
        if self.trace is None or isinstance(base, Unknown | tuple):
            return value
        if isinstance(value, tuple):
            for at, item in enumerate(value):
                self._record(expr, item, getattr(item, "origin", None), at)
        else:
            wording = base.printed_text_of(expr.attribute.key) if isinstance(value, Unknown) else ""  # type: ignore[union-attr]
            self._record(expr, value, _origin(value, base, expr.attribute.key), 0, wording)
        return value

    def _indicator(self, expr: typed.IndicatorValue) -> Value:
        year = self.value(expr.year)
        if isinstance(year, Unknown):
            return year
        assert isinstance(year, int)
        value = self.context.indicator(expr.indicator, year, expr.plan)
        self._record(expr, value, getattr(value, "origin", None))
        return value

    # ---- operators

    def _infix(self, expr: typed.Infix) -> Value:
        key = expr.operator.key
        if key == "and":
            return self._decided_by(False, expr)
        if key == "or":
            return self._decided_by(True, expr)
        left, right = self.value(expr.left), self.value(expr.right)
        if isinstance(left, Unknown):
            same = isinstance(right, Unknown) and self.same_words(expr)
            return True if same else left
        return right if isinstance(right, Unknown) else self.operate(expr, left, right)

    def same_words(self, expr: typed.Infix) -> bool:
        """Two targets in the very same words say the same, also where neither gives a set yet."""
        if expr.operator.family not in ("strictness", "agreement"):
            return False
        words = [self._wording(side) for side in (expr.left, expr.right)]
        return bool(words[0]) and words[0] == words[1]

    def _wording(self, expr: typed.Expr) -> str:
        """Return the text printed for an attribute of a subject; "" for any other expression."""
        base = self.value(expr.base) if isinstance(expr, typed.Field) else None
        printed_text_of = getattr(base, "printed_text_of", None)
        return (
            str(printed_text_of(expr.attribute.key))
            if printed_text_of and isinstance(expr, typed.Field)
            else ""
        )

    def operate(self, expr: typed.Infix, left: Value, right: Value) -> Value:
        """Return the result of an operator for two known values; the scope matters to a tolerance alone."""
        key, trace = expr.operator.key, self.trace
        match left, right:
            case Choice(), Choice():
                return _ordered(key, left.rank, right.rank)
            case str(), str():
                return compare.texts(key, left, right)
            case int(), int():
                return _ordered(key, left, right)
            case Number(), Number():
                return self._numbers(expr, left, right)
            case TargetSet(), TargetSet() if key == "within":
                return compare.within(left, right, trace)
            case Number(), TargetSet() if key == "within":
                return compare.lies_inside(left, right) or compare.within(
                    _point(left, right), right, trace
                )
            case TargetSet(), TargetSet():
                return compare.agree(left, right, trace)
            case int(), Number() if not isinstance(left, bool):
                return left + int(right.value) if key == "add" else left - int(right.value)
            case _:
                raise TypeError(f"{key}: {left!r}, {right!r}")

    def _numbers(self, expr: typed.Infix, left: Number, right: Number) -> Value:
        key, family = expr.operator.key, expr.operator.family
        if family == "arithmetic":
            return arithmetic(key, left, right)
        if key == "agrees":
            return compare.agree_numbers(left, right, self.trace)
        if key != "near":
            return compare.order(key, left, right, self.trace, expr.leaning)
        tolerance = self.value(expr.tolerance) if expr.tolerance is not None else None
        if isinstance(tolerance, Unknown):
            return tolerance
        room = tolerance if isinstance(tolerance, Number) else None
        return compare.near(left, right, room, self.trace)

    def _decided_by(self, decisive: bool, expr: typed.Infix) -> Truth:
        """Kleene's `and`, which one side that is false decides, or his `or`, which one that is true does."""
        first = self.truth(expr.left)
        if first is decisive:
            return first
        second = self.truth(expr.right)
        if second is decisive:
            return second
        return first if isinstance(first, Unknown) else second

    def _one_of(self, expr: typed.OneOf) -> Value:
        operand = self.value(expr.operand)
        if isinstance(operand, Unknown):
            return operand
        first: Unknown | None = None
        for option in expr.options:
            value = self.value(option)
            if isinstance(operand, Number) and isinstance(value, Number):
                truth: Truth = compare.order("eq", operand, value, None, expr.leaning)
            else:
                truth = value if isinstance(value, Unknown) else operand == value
            if truth is True:
                return True
            if isinstance(truth, Unknown):
                first = first or truth
        return first if first is not None else False

    def _between(self, expr: typed.Between) -> Value:
        operand, low, high = self.value(expr.operand), self.value(expr.low), self.value(expr.high)
        ends = (
            (("gt" if expr.low_open else "ge"), low),
            (("lt" if expr.high_open else "le"), high),
        )
        first: Unknown | None = None
        for key, end in ends:
            if isinstance(operand, Unknown):
                return operand
            if isinstance(end, Unknown):
                truth: Truth = end
            elif isinstance(operand, Number) and isinstance(end, Number):
                truth = compare.order(key, operand, end, None, expr.leaning)
            else:
                assert isinstance(operand, int) and isinstance(end, int)
                truth = _ordered(key, operand, end)
            if truth is False:
                return False
            if isinstance(truth, Unknown):
                first = truth
        return first if first is not None else True

    # ---- lists

    def _items(self, source: typed.Expr) -> tuple[Value, ...] | Unknown:
        items = self.value(source)
        assert isinstance(items, Unknown | tuple)
        return items

    def with_variable(self, variable: str, item: Value) -> Evaluation:
        """Return the evaluation of what is said of one item of a list."""
        return Evaluation(self.context, {**self.scope, variable: item}, self.trace)

    def items(self, expr: typed.Aggregate) -> tuple[Value, ...] | Unknown:
        """Return the values that an aggregate goes over."""
        items = self._items(expr.source)
        if isinstance(items, Unknown):
            return items
        values: list[Value] = []
        for item in items:
            inside = self.with_variable(expr.variable, item) if expr.variable else self
            if expr.where is not None:
                chosen = inside.truth(expr.where)
                if isinstance(chosen, Unknown):
                    return chosen
                if not chosen:
                    continue
            values.append(inside.value(expr.body) if expr.body is not None else item)
        return tuple(values)

    def _once(self, expr: typed.Quantified | typed.Aggregate) -> Value:
        """Return what a list comes to: for all subjects of a plan at once where it names none, unless it is traced."""
        known = self.context.closed
        if expr.is_closed and id(expr) in known and (self.trace is None or _tells_nothing(expr)):
            return known[id(expr)][1]
        value = (
            self._quantified(expr) if isinstance(expr, typed.Quantified) else self._aggregate(expr)
        )
        if expr.is_closed:
            known[id(expr)] = expr, value
        return value

    def _aggregate(self, expr: typed.Aggregate) -> Value:
        values = self.items(expr)
        if isinstance(values, Unknown):
            return values
        if expr.function.gives_count:
            return count(len(values))
        for at, value in enumerate(values):
            if isinstance(value, Number):
                self._record(expr, value, value.origin, at)
        return aggregate(expr.function.key, values, expr.span.text)

    def _quantified(self, expr: typed.Quantified) -> Value:
        items = self._items(expr.source)
        if isinstance(items, Unknown):
            return items
        deciding = expr.quantifier == "any"
        first: Unknown | None = None
        # A witness of 任一 explains nothing: only what 每个 met is kept.
        walker = Evaluation(self.context, self.scope) if deciding else self
        for item in items:
            truth = walker.with_variable(expr.variable, item).truth(expr.body)
            if truth is deciding:
                return deciding
            if isinstance(truth, Unknown):
                first = first or truth
        return first if first is not None else not deciding

    def first_counterexample(self, expr: typed.Quantified) -> Value | None:
        """Return the first item for which `每个` does not hold: the one to be shown."""
        items = self._items(expr.source)
        if isinstance(items, Unknown) or expr.quantifier == "any":
            return None
        return next(
            (i for i in items if self.with_variable(expr.variable, i).truth(expr.body) is not True),
            None,
        )


def _tells_nothing(expr: typed.Expr) -> bool:
    """Return True for 任一 of all subjects of a kind: no operand of it is kept for an explanation."""
    match expr:
        case typed.Quantified(quantifier="any", source=typed.Collection()):
            return True
        case _:
            return False


def attribute_of(base: Value, key: str) -> Value:
    """The attribute of a record; of a list the list of that attribute, unless one of them is not known."""
    if isinstance(base, Subject):  # most often
        value = base.get(key)
        if base.material is None or not isinstance(value, Unknown) or not value.absent:
            return value
        return lacking(base, key, value)
    if isinstance(base, Unknown):
        return base
    items = tuple(item.get(key) for item in base)  # type: ignore[union-attr]
    return next((i for i in items if isinstance(i, Unknown) and not i.absent), items)


def lacking(subject: Subject, key: str, value: Unknown) -> Unknown:
    """Return what is absent from the reviewer's material as such: the plan that is judged need not print it."""
    row = attribute(subject.kind, key)
    if subject.material is None or row is None or isinstance(row.type, ListType | RecordType):
        return value  # what is missing is another subject: perhaps one of the plan itself
    items = (subject.label,) if subject.material_owner != subject.label else ()
    words = str(value.reason.arguments.get("what", "")).rpartition("的")[2] or row.zh
    lack = Lack(subject.material, subject.material_owner, items, words)
    return Unknown(replace(value.reason, lacks=lack))


def is_absent(value: Value) -> bool:
    """Return True if the value is absent or an empty list or text."""
    if isinstance(value, Unknown):
        return value.reason.absent
    return isinstance(value, str | tuple) and not value


def _origin(value: Value, base: Value, key: str) -> Origin | None:
    own = getattr(value, "origin", None)
    return own if own is not None else base.origin_of(key)  # type: ignore[union-attr]


def quantity(expr: typed.Quantity) -> Number:
    """Return a number of the rule file in base units."""
    value = expr.value if expr.unit.factor == 1 else expr.value * expr.unit.factor
    shown = expr.span.text
    if expr.parameter:
        shown = f"{number_text(expr.value)}{expr.unit.name}（{expr.parameter}）"
    return Number(value, value, value, expr.unit.dimension, expr.unit, expr.decimals, printed=shown)


@lru_cache(maxsize=1 << 10)
def count(number: int) -> Number:
    """Return a count of things: a number without a unit."""
    value = Fraction(number)
    return Number(value, value, value, BARE.dimension, BARE, 0)


def arithmetic(key: str, left: Number, right: Number) -> Number | Unknown:
    """Exact arithmetic on the values, interval arithmetic on what their digits stand for."""
    if key in ("add", "subtract"):
        if not left.dimension.compatible(right.dimension):
            return unknown(
                "dimension", left=left.dimension.name("zh"), right=right.dimension.name("zh")
            )
        if key == "add":
            value, low, high = (
                left.value + right.value,
                left.low + right.low,
                left.high + right.high,
            )
        else:
            value, low, high = (
                left.value - right.value,
                left.low - right.high,
                left.high - right.low,
            )
        return Number(
            value, low, high, left.dimension, left.unit, computed=True, about=left.about or right.about
        )  # fmt: skip
    if key == "multiply":
        value, ends = left.value * right.value, _ends(mul, left, (right.low, right.high))
        dimension = left.dimension * right.dimension
    else:
        if right.low <= 0 <= right.high:
            return unknown("division", text=right.text())
        value, ends = left.value / right.value, _ends(truediv, left, (right.high, right.low))
        dimension = left.dimension / right.dimension
    about = left.about or right.about
    return Number(value, *ends, dimension, base_unit(dimension), computed=True, about=about)


def _ends(
    operate: Callable[[Fraction, Fraction], Fraction],
    left: Number,
    right: tuple[Fraction, Fraction],
) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest that comes of two intervals; `right` with the end first that makes the least.

    Of positive ones two ends tell, else any of the four may.
    """
    if left.low >= 0 and right[0] > 0 and right[1] > 0:
        return operate(left.low, right[0]), operate(left.high, right[1])
    ends = [operate(a, b) for a in (left.low, left.high) for b in right]
    return min(ends), max(ends)


@lru_cache(maxsize=1024)
def base_unit(dimension: Dimension) -> Unit:
    """Return the unit in which a computed number is shown."""
    for name in _BASE_UNITS:
        unit = find_unit(name)
        if unit is not None and unit.dimension == dimension:
            return unit
    return Unit("", Fraction(1), dimension)


_QUOTIENTS = product(("元", "平方米", "张", "人"), ("平方米", "人", "张", "套", "家", "年"))
_BASE_UNITS = (
    "张", "人", "平方米", "万元", "岁", "天", "年", "家", "张/千人口", "人/千人口", "个/千人口", "例", "套",
    *(f"{above}/{below}" for above, below in _QUOTIENTS),
)  # fmt: skip


def aggregate(key: str, values: Sequence[Value], text: str) -> Value:
    """sum, max, min, mean of numbers; an unknown item makes the whole unknown, an empty list is absent."""
    numbers = [v for v in values if isinstance(v, Number)]
    missing = next((v for v in values if isinstance(v, Unknown)), None)
    if missing is not None:
        return missing
    if not numbers:
        return absent(what=text)
    if key in ("max", "min"):
        return (max if key == "max" else min)(numbers, key=lambda n: n.value)
    total: Value = numbers[0]
    for number in numbers[1:]:
        assert isinstance(total, Number)
        total = arithmetic("add", total, number)
        if isinstance(total, Unknown):
            return total
    if key == "mean":
        assert isinstance(total, Number)
        return arithmetic("divide", total, count(len(numbers)))
    return total


def _negative(value: Value) -> Value:
    if isinstance(value, Unknown):
        return value
    assert isinstance(value, Number)
    return Number(
        -value.value,
        -value.high,
        -value.low,
        value.dimension,
        value.unit,
        value.decimals,
        True,
        value.about,
    )


def _point(number: Number, like: TargetSet) -> TargetSet:
    strict = Interval.point(number.value)
    lenient = Interval.between(number.low, number.high) if number.about else strict
    return TargetSet(
        strict, lenient, number.dimension, number.unit, like.direction, number.text(), number.origin
    )


def _ordered(key: str, left: int, right: int) -> bool:
    return compare.exact(key, left, right)
