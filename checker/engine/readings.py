"""A plan as read: every printed value with its term, unit and meaning. Compares nothing."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from checker.datatypes.choices import Choice, choice
from checker.engine.interpret import Cell, as_number, as_zone, cell_of
from checker.engine.values import Direction, Number, Unknown, Zone
from checker.findings import Origin
from checker.plan.model import Fact, Plan, Printed
from checker.plan.vocabulary import Term, normalise
from checker.quantity import reading as r
from checker.source import Place, Record

OriginKind = Literal["table", "prose", "box", "annex", "summary"]


class _Stated:
    """What figures and targets have in common: a cell of a plan, and where it stands."""

    plan: Plan
    name: str
    term: Term | None
    printed: Printed
    unit_printed: str
    place: Place
    grade: str

    @cached_property
    def origin(self) -> Origin:
        plan = self.plan
        grade = self.grade or plan.header.grade
        return Origin(
            plan.header.title.text, self.printed.span, self.place, grade, plan.document.quoted_in
        )

    @cached_property
    def cell(self) -> Cell:
        return cell_of(self.printed.text, self.unit_printed, self.term)

    @property
    def reading(self) -> r.Reading:
        return self.cell.reading

    @property
    def form(self) -> r.Reading:
        """A reading that may differ from its own in the digits of its number alone."""
        return self.cell.form

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
    printed: Printed
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

    @cached_property
    def number(self) -> Number | Unknown:
        found = self.cell.result
        if isinstance(found, Number):
            return placed(found, self.origin)
        return as_number(self.reading, self.term, self.name)

    @property
    def bare_number(self) -> Number | Unknown:
        """Its number without a place, or without the words of the reason."""
        return self.cell.result


class Goal(_Stated, Record, eq=False, dict=True):
    """One target of one indicator for one year, as a table cell or a sentence states it."""

    plan: Plan
    name: str
    canonical: str
    term: Term | None
    year: int
    printed: Printed
    unit_printed: str
    nature: Printed | None
    place: Place
    origin_kind: OriginKind
    scope: str
    grade: str
    baseline: Datum | None = None

    @cached_property
    def key(self) -> str:
        return self.term.name if self.term else normalise(self.canonical)

    @property
    def direction(self) -> Direction:
        return self.term.direction if self.term else "neither"

    @property
    def is_change(self) -> bool:
        """Whether it is printed as a change, which hangs on a base."""
        return isinstance(self.form, r.ChangeReading)

    @property
    def nature_choice(self) -> Choice | None:
        return choice("nature", self.nature.text) if self.nature is not None else None

    @cached_property
    def number(self) -> Number | Unknown:
        """The figure that the target prints, whatever its comparator."""
        found = self.cell.figure
        if isinstance(found, Number):
            return placed(found, self.origin)
        return as_number(self.reading, self.term, self.name, bound=True)

    @property
    def bare_number(self) -> Number | Unknown:
        """Its number without a place, or without the words of the reason."""
        return self.cell.figure

    def zone(self, base: Datum | None) -> Zone | Unknown:
        """The set of values, a bare number read through the direction, a change on the base."""
        found = self.cell.zone
        if isinstance(found, Unknown):  # or it hangs on the base
            number = base.number if base is not None else None
            number = number if isinstance(number, Number) else None
            found = as_zone(self.reading, self.term, self.name, number)
        return found if isinstance(found, Unknown) else _zone_at(found, self.origin)


def placed(n: Number, origin: Origin) -> Number:
    return Number(
        n.value, n.low, n.high, n.dimension, n.unit, n.decimals, n.computed, n.about, n.printed, origin
    )  # fmt: skip


def _zone_at(z: Zone, origin: Origin) -> Zone:
    return Zone(
        z.core, z.wide, z.dimension, z.unit, z.direction, z.printed, origin, z.remarks, z.limits
    )  # fmt: skip
