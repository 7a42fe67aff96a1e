"""JUnit XML: a suite for each plan, a case for each rule. Well-formed for every text in a plan."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from junitparser import Attr, Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from checker.findings import Finding, RuleCount
from checker.messages import Language
from checker.report.coverage import (
    condition_texts,
    coverage_record,
    plan_coverage,
    provenance_record,
)
from checker.report.export_texts import find_span, finding_details, sentence, sort_findings
from checker.report.layout import join, one_line, say, strip_control_characters
from checker.report.model import PlanReport, Report
from checker.report.wording import by_rule, status_text, words_text


class _Suite(TestSuite):
    """A suite that also names its file, as GitLab reads it."""

    file = Attr()


def render(report: Report, language: Language) -> str:
    """Return the report as JUnit XML.

    Errors and warnings fail a case; unknown, waived or inapplicable rules are skipped; hints are its output.
    """
    root = JUnitXml("plancheck")
    for plan in report.plans:
        root.append(_suite(plan, report, language))  # its own method would merge plans of one title
    if report.unchecked or any(d.severity == "error" for d in report.diagnostics):
        root.append(_inputs(report, language))
    root.update_statistics()
    # Indented through the standard library, so that the bytes are the same with lxml and without it.
    stream = io.BytesIO()
    root.write(stream, pretty=True)
    return stream.getvalue().decode()


def _suite(plan: PlanReport, report: Report, language: Language) -> TestSuite:
    findings = by_rule(sort_findings(plan))
    cases = []
    for count in plan.judgement.counts:
        card = report.rules.get(count.rule)
        title = words_text(card.title, language) if card else ""
        case = TestCase(one_line(f"{count.rule} {title}"), one_line(plan.header.title))
        _judge(case, count, findings.get(count.rule, []), plan, language)
        cases.append(case)
    suite = _Suite(one_line(plan.header.title))
    suite.file = one_line(plan.judgement.file)
    suite.add_testcases([*_blind(plan, report, language), *cases])
    for name, value in coverage_record(plan.judgement.coverage, report.provenance).items():
        suite.add_property(name, str(value))
    suite.add_property("coverage", plan_coverage(plan, report, language))
    suite.add_property("sha256", plan.sha256)
    for name, value in _made_with(report):
        suite.add_property(name, value)
    for condition, text in condition_texts(plan, language):
        suite.add_property("condition-warning" if condition.warns else "condition", text)
    return suite


def _made_with(report: Report) -> Iterator[tuple[str, str]]:
    for name, value in provenance_record(report).items():
        if isinstance(value, str) and value:
            yield name, value


def _blind(plan: PlanReport, report: Report, language: Language) -> Iterator[TestCase]:
    """Yield a skipped case for a plan of which nothing was recognised: without it the suite would look passed."""
    if plan.judgement.coverage.is_blind:
        case = TestCase(say("coverage", language), one_line(plan.header.title))
        case.append(Skipped(plan_coverage(plan, report, language)))
        yield case


def _judge(
    case: TestCase, count: RuleCount, findings: list[Finding], plan: PlanReport, language: Language
) -> None:
    failures = [f for f in findings if f.status in ("error", "warning")]
    rest = [f for f in findings if f not in failures]
    if failures:
        failure = Failure(_head(failures, language), failures[0].severity)
        failure.text = _text(failures, plan, language)
        case.append(failure)
    elif any(f.outcome == "unknown" for f in rest):
        _skip(case, "unknown", [f for f in rest if f.outcome == "unknown"], language)
    elif any(f.outcome == "waived" for f in rest):
        _skip(case, "waived", [f for f in rest if f.outcome == "waived"], language)
    elif not count.is_applied:
        _skip(case, "not-applicable", [], language)
    if rest:
        case.system_out = _text(rest, plan, language)


def _skip(case: TestCase, outcome: str, findings: list[Finding], language: Language) -> None:
    parts = (status_text(outcome, language), _head(findings, language))
    case.append(Skipped(join("colon", parts, language)))


def _head(findings: list[Finding], language: Language) -> str:
    if not findings:
        return ""
    first = sentence(findings[0], language)
    return first if len(findings) == 1 else say("times", language, text=first, count=len(findings))


def _text(findings: Iterable[Finding], plan: PlanReport, language: Language) -> str:
    colon = say("colon", language)
    lines = []
    for finding in findings:
        span = find_span(finding, plan)
        address = one_line(span.address if span else plan.judgement.file)
        lines.append(f"{address}: {sentence(finding, language)}")
        lines += [
            f"  {label}{colon}{text}" for label, text in finding_details(finding, plan, language)
        ]
    return _lines("\n".join(lines))


def _lines(text: str) -> str:
    """Return the text without control characters and with line feeds only: with lxml, a carriage return differs."""
    return "\n".join(strip_control_characters(text).splitlines())


def _inputs(report: Report, language: Language) -> TestSuite:
    """Return a suite of failed cases, one per faulty input and per plan that could not be read."""
    suite = TestSuite(say("inputs", language))
    faults = [d for d in report.diagnostics if d.severity == "error"]
    faulty_files = {fault.file_name for fault in faults}
    for fault in faults:
        error = Error(one_line(fault.text(language)), fault.code)
        error.text = _lines(fault.help(language))
        suite.append(_failed(fault.address or fault.code, fault.code, error))
    for file in report.unchecked:
        if file not in faulty_files:
            suite.append(_failed(file, "unchecked", Error(say("not-read", language))))
    return suite


def _failed(name: str, classname: str, error: Error) -> TestCase:
    case = TestCase(one_line(name), classname)
    case.append(error)
    return case
