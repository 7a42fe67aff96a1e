"""Findings as JSON Lines, one a line, with the plan's title and file; the first line says how far the check went."""

from __future__ import annotations

import json
from typing import Any

from checker.messages import Language
from checker.report import as_json
from checker.report.coverage import (
    condition_record,
    condition_texts,
    coverage_record,
    provenance_record,
)
from checker.report.model import Report

# Line ends to some readers, though not to JSON.
_ESCAPED = {c: f"\\u{ord(c):04x}" for c in "\x7f\x85\u2028\u2029"}


def render(report: Report, language: Language) -> str:
    """Return one line about the run, then one per finding."""
    records = [
        _head(report, language),
        *(
            {
                "plan": plan.header.title,
                "file": plan.judgement.file,
                **as_json.serialize_finding(finding, plan, language),
            }
            for plan in report.plans
            for finding in plan.judgement.findings
        ),
    ]
    return "".join(map(format_line, records))


def _head(report: Report, language: Language) -> dict[str, Any]:
    """Return the record of the run: its plans with their coverage and conditions, and the files not checked."""
    return {
        "record": "coverage",
        "plans": [
            {
                "plan": plan.header.title,
                "file": plan.judgement.file,
                "sha256": plan.sha256,
                "coverage": coverage_record(plan.judgement.coverage, report.provenance),
                "conditions": [
                    condition_record(c, language) for c, _ in condition_texts(plan, language)
                ],
            }
            for plan in report.plans
        ],
        "provenance": provenance_record(report),
        "unchecked": list(report.unchecked),
    }


def format_line(record: dict[str, Any]) -> str:
    """Return a record as one line of JSON."""
    text = json.dumps(record, ensure_ascii=False)
    for sign, escaped in _ESCAPED.items():  # `translate` would look every character up
        text = text.replace(sign, escaped)
    return text + "\n"
