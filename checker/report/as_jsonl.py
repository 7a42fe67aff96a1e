"""Findings as JSON Lines, one a line: the record of the JSON report, with the plan's title and file before it."""

from __future__ import annotations

import json
from typing import Any

from checker.messages import Language
from checker.report import as_json
from checker.report.model import Report

# Line ends to some readers, though not to JSON.
_ESCAPED = {c: f"\\u{ord(c):04x}" for c in "\x7f\x85\u2028\u2029"}


def render(report: Report, language: Language) -> str:
    """Return one line per finding; "" if there is none."""
    records = [
        {
            "plan": plan.header.title,
            "file": plan.judgement.file,
            **as_json.serialize_finding(finding, plan, language),
        }
        for plan in report.plans
        for finding in plan.judgement.findings
    ]
    return "".join(map(format_line, records))


def format_line(record: dict[str, Any]) -> str:
    """Return a record as one line of JSON."""
    text = json.dumps(record, ensure_ascii=False)
    for sign, escaped in _ESCAPED.items():  # `translate` would look every character up
        text = text.replace(sign, escaped)
    return text + "\n"
