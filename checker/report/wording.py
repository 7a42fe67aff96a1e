"""Phrases that several formats share: places, evidence, reasons. Lays nothing out."""

from __future__ import annotations

from collections.abc import Iterable

from checker.findings import Evidence, Finding, Origin, Reason
from checker.messages import Language, message
from checker.report.model import WaiverUse
from checker.source import Place

MARKS = {"error": "×", "warning": "!", "info": "·", "unknown": "?", "waived": "○"}
ROLES = {"error": "red", "warning": "yellow", "info": "cyan", "unknown": "dim", "waived": "dim"}

# How a place already begins when its kind need not be said again.
_KINDS = {"table": "表", "box": "专栏", "annex": "附", "summary": "概要"}
_KINDS_EN = ("table", "box", "annex", "summary")


def place_text(place: Place, language: Language) -> str:
    """Return the place of a value in the source document, as in 表2-1第11行，原文第162行."""
    words = [
        _named(kind, getattr(place, kind), language)
        for kind in ("table", "box", "annex", "summary", "section")
        if getattr(place, kind)
    ]
    if place.row:
        code = "row" if place.row.isdecimal() else "row-word"
        row = message(f"report-place-{code}", language, {"row": place.row})
        words = (
            [*words[:-1], ((words[-1] if language == "zh" else f"{words[-1]}, ") + row)]
            if words
            else [row]
        )
    if place.line is not None:
        words.append(message("report-place-line", language, {"line": place.line}))
    return message("report-comma", language).join(words)


def _named(kind: str, text: str, language: Language) -> str:
    if language == "zh" and kind in _KINDS and text.startswith(_KINDS[kind]):
        return text
    return message(f"report-place-{kind}", language, {"text": text})


def source_text(origin: Origin, own: str, language: Language, graded: bool = False) -> str:
    """Return the title of the plan a value comes from, with its grade unless `graded`; "" if it is `plan_title`."""
    if origin.plan == own:
        return ""
    given = {"title": origin.plan, "grade": "" if graded else grade_text(origin.grade, language)}
    return message("report-from", language, given)


def grade_text(grade: str, language: Language) -> str:
    return message(f"report-grade-{grade}", language) if grade in ("Q", "S", "I") else ""


def value_text(evidence: Evidence, language: Language) -> str:
    """Return the printed text, and its meaning and remarks if they differ from it."""
    read = evidence.read_as.pick(language)
    if evidence.remarks:
        separator = message("report-semicolon", language)
        remarks = separator.join(r.text(language) for r in evidence.remarks)
        return message("report-read", language, {"remarks": remarks, "read": read})
    if not evidence.printed:
        return read
    code = "printed" if read in (evidence.printed, "？") else "printed-as"
    return message(f"report-{code}", language, {"printed": evidence.printed, "read": read})


def reasons_of(finding: Finding) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Return the reasons of an unknown or waived outcome, and the remarks that are not in the evidence."""
    reasons = finding.reasons
    why = reasons[:1] if finding.outcome in ("unknown", "waived") else ()
    said = {_identity(r) for e in finding.evidence for r in e.remarks}
    return why, tuple(r for r in reasons[len(why) :] if _identity(r) not in said)


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
        given: dict[str, object] = {"text": texts[0], "first": texts[0], "count": len(texts)}
        same = len(set(texts)) == 1
        code = "times" if same else "and-more"
        parts.append(texts[0] if len(texts) == 1 else message(f"report-{code}", language, given))
    return message("report-semicolon", language).join(parts)


def waiver_lines(waivers: Iterable[WaiverUse], language: Language) -> list[tuple[str, str]]:
    """Return (mark, text) for each waiver of this run: until when it holds, or why it waives nothing."""
    lines = []
    for use in (use for use in waivers if use.state != "elsewhere"):
        given = {
            "rule": use.rule, "subject": use.subject, "region": use.region, "count": use.findings,
            "day": use.expires, "left": use.days_left,
        }  # fmt: skip
        ending = use.state == "used" and use.is_ending
        mark = MARKS["waived"] if use.state == "used" and not ending else MARKS["warning"]
        what = message(f"report-waiver-{'ending' if ending else use.state}", language, given)
        lines.append((mark, message("report-waiver", language, {**given, "what": what})))
    return lines


def message_of(finding: Finding, language: Language) -> str:
    """Return the message of the rule if the finding is a breach, else ""."""
    return finding.message.pick(language) if finding.is_breach else ""


def by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings by rule, in order of first appearance."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.rule, []).append(finding)
    return groups
