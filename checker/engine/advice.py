"""The value that a rule would accept, for the author of a plan. Tried on the very rule; decides nothing."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from msgspec.structs import replace

from checker.datatypes.choices import Choice
from checker.engine.evaluate import Evaluation
from checker.engine.explain import amount_like, deciding_requirement, label
from checker.engine.values import Number, Subject, TargetSet, Value, number_text, unit_name
from checker.findings import Reason
from checker.quantity.reading import Direction
from checker.semantics import typed


@runtime_checkable
class Promises(Protocol):
    """A context that knows the targets of a plan."""

    def promised_direction(self, name: str, year: int) -> Direction | None: ...


_MIRRORED = {"ge": "le", "le": "ge", "gt": "lt", "lt": "gt"}
_CODES = {"ge": "floor", "gt": "above", "le": "ceiling", "lt": "below"}
_RISING = ("ge", "gt")
_TARGET = ("目标", "the target")
_OWN_WORDS = {
    "year": ("年份", "the year"),
    "first_year": ("开始年份", "the first year"),
    "last_year": ("完成年份", "the last year"),
    "number": _TARGET,
}


def advice(rule: typed.Rule, evaluation: Evaluation) -> Reason | None:
    """Return what to make of which figure, so that the rule that fails would accept it; None where it is not told.

    Nothing is told that would make an indicator worse, that no indicator of its kind can have, that changes a figure
    of the past or of a plan above, or that rests on 左右.
    """
    expr = deciding_requirement(rule, evaluation, fails=True)
    while isinstance(expr, typed.Quantified):
        item = evaluation.first_counterexample(expr)
        if item is None:
            return None
        evaluation, expr = evaluation.with_variable(expr.variable, item), expr.body
    if not isinstance(expr, typed.Infix):
        return None
    match expr.operator.key:
        case "within":
            return _range(expr, evaluation)
        case "ge" | "gt" | "le" | "lt":
            return _bound(expr, evaluation)
        case "near":
            return _result(expr, evaluation)
        case _:
            return None


def _range(expr: typed.Infix, evaluation: Evaluation) -> Reason | None:
    """Return the range in which a target, or a figure, has to lie."""
    bound = evaluation.value(expr.right)
    if not isinstance(bound, TargetSet) or bound.about:
        return None
    if _is_promise(expr.left, evaluation):
        if bound.direction == "neither":
            return None
    elif not isinstance(expr.left, typed.Variable) or not _is_promise(expr.right, evaluation):
        return None
    own = evaluation.value(expr.left)
    limits = own.limits if isinstance(own, TargetSet) else None
    if limits is not None and bound.strict.disjoint(limits):
        return (
            None  # 100.41% was reached, by the plan: the fault is there, and no target can mend it
        )
    words = _named(_TARGET)
    shown, unit = bound.strict.scaled(1 / bound.unit.factor), unit_name(bound.unit)
    low = "" if shown.low is None else number_text(shown.low) + unit
    high = "" if shown.high is None else number_text(shown.high) + unit
    if shown.is_point:
        return Reason("advice-point", _with(words, low))
    if low and high:
        return Reason("advice-range", {**words, "low": low, "high": high})
    if low:
        code = "advice-above" if shown.low_open else "advice-floor"
        return Reason(code, _with(words, low))
    code = "advice-below" if shown.high_open else "advice-ceiling"
    return Reason(code, _with(words, high))


def _is_promise(expr: typed.Expr, evaluation: Evaluation) -> bool:
    """Whether an expression is a target of the plan, or what is possible for one."""
    if not isinstance(expr, typed.Field) or expr.attribute.key not in ("values", "range"):
        return False
    owner = evaluation.value(expr.base)
    return isinstance(owner, Subject) and owner.kind in ("target", "statement")


def _bound(expr: typed.Infix, evaluation: Evaluation) -> Reason | None:
    """Return the bound of a comparison for the side that the plan may change for the better."""
    key = expr.operator.key
    for side, other, towards in (
        (expr.left, expr.right, key),
        (expr.right, expr.left, _MIRRORED[key]),
    ):
        if not _may_move(side, expr, towards, evaluation) or not _is_plain(other):
            continue
        bound = evaluation.value(other)
        tried: Value = bound
        match bound:
            case Number():
                if bound.about or bound.computed:
                    continue
                shown = number_text(bound.value / bound.unit.factor, bound.decimals)
                text, years = shown + unit_name(bound.unit), ""
            case int() if not isinstance(bound, bool):
                text, years = f"{bound}年", "-year"
            case Choice():
                text, years = bound.zh, ""
            case _:
                continue
        if key in ("ge", "le") and not _accepts(expr, evaluation, side, tried):
            continue
        english = bound.en if isinstance(bound, Choice) else text.removesuffix("年")
        words = _named(_name(side, evaluation))
        return Reason(f"advice-{_CODES[towards]}{years}", _with(words, text, english))
    return None


def _may_move(side: typed.Expr, expr: typed.Infix, towards: str, evaluation: Evaluation) -> bool:
    """Whether the side is a figure that the plan promises, and moving it that way makes nothing worse."""
    match side:
        case typed.IndicatorValue(plan=""):
            year = evaluation.value(side.year)
            if not isinstance(year, int):
                return False
            context = evaluation.context
            if not isinstance(context, Promises):
                return False
            direction = context.promised_direction(side.indicator, year)
            return direction in ("neither", "higher" if towards in _RISING else "lower")
        case typed.Field(base=typed.Variable() as base, attribute=attribute):
            owner = evaluation.value(base)
            if side is not expr.left or not isinstance(owner, Subject) or owner.kind == "plan":
                return False
            if attribute.key == "number":
                better = owner.get("direction")
                way = "higher" if towards in _RISING else "lower"
                return isinstance(better, Choice) and better.en == way
            value = evaluation.value(side)
            return not (isinstance(value, Number) and value.computed)
        case _:
            return False


def _result(expr: typed.Infix, evaluation: Evaluation) -> Reason | None:
    """Return what the other figures come to, rounded as the printed one is."""
    for side, other in ((expr.left, expr.right), (expr.right, expr.left)):
        printed, made = evaluation.value(side), evaluation.value(other)
        if not isinstance(printed, Number) or not isinstance(made, Number):
            continue
        if printed.computed or not made.computed or made.about or printed.about:
            continue
        if not isinstance(side, typed.Field | typed.IndicatorValue):
            continue
        step = printed.high - printed.low or printed.unit.factor
        value = round(made.value / step) * step
        tried = replace(
            printed, value=value, low=value - step / 2, high=value + step / 2, printed=""
        )
        if not _accepts(expr, evaluation, side, tried):
            return None
        words = _named(_name(side, evaluation))
        return Reason("advice-result", _with(words, amount_like(value, printed)))
    return None


def _accepts(expr: typed.Infix, evaluation: Evaluation, side: typed.Expr, tried: Value) -> bool:
    """Whether the comparison holds with the value in the place of a side."""
    left, right = evaluation.value(expr.left), evaluation.value(expr.right)
    if side is expr.left:
        return evaluation.operate(expr, tried, right) is True
    return evaluation.operate(expr, left, tried) is True


def _is_plain(expr: typed.Expr) -> bool:
    """Whether an expression is one figure, not made of others."""
    return isinstance(
        expr, typed.Field | typed.IndicatorValue | typed.Quantity | typed.YearOf | typed.Choose
    )


def _name(side: typed.Expr, evaluation: Evaluation) -> tuple[str, str]:
    """Return what a reader calls a side, in both languages."""
    if isinstance(side, typed.IndicatorValue):
        return side.indicator, side.indicator
    if isinstance(side, typed.Field):
        if side.attribute.key in _OWN_WORDS:
            return _OWN_WORDS[side.attribute.key]
        owner = evaluation.value(side.base)
        if side.attribute.key in ("value", "values") and isinstance(owner, Subject):
            return owner.label, owner.label
    return label(side, "zh"), label(side, "en")


def _named(words: tuple[str, str]) -> dict[str, object]:
    return {"what": words[0], "what_en": words[1]}


def _with(words: dict[str, object], bound: str, english: str = "") -> dict[str, object]:
    return {**words, "bound": bound, "bound_en": english or bound}
