"""One line for each finding, as editors and `grep` read them. What could not be judged keeps a line too."""

from __future__ import annotations

from collections.abc import Iterator

from checker.findings import SEVERITIES, Finding
from checker.messages import Language, message
from checker.report.model import Checked, Report


def render(report: Report, language: Language) -> str:
    """`file:line:column: severity CODE subject: message`."""
    return "".join(f"{line}\n" for plan in report.plans for line in _plan(plan, language))


def _plan(plan: Checked, language: Language) -> Iterator[str]:
    colon = message("report-colon", language)
    for severity in SEVERITIES:
        word = message(f"report-{severity}", language)
        for finding in plan.failures(severity):
            text = finding.message.pick(language) or finding.title.pick(language)
            about = "" if finding.subject.name in text else finding.subject.name + colon
            yield f"{_address(finding, plan)}: {word} {finding.rule} {about}{text}"
    unknown = plan.judgement.total("unknown")
    if unknown:
        text = message("report-line-unknown", language, {"count": unknown})
        yield f"{plan.judgement.file}: {text}"
    if not any(plan.judgement.total(o) for o in ("pass", "fail", "unknown", "waived")):
        yield f"{plan.judgement.file}: {message('report-line-nothing', language)}"


def _address(finding: Finding, plan: Checked) -> str:
    """Where the subject stands, else the first value, but in the plan itself: others are not at fault."""
    origins = [finding.subject.origin, *(e.origin for e in finding.evidence)]
    for origin in origins:
        if origin is not None and origin.span is not None and origin.plan == plan.header.title:
            return origin.span.address
    return plan.judgement.file
