"""How a verdict came about, step by step: every expression with its value. Asks the evaluator; decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, assert_never

from msgspec.structs import replace

from checker.datatypes.choices import Choice
from checker.datatypes.expression_types import YEAR, NumberType, TargetType
from checker.engine.context import PlanContext
from checker.engine.evaluate import Evaluation, EvaluationContext
from checker.engine.explain import gap_of, show, substitute_values
from checker.engine.plan_subjects import PlanSubject
from checker.engine.targets import TargetSubject
from checker.engine.values import (
    Number,
    Subject,
    TargetSet,
    Trace,
    Unknown,
    Value,
    number_text,
    set_text,
    unit_name,
)
from checker.engine.verdicts import PLAN, Decision, decide, in_period, scopes, severity, worded
from checker.findings import (
    Bilingual,
    ClauseOutcome,
    Derivation,
    DerivationStep,
    Origin,
    Outcome,
    Reason,
    RuleExplanation,
    SkipReason,
    State,
    SubjectLabel,
)
from checker.plan.model import Header
from checker.quantity.sets import format_exact
from checker.quantity.units import Unit
from checker.semantics import typed
from checker.source import Span

NO_TEXT = Bilingual("")
LISTED = 20
FEW = 3
_FROM_TRUE: tuple[State, ...] = ("true", "unknown", "false")


class DerivationQuery(NamedTuple):
    """The verdicts to derive: those with `subject` in the name of their subject, all of them, or the telling ones."""

    subject: str = ""
    everything: bool = False


class _JudgedScope(NamedTuple):
    scope: Mapping[str, Value]
    subjects: tuple[tuple[str, SubjectLabel], ...]
    decision: Decision


def explain_rules(
    context: PlanContext, rules: Sequence[typed.Rule], query: DerivationQuery
) -> tuple[RuleExplanation, ...]:
    """Return how each rule judged the plan, with the derivations that the query asks for."""
    subject = PlanSubject(context.plan)
    return tuple(explain_rule(rule, context, context.plan.header, subject, query) for rule in rules)


def explain_rule(
    rule: typed.Rule,
    context: EvaluationContext,
    header: Header,
    plan: PlanSubject,
    query: DerivationQuery,
) -> RuleExplanation:
    """Return how a rule judged a plan: the outcomes counted, and the derivations that the query asks for."""
    judged = list(_judged(rule, context, plan)) if in_period(rule, header) else []
    counts = Counter[Outcome](j.decision.outcome for j in judged)
    skip_reason: SkipReason = ""
    if not judged:
        skip_reason = "subjects" if in_period(rule, header) else "period"
    return RuleExplanation(
        rule=rule.code,
        title=Bilingual(rule.title.zh, rule.title.en),
        basis=rule.basis,
        plan=plan.label,
        file=header.title.span.source.name,
        period=header.period.text,
        counts=dict(counts) if judged else {"not-applicable": 1},
        derivations=tuple(_Deriver(rule, context).derived(j) for j in _chosen(judged, query)),
        skip_reason=skip_reason,
        kinds=tuple(Bilingual(b.kind.zh, b.kind.key.replace("_", " ")) for b in rule.each),
        for_years=(rule.period.first, rule.period.last) if rule.period else None,
        rule_span=rule.span,
    )


def _judged(
    rule: typed.Rule, context: EvaluationContext, plan: PlanSubject
) -> Iterator[_JudgedScope]:
    for scope, subject in scopes(rule, context, plan):
        bound = [(b.variable, scope[b.variable]) for b in rule.each] or [(PLAN, subject)]
        subjects = tuple((name, s.describe()) for name, s in bound if isinstance(s, Subject))
        yield _JudgedScope(scope, subjects, decide(rule, Evaluation(context, scope)))


def _chosen(judged: Sequence[_JudgedScope], query: DerivationQuery) -> Sequence[_JudgedScope]:
    """Those asked for; else what fails or is not known, else a few that pass, else a few of the rest."""
    if query.subject:
        name = query.subject.casefold()
        return [j for j in judged if any(name in s.name.casefold() for _, s in j.subjects)]
    if query.everything:
        return judged
    telling = [j for j in judged if j.decision.outcome in ("fail", "unknown", "lacking")]
    passing = [j for j in judged if j.decision.outcome == "pass"]
    return telling or passing[:FEW] or judged[:FEW]


class _Deriver:
    """Walks the typed expressions of one rule. Recursion is for display: each value is the evaluator's."""

    def __init__(self, rule: typed.Rule, context: EvaluationContext) -> None:
        self.rule = rule
        self.context = context

    def derived(self, judged: _JudgedScope) -> Derivation:
        """Return the derivation of one verdict: the clauses that were looked at, in the order they were."""
        rule, (outcome, by, reason) = self.rule, judged.decision
        evaluation = Evaluation(self.context, judged.scope)
        applies = evaluation.every(rule.when)
        clauses = [self.clause("when", rule.when, evaluation)] if rule.when else []
        if rule.exceptions and applies is not False:
            clauses.append(self.exceptions(evaluation))
        if rule.require and outcome != "not-applicable" and by != "manual":
            clauses.append(self.clause("require", rule.require, evaluation))
        told = outcome in ("fail", "unknown")
        if told:
            clauses += self.cases(evaluation)
        message = rule.message if outcome == "fail" else None
        return Derivation(
            subjects=judged.subjects,
            outcome=outcome,
            by=by,
            severity=severity(rule, evaluation) if told else None,
            clauses=tuple(clauses),
            reason=_manual(rule) if by == "manual" else reason,
            message=worded(message, evaluation) if message else NO_TEXT,
        )

    # ---- clauses

    def clause(
        self, kind: str, conditions: tuple[typed.Expr, ...], evaluation: Evaluation
    ) -> ClauseOutcome:
        """Return the outcome of a clause whose conditions all have to hold; the members of 且 stand side by side."""
        members = [m for condition in conditions for m in _members(condition, "and")]
        steps = self._member_steps(members, evaluation, "and")
        return ClauseOutcome(
            "when" if kind == "when" else "require", _state(evaluation.every(conditions)), steps
        )

    def exceptions(self, evaluation: Evaluation) -> ClauseOutcome:
        """Return the exceptions, of which one is enough."""
        steps = self._member_steps(self.rule.exceptions, evaluation, "or")
        states = {s.state for s in steps}
        state: State = next((s for s in _FROM_TRUE if s in states), "false")
        return ClauseOutcome("except", state, steps)

    def cases(self, evaluation: Evaluation) -> Iterator[ClauseOutcome]:
        """Yield the cases of the severity, up to the one that is so."""
        for case in self.rule.severity:
            if case.condition is None:
                yield ClauseOutcome("severity", "true", (), case.severity)
                return
            members = _members(case.condition, "and")
            truth = evaluation.truth(case.condition)
            steps = self._member_steps(members, evaluation, "and")
            yield ClauseOutcome("severity", _state(truth), steps, case.severity)
            if truth is True:
                return

    # ---- expressions

    def step(
        self, expr: typed.Expr, evaluation: Evaluation, unit: Unit | None = None
    ) -> DerivationStep:
        """One expression with its value, as the evaluator gives it, and what led there.

        `unit`: that of the other side of a comparison, in which a computed number is shown.
        """
        trace = Trace()
        value = Evaluation(evaluation.context, evaluation.scope, trace).value(expr)
        inner, more = self._inner(expr, value, evaluation)
        seen = _seen(expr, value, trace, evaluation)
        compared = isinstance(expr, typed.Infix) and expr.operator.family != "logic"
        remarks = tuple(trace.remarks) if compared else _remarks(value)
        why = (
            [value.reason]
            if isinstance(value, Unknown) and value.reason not in _said(inner)
            else []
        )
        source, rule_span = self._parameter(expr)
        value = _in_unit(value, unit, expr)
        return DerivationStep(
            text=_text(expr, evaluation),
            state=_state(value),
            value=_value(value),
            filled=NO_TEXT if isinstance(value, Unknown) else _filled(expr, evaluation),
            gap=gap_of(trace) if compared and value is False else NO_TEXT,
            exact=_exact(value),
            rounding=_rounding(value),
            about=isinstance(value, Number | TargetSet) and value.about,
            printed=seen[0],
            origin=seen[1],
            source=source,
            rule_span=rule_span,
            reasons=(*why, *remarks),
            same_words=compared and value is True and _all_unknown(inner),
            steps=inner,
            more=more,
        )

    def _inner(
        self, expr: typed.Expr, value: Value, evaluation: Evaluation
    ) -> tuple[tuple[DerivationStep, ...], int]:
        """Return the steps below an expression, and how many are left out."""
        match expr:
            case typed.Infix(operator=operator) if operator.family == "logic":
                members = _members(expr, operator.key)
                return self._member_steps(members, evaluation, operator.key), 0
            case typed.Infix(operator=operator, left=left, right=right, tolerance=tolerance):
                compared = operator.family != "arithmetic"
                units = [_unit(evaluation.value(e)) if compared else None for e in (right, left)]
                sides = self._operands((left,), evaluation, units[0])
                sides += self._operands((right,), evaluation, units[1])
                return sides + self._operands((tolerance,) if tolerance else (), evaluation), 0
            case typed.Not(operand=operand) | typed.Minus(operand=operand):
                return self._operands((operand,), evaluation), 0
            case typed.Presence(operand=operand):
                return self._operands((operand,), evaluation), 0
            case typed.OneOf(operand=operand, options=options):
                return self._operands((operand, *options), evaluation), 0
            case typed.Between(operand=operand, low=low, high=high):
                return self._operands((operand, low, high), evaluation), 0
            case typed.Aggregate():
                return self._over(expr, evaluation)
            case typed.Quantified():
                return self._each(expr, evaluation)
            case typed.Field():
                return self._of_field(expr, value, evaluation)
            case (
                typed.Quantity() | typed.Text() | typed.YearOf() | typed.Choose() | typed.Variable()
                | typed.Collection() | typed.IndicatorValue()
            ):  # fmt: skip
                return (), 0
            case _:
                assert_never(expr)

    def _operands(
        self, operands: Sequence[typed.Expr], evaluation: Evaluation, unit: Unit | None = None
    ) -> tuple[DerivationStep, ...]:
        """Return the steps of operands; what is written out in the rule needs none."""
        return tuple(self.step(o, evaluation, unit) for o in operands if not _is_literal(o))

    def _member_steps(
        self, members: Sequence[typed.Expr], evaluation: Evaluation, key: str
    ) -> tuple[DerivationStep, ...]:
        """All members of 且 or 或, the one marked that settles the whole."""
        steps = [self.step(m, evaluation) for m in members]
        return _marked(steps, "true" if key == "or" else "false")

    def _parameter(self, expr: typed.Expr) -> tuple[str, Span | None]:
        """Return the source of a parameter's value as the rules name it, and the span that sets it."""
        if not isinstance(expr, typed.Quantity) or not expr.parameter:
            return "", None
        given = self.context.parameters.get(expr.parameter)
        own = next((p for p in self.rule.parameters if p.name == expr.parameter), None)
        if given is not None or own is None:
            return "", given.span if given is not None else None
        return own.source, own.span

    def _of_field(
        self, expr: typed.Field, value: Value, evaluation: Evaluation
    ) -> tuple[tuple[DerivationStep, ...], int]:
        """Return the items of a list; the base on which a relative target was resolved."""
        of = evaluation.value(expr.base)
        if isinstance(value, tuple):
            owners = of if isinstance(of, tuple) else (None,) * len(value)
            pairs = zip(value, owners, strict=False)
            steps = [_item(v, o.label if isinstance(o, Subject) else "") for v, o in pairs]
            return tuple(steps[:LISTED]), max(0, len(steps) - LISTED)
        base = of.base if isinstance(of, TargetSubject) and expr.attribute.key == "values" else None
        return ((_item(base.number, f"{base.name}（{base.year}年）"),), 0) if base else ((), 0)

    # ---- lists

    def _over(
        self, expr: typed.Aggregate, evaluation: Evaluation
    ) -> tuple[tuple[DerivationStep, ...], int]:
        """Return the items that an aggregate goes over, each with the value it gives."""
        if isinstance(expr.source, typed.Collection) and not expr.variable:
            return (), 0
        if not expr.variable:
            listed = self.step(expr.source, evaluation)
            return listed.steps or (listed,), listed.more
        source = evaluation.value(expr.source)
        steps = [
            step
            for item in (source if isinstance(source, tuple) else ())
            if (step := self._chosen(expr, item, evaluation.with_variable(expr.variable, item)))
        ]
        return tuple(steps[:LISTED]), max(0, len(steps) - LISTED)

    def _chosen(
        self, expr: typed.Aggregate, item: Value, inside: Evaluation
    ) -> DerivationStep | None:
        """Return the step of one item; None for one that the condition leaves out."""
        if expr.where is not None:
            chosen = inside.truth(expr.where)
            if chosen is False:
                return None
            if isinstance(chosen, Unknown):
                return DerivationStep(
                    _name(item), "unknown", steps=(self.step(expr.where, inside),)
                )
        if expr.body is None or isinstance(expr.body, typed.Variable):
            return _item(item)
        return replace(self.step(expr.body, inside), text=_name(item))

    def _each(
        self, expr: typed.Quantified, evaluation: Evaluation
    ) -> tuple[tuple[DerivationStep, ...], int]:
        """Return the items of a list with what is said of each; in full only where that settles the whole."""
        source = evaluation.value(expr.source)
        items = source if isinstance(source, tuple) else ()
        insides = [evaluation.with_variable(expr.variable, item) for item in items]
        brief = [
            DerivationStep(_name(item), _state(inside.truth(expr.body)))
            for item, inside in zip(items, insides, strict=True)
        ]
        marked = _marked(brief, "true" if expr.quantifier == "any" else "false")
        steps = [
            replace(step, steps=(self.step(expr.body, inside),)) if step.decides else step
            for step, inside in zip(marked, insides, strict=True)
        ]
        shown = [s for at, s in enumerate(steps) if at < LISTED or s.decides]
        return tuple(shown), len(steps) - len(shown)


# ---- the shape of expressions


def _manual(rule: typed.Rule) -> Reason:
    assert rule.manual is not None
    what = Bilingual(rule.manual.zh, rule.manual.en)
    return Reason("unknown-manual", {"what": what})


def _members(expr: typed.Expr, key: str) -> list[typed.Expr]:
    """Return the members of a chain of 且 or 或, which stand side by side for a reader."""
    if isinstance(expr, typed.Infix) and expr.operator.key == key:
        return [*_members(expr.left, key), *_members(expr.right, key)]
    return [expr]


def _marked(steps: Sequence[DerivationStep], settling: State) -> tuple[DerivationStep, ...]:
    """Return the steps with the one marked that settles the whole: the first that is so, else the first unknown."""
    if len(steps) < 2:
        return tuple(steps)
    query = settling if any(s.state == settling for s in steps) else "unknown"
    at = next((n for n, s in enumerate(steps) if s.state == query), None)
    return tuple(replace(s, decides=n == at) for n, s in enumerate(steps))


def _is_literal(expr: typed.Expr) -> bool:
    """Return True if the rule itself says what it is."""
    if isinstance(expr, typed.Quantity):
        return not expr.parameter
    return isinstance(expr, typed.Text | typed.YearOf | typed.Choose)


def _text(expr: typed.Expr, evaluation: Evaluation) -> str:
    """Return an expression as the rule has it; what it leaves to be understood is added: t.值, the year."""
    text = " ".join(expr.span.text.split())
    if isinstance(expr, typed.Field) and expr.span == expr.base.span:
        return f"{text}.{expr.attribute.zh}"
    if isinstance(expr, typed.IndicatorValue) and not isinstance(expr.year, typed.YearOf):
        year = evaluation.value(expr.year)
        return f"{text}（{year}年）" if isinstance(year, int) else text
    return text


def _filled(expr: typed.Expr, evaluation: Evaluation) -> Bilingual:
    """Return the expression with its values, where that says more than the values alone."""
    match expr:
        case typed.Infix(operator=operator, left=left):
            shown = operator.family != "logic" and _is_measured(left)
        case typed.Between() | typed.Aggregate():
            shown = True
        case typed.OneOf(operand=operand):
            shown = _is_measured(operand)
        case _:
            shown = False
    if not shown:
        return NO_TEXT
    return Bilingual(
        substitute_values(expr, evaluation, "zh"), substitute_values(expr, evaluation, "en")
    )


def _is_measured(expr: typed.Expr) -> bool:
    """Return True if it is a number, a target or a year; words need no second line."""
    return isinstance(expr.type, NumberType | TargetType) or expr.type == YEAR


# ---- values


def _unit(value: Value) -> Unit | None:
    """Return the unit of a number as it was printed."""
    return value.unit if isinstance(value, Number) and not value.computed else None


def _in_unit(value: Value, unit: Unit | None, expr: typed.Expr) -> Value:
    """Return a computed number in the unit of what it is compared with; a parameter without its name."""
    if not isinstance(value, Number):
        return value
    if isinstance(expr, typed.Quantity):
        return replace(value, printed="")
    if unit is not None and value.computed and value.dimension.compatible(unit.dimension):
        return replace(value, unit=unit)
    return value


def _state(value: Value) -> State:
    if isinstance(value, Unknown):
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "value"


def _value(value: Value) -> Bilingual:
    """Return the text of a value for people; of a list its length, since its items follow."""
    match value:
        case Unknown() | bool():
            return NO_TEXT
        case str():
            return Bilingual(f"“{value}”")
        case tuple():
            return Bilingual(f"{len(value)}项", f"{len(value)} items")
        case _:
            return Bilingual(show(value, "zh"), show(value, "en"))


def _name(item: Value) -> str:
    return item.label if isinstance(item, Subject) else show(item, "zh")


def _item(value: Value, name: str = "") -> DerivationStep:
    """One item of a list, or the base of a target: a value with the place it stands in."""
    whole = isinstance(value, Subject)
    return DerivationStep(
        text=name or _name(value),
        state="value" if whole else _state(value),
        value=NO_TEXT if whole and not name else _value(value),
        exact=_exact(value),
        rounding=_rounding(value),
        about=isinstance(value, Number | TargetSet) and value.about,
        printed=value.printed if isinstance(value, Number | TargetSet) else "",
        origin=value.origin if isinstance(value, Number | TargetSet | Subject) else None,
        reasons=(value.reason,) if isinstance(value, Unknown) else _remarks(value),
    )


def _seen(
    expr: typed.Expr, value: Value, trace: Trace, evaluation: Evaluation
) -> tuple[str, Origin | None]:
    """Return the text printed for an operand, and its origin."""
    if isinstance(value, Subject):
        return "", value.origin
    if not isinstance(expr, typed.Field | typed.IndicatorValue | typed.Variable):
        return "", None
    operand = next((o for o in trace.operands.values() if o.expr is expr), None)
    origin = operand.origin if operand is not None else None
    match value:
        case Number() | TargetSet():
            return value.printed, value.origin or origin
        case Unknown():
            wording = operand.wording if operand is not None else ""
            return wording, None if value.absent and not wording else origin
        case Choice() | str() | int() if not isinstance(value, bool):
            of = evaluation.value(expr.base) if isinstance(expr, typed.Field) else None
            return "", None if isinstance(of, PlanSubject) else origin
        case _:
            return "", None


def _exact(value: Value) -> str:
    """Return a computed number in full, where its text is rounded."""
    if not isinstance(value, Number) or not value.computed:
        return ""
    plain = value.value / value.unit.factor
    exact = format_exact(plain)
    return exact + unit_name(value.unit) if exact != number_text(plain) else ""


def _rounding(value: Value) -> str:
    """Return the values that the digits of a number may stand for, or the room that 左右 gives a target."""
    if isinstance(value, TargetSet) and value.about:
        return set_text(value.lenient, value.unit)
    if not isinstance(value, Number) or value.low == value.high:
        return ""
    low, high = (number_text(end / value.unit.factor) for end in (value.low, value.high))
    return f"[{low}, {high}]{unit_name(value.unit)}" if low != high else ""


def _remarks(value: Value) -> tuple[Reason, ...]:
    return value.remarks if isinstance(value, TargetSet) else ()


def _said(steps: Sequence[DerivationStep]) -> list[Reason]:
    """Return the reasons that the steps already give."""
    return [r for s in steps for r in (*s.reasons, *_said(s.steps))]


def _all_unknown(steps: Sequence[DerivationStep]) -> bool:
    return bool(steps) and all(s.state == "unknown" for s in steps)
