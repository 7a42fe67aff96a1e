"""One line for each finding, as editors and `grep` read them. What could not be judged keeps a line too."""

from __future__ import annotations

from collections.abc import Iterator

from checker.findings import SEVERITIES, Finding
from checker.messages import Language, message
from checker.report.export_texts import sentence, span_of
from checker.report.layout import one_line
from checker.report.model import PlanReport, Report


def render(report: Report, language: Language) -> str:
    """Return one line `file:line:column: severity CODE subject: message` per finding."""
    return "".join(f"{one_line(line)}\n" for plan in report.plans for line in _plan(plan, language))


def _plan(plan: PlanReport, language: Language) -> Iterator[str]:
    for severity in SEVERITIES:
        word = message(f"report-{severity}", language)
        yield from (_line(f, plan, word, language) for f in plan.failures(severity))
    word = message("report-outcome-waived", language)
    yield from (_line(f, plan, word, language) for f in plan.outcome("waived"))
    unknown = plan.judgement.total("unknown")
    if unknown:
        text = message("report-line-unknown", language, {"count": unknown})
        yield f"{plan.judgement.file}: {text}"
    if not any(plan.judgement.total(o) for o in ("pass", "fail", "unknown", "waived")):
        yield f"{plan.judgement.file}: {message('report-line-nothing', language)}"


def _line(finding: Finding, plan: PlanReport, word: str, language: Language) -> str:
    span = span_of(finding, plan)
    address = span.address if span else plan.judgement.file
    return f"{address}: {word} {finding.rule} {sentence(finding, language)}"
