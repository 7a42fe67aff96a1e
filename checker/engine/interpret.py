"""What a printed text means under a unit and a term: its number, its set, whether its unit fits. Compares nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from checker.engine.measures import change_set, rate_set, sum_set
from checker.engine.values import MISSING, Number, TargetSet, Unknown, absent, unknown
from checker.findings import Origin, Reason
from checker.plan.model import PrintedText
from checker.plan.vocabulary import Term
from checker.quantity import reading as r
from checker.quantity.read import read
from checker.quantity.reading import Direction
from checker.quantity.resolve import (
    ABOUT_TOLERANCE,
    ResolvedTarget,
    Unresolved,
    resolve,
    said_direction,
)
from checker.quantity.sets import Interval, PrintedNumber
from checker.quantity.unit_rows import SHARE
from checker.quantity.units import Dimension, Unit, find_unit
from checker.source import Record, cached_property

_TIMES = {"年", "时间"}
"""The atoms of dimensions that are lengths of time."""


class Cell(Record, eq=False, dict=True):
    """The interpretation of a text under a unit and a term, shared by all that print it; without a place or a name."""

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
        if self.may_be_change:
            return unknown("share-of-amount", name="", text=self.text)
        if self.may_be_capacity:
            return unknown("capacity", name="", text=self.text)
        wanted = self.term.dimension
        return all(number.dimension.compatible(wanted) for number in self.numbers)

    @property
    def may_be_change(self) -> bool:
        """Whether it prints a share of what is an amount, as tables print its fall: 氨氮排放总量（%）〔8〕."""
        return (
            self.term is not None
            and (self.term.absolute or self.term.below in ("total", "allotted"))
            and bool(self.term.dimension.atoms)
            and all(
                number.dimension.tag == SHARE and not number.dimension.atoms
                for number in self.numbers
            )
        )

    @property
    def may_be_capacity(self) -> bool:
        """Whether it prints so much a day or a year of what is an amount, or the other way: 供水能力 万立方米/日."""
        return self.term is not None and any(
            (by := number.dimension / self.term.dimension).atoms
            and {atom for atom, _ in by.atoms} <= _TIMES
            and not ({atom for atom, _ in number.dimension.atoms} <= _TIMES)
            and not ({atom for atom, _ in self.term.dimension.atoms} <= _TIMES)
            for number in self.numbers
        )

    @cached_property
    def target_set(self) -> TargetSet | Unknown:
        """The set of values that it allows as a target, where that hangs on no base."""
        return as_target_set(self.reading, self.term, "", None)


@lru_cache(maxsize=1 << 13)  # of three kilobytes each
def cell_of(text: str, unit: str, term: Term | None) -> Cell:
    """Return the interpretation of a text; who prints the same shares it."""
    return Cell(text, unit, term)


def bare_number(printed: PrintedText | None, unit: str) -> Number | Unknown:
    """Return the number of a text without a term, for columns: without a place, or without the words of the reason."""
    return MISSING if printed is None else cell_of(printed.text, unit, None).result


# ---- units


def read_cell(text: str, unit: str, term: Term | None) -> r.Reading:
    """Return the reading of a text; its unit is its own, else the row's, else the term's.

    Under a unit that nobody knows no figure is read.
    """
    reading = read(text, plain_unit(text, unit) or None)
    if unit and find_unit(unit) is None and isinstance(reading, _FIGURES):
        return r.UnreadReading(text, "unit-unknown", unit)
    if not unit and term is not None and getattr(reading, "unit", term) is None:
        reading = read(text, plain_unit(text, term.unit.name))
    if term is not None and term.ratio == "first" and isinstance(reading, r.RatioReading):
        return _counted_first(reading)
    return reading


_FIGURES = (
    r.SetReading
    | r.CumulativeReading
    | r.ChangeReading
    | r.RateReading
    | r.SeveralReading
    | r.RatioReading
)


@lru_cache(maxsize=1 << 12)
def unit_in(text: str) -> Unit | None:
    """Return the unit that a text prints beside its figure."""
    unit = getattr(read(text), "unit", None)
    return unit if isinstance(unit, Unit) else None


def _counted_first(reading: r.RatioReading) -> r.RatioReading:
    """Return a ratio of which the first side counts (17 of 生师比 17:1) as the other is read: second over first."""
    interval = reading.interval
    if interval is None:
        return reading
    turned = Interval(
        None if interval.high is None else 1 / interval.high,
        None if not interval.low else 1 / interval.low,
        interval.high_open,
        interval.low_open,
    )
    kinds: dict[r.SetKind, r.SetKind] = {"floor": "ceiling", "ceiling": "floor"}
    kind = kinds.get(reading.kind, reading.kind)
    return replace(reading, parts=reading.parts[::-1], interval=turned, kind=kind)


def plain_unit(text: str, unit: str) -> str:
    """Return the column's unit for a text with a 万 or 亿 of its own: 约160万 under 万元 is in 元."""
    if unit[:1] in ("万", "亿") and re.search(r"\d\s*[万亿]", text):
        return unit[1:]
    return unit


@lru_cache(maxsize=1 << 12)
def full_unit(unit: Unit | None, term: Term | None) -> Unit | None:
    """Return the unit as the indicator means it: 张 of 每千常住人口…床位数 is 张/千人口."""
    if term is None or unit is None or unit.dimension.compatible(term.unit.dimension):
        return unit
    if term.unit.name == "无" and unit.name == "个":
        return term.unit  # 总和生育率 counts children, printed in 个 or without a unit
    numerator, slash, below = term.unit.name.partition("/")
    short = find_unit(numerator) if slash and numerator else None
    if short is None or not short.dimension.compatible(unit.dimension):
        return unit
    factor = term.unit.factor / short.factor * unit.factor
    if factor == term.unit.factor:
        return Unit(term.unit.name, factor, term.unit.dimension)
    # 9万元 of 居民人均可支配收入 are 9万元/人; 10万人 of a rate per thousand are a total
    return Unit(f"{unit.name}/{below}", factor, term.unit.dimension) if below == "人" else unit


def sharpened(unit: Unit, term: Term | None) -> Dimension:
    """Return the unit's dimension, or the term's where that says more (deaths per births)."""
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
    """Return the one number of a reading. A bound (≤15) is no result, unless `bound` asks for the figure itself."""
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
                PrintedNumber(interval.low, 0, True), unit, False, term, name, reading.text, origin
            )
        case r.MissingReading(kind="to_be_set"):
            return unknown("to-be-set", name=name)
        case r.MissingReading():
            return absent(what=name)
        case _:
            return unknown("not-number", name=name, text=reading.text)


def _is_bound(reading: r.Reading) -> bool:
    """Return True if it says no more than that a number is reached, or not passed."""
    return (
        isinstance(reading, r.SetReading)
        and reading.kind in ("floor", "ceiling")
        and len(reading.numbers) == 1
    )


def _number(
    digits: PrintedNumber,
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


def as_target_set(
    reading: r.Reading,
    term: Term | None,
    name: str,
    base: Number | None,
    base_year: int | None = None,
    target_year: int | None = None,
) -> TargetSet | Unknown:
    """Return the set of values that a target allows, or why it has none.

    A change or a rate is a level on a base; without one, or beside it, it is what it says.
    """
    direction = term.direction if term is not None else said_direction(reading)
    unit = full_unit(_unit_of(reading), term)
    match reading:
        case r.CumulativeReading() if unit is not None:
            return sum_set(reading, unit, term, direction)
        case r.RateReading(unit=printed) if printed is not None:
            rate = rate_set(reading, printed, direction)
            if reading.rise is None and printed.dimension.atoms:
                return rate  # so many a year: no change of a level
            rising = replace(reading, rise=reading.rise is not False)
            level = _level(rising, term, name, base, direction, base_year, target_year)
            return replace(rate, others=(level,)) if isinstance(level, TargetSet) else rate
        case r.ChangeReading(unit=printed):
            change = change_set(reading, printed, direction) if printed is not None else None
            level = _level(reading, term, name, base, direction, base_year, target_year)
            if change is None:
                return level
            return replace(level, others=(change,)) if isinstance(level, TargetSet) else change
        case _:
            return _level(reading, term, name, base, direction)


def _level(
    reading: r.Reading,
    term: Term | None,
    name: str,
    base: Number | None,
    direction: Direction,
    base_year: int | None = None,
    target_year: int | None = None,
) -> TargetSet | Unknown:
    unit = full_unit(_unit_of(reading), term)
    value: Interval | None = None
    if isinstance(reading, r.ChangeReading | r.RateReading):
        if base is None:
            return unknown("base", name=name, text=reading.text)
        unit = base.unit
        value = Interval.point(base.value / unit.factor)
    resolved = resolve(
        reading, base=value, direction=direction, base_unit=unit, base_year=base_year, target_year=target_year
    )  # fmt: skip
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
    strict = resolved.strict.scaled(unit.factor)
    whole = resolved.interval is resolved.strict
    return TargetSet(
        strict, strict if whole else resolved.interval.scaled(unit.factor), sharpened(unit, term), unit,
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


def _relative(reading: r.Reading, unresolved: Unresolved) -> ResolvedTarget | None:
    """Resolve a fall by so many % on the base; a rise by % of a percentage, and what prints no %, stay open (None)."""
    if (
        unresolved.reason == "relative-or-points"
        and isinstance(reading, r.ChangeReading)
        and not reading.rise
        and "unit-not-printed" not in reading.marks
    ):
        return unresolved.candidates[0]
    return None


def _unresolved(reason: Unresolved, name: str) -> Unknown:
    text = reason.arguments[0] if reason.arguments else ""
    match reason.reason:
        case "missing" if reason.arguments[1] != "to_be_set":
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
            return unknown(reason.reason, name=name, text=text)
        case "several-values":
            return unknown("several-values", name=name, count=text, text=reason.arguments[1])
        case _:
            return unknown("unread", name=name, text=text)
