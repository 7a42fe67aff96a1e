"""The records of a comparison: findings of two runs, values of two drafts. No layout."""

from __future__ import annotations

from typing import Literal

from checker.findings import Outcome, Severity, Status
from checker.source import Record, Span, Uncompared

RunKind = Literal["plan", "report", "baseline", "run"]


class PlanId(Record):
    """The identity of a plan, independent of its file name."""

    region: str
    period: str
    sector: str
    title: Uncompared[str] = ""


class RecordedFinding(Record):
    """One finding of a run. `values` are pairs of label and printed text; `text` is a sentence in one language."""

    fingerprint: str
    rule: str
    plan: PlanId
    kind: str
    subject: str
    outcome: Outcome
    severity: Severity
    values: tuple[tuple[str, str], ...]
    text: Uncompared[str] = ""
    address: Uncompared[str] = ""
    former: Uncompared[str] = ""

    def record(self) -> dict[str, str]:
        """Return rule, plan, subject, outcome and severity for JSON, without values, fingerprint and texts."""
        return {
            "rule": self.rule, "region": self.plan.region, "period": self.plan.period,
            "sector": self.plan.sector, "kind": self.kind, "subject": self.subject,
            "outcome": self.outcome, "severity": self.severity,
        }  # fmt: skip

    @property
    def status(self) -> Status:
        """The severity of a failure, else the outcome."""
        return self.severity if self.outcome == "fail" else self.outcome

    @property
    def printed(self) -> tuple[str, ...]:
        """The values without their labels, which are of a language, and without their order."""
        return tuple(sorted(text for _, text in self.values))


class Run(Record):
    """The findings of one run or run file; `rules` is None if the file does not list the rules used."""

    name: str
    kind: RunKind
    plans: tuple[PlanId, ...]
    findings: tuple[RecordedFinding, ...]
    rules: frozenset[str] | None = None


class Change(Record):
    """A finding that both runs have, with another outcome, severity or value."""

    old: RecordedFinding
    new: RecordedFinding


FieldKey = tuple[str, str]
"""A key of the plan format, and the year or the name below it."""


class DraftValue(Record):
    """A printed value of a draft and where it stands."""

    text: str
    span: Uncompared[Span | None] = None


class FieldChange(Record):
    """One value in two drafts; None where a draft has none."""

    key: FieldKey
    old: DraftValue | None
    new: DraftValue | None


class RecordChange(Record):
    """One record that only one draft has, or whose values differ."""

    part: str
    name: str
    old: Uncompared[Span | None]
    new: Uncompared[Span | None]
    fields: tuple[FieldChange, ...]

    @property
    def state(self) -> Literal["added", "removed", "changed"]:
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"


class Drafts(Record):
    """Two drafts value by value. `moved` records only stand in another row or line of the document."""

    changes: tuple[RecordChange, ...]
    moved: int


class RunComparison(Record):
    """Findings of two runs.

    `outside` are old ones of plans or rules that the new run did not look at. `by_name`: the two are not of one
    region and period, so that subjects were matched by their names.
    """

    old: Run
    new: Run
    added: tuple[RecordedFinding, ...]
    changed: tuple[Change, ...]
    fixed: tuple[RecordedFinding, ...]
    unchanged: tuple[RecordedFinding, ...]
    outside: tuple[RecordedFinding, ...] = ()
    by_name: bool = False
    drafts: Drafts | None = None
