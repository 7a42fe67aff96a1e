"""YAML text to nodes that know their place. Keeps every scalar as typed; knows nothing of plans."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from checker.source import Source, Span

MAX_DEPTH = 20  # the plan format itself needs six
MAX_FAULTS = 100  # more are counted as "and so on": nobody reads them

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class ScalarNode(NamedTuple):
    """A text as typed. The span of a quoted text is what stands between its quotes."""

    text: str
    plain: bool
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in NULLS


class SequenceNode(NamedTuple):
    items: tuple[YamlNode, ...]
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)


class MappingNode(NamedTuple):
    entries: tuple[tuple[ScalarNode, YamlNode], ...]
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)

    def find(self, key: str) -> tuple[ScalarNode, YamlNode] | None:
        """Return the first entry of that key."""
        return next((entry for entry in self.entries if entry[0].text == key), None)


YamlNode: TypeAlias = ScalarNode | SequenceNode | MappingNode
