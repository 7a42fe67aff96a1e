"""A report for a reviewer at a terminal. Every Chinese text in full, in lines of the page's width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from checker.findings import OUTCOMES, SEVERITIES, Evidence, Finding, Origin, Outcome, Severity
from checker.messages import Language
from checker.report.coverage import (
    condition_mark,
    condition_place,
    condition_texts,
    plan_coverage,
    plan_hashes,
    provenance_rows,
    report_coverage,
)
from checker.report.export_texts import sentence, worst_findings
from checker.report.layout import Page, one_line, pad, width, wrap
from checker.report.model import CandidatePlan, PlanReport, Report, WaiverUse
from checker.report.wording import (
    MARKS,
    ROLES,
    by_rule,
    contents_texts,
    formula_text,
    grade_text,
    has_grade_remark,
    headline,
    is_place_hidden,
    no_failure_text,
    place_text,
    reason_groups,
    reason_text,
    source_text,
    split_reasons,
    value_text,
    waiver_lines,
)

# A label longer than this stands before its text, not in a column.
_LABEL = 14

MOST_GRAVE = 3
"""Findings that the end of the report names again."""


def render(
    report: Report,
    language: Language,
    *,
    columns: int = 80,
    color: bool = False,
    verbose: bool = False,
    explain_chain: bool = False,
) -> str:
    """Return the report as text. `verbose` shows each unknown finding and hint instead of a line per rule."""
    page = Page(language, columns, color)
    lines: list[str] = []
    if len(report.plans) > 1:
        lines += [*page.block(report_coverage(report, language)), ""]
    for plan in report.plans:
        lines += [*page.block(plan_coverage(plan, report, language)), ""]
        lines += _plan(plan, page, verbose, explain_chain, len(report.plans) > 1)
        lines += [""] if lines[-1] else []
    lines += _closing(report, page)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n" if lines else ""


def _plan(
    plan: PlanReport, page: Page, verbose: bool, explain_chain: bool, several: bool
) -> Iterator[str]:
    yield from render_head(plan, page)
    yield ""
    if explain_chain:
        yield from _chain_explained(plan, page)
    number = 0
    for severity in SEVERITIES:
        failures = plan.failures(severity)
        if not failures:
            continue
        if severity == "info" and number and not verbose:
            yield from _folded(failures, severity, page)
        else:
            yield from _group(plan, failures, severity, number, page, verbose)
        number += len(failures)
    if not plan.judgement.total("fail"):
        earned = plan.is_judged and not plan.judgement.coverage.is_blind
        role = "green" if earned and not plan.judgement.total("unknown") else "yellow"
        yield from page.block(no_failure_text(plan, page.language), role=role)
        yield ""
    for outcome in ("unknown", "waived"):
        yield from _undecided(plan, outcome, page, verbose)
    yield from _notes(plan, page)
    if several:
        yield from _counts([plan], page)


# ---- the head


def render_head(plan: PlanReport, page: Page) -> Iterator[str]:
    """Yield title, file, scope, the plans above and the contents of a plan."""
    yield from page.block(one_line(plan.header.title), role="bold")
    yield from page.fields(_header(plan, page), 2)


def _header(plan: PlanReport, page: Page) -> Iterator[tuple[str, str]]:
    header = plan.header
    yield page.say("file"), plan.judgement.file
    yield (
        page.say("scope"),
        page.say(
            "scope-text", region=header.region, code=header.code, level=header.level.pick(page.language),
            sector=header.sector, period=header.period, base=header.base_year, target=header.target_year,
        ),
    )  # fmt: skip
    yield page.say("upper"), "\n".join(upper_lines(plan, page))
    yield (
        page.say("contents"),
        page.join("list", contents_texts(plan, page.language)) or page.say("contents-none"),
    )


def upper_lines(plan: PlanReport, page: Page) -> Iterator[str]:
    """Yield one line per level above: the plans used, or that there is none."""
    if not plan.upper_levels:
        code = "upper-top" if plan.is_topmost else "upper-no-region"
        yield page.say(code, code_of_region=plan.header.code)
        return
    for step in plan.upper_levels:
        level = step.level.pick(page.language)
        for source in step.used:
            note = grade_text(source.grade, page.language)
            yield page.say("upper-used", level=level, title=source.title, note=note)
        if not step.used:
            yield page.say("upper-none", level=level, region=step.region)


def _chain_explained(plan: PlanReport, page: Page) -> Iterator[str]:
    yield page.paint(page.say("chain-heading"), "bold")
    if not plan.upper_levels:
        yield from page.block(next(upper_lines(plan, page)), 2)
    for step in plan.upper_levels:
        level = step.level.pick(page.language)
        yield from page.block(
            page.say("chain-step", level=level, region=step.region, code=step.code), 2
        )
        for source in step.candidates:
            if source.verdict != "sector":
                yield from page.block(_considered(source, page), 4)
        others = sum(source.verdict == "sector" for source in step.candidates)
        if others:
            yield from page.block(page.say("chain-sector", count=others), 4)
        if not step.candidates:
            yield from page.block(page.say("chain-no-candidate"), 4)
    yield ""


def _considered(source: CandidatePlan, page: Page) -> str:
    return page.say(
        "chain-source", title=source.title, period=source.period, file=source.file,
        verdict=page.say(f"chain-{source.verdict}"),
    )  # fmt: skip


# ---- findings


def _group(
    plan: PlanReport,
    failures: Sequence[Finding],
    severity: Severity,
    before: int,
    page: Page,
    verbose: bool,
) -> Iterator[str]:
    """Yield the findings of one severity by rule, numbered from `before` + 1."""
    yield page.paint(_heading(failures, severity, page), "bold")
    yield ""
    number = before
    for findings in by_rule(failures).values():
        yield from _rule_head(findings[0], severity, page, verbose)
        yield ""
        for finding in findings:
            number += 1
            yield from _finding(plan, finding, str(number), page)
            yield ""


def _rule_head(finding: Finding, mark: str, page: Page, verbose: bool) -> Iterator[str]:
    head = page.paint(MARKS[mark], ROLES[mark]) + " "
    indent = " " * (width(MARKS[mark]) + 1)
    title = finding.title.pick(page.language)
    for n, line in enumerate(wrap(f"{finding.rule} {title}", page.columns - 3)):
        yield (indent if n else head) + page.paint(line, ROLES[mark])
    rows = [(page.say("basis"), "\n".join(finding.basis))]
    if verbose:
        rows.append((page.say("rationale"), finding.rationale.pick(page.language)))
    rows.append((page.say("remedy"), finding.remedy.pick(page.language)))
    if finding.rule_span is not None:
        rows.append((page.say("rule"), finding.rule_span.address))
    yield from page.fields(rows, 3)


def _finding(plan: PlanReport, finding: Finding, number: str, page: Page) -> Iterator[str]:
    title, language = plan.header.title, page.language
    head = f"   {number}. "
    indent = width(head)
    first, message = headline(finding, language)
    yield from page.block(first, 0, head, "bold")
    if message:
        yield from page.block(message, indent)
    labels = [
        page.say("formula"),
        page.say("remedy"),
        page.say("remark"),
        page.say("reason"),
        page.say("stands"),
    ]
    labels += [e.label.pick(language) for e in finding.evidence]
    column = max(w for w in map(width, labels) if w <= _LABEL) + 2
    graded = has_grade_remark(finding)
    for evidence in finding.evidence:
        yield from _evidence(evidence, title, indent, column, page, graded)
    for label, text in _remarks(finding, page):
        yield from page.block(text, indent, pad(label, column))
    origin = finding.subject.origin
    if origin is not None and is_place_hidden(finding):
        yield from address_lines(origin, title, indent, pad(page.say("stands"), column), page)


def _evidence(
    evidence: Evidence, title: str, indent: int, column: int, page: Page, graded: bool
) -> Iterator[str]:
    label = evidence.label.pick(page.language)
    text = value_text(evidence, page.language)
    if width(label) > _LABEL:
        yield from page.block(f"{label}{page.say('colon')}{text}", indent)
    else:
        yield from page.block(text, indent, pad(label, column))
    if evidence.origin is not None:
        yield from address_lines(evidence.origin, title, indent, " " * column, page, graded)


def address_lines(
    origin: Origin, plan_title: str, indent: int, head: str, page: Page, graded: bool = False
) -> Iterator[str]:
    """Yield the address in the plan data, unbroken so that a terminal can link it, and the place in the document.

    `graded`: a remark already gives the grade of the value, so it is left out here.
    """
    before = " " * indent + head
    address = origin.span.address_beside_place if origin.span else ""
    title = source_text(origin, plan_title, page.language, graded)
    inside = one_line(page.join("comma", (title, place_text(origin.place, page.language))))
    if address and inside and width(before) + width(address) + 2 + width(inside) <= page.columns:
        yield f"{before}{page.paint(address, 'dim')}  {inside}"
        return
    if address:
        yield before + page.paint(address, "dim")
        before = " " * width(before)
    if inside:
        yield from page.block(inside, 0, before)


def _remarks(finding: Finding, page: Page) -> Iterator[tuple[str, str]]:
    language = page.language
    formula, gap = finding.formula.pick(language), finding.gap.pick(language)
    fails = finding.outcome == "fail"
    if formula and (fails or finding.evidence):
        yield page.say("formula"), formula_text(formula, gap, fails, language)
    if finding.advice is not None and fails:
        yield page.say("remedy"), finding.advice.text(language)
    why, remarks = split_reasons(finding)
    for reason in why:
        yield page.say("reason"), reason.text(language)
    if remarks:
        yield page.say("remark"), reason_text(remarks, language)


# ---- what is folded


def _folded(failures: Sequence[Finding], severity: Severity, page: Page) -> Iterator[str]:
    yield page.paint(_folded_heading(_heading(failures, severity, page), page), "bold")
    for findings in by_rule(failures).values():
        yield from _folded_head(findings, severity, page)
        yield from page.block(page.join("list", dict.fromkeys(f.subject.name for f in findings)), 4)
    yield ""


def _heading(failures: Sequence[Finding], severity: Severity, page: Page) -> str:
    return page.say("heading", severity=page.say(severity), count=len(failures))


def _folded_heading(text: str, page: Page) -> str:
    return page.join("comma", (text, page.say("more")))


def _folded_head(findings: Sequence[Finding], mark: str, page: Page) -> Iterator[str]:
    title = findings[0].title.pick(page.language)
    head = page.say("folded", rule=findings[0].rule, title=title, count=len(findings))
    yield from page.block(head, 0, f"{MARKS[mark]} ")


def _undecided(plan: PlanReport, outcome: Outcome, page: Page, verbose: bool) -> Iterator[str]:
    """Yield the unknown or waived findings: waived or verbose in full, else one line per rule with its reasons."""
    undecided = plan.outcome(outcome)
    if not undecided:
        return
    unfolded = verbose or outcome == "waived"
    heading = page.say(f"{outcome}-heading", count=len(undecided))
    yield page.paint(heading if unfolded else _folded_heading(heading, page), "bold")
    for findings in by_rule(undecided).values():
        if unfolded:
            yield ""
            yield from _rule_head(findings[0], outcome, page, verbose)
            for number, finding in enumerate(findings, start=1):
                yield ""
                yield from _finding(plan, finding, str(number), page)
            continue
        yield from _folded_head(findings, outcome, page)
        yield from page.block(reason_groups(findings, page.language), 4)
    yield ""


# ---- the foot


def _notes(plan: PlanReport, page: Page) -> Iterator[str]:
    if not plan.is_topmost and not plan.upper_found:
        yield from page.block(page.say("upper-nothing"), 0, "! ", "yellow")
        yield ""
    conditions = list(condition_texts(plan, page.language))
    if conditions:
        yield page.paint(page.say("conditions", count=len(conditions)), "bold")
    for condition, text in conditions:
        role = "yellow" if condition.warns else ""
        yield from page.block(text, 0, f"{condition_mark(condition)} ", role)
        place, address = condition_place(condition, page.language)
        if condition.kind != "data" and (address or place):
            yield from _where(address, place, page)
    if conditions:
        yield ""


def _where(address: str, place: str, page: Page) -> Iterator[str]:
    """Yield an address, unbroken, and the place in the document, in one line if there is room."""
    if width(address) + width(place) + 4 <= page.columns:
        yield f"  {page.paint(address, 'dim')}  {place}".rstrip()
        return
    yield f"  {page.paint(address, 'dim')}"
    yield from page.block(place, 2) if place else ()


def counts_text(plans: Sequence[PlanReport], page: Page) -> str:
    """Return the line that counts all verdicts of the plans by outcome."""
    total = Counter[str]()
    for plan in plans:
        total.update({o: plan.judgement.total(o) for o in OUTCOMES} | plan.by_severity)
    return counts_line(total, page, all(plan.judgement.coverage.is_blind for plan in plans))


def counts_line(total: Mapping[str, int], page: Page, blind: bool = False) -> str:
    """Return the line of counts, given by outcome and by severity. `blind`: nothing may be called passed."""
    named = {
        "lacking": total["lacking"],
        "fail": total["fail"],
        "unknown": total["unknown"],
        "waived": total["waived"],
        "passed": total["pass"],
    }
    severities = {severity: total[severity] for severity in SEVERITIES}
    code = "counts-blind" if blind else "counts"
    return page.say(code, **named, **severities, inapplicable=total["not-applicable"])


def _counts(plans: Sequence[PlanReport], page: Page) -> Iterable[str]:
    rules = len({c.rule for p in plans for c in p.judgement.counts})
    verdicts = sum(plan.judgement.verdicts for plan in plans)
    yield from page.segments(counts_text(plans, page).split("  "), "bold")
    yield from page.block(page.say("sum", rules=rules, verdicts=verdicts))


def _closing(report: Report, page: Page) -> Iterator[str]:
    waivers = waiver_block(report.waivers, page)
    yield from waivers
    if waivers:
        yield ""
    yield from _made_with(report, page)
    yield from _result(report, page)
    if report.unchecked:
        files = page.join("list", report.unchecked)
        text = page.say("unchecked", count=len(report.unchecked), files=files)
        yield from page.block(text, role="red")


def _made_with(report: Report, page: Page) -> Iterator[str]:
    if not report.plans:
        return
    yield page.paint(page.say("provenance"), "bold")
    rows = list(provenance_rows(report, page.language))
    for plan in report.plans:
        rows += plan_hashes(plan, page.language)
    for label, text in rows:
        yield from page.block(f"{label}{page.say('colon')}{text}", 2, role="dim")
    yield ""


def _result(report: Report, page: Page) -> Iterator[str]:
    """Yield what the end of a screen is for: the gravest findings, the counts, how far the check went."""
    worst = worst_findings(report, MOST_GRAVE)
    if worst:
        yield page.paint(page.say("worst", count=len(worst)), "bold")
    for plan, finding in worst:
        text = sentence(finding, page.language)
        if len(report.plans) > 1:
            text = f"{one_line(plan.header.title)}{page.say('colon')}{text}"
        yield from page.block(text, 0, f"{MARKS[finding.status]} ", ROLES[finding.status])
    if len(report.plans) > 1:
        yield from page.block(page.say("total", count=len(report.plans)), role="bold")
    if report.plans:
        yield from _counts(report.plans, page)
        yield from page.block(report_coverage(report, page.language))


def waiver_block(waivers: Iterable[WaiverUse], page: Page) -> list[str]:
    """Return the lines about the waivers of a run, with a heading; [] if there are none."""
    texts = waiver_lines(waivers, page.language)
    if not texts:
        return []
    lines = [page.paint(page.say("waivers", count=len(texts)), "bold")]
    return lines + [line for mark, text in texts for line in page.block(text, 0, f"{mark} ")]
