"""Faults in plan data that show only when it is read through vocabulary and division table. Judges no plan."""

from __future__ import annotations

from collections.abc import Iterator

from checker.diagnostics import Diagnostic
from checker.engine.conditions import unrecognised
from checker.engine.interpret import full_unit
from checker.engine.readings import Datum, InterpretedPlan, TargetStatement
from checker.findings import Bilingual
from checker.plan import regions
from checker.plan.model import Header, Indicator, Statement
from checker.plan.upper_plans import level_rank
from checker.quantity import reading as r
from checker.quantity.units import find_unit
from checker.source import Span


def input_faults(reading: InterpretedPlan) -> tuple[Diagnostic, ...]:
    """Wrong region codes, numbers without unit, texts that could not be read, binding indicators by a wrong name."""
    return (
        *_region_faults(reading.plan.header),
        *_once(_unit_faults(reading)),
        *_assumed_units(reading),
        *_once(_unread(reading)),
        *_once(_nearly_binding(reading)),
    )


def _once(faults: Iterator[Diagnostic]) -> Iterator[Diagnostic]:
    seen = set[tuple[str, int]]()
    for fault in faults:
        place = (fault.code, fault.span.start if fault.span else -1)
        if place not in seen:
            seen.add(place)
            yield fault


def _region_faults(header: Header) -> Iterator[Diagnostic]:
    """Yield a diagnostic for a code not valid in the plan's years, or not of the plan's level (GB/T 2260)."""
    code, name = header.region_code.text, header.region_name.text
    division = regions.find(code, regions.year_of(code, header.first_year, header.last_year))
    span = header.region_code.span
    if division is None:
        yield _invalid_code(code, name, header, span)
        return
    given = {
        "code": code,
        "name": name,
        "official": division.name,
        "level": header.level.text,
        "own": division.level,
    }
    if division.name != name and not (
        division.name.startswith(name) or name.startswith(division.name)
    ):
        yield Diagnostic("plan-region-name", header.region_name.span, given)
    if level_rank(division.level) != level_rank(header.level.text):
        yield Diagnostic("plan-region-level", header.level.span, given)


def _invalid_code(code: str, name: str, header: Header, span: Span) -> Diagnostic:
    past = regions.history(code)
    given: dict[str, object] = {
        "code": code,
        "name": name,
        "first": header.first_year,
        "last": header.last_year,
    }
    before = [entry for entry in past if entry.end is not None and entry.end <= header.first_year]
    if before:
        entry = before[-1]
        successor = regions.find(entry.successor[0], header.first_year) if entry.successor else None
        given |= {"old": entry.name, "end": entry.end}
        if successor is not None:
            given |= {"successor": successor.code, "new": successor.name}
            return Diagnostic("plan-region-abolished", span, given)
        return Diagnostic("plan-region-ended", span, given)
    named = regions.by_name(name, header.first_year)
    if named:
        given |= {"near": named[0].code}
        return Diagnostic("plan-region-unknown-near", span, given)
    return Diagnostic("plan-region-unknown", span, given)


def _values(reading: InterpretedPlan) -> tuple[TargetStatement | Datum, ...]:
    beside = (
        column
        for goal in reading.goals
        for column in (goal.yearly, goal.cumulative, goal.actual)
        if column is not None
    )
    return (*reading.goals, *reading.data, *beside)


def _unit_faults(reading: InterpretedPlan) -> Iterator[Diagnostic]:
    for value in _values(reading):
        form = value.reading
        if (
            isinstance(form, r.SetReading | r.CumulativeReading)
            and full_unit(form.unit, value.term) is None
        ):
            if value.unit_printed and find_unit(value.unit_printed) is None:
                continue  # said of the unit
            usual = value.term.unit.name if value.term is not None else "%"
            given = {"name": value.name, "text": value.printed.text, "unit": usual}
            yield Diagnostic("plan-number-without-unit", value.printed.span, given, "warning")


def _assumed_units(reading: InterpretedPlan) -> Iterator[Diagnostic]:
    """Yield a warning for each name under which figures without a unit are read in the unit of its entry."""
    names = set[str]()
    for value in _values(reading):
        form, term = value.reading, value.term
        if (
            value.unit_printed
            or term is None
            or term.unit.name in ("无", "比")
            or value.name in names
        ):
            continue
        if not isinstance(form, r.SetReading | r.CumulativeReading):
            continue
        if form.unit is not None and form.column_unit is form.unit:
            names.add(value.name)
            given = {"name": value.name, "text": value.printed.text, "unit": term.unit.name}
            yield Diagnostic("plan-unit-assumed", value.printed.span, given, "warning")


def _nearly_binding(reading: InterpretedPlan) -> Iterator[Diagnostic]:
    """Yield a warning for each binding indicator that the vocabulary does not know but has one nearly so called.

    One wrong character in its name would take every check of it away.
    """
    for name, goal in unrecognised(reading).items():
        near = reading.vocabulary.nearest(name) if goal.is_binding else ()
        if near:
            span = _name_span(reading, goal)
            given = {"name": name, "near": "”“".join(near)}
            yield Diagnostic("plan-binding-unrecognised", span, given, "warning")


def _name_span(reading: InterpretedPlan, goal: TargetStatement) -> Span:
    plan = reading.plan
    rows: tuple[Indicator | Statement, ...] = (*plan.indicators, *plan.statements)
    names = (row.indicator or row.name for row in rows if goal.printed in row.target.values())
    name = next((printed for printed in names if printed is not None), goal.printed)
    return name.span


def _unread(reading: InterpretedPlan) -> Iterator[Diagnostic]:
    from checker.quantity.reason_texts import REASONS, format_reason

    units = set[tuple[str, str]]()

    for value in _values(reading):
        form = value.reading
        if isinstance(form, r.UnreadReading) and form.detail and form.detail == value.unit_printed:
            if (value.name, form.detail) not in units:
                units.add((value.name, form.detail))
                said = {"name": value.name, "unit": form.detail}
                yield Diagnostic("plan-unit-unknown", value.printed.span, said, "warning")
        elif isinstance(form, r.UnreadReading):
            reason = Bilingual(
                format_reason(REASONS, form.reason, "zh", form.detail),
                format_reason(REASONS, form.reason, "en", form.detail),
            )
            given = {"name": value.name, "text": value.printed.text, "reason": reason}
            yield Diagnostic("plan-value-unread", value.printed.span, given, "warning")
