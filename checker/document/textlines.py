"""From the characters of a page, a cell or a box to its lines: raised and lowered ones, spaces, marks of notes."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

from checker.document.glyphs import Glyph
from checker.document.model import TrackedState
from checker.source import Record

POWERS = {"2": "²", "3": "³"}
RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
LENGTHS = ("m", "㎡", "米")
MARKS = frozenset("0123456789*[]〔〕【】()（）,，、注①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳†‡§")
OPENING = frozenset("（《“‘〈【〔〖([{")
CLOSING = frozenset("，。、；：！？）》”’〉】〕％%‰℃,.;:!?)]}")


class LinePart(Record):
    """Characters of a line in one state, with where they begin and end."""

    text: str
    state: TrackedState
    x0: float
    x1: float


class TextLine(Record):
    """A line of text. `mark`: the note mark before it; `marks`: those within it, which are not in its text.

    `first` is the width of what cannot be parted at its beginning: a character with the closing signs behind it, or a
    word or number. `gaps` are the wide ones within the line, from where to where.
    """

    parts: tuple[LinePart, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    page: int
    first: float = 0.0
    mark: str = ""
    marks: tuple[str, ...] = ()
    gaps: tuple[tuple[float, float], ...] = ()

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


def is_wide(char: str) -> bool:
    """Whether a character is as wide as high, as Chinese ones are."""
    return char >= "\u2e80" or char in "“”‘’—…"


def is_narrow(char: str) -> bool:
    """Whether a character is a letter, a digit or a sign of Western writing."""
    return char < "\u0250" or char in "≥≤≠≈±×÷‰℃～"


def raised_text(before: str, raised: str) -> str | None:
    """Return raised characters as they are written in plain text: a power as ², None for the mark of a note."""
    before = before.rstrip()
    if raised in POWERS and before.endswith(LENGTHS):
        return POWERS[raised]
    if before.endswith(("×10", "x10", "*10", "·10")) or raised[:1] in ("+", "-", "−"):
        return raised.translate(RAISED)
    return None if all(char in MARKS for char in raised) else raised


class _GlyphRun:
    """Characters one behind the other, of one size and at one height."""

    def __init__(self, glyph: Glyph) -> None:
        self.glyphs = [glyph]
        self.size, self.baseline = glyph.size, glyph.baseline
        self.end = glyph.x1

    def takes(self, glyph: Glyph) -> bool:
        return (
            abs(glyph.baseline - self.baseline) <= 0.06 * self.size
            and abs(glyph.size - self.size) <= 0.06 * self.size
            and glyph.x0 >= self.end - 0.3 * self.size
        )

    def add(self, glyph: Glyph) -> None:
        self.glyphs.append(glyph)
        self.end = max(self.end, glyph.x1)


class _LineDraft:
    """Runs of one line while it is put together."""

    def __init__(self, run: _GlyphRun) -> None:
        self.runs = [run]
        self.size, self.baseline = run.size, run.baseline

    def takes(self, run: _GlyphRun) -> bool:
        drop = run.baseline - self.baseline  # below is positive
        if run.size > 0.85 * self.size:
            return abs(drop) <= 0.3 * self.size
        return -0.75 * self.size <= drop <= 0.35 * self.size and self._near(run)

    def _near(self, run: _GlyphRun) -> bool:
        """Whether a smaller run stands between or beside the others, not over or under them."""
        x0, x1 = run.glyphs[0].x0, run.end
        for other in self.runs:
            shared = min(x1, other.end) - max(x0, other.glyphs[0].x0)
            if shared > 0.3 * run.size and abs(run.baseline - other.baseline) > 0.05 * self.size:
                inside = any(
                    min(x1, g.x1) - max(x0, g.x0) > 0.45 * min(run.size, g.x1 - g.x0)
                    for g in other.glyphs
                )
                if inside:
                    return False
        return True


def text_lines(
    glyphs: Iterable[Glyph], page: int, drop: TrackedState = "deleted"
) -> list[TextLine]:
    """Return the lines of characters from top to bottom; characters of the state `drop` are left out."""
    runs: list[_GlyphRun] = []
    for glyph in glyphs:
        if runs and runs[-1].takes(glyph):
            runs[-1].add(glyph)
        else:
            runs.append(_GlyphRun(glyph))
    rows: list[_LineDraft] = []
    for run in sorted(runs, key=lambda run: -run.size):
        fitting = [row for row in rows if row.takes(run)]
        if fitting:
            nearest = min(fitting, key=lambda row: abs(row.baseline - run.baseline))
            nearest.runs.append(run)
        else:
            rows.append(_LineDraft(run))
    rows.sort(key=lambda row: row.baseline)
    lines = (_line(row, page, drop) for row in rows)
    return [line for line in lines if line is not None]


def _line(row: _LineDraft, page: int, drop: TrackedState) -> TextLine | None:
    glyphs = sorted((g for run in row.runs for g in run.glyphs), key=lambda g: g.x0)
    sizes = Counter(round(g.size, 1) for g in glyphs)
    size = max(sizes, key=lambda size: (sizes[size] * size, size))
    full = [g for g in glyphs if g.size > 0.85 * size] or glyphs
    baseline = Counter(round(g.baseline, 1) for g in full).most_common(1)[0][0]
    writer = _LineWriter(glyphs, size, baseline)
    writer.write(drop)
    if not writer.parts:
        return None
    kept = writer.kept or glyphs
    return TextLine(
        tuple(writer.parts),
        min(g.x0 for g in kept),
        min(g.top for g in kept),
        max(g.x1 for g in kept),
        max(g.bottom for g in kept),
        baseline,
        size,
        page,
        _first_width(kept),
        writer.lead,
        tuple(writer.marks),
        tuple(writer.gaps),
    )


def _first_width(glyphs: Sequence[Glyph]) -> float:
    """The width of what cannot be parted at the beginning of a line."""
    last = 0
    while last + 1 < len(glyphs) and glyphs[last].text[-1] in OPENING:
        last += 1
    if is_narrow(glyphs[last].text[0]):
        while (
            last + 1 < len(glyphs)
            and is_narrow(glyphs[last + 1].text[0])
            and not glyphs[last + 1].spaced
        ):
            last += 1
    while last + 1 < len(glyphs) and glyphs[last + 1].text[0] in CLOSING:
        last += 1
    return glyphs[last].x1 - glyphs[0].x0


class _LineWriter:
    """Writes the characters of a line as text: powers raised, note marks apart, spaces where a gap is one."""

    def __init__(self, glyphs: list[Glyph], size: float, baseline: float) -> None:
        self.glyphs, self.size, self.baseline = glyphs, size, baseline
        self.parts: list[LinePart] = []
        self.kept: list[Glyph] = []
        self.marks: list[str] = []
        self.gaps: list[tuple[float, float]] = []
        self.lead = ""
        self.written = ""
        self.end = 0.0  # where the last character ends, also one that is left out

    def write(self, drop: TrackedState) -> None:
        spread = _letter_spaced(self.glyphs)
        k = 0
        while k < len(self.glyphs):
            glyph = self.glyphs[k]
            if glyph.state == drop:
                self.end = max(self.end, glyph.x1)
                k += 1
                continue
            if self._is_raised(glyph):
                end = k
                while end < len(self.glyphs) and self._is_raised(self.glyphs[end]):
                    end += 1
                self._raised(self.glyphs[k:end])
                k = end
                continue
            space = "" if spread or not self.kept else self._space(self.kept[-1], glyph)
            self._put(glyph, space + glyph.text)
            k += 1

    def _is_raised(self, glyph: Glyph) -> bool:
        return (
            glyph.size <= 0.85 * self.size
            and glyph.baseline <= self.baseline - 0.15 * self.size
            and (glyph.bottom + glyph.top) / 2 < self.baseline - 0.4 * self.size
        )

    def _raised(self, glyphs: Sequence[Glyph]) -> None:
        text = "".join(g.text for g in glyphs)
        shown = raised_text(self.written, text)
        if shown is None and self.written:
            self.marks.append(text)
        elif shown is None:
            self.lead += text
        elif len(shown) == len(glyphs):
            for glyph, char in zip(glyphs, shown, strict=True):
                self._put(glyph, char)
        else:
            self._put(glyphs[0], shown)

    def _put(self, glyph: Glyph, text: str) -> None:
        if self.parts and self.parts[-1].state == glyph.state:
            last = self.parts.pop()
            self.parts.append(LinePart(last.text + text, last.state, last.x0, glyph.x1))
        else:
            self.parts.append(LinePart(text, glyph.state, glyph.x0, glyph.x1))
        self.written += text
        self.end = glyph.x1
        self.kept.append(glyph)

    def _space(self, before: Glyph, glyph: Glyph) -> str:
        """What a gap between two characters is: between words a space, between Chinese and digits none."""
        gap = glyph.x0 - self.end
        a, b = before.text[-1], glyph.text[0]
        em = max(before.size, glyph.size)
        if gap > 0.95 * em:
            self.gaps.append((self.end, glyph.x0))
        if is_narrow(a) and is_narrow(b):
            if gap > 0.17 * em or (glyph.spaced and gap > 0.08 * em):
                return "  " if gap > 1.4 * em else " "
            return ""
        if gap > 1.6 * em:
            return "  "
        wide = is_wide(a) and is_wide(b)
        written = glyph.spaced and gap > (0.15 if wide else 0.4) * em
        return " " if gap > 0.7 * em or written else ""


def _letter_spaced(glyphs: Sequence[Glyph]) -> bool:
    """Whether all characters of a line stand apart evenly, as in a red head."""
    if len(glyphs) < 3 or not all(is_wide(g.text[0]) for g in glyphs):
        return False
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(glyphs)]
    return min(gaps) > 0.4 * glyphs[0].size and max(gaps) - min(gaps) < 0.35 * glyphs[0].size


def joined_without_space(before: str, after: str) -> bool:
    """Whether a text goes on in the next line without a space: not so between two words or numbers."""
    if not before or not after:
        return True
    a, b = before[-1], after[0]
    return not (
        a.isascii() and b.isascii() and (a.isalnum() or a in ",.;:%)") and (b.isalnum() or b == "(")
    )
