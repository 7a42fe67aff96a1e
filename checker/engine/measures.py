"""What a target is besides a level: a change each year, or a sum over the period. Reads no texts."""

from __future__ import annotations

from checker.engine.values import Measure, TargetSet
from checker.findings import Reason
from checker.plan.vocabulary import Term
from checker.quantity import reading as r
from checker.quantity.reading import Direction
from checker.quantity.resolve import ABOUT_TOLERANCE
from checker.quantity.sets import Interval
from checker.quantity.units import Unit


def rate_set(reading: r.RateReading, unit: Unit, direction: Direction) -> TargetSet:
    """Return the yearly changes that a target allows, a fall below zero; a bare one is a bound if one is better."""
    amount = reading.amount if reading.rise is not False else _negative(reading.amount)
    return _measured("rate", reading, amount, unit, direction, reading.bare, reading.about)


def sum_set(
    reading: r.CumulativeReading, unit: Unit, term: Term | None, said: Direction
) -> TargetSet:
    """Return the totals over the period that a target allows; of a level, by how much it is to get better."""
    direction = said
    if term is not None:
        is_gain = term.value == "level" and term.direction != "neither"
        direction = "higher" if is_gain else term.direction
    return _measured("sum", reading, reading.interval, unit, direction, reading.bare, reading.about)


def change_set(reading: r.ChangeReading, unit: Unit, direction: Direction) -> TargetSet | None:
    """Return the changes over the period that a target allows; None where they are not for the better."""
    better = "higher" if reading.rise else "lower"
    if direction != better or isinstance(reading.base, str):
        return None
    return _measured(
        "sum", reading, reading.amount, unit, "higher", reading.bare, reading.about, reading.base
    )


def _measured(
    measure: Measure,
    reading: r.RateReading | r.CumulativeReading | r.ChangeReading,
    amount: Interval,
    unit: Unit,
    direction: Direction,
    bare: bool,
    about: bool,
    since: int | None = None,
) -> TargetSet:
    strict = amount
    if (bare or about) and amount.low is not None and amount.low == amount.high:
        if direction == "higher":
            strict = Interval.at_least(amount.low)
        elif direction == "lower":
            strict = Interval.at_most(amount.low)
    lenient = strict if not about else _widened(amount)
    remarks = (Reason(f"unknown-measure-{measure}", {"text": reading.text}),)
    return TargetSet(
        strict.scaled(unit.factor), lenient.scaled(unit.factor), unit.dimension, unit, direction,
        reading.text, None, remarks, None, measure, since,
    )  # fmt: skip


def _widened(amount: Interval) -> Interval:
    low, high = amount.low, amount.high
    return Interval(
        None if low is None else low - abs(low) * ABOUT_TOLERANCE,
        None if high is None else high + abs(high) * ABOUT_TOLERANCE,
    )


def _negative(amount: Interval) -> Interval:
    low, high = amount.low, amount.high
    return Interval(
        None if high is None else -high,
        None if low is None else -low,
        amount.high_open,
        amount.low_open,
    )
