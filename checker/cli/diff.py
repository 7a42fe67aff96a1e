"""The command `diff`: two drafts, reports or baselines side by side."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from checker.cli import console
from checker.cli.exit_codes import INPUT_ERROR, exit_code
from checker.cli.requests import CheckOptions, complete_report, print_diagnostics, threshold
from checker.cli.settings import Settings, current_settings
from checker.cli.usage import UsageError
from checker.diagnostics import DiagnosticLog
from checker.files import STDIN, read_source
from checker.messages import Language
from checker.pipeline import CheckRequest, load_contexts, load_requested_rules, report_on
from checker.plan.library import PlanSource
from checker.plan.model import Plan
from checker.report.changes import Run, RunComparison
from checker.report.model import Report
from checker.report.wording import words_text
from checker.review import baseline, drafts
from checker.review.compare import compare_runs, count_new, record_run
from checker.review.run_files import is_run_file, load_run
from checker.source import Record, Source


class DiffOptions(CheckOptions, kw_only=True):
    """The command line of `diff`; `paths` are the old and the new file."""


def run(options: DiffOptions) -> int:
    """Compare two files and show it. Return the exit code, which says whether something is new or changed."""
    sources = [_read(path, options) for path in options.paths]
    if None in sources:
        return INPUT_ERROR
    old, new = (s for s in sources if s is not None)
    settings = current_settings()
    log = DiagnosticLog(settings.problems)
    is_run = [is_run_file(source) for source in (old, new)]
    plans = [s for s, saved in zip((old, new), is_run, strict=True) if not saved]
    judged = _judge(plans, options, settings, log) if plans else _DraftReports(None, ())
    if plans and judged.report is None:
        return INPUT_ERROR
    runs = [_run(s, saved, judged, options) for s, saved in zip((old, new), is_run, strict=True)]
    if runs[0] is None or runs[1] is None:
        return INPUT_ERROR
    comparison = compare_runs(*_with_same_waived(runs[0], runs[1]), drafts=True)
    if not any(is_run):
        by_file = {os.path.realpath(plan.file.name): plan for plan in judged.plans}
        changes = drafts.compare_drafts(*(by_file[os.path.realpath(s.name)] for s in (old, new)))
        comparison = replace(comparison, drafts=changes)
    console.echo(_render(comparison, options))
    return exit_code(count_new(comparison), threshold(settings, options))


class _DraftReports(Record):
    """The report of the plans among two files, and the plans themselves."""

    report: Report | None
    plans: tuple[Plan, ...]


def _judge(
    sources: Sequence[Source], options: DiffOptions, settings: Settings, log: DiagnosticLog
) -> _DraftReports:
    """Judge the plans of these texts, each file once; no report where an input is wrong, which has been told."""
    texts = {os.path.realpath(source.name): source for source in sources}
    plan_sources = [PlanSource(s.name, s, (), Path(s.name)) for s in texts.values()]
    plans: list[Plan] = []

    def build(request: CheckRequest) -> Report:
        rules = load_requested_rules(request, log)
        contexts = tuple(load_contexts(plan_sources, rules.book, request.upper, log))
        plans.extend(context.plan for context in contexts)
        return report_on(request, rules, contexts, log)

    report = complete_report(options, settings, log, build)
    return _DraftReports(report, tuple(plans))


def _read(path: str, options: DiffOptions) -> Source | None:
    """Read one of the two files; None if it cannot be read, which has been told."""
    if path == STDIN:
        raise UsageError("cli-diff-stdin")
    source, diagnostics = read_source(path)
    print_diagnostics(diagnostics, options.lang, options.color)
    return source


def _run(source: Source, is_run: bool, judged: _DraftReports, options: DiffOptions) -> Run | None:
    """Return the findings of one side; None if they cannot be read, which has been told."""
    report = judged.report
    if not is_run:
        assert report is not None
        file = os.path.realpath(source.name)
        plans = tuple(p for p in report.plans if os.path.realpath(p.judgement.file) == file)
        return record_run(replace(report, plans=plans), source.name, "plan", options.lang)
    rules = report.rules if report is not None else {}
    titles = {code: words_text(rule.title, options.lang) for code, rule in rules.items()}
    run, diagnostics = load_run(source, options.lang, titles)
    print_diagnostics(diagnostics, options.lang, options.color)
    return run


def _with_same_waived(old: Run, new: Run) -> tuple[Run, Run]:
    """Return both runs; beside a baseline, which has nothing waived, a waived finding stays only if that has it."""
    if "baseline" not in (old.kind, new.kind):
        return old, new
    return _recorded(old, new), _recorded(new, old)


def _recorded(run: Run, other: Run) -> Run:
    fingerprints = {s.fingerprint for s in other.findings}
    findings = (
        f for f in run.findings if f.outcome in baseline.RECORDED or f.fingerprint in fingerprints
    )
    return replace(run, findings=tuple(findings))


def _render(comparison: RunComparison, options: DiffOptions) -> str:
    language: Language = options.lang
    match options.format_:
        case "json":
            from checker.report import as_diff_json

            return as_diff_json.render(comparison, language)
        case "markdown":
            from checker.report import as_diff_markdown

            return as_diff_markdown.render(comparison, language, options.verbose)
        case _:
            from checker.report import as_diff

            page = console.page(language, options.color)
            return as_diff.render(comparison, page, options.verbose)
