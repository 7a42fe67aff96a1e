"""Which variables an expression names, and which list of a plan names none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from msgspec.structs import replace

from checker.semantics import typed


def variables(expr: typed.Node) -> frozenset[str]:
    """Return the free variables of an expression."""
    match expr:
        case typed.Variable(name=name):
            return frozenset((name,))
        case typed.Aggregate(variable=inner, source=source):
            return (_variables_in(expr) - {inner}) | variables(source)
        case typed.Quantified(variable=inner, source=source):
            return (_variables_in(expr) - {inner}) | variables(source)
        case _:
            return _variables_in(expr)


def _variables_in(expr: typed.Node) -> frozenset[str]:
    return frozenset().union(*map(variables, children(expr)))


def children(expr: typed.Node) -> Iterator[typed.Expr]:
    """Yield the expressions directly below one."""
    for name in expr.__struct_fields__:
        child = getattr(expr, name)
        for one in child if isinstance(child, tuple) else (child,):
            if isinstance(one, typed.Node):
                yield cast(typed.Expr, one)


def closed(expr: typed.Aggregate | typed.Quantified) -> typed.Expr:
    """Return an expression about a list, marked where it names no variable around it but the plan."""
    return replace(expr, is_closed=not variables(expr) - {"规划"})
