"""One plan with the plans above it, indexed for rules. Looks values up; compares nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from checker.datatypes.kinds import KINDS
from checker.engine.document_outline import Siblings, outline
from checker.engine.interpret import as_number, cell_of, full_unit, sharpened
from checker.engine.readings import Datum, InterpretedPlan, TargetStatement, placed
from checker.engine.values import Number, Subject, Unknown, Value, absent, unknown
from checker.findings import Origin
from checker.plan import regions
from checker.plan.model import Plan, PrintedText
from checker.plan.upper_plans import UpperPlans
from checker.plan.vocabulary import Documents
from checker.quantity import reading as r
from checker.quantity.reading import Direction
from checker.quantity.unit_rows import POINTS
from checker.quantity.units import Dimension, Unit
from checker.semantics import typed
from checker.source import Place, Span, cached_property

Registry: TypeAlias = Mapping[str, "Callable[[PlanContext], Sequence[Subject]]"]
"""How the subjects of each kind are made; they stand above what they look things up in."""


class PlanContext:
    """The evaluation context of one plan: the plan, the plans above it, the parameters, the subjects."""

    def __init__(
        self,
        own: InterpretedPlan,
        chain: UpperPlans,
        above: Mapping[int, InterpretedPlan],
        registry: Registry,
    ) -> None:
        """`above` holds the readings of the plans of the chain by the id of the plan."""
        self.own = own
        self.plan = own.plan
        self.vocabulary = own.vocabulary
        self.chain = chain
        self.above = above
        self.parameters: Mapping[str, typed.Quantity] = {}
        self.closed: dict[int, tuple[typed.Expr, Value]] = {}
        self._collections: dict[str, tuple[Subject, ...]] = {}
        self._groups: dict[tuple[str, Callable[[Any], str | None]], dict[str, list[Any]]] = {}
        self._registry = registry

    # ---- what rules go through

    def listed(self, kind: str) -> tuple[Subject, ...] | Unknown:
        """Return all subjects of a kind as a list of the language; one that nobody typed is no empty one."""
        return self.collection(kind) or absent(what=f"规划数据里的{KINDS[kind].zh}")

    def collection(self, kind: str) -> tuple[Subject, ...]:
        """All subjects of a kind."""
        if kind not in self._collections:
            self._collections[kind] = tuple(self._registry[kind](self))
        return self._collections[kind]

    def grouped(self, kind: str, key: Callable[[Any], str | None]) -> Mapping[str, list[Any]]:
        """Return the subjects of a kind by a key, in order, without those that have none."""
        groups = self._groups.get((kind, key))
        if groups is None:
            groups = self._groups[kind, key] = {}
            for subject in self.collection(kind):
                name = key(subject)
                if name is not None:
                    groups.setdefault(name, []).append(subject)
        return groups

    def release_subjects(self) -> None:
        """Drop the cached subjects, which refer back to this object: reference counting would not free the cycle."""
        self._collections.clear()
        self._groups.clear()
        self.closed.clear()

    @cached_property
    def headings(self) -> Mapping[int, Siblings]:
        """The headings in the order of print, or in that of the data where a heading says no line."""
        sections = self.plan.sections
        if all(section.at.order is not None for section in sections):
            sections = tuple(sorted(sections, key=lambda section: section.at.order or 0))
        return outline(sections)

    @property
    def documents(self) -> Documents:
        return self.vocabulary.documents

    def regions_named(self, name: str) -> tuple[str, ...]:
        """Return the codes that a name may mean: an area of the vocabulary, else divisions of that name."""
        area = self.vocabulary.areas.get(name)
        if area is not None:
            return area
        return tuple(r.code for r in regions.by_name(name, self.plan.header.first_year))

    # ---- the plans above

    def upper(self, key: str, year: int, level: str = "", part: str = "") -> TargetStatement | None:
        """Return the target that binds: of the nearest level that has one, its latest milestone not after the year."""
        for step in self.chain.levels:
            if level and step.level != level:
                continue
            target: TargetStatement | None = None
            for plan in step.plans:
                for goal in self.above[id(plan)].targets_by_key.get((key, part), ()):
                    if goal.year <= year and (target is None or goal.year > target.year):
                        target = goal
            if target is not None:
                return target
        return None

    def contradiction(self, target: TargetStatement) -> TargetStatement | None:
        """Return a target of another plan of that level for the indicator and year that allows other values."""
        level = next(s for s in self.chain.levels if any(p is target.plan for p in s.plans))
        for plan in level.plans:
            if plan is not target.plan:
                for goal in self.above[id(plan)].targets_by_key.get((target.key, target.part), ()):
                    if goal.year == target.year and not target.says_the_same(goal):
                        return goal
        return None

    def upper_targets(self) -> list[TargetStatement]:
        """For every indicator above, the target that binds this plan at its target year."""
        year = self.plan.header.target_year
        keys = dict.fromkeys(
            key
            for step in self.chain.levels
            for plan in step.plans
            for key in self.above[id(plan)].targets_by_key
        )
        targets = (self.upper(key, year, part=part) for key, part in keys)
        return [goal for goal in targets if goal is not None]

    def not_taken_up(self, upper: Plan) -> list[TargetStatement]:
        """Return the targets of a plan above that the plan could have taken up and has not.

        Left out are years before its period, and indicators of fields in which it has no row.
        """
        fields = {(g.term.sector, g.term.field) for g in self.own.targets if g.term}
        first = self.plan.header.first_year
        return [
            goal
            for goal in self.upper_targets()
            if goal.plan is upper
            and goal.year >= first
            and (goal.term is None or (goal.term.sector, goal.term.field) in fields)
            and self.lower(goal) is None
        ]

    def lower(self, goal: TargetStatement) -> TargetStatement | None:
        """Return the own target for the same indicator, of that year or the first after it within the plan's time."""
        own = sorted(self.own.targets_by_key.get((goal.key, goal.part), ()), key=lambda g: g.year)
        last = self.plan.header.target_year
        return next((g for g in own if goal.year <= g.year <= last), None)

    # ---- values of the plan

    def governing(self, goal: TargetStatement) -> TargetStatement | None:
        """Return the statement that governs among those about the same part in the same year."""
        return self.own.governing.get((goal.key, goal.part, goal.year))

    def baseline(self, goal: TargetStatement) -> Datum | None:
        """Return the value reached before: the row's own baseline, else the plan's figure for the base year."""
        if goal.baseline is not None or goal.plan is not self.plan:
            return goal.baseline
        return self.own.datum(goal.key, str(self.plan.header.base_year), part=goal.part)

    def base_for(self, goal: TargetStatement, own: TargetStatement | None = None) -> Datum | None:
        """Return the base of a target that is printed as a change; for one from above, the own base of that year."""
        if not isinstance(goal.reading, r.ChangeReading | r.RateReading):
            return None
        base = goal.reading.base if isinstance(goal.reading, r.ChangeReading) else None
        if own is not None:
            year = base if isinstance(base, int) else self.plan.header.base_year
            figure = self.own.datum(own.key, str(year), part=own.part)
            return figure or (own.baseline if base is None else None)
        reading = self.own if goal.plan is self.plan else self.above[id(goal.plan)]
        if isinstance(base, int):
            return reading.datum(goal.key, str(base), part=goal.part)
        year = goal.plan.header.base_year
        return goal.baseline or reading.datum(goal.key, str(year), part=goal.part)

    def earlier_mentions(self, datum: Datum) -> tuple[Datum, ...]:
        """Return the figures printed before about the same thing in the same year and region, with the same scope."""
        where = (datum.key, datum.part, datum.year, datum.region)
        same = self.own.data_by_key.get(where, ())
        if len(same) < 2:
            return ()
        at = next((at for at, other in enumerate(same) if other is datum), 0)
        return tuple(other for other in same[:at] if other.scope == datum.scope)

    def datum_of(self, indicator: str, near: Datum) -> Datum | None:
        """Return a figure of an indicator in the year and region of another figure, about the same part."""
        return self.own.datum(indicator, near.year, near.region, near.part)

    def parts(self, whole: Datum) -> tuple[Datum, ...]:
        """Return the parts of a fact in its year; of one of which all are listed, also those without a figure of it."""
        if whole.fact is None:
            return ()
        listed = self.own.parts_of(whole.fact.name.text, whole)
        found = (self.own.fact(name, whole, scope) for name, scope in listed)
        parts = [part for part in found if part is not None]
        known = [part for part in parts if part.printed.text]
        is_complete = whole.fact.parts is not None and whole.fact.parts.text == "全部"
        return tuple(parts if known and is_complete else known)

    def value_at(self, datum: Datum, year: str) -> Value:
        """Return the value of the thing a change speaks of, in one of its years."""
        figure = self.own.datum(datum.key, year, datum.region, datum.part)
        return figure.number if figure is not None else absent(what=f"{datum.name}{year}年的值")

    def measured_in(self, datum: Datum, *years: str) -> Dimension | None:
        """Return what a figure measures: by its entry, else by the first of its values that is known."""
        if datum.term is not None:
            return datum.term.dimension
        values = (self.value_at(datum, year) for year in years)
        return next((value.dimension for value in values if isinstance(value, Number)), None)

    def change_amount(self, datum: Datum, measured: Dimension | None) -> Value:
        """Return the amount of a change of what is `measured`, signed, in the unit it is printed in."""
        reading = datum.reading
        if isinstance(reading, r.ChangeReading) and len(reading.numbers) == 1:
            unit = full_unit(reading.unit, datum.term)
            sign = 1 if reading.rise else -1
            digits = reading.numbers[0]
        elif isinstance(reading, r.CumulativeReading) and len(reading.numbers) == 1:
            unit, sign, digits = full_unit(reading.unit, datum.term), 1, reading.numbers[0]
        else:
            return unknown("not-number", name=datum.name, text=datum.printed.text)
        if unit is None:
            return unknown("no-unit", name=datum.name, text=datum.printed.text)
        if unit.dimension.tag == POINTS and measured is not None and not measured.atoms:
            # A difference in points is a difference of the shares themselves.
            unit = Unit(unit.name, unit.factor, measured)
        rounding = digits.rounding_interval()
        assert rounding.low is not None and rounding.high is not None
        ends = sorted((sign * rounding.low * unit.factor, sign * rounding.high * unit.factor))
        return Number(
            sign * digits.value * unit.factor, ends[0], ends[1], sharpened(unit, datum.term), unit,
            max(digits.decimals, 0), False, reading.about, datum.printed.text, datum.origin,
        )  # fmt: skip

    def indicator(self, name: str, year: int, plan: str) -> Value:
        """「name」@year: the figure of that year, else the figure that the target of that year prints."""
        stated = self.stated(name, year, plan)
        if stated is not None:
            return stated.number
        return absent(what=("上级规划的" if plan else "") + f"「{name}」{year}年")

    def promised_direction(self, name: str, year: int) -> Direction | None:
        """Return what is better of an indicator that the plan promises for a year; None where it does not."""
        stated = self.stated(name, year, "")
        return stated.direction if isinstance(stated, TargetStatement) else None

    def stated(self, name: str, year: int, plan: str) -> Datum | TargetStatement | None:
        """Return where an indicator is printed: for `plan` above its target, else a figure or a target."""
        if plan:
            return self.upper(name, year, "" if plan == "upper" else plan)
        return self.own.datum(name, str(year)) or self.own.governing.get((name, "", year))

    # ---- helpers of subjects

    def origin(self, span: Span, place: Place) -> Origin:
        plan = self.plan
        return Origin(
            plan.header.title.text, span, place, plan.header.grade, plan.document.quoted_in
        )

    def number(
        self, printed: PrintedText | None, unit: str, what: str, place: Place
    ) -> Number | Unknown:
        """Return a figure of an institution or a project; `unit` is for a text that prints none."""
        if printed is None:
            return absent(what=what)
        said = cell_of(printed.text, unit, None)
        if isinstance(said.result, Number):
            return placed(said.result, self.origin(printed.span, place))
        return as_number(said.reading, None, what)
