"""A report for a merge request: counts by family, then findings in groups. Plan texts cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.findings import SEVERITIES, Finding
from checker.messages import Language
from checker.report.as_summary import coverage_lines, escape, render_table
from checker.report.coverage import (
    condition_mark,
    condition_place,
    condition_texts,
    plan_hashes,
    provenance_rows,
)
from checker.report.export_texts import find_span, finding_details, sentence
from checker.report.layout import one_line, say
from checker.report.model import PlanReport, Report
from checker.report.wording import MARKS, by_rule, no_failure_text, waiver_lines


def render(report: Report, language: Language) -> str:
    """Return one chapter per plan, after the inputs that could not be read."""
    lines = [*coverage_lines(report, language), f"## {say('heading-all', language)}", ""]
    lines += _faults(report, language)
    for plan in report.plans:
        lines += [f"### {escape(plan.header.title)}", "", format_code(plan.judgement.file), ""]
        lines += [*render_table([plan], report, language), ""]
        lines += _plan(plan, language)
        lines += _conditions(plan, language)
    lines += _made_with(report, language)
    waivers = waiver_lines(report.waivers, language)
    if waivers:
        lines += [f"### {say('waivers', language, count=len(waivers))}", ""]
        lines += [f"- {mark} {escape(text)}" for mark, text in waivers]
    return "\n".join(lines).rstrip("\n") + "\n"


def _conditions(plan: PlanReport, language: Language) -> Iterator[str]:
    conditions = list(condition_texts(plan, language))
    if not conditions:
        return
    yield f"#### {MARKS['lacking']} {say('conditions', language, count=len(conditions))}"
    yield ""
    for condition, text in conditions:
        place, address = condition_place(condition, language)
        where = "".join(
            f" {part}" for part in (escape(place), address and format_code(address)) if part
        )
        yield f"- {condition_mark(condition)} {escape(text)}{where}"
    yield ""


def _made_with(report: Report, language: Language) -> Iterator[str]:
    colon = say("colon", language)
    yield f"### {say('provenance', language)}"
    yield ""
    rows = [*provenance_rows(report, language)]
    for plan in report.plans:
        rows += plan_hashes(plan, language)
    for label, text in rows:
        yield f"- {escape(label)}{colon}{escape(text)}"
    yield ""


def format_code(text: str) -> str:
    """Return the text as inline code, in a fence longer than any run of backticks in it."""
    text = one_line(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def _faults(report: Report, language: Language) -> Iterator[str]:
    if not report.diagnostics and not report.unchecked:
        return
    yield f"### {say('inputs', language)}"
    yield ""
    for fault in report.diagnostics:
        word = say(f"diagnostic-{fault.severity}", language)
        address = f" {format_code(fault.address)}" if fault.address else ""
        yield f"- **{word}**{address} {escape(fault.text(language))}"
    for file in report.unchecked:
        yield f"- {format_code(file)} {say('not-read', language)}"
    yield ""


def _plan(plan: PlanReport, language: Language) -> Iterator[str]:
    for severity in SEVERITIES:
        failures = plan.failures(severity)
        if failures:
            word = say(severity, language)
            heading = say("heading", language, severity=word, count=len(failures))
            yield f"#### {MARKS[severity]} {heading}"
            yield ""
            yield from _group(failures, plan, language)
    if not plan.judgement.total("fail"):
        yield no_failure_text(plan, language)
        yield ""
    for outcome in ("unknown", "waived"):
        undecided = plan.outcome(outcome)
        if undecided:
            heading = say(f"{outcome}-heading", language, count=len(undecided))
            yield f"<details><summary>{MARKS[outcome]} {heading}</summary>"
            yield ""
            yield from _group(undecided, plan, language)
            yield "</details>"
            yield ""


def _group(group: Sequence[Finding], plan: PlanReport, language: Language) -> Iterator[str]:
    colon = say("colon", language)
    for rule, findings in by_rule(group).items():
        yield f"**{rule}** {escape(findings[0].title.pick(language))}"
        yield ""
        for finding in findings:
            span = find_span(finding, plan)
            address = span.address if span else plan.judgement.file
            yield f"- {escape(sentence(finding, language))} {format_code(address)}"
            for label, text in finding_details(finding, plan, language):
                yield f"  - {escape(label)}{colon}{escape(text)}"
        yield ""
