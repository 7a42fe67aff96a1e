"""What every format says besides findings: how far the check went, what it lacked, what it was made with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from msgspec.structs import asdict

from checker.findings import CheckCondition, Coverage
from checker.messages import Language
from checker.report.layout import join, one_line, say
from checker.report.model import PlanReport, Provenance, Report
from checker.report.wording import MARKS, place_text
from checker.version import __version__

MOST_NAMED, MOST_FAMILIES = 3, 8
"""Rules, and of more rules their families, that the line names; the others are counted."""

HASH_DIGITS = 12
"""Digits of a hash that people are shown; programs get all of them."""


def coverage_text(coverage: Coverage, provenance: Provenance, language: Language) -> str:
    """Return the first line of a report: rows recognised, values read, levels found, rules left out or changed.

    What there is none of is left out; that no rule was left out or changed is said.
    """
    counts = (
        ("rows", coverage.recognised, coverage.rows),
        ("values", coverage.read, coverage.values),
        ("levels", coverage.found, coverage.levels),
    )
    parts = [say(f"coverage-{c}", language, known=n, all=total) for c, n, total in counts if total]
    if not coverage.rows:
        parts.insert(0, say("coverage-no-rows", language))
    parts += _rules(provenance, language)
    text = join("colon", (say("coverage", language), join("comma", parts, language)), language)
    blind = say("coverage-blind", language) if coverage.is_blind else ""
    return one_line(join("semicolon", (text, blind), language))


def _rules(provenance: Provenance, language: Language) -> Iterator[str]:
    """Yield how many rules were left out, or used where they are fewer, and how many thresholds were changed."""
    ignored, selected, changed = provenance.ignored, provenance.selected, provenance.parameters
    if not ignored:
        yield say("coverage-all-rules", language)
    elif 0 < len(selected) < len(ignored):
        yield say("coverage-only", language, count=len(selected), rules=_named(selected, language))
    else:
        yield say("coverage-ignored", language, count=len(ignored), rules=_named(ignored, language))
    if changed:
        names = _changed(provenance, language)
        yield say("coverage-changed", language, count=len(changed), names=names)


def _named(codes: Sequence[str], language: Language) -> str:
    """Return the first of some rules in brackets, families that begin alike by their beginning alone."""
    if not codes:
        return ""
    families = list(dict.fromkeys(code.partition("-")[0] for code in codes))
    names = codes if len(codes) <= MOST_NAMED else families
    text = join("list", names[:MOST_FAMILIES], language)
    return say("coverage-named", language, text=text + ("…" if len(names) > MOST_FAMILIES else ""))


def _changed(provenance: Provenance, language: Language) -> str:
    if not provenance.parameters:
        return ""
    texts = [
        say("coverage-parameter", language, name=p.name, value=p.value, usual=p.usual)
        for p in provenance.parameters
    ]
    return say("coverage-named", language, text=join("list", texts, language))


def plan_coverage(plan: PlanReport, report: Report, language: Language) -> str:
    """Return the first line about one plan."""
    return coverage_text(plan.judgement.coverage, report.provenance, language)


def report_coverage(report: Report, language: Language) -> str:
    """Return the first line about all plans of a report together."""
    text = coverage_text(report.coverage, report.provenance, language)
    if len(report.plans) == 1:
        return text
    blind = sum(plan.judgement.coverage.is_blind for plan in report.plans)
    parts = [say("total", language, count=len(report.plans)), text]
    if blind and not report.coverage.is_blind:
        parts.append(say("coverage-some-blind", language, count=blind))
    return join("semicolon", parts, language)


def coverage_record(coverage: Coverage, provenance: Provenance) -> dict[str, Any]:
    """Return the figures of the first line for programs."""
    return {
        "rows": coverage.rows,
        "rows_recognised": coverage.recognised,
        "values": coverage.values,
        "values_read": coverage.read,
        "levels": coverage.levels,
        "levels_found": coverage.found,
        "rules_ignored": len(provenance.ignored),
        "parameters_changed": len(provenance.parameters),
    }


# ---- conditions


def condition_mark(condition: CheckCondition) -> str:
    return MARKS["warning" if condition.warns else "lacking"]


def condition_texts(plan: PlanReport, language: Language) -> Iterator[tuple[CheckCondition, str]]:
    """Yield each condition of the check of a plan with its sentence in one line; what may hide a fault comes first."""
    for condition in sorted(plan.judgement.conditions, key=lambda c: not c.warns):
        yield condition, one_line(condition.text(language))


def condition_place(condition: CheckCondition, language: Language) -> tuple[str, str]:
    """Return the place of a condition in the document, and its address in the plan data; "" where it has none."""
    origin = condition.origin
    if origin is None:
        return "", ""
    address = one_line(origin.span.address_beside_place) if origin.span else ""
    return one_line(place_text(origin.place, language)), address


def condition_record(condition: CheckCondition, language: Language) -> dict[str, Any]:
    """Return a condition for programs."""
    place, _ = condition_place(condition, language)
    span = condition.origin.span if condition.origin else None
    return {
        "kind": condition.kind,
        "severity": "warning" if condition.warns else "info",
        "code": condition.reason.code,
        "text": one_line(condition.text(language)),
        "rules": list(condition.rules),
        "count": condition.count,
        "where": place,
        "file": span.source.name if span else "",
        "line": span.file_line if span else None,
        "column": span.file_column if span else None,
    }


# ---- provenance


def provenance_rows(report: Report, language: Language) -> Iterator[tuple[str, str]]:
    """Yield (label, text) of what a report was made with, the plans aside."""
    provenance = report.provenance
    day = "" if report.today == date.min else report.today.isoformat()
    rows = (
        ("program", f"plancheck {__version__}"),
        ("day", day),
        ("rules", _hash(provenance.rules)),
        ("vocabulary", _hash(provenance.vocabulary)),
        ("ignored", join("list", _left_out(provenance, language), language)),
        ("parameters", join("list", _sources(provenance, language), language)),
    )
    for code, text in rows:
        if text:
            yield say(f"provenance-{code}", language), one_line(text)


def _left_out(provenance: Provenance, language: Language) -> Iterator[str]:
    """Yield the rules left out: families that are left out whole by how they begin, the others one by one."""
    families: dict[str, list[str]] = {}
    for code in provenance.ignored:
        families.setdefault(code.partition("-")[0], []).append(code)
    used = {code.partition("-")[0] for code in provenance.selected}
    for family, codes in families.items():
        if family in used or len(codes) == 1:
            yield from codes
        else:
            yield say("provenance-family", language, family=family, count=len(codes))


def _sources(provenance: Provenance, language: Language) -> Iterable[str]:
    return (
        say(
            "provenance-parameter", language, name=p.name, value=p.value, usual=p.usual,
            source=p.source,
        )
        for p in provenance.parameters
    )  # fmt: skip


def _hash(digest: str) -> str:
    return f"SHA-256 {digest[:HASH_DIGITS]}…" if digest else ""


def plan_hashes(plan: PlanReport, language: Language) -> Iterator[tuple[str, str]]:
    """Yield (label, SHA-256) of the data of a plan, and of each plan above that was used."""
    if plan.sha256:
        label = say("provenance-plan", language, title=one_line(plan.header.title))
        yield label, f"SHA-256 {plan.sha256}"
    for level in plan.upper_levels:
        for candidate in level.used:
            label = say("provenance-upper", language, title=one_line(candidate.title))
            yield label, f"SHA-256 {candidate.sha256}"


def provenance_text(report: Report, plans: Sequence[PlanReport], language: Language) -> str:
    """Return in one line what a report was made with, and the data of plans and of the plans above them."""
    rows = list(provenance_rows(report, language))
    for plan in plans:
        rows += plan_hashes(plan, language)
    texts = [join("colon", row, language) for row in dict.fromkeys(rows)]
    text = join("semicolon", texts, language)
    return join("colon", (say("provenance", language), text), language)


def provenance_record(report: Report) -> dict[str, Any]:
    """Return what a report was made with, for programs."""
    provenance = report.provenance
    return {
        "plancheck": __version__,
        "today": "" if report.today == date.min else report.today.isoformat(),
        "rules_sha256": provenance.rules,
        "vocabulary_sha256": provenance.vocabulary,
        "ignored_rules": list(provenance.ignored),
        "parameters": [asdict(parameter) for parameter in provenance.parameters],
    }
