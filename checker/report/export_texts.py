"""Texts that formats for other programs share: the place, sentence and details of a finding, in one line each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from checker.findings import SEVERITIES, Evidence, Finding
from checker.messages import Language, message
from checker.report.layout import one_line
from checker.report.model import PlanReport
from checker.report.wording import place_text, reasons_of, source_text, value_text
from checker.source import Span


def span_of(finding: Finding, plan: PlanReport) -> Span | None:
    """Return the span of the subject or else of the first value, in the plan itself; None if neither is in it."""
    origins = [finding.subject.origin, *(e.origin for e in finding.evidence)]
    for origin in origins:
        if origin is not None and origin.span is not None and origin.plan == plan.header.title:
            return origin.span
    return None


def sentence(finding: Finding, language: Language) -> str:
    """Return the subject and the message of a breach in one line; else the title of the rule and the reason."""
    colon = message("report-colon", language)
    text = finding.title.pick(language)
    if finding.is_breach:
        text = finding.message.pick(language) or text
    if finding.outcome != "fail":
        text = colon.join(filter(None, [text, _why(finding, language)]))
    about = "" if finding.subject.name in text else finding.subject.name + colon
    return one_line(about + text)


def _why(finding: Finding, language: Language) -> str:
    why, _ = reasons_of(finding)
    reasons = why or finding.reasons
    return message("report-semicolon", language).join(r.text(language) for r in reasons)


def evidence_text(evidence: Evidence, own: str, language: Language) -> str:
    """Return one value in one line: its label, the printed text, its place and, if it is another one, its plan."""
    origin = evidence.origin
    parts = [value_text(evidence, language)]
    if origin is not None:
        parts += [source_text(origin, own, language), place_text(origin.place, language)]
    text = message("report-comma", language).join(filter(None, parts))
    return one_line(f"{evidence.label.pick(language)}{message('report-colon', language)}{text}")


def details(finding: Finding, plan: PlanReport, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the details of a finding as (label, text): values, formula, gap, remarks, basis, remedy."""
    colon = message("report-colon", language)
    for evidence in finding.evidence:
        label, _, text = evidence_text(evidence, plan.header.title, language).partition(colon)
        yield label, text
    semicolon = message("report-semicolon", language)
    _, remarks = reasons_of(finding)
    rows = (
        ("formula", finding.formula.pick(language)),
        ("gap", finding.gap.pick(language)),
        ("remark", semicolon.join(r.text(language) for r in remarks)),
        ("basis", semicolon.join(finding.basis)),
        ("remedy", finding.remedy.pick(language)),
    )
    for code, text in rows:
        if text:
            yield message(f"report-{code}", language), one_line(text)


def ordered(plan: PlanReport) -> tuple[Finding, ...]:
    """Return all findings: breaches by severity, then unknown, then waived ones."""
    failures = [f for severity in SEVERITIES for f in plan.failures(severity)]
    return (*failures, *plan.outcome("unknown"), *plan.outcome("waived"))


def path_of(file: str) -> str:
    """Return a file name with forward slashes on every system."""
    return PurePath(file).as_posix() if file else ""
