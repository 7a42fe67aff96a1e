"""Texts that formats for other programs share: the place, sentence and details of a finding, in one line each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePath

from checker.findings import SEVERITIES, Evidence, Finding
from checker.messages import Language
from checker.report.layout import join, one_line, say
from checker.report.model import PlanReport, Report
from checker.report.wording import (
    message_of,
    place_text,
    reason_text,
    remedy_text,
    source_text,
    split_reasons,
    value_text,
)
from checker.source import Span


def find_span(finding: Finding, plan: PlanReport) -> Span | None:
    """Return the span of the subject or else of the first value, in the plan itself; None if neither is in it."""
    origins = [finding.subject.origin, *(e.origin for e in finding.evidence)]
    for origin in origins:
        if origin is not None and origin.span is not None and origin.plan == plan.header.title:
            return origin.span
    return None


def sentence(finding: Finding, language: Language) -> str:
    """Return the subject and the message of a breach in one line; else the title of the rule and the reason."""
    text = message_of(finding, language) or finding.title.pick(language)
    if finding.outcome != "fail":
        why, _ = split_reasons(finding)
        text = join("colon", (text, reason_text(why or finding.reasons, language)), language)
    name = finding.subject.name
    return one_line(text if name in text else name + say("colon", language) + text)


def evidence_text(evidence: Evidence, plan_title: str, language: Language) -> str:
    """Return one value in one line: its label, the printed text, its place and, if it is another one, its plan."""
    origin = evidence.origin
    parts = [value_text(evidence, language)]
    if origin is not None:
        parts += [source_text(origin, plan_title, language), place_text(origin.place, language)]
    text = join("comma", parts, language)
    return one_line(f"{evidence.label.pick(language)}{say('colon', language)}{text}")


def finding_details(
    finding: Finding, plan: PlanReport, language: Language
) -> Iterator[tuple[str, str]]:
    """Yield the details of a finding as (label, text): values, formula, gap, remarks, basis, remedy."""
    colon = say("colon", language)
    for evidence in finding.evidence:
        label, _, text = evidence_text(evidence, plan.header.title, language).partition(colon)
        yield label, text
    _, remarks = split_reasons(finding)
    rows = (
        ("formula", finding.formula.pick(language)),
        ("gap", finding.gap.pick(language)),
        ("remark", reason_text(remarks, language)),
        ("basis", join("semicolon", finding.basis, language)),
        ("remedy", remedy_text(finding, language)),
    )
    for code, text in rows:
        if text:
            yield say(code, language), one_line(text)


def sort_findings(plan: PlanReport) -> tuple[Finding, ...]:
    """Return all findings: breaches by severity, then unknown, then waived ones."""
    failures = [f for severity in SEVERITIES for f in plan.failures(severity)]
    return (*failures, *plan.outcome("unknown"), *plan.outcome("waived"))


def worst_findings(report: Report, count: int) -> list[tuple[PlanReport, Finding]]:
    """Return the gravest breaches of a report, hints aside: of one severity one of each rule before a second of any."""
    ranked: list[tuple[int, int, int, PlanReport, Finding]] = []
    met: Counter[str] = Counter()
    for plan in report.plans:
        for order, severity in enumerate(SEVERITIES[:-1]):
            for finding in plan.failures(severity):
                ranked.append((order, met[severity + finding.rule], len(ranked), plan, finding))
                met[severity + finding.rule] += 1
    return [row[3:] for row in sorted(ranked, key=lambda row: row[:3])[:count]]


def posix_path(file: str) -> str:
    """Return a file by its path from the root of its repository, as code hosts match it; else as it is written.

    With forward slashes on every system.
    """
    return _from_root(file, os.getcwd()) if file else ""  # noqa: PTH109 — as a text: a key


@lru_cache(maxsize=1 << 10)
def _from_root(file: str, here: str) -> str:
    path = Path(os.path.normpath(os.path.join(here, file)))  # noqa: PTH118 — links stay as they are written
    if path.is_file():
        for folder in path.parents:
            if (folder / ".git").exists():
                return path.relative_to(folder).as_posix()
    return PurePath(file).as_posix()
