"""Records to rows of plain values and back: the form in which the cache keeps them. Knows no record of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from checker.source import Source, Span

_TUPLE, _FRACTION, _MAPPING, _FIRST = 0, 1, 2, 3
"""What the first number of a row says; from `_FIRST` on it is that of a class."""

_PLAIN = {str, int, bool, float, type(None)}

_WRONG = (
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    ZeroDivisionError,
    RecursionError,
)
"""What reading rows comes to that are none."""

Named = Mapping[type[Any], tuple[Callable[[Any], tuple[str, ...]], Callable[..., Any]]]


class Rows:
    """How the records of some classes are written and read.

    Three lists: texts, numbers and truths as they are; spans, as their starts and ends; and rows, each a number that
    says what it is and the places of its parts among all that comes before it. What is equal is written once. What
    comes last is the value. `named` are the classes whose objects stand in a table: of these the name is written.
    """

    def __init__(self, *classes: type[Any], named: Named | None = None) -> None:
        named = named or {}
        finders = (find for _, find in named.values())
        self._makers: list[Callable[..., Any]] = [_tuple, _fraction, _mapping, *classes, *finders]
        self._names = {cls: name for cls, (name, _) in named.items()}
        self._heads = {cls: _FIRST + at for at, cls in enumerate((*classes, *named))}
        self._fields = {cls: _fields(cls) for cls in classes}

    def write(self, value: Any, sources: Sequence[Source] = ()) -> str:
        """The rows as one text: what is never asked for is never taken apart.

        `sources` are those of its spans, where there are several. Raises TypeError for what has no row.
        """
        lists: tuple[list[Any], list[Any], list[Any]] = [], [], []
        places: dict[object, tuple[int, int]] = {}
        order = {source: at for at, source in enumerate(sources)}

        def put(part: Any) -> tuple[int, int]:
            """Which of the lists a part is in, and where in it."""
            entry: Any
            if type(part) is Span:
                which, entry = 1, _span(part, order)
            elif type(part) in _PLAIN:
                which, entry = 0, part
            else:
                head, parts = self._row(part)
                which, entry = 2, (head, *map(put, parts))
            key = which, type(entry), entry
            if key not in places:
                places[key] = which, len(lists[which])
                lists[which].append(entry)
            return places[key]

        if put(value)[0] != 2:
            raise TypeError(f"not a record: {value!r}")
        plain, spans, rows = lists
        before = 0, len(plain), len(plain) + len(spans)
        made = [[head, *(before[which] + at for which, at in parts)] for head, *parts in rows]
        columns = list(zip(*spans, strict=True)) or [(), (), ()]
        return json.dumps([plain, columns, made], ensure_ascii=False, separators=(",", ":"))

    def _row(self, value: Any) -> tuple[int, Iterable[Any]]:
        cls = type(value)
        if cls is tuple:
            return _TUPLE, value
        if cls is dict:
            return _MAPPING, chain.from_iterable(value.items())
        if cls in self._names:
            return self._heads[cls], self._names[cls](value)
        if cls in self._heads:
            return self._heads[cls], (getattr(value, name) for name in self._fields[cls])
        if cls.__name__ == "Fraction":
            return _FRACTION, (value.numerator, value.denominator)
        raise TypeError(f"not to be written in rows: {value!r}")

    def read(self, text: str, *sources: Source) -> Any:
        """The value, with its spans in the sources it was written with. Raises ValueError for what are no rows."""
        try:
            values, (starts, ends, numbers), rows = json.loads(text)
            values += map(Span, map(sources.__getitem__, numbers), starts, ends)
            add, at, makers = values.append, values.__getitem__, self._makers
            for head, *parts in rows:
                add(makers[head](*map(at, parts)))
            return values[-1]
        except _WRONG as fault:
            raise ValueError("not rows") from fault


def _span(span: Span, sources: Mapping[Source, int]) -> tuple[int, int, int]:
    """Where it begins and ends, and the number of its source: 0 where there is but one."""
    if sources and span.source not in sources:
        raise TypeError(f"a span of another source: {span.address}")
    return span.start, span.end, sources.get(span.source, 0)


def _tuple(*parts: Any) -> Any:
    return parts


def _mapping(*parts: Any) -> Any:
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _fraction(*parts: int) -> Any:
    from fractions import Fraction  # long to import: only where there is one

    return Fraction(*parts)


def _fields(cls: type[Any]) -> tuple[str, ...]:
    """The names of the fields of a record or of a named tuple, in the order in which it is made of them."""
    names: tuple[str, ...] = getattr(cls, "__struct_fields__", ()) or cls._fields
    return names
