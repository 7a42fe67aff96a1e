"""Findings of two runs: new, changed, fixed, unchanged. Knows neither files nor formats."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable

from checker.findings import SEVERITIES
from checker.messages import Language
from checker.report.changes import Change, PlanId, RecordedFinding, Run, RunComparison, RunKind
from checker.report.export_texts import ordered, sentence, span_of
from checker.report.layout import one_line
from checker.report.model import PlanReport, Report

MatchKey = Callable[[RecordedFinding], Hashable]
_GRAVITY = (*SEVERITIES, "unknown", "waived")

# Findings of one fingerprint are paired by the first of these that makes them equal.
_ALIKE: tuple[MatchKey, ...] = (
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
    h = plan.header
    return PlanId(*map(one_line, (h.code, h.period, h.sector, h.title)))


def record_findings(plan: PlanReport, language: Language) -> Iterable[RecordedFinding]:
    """Yield the findings of a plan by severity, then unknown, then waived ones."""
    of = plan_id(plan)
    for finding in ordered(plan):
        span = span_of(finding, plan)
        values = ((e.label.pick(language), e.printed) for e in finding.evidence if e.printed)
        yield RecordedFinding(
            plan.fingerprint(finding),
            finding.rule,
            of,
            finding.subject.kind,
            one_line(finding.subject.name),
            finding.outcome,
            finding.severity,
            tuple((one_line(label), one_line(text)) for label, text in values),
            sentence(finding, language),
            span.address if span else plan.judgement.file,
        )


def compare_runs(old: Run, new: Run, drafts: bool = False) -> RunComparison:
    """Compare the findings of two runs, each finding counted once even if several share a fingerprint.

    `drafts`: if both runs have one plan, treat them as drafts of the same plan, even if region or period differ.
    """
    same_plan = drafts and len(old.plans) == len(new.plans) == 1
    by_name = same_plan and _place(old.plans[0])[:2] != _place(new.plans[0])[:2]
    before, outside = _looked_at(old, new, same_plan)
    groups: dict[Hashable, tuple[list[RecordedFinding], list[RecordedFinding]]] = defaultdict(
        lambda: ([], [])
    )
    for side, found in enumerate((before, new.seen)):
        for s in found:
            groups[_name(s) if by_name else s.fingerprint][side].append(s)
    pairs: dict[int, RecordedFinding] = {}
    for olds, news in groups.values():
        pairs |= _paired(olds, news)
    matched = {id(s) for s in pairs.values()}
    both = [Change(pairs[id(s)], s) for s in _gravest_first(new.seen) if id(s) in pairs]
    return RunComparison(
        old,
        new,
        added=tuple(s for s in _gravest_first(new.seen) if id(s) not in pairs),
        changed=tuple(c for c in both if _state(c.old) != _state(c.new)),
        fixed=tuple(s for s in _gravest_first(before) if id(s) not in matched),
        unchanged=tuple(c.new for c in both if _state(c.old) == _state(c.new)),
        outside=outside,
        by_name=by_name,
    )


def _gravest_first(found: Iterable[RecordedFinding]) -> list[RecordedFinding]:
    return sorted(found, key=lambda s: _GRAVITY.index(s.status))


def _paired(olds: list[RecordedFinding], news: list[RecordedFinding]) -> dict[int, RecordedFinding]:
    """Return the old finding of each new one that has one, by the `id` of the new finding."""
    pairs: dict[int, RecordedFinding] = {}
    for alike in _ALIKE:
        waiting: dict[Hashable, list[RecordedFinding]] = defaultdict(list)
        for s in olds:
            waiting[alike(s)].append(s)
        for s in news:
            if id(s) not in pairs and waiting[alike(s)]:
                pairs[id(s)] = waiting[alike(s)].pop(0)
        olds = [s for rest in waiting.values() for s in rest]
    return pairs


def _state(s: RecordedFinding) -> Hashable:
    return s.outcome, s.severity, s.printed


def _name(s: RecordedFinding) -> Hashable:
    return s.rule, s.kind, s.subject


def _looked_at(
    old: Run, new: Run, same_plan: bool
) -> tuple[tuple[RecordedFinding, ...], tuple[RecordedFinding, ...]]:
    """Split the old findings into those of plans and rules that the new run judged, and the others."""
    places = {_place(plan) for plan in new.plans}
    inside: list[RecordedFinding] = []
    outside: list[RecordedFinding] = []
    for s in old.seen:
        judged = same_plan or _place(s.plan) in places
        ruled = new.rules is None or s.rule in new.rules
        (inside if judged and ruled else outside).append(s)
    return tuple(inside), tuple(outside)


def _place(plan: PlanId) -> tuple[str, str, str]:
    return plan.region, plan.period, plan.sector


def count_new(comparison: RunComparison) -> dict[str, int]:
    """Return how many new or changed breaches of each severity there are, and how many findings are `unknown`."""
    findings = (*comparison.added, *(change.new for change in comparison.changed))
    return dict(Counter(finding.status for finding in findings))
