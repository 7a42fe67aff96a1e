"""A plan as read: every printed value with its term, unit and meaning. Compares nothing."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Literal

from checker.datatypes.choices import Choice, choice
from checker.engine.values import MISSING, Direction, Number, Unknown, Zone, absent, unknown
from checker.findings import Origin, Reason
from checker.plan.model import Fact, Plan, Printed
from checker.plan.vocabulary import Term, normalise
from checker.quantity import reading as r
from checker.quantity.read import read
from checker.quantity.resolve import ABOUT_TOLERANCE, Target, Unresolved, resolve
from checker.quantity.sets import Interval
from checker.quantity.sets import Number as Digits
from checker.quantity.units import Dimension, Unit, find_unit
from checker.source import Place, Record

OriginKind = Literal["table", "prose", "box", "annex", "summary"]


class Cell(Record, eq=False, dict=True):
    """What a text says under a unit and a term, wherever it stands. Plans print the same few again and again.

    Its values have no origin, and what is not known has no name: who asks for them gives both.
    """

    text: str
    unit: str
    term: Term | None

    @cached_property
    def reading(self) -> r.Reading:
        return read_cell(self.text, self.unit, self.term)

    @cached_property
    def result(self) -> Number | Unknown:
        """Its number, where that was reached."""
        return as_number(self.reading, self.term, "") if _is_bound(self.reading) else self.figure

    @cached_property
    def figure(self) -> Number | Unknown:
        """Its number, whatever its comparator."""
        return as_number(self.reading, self.term, "", bound=True)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every number that it prints, whatever stands beside it."""
        reading = self.reading
        if isinstance(reading, r.SetReading | r.CumulativeReading) and (
            reading.about or len(reading.numbers) != 1
        ):
            every = (
                _number(n, reading.unit, False, self.term, "", reading.text, None)
                for n in reading.numbers
            )
            return tuple(n for n in every if isinstance(n, Number))
        return (self.figure,) if isinstance(self.figure, Number) else ()

    @cached_property
    def unit_fits(self) -> bool | Unknown:
        """Whether its unit measures what the term measures."""
        if self.term is None:
            return absent(what="")
        if not self.numbers:
            return unknown("not-number", name="", text=self.text)
        wanted = self.term.dimension
        return all(number.dimension.compatible(wanted) for number in self.numbers)

    @cached_property
    def zone(self) -> Zone | Unknown:
        """The set of values that it allows as a target, where that hangs on no base."""
        return as_zone(self.reading, self.term, "", None)


@lru_cache(maxsize=1 << 13)  # of three kilobytes each
def cell_of(text: str, unit: str, term: Term | None) -> Cell:
    return Cell(text, unit, term)


def bare_number(printed: Printed | None, unit: str) -> Number | Unknown:
    """The number of a text without a term, for columns: without a place, or without the words of the reason."""
    return MISSING if printed is None else cell_of(printed.text, unit, None).result


class _Stated:
    """What figures and targets have in common: a cell of a plan, and where it stands."""

    plan: Plan
    name: str
    term: Term | None
    printed: Printed
    unit_printed: str
    place: Place
    grade: str

    @cached_property
    def origin(self) -> Origin:
        plan = self.plan
        grade = self.grade or plan.header.grade
        return Origin(
            plan.header.title.text, self.printed.span, self.place, grade, plan.document.quoted_in
        )

    @cached_property
    def cell(self) -> Cell:
        return cell_of(self.printed.text, self.unit_printed, self.term)

    @property
    def reading(self) -> r.Reading:
        return self.cell.reading

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        return tuple(placed(number, self.origin) for number in self.cell.numbers)


class Datum(_Stated, Record, eq=False, dict=True):
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

    @cached_property
    def key(self) -> str:
        """What figures about the same thing have in common."""
        return self.term.name if self.term else normalise(self.canonical)

    @cached_property
    def number(self) -> Number | Unknown:
        found = self.cell.result
        if isinstance(found, Number):
            return placed(found, self.origin)
        return as_number(self.reading, self.term, self.name)

    @property
    def bare_number(self) -> Number | Unknown:
        """Its number without a place, or without the words of the reason."""
        return self.cell.result


class Goal(_Stated, Record, eq=False, dict=True):
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

    @cached_property
    def key(self) -> str:
        return self.term.name if self.term else normalise(self.canonical)

    @property
    def direction(self) -> Direction:
        return self.term.direction if self.term else "neither"

    @property
    def is_change(self) -> bool:
        """Whether it is printed as a change, which hangs on a base."""
        return isinstance(self.reading, r.ChangeReading)

    @property
    def nature_choice(self) -> Choice | None:
        return choice("nature", self.nature.text) if self.nature is not None else None

    @cached_property
    def number(self) -> Number | Unknown:
        """The figure that the target prints, whatever its comparator."""
        found = self.cell.figure
        if isinstance(found, Number):
            return placed(found, self.origin)
        return as_number(self.reading, self.term, self.name, bound=True)

    @property
    def bare_number(self) -> Number | Unknown:
        """Its number without a place, or without the words of the reason."""
        return self.cell.figure

    def zone(self, base: Datum | None) -> Zone | Unknown:
        """The set of values, a bare number read through the direction, a change on the base."""
        found = self.cell.zone
        if isinstance(found, Unknown):  # or it hangs on the base
            found = as_zone(self.reading, self.term, self.name, base)
        return found if isinstance(found, Unknown) else _zone_at(found, self.origin)


def placed(n: Number, origin: Origin) -> Number:
    return Number(
        n.value, n.low, n.high, n.dimension, n.unit, n.decimals, n.computed, n.about, n.printed, origin
    )  # fmt: skip


def _zone_at(z: Zone, origin: Origin) -> Zone:
    return Zone(
        z.core, z.wide, z.dimension, z.unit, z.direction, z.printed, origin, z.remarks, z.limits
    )  # fmt: skip


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


@lru_cache(maxsize=1 << 12)
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
    reading: r.Reading,
    term: Term | None,
    name: str,
    origin: Origin | None = None,
    bound: bool = False,
) -> Number | Unknown:
    """The one number of a reading. A bound (≤15) is no result, unless `bound` asks for the figure itself."""
    if not bound and _is_bound(reading):
        return unknown("bound", name=name, text=reading.text)
    match reading:
        case r.SetReading(numbers=numbers) if len(numbers) == 1:
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


def _is_bound(reading: r.Reading) -> bool:
    """Whether it says no more than that a number is reached, or not passed."""
    return (
        isinstance(reading, r.SetReading)
        and reading.kind in ("floor", "ceiling")
        and len(reading.numbers) == 1
    )


def _number(
    digits: Digits,
    unit: Unit | None,
    about: bool,
    term: Term | None,
    name: str,
    text: str,
    origin: Origin | None,
) -> Number | Unknown:
    unit = full_unit(unit, term)
    if unit is None:
        return unknown("no-unit", name=name, text=text)
    value, low, high = digits.scaled_ends(unit.factor)
    if about and not digits.more:
        low, high = value * (1 - ABOUT_TOLERANCE), value * (1 + ABOUT_TOLERANCE)
    return Number(
        value, low, high, sharpened(unit, term), unit, max(digits.decimals, 0), False, about,
        text, origin,
    )  # fmt: skip


def _ratio(reading: r.RatioReading, name: str, origin: Origin | None) -> Number | Unknown:
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


# ---- sets


def as_zone(reading: r.Reading, term: Term | None, name: str, base: Datum | None) -> Zone | Unknown:
    """The set of values that a target allows, or why it has none."""
    direction = term.direction if term is not None else "neither"
    unit = full_unit(_unit_of(reading), term)
    value: Interval | None = None
    if isinstance(reading, r.ChangeReading):
        found = base.number if base is not None else None
        if not isinstance(found, Number):
            return unknown("base", name=name, text=reading.text)
        unit = found.unit
        value = Interval.point(found.value / unit.factor)
    resolved = resolve(reading, base=value, direction=direction, base_unit=unit)
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
    core = resolved.core.scaled(unit.factor)
    whole = resolved.interval is resolved.core
    return Zone(
        core, core if whole else resolved.interval.scaled(unit.factor), sharpened(unit, term), unit,
        direction, reading.text, None, remarks, term.range if term is not None else None,
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
