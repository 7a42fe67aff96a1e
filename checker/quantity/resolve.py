"""A reading to the set it asks for, through direction and base. Says why where it gives none."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias, assert_never

from msgspec.structs import replace

from checker.quantity.reading import (
    ChangeReading,
    CoverageReading,
    CumulativeReading,
    Direction,
    MissingReading,
    QualitativeReading,
    RateReading,
    RatioReading,
    Reading,
    ReferenceReading,
    SetReading,
    SeveralReading,
    UnreadReading,
)
from checker.quantity.sets import Interval, PrintedNumber
from checker.quantity.unit_rows import POINTS
from checker.quantity.units import Unit, find_unit
from checker.source import Record

ABOUT_TOLERANCE = Fraction(2, 100)
"""How far 左右, 约 and 近 may lie from the printed number, as a share of it. Reports print it."""


class ResolvedTarget(Record):
    """The set a statement asks for.

    `interval` is the widest honest reading, `strict` the one without tolerance; where the two give
    different verdicts, the verdict hinges on the tolerance or an imprecise base, and is unknown.
    `read_as` and `remarks` are keys of `words.REMARKS`.
    """

    interval: Interval
    unit: Unit | None
    strict: Interval
    about: Fraction = Fraction(0)
    remarks: tuple[str, ...] = ()

    @property
    def read_as(self) -> str:
        """The remark that says how a bare number was read, "" where a comparator was printed."""
        return next((code for code in self.remarks if code.startswith("read-as-")), "")


class Unresolved(Record):
    """No set, and why; `candidates` are the sets the text may mean, where there are two."""

    reason: str
    arguments: tuple[str, ...] = ()
    candidates: tuple[ResolvedTarget, ...] = ()


Resolved: TypeAlias = ResolvedTarget | Unresolved
BaseValue: TypeAlias = PrintedNumber | Fraction | int | Interval | None


def resolve(
    reading: Reading,
    *,
    base: BaseValue = None,
    direction: Direction = "neither",
    base_unit: Unit | None = None,
    base_year: int | None = None,
    target_year: int | None = None,
) -> Resolved:
    """Give the set a reading asks for. `base` is in `base_unit`, or else in the column's unit."""
    match reading:
        case SetReading() | CumulativeReading():
            return _resolve_set(reading, direction)
        case RatioReading():
            return _resolve_ratio(reading, direction)
        case ChangeReading():
            return _resolve_change(
                reading, _base(base), base_unit or reading.column_unit, direction, 1
            )
        case RateReading():
            base_unit = base_unit or reading.column_unit
            return _resolve_rate(reading, _base(base), base_unit, direction, base_year, target_year)
        case CoverageReading():
            return _resolve_coverage(reading)
        case ReferenceReading():
            return Unresolved(
                "refers-elsewhere", (reading.text, reading.authority, reading.relation)
            )
        case QualitativeReading():
            return Unresolved("qualitative", (reading.text, reading.direction or ""))
        case MissingReading():
            return Unresolved("missing", (reading.text.strip(), reading.kind))
        case UnreadReading():
            return Unresolved("unread", (reading.text, reading.reason, reading.detail))
        case SeveralReading():
            return Unresolved("several-values", (str(len(reading.readings)), reading.text))
        case _:
            assert_never(reading)


def _read_through(value: Fraction, direction: Direction) -> tuple[Interval, str]:
    """Read a number without comparator: a floor where more is better, a ceiling where less is."""
    match direction:
        case "higher":
            return Interval.at_least(value), "read-as-floor"
        case "lower":
            return Interval.at_most(value), "read-as-ceiling"
        case "neither" | "missing":
            return Interval.point(value), "read-as-point"
        case _:
            assert_never(direction)


def said_direction(reading: Reading) -> Direction:
    """Return what is better by the words of a target alone: 达到 and 以上 ask for more, 降至 and 以内 for less.

    Words that point both ways (提高到8%以下) say nothing.
    """
    match reading:
        case SetReading(kind=kind, verb=verb):
            said = {_OF_KINDS.get(kind), _OF_VERBS.get(verb or "")} - {None}
            if not said and verb == "reach":
                return "higher"
            return said.pop() or "missing" if len(said) == 1 else "missing"
        case CumulativeReading(kind=kind):
            return _OF_KINDS.get(kind, "missing")
        case ChangeReading(rise=rise) | RateReading(rise=bool(rise)):
            return "higher" if rise else "lower"
        case RateReading(amount=amount):
            if (amount.low is None) == (amount.high is None):
                return "missing"
            return "higher" if amount.high is None else "lower"
        case CoverageReading(kind=kind):
            return "higher" if kind in ("all", "nearly-all") else "lower"
        case (
            RatioReading()  # which side counts is not known
            | ReferenceReading()
            | QualitativeReading()
            | MissingReading()
            | UnreadReading()
            | SeveralReading()
        ):
            return "missing"
        case _:
            assert_never(reading)


_OF_KINDS: Mapping[str, Direction] = {"floor": "higher", "ceiling": "lower"}
_OF_VERBS: Mapping[str, Direction] = {"rise": "higher", "fall": "lower", "control": "lower"}


def _resolve_set(reading: SetReading | CumulativeReading, direction: Direction) -> Resolved:
    remarks = [
        mark for mark in reading.marks if mark in ("unit-completed", "text-unit-over-column")
    ]
    if any(mark.startswith(("每", "各")) for mark in reading.marks):
        remarks.append("per-each")
    if isinstance(reading, CumulativeReading):
        remarks.append("cumulative")
    elif _runs_against(reading, direction):
        remarks.append("verb-against-direction")
    if reading.weak:
        remarks.append("weak")
    if reading.unit is None:
        remarks.append("unit-missing")
    strict = reading.interval
    if (reading.bare or reading.kind == "about") and strict.low is not None:
        strict, remark = _read_through(strict.low, direction)
        remarks.append(remark)
    if not reading.about:
        return ResolvedTarget(strict, reading.unit, strict, Fraction(0), tuple(remarks))
    remarks.append("about")
    return ResolvedTarget(
        _widened(reading.interval), reading.unit, strict, ABOUT_TOLERANCE, tuple(remarks)
    )


def _runs_against(reading: SetReading, direction: Direction) -> bool:
    return (reading.verb, direction) in (("rise", "lower"), ("fall", "higher"))


def _widened(interval: Interval) -> Interval:
    """Give n·(1±tolerance), closed; each end outwards, whatever the sign of n."""
    low, high = interval.low, interval.high
    low = None if low is None else low - abs(low) * ABOUT_TOLERANCE
    high = None if high is None else high + abs(high) * ABOUT_TOLERANCE
    return Interval(low, high)


def _resolve_coverage(reading: CoverageReading) -> Resolved:
    if reading.interval is None:
        return Unresolved("coverage-without-number", (reading.text,))
    return ResolvedTarget(reading.interval, reading.unit, reading.interval)


def _resolve_ratio(reading: RatioReading, direction: Direction) -> Resolved:
    if reading.interval is None:
        return Unresolved("ratio-of-three", (reading.text,))
    plain = SetReading(
        reading.text, reading.kind, reading.interval, find_unit("比"), reading.bare, reading.about,
        reading.weak, reading.parts,
    )  # fmt: skip
    return _resolve_set(plain, direction)


def _base(base: BaseValue) -> Interval | None:
    match base:
        case None | Interval():
            return base
        case PrintedNumber():
            return Interval.point(base.value)
        case Fraction() | int():
            return Interval.point(base)
        case _:
            assert_never(base)


def _resolve_rate(
    reading: RateReading,
    base: Interval | None,
    base_unit: Unit | None,
    direction: Direction,
    base_year: int | None,
    target_year: int | None,
) -> Resolved:
    """Carry a yearly change over the years: points add up, shares compound."""
    if reading.rise is None:
        return Unresolved("yearly-count", (reading.text,))
    if base_year is None or target_year is None or target_year <= base_year:
        return Unresolved("years-missing", (reading.text,))
    change = ChangeReading(
        reading.text, base_year, reading.amount, reading.unit, reading.rise, reading.relative,
        reading.bare, reading.about, reading.weak, reading.numbers, reading.column_unit,
    )  # fmt: skip
    return _resolve_change(change, base, base_unit, direction, target_year - base_year)


def _resolve_change(
    reading: ChangeReading,
    base: Interval | None,
    unit: Unit | None,
    direction: Direction,
    years: int,
) -> Resolved:
    if base is None:
        return Unresolved("base-missing", (reading.text,))
    if base.low is None or base.high is None:
        return Unresolved("base-unbounded", (reading.text,))
    unclear = reading.relative is None and "unit-not-printed" in reading.marks
    if reading.relative is not None or (unit is not None and unit.dimension.atoms):
        relative = reading.relative is not False and not unclear
        return _changed(reading, base, unit, direction, years, relative)
    if not unclear and (unit is None or unit.name != "%"):
        return _changed(reading, base, unit, direction, years, relative=True)
    share_of = replace(reading, unit=find_unit("%")) if unclear else reading
    both = (
        _changed(share_of, base, unit, direction, years, relative=True),
        _changed(reading, base, unit, direction, years, relative=False),
    )
    match both:
        case ResolvedTarget() as share, ResolvedTarget() as points if (
            share.interval != points.interval
        ):
            texts = (reading.text, share.interval.text(), points.interval.text())
            return Unresolved("relative-or-points", texts, (share, points))
        case first, _:
            return first


def _changed(
    reading: ChangeReading,
    base: Interval,
    unit: Unit | None,
    direction: Direction,
    years: int,
    relative: bool,
) -> Resolved:
    """Put the change on the base: the lenient set on its lenient end, the strict on its strict."""
    step = _step(reading, unit, relative)
    if isinstance(step, Unresolved):
        return step
    against = (reading.rise, direction) in ((True, "lower"), (False, "higher"))
    amount = reading.amount
    remarks = ["relative"] if relative else []
    if reading.rise and reading.bare and amount == Interval.point(0):  # 零增长
        amount, remark = _read_through(Fraction(0), direction)
        remarks.append(remark)
    elif reading.bare or (reading.about and amount.is_point):
        assert amount.low is not None
        amount = amount if against else Interval.at_least(amount.low)
        remarks.append("verb-against-direction" if against else _read_as(reading.rise))
    lenient = _widened(reading.amount) if reading.about else amount
    assert base.low is not None
    assert base.high is not None
    ends = (base.low, base.high) if reading.rise else (base.high, base.low)
    sets = [
        _moved(end, amounts, step, reading.rise, relative, years)
        for end, amounts in zip(ends, (lenient, amount), strict=True)
    ]
    if not base.is_point:
        remarks.append("base-imprecise")
        other = _moved(ends[1], lenient, step, reading.rise, relative, years)
        sets[0] = _hull(sets[0], other)
    if reading.weak:
        remarks.append("weak")
    if reading.about:
        remarks.append("about")
    tolerance = ABOUT_TOLERANCE if reading.about else Fraction(0)
    return ResolvedTarget(sets[0], unit, sets[1], tolerance, tuple(remarks))


def _read_as(rise: bool) -> str:
    return "read-as-floor" if rise else "read-as-ceiling"


def _step(reading: ChangeReading, unit: Unit | None, relative: bool) -> Fraction | Unresolved:
    """Give what one unit of the amount is: a share of the base, or so much in the base's unit."""
    step_unit = reading.unit
    if relative:
        return step_unit.factor if step_unit is not None else Fraction(1, 100)
    if step_unit is None or unit is None or step_unit.name == unit.name:
        return Fraction(1)
    share = not unit.dimension.atoms
    if step_unit.name == "个点":
        return step_unit.factor / unit.factor if unit.name == "%" else _plain_points(reading, unit)
    if step_unit.dimension.tag == POINTS and share:
        return step_unit.factor / unit.factor
    if step_unit.dimension.compatible(unit.dimension):
        return step_unit.factor / unit.factor
    return Unresolved("units-incompatible", (step_unit.name, unit.name))


def _plain_points(reading: ChangeReading, unit: Unit) -> Fraction | Unresolved:
    """Count 个点 of an index (性别比 109.59) in the index itself; of a rate it is unclear."""
    if unit.dimension.tag in ("", "比"):
        return Fraction(1)
    return Unresolved("units-incompatible", ("个点", unit.name))


def _moved(
    base: Fraction, amount: Interval, step: Fraction, rise: bool, relative: bool, years: int
) -> Interval:
    def one(value: Fraction) -> Fraction:
        change = value * step * (1 if rise else -1)
        return base * (1 + change) ** years if relative else base + change * years

    low = None if amount.low is None else one(amount.low)
    high = None if amount.high is None else one(amount.high)
    if rise != (relative and base < 0):
        return Interval(low, high, amount.low_open, amount.high_open)
    return Interval(high, low, amount.high_open, amount.low_open)


def _hull(left: Interval, right: Interval) -> Interval:
    lows = [end for end in (left.low, right.low) if end is not None]
    highs = [end for end in (left.high, right.high) if end is not None]
    low = min(lows) if len(lows) == 2 else None
    high = max(highs) if len(highs) == 2 else None
    low_open = all(side.low_open for side in (left, right) if side.low == low)
    high_open = all(side.high_open for side in (left, right) if side.high == high)
    return replace(left, low=low, high=high, low_open=low_open, high_open=high_open)
