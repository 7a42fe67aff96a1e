"""What stands on a page of a PDF: its characters, where and how they are set, and its rules. Knows no lines."""

from __future__ import annotations

import itertools
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from checker.document.model import TrackedState
from checker.source import Record

PageBox: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the upper left corner."""

PageTurn: TypeAlias = Literal["none", "left", "right", "over"]
"""How the text of a page is turned against its paper: it reads upwards (left), downwards (right), or upside down."""

ZERO_WIDTH = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
THIN = 3.0
"""A rectangle no thicker than this is a rule."""


class Glyph(Record):
    """One printed character; `spaced`: white space was written before it. `turned`: set sideways to its page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    spaced: bool = False
    turned: bool = False
    state: TrackedState = "plain"
    colour: tuple[float, ...] = ()


class Ruling(Record):
    """A straight rule: at `at` (y of a horizontal one, x of an upright one) from `start` to `end`."""

    at: float
    start: float
    end: float


class PageContent(Record):
    """The characters and rules of a page in the direction in which it is read."""

    number: int
    width: float
    height: float
    turn: PageTurn
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]
    picture_share: float
    left_out: Mapping[str, int]
    unknown_glyphs: int = 0


@lru_cache(4096)
def printed_text(text: str) -> str:
    """Return a character as it is typed: radicals and presentation forms by their usual signs, none of zero width."""
    if text.startswith("(cid:"):
        return "\ufffd"
    out = []
    for char in text:
        code = ord(char)
        if char in ZERO_WIDTH:
            continue
        usual = 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06
        out.append(unicodedata.normalize("NFKC", char) if usual else char)
    return "".join(out)


def read_page(page: Any, number: int) -> PageContent:
    """Read a page of pdfplumber. Slanted characters (watermarks), unseen and sideways ones are counted, not read."""
    width, height = float(page.width), float(page.height)
    objects = page.objects
    characters = objects.get("char", ())
    turn = _main_turn(characters)
    left_out: Counter[str] = Counter()
    fills = [_box(r) for r in objects.get("rect", ()) if _dark_fill(r)]
    glyphs = _glyphs(characters, turn, width, height, fills, left_out)
    horizontal, vertical = _rulings(objects, turn, width, height)
    area = width * height or 1.0
    pictures = sum(
        max(0.0, min(i["x1"], width) - max(i["x0"], 0.0))
        * max(0.0, min(i["bottom"], height) - max(i["top"], 0.0))
        for i in objects.get("image", ())
    )
    sideways = turn in ("left", "right")
    return PageContent(
        number,
        height if sideways else width,
        width if sideways else height,
        turn,
        tuple(glyphs),
        tuple(horizontal),
        tuple(vertical),
        pictures / area,
        dict(left_out),
        sum(1 for glyph in glyphs if "\ufffd" in glyph.text),
    )


def _direction(matrix: tuple[float, ...]) -> PageTurn | None:
    """The direction of a character by its matrix; None if it is slanted."""
    across, up = matrix[0], matrix[1]
    if abs(up) <= 0.02 * abs(across):
        return "none" if across > 0 else "over"
    if abs(across) <= 0.02 * abs(up):
        return "left" if up > 0 else "right"
    return None


def _main_turn(characters: Iterable[Mapping[str, Any]]) -> PageTurn:
    counts: Counter[PageTurn] = Counter()
    for char in characters:
        direction = "none" if char["upright"] else _direction(char["matrix"])
        if char["upright"] and char["matrix"][0] < 0:
            direction = "over"
        if direction is not None:
            counts[direction] += 1
    return counts.most_common(1)[0][0] if counts else "none"


def turned_box(box: PageBox, turn: PageTurn, width: float, height: float) -> PageBox:
    """Return a box of the paper (`width` by `height`) as it lies when the page is held to be read."""
    x0, top, x1, bottom = box
    match turn:
        case "none":
            return box
        case "left":
            return height - bottom, x0, height - top, x1
        case "right":
            return top, width - x1, bottom, width - x0
        case "over":
            return width - x1, height - bottom, width - x0, height - top


def paper_box(box: PageBox, turn: PageTurn, width: float, height: float) -> PageBox:
    """Return a box of the page as it is read (`width` by `height`) as it lies on the paper."""
    x0, top, x1, bottom = box
    match turn:
        case "none":
            return box
        case "left":
            return top, width - x1, bottom, width - x0
        case "right":
            return height - bottom, x0, height - top, x1
        case "over":
            return width - x1, height - bottom, width - x0, height - top


def _glyphs(
    characters: Iterable[Mapping[str, Any]],
    turn: PageTurn,
    width: float,
    height: float,
    fills: list[PageBox],
    left_out: Counter[str],
) -> list[Glyph]:
    """The characters that a reader sees, in the order of the file, each once."""
    glyphs: list[Glyph] = []
    seen: set[tuple[str, int, int]] = set()
    spaced = False
    for char in characters:
        text = printed_text(char["text"])
        if not text or text.isspace():
            spaced = spaced or bool(text)
            continue
        direction = _direction(char["matrix"])
        if direction is None:
            left_out["slanted"] += len(text)
            continue
        x0, top, x1, bottom = char["x0"], char["top"], char["x1"], char["bottom"]
        if x1 <= 0 or x0 >= width or bottom <= 0 or top >= height:
            left_out["hidden"] += len(text)
            continue
        colour = _colour(char["non_stroking_color"])
        if min(colour, default=0.0) > 0.97 and not _within(x0, top, x1, bottom, fills):
            left_out["hidden"] += len(text)
            continue
        key = (text, round(x0), round(top))
        if key in seen:
            continue
        seen.add(key)
        glyphs.append(_placed(char, text, direction, turn, width, height, spaced, colour))
        spaced = False
    return glyphs


def _placed(
    char: Mapping[str, Any],
    text: str,
    direction: PageTurn,
    turn: PageTurn,
    width: float,
    height: float,
    spaced: bool,
    colour: tuple[float, ...],
) -> Glyph:
    """A character where it stands when the page is held to be read."""
    box = (char["x0"], char["top"], char["x1"], char["bottom"])
    x, y = char["matrix"][4:6]
    if turn == "none" and direction == "none":
        baseline = char["top"] + char["y1"] - y
        return Glyph(text, *box, baseline, char["size"], spaced, False, "plain", colour)
    x0, top, x1, bottom = turned_box(box, turn, width, height)
    size = bottom - top
    baseline = bottom
    if direction == turn:
        below = {
            "left": char["x1"] - x,
            "right": x - char["x0"],
            "over": char["bottom"] - (char["top"] + char["y1"] - y),
        }.get(direction, 0.0)
        baseline = bottom - abs(below)
    else:
        size = x1 - x0
    return Glyph(
        text, x0, top, x1, bottom, baseline, size, spaced, direction != turn, "plain", colour
    )


def _colour(value: Any) -> tuple[float, ...]:
    if value is None or isinstance(value, str):
        return ()
    if isinstance(value, (int, float)):
        return (float(value),)
    parts = tuple(float(part) for part in value if isinstance(part, (int, float)))
    if len(parts) == 4:  # cyan, magenta, yellow, black
        return tuple((1 - part) * (1 - parts[3]) for part in parts[:3])
    return parts


def _dark_fill(rect: Mapping[str, Any]) -> bool:
    if not rect.get("fill") or rect["height"] <= THIN:
        return False
    colour = _colour(rect.get("non_stroking_color"))
    return bool(colour) and min(colour) < 0.9


def _within(x0: float, top: float, x1: float, bottom: float, boxes: list[PageBox]) -> bool:
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes)


def _box(item: Mapping[str, Any]) -> PageBox:
    return item["x0"], item["top"], item["x1"], item["bottom"]


def _rulings(
    objects: Mapping[str, Any], turn: PageTurn, width: float, height: float
) -> tuple[list[Ruling], list[Ruling]]:
    """The horizontal and the upright rules of a page; fills that are no rules (stripes, grounds) are none."""
    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []

    def add(x0: float, top: float, x1: float, bottom: float) -> None:
        x0, top, x1, bottom = turned_box((x0, top, x1, bottom), turn, width, height)
        if bottom - top <= THIN and x1 - x0 > bottom - top:
            horizontal.append(Ruling((top + bottom) / 2, x0, x1))
        elif x1 - x0 <= THIN and bottom > top:
            vertical.append(Ruling((x0 + x1) / 2, top, bottom))

    for line in objects.get("line", ()):
        add(*_box(line))
    for rect in objects.get("rect", ()):
        x0, top, x1, bottom = _box(rect)
        if min(x1 - x0, bottom - top) <= THIN:
            colour = _colour(rect.get("non_stroking_color"))
            if rect.get("stroke") or min(colour, default=0.0) < 0.97:
                add(x0, top, x1, bottom)
        elif rect.get("stroke"):
            add(x0, top, x1, top)
            add(x0, bottom, x1, bottom)
            add(x0, top, x0, bottom)
            add(x1, top, x1, bottom)
    for curve in objects.get("curve", ()):
        points = curve.get("pts") or ()
        if curve.get("stroke") and len(points) <= 40:
            for (xa, ya), (xb, yb) in itertools.pairwise(points):
                if abs(xa - xb) <= 0.5 or abs(ya - yb) <= 0.5:
                    add(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
    return horizontal, vertical


def tracked(glyphs: Iterable[Glyph], rules: Iterable[Ruling]) -> list[Glyph]:
    """Return the characters with their states: struck out is deleted; underlined in the colour of a deletion, inserted.

    `rules` are the horizontal ones that belong to no table.
    """
    lines = sorted(rules, key=lambda rule: rule.at)
    glyphs = list(glyphs)
    if not lines:
        return glyphs
    heights = [rule.at for rule in lines]

    def ruled(glyph: Glyph, above: float, below: float) -> bool:
        middle = (glyph.x0 + glyph.x1) / 2
        at = bisect_left(heights, glyph.baseline - above * glyph.size)
        while at < len(lines) and heights[at] <= glyph.baseline - below * glyph.size:
            if lines[at].start <= middle <= lines[at].end:
                return True
            at += 1
        return False

    struck = [not glyph.turned and ruled(glyph, 0.52, 0.13) for glyph in glyphs]
    if not any(struck):
        return glyphs
    colours = {glyph.colour for glyph, is_struck in zip(glyphs, struck, strict=True) if is_struck}
    colours = {colour for colour in colours if max(colour, default=0.0) > 0.2}
    out = []
    for glyph, is_struck in zip(glyphs, struck, strict=True):
        state: TrackedState = "plain"
        if is_struck:
            state = "deleted"
        elif glyph.colour in colours and ruled(glyph, 0.12, -0.3):
            state = "inserted"
        out.append(glyph if state == "plain" else _in_state(glyph, state))
    return out


def _in_state(glyph: Glyph, state: TrackedState) -> Glyph:
    return Glyph(
        glyph.text, glyph.x0, glyph.top, glyph.x1, glyph.bottom, glyph.baseline, glyph.size,
        glyph.spaced, glyph.turned, state, glyph.colour,
    )  # fmt: skip
