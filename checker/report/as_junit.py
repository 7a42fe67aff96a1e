"""JUnit XML: a suite for each plan, a case for each rule. Always well-formed, whatever the plans hold."""

from __future__ import annotations

import io
from collections.abc import Iterable

from junitparser import Attr, Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from checker.findings import Finding, RuleCount
from checker.messages import Language, message
from checker.report.export_texts import details, ordered, sentence, span_of
from checker.report.layout import one_line, strip_control_characters
from checker.report.model import PlanReport, Report


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
    by_rule: dict[str, list[Finding]] = {}
    for finding in ordered(plan):
        by_rule.setdefault(finding.rule, []).append(finding)
    cases = []
    for count in plan.judgement.counts:
        card = report.rules.get(count.rule)
        title = card.title.pick(language) if card else ""
        case = TestCase(one_line(f"{count.rule} {title}"), one_line(plan.header.title))
        _judge(case, count, by_rule.get(count.rule, []), plan, language)
        cases.append(case)
    suite = _Suite(one_line(plan.header.title))
    suite.file = one_line(plan.judgement.file)
    suite.add_testcases(cases)
    return suite


def _judge(
    case: TestCase, count: RuleCount, found: list[Finding], plan: PlanReport, language: Language
) -> None:
    wrong = [f for f in found if f.outcome == "fail" and f.severity != "info"]
    rest = [f for f in found if f not in wrong]
    if wrong:
        failure = Failure(_head(wrong, language), wrong[0].severity)
        failure.text = _text(wrong, plan, language)
        case.append(failure)
    elif any(f.outcome == "unknown" for f in rest):
        _skip(case, "unknown", [f for f in rest if f.outcome == "unknown"], language)
    elif any(f.outcome == "waived" for f in rest):
        _skip(case, "waived", [f for f in rest if f.outcome == "waived"], language)
    elif not any(n for outcome, n in count.counts.items() if outcome != "not-applicable"):
        _skip(case, "not-applicable", [], language)
    if rest:
        case.system_out = _text(rest, plan, language)


def _skip(case: TestCase, outcome: str, found: list[Finding], language: Language) -> None:
    parts = (message(f"report-outcome-{outcome}", language), _head(found, language))
    case.append(Skipped(message("report-colon", language).join(filter(None, parts))))


def _head(found: list[Finding], language: Language) -> str:
    if not found:
        return ""
    first = sentence(found[0], language)
    if len(found) == 1:
        return first
    given = {"text": first, "count": len(found)}
    return message("report-times", language, given)


def _text(found: Iterable[Finding], plan: PlanReport, language: Language) -> str:
    colon = message("report-colon", language)
    lines = []
    for finding in found:
        span = span_of(finding, plan)
        address = one_line(span.address if span else plan.judgement.file)
        lines.append(f"{address}: {sentence(finding, language)}")
        lines += [f"  {label}{colon}{text}" for label, text in details(finding, plan, language)]
    return _lines("\n".join(lines))


def _lines(text: str) -> str:
    """Return the text without control characters and with line feeds only: with lxml, a carriage return differs."""
    return "\n".join(strip_control_characters(text).splitlines())


def _inputs(report: Report, language: Language) -> TestSuite:
    """Return a suite of failed cases, one per faulty input and per plan that could not be read."""
    suite = TestSuite(message("report-inputs", language))
    faults = [d for d in report.diagnostics if d.severity == "error"]
    told = {d.span.source.name if d.span else d.file for d in faults}
    for fault in faults:
        error = Error(one_line(fault.text(language)), fault.code)
        error.text = _lines(fault.help(language))
        suite.append(_failed(fault.address or fault.code, fault.code, error))
    for file in report.unchecked:
        if file not in told:
            suite.append(_failed(file, "unchecked", Error(message("report-not-read", language))))
    return suite


def _failed(name: str, classname: str, error: Error) -> TestCase:
    case = TestCase(one_line(name), classname)
    case.append(error)
    return case
