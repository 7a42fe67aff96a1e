"""Diagnostics with the line of the fault and a caret below it. For terminals and logs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.diagnostics import Diagnostic
from checker.report.layout import Page, char_width
from checker.source import Span

# A line longer than this (in columns) is shown around the fault only.
_LONG = 320
_AROUND = 30
_HEADS = {"error": "red", "warning": "yellow"}


def render(diagnostics: Iterable[Diagnostic], page: Page) -> str:
    """Return each diagnostic: address and message, the line with carets, the help."""
    lines = [line for d in diagnostics for line in (*_diagnostic(d, page), "")]
    return "\n".join(lines)


def _diagnostic(found: Diagnostic, page: Page) -> Iterator[str]:
    severity = page.say(f"diagnostic-{found.severity}")
    colon = page.say("colon")
    text = f"{severity}{colon}{found.text(page.language)}"
    if found.address:
        yield page.paint(found.address, "bold")
    yield from page.block(
        f"{text} [{found.code}]", 2 if found.address else 0, "", _HEADS[found.severity]
    )
    places = [(span, page_text(code, page)) for span, code in found.related]
    if found.span is not None:
        places.append((found.span, ""))
    for span, note in sorted(places, key=lambda place: place[0].start):
        yield from excerpt(span, note, page)
    help_text = found.help(page.language)
    if help_text:
        yield from page.block(help_text, 2, page.say("help"))


def page_text(code: str, page: Page) -> str:
    from checker.messages import message

    return message(code, page.language)


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
    yield from _rows(line, start + shift, end + shift, str(number), note, page)


def _rows(line: str, start: int, end: int, number: str, note: str, page: Page) -> Iterator[str]:
    gutter = f"  {number} | "
    empty = " " * (len(gutter) - 2) + "| "
    room = page.columns - len(gutter)
    at = 0
    for low, high in _pieces(line, room):
        yield (gutter if not low else empty) + line[low:high].rstrip()
        if (start < high and end > low) or (high == len(line) and start >= high):
            blank = "".join(map(_blank, line[low : max(low, start)]))
            marks = "".join(_caret(c) for c in line[max(low, start) : min(high, end)]) or "^"
            label = f" {note}" if note and end <= high else ""
            yield f"{empty}{blank}{page.paint(marks + label, 'red')}"
        at = high
    if not line[at:] and at == 0:
        yield f"{gutter}"


def _pieces(line: str, room: int) -> Iterator[tuple[int, int]]:
    low = used = 0
    for at, char in enumerate(line):
        size = char_width(char)
        if used + size > room:
            yield low, at
            low, used = at, 0
        used += size
    yield low, len(line)


def _blank(char: str) -> str:
    """Return spaces as wide as a character: a full-width space for a full-width character."""
    return "\u3000" if char_width(char, 1) == 2 else " " * char_width(char, 1)


def _caret(char: str) -> str:
    return "^" * char_width(char, 1)
