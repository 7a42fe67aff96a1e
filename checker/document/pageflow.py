"""From lines to paragraphs: where a line goes on in the next, and the text with its places."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from checker.document.glyphs import PageBox
from checker.document.model import PagePlace, Passage, Piece
from checker.document.textlines import CLOSING, TextLine, is_wide, joined_without_space
from checker.source import Record

Placing: TypeAlias = Callable[[int, PageBox], PagePlace]
"""From a page's number and a box of the page as it is read to the place on the paper."""

NUMBERED = re.compile(
    r"\s*(?:第[〇零一二三四五六七八九十百\d]+[编篇章节条部]|[（(][一二三四五六七八九十百\d]+[）)]"
    r"|[一二三四五六七八九十百]+[、．.]|\d{1,3}(?:\.\d{1,3})*[．.、](?!\d)|[①-⑳]|[—－-]{2}|[●■◆▲★•·]"
    r"|专栏|附[件表录]|续?表\s*\d|图\s*\d|注[：:])"
)
"""How an item, a heading or a caption begins."""

HEADED = re.compile(r"\s*第[〇零一二三四五六七八九十百\d]+[编篇章节](?:\s|[^，。；]{2})")
"""How a heading begins that is no reference in a sentence."""

REFERRING = frozenset("见在和与、《“（至到按照据及")

STOPS = frozenset("。；：！？;:!?")


class TextMeasure(Record):
    """Where lines begin and end, from baseline to baseline how far they are apart, and the size of most of them."""

    left: float = 0.0
    right: float = 0.0
    pitch: float = 0.0
    size: float = 0.0


def measure(lines: Sequence[TextLine], size: float = 0.0) -> TextMeasure:
    """Return the measure of lines, by those of one size (that of most characters, if none is given)."""
    if not lines:
        return TextMeasure()
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size)] += len(line.text)
    size = size or sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) <= 0.6] or list(lines)
    lefts = sorted(line.x0 for line in body)
    rights = sorted(_end_without_hanging(line) for line in body)
    left = next(
        (x for x in lefts if sum(1 for y in lefts if abs(y - x) < 0.3 * size) >= 2), lefts[0]
    )
    right = rights[-2] if len(rights) >= 6 else rights[-1]
    gaps = [
        b.baseline - a.baseline
        for a, b in itertools.pairwise(body)
        if a.page == b.page and b.baseline > a.baseline + 0.5 * size
    ]
    pitch = sorted(gaps)[len(gaps) // 2] if gaps else 1.6 * size
    return TextMeasure(left, right, pitch, size)


def _end_without_hanging(line: TextLine) -> float:
    """Where a line ends, a full closing sign left out that may hang over the edge."""
    last = line.text[-1:]
    return line.x1 - line.size if last in CLOSING and is_wide(last) else line.x1


def goes_on(before: TextLine, after: TextLine, first: TextMeasure, second: TextMeasure) -> bool:
    """Whether a paragraph goes on from one line to the next; the measures are those of the places of the lines."""
    em = before.size
    if abs(before.size - after.size) > 0.08 * em:
        return False
    text = before.text.rstrip()
    numbered = NUMBERED.match(after.text) is not None
    same_page = before.page == after.page
    if same_page and after.baseline - before.baseline > max(1.6 * first.pitch, 1.3 * em):
        return False
    if same_page and _centred(before, first) and _centred(after, second):
        return em > 1.1 * first.size and not numbered and text[-1:] not in STOPS
    if HEADED.match(after.text) and text[-1:] not in REFERRING:
        return False
    if before.x1 + after.first <= first.right - 0.2 * em:
        return False
    if after.x0 > second.left + 0.8 * em:
        hanging = same_page and abs(after.x0 - before.x0) < 0.3 * em
        return hanging and not numbered and text[-1:] not in STOPS
    return not (numbered and text[-1:] in STOPS)


def _centred(line: TextLine, frame: TextMeasure) -> bool:
    middle = (frame.left + frame.right) / 2
    inset = min(line.x0 - frame.left, frame.right - line.x1)
    return inset > 1.2 * line.size and abs((line.x0 + line.x1) / 2 - middle) < line.size


def paragraphs(lines: Sequence[TextLine], box: PageBox | None = None) -> list[list[TextLine]]:
    """Return the lines of a box as paragraphs."""
    frame = measure(lines)
    if box is not None:
        inset = min(6.0, max(0.0, frame.left - box[0]))
        right = max(frame.right, box[2] - inset)
        frame = TextMeasure(frame.left, right, frame.pitch, frame.size)
    out: list[list[TextLine]] = []
    for line in lines:
        if out and goes_on(out[-1][-1], line, frame, frame):
            out[-1].append(line)
        else:
            out.append([line])
    return out


def passage_of(lines: Iterable[TextLine], place: Placing) -> Passage:
    """Return the text of a paragraph's lines."""
    return Passage(tuple(_pieces(lines, place, lambda before, after: False)))


def cell_passage(lines: Sequence[TextLine], box: PageBox, place: Placing) -> Passage:
    """Return the text of a cell: a line that was broken only for want of room goes on in the next."""
    if not lines:
        return Passage()
    sides = [min(line.x0 - box[0], box[2] - line.x1) for line in lines]
    width = box[2] - box[0] - 2 * min(5.4, max(1.0, min(sides)))
    narrow = box[2] - box[0] <= 4 * lines[0].size and len(lines) > 2
    upright = narrow and all(line.x1 - line.x0 <= 3.2 * line.size for line in lines)
    upright = upright and not any(char.isdigit() for line in lines for char in line.text)

    def parted(before: TextLine, after: TextLine) -> bool:
        if upright:
            return False
        return before.x1 - before.x0 + after.first <= width - 0.2 * before.size

    def forced(before: TextLine, after: TextLine) -> bool:
        """Whether a word or number was broken because it is wider than the cell."""
        word = re.search(r"[!-~]*$", before.text)
        share = len(word.group()) / max(1, len(before.text)) if word else 0.0
        return share * (before.x1 - before.x0) + after.first > width

    return Passage(tuple(_pieces(lines, place, parted, forced)))


def _pieces(
    lines: Iterable[TextLine],
    place: Placing,
    parted: Callable[[TextLine, TextLine], bool],
    forced: Callable[[TextLine, TextLine], bool] | None = None,
) -> list[Piece]:
    out: list[Piece] = []
    before: TextLine | None = None
    for line in lines:
        glue = ""
        if before is not None:
            if parted(before, line):
                glue = "\n"
            elif not joined_without_space(before.text, line.text):
                glue = "" if forced is not None and forced(before, line) else " "
        for part in line.parts:
            box = (part.x0, line.top, part.x1, line.bottom)
            out.append(Piece(glue + part.text, place(line.page, box), part.state))
            glue = ""
        before = line
    return out
