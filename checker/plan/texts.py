"""One text of a plan to its value, by the field it stands at: the smallest step of reading a plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checker.plan.model import Printed
from checker.plan.shape import LEVELS, YEARS, Field
from checker.source import Source, Span

# A text as typed and its place: source, start, end.
Take = Callable[[str, Source, int, int], Any]


class FormatError(Exception):
    """The plan is not as the format says; where. `schema_faults` names all faults."""

    def __init__(self, span: Span) -> None:
        super().__init__(span)
        self.span = span


def _required_text(text: str, source: Source, start: int, end: int) -> Printed:
    if not text:
        raise FormatError(Span(source, start, end))
    return Printed(text, source, start, end)


def _string(text: str, source: Source, start: int, end: int) -> str:
    return text


def _number(text: str, source: Source, start: int, end: int) -> int:
    return int(text)


def _level(text: str, source: Source, start: int, end: int) -> Printed:
    return Printed(LEVELS[text], source, start, end)


def _checked(take: Take, field: Field) -> Take:
    """`take` for a text that must be one of some choices or look like a pattern."""
    choices, pattern = field.choices, field.pattern

    def checked(text: str, source: Source, start: int, end: int) -> Any:
        if choices is not None and text not in choices:
            raise FormatError(Span(source, start, end))
        if pattern is not None and not pattern.search(text):
            raise FormatError(Span(source, start, end))
        return take(text, source, start, end)

    return checked


def taker(field: Field) -> Take | None:
    """How a single text at the field is taken; None where only a collection may stand."""
    if field.choices is not None or field.pattern is not None:
        plain = taker(field._replace(choices=None, pattern=None))
        assert plain is not None, field
        return _checked(_level if field.choices == frozenset(LEVELS) else plain, field)
    match field.kind:
        case "text":
            return _required_text if field.required else Printed
        case "string":
            return _string
        case "number":
            return _number
        case "one-or-many":
            return lambda *scalar: (Printed(*scalar),)
        case "yearly" | "record" | "list" | "texts":
            return None


_years_known: dict[str, str] = {}  # a key as typed → as the records have it; a few dozen in all


def years(text: str) -> str:
    """A year, or a span of years with a plain hyphen, of a key as typed; "" if it is neither."""
    known = _years_known.get(text)
    if known is not None:
        return known
    match = YEARS.search(text)
    if match is None or (match[2] and match[2] < match[1]):
        return ""
    found = f"{match[1]}-{match[2]}" if match[2] else match[1]
    return _years_known.setdefault(text, found)
