"""A plan as read: every printed value with its term, unit and meaning. Compares nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from msgspec.structs import replace

from checker.datatypes.choices import Choice, choice
from checker.engine.interpret import Cell, as_number, as_target_set, cell_of, unit_in
from checker.engine.values import Number, TargetSet, Unknown
from checker.findings import Origin
from checker.plan.model import Fact, Indicator, Plan, PrintedText, Statement
from checker.plan.name_hints import ValueKind, implied_unit, is_size, names_a_fall, said_value
from checker.plan.vocabulary import Term, Vocabulary, normalise
from checker.quantity import reading as r
from checker.quantity.reading import Direction
from checker.quantity.resolve import said_direction
from checker.quantity.units import Unit
from checker.source import Place, Record, cached_property

OriginKind = Literal["table", "prose", "box", "annex", "summary"]


@lru_cache(maxsize=1 << 10)
def part_of_scope(scope: str) -> str:
    """Return the part of the whole that a scope limits a figure to; "" where it only says how one counts."""
    return "" if _COUNTING.fullmatch(scope) else normalise(scope)


_COUNTING = re.compile(r"(?:.*，)?以.+为单位(?:统计|计算)?")


def _in_print(stated: _Stated) -> tuple[bool, int, str, str]:
    """Order what is said of one thing by where it is printed, tables first, whatever its order in the data."""
    place = stated.place
    line = place.order if place.order is not None else 1 << 30
    return not place.table, line, stated.printed.text, stated.name


class _Stated:
    """The base of figures and targets: a cell of a plan, and its origin."""

    plan: Plan
    name: str
    term: Term | None
    printed: PrintedText
    unit_printed: str
    place: Place
    scope: str
    grade: str

    @cached_property
    def part(self) -> str:
        """The part of the whole that it speaks of, "" for the whole."""
        return part_of_scope(self.scope)

    @cached_property
    def origin(self) -> Origin:
        plan = self.plan
        grade = self.grade or plan.header.grade
        return Origin(
            plan.header.title.text, self.printed.span, self.place, grade, plan.document.quoted_in
        )

    @cached_property
    def cell(self) -> Cell:
        unit = self.unit_printed
        if self.term is None:
            unit = implied_unit(self.name, unit, None if unit else unit_in(self.printed.text))
        return cell_of(self.printed.text, unit, self.term)

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
    printed: PrintedText
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

    @property
    def last_year(self) -> int | None:
        """The year that it is of, or the last of several."""
        return _last_year(self.year)

    @cached_property
    def number(self) -> Number | Unknown:
        number = self.cell.result
        if isinstance(number, Number):
            return placed(number, self.origin)
        return as_number(self.reading, self.term, self.name)

    @property
    def bare_number(self) -> Number | Unknown:
        """Its number without a place, or without the words of the reason."""
        return self.cell.result


class TargetStatement(_Stated, Record, eq=False, dict=True):
    """One target of one indicator for one year, as a table cell or a sentence states it."""

    plan: Plan
    name: str
    canonical: str
    term: Term | None
    year: int
    printed: PrintedText
    unit_printed: str
    nature: PrintedText | None
    place: Place
    origin_kind: OriginKind
    scope: str
    grade: str
    baseline: Datum | None = None
    actual: Datum | None = None
    yearly: Datum | None = None
    cumulative: Datum | None = None
    row: Indicator | None = None

    @cached_property
    def key(self) -> str:
        return self.term.name if self.term else normalise(self.canonical)

    @property
    def direction(self) -> Direction:
        """What is better: by the vocabulary; of an indicator without an entry, by the words of the target itself."""
        return self.term.direction if self.term else said_direction(self.reading)

    @property
    def is_size(self) -> bool:
        """Whether it is the amount of something: by its entry, else by its name and unit."""
        if self.term is not None:
            return self.term.absolute
        unit: Unit | None = getattr(self.reading, "unit", None)
        return unit is not None and is_size(self.name, unit.dimension)

    @property
    def is_limit_or_level(self) -> bool:
        """Whether it has no entry to say if its ceiling is what is to be reached, or a limit not to be passed."""
        form = self.reading
        return (
            self.term is None
            and isinstance(form, r.SetReading)
            and form.kind == "ceiling"
            and form.verb != "fall"
        )

    @property
    def value_kind(self) -> ValueKind:
        """What its values are: by its entry, else by its name and the way it is printed."""
        if isinstance(self.reading, r.CumulativeReading):
            return "flow"
        return self.term.value if self.term is not None else said_value(self.name)

    @property
    def is_change(self) -> bool:
        """Whether it is printed as a change or a rate, which is a level on a base alone."""
        return isinstance(self.reading, r.ChangeReading | r.RateReading)

    @property
    def nature_choice(self) -> Choice | None:
        return choice("nature", self.nature.text) if self.nature is not None else None

    @property
    def is_binding(self) -> bool:
        return self.nature_choice is not None and self.nature_choice.en == "binding"

    @cached_property
    def number(self) -> Number | Unknown:
        """The figure that the target prints, whatever its comparator."""
        number = self.cell.figure
        if isinstance(number, Number):
            return placed(number, self.origin)
        return as_number(self.reading, self.term, self.name, bound=True)

    @property
    def bare_number(self) -> Number | Unknown:
        """Its number without a place, or without the words of the reason."""
        return self.cell.figure

    def says_the_same(self, other: TargetStatement) -> bool:
        """Return whether another target allows the same values, as far as that is seen without a base."""
        if (self.printed.text, self.unit_printed) == (other.printed.text, other.unit_printed):
            return True
        own, its = self.cell.target_set, other.cell.target_set
        return (
            isinstance(own, TargetSet)
            and isinstance(its, TargetSet)
            and (own.strict, own.dimension, own.measure) == (its.strict, its.dimension, its.measure)
        )

    def target_set(self, base: Datum | None) -> TargetSet | Unknown:
        """Return the set of values, a bare number read through the direction, a change on the base."""
        target_set = self.cell.target_set
        if isinstance(target_set, Unknown) or self.is_change:  # or it hangs on the base
            number = base.number if base is not None else None
            number = number if isinstance(number, Number) else None
            base_year = base.last_year if base is not None else None
            target_set = as_target_set(
                self.reading, self.term, self.name, number, base_year, self.year
            )
        if isinstance(target_set, Unknown):
            return target_set
        is_gain = target_set.measure == "sum" and target_set.direction == "missing"
        if is_gain and self.term is None and names_a_fall(self.name):
            target_set = target_set.directed("higher")
        return _target_set_at(target_set, self.origin)


def placed(n: Number, origin: Origin) -> Number:
    return Number(
        n.value, n.low, n.high, n.dimension, n.unit, n.decimals, n.computed, n.about, n.printed, origin
    )  # fmt: skip


def _target_set_at(z: TargetSet, origin: Origin) -> TargetSet:
    return TargetSet(
        z.strict, z.lenient, z.dimension, z.unit, z.direction, z.printed, origin, z.remarks, z.limits,
        z.measure, z.since, z.others,
    )  # fmt: skip


class InterpretedPlan:
    """A plan interpreted through the vocabulary: its figures and targets. Made once for a plan and shared."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self.plan = plan
        self.vocabulary = vocabulary
        self._baselines_by_row: dict[int, tuple[Datum, ...]] = {}
        self._terms_by_row: dict[int, Term | None] = {}

    @cached_property
    def data(self) -> tuple[Datum, ...]:
        """Facts and baseline cells, in the order of the file."""
        return (*(d for x in self.plan.indicators for d in self._baselines(x)), *self._facts)

    @cached_property
    def _facts(self) -> tuple[Datum, ...]:
        plan = self.plan
        return tuple(
            Datum(
                plan, f.name.text, (f.indicator or f.name).text, self.term_of(f), year, printed,
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
        changes = []
        for f in plan.facts:
            for years, printed in f.change.items():
                first, _, last = years.partition("-")
                if not last:
                    continue
                datum = Datum(
                    plan, f.name.text, (f.indicator or f.name).text, self.term_of(f), years, printed,
                    f.unit.text if f.unit else "", f.at, origin_kind(f.at), f.region.text if f.region else "",
                    f.scope.text if f.scope else "", f.grade, f,
                )  # fmt: skip
                changes.append((datum, first, last))
        return tuple(changes)

    def term_of(self, row: Indicator | Statement | Fact) -> Term | None:
        """Return the entry of the vocabulary that a row is about; None where no entry has its name."""
        terms = self._terms_by_row
        if id(row) not in terms:
            terms[id(row)] = self._find_term(row)
        return terms[id(row)]

    def _find_term(self, row: Indicator | Statement | Fact) -> Term | None:
        name = _canonical(row)
        if (known := self.vocabulary.index.get(normalise(name))) is not None:
            return self.vocabulary.terms[known]
        unit = row.unit.text if row.unit else _unit_in_cells(row)
        return self.vocabulary.find(name, self.plan.header.region_name.text, unit)

    def _baselines(self, row: Indicator | Statement) -> tuple[Datum, ...]:
        """Return the baseline cells of a row, the same objects each time."""
        known = self._baselines_by_row.get(id(row))
        if known is None:
            known = self._baselines_by_row[id(row)] = self._made_baselines(row)
        return known

    def _made_baselines(self, row: Indicator | Statement) -> tuple[Datum, ...]:
        if not row.baseline:
            return ()
        return tuple(self._datum_of_row(row, year, cell) for year, cell in row.baseline.items())

    def _datum_of_row(self, row: Indicator | Statement, year: str, cell: PrintedText) -> Datum:
        unit = row.unit.text if row.unit else ""
        scope = row.scope.text if row.scope else ""
        return Datum(
            self.plan, _printed_name(row), _canonical(row), self.term_of(row), year, cell, unit, row.at,
            origin_kind(row.at), "", scope, row.grade,
        )  # fmt: skip

    def _cell(
        self,
        row: Indicator | Statement,
        column: Literal["yearly", "cumulative", "actual"],
        last: int,
    ) -> Datum | None:
        """Return the cell of a further column of a row for a year, or for years that end with it."""
        if not isinstance(row, Indicator):
            return None
        cells: Mapping[str, PrintedText] = getattr(row, column)
        found = ((years, cell) for years, cell in cells.items() if _last_year(years) == last)
        return next((self._datum_of_row(row, years, cell) for years, cell in found), None)

    @cached_property
    def goals(self) -> tuple[TargetStatement, ...]:
        """Every target of the plan: table rows first, then sentences, each for each of its years."""
        rows: tuple[Indicator | Statement, ...] = (*self.plan.indicators, *self.plan.statements)
        return tuple(goal for row in rows for goal in self._goals(row))

    def _goals(self, row: Indicator | Statement) -> list[TargetStatement]:
        term = self.term_of(row)
        baselines = self._baselines(row)
        statements = []
        for year, cell in row.target.items():
            last = _last_year(year)
            if last is None:
                continue
            before = [d for d in baselines if d.year < year]
            result = self._cell(row, "actual", last) or next(
                (d for d in baselines if d.year == year), None
            )
            statements.append(
                TargetStatement(
                    self.plan, _printed_name(row), _canonical(row), term, last, cell,
                    row.unit.text if row.unit else "", row.nature, row.at, _origin_of(row),
                    row.scope.text if row.scope else "", row.grade, before[-1] if before else None,
                    result, self._cell(row, "yearly", last), self._cell(row, "cumulative", last),
                    row if isinstance(row, Indicator) else None,
                )
            )  # fmt: skip
        return statements

    @cached_property
    def governing(self) -> Mapping[tuple[str, str, int], TargetStatement]:
        """For each indicator, part and year what governs: the first table row, else the first sentence."""
        statements: dict[tuple[str, str, int], TargetStatement] = {}
        for goal in self.goals:
            where = (goal.key, goal.part, goal.year)
            known = statements.get(where)
            if known is None or _in_print(goal) < _in_print(known):
                statements[where] = goal
        return statements

    @cached_property
    def targets(self) -> tuple[TargetStatement, ...]:
        """What rules go through as targets: a sentence about a part alone promises nothing for the whole."""
        return tuple(
            goal
            for goal in self.governing.values()
            if goal.origin_kind == "table" or not goal.scope
        )

    def target_named(self, name: str, near: TargetStatement) -> TargetStatement | None:
        """Return the target of a row of that name, of the year of another."""
        named = (goal for goal in self.targets if goal.name == name and goal is not near)
        return next((goal for goal in named if goal.year == near.year), None)

    @cached_property
    def targets_by_key(self) -> Mapping[tuple[str, str], tuple[TargetStatement, ...]]:
        """Targets by indicator and part."""
        statements: dict[tuple[str, str], tuple[TargetStatement, ...]] = {}
        for goal in self.targets:
            where = (goal.key, goal.part)
            statements[where] = (*statements.get(where, ()), goal)
        return statements

    @cached_property
    def data_by_key(self) -> Mapping[tuple[str, str, str, str], tuple[Datum, ...]]:
        """Data by indicator, part, year and region, in the order of print."""
        figures: dict[tuple[str, str, str, str], list[Datum]] = {}
        for datum in self.data:
            where = (datum.key, datum.part, datum.year, datum.region)
            figures.setdefault(where, []).append(datum)
        return {
            where: tuple(sorted(some, key=_in_print)) if len(some) > 1 else tuple(some)
            for where, some in figures.items()
        }

    @cached_property
    def facts_by_name(self) -> Mapping[tuple[str, str], tuple[Datum, ...]]:
        """Facts by name and region, of any year, in the order of print."""
        figures: dict[tuple[str, str], list[Datum]] = {}
        for datum in self._facts:
            figures.setdefault((datum.name, datum.region), []).append(datum)
        return {where: tuple(sorted(some, key=_in_print)) for where, some in figures.items()}

    @cached_property
    def parts(self) -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
        """Facts that are part of another, each by its name and scope; by the name and region of the other."""
        names: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
        for datum in self._facts:
            if datum.fact is not None and datum.fact.part_of is not None:
                where = (datum.fact.part_of.text, datum.region)
                names.setdefault(where, {})[datum.name, datum.part] = None
        return {where: tuple(some) for where, some in names.items()}

    def parts_of(self, name: str, whole: Datum) -> tuple[tuple[str, str], ...]:
        """Return the parts of a fact, each by name and scope: of one with a scope those of that scope.

        Where it has none, those with the scope of another fact of its name are parts of that one.
        """
        parts = self.parts.get((name, whole.region), ())
        scopes = {datum.part for datum in self.facts_by_name.get((name, whole.region), ())}
        if whole.part:
            return tuple(p for p in parts if p[1] == whole.part or (not p[1] and "" not in scopes))
        return tuple(p for p in parts if not p[1] or p[1] not in scopes)

    def datum(self, key: str, year: str, region: str = "", part: str = "") -> Datum | None:
        """Return the first figure about a thing, or a part of it, in a year; that of a part is none of the whole."""
        figures = self.data_by_key.get((key, part, year, region), ())
        return figures[0] if figures else None

    def fact(self, name: str, near: Datum, *scopes: str) -> Datum | None:
        """Return the fact of a name beside another, of its year and region, with the first of these scopes it has.

        Without scopes it is the other's. Where there is no such figure, its year is blank: that of another scope is
        not it; None where there is no fact of that name at all.
        """
        named = self.facts_by_name.get((name, near.region), ())
        for scope in scopes or (near.part,):
            for datum in named:
                if datum.year == near.year and datum.part == scope:
                    return datum
        if not named:
            return None
        printed = named[0].printed
        blank = PrintedText("", printed.source, printed.start, printed.end)
        return replace(named[0], year=near.year, printed=blank)


@lru_cache(maxsize=1 << 10)
def _last_year(printed: str) -> int | None:
    """Return the last of the years that a key of targets prints: 2025 of 2021-2025."""
    years = re.findall(r"\d{4}", printed)
    return int(years[-1]) if years else None


def _unit_in_cells(row: Indicator | Statement | Fact) -> str:
    """Return the unit that the first cell of a row prints; "" if it prints none."""
    cells = row.value if isinstance(row, Fact) else {**row.baseline, **row.target}
    units = (unit_in(cell.text) for cell in cells.values())
    return next((unit.name for unit in units if unit is not None), "")


def _printed_name(row: Indicator | Statement) -> str:
    return row.name.text if row.name is not None else _canonical(row)


def _canonical(row: Indicator | Statement | Fact) -> str:
    """Return the name by which a row says what it is about: its `indicator`, else its own."""
    named = row.indicator or row.name
    return named.text if named is not None else ""


def _origin_of(row: Indicator | Statement) -> OriginKind:
    """Return where a target stands; a row of `indicators` that gives no place is one of the table."""
    if isinstance(row, Indicator) and row.at == Place():
        return "table"
    return origin_kind(row.at)


def origin_kind(place: Place) -> OriginKind:
    if place.table:
        return "table"
    if place.box:
        return "box"
    if place.annex:
        return "annex"
    return "summary" if place.summary else "prose"
