"""A report for a merge request: counts by family, then findings in groups. Plan texts cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.findings import SEVERITIES, Finding
from checker.messages import Language, message
from checker.report.as_summary import escape, table
from checker.report.export_texts import details, sentence, span_of
from checker.report.layout import one_line
from checker.report.model import PlanReport, Report
from checker.report.wording import MARKS, by_rule, waiver_lines


def render(report: Report, language: Language) -> str:
    """Return one chapter per plan, after the inputs that could not be read."""
    lines = [f"## {message('report-heading-all', language)}", ""]
    lines += _faults(report, language)
    for plan in report.plans:
        lines += [f"### {escape(plan.header.title)}", "", code(plan.judgement.file), ""]
        lines += [*table([plan], report, language), ""]
        lines += _plan(plan, language)
    waivers = waiver_lines(report.waivers, language)
    if waivers:
        lines += [f"### {message('report-waivers', language, {'count': len(waivers)})}", ""]
        lines += [f"- {mark} {escape(text)}" for mark, text in waivers]
    return "\n".join(lines).rstrip("\n") + "\n"


def code(text: str) -> str:
    """Return the text as inline code, in a fence longer than any run of backticks in it."""
    text = one_line(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def _faults(report: Report, language: Language) -> Iterator[str]:
    if not report.diagnostics and not report.unchecked:
        return
    yield f"### {message('report-inputs', language)}"
    yield ""
    for fault in report.diagnostics:
        word = message(f"report-diagnostic-{fault.severity}", language)
        address = f" {code(fault.address)}" if fault.address else ""
        yield f"- **{word}**{address} {escape(fault.text(language))}"
    for file in report.unchecked:
        yield f"- {code(file)} {message('report-not-read', language)}"
    yield ""


def _plan(plan: PlanReport, language: Language) -> Iterator[str]:
    for severity in SEVERITIES:
        found = plan.failures(severity)
        if found:
            given = {"severity": message(f"report-{severity}", language), "count": len(found)}
            yield f"#### {MARKS[severity]} {message('report-heading', language, given)}"
            yield ""
            yield from _group(found, plan, language)
    if not plan.judgement.total("fail"):
        yield message(_nothing(plan), language, {"count": plan.judgement.total("unknown")})
        yield ""
    for outcome in ("unknown", "waived"):
        undecided = plan.outcome(outcome)
        if undecided:
            given = {"count": len(undecided)}
            heading = message(f"report-{outcome}-heading", language, given)
            yield f"<details><summary>{MARKS[outcome]} {heading}</summary>"
            yield ""
            yield from _group(undecided, plan, language)
            yield "</details>"
            yield ""


def _nothing(plan: PlanReport) -> str:
    if plan.judgement.total("unknown"):
        return "report-none-but"
    judged = any(plan.judgement.total(o) for o in ("pass", "waived"))
    return "report-none" if judged else "report-nothing-judged"


def _group(found: Sequence[Finding], plan: PlanReport, language: Language) -> Iterator[str]:
    colon = message("report-colon", language)
    for rule, findings in by_rule(found).items():
        yield f"**{rule}** {escape(findings[0].title.pick(language))}"
        yield ""
        for finding in findings:
            span = span_of(finding, plan)
            address = span.address if span else plan.judgement.file
            yield f"- {escape(sentence(finding, language))} {code(address)}"
            for label, text in details(finding, plan, language):
                yield f"  - {escape(label)}{colon}{escape(text)}"
        yield ""
