"""Annotations of a GitHub workflow. Ten of a level are shown, so the gravest come first and the rest are counted."""

from __future__ import annotations

from checker.findings import SEVERITIES, Severity
from checker.messages import Language, message
from checker.report.coverage import condition_texts, provenance_text, report_coverage
from checker.report.export_texts import find_span, posix_path, sentence
from checker.report.layout import one_line
from checker.report.model import Report
from checker.source import Span

LIMIT = 10
COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, language: Language) -> str:
    """Return lines such as `::error file=…,line=…,col=…,title=…::message`, at most ten per level with the notices."""
    by_severity: dict[Severity, list[str]] = {s: [] for s in SEVERITIES}
    for fault in report.diagnostics:
        text = " ".join(filter(None, (fault.text(language), fault.help(language))))
        line = _line(COMMANDS[fault.severity], fault.file, fault.span, fault.code, text)
        by_severity[fault.severity].append(line)
    for plan in report.plans:
        for condition, text in condition_texts(plan, language):
            if condition.warns:
                span = condition.origin.span if condition.origin else None
                title = message("report-condition", language)
                line = _line("warning", plan.judgement.file, span, title, text)
                by_severity["warning"].append(line)
        for severity in SEVERITIES:
            for finding in plan.failures(severity):
                title = f"{finding.rule} {finding.title.pick(language)}"
                text = sentence(finding, language)
                span = find_span(finding, plan)
                line = _line(COMMANDS[severity], plan.judgement.file, span, title, text)
                by_severity[severity].append(line)
    unknown = report.total("unknown")
    counts = (
        ("report-line-unknown", unknown),
        ("report-line-waived", report.total("waived")),
        ("report-line-conditions", _conditions(report)),
    )
    closing = [_notice(code, count, language) for code, count in counts if count]
    if report.plans:
        made_with = provenance_text(report, report.plans, language)
        about = f"{report_coverage(report, language)}\n{made_with}"
        closing.insert(0, f"::notice::{_data(about)}")
    room = dict.fromkeys(SEVERITIES, LIMIT)
    room["info"] -= len(closing)
    if any(len(by_severity[s]) > room[s] for s in SEVERITIES):
        room["info"] -= 1
        left = sum(max(0, len(by_severity[s]) - room[s]) for s in SEVERITIES)
        closing.append(_notice("report-others", left, language))
    lines = [line for s in SEVERITIES for line in by_severity[s][: room[s]]]
    return "".join(f"{line}\n" for line in (*lines, *closing))


def _conditions(report: Report) -> int:
    return sum(len(plan.judgement.conditions) for plan in report.plans)


def _notice(code: str, count: int, language: Language) -> str:
    return f"::notice::{_data(message(code, language, {'count': count}))}"


def _line(command: str, file: str, span: Span | None, title: str, text: str) -> str:
    properties = {"file": one_line(posix_path(span.source.name if span else file))}
    if span is not None and span.file_line is not None:
        properties |= {"line": str(span.file_line), "col": str(span.file_column)}
    properties["title"] = one_line(title)
    fields = ",".join(f"{k}={_property(v)}" for k, v in properties.items() if v)
    return f"::{command} {fields}::{_data(one_line(text))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
