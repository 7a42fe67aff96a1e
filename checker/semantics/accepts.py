"""Which types an operator takes, and what a reader is told a type is. Tables and claims, no passes."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from checker.datatypes import choices
from checker.datatypes.expression_types import (
    TEXT,
    YEAR,
    ChoiceType,
    FaultType,
    ListType,
    NumberType,
    PlainType,
    RecordType,
    TargetType,
    Type,
)
from checker.datatypes.keywords import Keyword
from checker.datatypes.kinds import KINDS
from checker.datatypes.operators import Operator
from checker.quantity.unit_rows import SHARE
from checker.quantity.units import Dimension, unit_table

TAKES = {
    "order": Keyword("数、年份，或有高低之分的选项", "numbers, years or ordered choices"),
    "equality": Keyword("两个数，或两个同类的值", "two numbers, or two values of one type"),
    "approximate": Keyword("两个数", "two numbers"),
    "strictness": Keyword("目标值", "targets"),
    "agreement": Keyword("两个目标值或两个数", "two targets or two numbers"),
    "text": Keyword("两段文字", "two texts"),
    "logic": Keyword("条件", "conditions"),
    "arithmetic": Keyword("数", "numbers"),
}


def fits(operator: Operator, left: Type, right: Type) -> bool:
    """Return True if a comparison takes operands of these types (dimensions are looked at apart)."""
    match operator.family:
        case "order":
            if isinstance(left, ChoiceType):
                return left == right and choices.ENUMERATIONS[left.name].ordered
            return _both(left, right, NumberType) or left == right == YEAR
        case "equality":
            same = left == right and isinstance(left, ChoiceType | PlainType)
            return same or _both(left, right, NumberType)
        case "approximate":
            return _both(left, right, NumberType)
        case "strictness":
            return isinstance(left, TargetType | NumberType) and isinstance(right, TargetType)
        case "agreement":
            return _both(left, right, TargetType) or _both(left, right, NumberType)
        case "text":
            return left == right == TEXT
        case "logic" | "arithmetic":
            return False
        case _:
            assert_never(operator.family)


def _both(left: Type, right: Type, kind: type) -> bool:
    return isinstance(left, kind) and isinstance(right, kind)


def takes_bare(type_: NumberType | TargetType) -> bool:
    """Return True if values of the type are written without a unit: a count of things, a ratio."""
    if isinstance(type_, NumberType) and type_.bare:
        return True
    dimension = type_.dimension
    return dimension is not None and not dimension.atoms and dimension.tag in ("", "比")


def usual_unit(dimension: Dimension | None) -> str:
    """Return a unit in which values of the dimension may be written."""
    if dimension is None or not dimension.atoms:
        pure = dimension is not None and dimension.tag not in ("", SHARE)
        return next(
            (u.name for u in unit_table().values() if pure and u.dimension == dimension), "%"
        )
    for unit in unit_table().values():
        if unit.dimension == dimension and unit.factor == Fraction(1):
            return unit.name
    return dimension.name("zh")


def type_name(type_: Type, language: str) -> str:
    """Return the name of a type for a reader."""
    zh = language == "zh"
    match type_:
        case NumberType():
            return "数" if zh else "number"
        case TargetType():
            return "目标值" if zh else "target"
        case PlainType(name=name):
            return {"text": "文字", "year": "年份", "truth": "是非"}[name] if zh else name
        case ChoiceType(name=name):
            return choices.ENUMERATIONS[name].zh if zh else name
        case RecordType(kind=kind):
            return KINDS[kind].zh if zh else kind
        case ListType():
            return "清单" if zh else "list"
        case FaultType():
            return "？"
        case _:
            assert_never(type_)
