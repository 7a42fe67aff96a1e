"""One plan with the plans above it, indexed for rules. Looks values up; compares nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import cast

from checker import regions
from checker.datatypes.kinds import KINDS
from checker.engine.facts import ChangeSubject, FactSubject
from checker.engine.form import (
    CitationSubject,
    DepartmentSubject,
    EnumerationSubject,
    MentionSubject,
    SectionSubject,
    Siblings,
    outline,
)  # fmt: skip
from checker.engine.goals import GoalSubject, PlanSubject, UpperLevelSubject
from checker.engine.interpret import as_number, cell_of, full_unit, sharpened
from checker.engine.readings import Datum, Goal, OriginKind, placed
from checker.engine.subject import Subject
from checker.engine.values import Number, Unknown, Value, absent, unknown
from checker.engine.works import InstitutionSubject, ProjectSubject, RepeatSubject
from checker.findings import Origin
from checker.plan.chain import UpperPlans
from checker.plan.model import Fact, Indicator, Mention, Plan, Printed, Statement
from checker.plan.vocabulary import Documents, Term, Vocabulary
from checker.quantity import reading as r
from checker.quantity.units import POINTS, Unit
from checker.semantics import typed
from checker.source import Place, Span


class PlanReading:
    """What one plan says, read through the vocabulary; made once for a plan and shared."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self.plan = plan
        self.vocabulary = vocabulary
        self._baselines_by_row: dict[int, tuple[Datum, ...]] = {}

    @cached_property
    def data(self) -> tuple[Datum, ...]:
        """Facts and baseline cells, in the order of the file."""
        return (*(d for x in self.plan.indicators for d in self._baselines(x)), *self._facts)

    @cached_property
    def _facts(self) -> tuple[Datum, ...]:
        plan = self.plan
        return tuple(
            Datum(
                plan, f.name.text, (f.indicator or f.name).text, self._term(f), year, printed,
                f.unit.text if f.unit else "", f.at, origin_kind(f.at), f.region.text if f.region else "",
                f.scope.text if f.scope else "", f.grade, f,
            )
            for f in plan.facts
            for year, printed in f.value.items()
        )  # fmt: skip

    @cached_property
    def changes(self) -> tuple[tuple[Datum, str, str], ...]:
        """Changes printed between two years, each with the years it runs from and to."""
        plan = self.plan
        found = []
        for f in plan.facts:
            for years, printed in f.change.items():
                first, _, last = years.partition("-")
                if not last:
                    continue
                datum = Datum(
                    plan, f.name.text, (f.indicator or f.name).text, self._term(f), years, printed,
                    f.unit.text if f.unit else "", f.at, origin_kind(f.at), f.region.text if f.region else "",
                    f.scope.text if f.scope else "", f.grade, f,
                )  # fmt: skip
                found.append((datum, first, last))
        return tuple(found)

    def _term(self, row: Indicator | Statement | Fact) -> Term | None:
        return self.vocabulary.find(_canonical(row))

    def _baselines(self, row: Indicator | Statement) -> tuple[Datum, ...]:
        """The baseline cells of a row, the same objects each time."""
        known = self._baselines_by_row.get(id(row))
        if known is None:
            known = self._baselines_by_row[id(row)] = self._made_baselines(row)
        return known

    def _made_baselines(self, row: Indicator | Statement) -> tuple[Datum, ...]:
        if not row.baseline:
            return ()
        term = self._term(row)
        unit = row.unit.text if row.unit else ""
        scope = row.scope.text if row.scope and term is None else ""
        return tuple(
            Datum(
                self.plan, _printed_name(row), _canonical(row), term, year, cell, unit, row.at,
                origin_kind(row.at), "", scope, row.grade,
            )
            for year, cell in row.baseline.items()
        )  # fmt: skip

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """Every target of the plan: table rows first, then sentences, each for each of its years."""
        rows: tuple[Indicator | Statement, ...] = (*self.plan.indicators, *self.plan.statements)
        return tuple(goal for row in rows for goal in self._goals(row))

    def _goals(self, row: Indicator | Statement) -> list[Goal]:
        term = self._term(row)
        baselines = self._baselines(row)
        found = []
        for year, cell in row.target.items():
            last = _last_year(year)
            if last is None:
                continue
            before = [d for d in baselines if d.year <= year]
            found.append(
                Goal(
                    self.plan, _printed_name(row), _canonical(row), term, last, cell,
                    row.unit.text if row.unit else "", row.nature, row.at, origin_kind(row.at),
                    row.scope.text if row.scope else "", row.grade, before[-1] if before else None,
                )
            )  # fmt: skip
        return found

    @cached_property
    def governing(self) -> Mapping[tuple[str, int], Goal]:
        """For each indicator and year the statement that governs: a table row, else a sentence without scope."""
        found: dict[tuple[str, int], Goal] = {}
        for goal in self.goals:
            if goal.origin_kind == "table" or not goal.scope:
                found.setdefault((goal.key, goal.year), goal)
        return found

    @cached_property
    def governing_by_key(self) -> Mapping[str, tuple[Goal, ...]]:
        found: dict[str, tuple[Goal, ...]] = {}
        for (key, _), goal in self.governing.items():
            found[key] = (*found.get(key, ()), goal)
        return found

    @cached_property
    def data_by_key(self) -> Mapping[tuple[str, str, str], tuple[Datum, ...]]:
        """Data by indicator, year and region."""
        found: dict[tuple[str, str, str], tuple[Datum, ...]] = {}
        for datum in self.data:
            where = (datum.key, datum.year, datum.region)
            found[where] = (*found.get(where, ()), datum)
        return found

    @cached_property
    def parts(self) -> Mapping[tuple[str, str, str], tuple[Datum, ...]]:
        """Facts that are part of another, by its name, year and region."""
        found: dict[tuple[str, str, str], tuple[Datum, ...]] = {}
        for datum in self.data:
            if datum.fact is not None and datum.fact.part_of is not None:
                where = (datum.fact.part_of.text, datum.year, datum.region)
                found[where] = (*found.get(where, ()), datum)
        return found

    def datum(self, key: str, year: str, region: str = "") -> Datum | None:
        """The first figure about a thing in a year, one without a scope before one with."""
        found = self.data_by_key.get((key, year, region), ())
        return next((d for d in found if not d.scope), found[0] if found else None)


@lru_cache(maxsize=1 << 10)
def _last_year(printed: str) -> int | None:
    """The last of the years that a key of targets prints: 2025 of 2021-2025."""
    years = re.findall(r"\d{4}", printed)
    return int(years[-1]) if years else None


def _printed_name(row: Indicator | Statement) -> str:
    return row.name.text if row.name is not None else _canonical(row)


def _canonical(row: Indicator | Statement | Fact) -> str:
    """The name by which a row says what it is about: its `indicator`, else its own."""
    named = row.indicator or row.name
    return named.text if named is not None else ""


def origin_kind(place: Place) -> OriginKind:
    if place.table:
        return "table"
    if place.box:
        return "box"
    if place.annex:
        return "annex"
    return "summary" if place.summary else "prose"


class PlanWorld:
    """The world in which the rules of one plan are evaluated."""

    def __init__(
        self, own: PlanReading, chain: UpperPlans, above: Mapping[int, PlanReading]
    ) -> None:
        """`above` holds the readings of the plans of the chain by the id of the plan."""
        self.own = own
        self.plan = own.plan
        self.vocabulary = own.vocabulary
        self.chain = chain
        self.above = above
        self.parameters: Mapping[str, typed.Quantity] = {}
        self._collections: dict[str, tuple[Subject, ...]] = {}
        self._projects_by_owner: dict[str, list[ProjectSubject]] | None = None

    # ---- what rules go through

    def collection(self, kind: str) -> tuple[Subject, ...]:
        """All subjects of a kind."""
        if kind not in self._collections:
            self._collections[kind] = tuple(self._subjects(kind))
        return self._collections[kind]

    def _subjects(self, kind: str) -> list[Subject]:
        plan = self.plan
        match kind:
            case "plan":
                return [PlanSubject(plan)]
            case "target":
                return [GoalSubject(g, self, "target") for g in self.own.governing.values()]
            case "statement":
                return [GoalSubject(g, self, "statement") for g in self.own.goals]
            case "upper_target":
                return [GoalSubject(g, self, "upper_target") for g in self._upper_goals()]
            case "upper_level":
                return [UpperLevelSubject(level, plan) for level in self.chain.levels]
            case "fact":
                return [FactSubject(d, self) for d in self.own.data]
            case "change":
                return [ChangeSubject(*c, self) for c in self.own.changes]
            case "institution":
                return self._institutions()
            case "project":
                return [ProjectSubject(p, self) for p in plan.projects]
            case "repeat":
                return [RepeatSubject(x, p) for p in self.projects for x in p.record.repeats]
            case "section":
                return [SectionSubject(s, self) for s in plan.sections]
            case "citation":
                return [CitationSubject(c, self) for c in plan.citations]
            case "department":
                return self._departments()
            case "mention":
                return [MentionSubject(m, self) for m in self._mentions]
            case "enumeration":
                return [EnumerationSubject(e, self) for e in plan.enumerations]
            case _:
                raise KeyError(f"no subjects of kind {kind}; known: {', '.join(KINDS)}")

    def forget(self) -> None:
        """Let go of the subjects, which point back here: else they would stay until the collector of garbage comes."""
        self._collections.clear()
        self._projects_by_owner = None

    @property
    def projects(self) -> tuple[ProjectSubject, ...]:
        found = self.collection("project")
        return cast(tuple[ProjectSubject, ...], found)

    def _institutions(self) -> list[Subject]:
        """Those the plan lists, and the owners of projects with beds that it does not list."""
        listed = {i.name.text: InstitutionSubject(i.name, i, self) for i in self.plan.institutions}
        for project in self.plan.projects:
            owner = project.institution or project.owner
            if owner is not None and owner.text and (project.beds or project.new_beds):
                listed.setdefault(owner.text, InstitutionSubject(owner, None, self))
        return list(listed.values())

    def _departments(self) -> list[Subject]:
        """Each name once, at its first place."""
        named = [(d, task.at) for task in self.plan.tasks for d in task.departments]
        times = Counter(name.text for name, _ in named)
        first: dict[str, tuple[Printed, Place]] = {}
        for name, at in named:
            first.setdefault(name.text, (name, at))
        return [DepartmentSubject(name, at, times, self) for name, at in first.values()]

    @cached_property
    def _mentions(self) -> tuple[Mention, ...]:
        """Each region once, at its first place."""
        first: dict[str, Mention] = {}
        for mention in self.plan.mentions:
            first.setdefault(mention.name.text, mention)
        return tuple(first.values())

    @cached_property
    def headings(self) -> Mapping[int, Siblings]:
        return outline(self.plan.sections)

    @property
    def documents(self) -> Documents:
        return self.vocabulary.documents

    def regions_named(self, name: str) -> tuple[str, ...]:
        """The codes that a name may mean: an area of the vocabulary, else divisions of that name."""
        area = self.vocabulary.areas.get(name)
        if area is not None:
            return area
        return tuple(r.code for r in regions.by_name(name, self.plan.header.first_year))

    def projects_of(self, institution: str) -> list[ProjectSubject]:
        """The projects of an institution, in the order of the plan."""
        if self._projects_by_owner is None:
            self._projects_by_owner = {}
            for project in self.projects:
                owner = project.record.institution or project.record.owner
                if owner is not None:
                    self._projects_by_owner.setdefault(owner.text, []).append(project)
        return self._projects_by_owner.get(institution, [])

    # ---- the plans above

    def upper(self, key: str, year: int, level: str = "") -> Goal | None:
        """The target that binds: of the nearest level that has one, its latest milestone not after the year."""
        for step in self.chain.levels:
            if level and step.level != level:
                continue
            found: Goal | None = None
            for plan in step.plans:
                for goal in self.above[id(plan)].governing_by_key.get(key, ()):
                    if goal.year <= year and (found is None or goal.year > found.year):
                        found = goal
            if found is not None:
                return found
        return None

    def _upper_goals(self) -> list[Goal]:
        """For every indicator above, the target that binds this plan at its target year."""
        year = self.plan.header.target_year
        keys = dict.fromkeys(
            key
            for step in self.chain.levels
            for plan in step.plans
            for key in self.above[id(plan)].governing_by_key
        )
        found = (self.upper(key, year) for key in keys)
        return [goal for goal in found if goal is not None]

    def lower(self, goal: Goal) -> Goal | None:
        """The own target for the same indicator, of that year or the first after it within the plan's time."""
        own = sorted(self.own.governing_by_key.get(goal.key, ()), key=lambda g: g.year)
        last = self.plan.header.target_year
        return next((g for g in own if goal.year <= g.year <= last), None)

    # ---- values of the plan

    def governing(self, goal: Goal) -> Goal | None:
        """The statement that governs; None for a sentence with a scope of its own that differs."""
        found = self.own.governing.get((goal.key, goal.year))
        if found is not None and goal.scope and goal.scope != found.scope:
            return None
        return found

    def baseline(self, goal: Goal) -> Datum | None:
        """What was reached: the row's own baseline, else the plan's figure for the base year."""
        if goal.baseline is not None or goal.plan is not self.plan:
            return goal.baseline
        return self.own.datum(goal.key, str(self.plan.header.base_year))

    def base_for(self, goal: Goal, own: Goal | None = None) -> Datum | None:
        """The base of a target that is printed as a change; for one from above, the own base of that year."""
        if not isinstance(goal.form, r.ChangeReading):
            return None
        base = goal.form.base
        if own is not None:
            year = base if isinstance(base, int) else self.plan.header.base_year
            return self.own.datum(own.key, str(year)) or (own.baseline if base is None else None)
        reading = self.own if goal.plan is self.plan else self.above[id(goal.plan)]
        if isinstance(base, int):
            return reading.datum(goal.key, str(base))
        return goal.baseline or reading.datum(goal.key, str(goal.plan.header.base_year))

    def first_mention(self, datum: Datum) -> Datum | None:
        """The first figure about the same thing in the same year and region, with the same scope."""
        same = self.own.data_by_key.get((datum.key, datum.year, datum.region), ())
        return next((d for d in same if d.scope == datum.scope), None)

    def fact_named(self, name: str, near: Datum) -> Datum | None:
        """The fact of that name in the same year; else in any year when it has one only."""
        named = [d for d in self.own.data if d.fact is not None and d.fact.name.text == name]
        same = [d for d in named if d.year == near.year and d.region == near.region]
        return same[0] if same else named[0] if len(named) == 1 else None

    def datum_of(self, indicator: str, near: Datum) -> Datum | None:
        """A figure of an indicator in the year and region of another figure."""
        return self.own.datum(indicator, near.year, near.region)

    def parts(self, whole: Datum) -> tuple[Datum, ...]:
        if whole.fact is None:
            return ()
        return self.own.parts.get((whole.fact.name.text, whole.year, whole.region), ())

    def value_at(self, datum: Datum, year: str) -> Value:
        """The value of the thing a change speaks of, in one of its years."""
        found = self.own.datum(datum.key, year, datum.region)
        return found.number if found is not None else absent(what=f"{datum.name}{year}年的值")

    def change_amount(self, datum: Datum) -> Value:
        """The amount of a change, signed, in the unit it is printed in."""
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
        if unit.dimension.tag == POINTS and datum.term is not None:
            # A difference in points is a difference of the shares themselves.
            unit = Unit(unit.name, unit.factor, datum.term.dimension)
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

    def stated(self, name: str, year: int, plan: str) -> Datum | Goal | None:
        """Where the value of an indicator is printed: for `plan` above in its target, else in a figure or a target."""
        if plan:
            return self.upper(name, year, "" if plan == "upper" else plan)
        return self.own.datum(name, str(year)) or self.own.governing.get((name, year))

    # ---- helpers of subjects

    def origin(self, span: Span, place: Place) -> Origin:
        plan = self.plan
        return Origin(
            plan.header.title.text, span, place, plan.header.grade, plan.document.quoted_in
        )

    def number(
        self, printed: Printed | None, unit: str, what: str, place: Place
    ) -> Number | Unknown:
        """A figure of an institution or a project; `unit` is for a text that prints none."""
        if printed is None:
            return absent(what=what)
        said = cell_of(printed.text, unit, None)
        if isinstance(said.result, Number):
            return placed(said.result, self.origin(printed.span, place))
        return as_number(said.reading, None, what)
