"""What a printed value was read as. Data only: made in `build`, decided in `resolve`."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from checker.quantity.sets import Interval, PrintedNumber
from checker.quantity.units import Unit
from checker.source import Record

SetKind: TypeAlias = Literal["point", "floor", "ceiling", "interval", "about"]
Verb: TypeAlias = Literal["reach", "rise", "fall", "keep", "control"]
Direction: TypeAlias = Literal["higher", "lower", "neither", "missing"]
"""What is better. `neither`: no figure is; `missing`: neither the vocabulary nor the words of a target say it."""

Base: TypeAlias = int | str | None


class SetReading(Record):
    """A set of values: 77, 9.5以下, 75左右. `bare`: no comparator, so the direction decides."""

    text: str
    kind: SetKind
    interval: Interval
    unit: Unit | None
    bare: bool
    about: bool
    weak: bool
    numbers: tuple[PrintedNumber, ...]
    column_unit: Unit | None = None
    verb: Verb | None = None
    label: str = ""
    year: int | None = None
    base: PrintedNumber | None = None
    marks: tuple[str, ...] = ()


class RatioReading(Record):
    """A ratio: 1∶1.28. Value, set and direction are those of second over first (医护比)."""

    text: str
    parts: tuple[PrintedNumber, ...]
    kind: SetKind
    interval: Interval | None
    bare: bool
    about: bool
    weak: bool
    label: str = ""
    year: int | None = None
    marks: tuple[str, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """Second over first; None for a ratio of three, a range of ratios or one with a zero."""
        if len(self.parts) != 2 or self.parts[0].value == 0:
            return None
        return self.parts[1].value / self.parts[0].value


class ChangeReading(Record):
    """A change against a base: 比2015年降低10%. `amount` is positive, `rise` says which way."""

    text: str
    base: Base
    amount: Interval
    unit: Unit | None
    rise: bool
    relative: bool | None
    bare: bool
    about: bool
    weak: bool
    numbers: tuple[PrintedNumber, ...]
    column_unit: Unit | None = None
    label: str = ""
    year: int | None = None
    marks: tuple[str, ...] = ()


class RateReading(Record):
    """So much a year: 年均增长5%以上, 每年培养1-2名. `rise` is None where it is a count.

    Of 次 by another period the unit says it: 每月一次 is 1次/月.
    """

    text: str
    amount: Interval
    unit: Unit | None
    rise: bool | None
    relative: bool | None
    average: bool
    bare: bool
    about: bool
    weak: bool
    numbers: tuple[PrintedNumber, ...]
    column_unit: Unit | None = None
    label: str = ""
    marks: tuple[str, ...] = ()


class CumulativeReading(Record):
    """A total over the period: 新增110万人以上, 〔18〕."""

    text: str
    kind: SetKind
    interval: Interval
    unit: Unit | None
    bare: bool
    about: bool
    weak: bool
    numbers: tuple[PrintedNumber, ...]
    column_unit: Unit | None = None
    label: str = ""
    year: int | None = None
    marks: tuple[str, ...] = ()


Relation: TypeAlias = Literal["=", "≥", "≤", "＞", "＜", "下达", "同步", "名次"]


class ReferenceReading(Record):
    """A value that stands elsewhere: 按上级下达指标, 控制在全省平均水平以下, 居全国第5位."""

    text: str
    authority: str
    relation: Relation
    marks: tuple[str, ...] = ()


class QualitativeReading(Record):
    """A direction, state or frequency without a value: 持续提升, 基本实现, 每季度."""

    text: str
    direction: Literal["up", "down", "hold", "reach", "repeat"] | None
    trend: bool = False
    marks: tuple[str, ...] = ()


class CoverageReading(Record):
    """All or none: 全覆盖 is 100%, 零死亡 is 0; no set where it names a state (消除)."""

    text: str
    kind: Literal["all", "nearly-all", "none", "eliminated"]
    interval: Interval | None
    unit: Unit | None
    marks: tuple[str, ...] = ()


class MissingReading(Record):
    """No value yet: an empty cell, a placeholder, 待定."""

    text: str
    kind: Literal["blank", "placeholder", "to_be_set"]


class UnreadReading(Record):
    """A text that was not read; `reason` is a key of `words.REASONS`, `detail` fills it."""

    text: str
    reason: str
    detail: str = ""


class SeveralReading(Record):
    """Several values in one text: 分别达到40%和35%以上, 高血压57.6⏎糖尿病63.8."""

    text: str
    readings: tuple[Reading, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The words before each value, "" where there are none."""
        return tuple(getattr(reading, "label", "") for reading in self.readings)


Reading: TypeAlias = (
    SetReading
    | RatioReading
    | ChangeReading
    | RateReading
    | CumulativeReading
    | ReferenceReading
    | QualitativeReading
    | CoverageReading
    | MissingReading
    | UnreadReading
    | SeveralReading
)
