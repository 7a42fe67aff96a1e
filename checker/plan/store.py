"""Plans to plain values and back, so that an unchanged text is not read twice. A text is kept by its place in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from checker.plan import model
from checker.plan.model import Plan, Printed
from checker.source import Place, Source, Span

Write = Callable[[Any, Source], Any]
Read = Callable[[Any, Source], Any]
Way = tuple[Write, Read]


def to_plain(plan: Plan) -> Any:
    """A plan as JSON has it, but for the text that it was read from."""
    write, _ = _record(Plan)
    return write(plan, plan.file)


def from_plain(plain: Any, source: Source) -> Plan:
    """The inverse of `to_plain`; `source` has the text it was read from. Raises ValueError for what is no plan."""
    _, read = _record(Plan)
    try:
        plan: Plan = read(plain, source)
    except (TypeError, KeyError, AttributeError, IndexError) as fault:
        raise ValueError("not a plan") from fault
    return plan


# ---- one way for each type of field


@cache
def _record(made: type[Any]) -> Way:
    """A record as its fields by name, those that have their defaults left out."""
    names = [n for n in made.__struct_fields__ if made.__annotations__[n] != "Uncompared[Source]"]
    ways = {name: _way(made.__annotations__[name]) for name in names}
    defaults = made.__struct_defaults__
    usual = (
        dict(zip(made.__struct_fields__[-len(defaults) :], defaults, strict=True))
        if defaults
        else {}
    )
    names_source = len(names) < len(made.__struct_fields__)

    def write(value: Any, source: Source) -> Any:
        found = {}
        for name, (put, _) in ways.items():
            part = getattr(value, name)
            if name in usual and (part == usual[name] or part == {}):
                continue
            found[name] = put(part, source)
        return found

    def read(plain: Any, source: Source) -> Any:
        values = {name: ways[name][1](part, source) for name, part in plain.items()}
        if names_source:
            values["file"] = source
        return made(**values)

    return write, read


def _way(annotation: str) -> Way:
    annotation = annotation.removesuffix(" | None")
    many = re.fullmatch(r"tuple\[(\w+), \.\.\.\]", annotation)
    if many is not None:
        return _listed(*_way(many[1]))
    match annotation:
        case "Printed":
            return _put_printed, _printed
        case "Yearly":
            return _put_yearly, _yearly
        case "Uncompared[Span]":
            return (lambda span, source: (span.start, span.end)), (lambda p, s: Span(s, *p))
        case "str" | "int":
            return (lambda value, source: value), (lambda plain, source: plain)
        case "Place":
            return _record(Place)
        case name:
            return _record(getattr(model, name))


def _listed(write: Write, read: Read) -> Way:
    return (
        lambda values, source: [write(value, source) for value in values],
        lambda plain, source: tuple([read(part, source) for part in plain]),
    )


def _put_printed(value: Printed, source: Source) -> Any:
    """Its place; and its text where that is not what stands there, as within quotes or with an escape."""
    start, end, text = value.start, value.end, value.text
    return (start, end) if source.text[start:end] == text else (start, end, text)


def _printed(plain: Any, source: Source) -> Printed:
    if len(plain) == 2:
        start, end = plain
        return Printed(source.text[start:end], source, start, end)
    start, end, text = plain
    return Printed(text, source, start, end)


def _put_yearly(values: Any, source: Source) -> Any:
    return {year: _put_printed(value, source) for year, value in values.items()}


def _yearly(plain: Any, source: Source) -> dict[str, Printed]:
    return {year: _printed(value, source) for year, value in plain.items()}
