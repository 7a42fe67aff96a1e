"""Diagnostics with the line of the fault and a caret below it. For terminals and logs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.diagnostics import Diagnostic
from checker.messages import message
from checker.report.layout import Page, char_width
from checker.source import Span

# A line longer than this (in columns) is shown around the fault only.
_LONG = 320
_AROUND = 30
_HEADS = {"error": "red", "warning": "yellow", "info": "blue"}


def render(diagnostics: Iterable[Diagnostic], page: Page) -> str:
    """Return each diagnostic: address and message, the line with carets, the help."""
    lines = [line for d in diagnostics for line in (*_diagnostic(d, page), "")]
    return "\n".join(lines)


def _diagnostic(fault: Diagnostic, page: Page) -> Iterator[str]:
    text = page.join("colon", (page.say(f"diagnostic-{fault.severity}"), fault.text(page.language)))
    if fault.address:
        yield page.paint(fault.address, "bold")
    indent = 2 if fault.address else 0
    yield from page.block(f"{text} [{fault.code}]", indent, "", _HEADS[fault.severity])
    places = [(span, message(code, page.language)) for span, code in fault.related]
    if fault.span is not None:
        places.append((fault.span, ""))
    places.sort(key=lambda place: (place[0].source.name != fault.file_name, place[0].start))
    for span, note in places:
        if span.source.name != fault.file_name:
            yield f"  {page.paint(span.address, 'bold')}"
        yield from excerpt(span, note, page)
    help_text = fault.help(page.language)
    if help_text:
        yield from page.block(help_text, 2, page.say("help"))


def excerpt(span: Span, note: str, page: Page) -> Iterator[str]:
    """Yield the line of a span with carets below the characters it covers, wrapped to the width of the page."""
    number, column = span.source.position(span.start)
    line = span.source.line(number).expandtabs(1)
    if not line.strip():
        return
    start = min(column - 1, len(line))
    covered = span.text.partition("\n")[0]
    end = min(start + max(len(covered), 1), max(len(line), start + 1))
    before, after = "", ""
    if sum(map(char_width, line)) > _LONG:
        low, high = max(0, start - _AROUND), min(len(line), start + 2 * _AROUND)
        before = page.say("skipped") if low else ""
        after = page.say("left-out") if high < len(line) else ""
        line, start, end = line[low:high], start - low, min(end, high) - low
    line, shift = before + line + after, len(before)
    yield from _rows(
        line,
        start + shift,
        end + shift,
        str(number) if span.file_line is not None else "",
        note,
        page,
    )


def _rows(line: str, start: int, end: int, number: str, note: str, page: Page) -> Iterator[str]:
    gutter = f"  {number} | "
    empty = " " * (len(gutter) - 2) + "| "
    room = page.columns - len(gutter)
    for low, high in _pieces(line, room):
        yield (gutter if not low else empty) + line[low:high].rstrip()
        if (start < high and end > low) or (high == len(line) and start >= high):
            blank = "".join(map(_blank, line[low : max(low, start)]))
            marks = "".join(_caret(c) for c in line[max(low, start) : min(high, end)]) or "^"
            label = f" {note}" if note and end <= high else ""
            yield f"{empty}{blank}{page.paint(marks + label, 'red')}"


def _pieces(line: str, room: int) -> Iterator[tuple[int, int]]:
    low = used = 0
    for index, char in enumerate(line):
        size = char_width(char)
        if used + size > room:
            yield low, index
            low, used = index, 0
        used += size
    yield low, len(line)


def _blank(char: str) -> str:
    """Return spaces as wide as a character: a full-width space for a full-width character."""
    return "\u3000" if char_width(char, 1) == 2 else " " * char_width(char, 1)


def _caret(char: str) -> str:
    return "^" * char_width(char, 1)
