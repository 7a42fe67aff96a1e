"""Waivers: findings that someone has accepted until a date. A faulty waiver has no effect and is reported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from checker.diagnostics import Diagnostic, RequestError
from checker.files import display_path, read_source
from checker.findings import AppliedWaiver, Finding, Outcome, Reason, RuleCount
from checker.plan.regions import history
from checker.plan.vocabulary import normalise
from checker.plan.yaml_events import parse
from checker.plan.yaml_nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from checker.report.model import PlanReport, Waiver, WaiverState, WaiverUse
from checker.source import Source

NAME = "plancheck-waivers.yaml"
REQUIRED = ("rule", "region", "indicator", "reason", "basis", "approver", "expires")
FIELDS = (*REQUIRED, "period", "sector", "value")
USUAL_SECTOR = "卫生健康"
"""The sector of a waiver that names none, where a run has plans of several in its region."""
TEMPLATE = frozenset(
    ("为什么可以不改", "批准文件及文号", "谁批准的", "准许的文件和文号", "批准的单位或人", "why it may stay",
     "the document that allows it", "who approved it")
)  # fmt: skip
"""What the README and `explain` write where a reason, a document and a name belong."""
WAIVABLE: tuple[Outcome, ...] = ("fail", "unknown")

_DAY = r"\d{4}-\d{2}-\d{2}"
_REGION = r"[0-9]{6}"
_PERIOD = r"([0-9]{4})\s*[-—–～~至]\s*([0-9]{4})"


def read_waivers(
    file: Path | None, rules: Iterable[str]
) -> tuple[tuple[Waiver, ...], tuple[Diagnostic, ...]]:
    """Load the waivers of a file; none without one. Raises RequestError for a file that is not there."""
    if file is None:
        return (), ()
    if not file.is_file():
        raise RequestError("cli-no-waiver-file", path=str(file))
    source, unread = read_source(file, display_path(file))
    return load_waivers(source, rules) if source is not None else ((), unread)


def load_waivers(
    source: Source, rules: Iterable[str]
) -> tuple[tuple[Waiver, ...], tuple[Diagnostic, ...]]:
    """Return the well-formed waivers of a file (a mapping with the list `waivers`), and the faults of the others.

    `rules` are the codes of all rules; a waiver of another code is a fault.
    """
    root, faults = parse(source)
    problems = [_as_waivers(fault) for fault in faults]
    if root is None or any(fault.severity == "error" for fault in faults):
        return (), tuple(problems)
    entry = root.find("waivers")
    for key, _ in root.entries:
        if key.text != "waivers":
            problems.append(Diagnostic("review-waiver-key", key.span, {"word": key.text}))
    if entry is None or not isinstance(entry[1], SequenceNode):
        problems.append(Diagnostic("review-waiver-list", entry[0].span if entry else root.span))
        return (), tuple(problems)
    codes = frozenset(rules)
    waivers: list[Waiver] = []
    for item in entry[1].items:
        waiver, wrong = _read(item, codes)
        problems += wrong
        twin = waiver and next((w for w in waivers if w == waiver), None)
        if twin:
            related = ((twin.span, "review-waiver-first"),)
            problems.append(Diagnostic("review-waiver-twice", item.span, related=related))
        elif waiver is not None:
            waivers.append(waiver)
    return tuple(waivers), tuple(problems)


def _as_waivers(fault: Diagnostic) -> Diagnostic:
    """Return the fault; if the file is no mapping, one that describes waivers instead of plans."""
    shapeless = fault.code in ("input-empty", "input-not-a-mapping")
    return Diagnostic("review-waiver-list", fault.span) if shapeless else fault


def _read(item: YamlNode, rules: frozenset[str]) -> tuple[Waiver | None, list[Diagnostic]]:
    """Return one waiver, or None and at least one fault."""
    if not isinstance(item, MappingNode):
        return None, [Diagnostic("review-waiver-shape", item.span)]
    problems: list[Diagnostic] = []
    texts: dict[str, ScalarNode] = {}
    for key, node in item.entries:
        if key.text not in FIELDS:
            arguments = {"word": key.text, "words": "、".join(FIELDS)}
            problems.append(Diagnostic("review-waiver-field", key.span, arguments))
        elif not isinstance(node, ScalarNode) or node.is_null or not node.text.strip():
            problems.append(Diagnostic("review-waiver-empty", key.span, {"word": key.text}))
        else:
            texts[key.text] = node
    named = {key.text for key, _ in item.entries}
    missing = [name for name in REQUIRED if name not in named]
    if missing:
        arguments = {"words": "、".join(missing)}
        problems.append(Diagnostic("review-waiver-missing", item.span, arguments))
    problems += _value_faults(texts, rules)
    if problems:
        return None, problems
    text = {name: node.text.strip() for name, node in texts.items()}
    expires = date.fromisoformat(text.pop("expires"))
    return Waiver(**text, expires=expires, span=item.span), []


def _value_faults(texts: dict[str, ScalarNode], rules: frozenset[str]) -> Iterable[Diagnostic]:
    def fault(name: str, code: str) -> Diagnostic:
        return Diagnostic(f"review-waiver-{code}", texts[name].span, {"word": texts[name].text})

    if "rule" in texts and texts["rule"].text.strip() not in rules:
        yield fault("rule", "rule")
    for name in ("reason", "basis", "approver"):
        text = texts[name].text.strip() if name in texts else ""
        if text in TEMPLATE or re.fullmatch("<.*>", text):
            yield fault(name, "template")
    if "region" in texts and not re.fullmatch(_REGION, texts["region"].text.strip()):
        yield fault("region", "region")
    if "period" in texts and not re.fullmatch(_PERIOD, texts["period"].text.strip()):
        yield fault("period", "period")
    if "expires" in texts and not _is_day(texts["expires"].text.strip()):
        yield fault("expires", "day")


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(_DAY, text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def waive(
    plans: Sequence[PlanReport], waivers: Sequence[Waiver], rules: Iterable[str], today: date
) -> tuple[tuple[PlanReport, ...], tuple[WaiverUse, ...], tuple[Diagnostic, ...]]:
    """Apply the waivers; return the plans, the effect of each waiver, and a warning for each without effect.

    A waiver holds to the end of its last day. `rules` are the codes of this run: a waiver of another rule or of a
    plan that is not in the run gets no warning, unless its region never existed.
    """
    if not waivers:
        return tuple(plans), (), ()
    waivers = [_with_sector(waiver, plans) for waiver in waivers]
    used: Counter[int] = Counter()
    lapsed: Counter[int] = Counter()
    waived = tuple(_waive_plan(plan, waivers, today, used, lapsed) for plan in plans)
    codes = frozenset(rules)
    uses = []
    for index, waiver in enumerate(waivers):
        has_plan = any(_is_about(waiver, plan) for plan in plans) or not history(waiver.region)
        days_left = (waiver.expires - today).days
        state: WaiverState = "unmatched" if has_plan and waiver.rule in codes else "elsewhere"
        if used[index] or days_left < 0:
            state = "used" if used[index] else "expired"
        uses.append(WaiverUse(waiver, state, used[index] or lapsed[index], days_left))
    return waived, tuple(uses), diagnose_uses(uses)


def _with_sector(waiver: Waiver, plans: Sequence[PlanReport]) -> Waiver:
    """Return a waiver that names no sector with one, if plans of several could be meant: names repeat across them."""
    sectors = {normalise(p.header.sector) for p in plans if _is_about(waiver, p)}
    return waiver if waiver.sector or len(sectors) < 2 else replace(waiver, sector=USUAL_SECTOR)


def diagnose_uses(uses: Iterable[WaiverUse]) -> tuple[Diagnostic, ...]:
    """Return a warning for each waiver that has expired or matches no finding."""
    return tuple(
        Diagnostic(
            f"review-waiver-{use.state}",
            use.waiver.span,
            {
                "rule": use.waiver.rule, "indicator": use.waiver.indicator, "day": str(use.waiver.expires),
                "count": use.findings,
            },
            severity="warning",
        )
        for use in uses
        if use.state in ("expired", "unmatched")
    )  # fmt: skip


def _matches(waiver: Waiver, plan: PlanReport, finding: Finding) -> bool:
    """Return True if the waiver, in force or expired, is of this finding of the plan."""
    names = (finding.subject.name, finding.subject.key.partition("|")[0])
    return (
        finding.rule == waiver.rule
        and _is_about(waiver, plan)
        and finding.outcome in WAIVABLE
        and normalise(waiver.indicator) in map(normalise, names)
        and _has_value(waiver, plan, finding)
    )


_AMOUNT = re.compile(
    r"(?:定|设|改|放宽|调整)[为至到]\s*[≥≤＞＜><]?\s*(\d+(?:\.\d+)?)(?![\d.]*[年月日号条项份次])"
)


def _has_value(waiver: Waiver, plan: PlanReport, finding: Finding) -> bool:
    """Return True if the plan still prints the value that was waived: that of `value`, else one the reason names."""
    wanted = re.findall(r"\d+(?:\.\d+)?", waiver.value) or _AMOUNT.findall(waiver.reason)
    own = [e.printed for e in finding.evidence if e.origin and e.origin.plan == plan.header.title]
    printed = {number for text in own for number in re.findall(r"\d+(?:\.\d+)?", text)}
    return not wanted or not printed or not printed.isdisjoint(wanted)


def _is_about(waiver: Waiver, plan: PlanReport) -> bool:
    """Return True if the plan is of the waiver's region and sector, and of its period if it has one."""
    period, other = (re.findall(_PERIOD, text) for text in (waiver.period, plan.header.period))
    sector = normalise(waiver.sector) in ("", normalise(plan.header.sector))
    return sector and plan.header.code == waiver.region and (not waiver.period or period == other)


def _waive_plan(
    plan: PlanReport,
    waivers: Sequence[Waiver],
    today: date,
    used: Counter[int],
    lapsed: Counter[int],
) -> PlanReport:
    """Return the plan with its waivers applied, and its counts adjusted."""
    findings: list[Finding] = []
    moved: Counter[tuple[str, Outcome]] = Counter()
    for finding in plan.judgement.findings:
        matching = [index for index, w in enumerate(waivers) if _matches(w, plan, finding)]
        valid = [index for index in matching if today <= waivers[index].expires]
        if not valid:
            lapsed.update(matching)
            findings.append(finding)
            continue
        used.update(valid)
        moved[finding.rule, finding.outcome] += 1
        findings.append(_waive_finding(finding, waivers[valid[0]]))
    if not moved:
        return plan
    counts = tuple(_move_counts(count, moved) for count in plan.judgement.counts)
    judgement = replace(plan.judgement, findings=tuple(findings), counts=counts)
    return replace(plan, judgement=judgement)


def _waive_finding(finding: Finding, waiver: Waiver) -> Finding:
    reason = Reason(
        "review-waived",
        {
            "reason": waiver.reason, "basis": waiver.basis, "approver": waiver.approver,
            "day": str(waiver.expires),
        },
    )  # fmt: skip
    applied = AppliedWaiver(
        finding.outcome, waiver.reason, waiver.basis, waiver.approver, waiver.expires, waiver.span
    )
    return replace(finding, outcome="waived", waiver=applied, reasons=(reason, *finding.reasons))


def _move_counts(count: RuleCount, moved: Counter[tuple[str, Outcome]]) -> RuleCount:
    counts = Counter(count.counts)
    for outcome in WAIVABLE:
        number = moved[count.rule, outcome]
        counts[outcome] -= number
        counts["waived"] += number
    return replace(count, counts={outcome: n for outcome, n in counts.items() if n})
