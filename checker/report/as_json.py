"""A report as JSON for other programs; the keys are those of docs/report.schema.json. Timeless and ordered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec.structs import asdict

from checker.diagnostics import Diagnostic
from checker.findings import (
    OUTCOMES,
    SEVERITIES,
    AppliedWaiver,
    Bilingual,
    Evidence,
    Finding,
    Origin,
    Reason,
    SubjectLabel,
)  # fmt: skip
from checker.messages import Language, message
from checker.report.coverage import (
    condition_record,
    condition_texts,
    coverage_record,
    provenance_record,
)
from checker.report.model import PlanReport, Report, WaiverUse
from checker.report.wording import message_of, place_text, split_reasons, words_text
from checker.source import Place, Span
from checker.version import __version__

FORMAT = "plancheck-report"
VERSION = 1


def render(report: Report, language: Language) -> str:
    """Return the report as JSON. Texts are in one language; codes and keys are the same in both."""
    record: dict[str, Any] = {
        "format": FORMAT,
        "format_version": VERSION,
        "plancheck": __version__,
        "language": language,
        "coverage": coverage_record(report.coverage, report.provenance),
        "provenance": provenance_record(report),
        "plans": [_plan(plan, report, language) for plan in report.plans],
        "waivers": [_waiver(use) for use in report.waivers],
        "unchecked": list(report.unchecked),
        "diagnostics": [serialize_diagnostic(d, language) for d in report.diagnostics],
        "totals": {
            **{outcome: report.total(outcome) for outcome in OUTCOMES},
            "verdicts": report.verdicts,
            "by_severity": {s: sum(len(p.failures(s)) for p in report.plans) for s in SEVERITIES},
        },
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _plan(plan: PlanReport, report: Report, language: Language) -> dict[str, Any]:
    header, judgement = plan.header, plan.judgement
    return {
        "file": judgement.file,
        "sha256": plan.sha256,
        "coverage": coverage_record(judgement.coverage, report.provenance),
        "title": header.title,
        "region": {"code": header.code, "name": header.region},
        "level": header.level.en,
        "sector": header.sector,
        "period": header.period,
        "base_year": header.base_year,
        "target_year": header.target_year,
        "contents": dict(plan.contents),
        "chain": [
            {
                "level": step.level.en,
                "region": {"code": step.code, "name": step.region},
                "considered": [
                    asdict(candidate) for candidate in step.candidates if candidate.verdict != "sector"
                ],
            }
            for step in plan.upper_levels
        ],
        "counts": {
            **{outcome: judgement.total(outcome) for outcome in OUTCOMES},
            "by_severity": {s: len(plan.failures(s)) for s in SEVERITIES},
        },
        "rules": [
            {
                "rule": c.rule,
                "title": words_text(report.rules[c.rule].title, language) if c.rule in report.rules else "",
                "counts": {outcome: c.counts.get(outcome, 0) for outcome in OUTCOMES},
            }
            for c in judgement.counts
        ],
        "idle_rules": list(plan.idle_rules),
        "unmatched": [
            {"name": name, **_span(span), "nearest": list(near)}
            for name, span, near in judgement.unmatched
        ],
        "conditions": [
            condition_record(c, language) for c, _ in condition_texts(plan, language)
        ],
        "findings": [serialize_finding(f, plan, language) for f in judgement.findings],
    }  # fmt: skip


def serialize_finding(finding: Finding, plan: PlanReport, language: Language) -> dict[str, Any]:
    """Return the JSON record of a finding, with everything that explains it."""
    why, remarks = split_reasons(finding)
    return {
        "rule": finding.rule,
        "outcome": finding.outcome,
        "severity": finding.severity,
        "title": finding.title.pick(language),
        "fingerprint": plan.fingerprint(finding),
        "subject": {
            "kind": finding.subject.kind,
            "name": finding.subject.name,
            "key": finding.subject.key,
            "origin": _origin(finding.subject.origin, language),
        },
        "message": message_of(finding, language),
        "formula": finding.formula.pick(language),
        "gap": finding.gap.pick(language),
        "reasons": [_reason(r, language) for r in why],
        "remarks": [_reason(r, language) for r in remarks],
        "evidence": [_evidence(e, language) for e in finding.evidence],
        "basis": list(finding.basis),
        "rationale": finding.rationale.pick(language),
        "remedy": finding.remedy.pick(language),
        "advice": finding.advice.text(language) if finding.advice else "",
        "rule_at": _span(finding.rule_span),
        "fixes": [{"text": fix.text, **_span(fix.span)} for fix in finding.fixes],
        "waiver": _applied_waiver(finding.waiver),
    }


class _WrittenReason(Reason):
    """A reason or remark of which only the text is known, in one language."""

    written: str = ""

    def text(self, language: Language) -> str:
        return self.written


def restore_finding(record: Mapping[str, Any]) -> Finding:
    """Return the finding of a record of `serialize_finding`: in its one language, without places in files."""
    subject, waiver = record["subject"], record["waiver"]
    return Finding(
        rule=record["rule"],
        outcome=record["outcome"],
        severity=record["severity"],
        title=Bilingual(record["title"]),
        subject=SubjectLabel(
            subject["kind"], subject["name"], subject["key"], _restore_origin(subject["origin"])
        ),
        message=Bilingual(record["message"]),
        formula=Bilingual(record["formula"]),
        gap=Bilingual(record["gap"]),
        reasons=_restore_reasons([*record["reasons"], *record["remarks"]]),
        evidence=tuple(map(_restore_evidence, record["evidence"])),
        basis=tuple(record["basis"]),
        rationale=Bilingual(record["rationale"]),
        remedy=Bilingual(record["remedy"]),
        waiver=_restore_waiver(waiver) if waiver is not None else None,
        advice=_WrittenReason("", written=record["advice"]) if record["advice"] else None,
    )


def _restore_evidence(record: Mapping[str, Any]) -> Evidence:
    return Evidence(
        Bilingual(record["label"]),
        record["printed"],
        Bilingual(record["read_as"]),
        _restore_origin(record["origin"]),
        _restore_reasons(record["remarks"]),
    )


def _restore_waiver(record: Mapping[str, Any]) -> AppliedWaiver:
    expires = date.fromisoformat(record["expires"])
    return AppliedWaiver(
        record["outcome"], record["reason"], record["basis"], record["approver"], expires
    )


def _restore_reasons(records: Iterable[Mapping[str, str]]) -> tuple[Reason, ...]:
    return tuple(_WrittenReason(record["code"], written=record["text"]) for record in records)


def _restore_origin(record: Mapping[str, Any] | None) -> Origin | None:
    if record is None:
        return None
    place = {name: value for name, value in record["place"].items() if name != "text"}
    return Origin(record["plan"], None, Place(**place), record["grade"], record["quoted_in"])


def _applied_waiver(waiver: AppliedWaiver | None) -> dict[str, Any] | None:
    if waiver is None:
        return None
    return {
        "outcome": waiver.outcome, "reason": waiver.reason, "basis": waiver.basis,
        "approver": waiver.approver, "expires": str(waiver.expires), **_span(waiver.span),
    }  # fmt: skip


def _waiver(use: WaiverUse) -> dict[str, Any]:
    waiver = use.waiver
    return {
        "rule": waiver.rule, "region": waiver.region, "indicator": waiver.indicator, "reason": waiver.reason,
        "basis": waiver.basis, "approver": waiver.approver, "expires": str(waiver.expires), "state": use.state,
        "findings": use.findings, "days_left": use.days_left, **_span(waiver.span),
    }  # fmt: skip


def _evidence(evidence: Evidence, language: Language) -> dict[str, Any]:
    return {
        "label": evidence.label.pick(language),
        "printed": evidence.printed,
        "read_as": evidence.read_as.pick(language),
        "remarks": [_reason(r, language) for r in evidence.remarks],
        "origin": _origin(evidence.origin, language),
    }


def _origin(origin: Origin | None, language: Language) -> dict[str, Any] | None:
    if origin is None:
        return None
    place = origin.place
    return {
        "plan": origin.plan,
        **_span(origin.span),
        "grade": origin.grade,
        "quoted_in": origin.quoted_in,
        "place": {
            "table": place.table, "section": place.section, "box": place.box, "annex": place.annex,
            "summary": place.summary, "row": place.row, "line": place.line,
            "paragraph": place.paragraph, "page": place.page,
            "text": place_text(place, language),
        },
    }  # fmt: skip


def _span(span: Span | None) -> dict[str, Any]:
    source = span.source if span is not None else None
    line, column = (source.file_position(span.start) if source and span else None) or (None, None)
    end_line, end_column = (source.file_position(span.end) if source and span else None) or (
        None,
        None,
    )
    return {
        "file": source.name if source else "", "line": line, "column": column,
        "end_line": end_line, "end_column": end_column,
    }  # fmt: skip


def _reason(reason: Reason, language: Language) -> dict[str, str]:
    return {"code": reason.code, "text": reason.text(language)}


def serialize_diagnostic(fault: Diagnostic, language: Language) -> dict[str, Any]:
    """Return the JSON record of a fault in an input."""
    place = _span(fault.span)
    return {
        "code": fault.code,
        "severity": fault.severity,
        "text": fault.text(language),
        "help": fault.help(language),
        **place,
        "file": place["file"] or fault.file,
        "related": [
            {**_span(span), "text": message(code, language)} for span, code in fault.related
        ],
    }
