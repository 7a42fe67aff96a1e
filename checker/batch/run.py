"""A batch from its plans to their results: what is in the cache is taken from there, the rest is judged."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from msgspec import field

from checker.batch.answers import Answers, answers_key, read_answers
from checker.batch.chunks import MIN_SIZE, Chunk, Engine, split_into_chunks
from checker.batch.job import PlanInput, PreparedJob
from checker.batch.registry import RegistryEntry
from checker.batch.results import (
    PlanResult,
    counts_only,
    failed_result,
    merge,
    select_rules,
    to_bytes,
)
from checker.cache import Store, digest
from checker.report import as_json
from checker.source import Record

Entries = Callable[[], Iterable[RegistryEntry]]
"""The plans of a batch from the first on, each time it is called."""

MAX_OTHER_PLANS = 50
"""Plans whose answers are cached beside those of a chunk: of another run, or as they were before."""


class CacheUsage:
    """The number of chunks of a run, and of those taken from the cache."""

    chunks = cached = 0


def run_batch(
    prepared: PreparedJob,
    entries: Entries,
    engine: Engine,
    workers: int,
    store: Store,
    usage: CacheUsage | None = None,
) -> Iterator[PlanResult]:
    """Return the result of each plan in turn; `usage` is counted on.

    A chunk that was judged is in the cache before its results are given. Plans are read once, as they are asked for.
    """
    cache = AnswerCache(prepared, store)
    usage = usage or CacheUsage()
    pending: deque[PendingChunk] = deque()

    def missing() -> Iterator[Chunk]:
        for number, plans in enumerate(_chunks(entries)):
            waiting = cache.look_up(number, plans)
            pending.append(waiting)
            usage.chunks, usage.cached = usage.chunks + 1, usage.cached + waiting.is_complete
            if waiting.items:
                yield Chunk(number, tuple(waiting.items.values()))

    def finish(waiting: PendingChunk) -> list[PlanResult]:
        """Return the results of a chunk that no engine was given."""
        if not waiting.is_complete:
            return cache.merge_results(waiting, ())
        results = cache.load_complete(waiting)
        if results is not None:
            return results
        plans = next(islice(_chunks(entries), waiting.number, None))
        again = cache.look_up(waiting.number, plans, trusts_tag=False)  # damaged: rare, so here
        from checker.batch.worker import judge_chunk  # loads numpy: not where all is cached

        return cache.merge_results(again, judge_chunk(prepared, tuple(again.items.values())))

    chunks = missing()
    first = next(chunks, None)
    judged = () if first is None else engine(prepared, chain((first,), chunks), workers)
    for number, results in judged:
        while pending[0].number < number:
            yield from finish(pending.popleft())
        yield from cache.merge_results(pending.popleft(), results)
    for waiting in pending:
        yield from finish(waiting)


def _chunks(entries: Entries) -> Iterator[tuple[RegistryEntry, ...]]:
    return split_into_chunks(entries(), min_size=MIN_SIZE)


class PendingChunk(Record):
    """A chunk that waits for its turn, by the key of its cache entry and the tag of that when it is complete.

    A chunk with a complete entry is no more than that. Any other has its plans, the content of each, the answers that
    are cached, and what is to be judged, by the index of the plan.
    """

    number: int
    key: str
    tag: str
    plans: tuple[RegistryEntry, ...] = ()
    contents: tuple[str, ...] = ()
    cached: Answers = Answers()
    items: Mapping[int, PlanInput] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        return not self.plans


class AnswerCache:
    """The cached answers for a job, chunk by chunk."""

    def __init__(self, prepared: PreparedJob, store: Store) -> None:
        self.language, self.codes = prepared.job.language, list(prepared.job.codes)
        self.explains = prepared.job.explain != "none"
        self.store, self.key = store.section("answers"), answers_key(prepared)

    def look_up(
        self, number: int, plans: tuple[RegistryEntry, ...], trusts_tag: bool = True
    ) -> PendingChunk:
        """Return a chunk whose entry has every answer by its tag, else one with what is to be judged of its plans."""
        contents = tuple(map(self._content, plans))
        entries, tag = self.key.entries(plans[0].name), self.key.tag(contents)
        complete = (entry for entry in entries if trusts_tag and self.store.read_tag(entry) == tag)
        for entry in complete:
            return PendingChunk(number, entry, tag)
        stored = (read_answers(self.store.load(entry)) for entry in entries)
        cached = next((answers for answers in stored if answers.results), Answers())
        missing = cached.missing(self.key)
        items: dict[int, PlanInput] = {}
        for index, (plan, content) in enumerate(zip(plans, contents, strict=True)):
            result = cached.results.get(content)
            if plan.text is None or (result and (result.title is None or not missing)):
                continue
            items[index] = PlanInput(plan.name, plan.text, None if result is None else missing)
        return PendingChunk(number, entries[0], tag, plans, contents, cached, items)

    def load_complete(self, chunk: PendingChunk) -> list[PlanResult] | None:
        """Return the results of a chunk with a complete entry; None if that turns out not to be so."""
        answers = read_answers(self.store.load(chunk.key))
        contents = list(islice(answers.results, answers.count))
        if answers.missing(self.key) or self.key.tag(contents) != chunk.tag:
            return None
        return [self._shown(answers.results[content]) for content in contents]

    def merge_results(self, chunk: PendingChunk, judged: Iterable[PlanResult]) -> list[PlanResult]:
        """Return the results of a chunk with those that were `judged`, and cache them."""
        new = dict(zip(chunk.items, judged, strict=True))
        results = [self._result(chunk, index, new.get(index)) for index in range(len(chunk.plans))]
        self._save(chunk, results)
        return list(map(self._shown, results))

    def _shown(self, result: PlanResult) -> PlanResult:
        """Return as much of a result as the run asks for."""
        selected = select_rules(result, self.codes)
        return selected if self.explains else counts_only(selected)

    def _content(self, plan: RegistryEntry) -> str:
        """Return a digest of name and text, or of what is wrong: all that the result is made of."""
        if plan.text is not None:
            return digest(plan.name, plan.text)
        faults = [as_json.serialize_diagnostic(d, self.language) for d in plan.faults]
        return digest(plan.name, "", json.dumps(faults))

    def _result(self, chunk: PendingChunk, index: int, new: PlanResult | None) -> PlanResult:
        """Return the result of a plan, about the rules of the run and, where they are cached, about others."""
        plan, old = chunk.plans[index], chunk.cached.results.get(chunk.contents[index])
        if plan.text is None:
            return failed_result(plan.name, plan.faults, self.language)
        if new is None:
            assert old is not None
            return old
        if old is None:
            return new
        return merge(old, new, [*self.codes, *chunk.cached.others(self.key)])

    def _save(self, chunk: PendingChunk, results: Sequence[PlanResult]) -> None:
        """Cache results that would be the same another time, about the same rules each; and those of a few others."""
        if self.store.where is None:
            return
        cached = chunk.cached
        rules = {**self.key.rules, **cached.others(self.key)}
        if any(r.title is not None and len(r.rules) < len(rules) for r in results):
            rules = dict(self.key.rules)  # of a new plan nothing is known about others
        codes = list(rules)
        kept = {
            content: select_rules(result, codes)
            for content, result in zip(chunk.contents, results, strict=True)
            if result.is_final
        }
        count = len(kept)
        if not cached.missing(self.key):
            old = ((c, select_rules(r, codes)) for c, r in cached.results.items() if c not in kept)
            kept |= islice(old, MAX_OTHER_PLANS)
        tag = self.key.tag(islice(kept, count))
        self.store.save(chunk.key, to_bytes(Answers(rules, kept, count)), tag)
