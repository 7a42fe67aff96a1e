"""Judging one plan: every rule on every subject ends in one outcome. Explains what a reader must see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations, permutations, product
from typing import NamedTuple

from checker.engine.advice import advice
from checker.engine.evaluate import Evaluation, EvaluationContext
from checker.engine.explain import CachingEvaluation, explain, in_languages, text_of
from checker.engine.plan_subjects import PlanSubject
from checker.engine.values import (
    Subject,
    Trace,
    Truth,
    Unknown,
    Value,
)
from checker.findings import (
    Bilingual,
    DecidingClause,
    Finding,
    Fix,
    Outcome,
    Reason,
    RuleCount,
    Severity,
    SubjectLabel,
)  # fmt: skip
from checker.messages import Language
from checker.plan.model import Header
from checker.semantics import typed

PLAN = "规划"


def judge(rules: Iterable[typed.Rule], context: EvaluationContext, header: Header, plan: PlanSubject) -> tuple[
    tuple[Finding, ...], tuple[RuleCount, ...]
]:  # fmt: skip
    """Every finding (fail and unknown) of the rules on one plan, and the count of all outcomes by rule."""
    findings: list[Finding] = []
    counts: list[RuleCount] = []
    known: Known = {}
    for rule in rules:
        outcomes: Counter[Outcome] = Counter()
        for outcome, finding in verdicts(rule, context, header, plan, known):
            outcomes[outcome] += 1
            if finding is not None:
                findings.append(finding)
        counts.append(RuleCount(rule.code, dict(outcomes)))
    return tuple(findings), tuple(counts)


Known = dict[tuple[str, ...], list[tuple[Evaluation, Subject]]]
"""Where rules are evaluated, by what they go through and as what: most rules share it with others."""


def verdicts(
    rule: typed.Rule,
    context: EvaluationContext,
    header: Header,
    plan: PlanSubject,
    known: Known | None = None,
) -> Iterator[tuple[Outcome, Finding | None]]:
    """Yield the outcome of one rule for each of its subjects, with a finding where it is fail or unknown."""
    if not in_period(rule, header):
        yield "not-applicable", None
        return
    met = False
    for evaluation, subject in _evaluations(rule, context, plan, {} if known is None else known):
        met = True
        yield _verdict(rule, evaluation, subject)
    if not met:
        yield "not-applicable", None


def _evaluations(
    rule: typed.Rule, context: EvaluationContext, plan: PlanSubject, known: Known
) -> Iterable[tuple[Evaluation, Subject]]:
    """Each subject of the rule with its scope; kept for the next rule, unless they are pairs: those are many."""
    made = ((Evaluation(context, scope), subject) for scope, subject in scopes(rule, context, plan))
    if len(rule.each) > 1:
        return made
    key = tuple(f"{b.kind_key} {b.variable}" for b in rule.each)
    if key not in known:
        known[key] = list(made)
    return known[key]


def in_period(rule: typed.Rule, header: Header) -> bool:
    """Return True if the rule is for a time that the plan has a part in."""
    period = rule.period
    return period is None or (period.first <= header.last_year and header.first_year <= period.last)


def scopes(
    rule: typed.Rule,
    context: EvaluationContext,
    plan: PlanSubject,
    numbers: Collection[int] | None = None,
) -> Iterator[tuple[Mapping[str, Value], Subject]]:
    """Yield the variables of the rule for each subject.

    With `numbers`, only for the subjects at these places.
    """
    names = (PLAN, *(b.variable for b in rule.each))
    every: Iterable[tuple[Subject, ...]] = products(frame_of(rule), context)
    if numbers is not None:
        wanted = set(numbers)
        every = (subjects for at, subjects in enumerate(every) if at in wanted)
    for subjects in every:
        scope = dict(zip(names, (plan, *subjects), strict=True))
        yield scope, subjects[0] if subjects else plan


BOTH_ORDERS = "⇄"
"""Stands after two kinds that are one, where each pair is taken in both orders."""


def frame_of(rule: typed.Rule) -> tuple[str, ...]:
    """Return the kinds that a rule goes through, with a mark where it takes pairs in both orders."""
    kinds = tuple(b.kind_key for b in rule.each)
    return (*kinds, BOTH_ORDERS) if rule.both_orders else kinds


def products(kinds: tuple[str, ...], context: EvaluationContext) -> Iterator[tuple[Subject, ...]]:
    """Yield the subjects of some kinds side by side, in order.

    Of two of one kind each pair once, or in both orders where `frame_of` says so.
    """
    if kinds[-1:] == (BOTH_ORDERS,):
        return permutations(context.collection(kinds[0]), 2)
    if len(kinds) == 2 and kinds[0] == kinds[1]:
        return combinations(context.collection(kinds[0]), 2)
    return product(*map(context.collection, kinds))


def verdict(
    rule: typed.Rule, context: EvaluationContext, scope: Mapping[str, Value], subject: Subject
) -> tuple[Outcome, Finding | None]:
    """One rule on one subject. A failing or unknown subject is walked again with a trace, to explain it."""
    return _verdict(rule, Evaluation(context, scope), subject)


def _verdict(
    rule: typed.Rule, silent: Evaluation, subject: Subject
) -> tuple[Outcome, Finding | None]:
    outcome, _, reason = decide(rule, silent)
    match outcome:
        case "pass" | "not-applicable":
            return outcome, None
        case "lacking":  # nothing of the plan is to be shown
            title = Bilingual(rule.title.zh, rule.title.en)
            reasons = () if reason is None else (reason,)
            about = subject.describe()
            return outcome, Finding(rule.code, outcome, "info", title, about, reasons=reasons)
        case _:
            return outcome, explained(rule, silent, subject)


def explained(
    rule: typed.Rule, silent: Evaluation, subject: Subject, language: Language | None = None
) -> Finding:
    """Return the finding about a subject that is known to fail, or to be unknown.

    With a language, it is explained for readers of that language only.
    """
    trace = Trace()
    evaluation = Evaluation(silent.context, silent.scope, trace)
    holds = evaluation.every(rule.require)  # first: the operands of the requirement come first,
    trace.required, gaps = len(trace.operands), list(trace.gaps)
    outcome, _, reason = decide(rule, evaluation, holds)
    trace.gaps += gaps  # and its gaps last
    return _finding(rule, outcome, reason, evaluation, subject.describe(), language)


class Decision(NamedTuple):
    """The outcome of a rule for one subject, the clause that decided it, and why it is not known."""

    outcome: Outcome
    by: DecidingClause
    reason: Reason | None = None


_NOT_MEANT = Decision("not-applicable", "when")  # most of all decisions


def decide(rule: typed.Rule, evaluation: Evaluation, holds: Truth | None = None) -> Decision:
    """Return what the clauses of a rule come to in one scope. `holds` is the truth of its requirement, if known.

    What is excepted is not meant, whether or not the rule applies to it is known.
    """
    applies = evaluation.every(rule.when)
    if applies is False:
        return _NOT_MEANT
    excepted: Unknown | None = None
    for exception in rule.exceptions:
        truth = evaluation.truth(exception)
        if truth is True:
            return Decision("not-applicable", "except")
        if isinstance(truth, Unknown):
            excepted = excepted or truth
    if isinstance(applies, Unknown):
        # What is required holds anyway: whether the rule applies makes no difference.
        if rule.require and (evaluation.every(rule.require) if holds is None else holds) is True:
            return Decision("pass", "when")
        return _not_meant_or_unknown(rule, applies, "when")
    holds = evaluation.every(rule.require) if holds is None and not rule.manual else holds
    if excepted is not None and (True if holds is None else holds) is not True:
        return _not_meant_or_unknown(rule, excepted, "except")
    if rule.manual is not None:
        return Decision("unknown", "manual", Reason("unknown-manual", {"what": rule.manual.zh}))
    if isinstance(holds, Unknown):
        if holds.absent and rule.missing != "unknown":
            return Decision(rule.missing, "missing", holds.reason)
        return _not_known(holds, "require")
    return Decision("pass" if holds else "fail", "require")


def _not_meant_or_unknown(rule: typed.Rule, value: Unknown, by: DecidingClause) -> Decision:
    """Return the decision where it is not known if a rule is meant for a subject.

    缺失：不适用 leaves out what lacks a value; 缺失：违规 speaks of what is required, and accuses nobody here.
    """
    if value.absent and rule.missing == "not-applicable":
        return Decision("not-applicable", "missing", value.reason)
    return _not_known(value, by)


def _not_known(value: Unknown, by: DecidingClause) -> Decision:
    """Return the decision for an unknown value; what the reviewer's material lacks is a condition of the check."""
    return Decision("lacking" if value.lacking else "unknown", by, value.reason)


def constant_severity(rule: typed.Rule) -> Severity | None:
    """Return the severity of all findings of a rule; None if it depends on the subject."""
    if not rule.severity:
        return "warning"
    return rule.severity[0].severity if rule.severity[0].condition is None else None


def severity(rule: typed.Rule, evaluation: Evaluation) -> Severity:
    """Return the severity of a finding: the first case whose condition is true. Not knowing is not true."""
    for case in rule.severity:
        if case.condition is None or evaluation.truth(case.condition) is True:
            return case.severity
    return "warning"


def _finding(
    rule: typed.Rule,
    outcome: Outcome,
    reason: Reason | None,
    evaluation: Evaluation,
    subject: SubjectLabel,
    language: Language | None,
) -> Finding:
    silent = CachingEvaluation(evaluation.context, evaluation.scope)
    explained = explain(rule, evaluation.trace or Trace(), silent, outcome == "fail", language)
    message = rule.message
    return Finding(
        rule=rule.code,
        outcome=outcome,
        severity=severity(rule, silent),
        title=Bilingual(rule.title.zh, rule.title.en),
        subject=subject,
        message=worded(message, silent, language) if message else Bilingual(""),
        formula=explained.formula,
        gap=explained.gap if outcome == "fail" else Bilingual(""),
        reasons=tuple(r for r in (reason, *explained.remarks) if r is not None),
        evidence=explained.evidence,
        basis=rule.basis,
        rationale=Bilingual(rule.rationale.zh, rule.rationale.en)
        if rule.rationale
        else Bilingual(""),
        remedy=Bilingual(rule.remedy.zh, rule.remedy.en) if rule.remedy else Bilingual(""),
        rule_span=rule.span,
        fixes=_fixes(evaluation) if outcome == "fail" else (),
        advice=advice(rule, silent) if outcome == "fail" else None,
    )


def _fixes(evaluation: Evaluation) -> tuple[Fix, ...]:
    """Return the certain corrections of the values that the requirement looks at."""
    trace = evaluation.trace or Trace()
    fixes: dict[tuple[int, str], Fix] = {}
    for operand in list(trace.operands.values())[: trace.required]:
        expr = operand.expr
        base = expr.base if isinstance(expr, typed.Field) else None
        if (
            isinstance(expr, typed.Field)
            and isinstance(base, typed.Variable)
            and base.name in evaluation.scope
        ):
            owner = evaluation.scope[base.name]
            fix = owner.fix_of(expr.attribute.key) if isinstance(owner, Subject) else None
            if fix is not None and fix.text != fix.span.text:
                fixes.setdefault((fix.span.start, fix.text), fix)
    return tuple(fixes.values())


def worded(
    message: typed.Message, evaluation: Evaluation, language: Language | None = None
) -> Bilingual:
    """Return the message of a rule with its expressions filled in."""
    texts = {"zh": message.zh, "en": message.en}
    return in_languages(lambda each: text_of(texts[each], evaluation, each), language)


def regional(
    sets: Iterable[typed.RuleSet], context: EvaluationContext, plan: PlanSubject
) -> dict[str, typed.Quantity]:
    """Return the parameters that sets without rules give for this plan; a later set goes before an earlier one."""
    parameters: dict[str, typed.Quantity] = {}
    evaluation = Evaluation(context, {PLAN: plan})
    for ruleset in sets:
        if not ruleset.rules and ruleset.parameters and evaluation.every(ruleset.when) is True:
            parameters.update(ruleset.parameters)
    return parameters
