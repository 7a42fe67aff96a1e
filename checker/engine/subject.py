"""What subjects made of records of a plan share: a name, a place, and helpers to make values."""

from __future__ import annotations

from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from checker.datatypes.choices import choice
from checker.engine.context import PlanContext
from checker.engine.readings import Datum, OriginKind, TargetStatement
from checker.engine.values import Subject, TargetSet, Unknown, Value, absent, attribute, unknown
from checker.findings import Origin
from checker.plan.model import PrintedText
from checker.plan.vocabulary import Term
from checker.quantity import reading as r
from checker.source import Place

ORIGINS: dict[OriginKind, str] = {
    "table": "表格",
    "prose": "正文",
    "box": "专栏",
    "annex": "附件",
    "summary": "概要",
}


def to_choice(enumeration: str, word: str) -> Value:
    member = choice(enumeration, word)
    return member if member is not None else absent(what=word or enumeration)


def to_list(items: tuple[Value, ...], what: str) -> Value:
    """Return a list; one that nobody typed is absent, and not empty."""
    return items or absent(what=what)


def to_text(printed: PrintedText | None, what: str) -> Value:
    return printed.text if printed is not None and printed.text else absent(what=what)


class Named(Protocol):
    """A record of a plan with a name and a place."""

    @property
    def name(self) -> PrintedText: ...

    @property
    def at(self) -> Place: ...


R = TypeVar("R")
N = TypeVar("N", bound=Named)


class RecordSubject(Subject, Generic[R]):
    """A subject that is one record of the plan's own data."""

    def __init__(self, record: R, context: PlanContext) -> None:
        self.record = record
        self.context = context


class NamedSubject(RecordSubject[N]):
    """A record that is called by its name and stands where the name stands."""

    @property
    def label(self) -> str:
        return self.record.name.text

    @property
    def origin(self) -> Origin:
        return self.context.origin(self.record.name.span, self.record.at)

    @attribute
    def name(self) -> Value:
        return self.record.name.text


class PrintedSubject(Subject):
    """A subject named by a text that the plan prints, located where that is printed."""

    def __init__(self, printed: PrintedText, at: Place, context: PlanContext) -> None:
        self.printed = printed
        self.at = at
        self.context = context

    @property
    def label(self) -> str:
        return self.printed.text

    @property
    def origin(self) -> Origin:
        return self.context.origin(self.printed.span, self.at)

    @attribute
    def name(self) -> Value:
        return self.printed.text


def unit_fits(of: TargetStatement | Datum) -> bool | Unknown:
    """Return whether the printed unit measures what the vocabulary says the indicator measures."""
    if of.term is None:
        return absent(what=f"{of.name}的词条")
    numbers, wanted = of.cell.numbers, of.term.dimension
    if not numbers:
        return unknown("not-number", name=of.name, text=of.printed.text)
    if of.cell.may_be_change:
        return unknown("share-of-amount", name=of.name, text=of.printed.text)
    if of.cell.may_be_capacity:
        return unknown("capacity", name=of.name, text=of.printed.text)
    return all(number.dimension.compatible(wanted) for number in numbers)


def possible_range(of: TargetStatement | Datum) -> Value:
    limits = _range_of(of.term) if of.term is not None else None
    return limits or absent(what=f"{of.name}的可能范围")


@lru_cache(maxsize=1 << 10)
def _range_of(term: Term) -> TargetSet | None:
    if term.range is None:
        return None
    return TargetSet(term.range, term.range, term.dimension, term.unit, "neither", "")


def expression(reading: r.Reading) -> str:
    """Return the form in which a target is written, as a member of the enumeration 表达."""
    match reading:
        case r.SetReading() | r.RatioReading() | r.CumulativeReading():
            return "数值"
        case r.CoverageReading(interval=interval):
            return "数值" if interval is not None else "定性"
        case r.ChangeReading():
            return "变化"
        case r.RateReading():
            return "速率"
        case r.ReferenceReading():
            return "引用"
        case r.QualitativeReading():
            return "定性"
        case r.MissingReading(kind=kind):
            return "待定" if kind == "to_be_set" else "空白"
        case r.SeveralReading() | r.UnreadReading():
            return "未读"
