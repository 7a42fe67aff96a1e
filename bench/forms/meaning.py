"""What a printed form means, and whether a reading says that. Knows readings, not how they come about."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from checker.quantity import reading as r
from checker.quantity.sets import Interval
from checker.quantity.units import Unit

Outcome = Literal["right", "unread", "wrong"]
Bound = Literal["=", ">=", ">", "<=", "<", "~"]


@dataclass(frozen=True)
class Meaning:
    """A value by construction: `low` and `high` in `factor` base units of what is counted.

    `more`: 多 follows the number, of which a reader may say no more than “about”.
    `kind`: level, total, up, down (a change), rate, rate up, rate down, ratio;
    or without a value: see, words …, cover …,
    missing, unread. `dimension` None: no unit is printed. `base`: the year a change is measured against.
    """

    kind: str
    bound: Bound = "="
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    factor: Fraction = Fraction(1)
    unit: Unit | None = None
    high_open: bool = False
    more: bool = False
    weak: bool = False
    base: str = ""

    def interval(self) -> Interval:
        match self.bound:
            case ">=":
                return Interval.at_least(self.low)
            case ">":
                return Interval.more_than(self.low)
            case "<=":
                return Interval.at_most(self.high)
            case "<":
                return Interval.less_than(self.high)
            case _:
                return Interval(self.low, self.high, False, self.high_open)


def judge(meanings: tuple[Meaning, ...], reading: r.Reading) -> Outcome:
    """Say whether a reading is what was meant, or none at all, or another value."""
    if len(meanings) > 1:
        if isinstance(reading, r.UnreadReading):
            return "unread"
        if not isinstance(reading, r.SeveralReading) or len(reading.readings) != len(meanings):
            return "wrong"
        parts = [judge((m,), part) for m, part in zip(meanings, reading.readings, strict=True)]
        return "wrong" if "wrong" in parts else "unread" if "unread" in parts else "right"
    meaning = meanings[0]
    if isinstance(reading, r.UnreadReading):
        return "right" if meaning.kind == "unread" else "unread"
    return "right" if _agrees(meaning, reading) else "wrong"


def _agrees(meaning: Meaning, reading: r.Reading) -> bool:
    match reading:
        case r.SetReading():
            said = _same(meaning, reading.interval, reading.unit, reading.about)
            return meaning.kind == "level" and said and reading.weak == meaning.weak
        case r.CumulativeReading():
            said = _same(meaning, reading.interval, reading.unit, reading.about)
            return meaning.kind == "total" and said
        case r.ChangeReading():
            said = _same(meaning, reading.amount, reading.unit, reading.about)
            base = str(reading.base or "") == meaning.base
            return meaning.kind == ("up" if reading.rise else "down") and said and base
        case r.RateReading():
            said = _same(meaning, reading.amount, reading.unit, reading.about)
            way = {True: "rate up", False: "rate down", None: "rate"}[reading.rise]
            return meaning.kind == way and said
        case r.RatioReading():
            if meaning.kind == "ratio of three":
                return reading.interval is None
            return meaning.kind == "ratio" and reading.interval == meaning.interval()
        case r.ReferenceReading():
            return meaning.kind == "see"
        case r.QualitativeReading():
            return meaning.kind == f"words {reading.direction}"
        case r.CoverageReading():
            return meaning.kind == f"cover {reading.kind}"
        case r.MissingReading():
            return meaning.kind == "missing"
        case _:
            return False


def _same(meaning: Meaning, interval: Interval, unit: Unit | None, about: bool) -> bool:
    wanted = meaning.interval()
    if (meaning.bound == "~" or meaning.more) != about:
        return False
    if meaning.unit is None:
        return unit is None and interval == wanted
    if unit is None or unit.dimension != meaning.unit.dimension:
        return False
    return interval.scaled(unit.factor) == wanted.scaled(meaning.factor)
