"""The commands `baseline create`, `check` and `prune`: what is known, what is new, what is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from checker.cli import console, outputs
from checker.cli.exit_codes import INPUT_ERROR, OK, exit_code
from checker.cli.requests import (
    CheckOptions,
    complete_report,
    print_diagnostics,
    read_plans,
    threshold,
)
from checker.cli.settings import Settings, current_settings
from checker.cli.usage import UsageError
from checker.diagnostics import DiagnosticLog
from checker.files import read_source
from checker.messages import message
from checker.pipeline import CheckRequest, build_report
from checker.report import as_diff
from checker.report.changes import RunComparison
from checker.report.model import Report
from checker.report.wording import words_text
from checker.review import baseline
from checker.review.compare import compare_runs, count_new, record_run
from checker.review.run_files import load_run


class BaselineOptions(CheckOptions, kw_only=True):
    """The command line of the `baseline` commands; `baseline` is the file, None for the one of the settings."""

    baseline: str | None = None


def create(options: BaselineOptions) -> int:
    """Record every breach and everything unknown of these plans, in a file written whole or not at all."""
    settings = current_settings()
    file = _baseline_file(options, settings)
    target = outputs.Output("baseline", file)
    _, files = outputs.resolve_outputs(None, (target,))
    _check_replaceable(file, options)
    report = _report(options, settings, DiagnosticLog(settings.problems), files)
    if report is None:
        return _not_written(options)
    run = record_run(report, file, "baseline", "zh")
    if not outputs.write_output(file, baseline.render_baseline(run), options.lang):
        return INPUT_ERROR
    counts = Counter(finding.outcome for finding in baseline.select_recorded(run.findings))
    arguments = {"file": file, "plans": len(run.plans), "fail": counts["fail"]}
    arguments["unknown"] = counts["unknown"]
    console.echo_error(message("review-baseline-written", options.lang, arguments))
    return OK


def check(options: BaselineOptions) -> int:
    """Show what is new against the baseline, what has changed, what is gone. Return the exit code."""
    settings = current_settings()
    comparison = _compare(options, settings)
    if comparison is None:
        return INPUT_ERROR
    page = console.page(options.lang, options.color)
    lines = [*as_diff.render_head(comparison, page), ""]
    lines += as_diff.render_findings(comparison, page, options.verbose)
    if comparison.fixed:
        arguments = {"count": len(comparison.fixed)}
        lines += page.block(message("review-baseline-gone", options.lang, arguments))
    console.echo("\n".join(lines) + "\n")
    return exit_code(count_new(comparison), threshold(settings, options))


def prune(options: BaselineOptions) -> int:
    """Take out of the baseline what no longer occurs in these plans by these rules."""
    comparison = _compare(options, current_settings())
    if comparison is None:
        return _not_written(options)
    file, gone, run = comparison.old.name, comparison.fixed, baseline.prune(comparison)
    if gone and not outputs.write_output(file, baseline.render_baseline(run), options.lang):
        return INPUT_ERROR
    code = "review-baseline-pruned" if gone else "review-baseline-nothing-gone"
    arguments = {"file": file, "count": len(gone), "kept": len(run.findings)}
    console.echo_error(message(code, options.lang, arguments))
    return OK


def _compare(options: BaselineOptions, settings: Settings) -> RunComparison | None:
    """Compare the run with its baseline; None when an input is wrong, which has been told."""
    file = _baseline_file(options, settings)
    if not Path(file).exists():
        raise UsageError("cli-no-baseline", path=file)
    report = _report(options, settings, DiagnosticLog(settings.problems))
    if report is None:
        return None
    titles = {code: words_text(rule.title, options.lang) for code, rule in report.rules.items()}
    source, diagnostics = read_source(file)
    old = None
    if source is not None:
        old, diagnostics = load_run(source, options.lang, titles, only_baseline=True)
    print_diagnostics(diagnostics, options.lang, options.color)
    if old is None:
        return None
    run = record_run(report, "", "run", options.lang)
    recorded = tuple(s for s in run.findings if s.outcome in baseline.RECORDED)
    return compare_runs(old, replace(run, findings=recorded))


def _report(
    options: BaselineOptions,
    settings: Settings,
    log: DiagnosticLog,
    files: Sequence[outputs.Output] = (),
) -> Report | None:
    def build(request: CheckRequest) -> Report:
        return build_report(request, read_plans(options, request, settings, log, files), log)

    return complete_report(options, settings, log, build)


def _baseline_file(options: BaselineOptions, settings: Settings) -> str:
    return options.baseline or str(settings.baseline_file)


def _check_replaceable(file: str, options: BaselineOptions) -> None:
    """Raise UsageError for a file that is there and is no baseline."""
    if not Path(file).is_file():
        return
    source, _ = read_source(file)
    run = load_run(source, options.lang, {}, only_baseline=True)[0] if source else None
    if run is None:
        raise UsageError("cli-baseline-other", path=file)


def _not_written(options: BaselineOptions) -> int:
    console.echo_error(message("review-baseline-not-written", options.lang))
    return INPUT_ERROR
