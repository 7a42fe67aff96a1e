"""YAML events straight to records, in one pass, as far as nothing is wrong. `load` has every fault of the rest found.

Decided on 30 November 2026: libyaml reads every plan. Until then a reader of our own, by regular expressions and line
by line, took plans as they are usually written (480 lines; 3.6 ms a plan of 40 KB, with libyaml and nodes 7.7). Binding
events to records without nodes in between left it 16 to 20 % faster, about 0.7 ms of CPU a plan, which is less than a
tenth of a first batch; and it was wrong: 13 of 27,000 texts it read differently, one of them no YAML at all. Half of
the time that is left goes into PyYAML's event objects. Weighed and left: tokens instead of events (more of them),
composing nodes (slower), another parser (py-yaml12, yaml-edit: they lose places or one of two equal keys).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from checker.diagnostics import Diagnostic
from checker.plan.model import PrintedText
from checker.plan.record_schema import RECORD_SCHEMAS, FieldSchema, RecordSchema
from checker.plan.scalars import FormatError, ParseScalar, normalize_years, scalar_parser
from checker.plan.yaml_faults import comma_in_item
from checker.plan.yaml_nodes import MAX_FAULTS, NULLS
from checker.source import Source, Span

_yaml: Any = yaml  # whose stubs have it that an event may lack its marks
ScalarEvent, NodeEvent = _yaml.ScalarEvent, _yaml.NodeEvent
MappingStartEvent, MappingEndEvent = _yaml.MappingStartEvent, _yaml.MappingEndEvent
SequenceStartEvent, SequenceEndEvent = _yaml.SequenceStartEvent, _yaml.SequenceEndEvent

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def bind_plan(source: Source) -> tuple[dict[str, Any], tuple[Diagnostic, ...] | None]:
    """Return the values of the plan's fields by name, and the warnings about the text.

    None instead of the warnings says that the text has errors which leave the values readable: keys that stand twice
    (the last one is taken), anchors, tags. Raises FormatError at the first thing that is not as the plan format says,
    and what PyYAML raises where the text breaks the syntax: yaml.YAMLError, or UnicodeEncodeError for half a
    surrogate pair.
    """
    text = source.text
    if text.startswith("\ufeff"):  # which libyaml would not count
        text = "\n" + text[1:]
    loader = Loader(text)
    try:
        events = _Events(source, loader.get_event)
        events.expect(yaml.StreamStartEvent)
        events.expect(yaml.DocumentStartEvent)
        values = _read_plan(events, events.next())
        events.expect(yaml.DocumentEndEvent)
        events.expect(yaml.StreamEndEvent)
    finally:
        loader.dispose()
    return values, None if events.has_errors else tuple(events.warnings)


class _Events:
    """The events of one text: `next` returns the next one; `end` is the offset where the last collection ended."""

    __slots__ = ("end", "has_errors", "next", "source", "warnings")

    def __init__(self, source: Source, get_event: Callable[[], Any]) -> None:
        self.source = source
        self.end = 0
        self.has_errors = False
        self.warnings: list[Diagnostic] = []
        may_have_properties = "&" in source.text or "!" in source.text
        self.next = self._noting_properties(get_event) if may_have_properties else get_event

    def _noting_properties(self, get_event: Callable[[], Any]) -> Callable[[], Any]:
        """Return a `get_event` that notes the errors of anchors and tags."""

        def get() -> Any:
            event = get_event()
            if (
                isinstance(event, NodeEvent)
                and (event.anchor or getattr(event, "tag", None)) is not None
            ):
                self.has_errors = True
            return event

        return get

    def expect(self, kind: type[Any]) -> None:
        event = self.next()
        if type(event) is not kind:
            raise self.refusal(event)

    def refusal(self, event: Any) -> FormatError:
        return FormatError(Span(self.source, event.start_mark.index, event.end_mark.index))

    def close(self, opening: Any, last: Any, closing: Any) -> None:
        """Set `end`: behind the closing bracket, or behind the last value, None for a collection that set it."""
        if opening.flow_style:
            self.end = closing.end_mark.index
        elif last is not None:
            self.end = last.end_mark.index

    def warn(self, fault: Diagnostic | None) -> None:
        if fault is not None:
            self.warnings.append(fault)
            if len(self.warnings) > MAX_FAULTS and fault.span:
                raise FormatError(fault.span)


# Reads the value that begins with the event.
_ReadValue = Callable[[_Events, Any], Any]


class _FieldReader(NamedTuple):
    """A key of a record: the name of its field, how a text there is parsed, how a collection is read."""

    name: str
    parse: ParseScalar
    read: _ReadValue


def _record(shape: RecordSchema) -> _ReadValue:
    """Return the reader of a record: an instance of the shape's class, or a dict where it has none."""
    entries = {key: _entry(field) for key, field in shape.fields.items()}
    required = frozenset(field.name for field in shape.fields.values() if field.required)
    keeps_span, record_class = shape.keeps_span, shape.record or dict

    def read(events: _Events, opening: Any) -> Any:
        if type(opening) is not MappingStartEvent:
            raise events.refusal(opening)
        source, get = events.source, events.next
        values: dict[str, Any] = {}
        nulls: tuple[str, ...] = ()
        count, last = 0, None
        while type(key := get()) is ScalarEvent:
            entry = entries.get(key.value)
            if entry is None:
                raise events.refusal(key)
            name, parse, read_collection = entry
            count += 1
            event = get()
            if type(event) is not ScalarEvent:
                values[name], last = read_collection(events, event), None
                continue
            last, text, style = event, event.value, event.style
            if not style and text in NULLS:
                if name in required:
                    raise events.refusal(event)
                nulls += (name,)
                continue
            start, end = event.start_mark.index, event.end_mark.index
            if style == '"' or style == "'":  # the span of a quoted text lies between its quotes
                start, end = start + 1, end - 1
            values[name] = parse(text, source, start, end)
        if type(key) is not MappingEndEvent:
            raise events.refusal(key)
        events.close(opening, last, key)
        if not required <= values.keys():
            raise events.refusal(opening)
        if len({*values, *nulls} if nulls else values) < count:
            events.has_errors = True
        if keeps_span:
            values["span"] = Span(source, opening.start_mark.index, events.end)
        return record_class(**values)

    return read


def _records(shape: RecordSchema) -> _ReadValue:
    read_record = _record(shape)

    def read(events: _Events, opening: Any) -> tuple[Any, ...]:
        if type(opening) is not SequenceStartEvent:
            raise events.refusal(opening)
        get = events.next
        records = []
        while type(event := get()) is not SequenceEndEvent:
            records.append(read_record(events, event))
        events.close(opening, None, event)
        return tuple(records)

    return read


def _printed(events: _Events, event: Any) -> PrintedText | None:
    """Return the text of an event, None where it is null. Raises FormatError for a collection."""
    if type(event) is not ScalarEvent:
        raise events.refusal(event)
    start, end, text, style = event.start_mark.index, event.end_mark.index, event.value, event.style
    if not style and text in NULLS:
        return None
    if style == '"' or style == "'":
        start, end = start + 1, end - 1
    return PrintedText(text, events.source, start, end)


def _texts(events: _Events, opening: Any) -> tuple[PrintedText, ...]:
    if type(opening) is not SequenceStartEvent:
        raise events.refusal(opening)
    texts: list[PrintedText] = []
    event = last = None
    while type(event := events.next()) is not SequenceEndEvent:
        text = _printed(events, event)
        if text is None:
            raise events.refusal(event)
        if opening.flow_style and not event.style:
            events.warn(comma_in_item(text.text, text.span))
        texts.append(text)
        last = event
    events.close(opening, last, event)
    return tuple(texts)


def _yearly(events: _Events, opening: Any) -> dict[str, PrintedText]:
    if type(opening) is not MappingStartEvent:
        raise events.refusal(opening)
    values: dict[str, PrintedText] = {}
    last = None
    while type(key := events.next()) is ScalarEvent:
        year = normalize_years(key.value)
        if not year or year in values:
            raise events.refusal(key)
        last = events.next()
        text = _printed(events, last)
        if text is None:  # nothing, ~ and null are how YAML prints a blank cell
            start = last.start_mark.index
            text = PrintedText("", events.source, start, start)
        values[year] = text
    if type(key) is not MappingEndEvent:
        raise events.refusal(key)
    events.close(opening, last, key)
    return dict(sorted(values.items())) if len(values) > 1 else values


def _no_text(text: str, source: Source, start: int, end: int) -> Any:
    raise FormatError(Span(source, start, end))


def _no_collection(events: _Events, opening: Any) -> Any:
    raise events.refusal(opening)


def _entry(field: FieldSchema) -> _FieldReader:
    read: _ReadValue = _no_collection
    match field.kind:
        case "record":
            read = _record(RECORD_SCHEMAS[field.record])
        case "list":
            read = _records(RECORD_SCHEMAS[field.record])
        case "texts" | "one-or-many":
            read = _texts
        case "yearly":
            read = _yearly
        case "text" | "string" | "number":
            pass
    return _FieldReader(field.name, scalar_parser(field) or _no_text, read)


_read_plan = _record(RECORD_SCHEMAS["Plan"])
