"""Parts shared by the Excel and the Word report: findings as table texts, the date, reproducible archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from msgspec.structs import replace

from checker.findings import Finding
from checker.messages import Language, message
from checker.report.export_texts import evidence_text, find_span, sentence, sort_findings
from checker.report.layout import one_line
from checker.report.model import PlanReport, Report
from checker.report.wording import place_text, reason_text, split_reasons
from checker.source import Record

# The first day that a zip archive can hold.
NO_DAY = date(1980, 1, 1)


class ReviewItem(Record):
    """One finding as texts for a table. `own_values` are of the plan, `other_values` what they are compared with."""

    number: int
    kind: str
    finding: Finding
    sentence: str
    own_values: tuple[str, ...]
    other_values: tuple[str, ...]
    formula: str
    gap: str
    basis: tuple[str, ...]
    remedy: tuple[str, ...]
    waiver: str
    place: str
    address: str


def say(code: str, language: Language, /, **arguments: object) -> str:
    """Return the text `office-<code>` of the catalogue with its placeholders filled."""
    return message(f"office-{code}", language, arguments)


def review_items(plan: PlanReport, language: Language) -> Iterator[ReviewItem]:
    """Yield the findings of a plan by severity, then unknown, then waived ones."""
    for number, finding in enumerate(sort_findings(plan), start=1):
        own_values, other_values = _quotes(finding, plan, language)
        origin, span = finding.subject.origin, find_span(finding, plan)
        yield ReviewItem(
            number=number,
            kind=finding.status,
            finding=finding,
            sentence=sentence(_unwaived(finding), language),
            own_values=own_values,
            other_values=other_values,
            formula=one_line(finding.formula.pick(language)),
            gap=one_line(finding.gap.pick(language)),
            basis=tuple(map(one_line, finding.basis)),
            remedy=tuple(_remedy(finding, language)),
            waiver=_waiver(finding, language),
            place=one_line(place_text(origin.place, language)) if origin else "",
            address=one_line(span.address_beside_place) if span else "",
        )


def _quotes(
    finding: Finding, plan: PlanReport, language: Language
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the values of the plan and those of other plans; two own values alone are split, one in each."""
    title = plan.header.title
    own_values: list[str] = []
    other_values: list[str] = []
    for evidence in finding.evidence:
        foreign = evidence.origin is not None and evidence.origin.plan != title
        (other_values if foreign else own_values).append(evidence_text(evidence, title, language))
    if len(own_values) == 2 and not other_values:
        own_values, other_values = own_values[:1], own_values[1:]
    return tuple(own_values), tuple(other_values)


def _remedy(finding: Finding, language: Language) -> Iterator[str]:
    if finding.advice is not None:
        yield one_line(finding.advice.text(language))
    if remedy := one_line(finding.remedy.pick(language)):
        yield remedy
    for fix in finding.fixes:
        yield say("fix", language, old=one_line(fix.span.text), new=one_line(fix.text))


def _unwaived(finding: Finding) -> Finding:
    """Return the finding without its waiver, which has its own column."""
    if finding.waiver is None:
        return finding
    outcome, reasons = finding.waiver.outcome, finding.reasons[1:]
    return replace(finding, outcome=outcome, reasons=reasons, waiver=None)


def _waiver(finding: Finding, language: Language) -> str:
    """Return the text of the waiver, which is the first reason of a waived finding; else ""."""
    why, _ = split_reasons(finding)
    return one_line(reason_text(why, language)) if finding.outcome == "waived" else ""


def unread_texts(report: Report, language: Language) -> list[str]:
    """Return one line per faulty input and per plan that could not be read."""
    texts = [f"{d.address} {d.text(language)}" for d in report.diagnostics]
    texts += [f"{file} {message('report-not-read', language)}" for file in report.unchecked]
    return [one_line(text) for text in texts]


def date_text(report: Report, language: Language) -> str:
    """Return the date of the report in words; "" if it has none."""
    if report.today == date.min:
        return ""
    today = report.today
    return say("day", language, year=today.year, month=today.month, day=today.day)


def creation_time(report: Report) -> datetime:
    """Return the creation time of the file: the date at midnight, so that equal reports give equal bytes."""
    day = NO_DAY if report.today == date.min else report.today
    return datetime(day.year, day.month, day.day)


def make_reproducible(data: bytes) -> bytes:
    """Rewrite a zip archive with fixed timestamps and system, so that equal reports give equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return stream.getvalue()
