"""The lines of a faultless plan straight to records. Anything else is left to `load`, which says why."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, NamedTuple

from checker.plan.model import Printed
from checker.plan.shape import SHAPES, Field, Shape
from checker.plan.texts import FormatError, Take, taker, years
from checker.plan.yaml_lines import BRACES, KEY, OPENING, PLAIN, Lines, UnusualError, Where
from checker.plan.yaml_nodes import NULLS
from checker.source import Source, Span

Read = Callable[[Lines, Where], Any]


def read_plan(source: Source) -> dict[str, Any] | None:
    """What `load.bind_plan` makes of the nodes of a text that has no fault; None where that is not certain."""
    try:
        lines = Lines(source)
        values: dict[str, Any] = _plan(lines, 0)
        lines.finish()
    except (UnusualError, FormatError):
        return None
    return values


class _Entry(NamedTuple):
    """A key of a record: its field, how a text there is taken, how a collection is read."""

    name: str
    take: Take
    read: Read


def maker(made: type[Any] | None) -> Callable[[dict[str, Any]], Any]:
    """`made(**values)`, or the values themselves where `model` has no class.

    The values become those of the record as they are; what they lack the class has. The `__init__` of a frozen
    dataclass sets each field by itself, which took a seventh of the time of reading a plan.
    """
    if made is None:
        return lambda values: values
    if "__slots__" in vars(made):
        return lambda values: made(**values)
    factories = [
        (field.name, field.default_factory)
        for field in dataclasses.fields(made)
        if field.default_factory is not dataclasses.MISSING
    ]

    def make(values: dict[str, Any]) -> Any:
        for name, factory in factories:
            if name not in values:
                values[name] = factory()
        record = object.__new__(made)
        object.__setattr__(record, "__dict__", values)
        return record

    return make


def _record(shape: Shape) -> Read:
    table = {key: _entry(field) for key, field in shape.fields.items()}
    required = frozenset(field.name for field in shape.fields.values() if field.required)
    make, keeps_span = maker(shape.record), shape.keeps_span

    def record(lines: Lines, where: Where) -> Any:
        source = lines.source
        first, more, tokens = lines.entries(where)
        values: dict[str, Any] = {}
        empty: tuple[str, ...] = ()
        count = 0
        for token in tokens:
            count += 1
            entry = table.get(token[KEY + more])
            if entry is None:
                raise UnusualError
            name, take, read = entry
            group = token.lastindex
            kind = group - more
            if KEY < kind <= PLAIN:
                text = token[group]
                if kind == PLAIN and text in NULLS:
                    empty += (name,)
                else:
                    start, end = token.span(group)
                    values[name] = take(text, source, start, end)
            elif kind == BRACES:
                values[name] = read(lines, token.span(group))
            elif kind == OPENING:
                values[name] = read(lines, None)
            elif kind == KEY and lines.below is not None:
                values[name] = read(lines, lines.below)
            else:
                empty += (name,)
        if len({*values, *empty} if empty else values) < count or not required <= values.keys():
            raise UnusualError
        if keeps_span:
            end = where[1] if isinstance(where, tuple) else lines.end
            values["span"] = Span(source, first, end)
        return make(values)

    return record


def _placeless(shape: Shape) -> Read:
    """A record in which no text keeps its place: read once for all braces with the same text in them."""
    table = {key: (field.name, _entry(field).take) for key, field in shape.fields.items()}
    make, read = maker(shape.record), _record(shape)

    def placeless(lines: Lines, where: Where) -> Any:
        if not isinstance(where, tuple):
            return read(lines, where)
        text = lines.text[where[0] : where[1]]
        same = lines.same.get((make, text))
        if same is not None:
            return same
        values: dict[str, Any] = {}
        for _, _, key, double, single, plain in lines.texts(where):
            if key not in table or key in values or (plain and plain in NULLS):
                return read(lines, where)
            name, take = table[key]
            values[name] = take(double or single or plain, lines.source, 0, 0)
        return lines.same.setdefault((make, text), make(values))

    return placeless


def _records(shape: Shape) -> Read:
    read = _record(shape)

    def records(lines: Lines, where: Where) -> tuple[Any, ...]:
        _, more, tokens = lines.items(where)
        found = []
        for token in tokens:
            if token is None:
                found.append(read(lines, lines.below))
            elif token.lastindex == BRACES + more:
                found.append(read(lines, token.span(BRACES + more)))
            elif token[OPENING + more]:
                found.append(read(lines, None))
            else:
                raise UnusualError
        return tuple(found)

    return records


def _texts(lines: Lines, where: Where) -> tuple[Printed, ...]:
    _, more, tokens = lines.items(where)
    texts = []
    for token in tokens:
        group = token.lastindex if token else OPENING
        if group - more > PLAIN:
            raise UnusualError
        text = token[group]
        if group == PLAIN + more and (text in NULLS or "，" in text):
            raise UnusualError
        texts.append(Printed(text, lines.source, *token.span(group)))
    return tuple(texts)


def _yearly(lines: Lines, where: Where) -> dict[str, Printed]:
    _, more, tokens = lines.entries(where)
    values: dict[str, Printed] = {}
    for token in tokens:
        when, group = years(token[KEY + more] or ""), token.lastindex
        text = token[group]
        if not when or when in values or not KEY < group - more <= PLAIN:
            raise UnusualError
        if group == PLAIN + more and text in NULLS:
            raise UnusualError
        values[when] = Printed(text, lines.source, *token.span(group))
    return dict(sorted(values.items())) if len(values) > 1 else values


def _no_text(text: str, source: Source, start: int, end: int) -> Any:
    raise UnusualError


def _no_collection(lines: Lines, where: Where) -> Any:
    raise UnusualError


def _entry(field: Field) -> _Entry:
    read: Read = _no_collection
    match field.kind:
        case "record":
            shape = SHAPES[field.record]
            parts = shape.fields.values()
            placeless = all(p.kind in ("string", "number") and not p.required for p in parts)
            read = _placeless(shape) if placeless else _record(shape)
        case "list":
            read = _records(SHAPES[field.record])
        case "texts" | "one-or-many":
            read = _texts
        case "yearly":
            read = _yearly
        case "text" | "string" | "number":
            pass
    return _Entry(field.name, taker(field) or _no_text, read)


_plan = _record(SHAPES["Plan"])
