"""Targets, statements and targets of plans above as subjects."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from checker.engine.context import PlanContext
from checker.engine.plan_subjects import PlanSubject
from checker.engine.progress import period_change, projected, yearly_change
from checker.engine.readings import Datum, TargetStatement
from checker.engine.subject import (
    ORIGINS,
    expression,
    possible_range,
    to_choice,
    to_list,
    unit_fits,
)
from checker.engine.values import (
    MISSING,
    Number,
    Subject,
    TargetSet,
    Unknown,
    Value,
    absent,
    attribute,
    unknown,
)
from checker.findings import Origin, Reason
from checker.plan.upper_plans import skips_level
from checker.quantity import reading as r
from checker.quantity.reading import Direction
from checker.quantity.sets import Interval
from checker.source import cached_property

_DIRECTIONS = {"higher": "越高越好", "lower": "越低越好", "neither": "不定"}


def _falls(reading: r.Reading) -> bool:
    """Return whether a target says that something becomes less: 降低到5%, 年均下降3%, 逐步减少."""
    match reading:
        case r.SetReading():
            return reading.verb == "fall"
        case r.ChangeReading() | r.RateReading():
            return reading.rise is False
        case r.QualitativeReading():
            return reading.direction == "down"
        case r.SeveralReading():
            return any(_falls(part) for part in reading.readings)
        case _:
            return False


class TargetSubject(Subject):
    """A target, a statement or a target of a plan above: one goal in the context of the plan being judged."""

    def __init__(self, goal: TargetStatement, context: PlanContext, kind: str) -> None:
        self.goal = goal
        self.context = context
        self.kind = kind

    def printed_text_of(self, key: str) -> str:
        return self.goal.printed.text if key in ("values", "number", "numbers") else ""

    @property
    def label(self) -> str:
        return self.goal.name

    @property
    def identity(self) -> str:
        parts = [self.goal.key, str(self.goal.year), self.goal.scope]
        if self.kind == "statement":
            place = self.goal.place
            parts += [place.table or place.section or place.box or place.annex or place.summary]
        if self.kind == "upper_target":
            parts.append(self.goal.plan.header.title.text)
        return "|".join(parts)

    @property
    def origin(self) -> Origin:
        return self.goal.origin

    def origin_of(self, key: str) -> Origin | None:
        if key == "nature" and self.goal.nature is not None:
            own = self.goal.origin
            return Origin(own.plan, self.goal.nature.span, own.place, own.grade, own.quoted_in)
        return self.goal.origin

    @attribute
    def name(self) -> Value:
        return self.goal.name

    @attribute
    def indicator(self) -> Value:
        return self.goal.term.name if self.goal.term else absent(what=self.goal.name)

    @attribute
    def year(self) -> Value:
        return self.goal.year

    @cached_property
    def base(self) -> Datum | None:
        """The figure that a target printed as a change is resolved on."""
        return self.context.base_for(self.goal)

    @attribute
    def values(self) -> Value:
        return self.goal.target_set(self.base)

    @values.in_columns
    def _values(self) -> Value:
        return self.values if self.goal.is_change else self.goal.cell.target_set

    @attribute
    def number(self) -> Value:
        return self.goal.number

    @number.in_columns
    def _numbers(self) -> Value:
        return self.goal.cell.figure

    @attribute
    def numbers(self) -> Value:
        return self.goal.numbers

    @numbers.in_columns
    def _every_number(self) -> Value:
        return self.goal.cell.numbers

    @attribute
    def nature(self) -> Value:
        plan = f"《{self.goal.plan.header.title.text}》" if self.kind == "upper_target" else ""
        return self.goal.nature_choice or absent(what=f"{plan}{self.goal.name}的性质")

    @attribute
    def nature_printed(self) -> Value:
        return self.goal.nature is not None and bool(self.goal.nature.text)

    @attribute
    def direction(self) -> Value:
        term = self.goal.term
        if term is None:
            return _NO_DIRECTION
        return to_choice("direction", _DIRECTIONS[term.direction])

    @attribute
    def below(self) -> Value:
        term = self.goal.term
        return to_choice("below", "each" if term is None else term.below)

    @attribute
    def value_kind(self) -> Value:
        return to_choice("value_kind", _VALUE_KINDS[self.goal.value_kind])

    @attribute
    def expression(self) -> Value:
        return to_choice("expression", expression(self.goal.reading))

    @attribute
    def origin_(self) -> Value:
        return to_choice("origin", ORIGINS[self.goal.origin_kind])

    @attribute
    def scope(self) -> Value:
        return self.goal.scope or absent(what="限定")

    @attribute
    def unit(self) -> Value:
        return self.goal.unit_printed or absent(what="单位")

    @attribute
    def unit_fits(self) -> Value:
        return unit_fits(self.goal)

    @unit_fits.in_columns
    def _units_fit(self) -> Value:
        return self.goal.cell.unit_fits

    @attribute
    def falls(self) -> Value:
        reading = self.goal.reading
        if isinstance(reading, r.UnreadReading):
            return unknown("unread", name=self.goal.name, text=self.goal.printed.text)
        return _falls(reading)

    @attribute
    def absolute(self) -> Value:
        return self.goal.is_size

    @attribute
    def range(self) -> Value:
        return possible_range(self.goal)

    @attribute
    def baseline(self) -> Value:
        figure = self.context.baseline(self.goal)
        return figure.number if figure is not None else absent(what=f"{self.goal.name}的基期值")

    @baseline.in_columns
    def _baseline(self) -> Value:
        datum = self.context.baseline(self.goal)
        return MISSING if datum is None else datum.cell.result

    @attribute
    def baseline_year(self) -> Value:
        figure = self.context.baseline(self.goal)
        return (
            int(figure.year[:4]) if figure is not None else absent(what=f"{self.goal.name}的基期值")
        )

    @attribute
    def baseline_blank(self) -> Value:
        """A sum over the period has nothing before it: its cell may be empty."""
        figure = self.goal.baseline
        if figure is None or not isinstance(figure.reading, r.MissingReading):
            return False
        return not isinstance(self.goal.reading, r.CumulativeReading)

    @attribute
    def same_bound(self) -> Value:
        """The comparator of the governing statement is kept: ＞80 beside 80以上 or 110 beside 110以下 is not."""
        return self._is_same_bound(lambda subject: subject.values)

    @same_bound.in_columns
    def _same_bound(self) -> Value:
        return self._is_same_bound(TargetSubject._values)

    def _is_same_bound(self, values_of: Callable[[TargetSubject], Value]) -> Value:
        governing = self.governing
        if isinstance(governing, Unknown):
            return governing
        assert isinstance(governing, TargetSubject)
        own, other = values_of(self), values_of(governing)
        if not isinstance(own, TargetSet) or not isinstance(other, TargetSet):
            return unknown("not-number", name=self.goal.name, text=self.goal.printed.text)
        forms = (self.goal.reading, governing.goal.reading)
        if any(isinstance(form, r.CoverageReading) for form in forms):
            return True  # 全覆盖 beside 100% is no comparator lost
        if any(getattr(form, "kind", "") == "interval" for form in forms):
            return True  # 2－3名 beside 2 is a range beside a number
        bare = [getattr(form, "bare", False) for form in forms]
        return own.strict == other.strict and own.about == other.about and bare[0] == bare[1]

    @attribute
    def achieved(self) -> Value:
        """The set of values that are no worse than the baseline."""
        baseline = self.baseline
        printed = baseline.text() if isinstance(baseline, Number) else ""
        return self._no_worse_than(baseline, printed)

    @achieved.in_columns
    def _achieved(self) -> Value:
        return self._no_worse_than(self._baseline(), "")

    def _no_worse_than(self, baseline: Value, printed: str) -> Value:
        if not isinstance(baseline, Number):
            return baseline
        if self.goal.value_kind != "level":
            return absent(what=f"{self.goal.name}可比的水平（{_VALUES[self.goal.value_kind]}）")
        if self.goal.is_limit_or_level:
            return unknown("ceiling-or-level", text=self.goal.printed.text)
        if self.goal.direction == "neither":
            return absent(what=f"{self.goal.name}的好坏方向")
        return _no_worse(baseline, self.goal.direction, printed)

    @attribute
    def wording(self) -> Value:
        return self.goal.printed.text or "（空白）"

    @attribute
    def grade(self) -> Value:
        return to_choice("evidence_grade", self.goal.grade or self.goal.plan.header.grade)

    @attribute
    def plan(self) -> Value:
        return PlanSubject(self.goal.plan)

    @attribute
    def skips_level(self) -> Value:
        return skips_level(self.goal.plan.header, self.context.plan.header)

    @attribute
    def governing(self) -> Value:
        statement = self.context.governing(self.goal)
        if statement is None or statement is self.goal:
            return absent(what=f"{self.goal.name}的另一处陈述")
        return TargetSubject(statement, self.context, "statement")

    @attribute
    def lower(self) -> Value:
        target = self.context.lower(self.goal)
        return (
            OwnTargetSubject(target, self.context)
            if target is not None
            else absent(what=self.goal.name)
        )

    def _upper(self, level: str) -> Value:
        target = self.context.upper(self.goal.key, self.goal.year, level, self.goal.part)
        if target is None:
            return absent(what=f"{self.goal.name}的{level or '上级'}目标")
        other = self.context.contradiction(target)
        if other is not None:
            return unknown(
                "upper-figures", name=self.goal.name, year=target.year,
                first=target.plan.header.title.text, text=target.printed.text,
                second=other.plan.header.title.text, other=other.printed.text,
            )  # fmt: skip
        return UpperTargetSubject(target, self.context, self.goal)

    @attribute
    def upper(self) -> Value:
        return self._upper("")

    @attribute
    def nation(self) -> Value:
        return self._upper("国家")

    @attribute
    def province(self) -> Value:
        return self._upper("省")

    @attribute
    def city(self) -> Value:
        return self._upper("市")


_VALUE_KINDS = {"level": "水平", "rate": "增速", "flow": "当期数", "ceiling": "控制数"}
_VALUES = {"rate": "是增速", "flow": "是当期数或累计数", "ceiling": "是控制数"}

_NO_DIRECTION = Unknown(Reason("unknown-direction-missing", {}, absent=True))


def _no_worse(than: Number, direction: Direction, printed: str) -> TargetSet | Unknown:
    """Return the set of values that are no worse than a number."""
    match direction:
        case "higher":
            strict = Interval(than.value, None)
            lenient = Interval(than.low, None) if than.about else strict
        case "lower":
            strict = Interval(None, than.value)
            lenient = Interval(None, than.high) if than.about else strict
        case "neither" | "missing":
            return unknown("direction-missing")
        case _:
            assert_never(direction)
    return TargetSet(strict, lenient, than.dimension, than.unit, direction, printed, than.origin)


class OwnTargetSubject(TargetSubject):
    """A target of the plan that is judged, with the further columns of its row."""

    def __init__(self, goal: TargetStatement, context: PlanContext) -> None:
        super().__init__(goal, context, "target")

    def _number_of(self, datum: Datum | None, what: str) -> Value:
        return datum.number if datum is not None else absent(what=f"{self.goal.name}的{what}")

    @attribute
    def actual(self) -> Value:
        return self._number_of(self.goal.actual, "完成值")

    @attribute
    def yearly(self) -> Value:
        datum = self.goal.yearly
        return yearly_change(datum) if datum is not None else self._number_of(None, "年均变化")

    @attribute
    def cumulative(self) -> Value:
        return self._number_of(self.goal.cumulative, "累计")

    @attribute
    def period_change(self) -> Value:
        values = self.baseline, self.number, self.cumulative
        base, number, total = values
        if isinstance(base, Number) and isinstance(number, Number) and isinstance(total, Number):
            return period_change(base, number, total)
        return next(value for value in values if not isinstance(value, Number))

    @attribute
    def projected(self) -> Value:
        values = self.baseline, self.yearly, self.baseline_year
        base, rate, year = values
        if isinstance(base, Number) and isinstance(rate, Number) and isinstance(year, int):
            return projected(base, rate, self.goal.year - year, self.goal.name)
        return next(value for value in values if isinstance(value, Unknown))

    @attribute
    def whole(self) -> Value:
        row = self.goal.row
        name = row.part_of.text if row is not None and row.part_of is not None else ""
        goal = self.context.own.target_named(name, self.goal) if name else None
        if goal is None:
            return absent(what=f"{self.goal.name}所属的一行")
        return OwnTargetSubject(goal, self.context)

    @attribute
    def counted(self) -> Value:
        number = self.number
        if not isinstance(number, Number):
            return number
        powers = [power for _, power in number.dimension.atoms]
        return bool(powers) and min(powers) > 0

    @attribute
    def departments(self) -> Value:
        texts = () if self.goal.row is None else self.goal.row.departments
        return to_list(tuple(text.text for text in texts), f"{self.goal.name}的责任部门")


class UpperTargetSubject(TargetSubject):
    """A target above, seen from an own target: a relative one is resolved on the own base."""

    material = "upper"

    def __init__(
        self, goal: TargetStatement, context: PlanContext, own: TargetStatement | None
    ) -> None:
        super().__init__(goal, context, "upper_target")
        self.own = own

    @cached_property
    def base(self) -> Datum | None:
        return self.context.base_for(self.goal, self.own)

    @property
    def material_owner(self) -> str:
        return self.goal.plan.header.title.text
