"""Findings as a table for spreadsheets, one row a finding. No cell becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.findings import Finding
from checker.messages import Language
from checker.report.coverage import condition_texts, plan_coverage, provenance_text
from checker.report.export_texts import evidence_text, find_span, sentence, sort_findings
from checker.report.layout import join, say, strip_control_characters
from checker.report.model import Report
from checker.report.wording import remedy_text

BOM = "\ufeff"
"""Without it, spreadsheets read Chinese as something else."""

COLUMNS = (
    "plan", "file", "line", "column", "outcome", "severity", "rule", "title", "subject", "message",
    "evidence", "formula", "gap", "basis", "remedy", "coverage", "fingerprint",
)  # fmt: skip
# Full-width signs too: spreadsheets with Chinese settings take them for the others.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(report: Report, language: Language) -> str:
    """Return a heading row, one per plan and condition of its check, and one per finding, with a byte order mark."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([say(f"column-{c}", language) for c in COLUMNS])
    for row in _heads(report, language):
        writer.writerow([escape_cell(str(row.get(c, ""))) for c in COLUMNS])
    for plan in report.plans:
        title, file = plan.header.title, plan.judgement.file
        coverage = plan_coverage(plan, report, language)
        for finding in sort_findings(plan):
            span = find_span(finding, plan)
            place = (span.file_line, span.file_column) if span else (None, None)
            fingerprint = plan.fingerprint(finding)
            values = finding_values(finding, place, title, file, fingerprint, language)
            values["coverage"] = coverage
            writer.writerow(localized_cells(values, COLUMNS, language))
    return BOM + stream.getvalue()


def _heads(report: Report, language: Language) -> Iterator[dict[str, object]]:
    """Yield the rows about plans: how far each was checked, and what the check lacked; then the files not read."""
    for plan in report.plans:
        coverage = plan_coverage(plan, report, language)
        own: dict[str, object] = {
            "plan": plan.header.title,
            "file": plan.judgement.file,
            "coverage": coverage,
        }
        yield own | {
            "outcome": say("coverage", language),
            "message": coverage,
            "basis": provenance_text(report, (plan,), language),
        }
        for condition, text in condition_texts(plan, language):
            span = condition.origin.span if condition.origin else None
            yield own | {
                "line": span.file_line if span else "",
                "column": span.file_column if span else "",
                "outcome": say("condition", language),
                "severity": say("warning" if condition.warns else "info", language),
                "message": text,
            }
    for file in report.unchecked:
        text = say("not-read", language)
        yield {"file": file, "outcome": text, "message": text}


def escape_cell(text: str) -> str:
    """Return the text as a cell. An apostrophe comes first if a spreadsheet could read the text as a formula."""
    text = strip_control_characters(text).replace("\r\n", "\n")
    return f"'{text}" if text.startswith(_FORMULA) else text


def finding_values(
    finding: Finding,
    place: tuple[int | None, int | None],
    title: str,
    file: str,
    fingerprint: str,
    language: Language,
) -> dict[str, Any]:
    """Return a finding in a plan of this title as a value for each column; outcome and severity by their codes.

    `place` is line and column of the plan data.
    """
    evidence = [evidence_text(e, title, language) for e in finding.evidence]
    return {
        "plan": title,
        "file": file,
        "line": place[0],
        "column": place[1],
        "outcome": finding.outcome,
        "severity": finding.severity,
        "rule": finding.rule,
        "title": finding.title.pick(language),
        "subject": finding.subject.name,
        "message": sentence(finding, language),
        "evidence": join("semicolon", evidence, language),
        "formula": finding.formula.pick(language),
        "gap": finding.gap.pick(language),
        "basis": join("semicolon", finding.basis, language),
        "remedy": remedy_text(finding, language),
        "fingerprint": fingerprint,
    }


def localized_cells(
    values: Mapping[str, Any], columns: Iterable[str], language: Language
) -> list[str]:
    """Return the values of columns as cells, with outcome and severity in words."""
    words = dict(values)
    words["outcome"] = say(f"outcome-{values['outcome']}", language)
    words["severity"] = say(values["severity"], language)
    return [escape_cell("" if words[c] is None else str(words[c])) for c in columns]
