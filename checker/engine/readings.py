"""A plan as read: every printed value with its term, unit and meaning. Compares nothing."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal

from checker.datatypes.choices import Choice, choice
from checker.engine.values import Direction, Number, Unknown, Zone, absent, unknown
from checker.findings import Origin, Reason
from checker.plan.model import Fact, Plan, Printed
from checker.plan.vocabulary import Term, normalise
from checker.quantity import reading as r
from checker.quantity.read import read
from checker.quantity.resolve import ABOUT_TOLERANCE, Target, Unresolved, resolve
from checker.quantity.sets import Interval
from checker.quantity.sets import Number as Digits
from checker.quantity.units import Dimension, Unit, find_unit
from checker.records import dataclass
from checker.source import Place

OriginKind = Literal["table", "prose", "box", "annex", "summary"]


@dataclass(frozen=True, eq=False)
class Datum:
    """One figure about past or present: a fact, or a baseline cell of an indicator table."""

    plan: Plan
    name: str
    canonical: str
    term: Term | None
    year: str
    printed: Printed
    unit_printed: str
    place: Place
    origin_kind: OriginKind
    region: str = ""
    scope: str = ""
    grade: str = "P"
    fact: Fact | None = None

    @property
    def key(self) -> str:
        """What figures about the same thing have in common."""
        return self.term.name if self.term else normalise(self.canonical)

    @property
    def origin(self) -> Origin:
        return _origin(self.plan, self.printed, self.place, self.grade)

    @cached_property
    def reading(self) -> r.Reading:
        return read_cell(self.printed.text, self.unit_printed, self.term)

    @cached_property
    def number(self) -> Number | Unknown:
        return as_number(self.reading, self.term, self.name, self.origin)


@dataclass(frozen=True, eq=False)
class Goal:
    """One target of one indicator for one year, as a table cell or a sentence states it."""

    plan: Plan
    name: str
    canonical: str
    term: Term | None
    year: int
    printed: Printed
    unit_printed: str
    nature: Printed | None
    place: Place
    origin_kind: OriginKind
    scope: str
    grade: str
    baseline: Datum | None = None

    @property
    def key(self) -> str:
        return self.term.name if self.term else normalise(self.canonical)

    @property
    def direction(self) -> Direction:
        return self.term.direction if self.term else "neither"

    @property
    def origin(self) -> Origin:
        return _origin(self.plan, self.printed, self.place, self.grade)

    @cached_property
    def reading(self) -> r.Reading:
        return read_cell(self.printed.text, self.unit_printed, self.term)

    @property
    def nature_choice(self) -> Choice | None:
        return choice("nature", self.nature.text) if self.nature is not None else None

    @cached_property
    def number(self) -> Number | Unknown:
        """The figure that the target prints, whatever its comparator."""
        return as_number(self.reading, self.term, self.name, self.origin, bound=True)

    def zone(self, base: Datum | None) -> Zone | Unknown:
        """The set of values, a bare number read through the direction, a change on the base."""
        return as_zone(self, base)


def _origin(plan: Plan, printed: Printed, place: Place, grade: str) -> Origin:
    return Origin(
        plan.header.title.text,
        printed.span,
        place,
        grade or plan.header.grade,
        plan.document.quoted_in,
    )


# ---- units


def read_cell(text: str, unit: str, term: Term | None) -> r.Reading:
    """The reading of a text; its unit is its own, else the row's, else (pure numbers) the term's."""
    if (
        not unit
        and term is not None
        and not term.unit.dimension.atoms
        and term.unit.name in ("无", "比")
    ):
        unit = term.unit.name
    return read(text, plain_unit(text, unit) or None)


def plain_unit(text: str, unit: str) -> str:
    """The column's unit for a text with a 万 or 亿 of its own: 约160万 under 万元 is in 元."""
    if unit[:1] in ("万", "亿") and re.search(r"\d\s*[万亿]", text):
        return unit[1:]
    return unit


def full_unit(unit: Unit | None, term: Term | None) -> Unit | None:
    """The unit as the indicator means it: 张 of 每千常住人口…床位数 is 张/千人口."""
    if term is None or unit is None or unit.dimension.compatible(term.unit.dimension):
        return unit
    if term.unit.name == "无" and unit.name == "个":
        return term.unit  # 总和生育率 counts children, printed in 个 or without a unit
    numerator, slash, _ = term.unit.name.partition("/")
    short = find_unit(numerator) if slash and numerator else None
    if short is None or not short.dimension.compatible(unit.dimension):
        return unit
    factor = term.unit.factor / short.factor * unit.factor
    return Unit(term.unit.name, factor, term.unit.dimension) if factor == term.unit.factor else unit


def sharpened(unit: Unit, term: Term | None) -> Dimension:
    """The unit's dimension, or the term's where that says more (deaths per births)."""
    if term is not None and unit.dimension.compatible(term.dimension):
        return term.dimension
    return unit.dimension


# ---- numbers


def as_number(
    reading: r.Reading, term: Term | None, name: str, origin: Origin, bound: bool = False
) -> Number | Unknown:
    """The one number of a reading. A bound (≤15) is no result, unless `bound` asks for the figure itself."""
    match reading:
        case r.SetReading(kind=kind, numbers=numbers) if len(numbers) == 1:
            if kind in ("floor", "ceiling") and not bound:
                return unknown("bound", name=name, text=reading.text)
            return _number(
                numbers[0], reading.unit, reading.about, term, name, reading.text, origin
            )
        case r.CumulativeReading(numbers=numbers) if len(numbers) == 1:
            return _number(
                numbers[0], reading.unit, reading.about, term, name, reading.text, origin
            )
        case r.RatioReading():
            return _ratio(reading, name, origin)
        case r.CoverageReading(interval=interval, unit=unit) if (
            interval is not None and interval.is_point
        ):
            assert interval.low is not None
            return _number(
                Digits(interval.low, 0, True), unit, False, term, name, reading.text, origin
            )
        case r.MissingReading(kind="to_be_set"):
            return unknown("to-be-set", name=name)
        case r.MissingReading():
            return absent(what=name)
        case _:
            return unknown("not-number", name=name, text=reading.text)


def _number(
    digits: Digits,
    unit: Unit | None,
    about: bool,
    term: Term | None,
    name: str,
    text: str,
    origin: Origin,
) -> Number | Unknown:
    unit = full_unit(unit, term)
    if unit is None:
        return unknown("no-unit", name=name, text=text)
    rounding = digits.rounding_interval()
    assert rounding.low is not None and rounding.high is not None
    low, high = rounding.low, rounding.high
    if about and not digits.more:
        low, high = digits.value * (1 - ABOUT_TOLERANCE), digits.value * (1 + ABOUT_TOLERANCE)
    value, f = digits.value, unit.factor
    if f != 1:  # exact arithmetic is slow, and most units are the base units
        value, low, high = value * f, low * f, high * f
    return Number(
        value, low, high, sharpened(unit, term), unit, max(digits.decimals, 0), False, about,
        text, origin,
    )  # fmt: skip


def _ratio(reading: r.RatioReading, name: str, origin: Origin) -> Number | Unknown:
    value = reading.value
    unit = find_unit("比")
    if value is None or unit is None:
        return unknown("not-number", name=name, text=reading.text)
    first, second = reading.parts
    over = first.rounding_interval() if first.value != 1 else Interval.point(1)
    under = second.rounding_interval()
    assert over.low and over.high and under.low is not None and under.high is not None
    return Number(
        value, under.low / over.high, under.high / over.low, unit.dimension, unit, 2, False, reading.about,
        reading.text, origin,
    )  # fmt: skip


def all_numbers(
    reading: r.Reading, term: Term | None, name: str, origin: Origin
) -> tuple[Number, ...]:
    """Every number that a reading prints, whatever stands beside it."""
    if isinstance(reading, r.SetReading | r.CumulativeReading):
        found = [
            _number(n, reading.unit, False, term, name, reading.text, origin)
            for n in reading.numbers
        ]
    else:
        found = [as_number(reading, term, name, origin, bound=True)]
    return tuple(n for n in found if isinstance(n, Number))


# ---- sets


def as_zone(goal: Goal, base: Datum | None) -> Zone | Unknown:
    """The set a goal allows, or why it has none."""
    reading, name = goal.reading, goal.name
    unit = full_unit(_unit_of(reading), goal.term)
    value: Interval | None = None
    if isinstance(reading, r.ChangeReading):
        found = base.number if base is not None else None
        if not isinstance(found, Number):
            return unknown("base", name=name, text=reading.text)
        unit = found.unit
        value = Interval.point(found.value / unit.factor)
    resolved = resolve(reading, base=value, direction=goal.direction, base_unit=unit)
    if isinstance(resolved, Unresolved):
        relative = _relative(reading, resolved)
        if relative is None:
            return _unresolved(resolved, name)
        resolved = relative
    if unit is None:
        return unknown("no-unit", name=name, text=reading.text)
    remarks = tuple(
        Reason(f"unknown-{code}", {"text": reading.text})
        for code in resolved.remarks
        if code in REMARKS
    )
    return Zone(
        resolved.core.scaled(unit.factor), resolved.interval.scaled(unit.factor), sharpened(unit, goal.term), unit,
        goal.direction, reading.text, goal.origin, remarks, goal.term.range if goal.term else None,
    )  # fmt: skip


# Remarks of `resolve` that a reader of a finding should see.
REMARKS = (
    "read-as-floor",
    "read-as-ceiling",
    "read-as-point",
    "relative",
    "base-imprecise",
    "weak",
)


def _unit_of(reading: r.Reading) -> Unit | None:
    match reading:
        case r.RatioReading():
            return find_unit("比")
        case r.SetReading() | r.CumulativeReading() | r.CoverageReading() | r.RateReading():
            return reading.unit
        case _:
            return None


def _relative(reading: r.Reading, unresolved: Unresolved) -> Target | None:
    """A fall by so many % (not points) is one relative to the base; a rise by % of a percentage stays open."""
    if (
        unresolved.reason == "relative-or-points"
        and isinstance(reading, r.ChangeReading)
        and not reading.rise
    ):
        return unresolved.candidates[0]
    return None


def _unresolved(found: Unresolved, name: str) -> Unknown:
    text = found.arguments[0] if found.arguments else ""
    match found.reason:
        case "missing" if found.arguments[1] != "to_be_set":
            return absent(what=name)
        case "missing":
            return unknown("to-be-set", name=name, text=text)
        case (
            "refers-elsewhere"
            | "qualitative"
            | "relative-or-points"
            | "yearly-count"
            | "coverage-without-number"
        ):
            return unknown(found.reason, name=name, text=text)
        case _:
            return unknown("unread", name=name, text=text)
