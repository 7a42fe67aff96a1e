"""Chunks of a batch: what an engine is given and what it returns. Judges nothing."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from checker.batch.job import PlanInput, PreparedJob
from checker.batch.results import PlanResult
from checker.source import Record

SIZE = 50
"""Plans in a chunk: a plan takes as long in chunks of 25 to 400, and more of them take memory in proportion."""

MIN_SIZE = 20
"""Plans in a chunk that ends where the name of one says so."""

BOUNDARY_MODULUS = 8
"""One name in so many ends a chunk: where a plan is added, the chunks before and soon those after it are as before."""

MAX_CHARS = 16 * 1024 * 1024
"""Characters in a chunk: what bounds memory where single plans are huge."""


class Chunk(Record):
    """Some plans, the text of each with it, in the order of the input."""

    number: int
    items: tuple[PlanInput, ...]


class Engine(Protocol):
    """Judges chunks in their order, which are taken as needed, a bounded number ahead; at most `workers` at a time."""

    def __call__(
        self, prepared: PreparedJob, chunks: Iterable[Chunk], workers: int
    ) -> Iterator[tuple[int, list[PlanResult]]]: ...


class Sized(Protocol):
    """An item that is split into chunks: it has a name and a number of characters."""

    @property
    def name(self) -> str: ...

    @property
    def size(self) -> int: ...


T = TypeVar("T", bound=Sized)


def split_into_chunks(
    entries: Iterable[T],
    size: int = SIZE,
    max_chars: int = MAX_CHARS,
    min_size: int | None = None,
) -> Iterator[tuple[T, ...]]:
    """Return groups of `size` entries in their order, fewer where they hold too much, made as they are asked for.

    With `min_size`, a chunk of so many ends where the name of an entry says so.
    """
    chunk: list[T] = []
    chars = 0
    for entry in entries:
        if chunk and (len(chunk) == size or chars + entry.size > max_chars):
            yield tuple(chunk)
            chunk, chars = [], 0
        chunk.append(entry)
        chars += entry.size
        if min_size is not None and len(chunk) >= min_size and _is_boundary(entry.name):
            yield tuple(chunk)
            chunk, chars = [], 0
    if chunk:
        yield tuple(chunk)


def _is_boundary(name: str) -> bool:
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % BOUNDARY_MODULUS == 0
