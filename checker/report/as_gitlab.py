"""A code quality report for GitLab. It drops entries of one fingerprint, so each has its own."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from checker.diagnostics import Diagnostic
from checker.findings import Finding
from checker.messages import Language
from checker.report.coverage import condition_texts, plan_coverage, provenance_text
from checker.report.export_texts import find_span, posix_path, sentence, sort_findings
from checker.report.layout import join, one_line, say
from checker.report.model import PlanReport, Report
from checker.source import Span

SEVERITY = {"error": "major", "warning": "minor", "info": "info"}
FAULTS = {**SEVERITY, "error": "blocker"}


def render(report: Report, language: Language) -> str:
    """Return faulty inputs, breaches, and unknown or waived findings as information, in one JSON list."""
    entries = [_fault(d, language) for d in report.diagnostics]
    for plan in report.plans:
        entries += _about_plan(plan, report, language)
        entries += [_entry(f, plan, language) for f in sort_findings(plan)]
    numbers = Counter[str]()
    for entry in entries:
        fingerprint = entry["fingerprint"]
        numbers[fingerprint] += 1
        if numbers[fingerprint] > 1:
            path, number = entry["location"]["path"], str(numbers[fingerprint])
            entry["fingerprint"] = _digest(fingerprint, path, number)
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _entry(finding: Finding, plan: PlanReport, language: Language) -> dict[str, Any]:
    severity = SEVERITY[finding.severity] if finding.outcome == "fail" else "info"
    return {
        "description": sentence(finding, language),
        "check_name": finding.rule,
        "fingerprint": plan.fingerprint(finding),
        "severity": severity,
        "location": _location(plan.judgement.file, find_span(finding, plan)),
    }


def _about_plan(plan: PlanReport, report: Report, language: Language) -> Iterator[dict[str, Any]]:
    """Yield one issue that says how far a plan was checked and with what, and one for each condition that warns."""
    header, file = plan.header, plan.judgement.file
    identity = (header.code, header.period, header.sector)
    yield {
        "description": _scope(plan, report, language),
        "check_name": "coverage",
        "fingerprint": _digest("coverage", *identity),
        "severity": "info",
        "location": _location(file, None),
    }
    for condition, text in condition_texts(plan, language):
        if not condition.warns:
            continue
        span = condition.origin.span if condition.origin else None
        yield {
            "description": text,
            "check_name": condition.reason.code,
            "fingerprint": _digest(condition.reason.code, *identity, text),
            "severity": "minor",
            "location": _location(file, span),
        }


def _scope(plan: PlanReport, report: Report, language: Language) -> str:
    """Return in one line how far a plan was checked, what the check lacked, and what it was made with."""
    texts = [text for condition, text in condition_texts(plan, language) if not condition.warns]
    parts = [plan_coverage(plan, report, language), provenance_text(report, (plan,), language)]
    if texts:
        heading = say("conditions", language, count=len(texts))
        lacked = join("semicolon", texts, language)
        parts.insert(1, join("colon", (heading, lacked), language))
    return join("semicolon", parts, language)


def _fault(fault: Diagnostic, language: Language) -> dict[str, Any]:
    location = _location(fault.file, fault.span)
    return {
        "description": one_line(fault.text(language)),
        "check_name": fault.code,
        "fingerprint": _digest(fault.code, location["path"], fault.text("zh")),
        "severity": FAULTS[fault.severity],
        "location": location,
    }


def _location(file: str, span: Span | None) -> dict[str, Any]:
    path = posix_path(span.source.name if span else file)
    return {"path": path, "lines": {"begin": (span.file_line if span else None) or 1}}


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
