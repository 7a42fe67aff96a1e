"""One type for "a plan was judged", complete when made. Knows neither evaluators nor formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from checker.diagnostics import Diagnostic
from checker.messages import Language, message
from checker.source import NOWHERE, Place, Span

Outcome = Literal["pass", "fail", "unknown", "not-applicable", "waived"]
OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "unknown", "not-applicable", "waived")
Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not known, or a remark on how it was read: a message code with its arguments."""

    code: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    absent: bool = False

    def text(self, language: Language) -> str:
        return message(self.code, language, self.arguments)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in both languages; the English falls back on the Chinese."""

    zh: str
    en: str = ""

    def pick(self, language: Language) -> str:
        return self.zh if language == "zh" or not self.en else self.en


@dataclass(frozen=True, slots=True)
class Origin:
    """The two addresses of a value: in the plan data, and in the source document."""

    plan: str
    span: Span | None = field(default=None, compare=False, repr=False)
    place: Place = NOWHERE
    grade: str = "P"
    quoted_in: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One operand of a verdict: what it is called, what was printed, what it was read as, where it stands."""

    label: Bilingual
    printed: str
    read_as: Bilingual
    origin: Origin | None = None
    remarks: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a verdict is about."""

    kind: str
    name: str
    key: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict that a reader should see, with everything needed to explain it."""

    rule: str
    outcome: Outcome
    severity: Severity
    title: Bilingual
    subject: Subject
    message: Bilingual = Bilingual("")
    formula: Bilingual = Bilingual("")
    gap: Bilingual = Bilingual("")
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    basis: tuple[str, ...] = ()
    rationale: Bilingual = Bilingual("")
    remedy: Bilingual = Bilingual("")
    rule_span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule ended in each outcome for one plan."""

    rule: str
    counts: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class Link:
    """One level above a plan: the plans found for it, the ones used first, and how many could have been meant."""

    level: str
    region: str
    used: tuple[str, ...]
    candidates: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found in one plan: every verdict counted, the telling ones in full.

    `unmatched` are indicator names that the vocabulary does not know, with the nearest it knows; `problems` are
    faults of the plan data that show only when it is read (a number without unit, a wrong region code).
    """

    plan: str
    file: str
    findings: tuple[Finding, ...]
    counts: tuple[RuleCount, ...]
    chain: tuple[Link, ...]
    unmatched: tuple[tuple[str, Span, tuple[str, ...]], ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    def total(self, outcome: Outcome) -> int:
        return sum(c.counts.get(outcome, 0) for c in self.counts)
