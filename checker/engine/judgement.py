"""A plan and the plans above it, judged by the rules of a book. Puts the parts of the engine together."""

from __future__ import annotations

from collections.abc import Sequence

from checker.engine.conditions import conditions, measure, unrecognised
from checker.engine.context import PlanContext
from checker.engine.plan_checks import input_faults
from checker.engine.plan_subjects import PlanSubject
from checker.engine.readings import InterpretedPlan
from checker.engine.subjects import SUBJECT_FACTORIES
from checker.engine.verdicts import judge, regional
from checker.findings import Judgement
from checker.plan.model import Plan
from checker.plan.upper_plans import UpperPlans
from checker.plan.vocabulary import Vocabulary
from checker.semantics import typed
from checker.semantics.rule_book import RuleBook
from checker.source import Span


class UpperReadings:
    """The plans above as the engine reads them: each once, for all the plans below it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._readings: dict[int, InterpretedPlan] = {}

    def read(self, plan: Plan) -> InterpretedPlan:
        """Return the reading of a plan, which must live as long as this object."""
        if id(plan) not in self._readings:
            self._readings[id(plan)] = InterpretedPlan(plan, self.vocabulary)
        return self._readings[id(plan)]


def plan_context(
    plan: Plan, upper: UpperPlans, book: RuleBook, readings: UpperReadings
) -> PlanContext:
    """Return the plan as rules see it: with the plans above it, and the parameters that hold in its region."""
    above = {id(p): readings.read(p) for level in upper.levels for p in level.plans}
    context = PlanContext(InterpretedPlan(plan, book.vocabulary), upper, above, SUBJECT_FACTORIES)
    context.parameters = regional(book.sets, context, PlanSubject(plan))
    return context


def judge_plan(context: PlanContext, rules: Sequence[typed.Rule]) -> Judgement:
    """Return every finding of the rules on one plan, and what is wrong with its data."""
    plan = context.plan
    verdicts, counts = judge(rules, context, plan.header, PlanSubject(plan))
    lacking = [finding for finding in verdicts if finding.outcome == "lacking"]
    faults = input_faults(context.own)
    return Judgement(
        plan.header.title.text,
        plan.file.name,
        tuple(finding for finding in verdicts if finding.outcome != "lacking"),
        counts,
        _unmatched(context.own),
        faults,
        measure(context.own, context.chain, faults),
        conditions(context.own, context.chain, lacking, faults, counts),
    )


def _unmatched(reading: InterpretedPlan) -> tuple[tuple[str, Span, tuple[str, ...]], ...]:
    """Return the indicator names that the vocabulary does not know, each with the nearest it knows."""
    return tuple(
        (name, goal.printed.span, reading.vocabulary.nearest(name))
        for name, goal in unrecognised(reading).items()
    )
