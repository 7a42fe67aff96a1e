"""The tree of a rule file to plain lists and back, so that an unchanged file is not parsed twice."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from checker.source import Source, Span
from checker.syntax import nodes

_CLASSES = {
    c.__name__: (c, tuple(f.name for f in fields(c)))
    for c in vars(nodes).values()
    if isinstance(c, type) and c.__module__ == nodes.__name__ and hasattr(c, "__dataclass_fields__")
}


def to_plain(value: Any) -> Any:
    """A node as ["Class", field, …]; a tuple as [0, item, …]; a span as [1, start, end]."""
    if isinstance(value, Span):
        return [1, value.start, value.end]
    if isinstance(value, Source):
        return [2]
    if isinstance(value, tuple):
        return [0, *(to_plain(v) for v in value)]
    name = type(value).__name__
    if name in _CLASSES and isinstance(value, _CLASSES[name][0]):
        return [name, *(to_plain(getattr(value, f)) for f in _CLASSES[name][1])]
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"no plain form: {value!r}")


def from_plain(plain: Any, source: Source) -> Any:
    """The inverse of `to_plain`, with the spans in `source`. Raises ValueError for what is no tree."""
    if not isinstance(plain, list):
        return plain
    head, *rest = plain
    if head == 0:
        return tuple([from_plain(v, source) for v in rest])
    if head == 1:
        return Span(source, rest[0], rest[1])
    if head == 2:
        return source
    known = _CLASSES.get(head)
    if known is None or len(rest) != len(known[1]):
        raise ValueError(f"not a node: {head!r}")
    return known[0](*[from_plain(v, source) for v in rest])
