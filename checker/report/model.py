"""The records of a report: judged plans, faulty inputs, rules and waivers. No layout."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Literal

from msgspec import field

from checker.diagnostics import Diagnostic
from checker.findings import (
    SEVERITIES,
    Bilingual,
    Coverage,
    Finding,
    Judgement,
    Origin,
    Outcome,
    Severity,
)
from checker.semantics import typed
from checker.source import Record, Span, Uncompared

NATION = "000000"
ENDING_DAYS = 30


class CandidatePlan(Record):
    """One plan above that was considered. `verdict`: "used", or the message code of why it was not."""

    title: str
    file: str
    period: str
    grade: str
    quoted_in: str
    verdict: str
    sha256: str = ""


class UpperLevel(Record):
    """One level of government above a plan, with every plan considered for it."""

    level: Bilingual
    region: str
    code: str
    candidates: tuple[CandidatePlan, ...]

    @property
    def used(self) -> tuple[CandidatePlan, ...]:
        """The plans that targets are compared with."""
        return tuple(s for s in self.candidates if s.verdict == "used")


class PlanSummary(Record):
    """The header of a plan, as written."""

    title: str
    region: str
    code: str
    level: Bilingual
    sector: str
    period: str
    base_year: int
    target_year: int


class ValueView(Record):
    """One printed value: its year, its text, its meaning and remarks on that; `origin` for a value of a plan above."""

    role: str
    year: str
    printed: str
    read_as: Bilingual
    remarks: tuple[Bilingual, ...] = ()
    origin: Origin | None = None


TargetVerdict = Literal["within", "looser", "average", "unknown", "absolute", "alone", "absent"]
"""The result of a comparison, in order: no looser than the target above; looser; short of the average of a level
further up; not known; an amount, which is not compared; no target above; only a target above."""


class TargetComparison(Record):
    """One indicator in the plan and in the plans above (nearest level first), in one year, with the verdict."""

    name: str
    unit: tuple[Bilingual, ...]
    nature: tuple[Bilingual, ...]
    baseline: ValueView | None
    target: ValueView | None
    above: tuple[ValueView, ...]
    verdict: TargetVerdict
    reason: Bilingual
    origin: Origin | None = None


class PlanReport(Record):
    """One judged plan: its header, its contents (counts of records by kind), the levels above and the judgement.

    `comparisons` is empty unless the format shows every target. `sha256` is the hash of the plan data.
    """

    header: PlanSummary
    contents: Mapping[str, int]
    upper_levels: tuple[UpperLevel, ...]
    judgement: Judgement
    comparisons: tuple[TargetComparison, ...] = ()
    sha256: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the plan has no records."""
        return not any(self.contents.values())

    @property
    def is_topmost(self) -> bool:
        """Whether it is the national plan, which has no level above."""
        return self.header.code == NATION

    @property
    def upper_found(self) -> bool:
        """Whether a plan above is used."""
        return any(step.used for step in self.upper_levels)

    @property
    def is_judged(self) -> bool:
        """Whether any rule applied to anything in the plan."""
        return any(count.is_judged for count in self.judgement.counts)

    @property
    def idle_rules(self) -> tuple[str, ...]:
        """The rules that did not apply to anything in the plan."""
        return tuple(c.rule for c in self.judgement.counts if not c.is_applied)

    @property
    def by_severity(self) -> dict[str, int]:
        """The number of failures of each severity."""
        return {severity: len(self.failures(severity)) for severity in SEVERITIES}

    def failures(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the failures of one severity."""
        return tuple(
            f for f in self.judgement.findings if f.outcome == "fail" and f.severity == severity
        )

    def outcome(self, outcome: Outcome) -> tuple[Finding, ...]:
        """Return the findings with this outcome."""
        return tuple(f for f in self.judgement.findings if f.outcome == outcome)

    def fingerprint(self, finding: Finding) -> str:
        """Return an id of the finding that survives reordering the plan file and changing a value."""
        header, subject = self.header, finding.subject
        plan = (header.code, header.period, header.sector)
        return _digest(finding.rule, *plan, subject.kind, subject.key)

    def former_fingerprint(self, finding: Finding) -> str:
        """Return the id that version 0.1 gave: the same for plans of several sectors. Baselines still have it."""
        header, subject = self.header, finding.subject
        return _digest(finding.rule, header.code, header.period, subject.kind, subject.key)


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


WaiverState = Literal["used", "unmatched", "expired", "elsewhere"]
"""Whether a waiver waives findings, matches none, has expired, or is of a plan or rule that is not in this run."""


class Waiver(Record):
    """One well-formed waiver: of the findings of one rule on one subject in the plan of one region."""

    rule: str
    region: str
    indicator: str
    reason: str
    basis: str
    approver: str
    expires: date
    span: Uncompared[Span]
    period: str = ""
    sector: str = ""
    value: str = ""


class WaiverUse(Record):
    """One waiver and its effect in this run: the number of findings that it waives, or waived until it expired."""

    waiver: Waiver
    state: WaiverState
    findings: int
    days_left: int

    @property
    def status(self) -> WaiverState | Literal["ending"]:
        """The state; "ending" if it waives findings and ends within ENDING_DAYS."""
        is_ending = self.state == "used" and 0 <= self.days_left <= ENDING_DAYS
        return "ending" if is_ending else self.state


class ChangedParameter(Record):
    """A threshold that the configuration or a region sets otherwise than the rules do."""

    name: str
    value: str
    usual: str
    source: str


class Provenance(Record):
    """What a report was made with: hashes of the rules and of the vocabulary, rules left out, thresholds changed.

    `selected` are the rules that judge.
    """

    rules: str = ""
    vocabulary: str = ""
    ignored: tuple[str, ...] = ()
    parameters: tuple[ChangedParameter, ...] = ()
    selected: tuple[str, ...] = ()


class Report(Record):
    """One run: the judged plans, faulty inputs, unreadable files, rules, waivers, and the day it was made."""

    plans: tuple[PlanReport, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    unchecked: tuple[str, ...] = ()
    rules: Mapping[str, typed.Rule] = field(default_factory=dict)
    waivers: tuple[WaiverUse, ...] = ()
    today: date = date.min
    provenance: Provenance = Provenance()

    @property
    def coverage(self) -> Coverage:
        """How far the plans were understood, all together."""
        return sum((plan.judgement.coverage for plan in self.plans), Coverage())

    def total(self, outcome: Outcome) -> int:
        """Return the number of verdicts with this outcome."""
        return sum(plan.judgement.total(outcome) for plan in self.plans)

    @property
    def is_earned(self) -> bool:
        """Whether something was judged and no plan was empty, so that no finding means that the plans pass."""
        judged = self.verdicts - self.total("not-applicable") - self.total("lacking")
        return judged > 0 and not any(plan.is_empty for plan in self.plans)

    @property
    def verdicts(self) -> int:
        """The number of verdicts of all plans."""
        return sum(plan.judgement.verdicts for plan in self.plans)
