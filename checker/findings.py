"""The records of a judged plan: findings, derivations, counts. Knows neither evaluators nor formats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import field

from checker.diagnostics import Diagnostic
from checker.messages import Language, message
from checker.source import NOWHERE, Place, Record, Span, Uncompared

Outcome = Literal["pass", "fail", "unknown", "not-applicable", "lacking", "waived"]
JUDGED: tuple[Outcome, ...] = ("pass", "fail", "unknown", "not-applicable", "lacking")
"""The outcomes that rules have by themselves; "waived" comes from a waiver.

"lacking": the reviewer has not what the rule needs besides the plan (a plan above, the beds of a hospital). That is
no fault of the plan, and no question to who drafts it: it is among the conditions of the check."""

OUTCOMES: tuple[Outcome, ...] = (*JUDGED, "waived")
Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
Status = Severity | Outcome
DecidingClause = Literal["when", "except", "manual", "require", "missing"]
"""The clause that decided a verdict; "missing": the outcome that the rule sets for an absent value."""


LackKind = Literal["upper", "institution", "level"]
"""Where material lacks something: in the data of a plan above, of an institution, or a plan of a level."""


class Lack(Record):
    """What the reviewer's material does not hold: an attribute of a thing, in a plan above or of an institution.

    `owner` is the title of the plan above, the institution or the region; `items` the indicators, if there are any.
    """

    kind: LackKind
    owner: str
    items: tuple[str, ...]
    attribute: str


class Reason(Record):
    """A reason why a value is unknown, or a remark on its meaning: a message code with its arguments.

    `absent`: the thing is not there at all; `lacks`: nor need the plan have it, but the reviewer's material.
    """

    code: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    absent: bool = False
    lacks: Lack | None = None

    def text(self, language: Language) -> str:
        """Return the text of the reason."""
        return message(self.code, language, self.arguments)


class Bilingual(Record):
    """A text in both languages; the Chinese one is used where there is no English one."""

    zh: str
    en: str = ""

    def pick(self, language: Language) -> str:
        """Return the text in one language."""
        return self.zh if language == "zh" or not self.en else self.en


class Origin(Record):
    """The two addresses of a value: `span` in the plan data, `place` in the source document."""

    plan: str
    span: Uncompared[Span | None] = None
    place: Place = NOWHERE
    grade: str = "P"
    quoted_in: str = ""


class Evidence(Record):
    """One operand of a verdict: its label, the printed text, its meaning, its addresses and remarks."""

    label: Bilingual
    printed: str
    read_as: Bilingual
    origin: Origin | None = None
    remarks: tuple[Reason, ...] = ()


class SubjectLabel(Record):
    """The subject of a verdict: its kind, its name as printed, and its key within the plan."""

    kind: str
    name: str
    key: str
    origin: Origin | None = None


class AppliedWaiver(Record):
    """The waiver of a finding: the outcome without it, and its fields."""

    outcome: Outcome
    reason: str
    basis: str
    approver: str
    expires: date
    span: Uncompared[Span | None] = None


class Fix(Record):
    """A replacement for characters of the plan data, given only if it is certainly right."""

    span: Uncompared[Span]
    text: str


class Finding(Record):
    """A verdict to report (failed, unknown or waived) with everything that explains it.

    A waived finding has the outcome "waived" and keeps its severity, message and evidence. `advice` names the value
    that this very rule would accept, where it is one; `remedy` is what the rule says of all its findings.
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
    advice: Reason | None = None

    @property
    def status(self) -> Status:
        """The severity of a failure, else the outcome."""
        return self.severity if self.outcome == "fail" else self.outcome

    @property
    def is_breach(self) -> bool:
        """Whether the requirement is violated, waived or not."""
        return (self.waiver.outcome if self.waiver else self.outcome) == "fail"


SkipReason = Literal["", "period", "subjects"]
State = Literal["true", "false", "unknown", "value"]


class DerivationStep(Record):
    """One expression of a rule with its value and the steps below it.

    `filled` is the expression with values instead of names; `exact` and `rounding` give the exact number and its
    rounding; `decides`: its value decided that of the step above; `more` is the number of steps left out.
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
    """The evaluation of a clause of a rule for one subject; `severity` is set for a case of the severity."""

    kind: Literal["when", "except", "require", "severity"]
    state: State
    steps: tuple[DerivationStep, ...]
    severity: Severity | None = None


class Derivation(Record):
    """The derivation of one verdict: its subjects by variable, the evaluated clauses, and the deciding clause."""

    subjects: tuple[tuple[str, SubjectLabel], ...]
    outcome: Outcome
    by: DecidingClause
    severity: Severity | None
    clauses: tuple[ClauseOutcome, ...]
    reason: Reason | None = None
    message: Bilingual = Bilingual("")


class RuleExplanation(Record):
    """The explanation of one rule for one plan: counts by outcome, and the selected derivations.

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
    """The number of verdicts of a rule for one plan, by outcome."""

    rule: str
    counts: Mapping[Outcome, int]

    @property
    def is_applied(self) -> bool:
        """Whether the rule applied to anything in the plan."""
        return any(n for outcome, n in self.counts.items() if outcome != "not-applicable")

    @property
    def is_judged(self) -> bool:
        """Whether the rule applied to anything for which the reviewer had what it needs."""
        return any(n for o, n in self.counts.items() if o not in ("not-applicable", "lacking"))


class Coverage(Record):
    """How far a plan was understood and compared, which no verdict tells.

    Rows are those of its tables and its targets in prose: recognised by their names. Values are printed cells that are
    not blank. Levels are those of government above.
    """

    rows: int = 0
    recognised: int = 0
    values: int = 0
    read: int = 0
    levels: int = 0
    found: int = 0

    @property
    def is_blind(self) -> bool:
        """Whether the plan has rows and not one was recognised: then no finding means nothing."""
        return self.rows > 0 and self.recognised == 0

    def falls_short(self, share: Fraction) -> bool:
        """Return whether a smaller share of the rows than this was recognised."""
        return self.recognised < share * self.rows

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.rows + other.rows, self.recognised + other.recognised, self.values + other.values,
            self.read + other.read, self.levels + other.levels, self.found + other.found,
        )  # fmt: skip


ConditionKind = Literal["upper", "data", "name", "value", "rule"]
"""What a check stands on and may lack: plans above, other data, known names, readable values, rules that apply."""


class CheckCondition(Record):
    """One matter that the check could not look at, for want of something that is no fault of the plan.

    `rules` were not applied for it, to `count` things; `span` is where it shows in the plan data, if anywhere.
    `warns`: it may hide a fault (a binding indicator that no entry of the vocabulary has, but one nearly so called).
    """

    kind: ConditionKind
    reason: Reason
    rules: tuple[str, ...] = ()
    count: int = 1
    origin: Origin | None = None
    warns: bool = False

    def text(self, language: Language) -> str:
        """Return one sentence that says what could not be checked, and why."""
        return self.reason.text(language)


class Judgement(Record):
    """The judgement of one plan: counts of all verdicts, and the findings in full.

    `unmatched` are indicator names that are not in the vocabulary: (name, span, nearest terms). `problems` are faults
    of the plan data beyond its format (a number without unit, a wrong region code).
    """

    plan: str
    file: str
    findings: tuple[Finding, ...]
    counts: tuple[RuleCount, ...]
    unmatched: tuple[tuple[str, Span, tuple[str, ...]], ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    coverage: Coverage = Coverage()
    conditions: tuple[CheckCondition, ...] = ()

    @property
    def verdicts(self) -> int:
        """The number of verdicts, of all rules and outcomes."""
        return sum(n for c in self.counts for n in c.counts.values())

    def total(self, outcome: Outcome) -> int:
        """Return the number of verdicts with this outcome."""
        return sum(c.counts.get(outcome, 0) for c in self.counts)
