"""Characters of a document that no reader sees: zero-width signs and marks of writing direction are taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from checker.document.model import DraftPlace, LinePlace, Passage, Piece, WordPlace

# Zero-width spaces and joiners, soft hyphens, byte-order marks within a text; then what only sets the direction.
_ZERO_WIDTH = "\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff"
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
OVERRIDE = "\u202d\u202e"
"""What turns the order of characters round: what is seen is not what stands there."""

INVISIBLE = re.compile(f"[{_ZERO_WIDTH}{_DIRECTION}]+")


def without_invisible(pieces: Iterable[Piece], left_out: Counter[str]) -> tuple[Piece, ...]:
    """Return the pieces without invisible characters, those behind them with their own places.

    What was taken out is counted: `invisible`, and `reordered` for signs that turn the order of characters round.
    """
    kept: list[Piece] = []
    for piece in pieces:
        if piece.text.isascii() or not INVISIBLE.search(piece.text):
            kept.append(piece)
            continue
        start = 0
        for match in INVISIBLE.finditer(piece.text):
            if match.start() > start:
                kept.append(_part(piece, start, match.start()))
            start = match.end()
            left_out["invisible"] += len(match.group())
            turned = sum(match.group().count(sign) for sign in OVERRIDE)
            if turned:
                left_out["reordered"] += turned
        if start < len(piece.text):
            kept.append(_part(piece, start, len(piece.text)))
    return tuple(kept)


def trimmed(pieces: Iterable[Piece]) -> Passage:
    """Return a passage without the white space at its two ends."""
    kept = [piece for piece in pieces if piece.text]
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    if not kept:
        return EMPTY
    first, last = kept[0].text, kept[-1].text
    if first[0].isspace():
        kept[0] = _part(kept[0], len(first) - len(first.lstrip()), len(first))
    if last[-1].isspace():
        last = kept[-1].text
        kept[-1] = replace(kept[-1], text=last.rstrip())
    return Passage(tuple(kept))


EMPTY = Passage()


def joined(passages: Iterable[Passage]) -> Passage:
    """Return paragraphs of one cell as one passage, with a line break between them; empty ones are left away."""
    pieces: list[Piece] = []
    for passage in passages:
        if not passage.pieces:
            continue
        if pieces:
            last = pieces[-1]
            pieces[-1] = replace(last, text=last.text + "\n")
        pieces += passage.pieces
    return Passage(tuple(pieces))


def _part(piece: Piece, start: int, end: int) -> Piece:
    return replace(piece, text=piece.text[start:end], at=moved(piece.at, start))


def moved(place: DraftPlace, by: int) -> DraftPlace:
    """Return the place of a character that stands so many characters behind this one, in the same piece."""
    match place:
        case LinePlace():
            return replace(place, column=place.column + by)
        case WordPlace():
            return replace(place, offset=place.offset + by, node_offset=place.node_offset + by)
    return place
