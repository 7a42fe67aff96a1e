"""A report as one HTML file for drafting staff. It loads nothing, and the policy allows only its own script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from checker import __version__
from checker.findings import OUTCOMES, SEVERITIES, Evidence, Finding, Origin, Outcome
from checker.messages import Language, message
from checker.report.interval_chart import IntervalChart, lay_out_chart
from checker.report.layout import join, say, width
from checker.report.model import PlanReport, Report, UpperLevel
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
    split_reasons,
    waiver_lines,
    words_text,
)
from checker.source import Record

TEMPLATE = Path(__file__).with_name("report.html.j2")
WORST = 6

# Controls, and what turns the direction of a text or hides in it: none of it is for a reader.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)


class Quote(Record):
    """One operand: the printed text, its meaning and its addresses."""

    label: str
    printed: str
    read: str
    remarks: tuple[str, ...]
    plan: str
    grade: str
    place: str
    address: str

    @property
    def is_shown(self) -> bool:
        """Whether it has more than a place."""
        return bool(self.printed or self.read or self.remarks)


class FindingView(Record):
    """A finding with what the template needs beside it: anchor, order, texts, chart and line in the plan data."""

    finding: Finding
    id: str
    order: int
    head: str
    message: str
    quotes: tuple[Quote, ...]
    chart: IntervalChart | None
    chart_text: str
    formula: str
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]
    line: int


def render(report: Report, language: Language) -> str:
    """Return the report as an HTML page. Equal reports give equal bytes."""
    return render_template(
        TEMPLATE, language, report=report, marks=MARKS,
        plans=list(_plans(report, language)), severities=SEVERITIES,
        waivers=waiver_lines(report.waivers, language),
    )  # fmt: skip


def render_template(template: Path, language: Language, **variables: object) -> str:
    """Render a Jinja template with `variables`. It gets texts by `say(code)` and hashes its script."""
    from jinja2 import Environment, StrictUndefined

    def say(code: str, **arguments: object) -> str:
        has_topic = code.startswith(("html-", "batch-"))
        return message(code if has_topic else f"report-{code}", language, arguments)

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["sha256"] = _digest
    environment.filters["pick"] = lambda text: text.pick(language)
    compiled = environment.from_string(template.read_text(encoding="utf-8"))
    return _INVISIBLE.sub(
        "", compiled.render(variables, say=say, language=language, version=__version__)
    )


def _digest(script: str) -> str:
    """Return the SHA-256 of the script in Base64, for the content security policy of the page."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _plans(report: Report, language: Language) -> Iterator[dict[str, object]]:
    met: Counter[str] = Counter()
    for number, plan in enumerate(report.plans, start=1):
        failed = [f for s in SEVERITIES for f in plan.failures(s)]
        items = [_item(f, plan, n, met, language) for n, f in enumerate(failed)]
        counts: dict[str, int] = {o: plan.judgement.total(o) for o in OUTCOMES}
        counts["inapplicable"] = counts["not-applicable"]
        yield {
            "number": number,
            "header": plan.header,
            "level": plan.header.level.pick(language),
            "file": plan.judgement.file,
            "contents": contents_texts(plan, language),
            "chain": [_step(step, language) for step in reversed(plan.upper_levels)],
            "checked": plan,
            "by_severity": plan.by_severity,
            "counts": counts,
            "rules": len(plan.judgement.counts),
            "verdicts": plan.judgement.verdicts,
            "worst": _worst(items),
            "items": items,
            "undecided": [
                (outcome, counts[outcome], _groups(plan, outcome, met, language))
                for outcome in ("unknown", "waived")
                if counts[outcome]
            ],
            "idle_rules": [
                (
                    code,
                    words_text(report.rules[code].title, language) if code in report.rules else "",
                )
                for code in plan.idle_rules
            ],
            "unmatched": [
                (name, span.address, join("list", near, language))
                for name, span, near in plan.judgement.unmatched
            ],
        }


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


def _step(step: UpperLevel, language: Language) -> dict[str, object]:
    def named(verdict: str) -> list[tuple[str, str, str]]:
        return [
            (s.title, s.period, grade_text(s.grade, language))
            for s in step.candidates
            if s.verdict == verdict
        ]

    return {
        "level": step.level.pick(language),
        "region": step.region,
        "used": named("used"),
        "rivals": named("rival"),
    }


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
    fails = finding.outcome == "fail"
    chart, rows = _chart(finding.evidence, language) if fails else (None, "")
    span = finding.subject.origin.span if finding.subject.origin else None
    return FindingView(
        finding=finding,
        id=_anchor(plan.fingerprint(finding), met),
        order=order,
        head=head,
        message=text,
        quotes=tuple(_quotes(finding, plan, language)),
        chart=chart,
        chart_text=rows,
        formula=finding.formula.pick(language) if fails or finding.evidence else "",
        reasons=tuple(r.text(language) for r in why),
        remarks=tuple(r.text(language) for r in remarks),
        line=span.line if span else 0,
    )


def _anchor(fingerprint: str, met: Counter[str]) -> str:
    """Return an id that survives edits of the plan; a number separates findings of one fingerprint."""
    name = f"f-{fingerprint[:16]}"
    met[name] += 1
    return name if met[name] == 1 else f"{name}-{met[name]}"


def _quotes(finding: Finding, plan: PlanReport, language: Language) -> Iterator[Quote]:
    graded = has_grade_remark(finding)
    yield from (_quote(evidence, plan, graded, language) for evidence in finding.evidence)
    origin = finding.subject.origin
    if origin is not None and is_place_hidden(finding):
        label = say("stands", language)
        yield Quote(label, "", "", (), *_where(origin, plan, graded, language))


def _quote(evidence: Evidence, plan: PlanReport, graded: bool, language: Language) -> Quote:
    read = evidence.read_as.pick(language)
    origin = evidence.origin
    return Quote(
        evidence.label.pick(language),
        evidence.printed,
        "" if evidence.printed and read in (evidence.printed, "？") else read,
        tuple(r.text(language) for r in evidence.remarks),
        *(_where(origin, plan, graded, language) if origin else ("", "", "", "")),
    )


def _where(
    origin: Origin, plan: PlanReport, graded: bool, language: Language
) -> tuple[str, str, str, str]:
    """Return title and grade if the value is of another plan, its place in the document, its address in the data."""
    other = origin.plan != plan.header.title
    return (
        origin.plan if other else "",
        grade_text(origin.grade, language) if other and not graded else "",
        place_text(origin.place, language),
        origin.span.address if origin.span else "",
    )


def _chart(evidence: Iterable[Evidence], language: Language) -> tuple[IntervalChart | None, str]:
    texts = [(e.label.pick(language), e.read_as.zh) for e in evidence]
    rows = [f"{label} {text}" for label, text in texts]
    short = [row if width(row) <= 44 else text for row, (_, text) in zip(rows, texts, strict=True)]
    chart = lay_out_chart([(row, text) for row, (_, text) in zip(short, texts, strict=True)])
    return chart, join("semicolon", rows, language)
