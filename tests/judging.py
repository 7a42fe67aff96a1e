"""Plans judged by the steps of the pipeline, for tests that have their plans and rules at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from checker.engine.context import PlanContext
from checker.engine.judgement import UpperReadings, judge_plan, plan_context
from checker.findings import Judgement
from checker.plan.library import Library
from checker.plan.model import Plan
from checker.plan.upper_plans import find_upper_plans
from checker.report.describe import report_on_plan
from checker.report.model import PlanReport
from checker.semantics import typed
from checker.semantics.rule_book import RuleBook, RulePaths, load_rules, read_rule_sources
from checker.source import Source


def load_book(
    rules: Iterable[Path] = (), vocabulary: Iterable[Path] = (), parameters: Iterable[Source] = ()
) -> RuleBook:
    """Load the shipped rules with those of further files and texts."""
    paths = RulePaths(tuple(rules), tuple(vocabulary), tuple(parameters))
    return load_rules(read_rule_sources(paths))


def context_of(plan: Plan, book: RuleBook, library: Library) -> PlanContext:
    """Find the plans above a plan, and see it as rules do."""
    readings = UpperReadings(book.vocabulary)
    return plan_context(plan, find_upper_plans(plan, library.plans), book, readings)


def judge(
    plan: Plan, book: RuleBook, library: Library, rules: Sequence[typed.Rule] | None = None
) -> Judgement:
    """Judge a plan by all rules of the book, or by some."""
    return judge_plan(context_of(plan, book, library), book.rules if rules is None else rules)


def report_on(plan: Plan, book: RuleBook, library: Library) -> PlanReport:
    """Judge a plan by all rules of the book, and return what reports say of it."""
    context = context_of(plan, book, library)
    return report_on_plan(plan, context.chain, judge_plan(context, book.rules))
