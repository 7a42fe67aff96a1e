"""Baselines: the known findings, as a file that version control can compare line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec.structs import asdict

from checker.report.changes import RecordedFinding, Run, RunComparison
from checker.review.run_files import BASELINE, BASELINE_VERSION

RECORDED = ("fail", "unknown")


def render_baseline(run: Run) -> str:
    """Return the text of the file: a header, one line per plan, one line per finding, in a fixed order."""
    plans = sorted({json.dumps(asdict(plan), ensure_ascii=False) for plan in run.plans})
    findings = [json.dumps(_finding(s), ensure_ascii=False) for s in select_recorded(run.findings)]
    return (
        f'{{\n"{BASELINE}": {BASELINE_VERSION},\n'
        f'"plans": {_lines(plans)},\n'
        f'"findings": {_lines(findings)}\n}}\n'
    )


def select_recorded(findings: Iterable[RecordedFinding]) -> list[RecordedFinding]:
    """Return the findings that a baseline records, sorted: breaches and unknown ones, but not waived ones."""
    return sorted((s for s in findings if s.outcome in RECORDED), key=_order)


def prune(comparison: RunComparison) -> Run:
    """Return the old run without the fixed findings; those the new run did not judge stay."""
    old = comparison.old
    gone = {id(s) for s in comparison.fixed}
    rest = tuple(s for s in old.findings if id(s) not in gone)
    return Run(old.name, old.kind, old.plans, rest)


def _order(s: RecordedFinding) -> tuple[object, ...]:
    p = s.plan
    values = (s.outcome, s.severity, s.values)
    return p.region, p.period, p.sector, s.rule, s.subject, s.kind, s.fingerprint, *values


def _finding(s: RecordedFinding) -> dict[str, object]:
    return {
        **s.record(),
        "values": [list(value) for value in s.values],
        "fingerprint": s.fingerprint,
    }


def _lines(items: list[str]) -> str:
    return "[\n" + ",\n".join(items) + "\n]" if items else "[]"
