"""One type for "a plan was judged", complete when made. Knows neither evaluators nor formats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import field

from checker.diagnostics import Diagnostic
from checker.messages import Language, message
from checker.source import NOWHERE, Place, Record, Span, Uncompared

Outcome = Literal["pass", "fail", "unknown", "not-applicable", "waived"]
JUDGED: tuple[Outcome, ...] = ("pass", "fail", "unknown", "not-applicable")
"""What a rule comes to. `waived` is what people make of it."""

OUTCOMES: tuple[Outcome, ...] = (*JUDGED, "waived")
Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
Status = Severity | Outcome
DecidingClause = Literal["when", "except", "manual", "require", "missing"]
"""The clause that decided a verdict; `missing`: what the rule says of an absent value."""


class Reason(Record):
    """Why something is not known, or a remark on how it was read: a message code with its arguments."""

    code: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    absent: bool = False

    def text(self, language: Language) -> str:
        return message(self.code, language, self.arguments)


class Bilingual(Record):
    """A text in both languages; the English falls back on the Chinese."""

    zh: str
    en: str = ""

    def pick(self, language: Language) -> str:
        return self.zh if language == "zh" or not self.en else self.en


class Origin(Record):
    """The two addresses of a value: in the plan data, and in the source document."""

    plan: str
    span: Uncompared[Span | None] = None
    place: Place = NOWHERE
    grade: str = "P"
    quoted_in: str = ""


class Evidence(Record):
    """One operand of a verdict: what it is called, what was printed, what it was read as, where it stands."""

    label: Bilingual
    printed: str
    read_as: Bilingual
    origin: Origin | None = None
    remarks: tuple[Reason, ...] = ()


class SubjectLabel(Record):
    """What a verdict is about."""

    kind: str
    name: str
    key: str
    origin: Origin | None = None


class AppliedWaiver(Record):
    """Why a finding is waived: the outcome it has without the waiver, and what the waiver says."""

    outcome: Outcome
    reason: str
    basis: str
    approver: str
    expires: date
    span: Uncompared[Span | None] = None


class Fix(Record):
    """Characters of the plan data to be replaced, where the right text is certain."""

    span: Uncompared[Span]
    text: str


class Finding(Record):
    """A verdict that a reader should see, with everything needed to explain it.

    A waived finding has the outcome `waived` and keeps its severity, message and evidence.
    """

    rule: str
    outcome: Outcome
    severity: Severity
    title: Bilingual
    subject: SubjectLabel
    message: Bilingual = Bilingual("")
    formula: Bilingual = Bilingual("")
    gap: Bilingual = Bilingual("")
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    basis: tuple[str, ...] = ()
    rationale: Bilingual = Bilingual("")
    remedy: Bilingual = Bilingual("")
    rule_span: Uncompared[Span | None] = None
    waiver: AppliedWaiver | None = None
    fixes: tuple[Fix, ...] = ()

    @property
    def status(self) -> Status:
        """The severity of a failure, else the outcome."""
        return self.severity if self.outcome == "fail" else self.outcome

    @property
    def is_breach(self) -> bool:
        """Whether the requirement does not hold, waived or not."""
        return (self.waiver.outcome if self.waiver else self.outcome) == "fail"


SkipReason = Literal["", "period", "subjects"]
State = Literal["true", "false", "unknown", "value"]


class DerivationStep(Record):
    """One expression of a rule with the value it took, and the steps that led to it.

    `filled` is the expression with values in the place of names; `exact` and `rounding` say more of a number
    than its text; `decides`: its value settled that of the step it belongs to; `more` steps are left out.
    """

    text: str
    state: State
    value: Bilingual = Bilingual("")
    filled: Bilingual = Bilingual("")
    gap: Bilingual = Bilingual("")
    exact: str = ""
    rounding: str = ""
    about: bool = False
    printed: str = ""
    origin: Origin | None = None
    source: str = ""
    rule_span: Uncompared[Span | None] = None
    reasons: tuple[Reason, ...] = ()
    same_words: bool = False
    decides: bool = False
    steps: tuple[DerivationStep, ...] = ()
    more: int = 0


class ClauseOutcome(Record):
    """A clause of a rule as it came out for one subject; `severity` for a case of the severity."""

    kind: Literal["when", "except", "require", "severity"]
    state: State
    steps: tuple[DerivationStep, ...]
    severity: Severity | None = None


class Derivation(Record):
    """How one verdict came about: what it is about, every clause that was looked at, what decided."""

    subjects: tuple[tuple[str, SubjectLabel], ...]
    outcome: Outcome
    by: DecidingClause
    severity: Severity | None
    clauses: tuple[ClauseOutcome, ...]
    reason: Reason | None = None
    message: Bilingual = Bilingual("")


class RuleExplanation(Record):
    """How one rule judged one plan: the outcomes counted, and the derivations asked for.

    `skip_reason`: why the rule was not applied at all, its period or the lack of subjects; "" if it was.
    """

    rule: str
    title: Bilingual
    basis: tuple[str, ...]
    plan: str
    file: str
    period: str
    counts: Mapping[Outcome, int]
    derivations: tuple[Derivation, ...] = ()
    skip_reason: SkipReason = ""
    kinds: tuple[Bilingual, ...] = ()
    for_years: tuple[int, int] | None = None
    rule_span: Uncompared[Span | None] = None


class RuleCount(Record):
    """How often a rule ended in each outcome for one plan."""

    rule: str
    counts: Mapping[Outcome, int]

    @property
    def is_applied(self) -> bool:
        """Whether the rule applied to anything in the plan."""
        return any(n for outcome, n in self.counts.items() if outcome != "not-applicable")


class UpperLevelUse(Record):
    """One level above a plan: the plans found for it, the ones used first, and how many could have been meant."""

    level: str
    region: str
    used: tuple[str, ...]
    candidates: int


class Judgement(Record):
    """What was found in one plan: every verdict counted, the telling ones in full.

    `unmatched` are indicator names that the vocabulary does not know, with the nearest it knows; `problems` are
    faults of the plan data that show only when it is read (a number without unit, a wrong region code).
    """

    plan: str
    file: str
    findings: tuple[Finding, ...]
    counts: tuple[RuleCount, ...]
    chain: tuple[UpperLevelUse, ...]
    unmatched: tuple[tuple[str, Span, tuple[str, ...]], ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def verdicts(self) -> int:
        """The number of verdicts, of all rules and outcomes."""
        return sum(n for c in self.counts for n in c.counts.values())

    def total(self, outcome: Outcome) -> int:
        """Return the number of verdicts with this outcome."""
        return sum(c.counts.get(outcome, 0) for c in self.counts)
