"""The command `check`: plans to a report and an exit code."""

from __future__ import annotations

import sys

from msgspec.structs import replace

from checker.cli import console, outputs
from checker.cli.exit_codes import INPUT_ERROR, exit_code
from checker.cli.requests import (
    CheckOptions,
    check_request,
    print_diagnostics,
    print_short_plans,
    read_plans,
    required_share,
    threshold,
)
from checker.cli.settings import current_settings
from checker.diagnostics import DiagnosticLog
from checker.findings import SEVERITIES
from checker.pipeline import build_report
from checker.report import as_text
from checker.report.layout import strip_control_characters
from checker.report.model import Report

FILE_COLUMNS = 80


def run(options: CheckOptions) -> int:
    """Check every plan that can be read, write the reports, and tell what could not be read. Return the exit code."""
    format_, files = outputs.resolve_outputs(options.format_, options.output)
    settings = current_settings()
    log = DiagnosticLog(settings.problems)
    try:
        request = check_request(options, settings)
        request = replace(request, compares_targets=outputs.compares_targets(format_, files))
        protected = [settings.baseline_file]
        plans = read_plans(options, request, settings, log, files, protected)
        report = build_report(request, plans, log)
    finally:  # also where the request is refused, perhaps because a file is faulty
        print_diagnostics(log.diagnostics, options.lang, options.color)
    is_written = [
        outputs.write_output(o.file, _render_file(report, o.format_, options), options.lang)
        for o in files
    ]
    console.echo(_render_stdout(report, format_, options))
    share = required_share(settings, options)
    short = [
        p for p in report.plans if share is not None and p.judgement.coverage.falls_short(share)
    ]
    if share is not None and short:
        print_short_plans(len(short), share, options.lang)
    if short or log.has_errors or not report.is_earned or not all(is_written):
        return INPUT_ERROR
    return exit_code(count_findings(report), threshold(settings, options))


def count_findings(report: Report) -> dict[str, int]:
    """Return how many breaches of each severity there are, and how many findings are `unknown`."""
    counts: dict[str, int] = {
        s: sum(len(plan.failures(s)) for plan in report.plans) for s in SEVERITIES
    }
    return {**counts, "unknown": report.total("unknown")}


def _render_stdout(report: Report, format_: str, options: CheckOptions) -> str | bytes:
    """Render for standard output, which may be a terminal and may be asked to be brief."""
    if format_ != outputs.TEXT:
        content = outputs.render(report, format_, options.lang)
        if isinstance(content, bytes) or format_ == "summary" or sys.stdout.isatty():
            return content
        return content.encode("utf-8", "replace")  # as the format says, whatever the console has
    if options.quiet:
        return outputs.render(report, "lines", options.lang)
    page = console.page(options.lang, options.color)
    return _render_text(report, options, page.columns, page.color)


def _render_file(report: Report, format_: str, options: CheckOptions) -> str | bytes:
    if format_ == outputs.TEXT:
        return strip_control_characters(_render_text(report, options, FILE_COLUMNS, False))
    return outputs.render(report, format_, options.lang)


def _render_text(report: Report, options: CheckOptions, columns: int, color: bool) -> str:
    return as_text.render(
        report, options.lang, columns=columns, color=color,
        verbose=options.verbose, explain_chain=options.explain_chain,
    )  # fmt: skip
