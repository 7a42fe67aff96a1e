"""JUnit XML: a suite for each plan, a case for each rule. Always well-formed, whatever the plans hold."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from checker.findings import Finding, RuleCount
from checker.messages import Language, message
from checker.report.model import Checked, Report
from checker.report.plain import details, ordered, sentence, span_of, visible


def render(report: Report, language: Language) -> str:
    """Errors and warnings fail a case; what is not known, waived or not applicable skips it; hints are its output."""
    root = ET.Element("testsuites", name="plancheck")
    suites = [_suite(plan, report, language) for plan in report.plans]
    if report.unchecked or any(d.severity == "error" for d in report.diagnostics):
        suites.append(_inputs(report, language))
    for suite in suites:
        root.append(suite)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(s.get(name, "0")) for s in suites)))
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _suite(plan: Checked, report: Report, language: Language) -> ET.Element:
    suite = ET.Element(
        "testsuite", name=visible(plan.header.title), file=visible(plan.judgement.file)
    )
    by_rule: dict[str, list[Finding]] = {}
    for finding in ordered(plan):
        by_rule.setdefault(finding.rule, []).append(finding)
    for count in plan.judgement.counts:
        card = report.rules.get(count.rule)
        title = card.title.pick(language) if card else ""
        name = visible(f"{count.rule} {title}".rstrip())
        case = ET.SubElement(suite, "testcase", name=name, classname=visible(plan.header.title))
        _case(case, count, by_rule.get(count.rule, []), plan, language)
    return _totals(suite)


def _case(
    case: ET.Element, count: RuleCount, found: list[Finding], plan: Checked, language: Language
) -> None:
    wrong = [f for f in found if f.outcome == "fail" and f.severity != "info"]
    rest = [f for f in found if f not in wrong]
    if wrong:
        text = _text(wrong, plan, language)
        failure = ET.SubElement(case, "failure", message=_head(wrong, language))
        failure.set("type", wrong[0].severity)
        failure.text = text
    elif any(f.outcome == "unknown" for f in rest):
        _skip(case, "unknown", [f for f in rest if f.outcome == "unknown"], language)
    elif any(f.outcome == "waived" for f in rest):
        _skip(case, "waived", [f for f in rest if f.outcome == "waived"], language)
    elif not any(n for outcome, n in count.counts.items() if outcome != "not-applicable"):
        _skip(case, "not-applicable", [], language)
    if rest:
        ET.SubElement(case, "system-out").text = _text(rest, plan, language)


def _skip(case: ET.Element, outcome: str, found: list[Finding], language: Language) -> None:
    parts = (message(f"report-outcome-{outcome}", language), _head(found, language))
    text = message("report-colon", language).join(filter(None, parts))
    ET.SubElement(case, "skipped", message=text)


def _head(found: list[Finding], language: Language) -> str:
    if not found:
        return ""
    first = sentence(found[0], language)
    if len(found) == 1:
        return first
    given = {"text": first, "count": len(found)}
    return message("report-times", language, given)


def _text(found: Iterable[Finding], plan: Checked, language: Language) -> str:
    colon = message("report-colon", language)
    lines = []
    for finding in found:
        span = span_of(finding, plan)
        address = visible(span.address if span else plan.judgement.file)
        lines.append(f"{address}: {sentence(finding, language)}")
        lines += [f"  {label}{colon}{text}" for label, text in details(finding, plan, language)]
    return "\n".join(lines)


def _inputs(report: Report, language: Language) -> ET.Element:
    """Inputs that are wrong: no plan that could not be read may pass for one without faults."""
    suite = ET.Element("testsuite", name=message("report-inputs", language))
    faults = [d for d in report.diagnostics if d.severity == "error"]
    told = {d.span.source.name if d.span else d.file for d in faults}
    for fault in faults:
        case = ET.SubElement(
            suite, "testcase", name=visible(fault.address or fault.code), classname=fault.code
        )
        error = ET.SubElement(case, "error", message=visible(fault.text(language)), type=fault.code)
        error.text = visible(fault.help(language))
    for file in report.unchecked:
        if file not in told:
            case = ET.SubElement(suite, "testcase", name=visible(file), classname="unchecked")
            ET.SubElement(case, "error", message=message("report-not-read", language))
    return _totals(suite)


def _totals(suite: ET.Element) -> ET.Element:
    kinds = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    for name, tag in kinds.items():
        suite.set(name, str(sum(1 for _ in suite.iter(tag))))
    return suite
