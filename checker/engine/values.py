"""What expressions evaluate to: exact numbers with their rounding, target sets, subjects, and not-knowing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, Union

from msgspec import Struct, field
from msgspec.structs import replace

from checker.datatypes.choices import Choice
from checker.findings import Fix, Lack, LackKind, Origin, Reason, SubjectLabel
from checker.quantity.reading import Direction
from checker.quantity.sets import Interval, format_exact
from checker.quantity.units import Dimension, Unit
from checker.source import Record, cached_property

if TYPE_CHECKING:
    from checker.semantics import typed


class Unknown(Record):
    """Not knowing is a value and says why. `absent`: the thing is not there at all."""

    reason: Reason

    @property
    def absent(self) -> bool:
        return self.reason.absent

    @property
    def lacking(self) -> bool:
        """Whether the reviewer's material lacks it, which is no fault of the plan."""
        return self.reason.lacks is not None


Truth = bool | Unknown


def unknown(code: str, **arguments: object) -> Unknown:
    return Unknown(Reason(f"unknown-{code}", arguments))


@lru_cache(maxsize=1 << 13)  # plans lack the same few things again and again
def absent(what: str) -> Unknown:
    """Return the value of something that the plan does not have."""
    return Unknown(Reason("unknown-absent", {"what": what}, absent=True))


MISSING = absent("")
"""The value of something that the plan does not have, in a column: there nobody reads what it is."""


LACKING = Unknown(
    Reason("unknown-absent", {"what": ""}, absent=True, lacks=Lack("upper", "", (), ""))
)
"""The value of something that the reviewer's material does not have, in a column."""


class Number(Record):
    """An exact value with the interval that its printed digits stand for, in base units of the dimension.

    `computed`: made by arithmetic, so that comparisons respect the interval. `about`: printed with 约 or 左右.
    """

    value: Fraction
    low: Fraction
    high: Fraction
    dimension: Dimension
    unit: Unit
    decimals: int = 0
    computed: bool = False
    about: bool = False
    printed: str = ""
    origin: Origin | None = None

    def text(self, unit: Unit | None = None) -> str:
        """Return the value as a reader writes it: 2133人, 225.3/10万; a computed one in the unit asked for."""
        if unit is not None and self.computed:
            return number_text(self.value / unit.factor) + unit_name(unit)
        if self.printed and not self.computed:
            return with_unit(self.printed, self.unit)
        return number_text(
            self.value / self.unit.factor, self.decimals if not self.computed else None
        ) + unit_name(self.unit)


Measure = Literal["level", "rate", "sum"]
"""What the values of a target are: a level reached, a change each year, a sum over the period."""


class TargetSet(Record):
    """A target: the set of values it allows, in base units. `lenient` has the room that 左右 gives.

    `limits` are the possible values of the indicator: 100%以上 of a coverage is just 100%. `others` are what the same
    target comes to by other measures: 年均增长6% is a rate and, on a known base, a level; `since` is the year that a
    sum over the period begins with, where it is printed.
    """

    strict: Interval
    lenient: Interval
    dimension: Dimension
    unit: Unit
    direction: Direction
    printed: str
    origin: Origin | None = None
    remarks: tuple[Reason, ...] = ()
    limits: Interval | None = None
    measure: Measure = "level"
    since: int | None = None
    others: tuple[TargetSet, ...] = ()

    @property
    def about(self) -> bool:
        return self.strict is not self.lenient and self.strict != self.lenient

    def directed(self, direction: Direction) -> TargetSet:
        """Return the set as it reads once it is known what is better: a bare number becomes a floor or a ceiling."""
        strict = self.strict
        if strict.is_point and direction == "higher":
            strict = Interval(strict.low, None)
        elif strict.is_point and direction == "lower":
            strict = Interval(None, strict.high)
        return replace(
            self,
            others=(),
            strict=strict,
            lenient=self.lenient if self.about else strict,
            direction=direction,
        )

    def text(self) -> str:
        """Return the set in its unit: ≥77岁."""
        return set_text(self.strict, self.unit) + ("（左右）" if self.about else "")


_PROPERTIES = {"kind": "kind_", "origin": "origin_"}


def property_of(key: str) -> str:
    """Return the name of the property that holds an attribute of the language."""
    return _PROPERTIES.get(key, key)


V = TypeVar("V")
Make = Callable[[Any], V]


class attribute(cached_property[V]):  # noqa: N801 — written as a decorator
    """An attribute of a kind of subject: the function that makes it, asked for one subject or a column of them."""

    def __init__(self, make: Make[V]) -> None:
        super().__init__(make)
        self.make_bare = make

    def in_columns(self, make_bare: Make[V]) -> Make[V]:
        """Decorate a shorter way to make it for columns, which have no room for places and the words of reasons."""
        self.make_bare = make_bare
        return make_bare

    def column(self, subjects: Sequence[Subject]) -> list[V]:
        """Return the attribute of each of some subjects, as far as columns hold it."""
        return list(map(self.make_bare, subjects))


class Subject:
    """One record. `get` gives an attribute of its kind by key; `origin_of` where that attribute stands.

    Every subject has a `kind` and an `origin`; attributes of the language called so are `kind_` and `origin_` here.
    """

    kind = ""
    material: LackKind | None = None
    """What its attributes are read from besides the plan that is judged, if they are; see `Lack`."""

    def get(self, key: str) -> Value:
        value: Value = getattr(self, _PROPERTIES.get(key, key))
        return value

    @property
    def material_owner(self) -> str:
        """The plan above, the institution or the region whose data would hold its attributes."""
        return self.label

    def origin_of(self, key: str) -> Origin | None:
        return self.origin

    def printed_text_of(self, key: str) -> str:
        """Return the text printed for an attribute whose value could not be made; "" if there is none."""
        return ""

    def fix_of(self, key: str) -> Fix | None:
        """Return the correction of an attribute's printed text; None where it is not certain."""
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


Value = Union[  # noqa: UP007 — it speaks of itself
    Number, TargetSet, Unknown, bool, str, int, Choice, Subject, tuple["Value", ...]
]  # str: text; int: a year


def unit_name(unit: Unit) -> str:
    """Return the unit as it stands after a number; nothing for pure numbers."""
    return "" if unit.name in ("无", "比") else unit.name


def with_unit(printed: str, unit: Unit) -> str:
    """Return a cell as printed, with the unit of its column where it prints a bare number."""
    match = _BARE.fullmatch(printed)
    return f"{match[1]}{unit_name(unit)}{match[2]}" if match is not None else printed


_BARE = re.compile(r"(\s*[＞＜≥≤><]?\s*[-－−]?\s*\d[\d.,]*)\s*(左右|以上|以下|以内|及以上|及以下|)")


def number_text(value: Fraction, decimals: int | None = None) -> str:
    """Return a number for people: exact when it has few decimals, else rounded to four significant ones."""
    if decimals is not None and decimals >= 0:
        scaled = value * 10**decimals
        if scaled.denominator == 1:
            whole = abs(scaled.numerator)
            digits = str(whole).rjust(decimals + 1, "0")
            sign = "-" if value < 0 else ""
            return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)
    plain = format_exact(value)
    if "/" not in plain and len(plain.partition(".")[2]) <= 4:
        return plain
    size = abs(value)
    places = 2 if size >= 10 else 3 if size >= 1 else 4
    while size and size * 10**places < 100 and places < 12:
        places += 1
    rounded = Fraction(round(value * 10**places), 10**places)
    return format_exact(rounded)


def set_text(interval: Interval, unit: Unit) -> str:
    """≥77岁, ＜7.5‰, 2～3名; ≥1、＜5% where an end is open."""
    shown = interval.scaled(1 / unit.factor)
    if shown.is_point and shown.low is not None:
        return number_text(shown.low) + unit_name(unit)
    if shown.low is not None and shown.high is not None:
        low, high = number_text(shown.low), number_text(shown.high)
        if not shown.low_open and not shown.high_open:
            return f"{low}～{high}{unit_name(unit)}"
        above, below = "＞" if shown.low_open else "≥", "＜" if shown.high_open else "≤"
        return f"{above}{low}、{below}{high}{unit_name(unit)}"
    if shown.low is not None:
        return ("＞" if shown.low_open else "≥") + number_text(shown.low) + unit_name(unit)
    if shown.high is not None:
        return ("＜" if shown.high_open else "≤") + number_text(shown.high) + unit_name(unit)
    return "（不限）"


class Gap(NamedTuple):
    """The amount by which a comparison fails: of the printed figures, and after the rounding that they allow."""

    nominal: Fraction
    after_rounding: Fraction
    unit: Unit


class Operand(NamedTuple):
    """One operand as it was met: `wording` is what is printed where no value could be made of it."""

    expr: typed.Expr
    value: Value
    origin: Origin | None
    wording: str = ""


class Trace(Struct):
    """The operands met while a failing subject is walked again, in order, once each."""

    operands: dict[tuple[str, str, int], Operand] = field(default_factory=dict)
    remarks: list[Reason] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    required: int | None = None  # how many of the operands belong to the requirement

    def record(self, operand: Operand, item: int = 0) -> None:
        attribute = getattr(getattr(operand.expr, "attribute", None), "key", "")
        self.operands.setdefault((operand.expr.span.text, attribute, item), operand)


Scope = Mapping[str, Value]
