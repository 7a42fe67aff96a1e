"""What all subjects of rules share: attributes by key, a place, a label, and helpers to make values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from checker.datatypes.choices import choice
from checker.engine.readings import Datum, Goal, OriginKind
from checker.engine.values import Number, Unknown, Value, Zone, absent, unknown
from checker.findings import Fix, Origin
from checker.findings import Subject as SubjectLabel
from checker.plan.model import Printed
from checker.quantity import reading as r
from checker.records import once
from checker.source import Place

if TYPE_CHECKING:
    from checker.engine.world import PlanWorld

ORIGINS: dict[OriginKind, str] = {
    "table": "表格",
    "prose": "正文",
    "box": "专栏",
    "annex": "附件",
    "summary": "概要",
}


def to_choice(enumeration: str, word: str) -> Value:
    found = choice(enumeration, word)
    return found if found is not None else absent(what=word or enumeration)


def to_text(printed: Printed | None, what: str) -> Value:
    return printed.text if printed is not None and printed.text else absent(what=what)


def property_of(key: str) -> str:
    """What the property is called that gives an attribute of the language."""
    return f"{key}_" if key in ("kind", "origin") else key


class Subject:
    """One record. `get` gives an attribute of its kind by key, made once; `origin_of` where that attribute stands.

    Every subject has a `kind` and an `origin`; attributes of the language called so are `kind_` and `origin_` here.
    """

    kind = ""

    @once
    def _values(self) -> dict[str, Value]:
        return {}

    def get(self, key: str) -> Value:
        values = self._values
        found = values.get(key)
        if found is None:
            found = values[key] = self._read(key)
        return found

    def _read(self, key: str) -> Value:
        found: Value = getattr(self, property_of(key))
        return found

    def origin_of(self, key: str) -> Origin | None:
        return self.origin

    def wording_of(self, key: str) -> str:
        """What stands printed for an attribute whose value could not be made; "" where nothing does."""
        return ""

    def fix_of(self, key: str) -> Fix | None:
        """What should stand printed for an attribute, where that is certain."""
        return None

    @property
    def origin(self) -> Origin | None:
        return None

    @property
    def label(self) -> str:
        raise NotImplementedError

    @property
    def identity(self) -> str:
        """A key that survives reordering and reformatting of the plan file."""
        return self.label

    def describe(self) -> SubjectLabel:
        return SubjectLabel(self.kind, self.label, self.identity, self.origin)


class Named(Protocol):
    """A record of a plan with a name and a place."""

    @property
    def name(self) -> Printed: ...

    @property
    def at(self) -> Place: ...


R = TypeVar("R")
N = TypeVar("N", bound=Named)


class RecordSubject(Subject, Generic[R]):
    """A subject that is one record of the plan's own data."""

    def __init__(self, record: R, world: PlanWorld) -> None:
        self.record = record
        self.world = world


class NamedSubject(RecordSubject[N]):
    """A record that is called by its name and stands where the name stands."""

    @property
    def label(self) -> str:
        return self.record.name.text

    @property
    def origin(self) -> Origin:
        return self.world.origin(self.record.name.span, self.record.at)

    @property
    def name(self) -> Value:
        return self.record.name.text


class PrintedSubject(Subject):
    """What is called by a text that the plan prints, and stands where that is printed."""

    def __init__(self, printed: Printed, at: Place, world: PlanWorld) -> None:
        self.printed = printed
        self.at = at
        self.world = world

    @property
    def label(self) -> str:
        return self.printed.text

    @property
    def origin(self) -> Origin:
        return self.world.origin(self.printed.span, self.at)

    @property
    def name(self) -> Value:
        return self.printed.text


def unit_fits(numbers: Value, of: Goal | Datum) -> bool | Unknown:
    """Say whether the printed unit measures what the vocabulary says the indicator measures."""
    if of.term is None:
        return absent(what=f"{of.name}的词条")
    if not isinstance(numbers, tuple) or not numbers:
        return unknown("not-number", name=of.name, text=of.printed.text)
    return all(isinstance(n, Number) and n.dimension.compatible(of.term.dimension) for n in numbers)


def possible_range(of: Goal | Datum) -> Value:
    if of.term is None or of.term.range is None:
        return absent(what=f"{of.name}的可能范围")
    interval, term = of.term.range, of.term
    return Zone(interval, interval, term.dimension, term.unit, "neither", "")


def expression(reading: r.Reading) -> str:
    """How a target is written, in the words of the enumeration 表达."""
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
