"""Whether a rule about two of a kind asks the same whichever of them comes first. Evaluates nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from checker.semantics import typed

Shape: TypeAlias = str
"""A text that two expressions share if they ask the same."""

_SWAPPED = {"gt": "lt", "ge": "le"}
_EITHER_WAY = frozenset({"and", "or", "eq", "ne", "agrees", "add", "multiply"})


def asks_both_orders(rule: typed.Rule) -> bool:
    """Return True for a rule about two of a kind whose verdict may hang on which is named first."""
    if len(rule.each) != 2 or rule.each[0].kind_key != rule.each[1].kind_key:
        return False
    one, other = (binder.variable for binder in rule.each)
    return _shapes(rule, {}) != _shapes(rule, {one: other, other: one})


def _shapes(rule: typed.Rule, names: Mapping[str, str]) -> tuple[list[Shape], ...]:
    def shapes(exprs: Iterable[typed.Expr]) -> list[Shape]:
        return sorted(shape(expr, names) for expr in exprs)

    cases = [
        f"{case.severity} {'' if case.condition is None else shape(case.condition, names)}"
        for case in rule.severity
    ]
    return shapes(rule.when), shapes(rule.require), shapes(rule.exceptions), cases


def shape(expr: typed.Expr, names: Mapping[str, str]) -> Shape:
    """Return what an expression asks, with its variables called by these names."""
    match expr:
        case typed.Variable(name=name):
            return f"({names.get(name, name)})"
        case typed.Infix(operator=operator, left=left, right=right, tolerance=tolerance):
            key, sides = operator.key, [shape(left, names), shape(right, names)]
            if key in _SWAPPED:
                key = _SWAPPED[key]
                sides.reverse()
            if key in _EITHER_WAY or (key == "near" and tolerance is None):
                sides.sort()
            room = "" if tolerance is None else shape(tolerance, names)
            return f"({key} {sides[0]} {sides[1]} {room})"
        case _:
            parts = (
                _part(getattr(expr, name), names)
                for name in expr.__struct_fields__
                if name not in ("type", "span")
            )
            return f"({type(expr).__name__} {' '.join(parts)})"


def _part(part: object, names: Mapping[str, str]) -> Shape:
    if isinstance(part, typed.Node):
        return shape(part, names)  # type: ignore[arg-type]  # every node is an expression
    if isinstance(part, tuple):
        return " ".join(_part(each, names) for each in part)
    return repr(part)
