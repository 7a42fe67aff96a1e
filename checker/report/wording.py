"""Phrases that several formats share: places, evidence, reasons. No layout."""

from __future__ import annotations

from collections.abc import Iterable

from checker.findings import SEVERITIES, Bilingual, Evidence, Finding, Origin, Reason
from checker.messages import Language
from checker.report.layout import join, say
from checker.report.model import PlanReport, ValueView, WaiverUse
from checker.semantics import typed
from checker.source import Place
from checker.syntax import nodes

MARKS = {"error": "×", "warning": "!", "info": "·", "unknown": "?", "lacking": "-", "waived": "○"}
ROLES = {"error": "red", "warning": "yellow", "info": "cyan", "unknown": "dim", "waived": "dim"}

# Text that already names the kind of place, so that it is not repeated.
_KINDS = {"table": "表", "box": "专栏", "annex": "附", "summary": "概要"}


def place_text(place: Place, language: Language) -> str:
    """Return the place of a value in the source document, as in 表2-1第11行，原文第162行."""
    words = [
        _name_place(kind, getattr(place, kind), language)
        for kind in ("table", "box", "annex", "summary", "section")
        if getattr(place, kind)
    ]
    if place.row:
        row = say(
            "place-row" if place.row.isdecimal() else "place-row-word", language, row=place.row
        )
        comma = ", " if words and language == "en" else ""
        words = [*words[:-1], "".join(words[-1:]) + comma + row]
    for kind in ("page", "paragraph", "line"):
        if getattr(place, kind) is not None and not (kind == "paragraph" and place.row):
            words.append(say(f"place-{kind}", language, number=getattr(place, kind)))
    return join("comma", words, language)


def _name_place(kind: str, text: str, language: Language) -> str:
    if language == "zh" and kind in _KINDS and text.startswith(_KINDS[kind]):
        return text
    return say(f"place-{kind}", language, text=text)


def source_text(origin: Origin, plan_title: str, language: Language, graded: bool = False) -> str:
    """Return the title of the plan a value comes from, with its grade unless `graded`; "" if it is `plan_title`."""
    if origin.plan == plan_title:
        return ""
    grade = "" if graded else grade_text(origin.grade, language)
    return say("from", language, title=origin.plan, grade=grade)


def grade_text(grade: str, language: Language) -> str:
    """Return how well a value of another plan is known, in words; "" for the printed plan itself."""
    return say(f"grade-{grade}", language) if grade in ("Q", "S", "I") else ""


def value_text(evidence: Evidence, language: Language) -> str:
    """Return the printed text, and its meaning and remarks if they differ from it."""
    read = evidence.read_as.pick(language)
    if evidence.remarks:
        return say("read", language, remarks=reason_text(evidence.remarks, language), read=read)
    if not evidence.printed:
        return read
    code = "printed" if read in (evidence.printed, "？") else "printed-as"
    return say(code, language, printed=evidence.printed, read=read)


def reading_text(value: ValueView, read: str, is_same: bool, language: Language) -> str:
    """Return year and printed text of a value, and what it was `read` as unless that `is_same`."""
    year = say("show-year", language, year=value.year) if value.year else ""
    code = "show-reads-same" if is_same else "show-reads"
    if not value.printed.strip():
        code = "show-reads-blank"
    return say(code, language, year=year, printed=value.printed, read=read)


def reason_text(reasons: Iterable[Reason], language: Language) -> str:
    """Return the reasons, joined by semicolons."""
    return join("semicolon", (reason.text(language) for reason in reasons), language)


def split_reasons(finding: Finding) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Return the reasons of an unknown or waived outcome, and the remarks that are not in the evidence."""
    reasons = finding.reasons
    why = reasons[:1] if finding.outcome in ("unknown", "waived") else ()
    in_evidence = {_identity(r) for e in finding.evidence for r in e.remarks}
    return why, tuple(r for r in reasons[len(why) :] if _identity(r) not in in_evidence)


def _identity(reason: Reason) -> tuple[str, str]:
    return reason.code, str(sorted(reason.arguments.items()))


def reason_groups(findings: Iterable[Finding], language: Language) -> str:
    """Return the reasons of many findings by message code, each with its first text and a count."""
    groups: dict[str, list[str]] = {}
    for finding in findings:
        if finding.reasons:
            first = finding.reasons[0]
            groups.setdefault(first.code, []).append(first.text(language))
    parts = []
    for texts in groups.values():
        text, count = texts[0], len(texts)
        code = "times" if len(set(texts)) == 1 else "and-more"
        parts.append(
            text if count == 1 else say(code, language, text=text, first=text, count=count)
        )
    return join("semicolon", parts, language)


def waiver_lines(waivers: Iterable[WaiverUse], language: Language) -> list[tuple[str, str]]:
    """Return (mark, text) for each waiver of this run: until when it holds, or why it waives nothing."""
    lines = []
    for use in (use for use in waivers if use.state != "elsewhere"):
        arguments: dict[str, object] = {
            "rule": use.waiver.rule, "subject": use.waiver.indicator, "region": use.waiver.region,
            "count": use.findings, "day": use.waiver.expires, "left": use.days_left,
        }  # fmt: skip
        mark = MARKS["waived" if use.status == "used" else "warning"]
        what = say(f"waiver-{use.status}", language, **arguments)
        lines.append((mark, say("waiver", language, **arguments, what=what)))
    return lines


def words_text(words: nodes.BilingualText | None, language: Language) -> str:
    """Return a text of a rule in one language; "" if the rule has none."""
    return Bilingual(words.zh, words.en).pick(language) if words else ""


def clause_text(expr: typed.Expr | nodes.SampleRecord | None) -> str:
    """Return an expression as its rule file has it, without comments and layout; "" for None."""
    return " ".join(expr.span.text.split()) if expr is not None else ""


def status_text(status: str, language: Language) -> str:
    """Return a severity or an outcome in words."""
    return say(status if status in SEVERITIES else f"outcome-{status}", language)


def message_of(finding: Finding, language: Language) -> str:
    """Return the message of the rule if the finding is a breach, else ""."""
    return finding.message.pick(language) if finding.is_breach else ""


def headline(finding: Finding, language: Language) -> tuple[str, str]:
    """Return a first line that names the subject, and the message of the rule unless it is that line."""
    message = message_of(finding, language)
    name = finding.subject.name
    return (message, "") if message.startswith(name) else (name, message)


def formula_text(formula: str, gap: str, fails: bool, language: Language) -> str:
    """Return the formula; if it `fails`, with the gap."""
    return join("comma", (formula, gap), language) if formula and fails and gap else formula


def has_grade_remark(finding: Finding) -> bool:
    """Return True if a reason of the finding gives the grade of a value."""
    return any(reason.code.startswith("unknown-grade-") for reason in finding.reasons)


def is_place_hidden(finding: Finding) -> bool:
    """Return True if the evidence does not show where the subject stands."""
    origin = finding.subject.origin
    if origin is None or origin.span is None:
        return False
    shown = {e.origin.span.address for e in finding.evidence if e.origin and e.origin.span}
    return not shown or (finding.outcome != "fail" and origin.span.address not in shown)


def contents_texts(plan: PlanReport, language: Language) -> list[str]:
    """Return the number of records of the plan in words, for each kind that it has."""
    return [say(f"contents-{kind}", language, count=n) for kind, n in plan.contents.items() if n]


def no_failure_text(plan: PlanReport, language: Language) -> str:
    """Return the sentence for a plan without failures: nothing was judged, some are unknown, or all is well."""
    if plan.judgement.coverage.is_blind:
        return say("none-blind", language)
    unknown = plan.judgement.total("unknown")
    if unknown:
        return say("none-but", language, count=unknown)
    return say("none" if plan.is_judged else "nothing-judged", language)


def remedy_text(finding: Finding, language: Language) -> str:
    """Return what to do: the value that the rule would accept, then what the rule says."""
    advice = finding.advice.text(language) if finding.advice else ""
    return join("semicolon", (advice, finding.remedy.pick(language)), language)


def by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings by rule, in order of first appearance."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.rule, []).append(finding)
    return groups
