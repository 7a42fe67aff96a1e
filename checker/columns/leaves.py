"""What of the rules is read from plans and what is computed over columns. Evaluates nothing.

A leaf is the largest part of a rule that arrays do not compute: an attribute, an 「indicator」, an aggregate. The
reference evaluator makes its value, once for each subject, when plans are read into columns. All that stands above the
leaves is computed by kernels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from msgspec import Struct, field
from msgspec.structs import replace

from checker.datatypes.expression_types import ChoiceType, NumberType, PlainType, TargetType, Type
from checker.engine.verdicts import PLAN as PLAN
from checker.engine.verdicts import frame_of
from checker.semantics import typed
from checker.semantics.variables import variables
from checker.source import Record

FrameKey = tuple[str, ...]
"""What `frame_of` a rule gives: ("target",), or () for a rule about the plan as a whole."""


class SameWords(typed.Node):
    """Stands in a frame for what `Evaluation.same_words` says of an infix expression."""

    of: typed.Infix


LeafExpr = typed.Expr | SameWords

KINDS = {"text": "code", "year": "year", "truth": "truth"}


class Leaf(Record):
    """One leaf: the expression, the kind of its cells, whether its rows share the values of the plans above.

    `rounded`: what the digits of its numbers stand for is needed too, because something is computed from them.
    """

    expr: LeafExpr
    kind: str
    shared: bool = False
    rounded: bool = False


class ColumnRule(Record):
    """A rule ready for columns: variables named by kind, and the frame whose rows are its subjects."""

    rule: typed.Rule
    frame: FrameKey


class Leaves(Struct):
    """The leaves of a set of rules by frame, in the order first met; `rules` are in the order given."""

    rules: list[ColumnRule] = field(default_factory=list)
    frames: dict[FrameKey, dict[LeafExpr, Leaf]] = field(default_factory=dict)
    _found: dict[tuple[int, bool], tuple[LeafExpr, tuple[FrameKey, int] | None]] = field(
        default_factory=dict
    )

    def place(self, expr: LeafExpr, frame: FrameKey) -> tuple[FrameKey, int] | None:
        """Return the frame of a leaf that a rule about a frame looks at, and its column there; None if it is no leaf.

        Remembered by the object itself (and with it, so that no other can come to be at its address): to hash an
        expression takes as long as to evaluate it.
        """
        which = (id(expr.of), True) if isinstance(expr, SameWords) else (id(expr), False)
        known = self._found.get(which)
        if known is None:
            places = ((key, list(self.frames[key])) for key in dict.fromkeys((frame, ())))
            leaf = next(
                ((key, leaves.index(expr)) for key, leaves in places if expr in leaves), None
            )
            known = self._found[which] = expr, leaf
        return known[1]

    def guard(self, frame: FrameKey) -> LeafExpr | None:
        """Return the leaf that orders the rows of a frame: the indicator, by which rules choose their subjects."""
        return next(filter(_is_indicator, self.frames[frame]), None)


def _is_indicator(expr: LeafExpr) -> bool:
    return (
        isinstance(expr, typed.Field)
        and isinstance(expr.base, typed.Variable)
        and expr.attribute.key == "indicator"
    )


def plan_columns(rules: Iterable[typed.Rule]) -> Leaves:
    """Return the leaves that a set of rules needs, by frame."""
    leaves = Leaves(frames={(): {}})
    for rule in rules:
        names = _names(rule.each)
        changed = replace(
            rule,
            when=tuple(_renamed(e, names) for e in rule.when),
            require=tuple(_renamed(e, names) for e in rule.require),
            exceptions=tuple(_renamed(e, names) for e in rule.exceptions),
        )
        frame = frame_of(rule)
        leaves.rules.append(ColumnRule(changed, frame))
        leaves.frames.setdefault(frame, {})
        for expr in (*changed.when, *changed.require, *changed.exceptions):
            for leaf in leaves_of(expr):
                owner = frame if variables(leaf.expr) - {PLAN} else ()
                known = leaves.frames[owner].setdefault(leaf.expr, leaf)
                if leaf.rounded and not known.rounded:
                    leaves.frames[owner][leaf.expr] = leaf
    return leaves


def _names(binders: tuple[typed.Binder, ...]) -> dict[str, str]:
    """The variables of a rule by what they go through, so that rules about one kind share their leaves."""
    return {b.variable: variable(at, b.kind_key) for at, b in enumerate(binders)}


def variable(at: int, kind: str) -> str:
    """Return the name of the variable of a frame, which no word of a rule file can be."""
    return f"{at}.{kind}"


def _renamed(expr: typed.Expr, names: Mapping[str, str]) -> typed.Expr:
    match expr:
        case typed.Variable(name=name):
            return replace(expr, name=names.get(name, name))
        case typed.Aggregate(variable=inner) | typed.Quantified(variable=inner):
            names = {old: new for old, new in names.items() if old != inner}
    changed: dict[str, object] = {}
    for name in expr.__struct_fields__:
        child = getattr(expr, name)
        if isinstance(child, typed.Node):
            changed[name] = _renamed(cast(typed.Expr, child), names)
        elif isinstance(child, tuple) and child and isinstance(child[0], typed.Node):
            changed[name] = tuple(_renamed(e, names) for e in child)
    return replace(expr, **changed) if changed else expr


def leaves_of(expr: typed.Expr, rounded: bool = False) -> Iterator[Leaf]:
    """Yield the leaves of an expression that is computed over columns."""
    below = computed(expr)
    if below is None:
        yield replace(leaf_of(expr), rounded=rounded or isinstance(expr, typed.Aggregate))
        return
    rounded = rounded or _rounds(expr)
    for one in below:
        yield from leaves_of(one, rounded)
    words = same_words(expr)
    if words is not None:
        yield words


def computed(expr: typed.Expr) -> tuple[typed.Expr, ...] | None:
    """Return the operands from which kernels compute an expression; () for a constant, None for a leaf."""
    match expr:
        case typed.Quantity(parameter=parameter):
            return None if parameter else ()
        case typed.Text() | typed.YearOf() | typed.Choose():
            return ()
        case typed.Not(operand=operand):
            return (operand,)
        case typed.Minus(operand=operand):
            return (operand,)
        case typed.Presence(operand=operand):
            return (operand,) if cell_kind(operand.type) else None
        case typed.OneOf(operand=operand, options=options):
            return _all((operand, *options))
        case typed.Between(operand=operand, low=low, high=high):
            return _all((operand, low, high))
        case typed.Infix(operator=operator, left=left, right=right, tolerance=tolerance):
            if operator.family == "logic":
                return (left, right)
            if operator.family == "arithmetic" and "year" in (
                cell_kind(left.type),
                cell_kind(right.type),
            ):
                return None
            sides = (left, right) if tolerance is None else (left, right, tolerance)
            return _all(sides) if _alike(left.type, right.type) else None
        case _:
            return None


def _rounds(expr: typed.Expr) -> bool:
    """Return True if an operator looks at what the digits of its operands stand for, or one beside it may."""
    if isinstance(expr, typed.Infix):
        if expr.operator.family in ("arithmetic", "approximate", "agreement"):
            return True
        return any(map(_rounds, (expr.left, expr.right)))
    return isinstance(expr, typed.Minus | typed.Between | typed.OneOf)


def _all(parts: tuple[typed.Expr, ...]) -> tuple[typed.Expr, ...] | None:
    return parts if all(cell_kind(part.type) for part in parts) else None


def _alike(left: Type, right: Type) -> bool:
    """Return True if kernels know the pair: two of a kind, or a number beside a target."""
    return cell_kind(left) == cell_kind(right) or (cell_kind(left), cell_kind(right)) == (
        "number",
        "target_set",
    )


def cell_kind(kind: Type) -> str:
    """Return the kind of cells that hold values of a type; "" for records and lists, which only leaves go through."""
    match kind:
        case NumberType():
            return "number"
        case TargetType():
            return "target_set"
        case ChoiceType():
            return "code"
        case PlainType(name=name):
            return KINDS[name]
        case _:
            return ""


def leaf_of(expr: typed.Expr) -> Leaf:
    return Leaf(expr, cell_kind(expr.type) or "truth", _from_above(expr))


def _from_above(expr: typed.Expr) -> bool:
    """Return True if the value is one of the few that stand in the plans above."""
    while isinstance(expr, typed.Field):
        kind = getattr(expr.base.type, "kind", "")
        if kind == "upper_target" and isinstance(expr.base, typed.Field):
            return True
        expr = expr.base
    return False


def same_words(expr: typed.Expr) -> Leaf | None:
    """Return whether both sides say the same in the same words: looked at where neither side has a value."""
    if isinstance(expr, typed.Infix) and expr.operator.family in ("strictness", "agreement"):
        return Leaf(SameWords(expr.type, expr.span, expr), "truth")
    return None
