"""Findings as a table for spreadsheets, one row a finding. No cell becomes a formula."""

from __future__ import annotations

import csv
import io

from checker.findings import Finding
from checker.messages import Language
from checker.report.export_texts import evidence_text, ordered, sentence, span_of
from checker.report.layout import join, say, strip_control_characters
from checker.report.model import PlanReport, Report

BOM = "\ufeff"
"""Without it, spreadsheets read Chinese as something else."""

COLUMNS = (
    "plan", "file", "line", "column", "outcome", "severity", "rule", "title", "subject", "message",
    "evidence", "formula", "gap", "basis", "remedy", "fingerprint",
)  # fmt: skip
# Full-width signs too: spreadsheets with Chinese settings take them for the others.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(report: Report, language: Language) -> str:
    """Return a heading row and one row per finding, with a byte order mark."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([say(f"column-{c}", language) for c in COLUMNS])
    for plan in report.plans:
        for finding in ordered(plan):
            writer.writerow([cell(text) for text in _row(finding, plan, language)])
    return BOM + stream.getvalue()


def cell(text: str) -> str:
    """Return the text as a cell. An apostrophe comes first if a spreadsheet could read the text as a formula."""
    text = strip_control_characters(text).replace("\r\n", "\n")
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(finding: Finding, plan: PlanReport, language: Language) -> list[str]:
    span = span_of(finding, plan)
    title = plan.header.title
    values = [evidence_text(e, title, language) for e in finding.evidence]
    return [
        title,
        plan.judgement.file,
        str(span.line) if span else "",
        str(span.column) if span else "",
        say(f"outcome-{finding.outcome}", language),
        say(finding.severity, language),
        finding.rule,
        finding.title.pick(language),
        finding.subject.name,
        sentence(finding, language),
        join("semicolon", values, language),
        finding.formula.pick(language),
        finding.gap.pick(language),
        join("semicolon", finding.basis, language),
        finding.remedy.pick(language),
        plan.fingerprint(finding),
    ]
