"""One line for each finding, as editors and `grep` read them. What could not be judged keeps a line too."""

from __future__ import annotations

from collections.abc import Iterator

from checker.findings import SEVERITIES, Finding
from checker.messages import Language
from checker.report.coverage import condition_place, condition_texts, plan_coverage
from checker.report.export_texts import find_span, sentence
from checker.report.layout import one_line, say
from checker.report.model import PlanReport, Report
from checker.report.wording import status_text


def render(report: Report, language: Language) -> str:
    """Return one line `file:line:column: severity CODE subject: message` per finding, coverage first."""
    lines = [line for plan in report.plans for line in _plan(plan, report, language)]
    lines += [f"{file}: {say('not-read', language)}" for file in report.unchecked]
    return "".join(f"{one_line(line)}\n" for line in lines)


def _plan(plan: PlanReport, report: Report, language: Language) -> Iterator[str]:
    yield f"{plan.judgement.file}: {plan_coverage(plan, report, language)}"
    for condition, text in condition_texts(plan, language):
        if condition.warns:
            _, address = condition_place(condition, language)
            word = status_text("warning", language)
            yield f"{address or plan.judgement.file}: {word} {say('condition', language)} {text}"
    for severity in SEVERITIES:
        yield from (_line(f, plan, language) for f in plan.failures(severity))
    yield from (_line(f, plan, language) for f in plan.outcome("waived"))
    unknown = plan.judgement.total("unknown")
    if unknown:
        yield f"{plan.judgement.file}: {say('line-unknown', language, count=unknown)}"
    conditions = len(plan.judgement.conditions)
    if conditions:
        yield f"{plan.judgement.file}: {say('line-conditions', language, count=conditions)}"
    if not plan.is_judged:
        yield f"{plan.judgement.file}: {say('line-nothing', language)}"


def _line(finding: Finding, plan: PlanReport, language: Language) -> str:
    span = find_span(finding, plan)
    address = span.address if span else plan.judgement.file
    word = status_text(finding.status, language)
    return f"{address}: {word} {finding.rule} {sentence(finding, language)}"
