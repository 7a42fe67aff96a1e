"""Findings of two runs: new, changed, fixed, unchanged. Knows neither files nor formats."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable

from checker.findings import SEVERITIES
from checker.messages import Language
from checker.report.changes import Change, PlanId, RecordedFinding, Run, RunComparison, RunKind
from checker.report.export_texts import find_span, sentence, sort_findings
from checker.report.layout import one_line
from checker.report.model import PlanReport, Report

MatchKey = Callable[[RecordedFinding], Hashable]
_STATUS_ORDER = (*SEVERITIES, "unknown", "waived")

# Findings of one fingerprint are matched by the first of these keys that is equal, from exact to loose.
_MATCH_KEYS: tuple[MatchKey, ...] = (
    lambda s: (s.plan, s.outcome, s.severity, s.printed),
    lambda s: (s.outcome, s.severity, s.printed),
    lambda s: (s.outcome, s.severity),
    lambda s: None,
)


def record_run(report: Report, name: str, kind: RunKind, language: Language) -> Run:
    """Return the run of a report, with all its findings."""
    return Run(
        name,
        kind,
        tuple(map(plan_id, report.plans)),
        tuple(s for plan in report.plans for s in record_findings(plan, language)),
        frozenset(report.rules),
    )


def plan_id(plan: PlanReport) -> PlanId:
    """Return region, period, sector and title of a plan, each in one line."""
    header = plan.header
    return PlanId(*map(one_line, (header.code, header.period, header.sector, header.title)))


def record_findings(plan: PlanReport, language: Language) -> Iterable[RecordedFinding]:
    """Yield the findings of a plan by severity, then unknown, then waived ones."""
    identity = plan_id(plan)
    for finding in sort_findings(plan):
        span = find_span(finding, plan)
        values = ((e.label.pick(language), e.printed) for e in finding.evidence if e.printed)
        yield RecordedFinding(
            plan.fingerprint(finding),
            finding.rule,
            identity,
            finding.subject.kind,
            one_line(finding.subject.name),
            finding.outcome,
            finding.severity,
            tuple((one_line(label), one_line(text)) for label, text in values),
            sentence(finding, language),
            span.address if span else plan.judgement.file,
            plan.former_fingerprint(finding),
        )


def compare_runs(old: Run, new: Run, drafts: bool = False) -> RunComparison:
    """Compare the findings of two runs, each finding counted once even if several share a fingerprint.

    `drafts`: if both runs have one plan, treat them as drafts of the same plan, even if region or period differ.
    """
    same_plan = drafts and len(old.plans) == len(new.plans) == 1
    by_name = same_plan and _scope(old.plans[0]) != _scope(new.plans[0])
    before, outside = _split_judged(old, new, same_plan)
    groups: dict[Hashable, tuple[list[RecordedFinding], list[RecordedFinding]]] = defaultdict(
        lambda: ([], [])
    )
    known = {s.fingerprint for s in new.findings}
    renamed = {s.former: s.fingerprint for s in new.findings if s.former and s.former not in known}
    for side, findings in enumerate((before, new.findings)):
        for s in findings:
            groups[_name(s) if by_name else renamed.get(s.fingerprint, s.fingerprint)][side].append(
                s
            )
    pairs: dict[int, RecordedFinding] = {}
    for group in groups.values():
        pairs |= _pair(*group)
    matched = {id(s) for s in pairs.values()}
    new_findings = _sort_by_status(new.findings)
    both = [Change(pairs[id(s)], s) for s in new_findings if id(s) in pairs]
    return RunComparison(
        old,
        new,
        added=tuple(s for s in new_findings if id(s) not in pairs),
        changed=tuple(c for c in both if _state(c.old) != _state(c.new)),
        fixed=tuple(s for s in _sort_by_status(before) if id(s) not in matched),
        unchanged=tuple(c.new for c in both if _state(c.old) == _state(c.new)),
        outside=outside,
        by_name=by_name,
    )


def _sort_by_status(findings: Iterable[RecordedFinding]) -> list[RecordedFinding]:
    return sorted(findings, key=lambda s: _STATUS_ORDER.index(s.status))


def _pair(
    old_findings: list[RecordedFinding], new_findings: list[RecordedFinding]
) -> dict[int, RecordedFinding]:
    """Return the old finding of each new one that has one, by the `id` of the new finding."""
    pairs: dict[int, RecordedFinding] = {}
    for match_key in _MATCH_KEYS:
        unpaired: dict[Hashable, list[RecordedFinding]] = defaultdict(list)
        for s in old_findings:
            unpaired[match_key(s)].append(s)
        for s in new_findings:
            if id(s) not in pairs and unpaired[match_key(s)]:
                pairs[id(s)] = unpaired[match_key(s)].pop(0)
        old_findings = [s for rest in unpaired.values() for s in rest]
    return pairs


def _state(s: RecordedFinding) -> Hashable:
    return s.outcome, s.severity, s.printed


def _name(s: RecordedFinding) -> Hashable:
    return s.rule, s.kind, s.subject


def _split_judged(
    old: Run, new: Run, same_plan: bool
) -> tuple[tuple[RecordedFinding, ...], tuple[RecordedFinding, ...]]:
    """Split the old findings into those of plans and rules that the new run judged, and the others."""
    plans = frozenset(new.plans)
    inside: list[RecordedFinding] = []
    outside: list[RecordedFinding] = []
    for s in old.findings:
        has_plan = same_plan or s.plan in plans
        has_rule = new.rules is None or s.rule in new.rules
        (inside if has_plan and has_rule else outside).append(s)
    return tuple(inside), tuple(outside)


def _scope(plan: PlanId) -> tuple[str, str]:
    return plan.region, plan.period


def count_new(comparison: RunComparison) -> dict[str, int]:
    """Return how many new or changed breaches of each severity there are, and how many findings are `unknown`."""
    findings = (*comparison.added, *(change.new for change in comparison.changed))
    return dict(Counter(finding.status for finding in findings))
