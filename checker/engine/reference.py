"""Judging one plan: every rule on every subject ends in one outcome. Explains what a reader must see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from checker.engine.evaluate import Evaluation, World
from checker.engine.explain import explain, text_of
from checker.engine.goals import PlanSubject
from checker.engine.subject import Subject
from checker.engine.values import Trace, Unknown, Value
from checker.findings import (
    Bilingual,
    Finding,
    Outcome,
    Reason,
    RuleCount,
    Severity,
)  # fmt: skip
from checker.findings import Subject as SubjectLabel
from checker.plan.model import Header
from checker.semantics import typed

PLAN = "规划"


def judge(rules: Iterable[typed.Rule], world: World, header: Header, plan: PlanSubject) -> tuple[
    tuple[Finding, ...], tuple[RuleCount, ...]
]:  # fmt: skip
    """Every finding (fail and unknown) of the rules on one plan, and the count of all outcomes by rule."""
    findings: list[Finding] = []
    counts: list[RuleCount] = []
    for rule in rules:
        outcomes: Counter[Outcome] = Counter()
        for outcome, finding in verdicts(rule, world, header, plan):
            outcomes[outcome] += 1
            if finding is not None:
                findings.append(finding)
        counts.append(RuleCount(rule.code, dict(outcomes)))
    return tuple(findings), tuple(counts)


def verdicts(
    rule: typed.Rule, world: World, header: Header, plan: PlanSubject
) -> Iterator[tuple[Outcome, Finding | None]]:
    """The outcome of one rule for each of its subjects; with a finding where a reader should see it."""
    if rule.period is not None and not _overlaps(rule.period.first, rule.period.last, header):
        yield "not-applicable", None
        return
    met = False
    for scope, subject in _scopes(rule, world, plan):
        met = True
        yield verdict(rule, world, scope, subject)
    if not met:
        yield "not-applicable", None


def _overlaps(first: int, last: int, header: Header) -> bool:
    return first <= header.last_year and header.first_year <= last


def _scopes(
    rule: typed.Rule, world: World, plan: PlanSubject
) -> Iterator[tuple[Mapping[str, Value], Subject]]:
    """The variables of the rule for each subject; pairs of one kind are taken once, in order."""
    base: dict[str, Value] = {PLAN: plan}
    match rule.each:
        case ():
            yield base, plan
        case (one,):
            for subject in world.collection(one.kind.key):
                yield {**base, one.variable: subject}, subject
        case (one, two) if one.kind == two.kind:
            for pair in combinations(world.collection(one.kind.key), 2):
                yield {**base, one.variable: pair[0], two.variable: pair[1]}, pair[0]
        case (one, *others):
            for subject in world.collection(one.kind.key):
                for scope in _product(others, world, {**base, one.variable: subject}):
                    yield scope, subject


def _product(
    binders: list[typed.Binder], world: World, scope: dict[str, Value]
) -> Iterator[Mapping[str, Value]]:
    if not binders:
        yield scope
        return
    for subject in world.collection(binders[0].kind.key):
        yield from _product(binders[1:], world, {**scope, binders[0].variable: subject})


def verdict(
    rule: typed.Rule, world: World, scope: Mapping[str, Value], subject: Subject
) -> tuple[Outcome, Finding | None]:
    """One rule on one subject. A failing or unknown subject is walked again with a trace, to explain it."""
    outcome, reason = _decide(rule, Evaluation(world, scope))
    if outcome in ("pass", "not-applicable"):
        return outcome, None
    trace = Trace()
    evaluation = Evaluation(world, scope, trace)
    evaluation.every(rule.require)  # first, so that the operands of the requirement come first
    trace.required = len(trace.operands)
    _decide(rule, evaluation)
    return outcome, _finding(rule, outcome, reason, evaluation, subject.describe())


def _decide(rule: typed.Rule, evaluation: Evaluation) -> tuple[Outcome, Reason | None]:
    applies = evaluation.every(rule.when)
    if applies is False:
        return "not-applicable", None
    if isinstance(applies, Unknown):
        # What is required holds anyway: whether the rule applies makes no difference.
        if rule.require and evaluation.every(rule.require) is True:
            return "pass", None
        return _not_known(rule, applies)
    for exception in rule.exceptions:
        excepted = evaluation.truth(exception)
        if excepted is True:
            return "not-applicable", None
        if isinstance(excepted, Unknown) and evaluation.every(rule.require) is not True:
            return _not_known(rule, excepted)
    if rule.manual is not None:
        return "unknown", Reason("unknown-manual", {"what": rule.manual.zh})
    holds = evaluation.every(rule.require)
    if isinstance(holds, Unknown):
        return _not_known(rule, holds)
    return ("pass" if holds else "fail"), None


def _not_known(rule: typed.Rule, found: Unknown) -> tuple[Outcome, Reason | None]:
    """What an absent value means is the rule's to say; a value that cannot be read stays unknown."""
    if found.absent and rule.missing != "unknown":
        return rule.missing, found.reason
    return "unknown", found.reason


def severity(rule: typed.Rule, evaluation: Evaluation) -> Severity:
    """The severity of a finding: the first case whose condition is true. Not knowing is not true."""
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
) -> Finding:
    explained = explain(rule, evaluation)
    silent = Evaluation(evaluation.world, evaluation.scope)
    message = rule.message
    return Finding(
        rule=rule.code,
        outcome=outcome,
        severity=severity(rule, silent),
        title=Bilingual(rule.title.zh, rule.title.en),
        subject=subject,
        message=_message(message, silent) if message else Bilingual(""),
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
    )


def _message(message: typed.Message, evaluation: Evaluation) -> Bilingual:
    return Bilingual(text_of(message.zh, evaluation, "zh"), text_of(message.en, evaluation, "en"))


def regional(
    sets: Iterable[typed.RuleSet], world: World, plan: PlanSubject
) -> dict[str, typed.Quantity]:
    """The parameters that sets without rules give for this plan; a later set goes before an earlier one."""
    found: dict[str, typed.Quantity] = {}
    evaluation = Evaluation(world, {PLAN: plan})
    for ruleset in sets:
        if not ruleset.rules and ruleset.parameters and evaluation.every(ruleset.when) is True:
            found.update(ruleset.parameters)
    return found
