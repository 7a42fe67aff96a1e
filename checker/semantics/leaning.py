"""Which way a comparison leans where only rounding decides it. Rewrites typed conditions; evaluates nothing.

Rounding alone is no fault: in a requirement a comparison holds if it may, and under 非 it fails if it may. In 适用,
除外 and 严重程度, in the body of 任一 and in what an aggregate chooses it stays open.
"""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from checker.semantics import typed
from checker.semantics.typed import Leaning

_NEGATED: dict[Leaning, Leaning] = {"lenient": "strict", "strict": "lenient", "open": "open"}


def lean(expr: typed.Expr, leaning: Leaning) -> typed.Expr:
    """Return a condition whose comparisons lean as they should where it stands."""
    match expr:
        case typed.Infix(operator=operator, left=left, right=right):
            inner: Leaning = leaning if operator.family == "logic" else "open"
            return replace(expr, left=lean(left, inner), right=lean(right, inner), leaning=leaning)
        case typed.Not(operand=operand):
            return replace(expr, operand=lean(operand, _NEGATED[leaning]))
        case typed.OneOf() | typed.Between():
            return replace(expr, operand=lean(expr.operand, "open"), leaning=leaning)
        case typed.Presence(operand=operand) | typed.Minus(operand=operand):
            return replace(expr, operand=lean(operand, "open"))
        case typed.Quantified(quantifier=quantifier, source=source, body=body):
            inner = leaning if quantifier == "all" else "open"
            return replace(expr, source=lean(source, "open"), body=lean(body, inner))
        case typed.Aggregate(source=source, body=body, where=where):
            return replace(
                expr,
                source=lean(source, "open"),
                body=None if body is None else lean(body, "open"),
                where=None if where is None else lean(where, "open"),
            )
        case typed.Field(base=base):
            return replace(expr, base=lean(base, "open"))
        case (
            typed.Quantity()
            | typed.Text()
            | typed.YearOf()
            | typed.Choose()
            | typed.Variable()
            | typed.Collection()
            | typed.IndicatorValue()
        ):
            return expr
        case _:
            assert_never(expr)
