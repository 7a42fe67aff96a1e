"""Records to rows of plain values and back: the form in which the cache keeps them. Knows no record of its own."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from checker.source import Source, Span

_TUPLE, _SPAN, _FRACTION, _FIRST = 0, 1, 2, 3
"""What the first number of a row says; from `_FIRST` on it is that of a class."""

Named = Mapping[type[Any], tuple[Callable[[Any], tuple[str, ...]], Callable[..., Any]]]


class Rows:
    """How the records of some classes are written and read.

    Everything that a value is made of is a row: a text, number or truth is itself, a list is a number that says
    what it is and the places of its parts among the rows before it. What is equal is written once. The last row
    is the value. `named` are the classes whose objects stand in a table: of these the name is written.
    """

    def __init__(self, *classes: type[Any], named: Named | None = None) -> None:
        named = named or {}
        self._makers: list[Callable[..., Any]] = [*classes, *(find for _, find in named.values())]
        self._names = {cls: name for cls, (name, _) in named.items()}
        self._heads = {cls: _FIRST + at for at, cls in enumerate((*classes, *named))}

    def write(self, value: Any) -> str:
        """The rows as one text: what is never asked for is never taken apart."""
        rows: list[Any] = []
        self._put(value, rows, {})
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))

    def _put(self, value: Any, rows: list[Any], places: dict[object, int]) -> int:
        row = self._row(value, lambda part: self._put(part, rows, places))
        key = tuple(row) if isinstance(row, list) else (type(row).__name__, row)
        if key not in places:
            places[key] = len(rows)
            rows.append(row)
        return places[key]

    def _row(self, value: Any, place: Callable[[Any], int]) -> Any:
        cls = type(value)
        if value is None or cls in (str, int, bool):
            return value
        if cls is tuple:
            return [_TUPLE, *map(place, value)]
        if cls is Span:
            return [_SPAN, value.start, value.end]
        if cls is Fraction:
            return [_FRACTION, value.numerator, value.denominator]
        if cls in self._names:
            return [self._heads[cls], *map(place, self._names[cls](value))]
        if cls in self._heads:
            return [self._heads[cls], *(place(getattr(value, f)) for f in _fields(cls))]
        raise TypeError(f"not to be written in rows: {value!r}")

    def read(self, text: str, source: Source) -> Any:
        """The value, with its spans in `source`. Raises ValueError for what are no rows."""
        values: list[Any] = []
        add, at, makers = values.append, values.__getitem__, self._makers
        try:
            for row in json.loads(text):
                if type(row) is not list:
                    add(row)
                    continue
                head, *parts = row
                if head >= _FIRST:
                    add(makers[head - _FIRST](*map(at, parts)))
                elif head == _SPAN:
                    add(Span(source, *parts))
                elif head == _TUPLE:
                    add(tuple(map(at, parts)))
                else:
                    add(Fraction(*parts))
            return values[-1]
        except (TypeError, IndexError, KeyError, AttributeError, ZeroDivisionError) as fault:
            raise ValueError("not rows") from fault


def _fields(cls: type[Any]) -> tuple[str, ...]:
    """The names of the fields of a record or of a named tuple, in the order in which it is made of them."""
    if dataclasses.is_dataclass(cls):
        return tuple(f.name for f in dataclasses.fields(cls))
    fields: tuple[str, ...] = cls._fields
    return fields
