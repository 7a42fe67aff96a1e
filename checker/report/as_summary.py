"""Verdicts by outcome and family of rules: one Markdown table per plan and one for all. No findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from checker.findings import OUTCOMES, SEVERITIES
from checker.messages import Language
from checker.report.coverage import plan_coverage, report_coverage
from checker.report.layout import one_line, say
from checker.report.model import PlanReport, Report
from checker.report.wording import status_text

FamilyColumn = tuple[str, str]  # family, column

_SIGNS = re.compile(r"([\\`*_\[\]{}|~#$])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escape(text: str) -> str:
    """Return the text in one line with the special characters of Markdown and HTML escaped."""
    text = "".join(_ENTITIES.get(c, c) for c in one_line(text))
    return _SIGNS.sub(r"\\\1", text)


def family_of(code: str) -> str:
    """Return the part of a rule's code before the first hyphen: UPPER of UPPER-LOOSER."""
    return code.partition("-")[0]


def render(report: Report, language: Language) -> str:
    """Return one table per plan with families as rows and outcomes as columns, then one for all plans."""
    lines: list[str] = coverage_lines(report, language)
    for plan in report.plans:
        lines += [
            f"### {escape(plan.header.title)}",
            "",
            *render_table([plan], report, language),
            "",
        ]
    if len(report.plans) > 1:
        heading = f"### {say('summary-all', language)}"
        lines += [heading, "", *render_table(report.plans, report, language), ""]
    lines += [f"- {escape(file)} {say('not-read', language)}" for file in report.unchecked]
    return "\n".join(lines) + ("\n" if report.unchecked else "")


def coverage_lines(report: Report, language: Language) -> list[str]:
    """Return the first line about all plans, then one for each of several, and how many conditions each has."""
    lines = [escape(report_coverage(report, language)), ""]
    for plan in report.plans if len(report.plans) > 1 else ():
        text = escape(plan_coverage(plan, report, language))
        lines.append(f"- {escape(plan.header.title)}{say('colon', language)}{text}")
    lines += [""] if len(report.plans) > 1 else []
    warnings = [
        f"- {escape(condition.text(language))}"
        for plan in report.plans
        for condition in plan.judgement.conditions
        if condition.warns
    ]
    return [*lines, *warnings, ""] if warnings else lines


def render_table(plans: Sequence[PlanReport], report: Report, language: Language) -> Iterator[str]:
    """Yield a Markdown table with families of rules as rows and outcomes as columns."""
    counts: Counter[FamilyColumn] = Counter()
    for plan in plans:
        for rule in plan.judgement.counts:
            for outcome, number in rule.counts.items():
                counts[family_of(rule.rule), outcome] += number
        for severity in SEVERITIES:
            for finding in plan.failures(severity):
                counts[family_of(finding.rule), severity] += 1
    columns = [c for c in (*SEVERITIES, *OUTCOMES[1:], OUTCOMES[0]) if c != "fail"]
    names = [status_text(column, language) for column in columns]
    yield "| " + " | ".join([say("summary-family", language), *names]) + " |"
    yield "|---|" + "---:|" * len(columns)
    families = dict.fromkeys(family_of(card.code) for card in report.rules.values())
    for name in families:
        title = next(c.ruleset for c in report.rules.values() if family_of(c.code) == name)
        cells = [str(counts[name, column]) for column in columns]
        yield f"| {name} {escape(title)} | " + " | ".join(cells) + " |"
    totals = [str(sum(counts[name, column] for name in families)) for column in columns]
    yield f"| **{say('summary-total', language)}** | " + " | ".join(totals) + " |"
