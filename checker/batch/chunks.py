"""A batch in pieces: what an engine is given and what it gives back. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from checker.batch.work import Item, Setup

SIZE = 50
"""Plans in a chunk: fewer gain nothing (a plan takes as long in chunks of 25 to 400), more take memory in proportion
and are all judged anew where one of them changes."""

ROOM = 16 * 1024 * 1024
"""Characters in a chunk: what bounds memory where single plans are huge."""

Record = dict[str, Any]
"""What became of one plan, as `work.results` gives it."""


@dataclass(frozen=True)
class Chunk:
    """Some plans, the text of each with it, in the order of the input."""

    number: int
    items: tuple[Item, ...]


class Engine(Protocol):
    """Chunks to their results in the order of the chunks, which are taken as needed, a bounded number ahead."""

    def __call__(
        self, setup: Setup, chunks: Iterable[Chunk], workers: int
    ) -> Iterator[tuple[int, list[Record]]]: ...


class Sized(Protocol):
    """What is cut into pieces: something that knows how many characters it holds."""

    @property
    def size(self) -> int: ...


T = TypeVar("T", bound=Sized)


def cut(entries: Iterable[T], size: int = SIZE, room: int = ROOM) -> Iterator[tuple[T, ...]]:
    """Pieces of `size` entries in their order, fewer where they hold too much, made as they are asked for."""
    piece: list[T] = []
    held = 0
    for entry in entries:
        if piece and (len(piece) == size or held + entry.size > room):
            yield tuple(piece)
            piece, held = [], 0
        piece.append(entry)
        held += entry.size
    if piece:
        yield tuple(piece)
