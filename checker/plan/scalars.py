"""One scalar of a plan to its value, by the field it stands at: the smallest step of reading a plan."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from checker.plan.model import PrintedText
from checker.plan.record_schema import LEVELS, YEARS, FieldSchema
from checker.source import Source, Span

# Makes the value of a field from a text as typed and its place: source, start, end. Raises FormatError.
ParseScalar = Callable[[str, Source, int, int], Any]


class FormatError(Exception):
    """The plan is not as the format says at `span`. `schema_faults` names all faults."""

    def __init__(self, span: Span) -> None:
        super().__init__(span)
        self.span = span


def _required_text(text: str, source: Source, start: int, end: int) -> PrintedText:
    if not text:
        raise FormatError(Span(source, start, end))
    return PrintedText(text, source, start, end)


def _string(text: str, source: Source, start: int, end: int) -> str:
    return text


def _number(text: str, source: Source, start: int, end: int) -> int:
    return int(text)


def _level(text: str, source: Source, start: int, end: int) -> PrintedText:
    return PrintedText(LEVELS[text], source, start, end)


def _checked(parse: ParseScalar, field: FieldSchema) -> ParseScalar:
    """Return `parse` for a text that must be one of the field's choices or match its pattern."""
    choices, pattern = field.choices, field.pattern

    def checked(text: str, source: Source, start: int, end: int) -> Any:
        if choices is not None and text not in choices:
            raise FormatError(Span(source, start, end))
        if pattern is not None and not pattern.search(text):
            raise FormatError(Span(source, start, end))
        return parse(text, source, start, end)

    return checked


def scalar_parser(field: FieldSchema) -> ParseScalar | None:
    """Return the function that converts a scalar to the value of this field; None if it holds a collection."""
    if field.choices is not None or field.pattern is not None:
        parse = scalar_parser(field._replace(choices=None, pattern=None))
        assert parse is not None, field
        return _checked(_level if field.choices == frozenset(LEVELS) else parse, field)
    match field.kind:
        case "text":
            return _required_text if field.required else PrintedText
        case "string":
            return _string
        case "number":
            return _number
        case "one-or-many":
            return lambda *scalar: (PrintedText(*scalar),)
        case "yearly" | "record" | "list" | "texts":
            return None


@lru_cache(maxsize=1024)  # plans have a few dozen in all
def normalize_years(text: str) -> str:
    """Return the year or the span of years (with a plain hyphen) that a key names; "" if it is neither."""
    match = YEARS.search(text)
    if match is None or (match[2] and match[2] < match[1]):
        return ""
    return f"{match[1]}-{match[2]}" if match[2] else match[1]
