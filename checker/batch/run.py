"""A batch from its plans to their records: what is known from before is taken from the store, the rest is judged."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from msgspec import field
from msgspec.structs import replace

from checker.batch.answers import Answers, Question, from_bytes, question, to_bytes
from checker.batch.chunks import LEAST, Chunk, Engine, cut
from checker.batch.given import OWN_FAULT, Item, Setup, unread
from checker.batch.records import PlanResult, asked, joined
from checker.batch.registry import Entry
from checker.batch.store import Store
from checker.cache import digest
from checker.program import runs_unchanged
from checker.report import as_json
from checker.source import Record, Uncompared

Entries = Callable[[], Iterable[Entry]]
"""The plans of a batch from the first on, each time it is called."""

ANSWERS = "answers"
"""The part of the store that they are kept in."""

OTHERS = 50
"""Plans whose answers are kept beside those of a chunk: of another run's, or as they were before."""

PASSING = ("batch-plan-kills", OWN_FAULT)
"""What is said of a plan that may be judged another time."""


class Survey(Record):
    """How many plans there are, in how many chunks, and how many of these are in the store."""

    plans: int
    chunks: int
    known: int
    places: Uncompared[tuple[_Place, ...]] = ()

    def __add__(self, other: Survey) -> Survey:
        return Survey(
            self.plans + other.plans, self.chunks + other.chunks, self.known + other.known
        )

    @property
    def is_complete(self) -> bool:
        """Whether every answer seems to be in the store."""
        return len(self.places) == self.chunks


def is_final(record: PlanResult) -> bool:
    """Whether it would be the same another time: not where a process died of the plan, or a fault of ours met it."""
    return all(found["code"] not in PASSING for found in record["diagnostics"])


def survey(setup: Setup, entries: Entries, store: Store) -> Survey:
    """Look at every plan without judging it."""
    asking = _Asking(setup, store)
    plans = chunks = 0
    known: list[_Place] = []
    for piece in _pieces(entries):
        place = asking.complete(chunks, piece)
        plans, chunks = plans + len(piece), chunks + 1
        known += [place] if place is not None else []
    return Survey(plans, chunks, len(known), tuple(known) if len(known) == chunks else ())


def judged(
    setup: Setup,
    entries: Entries,
    engine: Engine,
    workers: int,
    store: Store,
    seen: Survey | None = None,
) -> Iterator[PlanResult]:
    """The record of each plan in turn. Every chunk that was judged is in the store before its records are given.

    Where a survey has just `seen` that all answers are there, no plan is read again.
    """
    asking = _Asking(setup, store)
    waiting: deque[_Place] = deque(seen.places if seen is not None and seen.is_complete else ())

    def chunks() -> Iterator[Chunk]:
        """What is to be judged, read when it is asked for."""
        for number, piece in enumerate(_pieces(entries)):
            place = asking.complete(number, piece) or asking.looked_up(number, piece)
            waiting.append(place)
            if place.items:
                yield Chunk(number, tuple(place.items.values()))

    def settled(place: _Place) -> list[PlanResult]:
        """The records of a chunk that no engine was given."""
        if place.piece:
            return asking.answered(place, ())
        found = asking.known(place)
        if found is not None:
            return found
        piece = next(islice(_pieces(entries), place.number, None))  # damaged: for it is rare, here
        again = asking.looked_up(place.number, piece)
        from checker.batch.work import results  # loads numpy: not where all is known from before

        return asking.answered(again, results(setup, tuple(again.items.values())))

    missing = iter(()) if waiting else chunks()
    first = next(missing, None)
    for number, found in () if first is None else engine(setup, chain((first,), missing), workers):
        while waiting[0].number < number:
            yield from settled(waiting.popleft())
        yield from asking.answered(waiting.popleft(), found)
    for place in waiting:
        yield from settled(place)


def _pieces(entries: Entries) -> Iterator[tuple[Entry, ...]]:
    return cut(entries(), least=LEAST)


class _Place(Record):
    """A chunk that waits for its turn: by where its answers are kept, and how they are marked when complete.

    One of which they are complete is no more than that. Any other has its plans, the content of each, what is known
    of them, and what is to be asked of them, by their place in it.
    """

    number: int
    key: str
    mark: str
    piece: tuple[Entry, ...] = ()
    plans: tuple[str, ...] = ()
    known: Answers = Answers()
    items: Mapping[int, Item] = field(default_factory=dict)


class _Asking:
    """A set-up asked of one chunk after another, with what was kept of them."""

    def __init__(self, setup: Setup, store: Store) -> None:
        self.setup, self.store = setup, store.under(ANSWERS)
        self.wanted: Question = question(setup)
        self.codes = list(self.wanted.keys)

    def _place(self, number: int, piece: Sequence[Entry]) -> tuple[_Place, tuple[str, ...]]:
        """Where a chunk's answers are, and its plans by their content."""
        plans = tuple(map(self._content, piece))
        return _Place(number, self.wanted.place(piece[0].name), self.wanted.mark(plans)), plans

    def _content(self, entry: Entry) -> str:
        """A plan by name and text, or by what is wrong: all that its record is made of."""
        if entry.text is not None:
            return digest(entry.name, entry.text)
        faults = [as_json.serialize_diagnostic(d, self.setup.language) for d in entry.faults]
        return digest(entry.name, "", json.dumps(faults))

    def complete(self, number: int, piece: Sequence[Entry]) -> _Place | None:
        """A chunk of which every answer that is asked for seems to be there; None for any other."""
        place, _ = self._place(number, piece)
        return place if self.store.mark(place.key) == place.mark else None

    def looked_up(self, number: int, piece: tuple[Entry, ...]) -> _Place:
        """A chunk with what is to be asked of each of its plans: nothing, some rules, or everything."""
        place, plans = self._place(number, piece)
        known = from_bytes(self.store.load(place.key))
        missing = known.missing(self.wanted)
        items: dict[int, Item] = {}
        for at, (entry, plan) in enumerate(zip(piece, plans, strict=True)):
            record = known.records.get(plan)
            if entry.text is None or (record and ("rules" not in record or not missing)):
                continue
            items[at] = Item(entry.name, entry.text, None if record is None else missing)
        return replace(place, piece=piece, plans=plans, known=known, items=items)

    def known(self, place: _Place) -> list[PlanResult] | None:
        """The records of a chunk whose answers are all there; None where they turn out not to be."""
        answers = from_bytes(self.store.load(place.key))
        plans = list(islice(answers.records, answers.count))
        if answers.missing(self.wanted) or self.wanted.mark(plans) != place.mark:
            return None
        return [asked(answers.records[plan], self.codes) for plan in plans]

    def answered(self, place: _Place, found: Iterable[PlanResult]) -> list[PlanResult]:
        """The records of a chunk, with what was found for those of its plans that were asked."""
        new = dict(zip(place.items, found, strict=True))
        records = [self._record(place, at, new.get(at)) for at in range(len(place.piece))]
        self._keep(place, records)
        return [asked(record, self.codes) for record in records]

    def _record(self, place: _Place, at: int, new: PlanResult | None) -> PlanResult:
        """The record of a plan, about the rules asked for and, where they are known, about others."""
        entry, old = place.piece[at], place.known.records.get(place.plans[at])
        if entry.text is None:
            return unread(entry.name, entry.faults, self.setup.language)
        if new is None:
            assert old is not None
            return old
        if old is None:
            return new
        return joined(old, new, [*self.codes, *place.known.others(self.wanted)])

    def _keep(self, place: _Place, records: Sequence[PlanResult]) -> None:
        """Records that would be the same another time, about the same rules each; of a few other plans too."""
        if self.store.where is None or not runs_unchanged():
            return
        known = place.known
        keys = {**self.wanted.keys, **known.others(self.wanted)}
        if any("rules" in record and len(record["rules"]) < len(keys) for record in records):
            keys = dict(self.wanted.keys)  # of a new plan nothing is known about others
        kept = {
            plan: asked(record, list(keys))
            for plan, record in zip(place.plans, records, strict=True)
            if is_final(record)
        }
        count = len(kept)
        if not known.missing(self.wanted):
            others = ((p, asked(r, list(keys))) for p, r in known.records.items() if p not in kept)
            kept |= islice(others, OTHERS)
        answers = Answers(keys, kept, count)
        self.store.save(place.key, to_bytes(answers), self.wanted.mark(islice(kept, count)))
