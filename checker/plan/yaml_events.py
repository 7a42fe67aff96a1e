"""YAML text to nodes by the events of the YAML parser, and every fault of the text. Reads any YAML."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from checker.diagnostics import Diagnostic, DiagnosticSeverity
from checker.files import unprintable
from checker.plan.yaml_faults import (
    colon_fault,
    comma_in_item,
    explain_syntax_error,
    suspicious_lines,
)
from checker.plan.yaml_nodes import (
    MAX_DEPTH,
    MAX_FAULTS,
    MappingNode,
    ScalarNode,
    SequenceNode,
    YamlNode,
)
from checker.source import Source, Span

MAX_RESTARTS = 20  # sections tried after a syntax error


def parse(source: Source) -> tuple[MappingNode | None, tuple[Diagnostic, ...]]:
    """Return the top-level mapping and every fault; None if the text could not be read as a whole.

    After a syntax error the reading resumes at the next line that begins in column 1, to find
    further faults.
    """
    text = source.text
    base = 1 if text.startswith("\ufeff") else 0
    builder = _NodeBuilder(source)
    root: YamlNode | None = None
    for attempt in range(MAX_RESTARTS):
        try:
            node = builder.build(text[base:] if base else text, base)
        except _StopError:
            return None, builder.faults()
        except yaml.MarkedYAMLError as error:
            fault = explain_syntax_error(error, source, base)
            builder.broken.append(fault)
            resume = _NEXT_SECTION.search(text, max(fault.span.start if fault.span else 0, base))
            if resume is None:
                break
            base = resume.start()
            continue
        except (yaml.reader.ReaderError, UnicodeEncodeError):
            return None, unprintable(source)
        root = node if attempt == 0 else None
        break
    if builder.broken:
        return None, builder.faults()
    if isinstance(root, MappingNode):
        return root, builder.faults()
    return None, builder.faults() + _not_a_mapping(root, source)


_NEXT_SECTION = re.compile(r"(?<=\n)(?=[^\s#\-\]}.])")


def _not_a_mapping(root: YamlNode | None, source: Source) -> tuple[Diagnostic, ...]:
    if root is None or (isinstance(root, ScalarNode) and root.is_null):
        return (Diagnostic("input-empty", Span(source, 0, 0), file=source.name),)
    if isinstance(root, ScalarNode) and (fault := colon_fault(root.text, root.plain, root.span)):
        return suspicious_lines(source) or (fault,)
    return (Diagnostic("input-not-a-mapping", Span(source, root.start, root.start + 1)),)


class _StopError(Exception):
    """Reading on would cost much and help nobody."""


class _OpenCollection(NamedTuple):
    """A collection being read: where it began, its entries so far, the key that led to it."""

    is_mapping: bool
    flow: bool
    start: int
    items: list[Any]
    outer_key: Any


_ITEM: Any = object()  # stands for a key inside a sequence: values are wanted at once
_REFUSED: Any = object()  # stands for a key that is not a text: its value is dropped

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _NodeBuilder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.broken: list[Diagnostic] = []
        self.refused: list[Diagnostic] = []
        self.known_keys: set[tuple[str, ...]] = set()

    def build(self, text: str, base: int) -> YamlNode | None:
        """One document; raises yaml.YAMLError where the text breaks the syntax."""
        loader = Loader(text)
        try:
            return self._read(loader.get_event, base)
        finally:
            loader.dispose()

    def _read(self, get: Any, base: int) -> YamlNode | None:
        """Loop over the parser's events and return the node of the document.

        `key` is the key whose value comes next, None where a key is to come, or a stand-in.
        """
        source, make = self.source, tuple.__new__
        node: Any
        top: list[Any] = []
        frames: list[_OpenCollection] = [_OpenCollection(False, False, 0, top, _ITEM)]
        items, key, end = top, _ITEM, 0
        while True:
            event = get()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                start, end = event.start_mark.index + base, event.end_mark.index + base
                style = event.style
                if not style:
                    node = make(ScalarNode, (event.value, True, source, start, end))
                elif style in "|>":
                    node = make(ScalarNode, (event.value, False, source, start, end))
                else:  # the span of a quoted text lies between its quotes
                    node = make(ScalarNode, (event.value, False, source, start + 1, end - 1))
                if event.tag is not None or event.anchor is not None:
                    self._refuse_properties(event, base)
                if key is None:
                    key = node
                    continue
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                frames.append(self._open(event, key, base, len(frames)))
                items, key = frames[-1].items, None if kind is yaml.MappingStartEvent else _ITEM
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                frame = frames.pop()
                # A block ends where its last value does, not where the parser noticed.
                end = event.end_mark.index + base if frame.flow else max(end, frame.start)
                node = self._close(frame, end)
                items, key = frames[-1].items, frame.outer_key
            elif kind is yaml.AliasEvent:
                start, end = event.start_mark.index + base, event.end_mark.index + base
                self._refuse("input-alias", start, end, name=event.anchor)
                node = ScalarNode("", False, source, start, end)
            elif kind is yaml.StreamEndEvent:
                return top[0] if top else None
            else:
                if kind is yaml.DocumentStartEvent and top:
                    start = event.start_mark.index + base
                    self._refuse("input-several-documents", start, start + 3)
                    raise _StopError
                continue
            if key is _ITEM:
                items.append(node)
            elif key is None:
                self._refuse("input-key-not-text", node.start, node.start + 1)
                key = _REFUSED
            else:
                if key is not _REFUSED:
                    items.append((key, node))
                key = None

    def _open(self, event: Any, outer_key: Any, base: int, depth: int) -> _OpenCollection:
        start = event.start_mark.index + base
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event, base)
        if depth > MAX_DEPTH:
            self._refuse("input-too-deep", start, start + 1, limit=MAX_DEPTH)
            raise _StopError
        is_mapping = type(event) is yaml.MappingStartEvent
        return tuple.__new__(_OpenCollection, (is_mapping, event.flow_style, start, [], outer_key))

    def _close(self, frame: _OpenCollection, end: int) -> YamlNode:
        items = frame.items
        if not frame.is_mapping:
            if frame.flow:
                self._warn_of_commas(items)
            return SequenceNode(tuple(items), self.source, frame.start, end)
        keys = tuple([key.text for key, _ in items])
        if keys not in self.known_keys:  # the entries of a plan share a few dozen sets of keys
            before = len(self.refused)
            self._check_keys(items)
            if len(self.refused) == before:
                self.known_keys.add(keys)
        return tuple.__new__(MappingNode, (tuple(items), self.source, frame.start, end))

    def _check_keys(self, entries: list[tuple[ScalarNode, YamlNode]]) -> None:
        first: dict[str, ScalarNode] = {}
        for key, _ in entries:
            before = first.setdefault(key.text, key)
            if before is not key:
                arguments = {"key": key.text, "first": before.span.line, "second": key.span.line}
                related = ((before.span, "input-first-use"),)
                self._add(Diagnostic("input-duplicate-key", key.span, arguments, related=related))
            if key.text == "<<" and key.plain:
                self._refuse("input-merge-key", key.start, key.end)
            elif fault := colon_fault(key.text, key.plain, key.span):
                self._add(fault)

    def _warn_of_commas(self, items: list[YamlNode]) -> None:
        for item in items:
            if (
                isinstance(item, ScalarNode)
                and item.plain
                and (fault := comma_in_item(item.text, item.span))
            ):
                self._add(fault)

    def _refuse_properties(self, event: Any, base: int) -> None:
        start = event.start_mark.index + base
        if event.anchor is not None:
            self._refuse("input-anchor", start, start + 1 + len(event.anchor), name=event.anchor)
        if event.tag is not None:
            self._refuse("input-tag", start, start + 1)

    def _refuse(
        self,
        code: str,
        start: int,
        end: int,
        severity: DiagnosticSeverity = "error",
        **arguments: object,
    ) -> None:
        self._add(Diagnostic(code, Span(self.source, start, end), arguments, severity))

    def _add(self, fault: Diagnostic) -> None:
        if len(self.refused) >= MAX_FAULTS:
            self.refused.append(
                Diagnostic("input-too-many-faults", fault.span, {"limit": MAX_FAULTS})
            )
            raise _StopError
        self.refused.append(fault)

    def faults(self) -> tuple[Diagnostic, ...]:
        """Return all faults by place; a broken line is told of once, by its likely cause."""
        likely = suspicious_lines(self.source) if self.broken else ()
        lines = {fault.span.line for fault in likely if fault.span}
        places = {fault.span for fault in self.refused}
        faults = [*self.refused, *(fault for fault in likely if fault.span not in places)]
        for fault in self.broken:
            line = fault.span.line if fault.span else 0
            follows = fault.code == "input-indentation" and line - 1 in lines
            if line not in lines and not follows:
                faults.append(fault)
        return tuple(sorted(faults, key=lambda fault: fault.span.start if fault.span else 0))
