"""A batch from its plans to their records: what is known from before is taken from the store, the rest is judged."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from checker.batch.chunks import Chunk, Engine, Record, cut
from checker.batch.program import program
from checker.batch.registry import Entry
from checker.batch.store import Store, libraries
from checker.batch.work import Item, Setup, results, unread
from checker.cache import digest
from checker.report import as_json

Entries = Callable[[], Iterable[Entry]]
"""The plans of a batch from the first on, each time it is called."""


@dataclass(frozen=True)
class Survey:
    """How many plans there are, in how many chunks, and how many of these are in the store."""

    plans: int
    chunks: int
    known: int

    def __add__(self, other: Survey) -> Survey:
        return Survey(
            self.plans + other.plans, self.chunks + other.chunks, self.known + other.known
        )


def survey(setup: Setup, entries: Entries, store: Store) -> Survey:
    """Look at every plan without judging it."""
    pieces = _pieces(setup, entries)
    found = [(len(piece), store.has(key)) for piece, key in pieces]
    return Survey(sum(size for size, _ in found), len(found), sum(known for _, known in found))


@dataclass(frozen=True)
class _Place:
    """A chunk that waits for its turn: one that is known needs no plans, any other has them."""

    number: int
    key: str
    known: bool
    piece: tuple[Entry, ...]


def judged(
    setup: Setup, entries: Entries, engine: Engine, workers: int, store: Store
) -> Iterator[Record]:
    """The record of each plan in turn. Every chunk that was judged is in the store before its records are given."""
    waiting: deque[_Place] = deque()

    def chunks() -> Iterator[Chunk]:
        """What is to be judged, read when it is asked for."""
        for number, (piece, key) in enumerate(_pieces(setup, entries)):
            known = store.has(key)
            waiting.append(_Place(number, key, known, () if known else piece))
            items = _items(piece)
            if items and not known:
                yield Chunk(number, items)

    def settled(place: _Place) -> list[Record]:
        """The records of a chunk that no engine was given."""
        if not place.known:
            return _all(setup, place.piece, ())
        records = store.load(place.key)
        if records is None:  # damaged: judged again, here, for it is rare
            piece = next(islice(cut(entries()), place.number, None))
            records = _all(setup, piece, results(setup, _items(piece)))
            store.save(place.key, records)
        return records

    missing = chunks()
    first = next(missing, None)
    for number, found in () if first is None else engine(setup, chain((first,), missing), workers):
        while waiting[0].number < number:
            yield from settled(waiting.popleft())
        place = waiting.popleft()
        records = _all(setup, place.piece, found)
        if all(map(_is_final, records)):
            store.save(place.key, records)
        yield from records
    for place in waiting:
        yield from settled(place)


def _pieces(setup: Setup, entries: Entries) -> Iterator[tuple[tuple[Entry, ...], str]]:
    """Chunks with the key of their content."""
    base = digest(setup.digest, program(), libraries())
    for piece in cut(entries()):
        yield piece, digest(base, *(part for entry in piece for part in _identity(entry, setup)))


def _identity(entry: Entry, setup: Setup) -> tuple[str, str, str]:
    """Name and text, or what is wrong: all that the record of an entry is made of."""
    faults = [as_json.diagnostic(d, setup.language) for d in entry.faults]
    return (
        entry.name,
        str(entry.text is None),
        entry.text if entry.text is not None else json.dumps(faults),
    )


def _items(piece: Iterable[Entry]) -> tuple[Item, ...]:
    return tuple(Item(entry.name, entry.text) for entry in piece if entry.text is not None)


def _all(setup: Setup, piece: Iterable[Entry], found: Iterable[Record]) -> list[Record]:
    """The records of a piece: of what could be read those found, of the rest what is wrong with it."""
    left = iter(found)
    return [
        next(left) if e.text is not None else unread(e.name, e.faults, setup.language)
        for e in piece
    ]


def _is_final(record: Record) -> bool:
    """Whether it would be the same another time: not where a process died of it."""
    return all(d["code"] != "batch-plan-kills" for d in record["diagnostics"])
