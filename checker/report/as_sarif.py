"""SARIF 2.1.0, for code scanning and editors. All rules are listed, so that a resolved alert can close."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from checker.diagnostics import Diagnostic
from checker.findings import CheckCondition, Finding
from checker.messages import Language
from checker.report.coverage import (
    condition_record,
    condition_texts,
    coverage_record,
    plan_coverage,
    provenance_record,
)
from checker.report.export_texts import (
    evidence_text,
    find_span,
    posix_path,
    sentence,
    sort_findings,
)
from checker.report.layout import join, one_line, say
from checker.report.model import PlanReport, Report
from checker.report.wording import clause_text, place_text, reason_text, words_text
from checker.semantics.typed import Rule
from checker.source import Span
from checker.version import __version__

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "plancheck/v1"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


def render(report: Report, language: Language) -> str:
    """Return a SARIF log with one run. It has no times or machine names, so equal reports give equal bytes."""
    rule_indices = {code: index for index, code in enumerate(report.rules)}
    has_errors = report.unchecked or any(d.severity == "error" for d in report.diagnostics)
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "plancheck",
                "version": __version__,
                "language": LANGUAGES[language],
                "rules": [_rule(card, language) for card in report.rules.values()],
            }
        },
        "language": LANGUAGES[language],
        "columnKind": "utf16CodeUnits",
        "properties": {
            "coverage": coverage_record(report.coverage, report.provenance),
            "provenance": provenance_record(report),
            "plans": [_properties(plan, report, language) for plan in report.plans],
        },
        "invocations": [
            {
                "executionSuccessful": not has_errors,
                "toolExecutionNotifications": _notifications(report, language),
            }
        ],
        "results": [
            _result(f, plan, rule_indices, report, language)
            for plan in report.plans
            for f in sort_findings(plan)
        ],
    }
    record = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _properties(plan: PlanReport, report: Report, language: Language) -> dict[str, Any]:
    """Return what the run says of a plan besides results: how far it was checked, and what the check lacked."""
    return {
        "file": plan.judgement.file,
        "title": plan.header.title,
        "sha256": plan.sha256,
        "coverage": coverage_record(plan.judgement.coverage, report.provenance),
        "text": plan_coverage(plan, report, language),
        "conditions": [condition_record(c, language) for c, _ in condition_texts(plan, language)],
    }


def _rule(card: Rule, language: Language) -> dict[str, Any]:
    title = words_text(card.title, language)
    rows = [
        ("rationale", words_text(card.rationale, language)),
        ("card-require", "\n".join(map(clause_text, card.require))),
        ("card-manual", words_text(card.manual, language)),
        ("basis", "\n".join(card.basis)),
        ("remedy", words_text(card.remedy, language)),
    ]
    lines = [join("colon", (say(code, language), text), language) for code, text in rows if text]
    # The last severity is the one without a condition; before it stand those with one.
    level = LEVELS[card.severity[-1].severity] if card.severity else "warning"
    return {
        "id": card.code,
        "shortDescription": {"text": title},
        "fullDescription": {"text": words_text(card.rationale, language) or title},
        "help": {"text": "\n".join(lines) or title},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": [card.ruleset], "basis": list(card.basis)},
    }


def _result(
    finding: Finding,
    plan: PlanReport,
    rule_indices: dict[str, int],
    report: Report,
    language: Language,
) -> dict[str, Any]:
    record: dict[str, Any] = {"ruleId": finding.rule}
    if finding.rule in rule_indices:
        record["ruleIndex"] = rule_indices[finding.rule]
    if finding.outcome == "unknown":
        by_person = finding.rule in rule_indices and words_text(
            report.rules[finding.rule].manual, "zh"
        )
        record |= {"kind": "review" if by_person else "open", "level": "none"}
    else:
        record |= {"kind": "fail", "level": LEVELS[finding.severity]}
    record["message"] = {"text": sentence(finding, language)}
    location = _location(plan.judgement.file, find_span(finding, plan))
    location["logicalLocations"] = [_logical(finding, plan, language)]
    record["locations"] = [location]
    related = []
    for number, evidence in enumerate(finding.evidence, 1):
        place: dict[str, Any] = {"id": number}
        origin = evidence.origin
        if origin is not None and origin.span is not None:
            place |= _location("", origin.span)
        place["message"] = {"text": evidence_text(evidence, plan.header.title, language)}
        related.append(place)
    if related:
        record["relatedLocations"] = related
    record["partialFingerprints"] = {FINGERPRINT: plan.fingerprint(finding)}
    if finding.outcome == "waived":
        why = reason_text(finding.reasons[:1], language)
        record["suppressions"] = [
            {"kind": "external", "status": "accepted", **({"justification": why} if why else {})}
        ]
    if finding.fixes:
        record["fixes"] = [_fix(finding, language)]
    return record


def _fix(finding: Finding, language: Language) -> dict[str, Any]:
    """Return the replacements of a finding. They all are in the file of the plan."""
    changes = [
        {
            "artifactLocation": location["physicalLocation"]["artifactLocation"],
            "replacements": [
                {
                    "deletedRegion": location["physicalLocation"]["region"],
                    "insertedContent": {"text": fix.text},
                }
            ],
        }
        for fix in finding.fixes
        for location in [_location("", fix.span)]
    ]
    return {"description": {"text": finding.remedy.pick(language)}, "artifactChanges": changes}


def _logical(finding: Finding, plan: PlanReport, language: Language) -> dict[str, Any]:
    subject = finding.subject
    record = {
        "name": one_line(subject.name),
        "fullyQualifiedName": one_line(f"{plan.header.title}/{subject.kind}/{subject.key}"),
        "kind": "object",
    }
    place = place_text(subject.origin.place, language) if subject.origin else ""
    if place:
        record["decoratedName"] = one_line(place)
    return record


def _location(file: str, span: Span | None) -> dict[str, Any]:
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": path_to_uri(span.source.name if span else file)}
    }
    if span is not None and span.file_line is not None:
        line, column = _utf16_position(span, span.start)
        end_line, end_column = _utf16_position(span, span.end)
        physical["region"] = {
            "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
        }  # fmt: skip
    return {"physicalLocation": physical}


def _utf16_position(span: Span, offset: int) -> tuple[int, int]:
    """Return line and column of a character, the column in units of UTF-16 as most readers count."""
    line, column = span.source.position(offset)
    before = span.source.text[offset - column + 1 : offset]
    return line, column + sum(ord(char) > 0xFFFF for char in before)


def path_to_uri(file: str) -> str:
    """Return a relative URI for a relative path, as code scanning expects; else a file URI."""
    path = PurePath(posix_path(file))
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="replace")


def _notifications(report: Report, language: Language) -> list[dict[str, Any]]:
    faulty_files = {d.file_name for d in report.diagnostics}
    text = {"text": say("not-read", language)}
    return [
        *(_fault(d, language) for d in report.diagnostics),
        *(_note(plan, c, t) for plan in report.plans for c, t in condition_texts(plan, language)),
        *(
            {"level": "error", "message": text, "locations": [_location(file, None)]}
            for file in report.unchecked
            if file not in faulty_files
        ),
    ]


def _note(plan: PlanReport, condition: CheckCondition, text: str) -> dict[str, Any]:
    span = condition.origin.span if condition.origin else None
    return {
        "descriptor": {"id": condition.reason.code},
        "level": "warning" if condition.warns else "note",
        "message": {"text": text},
        "locations": [_location(plan.judgement.file, span)],
    }


def _fault(fault: Diagnostic, language: Language) -> dict[str, Any]:
    text = "\n".join(filter(None, [fault.text(language), fault.help(language)]))
    record: dict[str, Any] = {
        "descriptor": {"id": fault.code},
        "level": LEVELS[fault.severity],
        "message": {"text": text},
    }
    if fault.span is not None or fault.file:
        record["locations"] = [_location(fault.file, fault.span)]
    return record
