"""The words of a clause and the sentence they make. Data only: cut in `scan`, parsed in `parse`."""

from __future__ import annotations

from typing import TypeAlias

from checker.quantity.sets import PrintedNumber
from checker.quantity.units import Unit
from checker.source import Record

# Kinds that only `scan` makes: what parts clauses, what may part two values, what must not be read.
SEPARATOR, BREAK, FAULT, UNKNOWN_UNIT = "SEPARATOR", "BREAK", "FAULT", "UNKNOWN_UNIT"

SentenceTree: TypeAlias = tuple[str, tuple["SentenceTree | int", ...]]
"""A node of the sentence with its parts: further nodes, or the index of a token in the clause."""


class Token(Record):
    """A word of a clause; `count` is the year of a DATE or BASE and the population of a PER.

    `strange` is the part of a WORD that nothing says is harmless beside a number.
    """

    kind: str
    text: str
    number: PrintedNumber | None = None
    unit: Unit | None = None
    count: int | None = None
    scale: int = 0
    strange: str = ""
