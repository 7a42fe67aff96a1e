"""Chunks over processes: the same results in the same order, whatever becomes of the processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator

from checker.batch import local
from checker.batch.chunks import Chunk, split_into_chunks
from checker.batch.registry import RegistryEntry
from checker.batch.results import PlanResult
from tests.batch.small import items, judged, prepared


def chunks(count: int, size: int = 2) -> list[Chunk]:
    found = items(count)
    return [Chunk(n, found[n * size : n * size + size]) for n in range((count + size - 1) // size)]


def flat(results: Iterator[tuple[int, list[PlanResult]]]) -> list[PlanResult]:
    found = list(results)
    assert [number for number, _ in found] == sorted(number for number, _ in found)
    return [record for _, records in found for record in records]


def test_two_processes_give_what_one_gives_in_the_same_order() -> None:
    assert flat(local.run(prepared(), chunks(7), 2)) == flat(local.run(prepared(), chunks(7), 1))
    assert flat(local.run(prepared(), chunks(7), 1)) == judged(7)


def test_chunks_are_taken_only_as_they_are_needed() -> None:
    taken = []

    def counted() -> Iterator[Chunk]:
        for chunk in chunks(40):
            taken.append(chunk.number)
            yield chunk

    results = local.run(prepared(), counted(), 2)
    next(results)
    assert len(taken) <= 2 * local.CHUNKS_PER_WORKER + 1
    results.close()
    assert not multiprocessing.active_children()


def test_plans_of_a_process_that_dies_are_judged_anew_and_it_is_said() -> None:
    told: list[str] = []
    results = local.run(prepared(), chunks(30), 2, told.append)
    found = [next(results)]
    for process in multiprocessing.active_children():
        process.kill()
    found += results
    assert told == ["batch-worker-died"]
    assert flat(iter(found)) == judged(30)


def test_chunks_hold_so_many_plans_and_so_many_characters() -> None:
    small = [RegistryEntry(f"{n}", "x" * 10) for n in range(7)]
    assert [len(piece) for piece in split_into_chunks(small, size=3)] == [3, 3, 1]
    assert [len(piece) for piece in split_into_chunks(small, size=3, max_chars=20)] == [2, 2, 2, 1]
    assert [len(piece) for piece in split_into_chunks(small, size=3, max_chars=5)] == [1] * 7
    assert list(split_into_chunks([])) == []
