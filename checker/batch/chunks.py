"""A batch in pieces: what an engine is given and what it gives back. Judges nothing."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from checker.batch.given import Item, Setup
from checker.batch.records import PlanResult
from checker.source import Record

SIZE = 50
"""Plans in a chunk: a plan takes as long in chunks of 25 to 400, and more of them take memory in proportion."""

LEAST = 20
"""Plans in a chunk that ends where the name of one says so."""

ENDS = 8
"""One name in so many ends a chunk: where a plan is added, the chunks before and soon those after it are as before."""

ROOM = 16 * 1024 * 1024
"""Characters in a chunk: what bounds memory where single plans are huge."""


class Chunk(Record):
    """Some plans, the text of each with it, in the order of the input."""

    number: int
    items: tuple[Item, ...]


class Engine(Protocol):
    """Chunks to their results in the order of the chunks, which are taken as needed, a bounded number ahead."""

    def __call__(
        self, setup: Setup, chunks: Iterable[Chunk], workers: int
    ) -> Iterator[tuple[int, list[PlanResult]]]: ...


class Sized(Protocol):
    """What is cut into pieces: something with a name that knows how many characters it holds."""

    @property
    def name(self) -> str: ...

    @property
    def size(self) -> int: ...


T = TypeVar("T", bound=Sized)


def cut(
    entries: Iterable[T], size: int = SIZE, room: int = ROOM, least: int | None = None
) -> Iterator[tuple[T, ...]]:
    """Pieces of `size` entries in their order, fewer where they hold too much, made as they are asked for.

    With `least`, a piece of so many ends where the name of an entry says so.
    """
    piece: list[T] = []
    held = 0
    for entry in entries:
        if piece and (len(piece) == size or held + entry.size > room):
            yield tuple(piece)
            piece, held = [], 0
        piece.append(entry)
        held += entry.size
        if least is not None and len(piece) >= least and _ends(entry.name):
            yield tuple(piece)
            piece, held = [], 0
    if piece:
        yield tuple(piece)


def _ends(name: str) -> bool:
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % ENDS == 0
