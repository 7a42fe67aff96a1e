"""A report as one HTML file for drafting staff. It loads nothing, and the policy allows only its own script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from checker.findings import OUTCOMES, SEVERITIES, Evidence, Finding, Outcome, Reason
from checker.messages import Language, message
from checker.report.coverage import (
    condition_mark,
    condition_place,
    condition_texts,
    plan_coverage,
    plan_hashes,
    provenance_rows,
    report_coverage,
)
from checker.report.interval_chart import IntervalChart, lay_out_chart
from checker.report.layout import join, width
from checker.report.model import PlanReport, Report
from checker.report.wording import (
    MARKS,
    by_rule,
    contents_texts,
    grade_text,
    has_grade_remark,
    headline,
    is_place_hidden,
    place_text,
    reason_groups,
    remedy_text,
    split_reasons,
    waiver_lines,
)
from checker.source import Record
from checker.version import __version__

TEMPLATE = Path(__file__).with_name("report.html.j2")
WORST = 6
UNDECIDED: tuple[Outcome, ...] = ("unknown", "waived")

# Controls, and what turns the direction of a text or hides in it: none of it is for a reader.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)


class FindingView(Record):
    """A finding with what the template needs beside it: anchor, order, texts, chart, reasons and remarks."""

    finding: Finding
    id: str
    order: int
    head: str
    message: str
    chart: IntervalChart | None
    chart_text: str
    reasons: tuple[Reason, ...]
    remarks: tuple[Reason, ...]


def render(report: Report, language: Language) -> str:
    """Return the report as an HTML page. Equal reports give equal bytes."""
    return render_template(
        TEMPLATE, language, report=report, marks=MARKS,
        plans=list(_plans(report, language)), severities=SEVERITIES,
        waivers=waiver_lines(report.waivers, language),
        coverage=report_coverage(report, language), made_with=_made_with(report, language),
    )  # fmt: skip


def render_template(template: Path, language: Language, **variables: object) -> str:
    """Render a Jinja template with `variables` and the phrases of `wording`. It gets texts by `say(code)`."""
    from jinja2 import Environment, StrictUndefined

    def say(code: str, **arguments: object) -> str:
        has_topic = code.startswith(("html-", "batch-"))
        return message(code if has_topic else f"report-{code}", language, arguments)

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["shown"] = lambda e: bool(e.printed or e.read_as.zh or e.remarks)
    environment.filters["sha256"] = _digest
    for function in (grade_text, place_text, remedy_text, has_grade_remark, is_place_hidden):
        environment.globals[function.__name__] = function
    environment.filters["pick"] = lambda text: text.pick(language)
    environment.filters["texts"] = lambda reasons: [reason.text(language) for reason in reasons]
    compiled = environment.from_string(template.read_text(encoding="utf-8"))
    return _INVISIBLE.sub(
        "", compiled.render(variables, say=say, language=language, version=__version__)
    )


def _digest(script: str) -> str:
    """Return the SHA-256 of the script in Base64, for the content security policy of the page."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _plans(report: Report, language: Language) -> Iterator[dict[str, object]]:
    met: Counter[str] = Counter()
    for plan in report.plans:
        failed = [f for s in SEVERITIES for f in plan.failures(s)]
        items = [_item(f, plan, n, met, language) for n, f in enumerate(failed)]
        counts = {outcome: plan.judgement.total(outcome) for outcome in OUTCOMES}
        yield {
            "checked": plan,
            "contents": contents_texts(plan, language),
            "counts": counts,
            "worst": _worst(items),
            "items": items,
            "undecided": [
                (outcome, counts[outcome], _groups(plan, outcome, met, language))
                for outcome in UNDECIDED
                if counts[outcome]
            ],
            "coverage": plan_coverage(plan, report, language),
            "conditions": [
                (condition_mark(c), text, *condition_place(c, language))
                for c, text in condition_texts(plan, language)
            ],
        }


def _made_with(report: Report, language: Language) -> list[tuple[str, str]]:
    rows = list(provenance_rows(report, language))
    for plan in report.plans:
        rows += plan_hashes(plan, language)
    return rows


def _worst(items: Iterable[FindingView]) -> list[FindingView]:
    """Return the first findings by severity, taking one of each rule before a second of any."""
    met: Counter[str] = Counter()
    ranked = []
    for item in items:
        severity, rule = item.finding.severity, item.finding.rule
        if severity != "info":
            ranked.append((SEVERITIES.index(severity), met[severity + rule], item.order, item))
            met[severity + rule] += 1
    return [row[-1] for row in sorted(ranked, key=lambda row: row[:3])][:WORST]


def _groups(
    plan: PlanReport, outcome: Outcome, met: Counter[str], language: Language
) -> list[tuple[str, list[FindingView]]]:
    """Return the findings with an outcome by rule, each group with its reasons."""
    return [
        (
            reason_groups(findings, language),
            [_item(f, plan, n, met, language) for n, f in enumerate(findings)],
        )
        for findings in by_rule(plan.outcome(outcome)).values()
    ]


def _item(
    finding: Finding, plan: PlanReport, order: int, met: Counter[str], language: Language
) -> FindingView:
    head, text = headline(finding, language)
    why, remarks = split_reasons(finding)
    chart, rows = _chart(finding.evidence, language) if finding.outcome == "fail" else (None, "")
    anchor = _anchor(plan.fingerprint(finding), met)
    return FindingView(finding, anchor, order, head, text, chart, rows, why, remarks)


def _anchor(fingerprint: str, met: Counter[str]) -> str:
    """Return an id that survives edits of the plan; a number separates findings of one fingerprint."""
    name = f"f-{fingerprint[:16]}"
    met[name] += 1
    return name if met[name] == 1 else f"{name}-{met[name]}"


def _chart(evidence: Iterable[Evidence], language: Language) -> tuple[IntervalChart | None, str]:
    texts = [(e.label.pick(language), e.read_as.zh) for e in evidence]
    rows = [f"{label} {text}" for label, text in texts]
    short = [row if width(row) <= 44 else text for row, (_, text) in zip(rows, texts, strict=True)]
    chart = lay_out_chart([(row, text) for row, (_, text) in zip(short, texts, strict=True)])
    return chart, join("semicolon", rows, language)
