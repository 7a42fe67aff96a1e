"""The types of expressions. A dimension of None is known only when a plan is read."""

from __future__ import annotations

from typing import Literal

from checker.quantity.units import Dimension
from checker.source import Record


class NumberType(Record):
    """A quantity; `dimension` None when it is the subject's own. `bare`: a literal without a unit."""

    dimension: Dimension | None = None
    bare: bool = False


class TargetType(Record):
    """A set of values with a unit: what a target allows."""

    dimension: Dimension | None = None


class PlainType(Record):
    """A type without parameters."""

    name: Literal["text", "year", "truth"]


class ChoiceType(Record):
    """One of the named members of an enumeration in `choices`."""

    name: str


class RecordType(Record):
    """A subject or a thing that a subject points to; `kind` is a key of `kinds.KINDS`."""

    kind: str


class ListType(Record):
    item: Type


class FaultType(Record):
    """After a fault the type is unknown and silence follows: one mistake, one message."""


Type = NumberType | TargetType | PlainType | ChoiceType | RecordType | ListType | FaultType

TEXT = PlainType("text")
YEAR = PlainType("year")
TRUTH = PlainType("truth")
NUMBER = NumberType()
TARGET = TargetType()
FAULT = FaultType()
