"""YAML as plans are written, an entry a line, read by regular expressions. Any other YAML is left to `yaml_events`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, TypeAlias

from checker.files import UNSEEN
from checker.plan.yaml_nodes import MAX_DEPTH, Mapping, Node, Scalar, Sequence
from checker.source import Source

_ODD = "\t\u2028\u2029\ufeff"
"""What nothing here reads, besides what is unseen: tabs, and what the YAML parser refuses or takes for a line's end."""

# A key is one word, perhaps in quotes. Sets of ASCII signs alone are compiled fast; a key with "：" is nobody's.
_SIGNS = r""" \r\n:#,?&*!|<>'"@`%\[\]{}"""
_WORD = rf"[^-{_SIGNS}][^{_SIGNS}]{{0,99}}+"
_QUOTED = r""""([^"\\\r\n]*+)"|'([^'\r\n]*+)\'"""
# A plain text: colons only before something, # only behind something, no space at its end.
_FIRST = r"""[^ \r\n\-?:#,&*!|>'"%@`\[\]{}]"""
_PLAIN = rf"((?:{_FIRST}|-(?=[^ \r\n]))(?:[^:# \r\n]++|:(?=[^ \r\n])|(?<! )#| ++(?=[^ #\r\n]))*+)"
_FLOW_PLAIN = (
    rf"(?:{_FIRST}|-(?=[^ \r\n,\[\]{{}}]))"
    r"(?:[^:#,? \[\]{}\r\n]++|:(?=[^ \r\n,?\[\]{}])| ++(?=[^ :#,?\[\]{}\r\n]))*+"
)
_END = r" *+(?:(?<= )#[^\r\n]*+)?+\r?+\n"
_GAP = r" *+(?:(?:\r?\n)++ ++)*+"  # between the parts of a flow collection; each line is indented
_ENTRY = (
    rf"{_GAP}(?:\"{_WORD}\"|{_WORD}): ++"
    rf"(?:\"[^\"\\\r\n]*+\"|'[^'\r\n]*+'|{_FLOW_PLAIN}){_GAP}"
)
_BRACES = rf"(\{{(?:{_ENTRY}(?:,|(?=\}})))++\}})"  # a mapping of texts, one or more
_VALUE = rf"{_QUOTED}|({_FLOW_PLAIN})|{_BRACES}"

# One token: a line (1 what stands before its key or text, dash included, 2 and 3 key, 4 and 5 quoted text, 6 plain
# text, 7 texts in braces, 8 the sign that opens another collection); within such braces an entry (9 and 10 key, 11 to
# 15 likewise); within brackets an item (16 to 20 likewise); behind a collection the comma or closing sign (21 to
# 23); anything else (24). An entry or item takes with it the comma or closing sign that follows, and a
# closing sign the rest of its line if nothing stands there.
_END_OF_TEXT, KEY, PLAIN, BRACES, OPENING = 1, 3, 6, 7, 8
PAIR, ITEM = 7, 12  # what the numbers of groups are higher by in braces, in brackets
_COMMA, _CLOSE_BRACE, _CLOSE_BRACKET = 21, 22, 23
_TOKEN = re.compile(
    rf"(?<![^\n])(?: *+(?:#[^\r\n]*+)?\r?+\n)*+( *+(?:- ++)?+)(?:\Z|(?:(\"?)({_WORD})\2:(?=[ \r\n]) *+)?+"
    rf"(?:(?:{_QUOTED}|{_PLAIN}|{_BRACES})?+{_END}|([\[{{])))"
    rf"|{_GAP}(\"?)({_WORD})\9: ++(?:(?:{_VALUE}){_GAP}(?:,|\}}(?:{_END})?+)|([\[{{]))"
    rf"|{_GAP}(?:(?:{_VALUE}){_GAP}(?:,|\](?:{_END})?+)|([\[{{]))"
    rf"|{_GAP}(?:(,)|(\}})(?:{_END})?+|(\])(?:{_END})?+)"
    r"|((?s:.))"
)
# An entry of texts in braces, its groups as those of a line.
_TEXT_ENTRY = re.compile(rf"{_GAP}()(\"?)({_WORD})\2: ++(?:{_QUOTED}|({_FLOW_PLAIN})){_GAP}[,}}]")


_each = chain.from_iterable


class UnusualError(Exception):
    """The text may be good YAML, or not; it is not of the kind that is read here."""


# Where a collection stands: texts in braces, a column, or (None) where the last token opened it.
Where: TypeAlias = tuple[int, int] | int | None


class Lines:
    """The tokens of a text, given out by `entries` and `items`; these stop at each value for the caller to take it.

    A text is in the token. For a collection the caller asks for its entries or items in turn, saying where: the
    span of texts in braces, None for another collection that the token opens, the column `below` for that on
    the lines below (if `below` is not None).
    """

    def __init__(self, source: Source) -> None:
        text = source.text
        if UNSEEN.search(text) or any(sign in text for sign in _ODD):
            raise UnusualError
        self.source = source
        self.text = text if text.endswith("\n") else text + "\n"
        # The last token is that of the end; all who read on refuse it, so that none asks for more.
        self.advance: Callable[[], Any] = _TOKEN.finditer(self.text).__next__
        self.line: Any = self.advance()  # the line that comes next
        self.below: int | None = None
        self.opened = 0  # where the collection in braces or brackets opened
        self.closed = False  # whether the line ended with it, too
        self.end = 0  # where the last value ended
        self.same: dict[tuple[object, str], Any] = {}  # what a reader made of a text before

    def entries(self, where: Where) -> tuple[int, int, Iterator[Any]]:
        """Where a mapping begins, what the numbers of groups in its tokens are higher by, a token for each entry."""
        if isinstance(where, tuple):
            return where[0], 0, _TEXT_ENTRY.finditer(self.text, where[0] + 1, where[1])
        if where is None:
            return self.opened, PAIR, _each(self._within(PAIR, "}", _CLOSE_BRACE))
        return self.line.start(2), 0, _each(self._lines(where))

    def texts(self, where: tuple[int, int]) -> list[tuple[str, ...]]:
        """Of each entry of texts in braces what its groups hold."""
        return _TEXT_ENTRY.findall(self.text, where[0] + 1, where[1])

    def items(self, where: Where) -> tuple[int, int, Iterator[Any]]:
        """Likewise for a sequence; instead of a token None for a mapping that begins behind a dash, at `below`."""
        if isinstance(where, tuple):
            raise UnusualError
        if where is None:
            return self.opened, ITEM, _each(self._within(ITEM, "]", _CLOSE_BRACKET))
        return self.line.start(1) + where, 0, self._dashes(where)

    def finish(self) -> None:
        """Nothing may follow."""
        if self.line.lastindex != _END_OF_TEXT or self.line[1]:
            raise UnusualError

    def _lines(self, column: int) -> Iterator[list[Any]]:
        """The tokens in runs, each up to one whose value is to be read by the caller."""
        token, advance, indent = self.line, self.advance, " " * column
        if token[KEY] is None or len(token[1]) != column:
            raise UnusualError
        kind, inside = token.lastindex, True
        while inside:
            run = []
            while inside and KEY < kind < OPENING:
                run.append(token)
                token = advance()
                kind, inside = token.lastindex, token[1] == indent
            self.line = token
            if run:
                last = run[-1].lastindex
                self.end = run[-1].end(last) + (last < PLAIN)
            if inside and kind == OPENING:
                self.opened = token.start(OPENING)
                yield [*run, token]
                self._close()
            elif inside and kind == KEY:
                self.end = token.end(KEY) + len(token[2]) + 1
                self.line = advance()
                self._look_below(column)
                yield [*run, token]
            else:
                yield run
                return
            token = self.line
            kind, inside = token.lastindex, token[1] == indent

    def _dashes(self, column: int) -> Iterator[Any]:
        token, dash = self.line, " " * column + "-"
        if not (token[1] or "").startswith(dash):
            raise UnusualError
        while True:
            kind = token.lastindex
            if token[KEY]:
                self.below = len(token[1])
                yield None
            elif kind == OPENING:
                self.opened = token.start(OPENING)
                yield token
                self._close()
            elif kind > KEY:
                self.end = token.end(kind) + (kind < PLAIN)
                self.line = self.advance()
                yield token
            else:
                raise UnusualError
            token = self.line
            if not (token[1] or "").startswith(dash):
                return

    def _look_below(self, column: int) -> None:
        """Lines below belong to a key if they are farther in, or begin with a dash right below it."""
        before = self.line[1] or ""
        dash = before.find("-")
        indent = dash if dash >= 0 else len(before)
        self.below = indent if indent > column or dash == column else None

    def _close(self) -> None:
        if not self.closed:
            raise UnusualError
        self.line = self.advance()

    def _within(self, more: int, sign: str, closing: int) -> Iterator[list[Any]]:
        """Likewise what stands in brackets or braces."""
        advance, text = self.advance, self.text
        key, opening = KEY + more, OPENING + more
        run = []
        while True:
            token = advance()
            kind = token.lastindex
            if key < kind < opening:
                run.append(token)
                if text[token.end() - 1] == ",":
                    continue
                end = text.index(sign, token.end(kind)) + 1
            elif kind == opening:
                self.opened = token.start(opening)
                yield [*run, token]
                run = []
                token = advance()
                kind = token.lastindex
                if self.closed or kind not in (_COMMA, closing):
                    raise UnusualError
                if kind == _COMMA:
                    continue
                end = token.end(closing)
            elif kind == closing and token.start() == self.opened + 1:  # empty
                end = token.end(closing)
            else:
                raise UnusualError
            self.end = end
            self.closed = token.end() > end
            yield run
            return


# --- any such text to nodes ---


def scan(source: Source) -> Mapping | None:
    """The nodes that `yaml_events.parse` finds without a fault; None where that is not certain."""
    try:
        lines = Lines(source)
        root = _mapping(lines, 0, 1)
        lines.finish()
    except UnusualError:
        return None
    return root


def _mapping(lines: Lines, where: Where, depth: int) -> Mapping:
    source = lines.source
    first, more, tokens = lines.entries(where)
    entries: list[tuple[Scalar, Node]] = []
    for token in tokens:
        key, (start, end) = token[KEY + more], token.span(KEY + more)
        if key is None:
            raise UnusualError
        plain = not token[KEY + more - 1]
        entries.append((Scalar(key, plain, source, start, end), _node(lines, token, more, depth)))
    if len({key.text for key, _ in entries}) < len(entries):
        raise UnusualError
    end = where[1] if isinstance(where, tuple) else lines.end
    return Mapping(tuple(entries), source, first, end)


def _sequence(lines: Lines, where: Where, depth: int) -> Sequence:
    first, more, tokens = lines.items(where)
    items: list[Node] = []
    for token in tokens:
        if token is None:
            items.append(_mapping(lines, lines.below, depth + 1))
        elif more and "，" in (token[PLAIN + more] or ""):
            raise UnusualError  # to be warned of
        else:
            items.append(_node(lines, token, more, depth))
    return Sequence(tuple(items), lines.source, first, lines.end)


def _node(lines: Lines, token: Any, more: int, depth: int) -> Node:
    if depth >= MAX_DEPTH:
        raise UnusualError
    group = token.lastindex
    match group - more:
        case 3 if lines.below is None:  # KEY
            return Scalar("", True, lines.source, lines.end, lines.end)
        case 3:
            dash = "-" in lines.line[1]
            return (_sequence if dash else _mapping)(lines, lines.below, depth + 1)
        case 7:
            return _mapping(lines, token.span(group), depth + 1)
        case 8:
            return (_mapping if token[group] == "{" else _sequence)(lines, None, depth + 1)
        case kind:
            return Scalar(token[group], kind == PLAIN, lines.source, *token.span(group))
