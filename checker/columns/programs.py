"""Rules compiled: each clause a function from the rows of a frame to cells, made once for many runs. Reads no plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import takewhile

import numpy as np

from checker.columns import code_kernels, kernels
from checker.columns.cells import (
    ABSENT,
    KNOWN,
    LACKING,
    NEEDS_EXACT,
    UNKNOWN,
    Cells,
    Codes,
    Dictionary,
    Numbers,
    RowIndex,
    TargetSets,
    Truths,
    Years,
    nearest,
)
from checker.columns.leaves import (
    PLAN,
    FrameKey,
    LeafExpr,
    Leaves,
    computed,
    leaves_of,
    same_words,
)
from checker.columns.sources import constant
from checker.columns.table import Frame, Table
from checker.semantics import typed
from checker.semantics.variables import variables
from checker.source import Record
from checker.syntax import nodes


class View(Record):
    """Some rows of a frame, with the plans they belong to. `plain`: rows whose leaves all have plain values."""

    table: Table
    frame: Frame
    rows: RowIndex
    plain: bool = False

    @property
    def size(self) -> int:
        rows = self.rows
        return rows.stop - rows.start if isinstance(rows, slice) else len(rows)


CompiledClause = Callable[[View], Cells]
Condition = Callable[[View], Truths]


Places = tuple[tuple[int, ...], tuple[int, ...]]
"""Columns by number: of the frame, and of the plans."""


class LookedAt(Record):
    """The columns that each condition looks at, those that all of them do, and those that all the rest does."""

    when: tuple[Places, ...]
    by_when: Places
    by_rest: Places


class SharedBody(Record):
    """The body of a rule without the indicators that it applies to. Rules that ask the same are judged together.

    `of_plans`: conditions about plans only; `guard`: where among `when` the condition stood that names indicators.
    """

    frame: FrameKey
    of_plans: tuple[typed.Expr, ...]
    when: tuple[Condition, ...]
    guard: int | None
    require: Condition | None
    exceptions: tuple[Condition, ...]
    is_manual: bool
    missing: typed.Missing
    period: nodes.Period | None
    looked_at: LookedAt


class CompiledRule(Record):
    """One rule ready to run: its question, and the indicators it asks it of; None where of every subject."""

    rule: typed.Rule
    question: SharedBody
    words: tuple[str, ...] | None


class CompiledRules(Record):
    """All rules of a run; `asking`: those of each question; `of_plans`: conditions about plans only, each once."""

    rules: tuple[CompiledRule, ...]
    asking: dict[int, list[CompiledRule]]
    of_plans: dict[typed.Expr, Condition]
    leaves: Leaves


def compile_rules(leaves: Leaves) -> CompiledRules:
    """CompiledRules for the columns of these leaves."""
    of_plans: dict[typed.Expr, Condition] = {}
    questions: dict[tuple[object, ...], SharedBody] = {}
    programs = []
    for planned in leaves.rules:
        rule, frame = planned.rule, planned.frame
        when = _conjuncts(rule.when)
        general = tuple(takewhile(lambda c: not variables(c) - {PLAN}, when)) if frame else ()
        for condition in general:
            if condition not in of_plans:
                of_plans[condition] = _Compiler(leaves, ()).truth(condition)
        own = when[len(general) :]
        by = leaves.guard(frame)
        guard = next((at for at, c in enumerate(own) if _words(c, by)), None)
        words = None if guard is None else _words(own.pop(guard), by)
        asked = (
            frame, general, tuple(own), guard, rule.require, rule.exceptions, rule.manual is None,
            rule.missing, rule.period,
        )  # fmt: skip
        if asked not in questions:
            questions[asked] = _question(rule, frame, general, own, guard, leaves)
        programs.append(CompiledRule(rule, questions[asked], words))
    asking: dict[int, list[CompiledRule]] = {}
    for program in programs:
        asking.setdefault(id(program.question), []).append(program)
    return CompiledRules(tuple(programs), asking, of_plans, leaves)


def _question(
    rule: typed.Rule,
    frame: FrameKey,
    general: tuple[typed.Expr, ...],
    own: list[typed.Expr],
    guard: int | None,
    leaves: Leaves,
) -> SharedBody:
    compiler = _Compiler(leaves, frame)

    def looked_at(clauses: Iterable[typed.Expr]) -> Places:
        wanted = {leaf.expr for clause in clauses for leaf in leaves_of(clause)}
        inner = tuple(at for at, e in enumerate(leaves.frames[frame]) if e in wanted)
        outer = tuple(at for at, e in enumerate(leaves.frames[()]) if frame and e in wanted)
        return inner, outer

    return SharedBody(
        frame,
        general,
        tuple(compiler.truth(c) for c in own),
        guard,
        compiler.every(rule.require) if rule.require else None,
        tuple(map(compiler.truth, rule.exceptions)),
        rule.manual is not None,
        rule.missing,
        rule.period,
        LookedAt(
            tuple(looked_at((c,)) for c in own),
            looked_at(own),
            looked_at((*rule.require, *rule.exceptions)),
        ),
    )


def _conjuncts(conditions: tuple[typed.Expr, ...]) -> list[typed.Expr]:
    conjuncts: list[typed.Expr] = []
    for condition in conditions:
        if isinstance(condition, typed.Infix) and condition.operator.key == "and":
            conjuncts += _conjuncts((condition.left, condition.right))
        else:
            conjuncts.append(condition)
    return conjuncts


def _words(condition: typed.Expr, by: LeafExpr | None) -> tuple[str, ...] | None:
    """Return the indicators that a condition asks for, if that is what it does."""
    match condition:
        case typed.Infix(operator=operator, left=left, right=typed.Text(text=text)) if (
            operator.key == "eq" and left == by
        ):
            return (text,)
        case typed.OneOf(operand=operand, options=options) if operand == by:
            texts = tuple(o.text for o in options if isinstance(o, typed.Text))
            return tuple(dict.fromkeys(texts)) if len(texts) == len(options) else None
        case _:
            return None


class _Compiler(Record):
    leaves: Leaves
    frame: FrameKey

    def every(self, conditions: tuple[typed.Expr, ...]) -> Condition:
        """All of them, in order."""
        truths = [self.truth(c) for c in conditions]
        if len(truths) == 1:
            return truths[0]
        return lambda view: reduce(kernels.conjunction, (f(view) for f in truths))

    def truth(self, expr: typed.Expr) -> Condition:
        if computed(expr) is not None and next(leaves_of(expr), None) is None:
            return _constant_truth(expr)
        return self.clause(expr)  # type: ignore[return-value]  # the checker has seen that it is a truth

    def clause(self, expr: typed.Expr) -> CompiledClause:
        """Return the function that gives the cells of an expression in a view."""
        if computed(expr) is None:
            return self._leaf(expr)
        match expr:
            case typed.Quantity():
                return _quantity(expr)
            case typed.Text(text=text):
                return lambda view: _constant(text, view.table.texts)
            case typed.Choose(choice=choice):
                return lambda view: _constant(choice, view.table.choices)
            case typed.YearOf(year=year):
                years = Years(np.asarray(year, dtype=np.int32))
                return lambda _: years
            case typed.Not(operand=operand):
                inner = self.truth(operand)
                return lambda view: kernels.negation(inner(view))
            case typed.Minus(operand=operand):
                number = self._numbers(operand)
                return lambda view: kernels.minus(number(view))
            case typed.Presence(operand=operand, exists=exists):
                cells = self.clause(operand)
                return lambda view: _presence(cells(view), exists, view.size)
            case typed.OneOf(operand=operand, options=options):
                return self._one_of(operand, options, expr.leaning)
            case typed.Between():
                return self._between(expr)
            case typed.Infix():
                return self._infix(expr)
            case _:
                raise TypeError(f"no kernel for {type(expr).__name__}")

    def _leaf(self, expr: LeafExpr) -> CompiledClause:
        own = list(self.leaves.frames[self.frame])
        if expr in self.leaves.frames[self.frame]:
            place = own.index(expr)
            return lambda view: view.frame.columns[place].cells(view.rows, view.plain)
        place = list(self.leaves.frames[()]).index(expr)
        return lambda view: view.table.plans.columns[place].cells(
            view.frame.plan[view.rows], view.plain
        )

    def _one_of(
        self, operand: typed.Expr, options: tuple[typed.Expr, ...], leaning: typed.Leaning
    ) -> CompiledClause:
        """Equal to an option; members of an enumeration by what they are, not by rank."""
        own, others = self.clause(operand), [self.clause(o) for o in options]

        def same(left: Cells, right: Cells, view: View) -> Truths:
            if isinstance(left, Codes) and isinstance(right, Codes):
                return kernels.known(
                    code_kernels.same_code(left, right), kernels.first(left.state, right.state)
                )
            return _compared("eq", left, right, view.table, leaning)

        def one_of(view: View) -> Cells:
            left = own(view)
            return reduce(kernels.disjunction, (same(left, other(view), view) for other in others))

        return one_of

    def _between(self, expr: typed.Between) -> CompiledClause:
        operand, low, high = map(self.clause, (expr.operand, expr.low, expr.high))
        above, below = "gt" if expr.low_open else "ge", "lt" if expr.high_open else "le"

        def between(view: View) -> Cells:
            cells, table = operand(view), view.table
            return kernels.conjunction(
                _compared(above, cells, low(view), table, expr.leaning),
                _compared(below, cells, high(view), table, expr.leaning),
            )

        return between

    def _infix(self, expr: typed.Infix) -> CompiledClause:
        key, family = expr.operator.key, expr.operator.family
        if family == "logic":
            combine = kernels.conjunction if key == "and" else kernels.disjunction
            one, other = self.truth(expr.left), self.truth(expr.right)
            return lambda view: combine(one(view), other(view))
        if family == "arithmetic" or key == "near":
            return self._calculated(expr)
        left, right = self.clause(expr.left), self.clause(expr.right)
        words = same_words(expr)
        if words is None:
            return lambda view: _compared(key, left(view), right(view), view.table, expr.leaning)
        said = self._leaf(words.expr)
        return lambda view: _in_words(key, left(view), right(view), said, view)

    def _numbers(self, expr: typed.Expr) -> Callable[[View], Numbers]:
        return self.clause(expr)  # type: ignore[return-value]  # the checker has seen that it is a number

    def _calculated(self, expr: typed.Infix) -> CompiledClause:
        left, right, key = self._numbers(expr.left), self._numbers(expr.right), expr.operator.key
        if key != "near":
            return lambda v: kernels.arithmetic(key, left(v), right(v), v.table.dimensions)
        room = self._numbers(expr.tolerance) if expr.tolerance is not None else None
        return lambda v: kernels.near(
            left(v), right(v), room(v) if room is not None else None, v.table.dimensions
        )


def _quantity(expr: typed.Quantity) -> CompiledClause:
    double = nearest(expr.value * expr.unit.factor)
    state = None if double.exact else np.asarray(NEEDS_EXACT, dtype=np.uint8)
    value = np.asarray(double.value)

    def quantity(view: View) -> Cells:
        number = view.table.dimensions.number(expr.unit.dimension)
        return Numbers(value, number, state=state, places=double.places)

    return quantity


def _constant_truth(expr: typed.Expr) -> Condition:
    """Return the condition of an expression that looks at nothing in a plan."""
    value = constant(expr)
    state = None if isinstance(value, bool) else UNKNOWN

    def truth(view: View) -> Truths:
        states = None if state is None else np.full(view.size, state, dtype=np.uint8)
        return Truths(np.full(view.size, value is True, dtype=bool), states)

    return truth


def _constant(value: object, dictionary: Dictionary) -> Codes:
    return Codes(np.asarray(dictionary.number(value), dtype=np.int32), dictionary)


def _presence(cells: Cells, exists: bool, size: int) -> Truths:
    """Absent, or a text without a character; where only the reference knows a value, there is one."""
    gone = np.zeros(size, dtype=bool)
    if cells.state is not None:
        gone = (cells.state == ABSENT) | (cells.state == LACKING)
    empty = cells.dictionary.find("") if isinstance(cells, Codes) else -1
    if isinstance(cells, Codes) and empty >= 0:
        gone = gone | ((cells.code == empty) & (cells.state is None or cells.state == KNOWN))
    return Truths(~gone if exists else gone)


def _in_words(key: str, left: Cells, right: Cells, said: CompiledClause, view: View) -> Truths:
    """Return a comparison of targets; where neither has a value, the same words say the same."""
    truth = _compared(key, left, right, view.table)
    if left.state is None or right.state is None or truth.state is None:
        return truth
    both = (left.state != KNOWN) & (right.state != KNOWN)
    both &= (left.state != NEEDS_EXACT) & (right.state != NEEDS_EXACT)
    if not both.any():
        return truth
    words = said(view)
    assert isinstance(words, Truths)
    same = both & words.value
    return kernels.known(truth.value | same, np.where(same, np.uint8(KNOWN), truth.state))


def _point(number: Numbers, like: TargetSets) -> TargetSets:
    """Return a number as the target that is met by it alone, better in the direction of another."""

    def part(name: str) -> object:
        match name:
            case "dimension":
                return number.dimension
            case "direction":
                return like.direction
            case _:
                return number.value

    return TargetSets(part, number.state)


def _compared(
    key: str, left: Cells, right: Cells, table: Table, leaning: typed.Leaning = "lenient"
) -> Truths:
    dimensions = table.dimensions
    match left, right:
        case Numbers(), Numbers() if key == "agrees":
            return kernels.agree_numbers(left, right, dimensions)
        case Numbers(), Numbers():
            return kernels.order(key, left, right, dimensions, leaning)
        case Numbers(), TargetSets() if key == "within":
            return kernels.within(_point(left, right), right, dimensions)
        case TargetSets(), TargetSets() if key == "within":
            return kernels.within(left, right, dimensions)
        case TargetSets(), TargetSets():
            return kernels.agree(left, right, dimensions)
        case Codes(), Codes() if left.dictionary is table.choices:
            return code_kernels.ranks(key, left, right)
        case Codes(), Codes():
            return code_kernels.text(key, left, right)
        case Years(), Years():
            return code_kernels.years(key, left, right)
        case _:
            raise TypeError(f"{key}: {type(left).__name__}, {type(right).__name__}")
