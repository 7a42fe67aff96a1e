"""Records to rows of plain values and back: the form in which the cache keeps them. Knows no record of its own."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from checker.source import Source, Span

_TUPLE, _SPAN, _FRACTION, _MAPPING, _FIRST = 0, 1, 2, 3, 4
"""What the first number of a row says; from `_FIRST` on it is that of a class."""

_WRONG = (TypeError, IndexError, KeyError, AttributeError, ZeroDivisionError, RecursionError)
"""What reading rows comes to that are none."""

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
        self._fields = {cls: _fields(cls) for cls in classes}

    def write(self, value: Any, sources: Sequence[Source] = ()) -> str:
        """The rows as one text: what is never asked for is never taken apart.

        `sources` are those of its spans, where there are several. Raises TypeError for what has no row.
        """
        rows: list[Any] = []
        places: dict[object, int] = {}
        order = {source: at for at, source in enumerate(sources)}

        def put(part: Any) -> int:
            row = part if type(part) is str else self._row(part, put, order)
            key = row if type(row) is str else (type(row), *(row if type(row) is list else (row,)))
            if key not in places:
                places[key] = len(rows)
                rows.append(row)
            return places[key]

        put(value)
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))

    def _row(self, value: Any, place: Callable[[Any], int], sources: Mapping[Source, int]) -> Any:
        cls = type(value)
        if value is None or cls in (str, int, bool, float):
            return value
        if cls is tuple:
            return [_TUPLE, *map(place, value)]
        if cls is Span:
            if not sources:
                return [_SPAN, value.start, value.end]
            if value.source not in sources:
                raise TypeError(f"a span of another source: {value.address}")
            return [_SPAN, value.start, value.end, sources[value.source]]
        if cls is dict:
            return [_MAPPING, *(place(part) for entry in value.items() for part in entry)]
        if cls in self._names:
            return [self._heads[cls], *map(place, self._names[cls](value))]
        if cls in self._heads:
            return [self._heads[cls], *(place(getattr(value, f)) for f in self._fields[cls])]
        if cls.__name__ == "Fraction":
            return [_FRACTION, value.numerator, value.denominator]
        raise TypeError(f"not to be written in rows: {value!r}")

    def read(self, text: str, *sources: Source) -> Any:
        """The value, with its spans in the sources it was written with. Raises ValueError for what are no rows."""
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
                    add(Span(sources[parts[2] if parts[2:] else 0], parts[0], parts[1]))
                elif head == _TUPLE:
                    add(tuple(map(at, parts)))
                elif head == _MAPPING:
                    add(dict(zip(map(at, parts[::2]), map(at, parts[1::2]), strict=True)))
                else:
                    add(_fraction(parts))
            return values[-1]
        except _WRONG as fault:
            raise ValueError("not rows") from fault


def _fraction(parts: list[Any]) -> Any:
    from fractions import Fraction  # long to import: only where there is one

    return Fraction(*parts)


def _fields(cls: type[Any]) -> tuple[str, ...]:
    """The names of the fields of a record or of a named tuple, in the order in which it is made of them."""
    if dataclasses.is_dataclass(cls):
        return tuple(f.name for f in dataclasses.fields(cls))
    fields: tuple[str, ...] = cls._fields
    return fields
