"""The types of expressions. A dimension of None is known only when a plan is read."""

from typing import Literal

from checker.quantity.units import Dimension
from checker.source import Record


class NumberType(Record, array_like=True, tag=True):
    """A quantity; `dimension` None when it is the subject's own. `bare`: a literal without a unit."""

    dimension: Dimension | None = None
    bare: bool = False


class TargetType(Record, array_like=True, tag=True):
    """A set of values with a unit: what a target allows."""

    dimension: Dimension | None = None


class PlainType(Record, array_like=True, tag=True):
    """A type without parameters."""

    name: Literal["text", "year", "truth"]


class ChoiceType(Record, array_like=True, tag=True):
    """One of the named members of an enumeration in `choices`."""

    name: str


class RecordType(Record, array_like=True, tag=True):
    """A subject or a thing that a subject points to; `kind` is a key of `kinds.KINDS`."""

    kind: str


class ListType(Record, array_like=True, tag=True):
    item: "Type"


class FaultType(Record, array_like=True, tag=True):
    """After a fault the type is unknown and silence follows: one mistake, one message."""


Type = NumberType | TargetType | PlainType | ChoiceType | RecordType | ListType | FaultType

TEXT = PlainType("text")
YEAR = PlainType("year")
TRUTH = PlainType("truth")
NUMBER = NumberType()
TARGET = TargetType()
FAULT = FaultType()
