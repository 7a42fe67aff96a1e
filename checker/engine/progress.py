"""What the columns of a table of targets make of each other: base, rate, total and target. Compares nothing."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from checker.engine.evaluate import arithmetic
from checker.engine.interpret import as_number
from checker.engine.readings import Datum
from checker.engine.values import Number, Unknown, unknown
from checker.quantity import reading as r
from checker.quantity.unit_rows import POINTS
from checker.quantity.units import Dimension


def yearly_change(datum: Datum) -> Number | Unknown:
    """Return the figure of a column 年均: 6%, 年均增长6%, -3%, 年均下降3%, 0.5个百分点."""
    reading = datum.reading
    if not isinstance(reading, r.RateReading):
        return datum.number
    if reading.unit is None or len(reading.numbers) != 1:
        return unknown("not-number", name=datum.name, text=datum.printed.text)
    level = r.SetReading(
        reading.text, "point", reading.amount, reading.unit, True, reading.about, False, reading.numbers
    )  # fmt: skip
    number = as_number(level, None, datum.name, datum.origin, bound=True)
    if isinstance(number, Unknown) or reading.rise is not False:
        return number
    return replace(number, value=-number.value, low=-number.high, high=-number.low)


def period_change(base: Number, goal: Number, total: Number) -> Number | Unknown:
    """Return by how much a target differs from its base, in the unit of a total, or in per cent."""
    change = arithmetic("subtract", goal, base)
    if isinstance(change, Unknown):
        return change
    if _is_share(total.dimension) and not _is_share(base.dimension):
        change = arithmetic("divide", change, base)
        if isinstance(change, Unknown):
            return change
    low, high = sorted((abs(change.low), abs(change.high)))
    if all(_is_whole_share(figure) for figure in (base, goal, total)):
        low = high = abs(change.value)  # rounding excuses no whole point: 40% to 45% is no 4
    elif change.low <= 0 <= change.high:
        low = Fraction(0)
    dimension = total.dimension if _is_share(total.dimension) else change.dimension
    return replace(
        change, value=abs(change.value), low=low, high=high, dimension=dimension, unit=total.unit
    )


def projected(base: Number, rate: Number, years: int, name: str) -> Number | Unknown:
    """Return a base carried over the years: a share compounds, points and amounts add up."""
    if rate.dimension.tag == POINTS or not _is_share(rate.dimension):
        ends = [rate.value, rate.low, rate.high]
        value, low, high = (
            own + years * each
            for own, each in zip((base.value, base.low, base.high), ends, strict=True)
        )
    elif _is_share(base.dimension):
        return unknown("relative-or-points", name=name, text=rate.text())
    else:
        value, low, high = (
            own * (1 + each) ** years
            for own, each in (
                (base.value, rate.value),
                (base.low, rate.low),
                (base.high, rate.high),
            )
        )
    return Number(
        value, min(low, high), max(low, high), base.dimension, base.unit, computed=True,
        about=base.about or rate.about,
    )  # fmt: skip


def _is_share(dimension: Dimension) -> bool:
    return not dimension.atoms and dimension.tag not in ("", "比")


def _is_whole_share(figure: Number) -> bool:
    return _is_share(figure.dimension) and not (figure.decimals or figure.about or figure.computed)
