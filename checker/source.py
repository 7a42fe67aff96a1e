"""Text with places in it. Knows nothing of what the text means."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from functools import cached_property

from checker.records import dataclass


@dataclass(frozen=True)
class Source:
    """One file as text; `name` is shown to the reader, as the path was given."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both counted from 1 in characters."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (counted from 1), without its line end; "" beyond the last."""
        starts = self._line_starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source, from `start` up to but not including `end` (characters)."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def address(self) -> str:
        """`file:line:column`, as editors and terminals understand it."""
        line, column = self.source.position(self.start)
        return f"{self.source.name}:{line}:{column}"


@dataclass(frozen=True)
class Place:
    """Where a value stands in the source document: table or section or box …, row and line."""

    table: str = ""
    section: str = ""
    box: str = ""
    annex: str = ""
    summary: str = ""
    row: str = ""
    line: int | None = None


NOWHERE = Place()
