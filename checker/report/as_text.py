"""A report for a reviewer at a terminal. Every Chinese text in full, in lines of the page's width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.findings import SEVERITIES, Evidence, Finding, Origin, Outcome, Severity
from checker.messages import Language
from checker.report.layout import Page, one_line, pad, width, wrap
from checker.report.model import CandidatePlan, PlanReport, Report
from checker.report.wording import (
    MARKS,
    ROLES,
    by_rule,
    grade_text,
    message_of,
    place_text,
    reason_groups,
    reasons_of,
    source_text,
    value_text,
    waiver_lines,
)

# A label longer than this stands before its text, not in a column.
_LABEL = 14


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
    for plan in report.plans:
        lines += [*_plan(plan, page, verbose, explain_chain), ""]
    lines += _closing(report, page)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n" if lines else ""


def _plan(plan: PlanReport, page: Page, verbose: bool, explain_chain: bool) -> Iterator[str]:
    yield from head(plan, page)
    yield ""
    if explain_chain:
        yield from _chain_explained(plan, page)
    number = 0
    for severity in SEVERITIES:
        found = plan.failures(severity)
        if not found:
            continue
        if severity == "info" and number and not verbose:
            yield from _folded(found, severity, page)
        else:
            yield from _group(plan, found, severity, number, page, verbose)
        number += len(found)
    if not plan.judgement.total("fail"):
        yield from _nothing_found(plan, page)
    for outcome in ("unknown", "waived"):
        yield from _undecided(plan, outcome, page, verbose)
    yield from _notes(plan, page)
    yield from _counts([plan], page)


# ---- the head


def head(plan: PlanReport, page: Page) -> Iterator[str]:
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
    held = [page.say(f"contents-{kind}", count=n) for kind, n in plan.contents.items() if n]
    yield page.say("contents"), page.say("list").join(held) or page.say("contents-none")


def upper_lines(plan: PlanReport, page: Page) -> Iterator[str]:
    """Yield one line per level above: the plans used, or that there is none, or that there are too many."""
    if not plan.chain:
        code = "upper-top" if plan.is_topmost else "upper-no-region"
        yield page.say(code, code_of_region=plan.header.code)
        return
    for step in plan.chain:
        level = step.level.pick(page.language)
        for source in step.used:
            note = grade_text(source.grade, page.language)
            yield page.say("upper-used", level=level, title=source.title, note=note)
        if step.rivals:
            titles = page.say("list").join(f"{s.title} {s.file}" for s in step.rivals)
            yield page.say(
                "upper-rivals",
                level=level,
                region=step.region,
                count=len(step.rivals),
                titles=titles,
            )
        elif not step.used:
            yield page.say("upper-none", level=level, region=step.region)


def _chain_explained(plan: PlanReport, page: Page) -> Iterator[str]:
    yield page.paint(page.say("chain-heading"), "bold")
    if not plan.chain:
        yield from page.block(next(upper_lines(plan, page)), 2)
    for step in plan.chain:
        level = step.level.pick(page.language)
        yield from page.block(
            page.say("chain-step", level=level, region=step.region, code=step.code), 2
        )
        for source in step.sources:
            if source.verdict != "sector":
                yield from page.block(_considered(source, page), 4)
        others = sum(source.verdict == "sector" for source in step.sources)
        if others:
            yield from page.block(page.say("chain-sector", count=others), 4)
        if not step.sources:
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
    found: Sequence[Finding],
    severity: Severity,
    before: int,
    page: Page,
    verbose: bool,
) -> Iterator[str]:
    """Yield the findings of one severity by rule, numbered from `before` + 1."""
    yield page.paint(page.say("heading", severity=page.say(severity), count=len(found)), "bold")
    yield ""
    number = before
    for findings in by_rule(found).values():
        yield from _rule_head(findings[0], severity, page, verbose)
        yield ""
        for finding in findings:
            number += 1
            yield from _finding(plan, finding, str(number), page)
            yield ""


def _rule_head(finding: Finding, mark: str, page: Page, verbose: bool) -> Iterator[str]:
    head = page.paint(MARKS[mark], ROLES[mark]) if page.color else MARKS[mark]
    title = finding.title.pick(page.language)
    lines = wrap(f"{finding.rule} {title}", page.columns - 3)
    for n, line in enumerate(lines):
        yield (f"{head} " if n == 0 else " " * (width(MARKS[mark]) + 1)) + page.paint(
            line, ROLES[mark]
        )
    rows = [(page.say("basis"), "\n".join(finding.basis))]
    if verbose:
        rows.append((page.say("rationale"), finding.rationale.pick(page.language)))
    rows.append((page.say("remedy"), finding.remedy.pick(page.language)))
    if finding.rule_span is not None:
        rows.append((page.say("rule"), finding.rule_span.address))
    yield from page.fields(rows, 3)


def _finding(plan: PlanReport, finding: Finding, number: str, page: Page) -> Iterator[str]:
    own, language = plan.header.title, page.language
    head = f"   {number}. "
    indent = width(head)
    message = message_of(finding, language)
    named = message.startswith(finding.subject.name)
    yield from page.block(message if named else finding.subject.name, 0, head, "bold")
    if message and not named:
        yield from page.block(message, indent)
    labels = [page.say("formula"), page.say("remark"), page.say("reason"), page.say("stands")]
    labels += [e.label.pick(language) for e in finding.evidence]
    column = max(w for w in map(width, labels) if w <= _LABEL) + 2
    graded = any(r.code.startswith("unknown-grade-") for r in finding.reasons)
    for evidence in finding.evidence:
        yield from _evidence(evidence, own, indent, column, page, graded)
    for label, text in _remarks(finding, page):
        yield from page.block(text, indent, pad(label, column))
    if _stands_elsewhere(finding):
        assert finding.subject.origin is not None
        yield from address_lines(
            finding.subject.origin, own, indent, pad(page.say("stands"), column), page
        )


def _stands_elsewhere(finding: Finding) -> bool:
    """Return True if the evidence does not show the address of the subject."""
    origin = finding.subject.origin
    if origin is None or origin.span is None:
        return False
    shown = {e.origin.span.address for e in finding.evidence if e.origin and e.origin.span}
    return not shown or (finding.outcome != "fail" and origin.span.address not in shown)


def _evidence(
    evidence: Evidence, own: str, indent: int, column: int, page: Page, graded: bool
) -> Iterator[str]:
    label = evidence.label.pick(page.language)
    text = value_text(evidence, page.language)
    if width(label) > _LABEL:
        yield from page.block(f"{label}{page.say('colon')}{text}", indent)
    else:
        yield from page.block(text, indent, pad(label, column))
    if evidence.origin is not None:
        yield from address_lines(evidence.origin, own, indent, " " * column, page, graded)


def address_lines(
    origin: Origin, own: str, indent: int, head: str, page: Page, graded: bool = False
) -> Iterator[str]:
    """Yield the address in the plan data, unbroken so that a terminal can link it, and the place in the document.

    `graded`: a remark already gives the grade of the value, so it is left out here.
    """
    before = " " * indent + head
    address = origin.span.address if origin.span else ""
    title = source_text(origin, own, page.language, graded)
    place = place_text(origin.place, page.language)
    inside = one_line(page.say("comma").join(filter(None, (title, place))))
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
    if formula and finding.outcome == "fail":
        code = "formula-gap" if gap else "formula-fails"
        formula = page.say(code, formula=formula, gap=gap)
    if formula and (finding.outcome == "fail" or finding.evidence):
        yield page.say("formula"), formula
    why, remarks = reasons_of(finding)
    for reason in why:
        yield page.say("reason"), reason.text(language)
    if remarks:
        yield page.say("remark"), page.say("semicolon").join(r.text(language) for r in remarks)


# ---- what is folded


def _folded(found: Sequence[Finding], mark: Severity, page: Page) -> Iterator[str]:
    yield page.paint(
        _folded_heading(page.say("heading", severity=page.say(mark), count=len(found)), page),
        "bold",
    )
    for rule, findings in by_rule(found).items():
        title = findings[0].title.pick(page.language)
        head = page.say("folded", rule=rule, title=title, count=len(findings))
        yield from page.block(head, 0, f"{MARKS[mark]} ")
        yield from page.block(
            page.say("list").join(dict.fromkeys(f.subject.name for f in findings)), 4
        )
    yield ""


def _folded_heading(text: str, page: Page) -> str:
    return f"{text}{page.say('comma')}{page.say('more')}"


def _undecided(plan: PlanReport, outcome: Outcome, page: Page, verbose: bool) -> Iterator[str]:
    """Yield the unknown or waived findings: waived or verbose in full, else one line per rule with its reasons."""
    found = plan.outcome(outcome)
    if not found:
        return
    unfolded = verbose or outcome == "waived"
    heading = page.say(f"{outcome}-heading", count=len(found))
    yield page.paint(heading if unfolded else _folded_heading(heading, page), "bold")
    for rule, findings in by_rule(found).items():
        if unfolded:
            yield ""
            yield from _rule_head(findings[0], outcome, page, verbose)
            for number, finding in enumerate(findings, start=1):
                yield ""
                yield from _finding(plan, finding, str(number), page)
            continue
        title = findings[0].title.pick(page.language)
        head = page.say("folded", rule=rule, title=title, count=len(findings))
        yield from page.block(head, 0, f"{MARKS[outcome]} ")
        yield from page.block(reason_groups(findings, page.language), 4)
    yield ""


def _nothing_found(plan: PlanReport, page: Page) -> Iterator[str]:
    judgement = plan.judgement
    unknown = judgement.total("unknown")
    if judgement.total("pass") + unknown + judgement.total("waived") == 0:
        yield from page.block(page.say("nothing-judged"), role="yellow")
    elif unknown:
        yield from page.block(page.say("none-but", count=unknown), role="yellow")
    else:
        yield from page.block(page.say("none"), role="green")
    yield ""


# ---- the foot


def _notes(plan: PlanReport, page: Page) -> Iterator[str]:
    if not plan.is_topmost and not plan.upper_found:
        yield from page.block(page.say("upper-nothing"), 0, "! ", "yellow")
        yield ""
    unmatched = plan.judgement.unmatched
    if unmatched:
        yield from page.block(page.say("unmatched", count=len(unmatched)))
        for name, span, near in unmatched:
            code = "unmatched-near" if near else "unmatched-none"
            text = page.say(code, name=name, near=page.say("list").join(near))
            yield from _with_address(text, span.address, page)
        yield ""
    if plan.idle_rules:
        rules = page.say("list").join(plan.idle_rules)
        yield from page.block(page.say("idle", count=len(plan.idle_rules), rules=rules))
        yield ""


def _with_address(text: str, address: str, page: Page) -> Iterator[str]:
    """Yield a text followed by an address, which is on a line of its own if there is no room."""
    if 4 + width(text) + width(address) <= page.columns:
        yield f"  {one_line(text)}  {page.paint(address, 'dim')}"
        return
    yield from page.block(text, 2)
    yield " " * 4 + page.paint(address, "dim")


def counts_text(plans: Sequence[PlanReport], page: Page) -> str:
    """Return the line that counts all verdicts of the plans by outcome."""
    total = {
        outcome: sum(p.judgement.total(outcome) for p in plans)
        for outcome in ("pass", "fail", "unknown", "not-applicable", "waived")
    }
    severities = {s: sum(len(p.failures(s)) for p in plans) for s in SEVERITIES}
    return page.say(
        "counts", fail=total["fail"], **severities, unknown=total["unknown"],
        inapplicable=total["not-applicable"], waived=total["waived"], passed=total["pass"],
    )  # fmt: skip


def _counts(plans: Sequence[PlanReport], page: Page) -> Iterable[str]:
    rules = len({c.rule for p in plans for c in p.judgement.counts})
    verdicts = sum(n for p in plans for c in p.judgement.counts for n in c.counts.values())
    yield from page.segments(counts_text(plans, page).split("  "), "bold")
    yield from page.block(page.say("sum", rules=rules, verdicts=verdicts))


def _closing(report: Report, page: Page) -> Iterator[str]:
    if len(report.plans) > 1:
        yield from page.block(page.say("total", count=len(report.plans)), role="bold")
        yield from _counts(report.plans, page)
    waivers = waiver_lines(report.waivers, page.language)
    if waivers:
        if len(report.plans) > 1:
            yield ""
        yield page.paint(page.say("waivers", count=len(waivers)), "bold")
        for mark, text in waivers:
            yield from page.block(text, 0, f"{mark} ")
    if report.unchecked:
        files = page.say("list").join(report.unchecked)
        yield from page.block(
            page.say("unchecked", count=len(report.unchecked), files=files), role="red"
        )
