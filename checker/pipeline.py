"""From rules and plans to a report: load rules → load plan → find plans above → judge → report.

Each step is one function of the part that does it, and takes what the step before returned. A door (a command, a batch,
a watch) translates its options to a `CheckRequest`, runs all steps with `build_report` or those it needs, and renders.
What is wrong with the inputs is added to a log in the order in which it is met, whatever becomes of the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from checker.diagnostics import DiagnosticLog
from checker.engine.context import PlanContext
from checker.engine.examples import example_faults
from checker.engine.judgement import UpperReadings, judge_plan, plan_context
from checker.extract.source import extract_source
from checker.plan.library import Library, PlanSource, load_library, upper_folders
from checker.plan.load import load_plan
from checker.plan.upper_plans import find_upper_plans
from checker.report.describe import report_on_plan
from checker.report.model import Provenance, Report, Waiver
from checker.report.provenance import describe_rules, title_changed_rules
from checker.report.target_comparisons import compare_targets
from checker.review.waivers import read_waivers, waive
from checker.semantics import typed
from checker.semantics.rule_book import (
    RuleBook,
    RulePaths,
    load_rules,
    read_rule_sources,
    select_rules,
)
from checker.source import Record


class CheckRequest(Record, kw_only=True):
    """The rules to judge by and their options, as a door has them after settings are applied.

    `upper` are folders of plans above besides the shipped one; `select` and `ignore` name rule codes; findings are
    waived as of the day `today`; `compares_targets`: each target is to stand beside those above.
    """

    rules: RulePaths = RulePaths()
    upper: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    waivers: Path | None = None
    today: date = date.min
    compares_targets: bool = False


class LoadedRules(Record):
    """All rules of a request, those that are to judge, the waivers of their findings, and their provenance."""

    book: RuleBook
    selected: tuple[typed.Rule, ...]
    waivers: tuple[Waiver, ...]
    provenance: Provenance = Provenance()


def load_requested_rules(request: CheckRequest, log: DiagnosticLog) -> LoadedRules:
    """Load the rules of a request. Raises RequestError for a rule or a file that is not there."""
    sources = read_rule_sources(request.rules)
    book = load_rules(sources, example_faults)
    log.add(book.diagnostics)
    selected = select_rules(book.rules, request.select, request.ignore)
    waivers, diagnostics = read_waivers(request.waivers, [rule.code for rule in book.rules])
    log.add(diagnostics)
    provenance = describe_rules(sources, book, selected)
    selected = title_changed_rules(selected, provenance.parameters)
    return LoadedRules(book, selected, waivers, provenance)


def load_contexts(
    plans: Iterable[PlanSource], book: RuleBook, folders: tuple[Path, ...], log: DiagnosticLog
) -> Iterator[PlanContext]:
    """Load each plan that can be read and find the plans above it; a folder of such plans is loaded once."""
    readings, libraries = UpperReadings(book.vocabulary), dict[tuple[Path, ...], Library]()
    for plan_source in plans:
        log.add(plan_source.diagnostics)
        source = plan_source.source
        if plan_source.document is not None:
            source, diagnostics = extract_source(
                plan_source.document, plan_source.name, book.vocabulary
            )
            log.add(diagnostics)
        plan, diagnostics = load_plan(source) if source else (None, ())
        log.add(diagnostics)
        if plan is None:
            log.unread_plans.append(plan_source.name)
            continue
        where = upper_folders(folders, plan_source.file)
        library = libraries[where] = libraries.get(where) or load_library(where)
        log.add(library.diagnostics)
        yield plan_context(plan, find_upper_plans(plan, library.plans), book, readings)


def build_report(request: CheckRequest, plans: Iterable[PlanSource], log: DiagnosticLog) -> Report:
    """Judge every plan that can be read. Raises RequestError as `load_requested_rules` does."""
    rules = load_requested_rules(request, log)
    return report_on(request, rules, load_contexts(plans, rules.book, request.upper, log), log)


def report_on(
    request: CheckRequest, rules: LoadedRules, contexts: Iterable[PlanContext], log: DiagnosticLog
) -> Report:
    """Judge the plans of these contexts, waive what is waived, and return the report."""
    reports = []
    for context in contexts:
        judgement = judge_plan(context, rules.selected)
        log.add(judgement.problems)
        comparisons = compare_targets(context) if request.compares_targets else ()
        reports.append(report_on_plan(context.plan, context.chain, judgement, comparisons))
    codes = [rule.code for rule in rules.selected]
    waived, uses, diagnostics = waive(reports, rules.waivers, codes, request.today)
    log.add(diagnostics)
    return Report(
        waived,
        tuple(log.diagnostics),
        tuple(log.unread_plans),
        {rule.code: rule for rule in rules.selected},
        uses,
        request.today,
        rules.provenance,
    )
