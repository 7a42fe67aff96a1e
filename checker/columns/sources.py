"""Expressions evaluated for many rows at once, list by list: what the reference evaluator gives row by row.

What is left out is what columns have no room for: where a value stands, and the words of its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from typing import Any, TypeAlias, TypeVar

from checker.columns.leaves import LeafExpr, SameWords
from checker.datatypes.expression_types import ListType, RecordType
from checker.datatypes.kinds import attribute as attribute_row
from checker.engine.context import PlanContext
from checker.engine.evaluate import (
    Evaluation,
    aggregate,
    attribute_of,
    count,
    is_absent,
    quantity,
)
from checker.engine.values import (
    LACKING,
    MISSING,
    Subject,
    Unknown,
    Value,
    attribute,
    property_of,
)
from checker.semantics import typed

T = TypeVar("T")


def repeated(items: Iterable[T], counts: Iterable[int]) -> list[T]:
    return list(chain.from_iterable(map(repeat, items, counts)))


Path: TypeAlias = tuple[str, ...]


def _path(expr: LeafExpr) -> Path:
    """Return a variable and the attributes that lead from it to a value; () for any other expression."""
    if isinstance(expr, typed.Variable):
        return (expr.name,)
    if isinstance(expr, typed.Field) and (base := _path(expr.base)):
        return (*base, expr.attribute.key)
    return ()


class EvaluationRows:
    """Rows in which expressions are evaluated together: the context and the variables of each.

    Values that attributes lead to are kept, so that leaves that begin with the same attributes share them.
    """

    def __init__(
        self, contexts: Sequence[PlanContext], variables: Mapping[str, list[Value]]
    ) -> None:
        self.contexts = contexts
        self.variables = variables
        self._values: dict[Path, Sequence[Value]] = {(name,): of for name, of in variables.items()}

    def __len__(self) -> int:
        return len(self.contexts)

    def evaluation(self, row: int) -> Evaluation:
        """Return the reference evaluator in one row."""
        scope = {name: values[row] for name, values in self.variables.items()}
        return Evaluation(self.contexts[row], scope)

    def values_at(self, path: Path) -> Sequence[Value]:
        """Return the values at the end of a path."""
        values = self._values.get(path)
        if values is None:
            values = self._values[path] = _attributes(self.values_at(path[:-1]), path[-1])
        return values

    def with_items(self, variable: str, lists: Sequence[Sequence[Value]]) -> EvaluationRows:
        """Return a row for each item of the list of each row."""
        counts = list(map(len, lists))
        inner = {name: repeated(values, counts) for name, values in self.variables.items()}
        inner[variable] = list(chain.from_iterable(lists))
        return EvaluationRows(repeated(self.contexts, counts), inner)


def _attributes(bases: Sequence[Value], key: str) -> Sequence[Value]:
    """`attribute_of` each; of many records of a plan at once."""
    kinds = set(map(type, bases))
    if tuple in kinds:
        return _attributes_of_lists(bases, key)
    if Unknown not in kinds:
        return _column(bases, key)
    values = iter(_column([base for base in bases if type(base) is not Unknown], key))
    return [base if type(base) is Unknown else next(values) for base in bases]


def _attributes_of_lists(bases: Sequence[Value], key: str) -> list[Value]:
    """Return the list of the attribute of each list, unless one of its items is not known."""
    known = [base if isinstance(base, tuple) else () for base in bases]
    items = _grouped(_attributes(list(chain.from_iterable(known)), key), known)
    return [
        next((i for i in values if isinstance(i, Unknown) and not i.absent), tuple(values))
        if isinstance(base, tuple)
        else base
        for base, values in zip(bases, items, strict=True)
    ]


def _column(subjects: Sequence[Any], key: str) -> Sequence[Value]:
    """Return an attribute of some subjects, of one kind each time."""
    kinds = set(map(type, subjects))
    if len(kinds) == 1:
        row: attribute[Value] = getattr(kinds.pop(), property_of(key))
        values = row.column(subjects)
        return values if subjects[0].material is None else _of_material(values, subjects[0], key)
    return [attribute_of(subject, key) for subject in subjects]


def _of_material(values: Sequence[Value], subject: Subject, key: str) -> Sequence[Value]:
    """Return an attribute of subjects of a kind that the reviewer's material holds, what is absent as lacking there."""
    row = attribute_row(subject.kind, key)
    if row is None or isinstance(row.type, ListType | RecordType):
        return values
    return [LACKING if isinstance(v, Unknown) and v.absent else v for v in values]


ValueColumn: TypeAlias = Callable[[EvaluationRows], Sequence[Value]]


def source_of(expr: LeafExpr) -> ValueColumn:
    """Return the function that gives the values of an expression in some rows."""
    if path := _path(expr):
        return lambda rows: rows.values_at(path)
    match expr:
        case SameWords(of=of):
            left = source_of(of.left)
            # What only matters where neither side has a value is looked for only there.
            return lambda rows: [
                isinstance(value, Unknown) and rows.evaluation(row).same_words(of)
                for row, value in enumerate(left(rows))
            ]
        case typed.Presence(operand=operand, exists=exists):
            of_operand = source_of(operand)
            return lambda rows: [exists != is_absent(value) for value in of_operand(rows)]
        case typed.Field(base=base, attribute=row):
            of_base, key = source_of(base), row.key
            return lambda rows: _attributes(of_base(rows), key)
        case (
            typed.Choose(choice=constant) | typed.Text(text=constant) | typed.YearOf(year=constant)
        ):
            return lambda rows: [constant] * len(rows)
        case typed.Quantity():
            return _quantities(expr)
        case typed.IndicatorValue():
            return _indicators(expr)
        case typed.Infix(tolerance=None):
            return _infix(expr)
        case typed.Aggregate():
            return _aggregates(expr)
        case typed.Quantified() if not isinstance(expr.source, typed.Collection):
            return _quantified(expr)
        case _:  # what few rows are asked for, or what is decided by the first few items
            return lambda rows: [rows.evaluation(row).value(expr) for row in range(len(rows))]


def constant(expr: typed.Expr) -> Value:
    """Return the value of an expression that looks at nothing in a plan: no context is asked."""
    return Evaluation(_NoPlan(), {}).value(expr)


class _NoPlan:
    """The context of what looks at nothing."""

    parameters: Mapping[str, typed.Quantity] = {}

    @property
    def closed(self) -> dict[int, tuple[typed.Expr, Value]]:
        return {}

    def collection(self, kind: str) -> tuple[Subject, ...]:
        raise NotImplementedError(kind)

    def listed(self, kind: str) -> tuple[Subject, ...] | Unknown:
        raise NotImplementedError(kind)

    def indicator(self, name: str, year: int, plan: str) -> Value:
        raise NotImplementedError(name)


def _quantities(expr: typed.Quantity) -> ValueColumn:
    """Numbers of the rules, where a region may set another."""

    def values(rows: EvaluationRows) -> list[Value]:
        chosen = [context.parameters.get(expr.parameter, expr) for context in rows.contexts]
        numbers = {id(one): quantity(one) for one in {id(one): one for one in chosen}.values()}
        return [numbers[id(one)] for one in chosen]

    return values


def _indicators(expr: typed.IndicatorValue) -> ValueColumn:
    of_year = source_of(expr.year)

    def value(context: PlanContext, year: Value) -> Value:
        if not isinstance(year, int):
            return year
        stated = context.stated(expr.indicator, year, expr.plan)
        return MISSING if stated is None else stated.bare_number

    return lambda rows: list(map(value, rows.contexts, of_year(rows)))


Operate: TypeAlias = Callable[[typed.Infix, Value, Value], Value]


def _infix(expr: typed.Infix) -> ValueColumn:
    of_left, of_right = source_of(expr.left), source_of(expr.right)
    decisive = {"and": False, "or": True}.get(expr.operator.key)

    def value(rows: EvaluationRows, row: int, left: Value, right: Value, operate: Operate) -> Value:
        if decisive is not None:
            if left is decisive or right is decisive:
                return decisive
            return left if isinstance(left, Unknown) else right
        if isinstance(left, Unknown):
            both = isinstance(right, Unknown) and rows.evaluation(row).same_words(expr)
            return both or left
        if isinstance(right, Unknown):
            return right
        return operate(expr, left, right)

    def values(rows: EvaluationRows) -> list[Value]:
        if not len(rows):
            return []
        operate = Evaluation(
            rows.contexts[0], {}
        ).operate  # without a tolerance the context is not asked
        pairs = zip(of_left(rows), of_right(rows), strict=True)
        return [value(rows, row, *pair, operate) for row, pair in enumerate(pairs)]

    return values


Items: TypeAlias = Sequence[Value] | Unknown


def _known(lists: Sequence[Items]) -> list[Sequence[Value]]:
    return [() if isinstance(items, Unknown) else items for items in lists]


def _grouped(values: Iterable[T], lists: Iterable[Sequence[object]]) -> Iterator[list[T]]:
    """Yield the values of the items of each list."""
    following = iter(values)
    return (list(islice(following, len(items))) for items in lists)


def _aggregates(expr: typed.Aggregate) -> ValueColumn:
    of_source = source_of(expr.source)
    of_where = source_of(expr.where) if expr.where is not None else None
    of_body = source_of(expr.body) if expr.body is not None else None
    key, text, counts = expr.function.key, expr.span.text, expr.function.gives_count

    def value(items: Items, chosen: Sequence[Value], values: Sequence[Value]) -> Value:
        if isinstance(items, Unknown):
            return items
        doubt = next((truth for truth in chosen if isinstance(truth, Unknown)), None)
        if doubt is not None:
            return doubt
        if chosen:
            values = [v for v, truth in zip(values, chosen, strict=True) if truth]
        if counts:
            return count(len(values))
        return aggregate(key, values, text) if values else MISSING

    def aggregated(rows: EvaluationRows) -> list[Value]:
        lists: Sequence[Items] = of_source(rows)  # type: ignore[assignment]  # the checker has seen that it is a list
        known = _known(lists)
        inner = rows.with_items(expr.variable, known)
        wheres = of_where(inner) if of_where is not None else ()
        bodies = of_body(inner) if of_body is not None else chain.from_iterable(known)
        chosen = _grouped(wheres, known) if of_where is not None else repeat(())
        return list(map(value, lists, chosen, _grouped(bodies, known)))

    return aggregated


def _quantified(expr: typed.Quantified) -> ValueColumn:
    of_source, of_body = source_of(expr.source), source_of(expr.body)
    deciding = expr.quantifier == "any"

    def value(items: Items, truths: Sequence[Value]) -> Value:
        if isinstance(items, Unknown):
            return items
        if deciding in truths:
            return deciding
        return next((truth for truth in truths if isinstance(truth, Unknown)), not deciding)

    def quantified(rows: EvaluationRows) -> list[Value]:
        lists: Sequence[Items] = of_source(rows)  # type: ignore[assignment]  # the checker has seen that it is a list
        known = _known(lists)
        truths = of_body(rows.with_items(expr.variable, known))
        return list(map(value, lists, _grouped(truths, known)))

    return quantified
