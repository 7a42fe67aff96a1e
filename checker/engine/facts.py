"""Facts and changes as subjects: figures about past and present with the figures they belong to."""

from __future__ import annotations

from msgspec.structs import replace

from checker.engine.compare import agree_numbers
from checker.engine.context import PlanContext
from checker.engine.readings import Datum
from checker.engine.subject import ORIGINS, possible_range, to_choice, to_list, unit_fits
from checker.engine.values import Number, Subject, Unknown, Value, absent, attribute, unknown
from checker.findings import Origin
from checker.quantity import reading as r


class FactSubject(Subject):
    kind = "fact"

    def __init__(self, datum: Datum, context: PlanContext) -> None:
        self.datum = datum
        self.context = context

    def printed_text_of(self, key: str) -> str:
        return self.datum.printed.text if key in ("value", "numbers") else ""

    @property
    def label(self) -> str:
        return f"{self.datum.name}（{self.datum.year}年）"

    @property
    def identity(self) -> str:
        place = self.datum.place
        where = place.table or place.section or place.box or place.annex or place.summary
        return "|".join(
            (self.datum.key, self.datum.year, self.datum.region, self.datum.scope, where)
        )

    @property
    def origin(self) -> Origin:
        return self.datum.origin

    @attribute
    def name(self) -> Value:
        return self.datum.name

    @attribute
    def indicator(self) -> Value:
        return self.datum.term.name if self.datum.term else absent(what=self.datum.name)

    @attribute
    def year(self) -> Value:
        return (
            int(self.datum.year)
            if self.datum.year.isdecimal()
            else absent(what=f"{self.datum.name}的年份")
        )

    @attribute
    def value(self) -> Value:
        return self.datum.number

    @value.in_columns
    def _values(self) -> Value:
        return self.datum.cell.result

    @attribute
    def numbers(self) -> Value:
        return self.datum.numbers

    @numbers.in_columns
    def _numbers(self) -> Value:
        return self.datum.cell.numbers

    @attribute
    def unit(self) -> Value:
        return self.datum.unit_printed or absent(what="单位")

    @attribute
    def unit_fits(self) -> Value:
        return unit_fits(self.datum)

    @unit_fits.in_columns
    def _units_fit(self) -> Value:
        return self.datum.cell.unit_fits

    @attribute
    def is_bound(self) -> Value:
        reading = self.datum.reading
        return isinstance(reading, r.SetReading) and reading.kind in ("floor", "ceiling")

    @attribute
    def region(self) -> Value:
        return self.datum.region or absent(what="地区")

    @attribute
    def origin_(self) -> Value:
        return to_choice("origin", ORIGINS[self.datum.origin_kind])

    @attribute
    def scope(self) -> Value:
        return self.datum.scope or absent(what="限定")

    @attribute
    def range(self) -> Value:
        return possible_range(self.datum)

    def _fact(self, datum: Datum | None, what: str) -> Value:
        return (
            FactSubject(datum, self.context)
            if datum is not None
            else absent(what=f"{self.datum.name}的{what}")
        )

    @attribute
    def first(self) -> Value:
        """The first mention before that it contradicts, else the first that prints a number."""
        own = self.datum.cell.result
        numbers = [
            (datum, number)
            for datum in self.context.earlier_mentions(self.datum)
            if isinstance(number := datum.cell.result, Number)
        ]
        contradicted = (
            datum
            for datum, number in numbers
            if isinstance(own, Number) and agree_numbers(own, number) is False
        )
        first = next(contradicted, numbers[0][0] if numbers else None)
        return self._fact(first, "前一处")

    @attribute
    def whole(self) -> Value:
        fact = self.datum.fact
        name = fact.part_of.text if fact is not None and fact.part_of is not None else ""
        return self._fact(
            self.context.own.fact(name, self.datum, self.datum.part, "") if name else None, "总数"
        )

    @attribute
    def parts(self) -> Value:
        parts = tuple(FactSubject(d, self.context) for d in self.context.parts(self.datum))
        return to_list(parts, f"{self.datum.name}的分项")

    @attribute
    def complete(self) -> Value:
        fact = self.datum.fact
        return fact is not None and fact.parts is not None and fact.parts.text == "全部"

    def _quotient(self, which: str) -> Value:
        fact, term = self.datum.fact, self.datum.term
        if fact is not None and fact.quotient is not None:
            return self._fact(
                self.context.own.fact(getattr(fact.quotient, which).text, self.datum),
                "分子或分母",
            )
        name = getattr(term, which) if term is not None else ""
        return self._fact(self.context.datum_of(name, self.datum) if name else None, "分子或分母")

    @attribute
    def numerator(self) -> Value:
        return self._quotient("numerator")

    @attribute
    def denominator(self) -> Value:
        return self._quotient("denominator")


class ChangeSubject(Subject):
    """A change that the text prints between two years, with the values before and after where they are known."""

    kind = "change"

    def __init__(self, datum: Datum, first: str, last: str, context: PlanContext) -> None:
        self.datum = datum
        self.first, self.last = first, last
        self.context = context

    @property
    def label(self) -> str:
        return f"{self.datum.name}（{self.first}—{self.last}年）"

    @property
    def identity(self) -> str:
        return "|".join(
            (self.datum.key, self.first, self.last, self.datum.region, self.datum.scope)
        )

    @property
    def origin(self) -> Origin:
        return self.datum.origin

    @attribute
    def name(self) -> Value:
        return self.datum.name

    @attribute
    def first_year(self) -> Value:
        return int(self.first)

    @attribute
    def last_year(self) -> Value:
        return int(self.last)

    @attribute
    def relative(self) -> Value:
        reading = self.datum.reading
        if not isinstance(reading, r.ChangeReading):
            return unknown("not-number", name=self.datum.name, text=self.datum.printed.text)
        if reading.relative is None and self._of_a_count:
            return True  # so many % of a count are always relative
        if reading.relative is None:
            return unknown("ambiguous-change", name=self.datum.name, text=self.datum.printed.text)
        return reading.relative

    @property
    def _of_a_count(self) -> bool:
        """Whether what changes is counted or measured: by its entry, else by the unit of its values."""
        if self.datum.term is not None:
            return bool(self.datum.term.dimension.atoms)
        measured = self.context.measured_in(self.datum, self.first, self.last)
        return measured is not None and bool(measured.atoms)

    def _figures(self) -> tuple[Value, Value, Value]:
        """Return the values before and after and the change; shares all printed in whole points are just these.

        What rounding may do to a digit that is not printed does not excuse a whole point: 90% to 95% is no 6.
        """
        figures = (
            self.context.value_at(self.datum, self.first),
            self.context.value_at(self.datum, self.last),
            self.context.change_amount(
                self.datum, self.context.measured_in(self.datum, self.first, self.last)
            ),
        )
        before, after, amount = figures
        if _is_whole_share(before) and _is_whole_share(after) and _is_whole_share(amount):
            return _exact(before), _exact(after), _exact(amount)
        return figures

    @attribute
    def amount(self) -> Value:
        return self._figures()[2]

    @attribute
    def before(self) -> Value:
        return self._figures()[0]

    @attribute
    def after(self) -> Value:
        return self._figures()[1]

    @attribute
    def has_growth(self) -> Value:
        """Whether a rate of growth means something: on a base below zero it does not."""
        before = self.before
        if isinstance(before, Number) and before.value <= 0:
            return unknown("negative-base", text=before.text())
        return before if isinstance(before, Unknown) else True


def _is_whole_share(value: Value) -> bool:
    return isinstance(value, Number) and not (
        value.decimals or value.about or value.computed or value.dimension.atoms
    )


def _exact(value: Value) -> Value:
    assert isinstance(value, Number)
    return replace(value, low=value.value, high=value.value)
