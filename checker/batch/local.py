"""The engine of one machine: chunks over processes, results in order. One that dies takes no other plan with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from checker.batch.chunks import Chunk
from checker.batch.given import Item, Setup, unread
from checker.batch.records import PlanResult
from checker.diagnostics import Diagnostic

AHEAD = 2
"""Chunks in flight for each process: one it works on, one that waits for it."""

Tell = Callable[[str], None]
"""Is given the code of a message when something happened that is not about a plan."""


def run(
    setup: Setup, chunks: Iterable[Chunk], workers: int, tell: Tell = lambda _: None
) -> Iterator[tuple[int, list[PlanResult]]]:
    """The results of each chunk in turn; with one worker in this process."""
    if workers == 1:
        from checker.batch.work import results  # loads numpy: not where all is known from before

        for chunk in chunks:
            yield chunk.number, results(setup, chunk.items)
        return
    waiting = iter(chunks)
    left = next(waiting, None)
    while left is not None:
        lost: list[Chunk] = []
        with _processes(setup, workers) as pool:
            yield from _spread(pool, left, waiting, workers * AHEAD, lost)
        if lost:
            tell("batch-worker-died")
        for chunk in lost:
            yield chunk.number, alone(setup, chunk.items)
        left = next(waiting, None)


def _spread(
    pool: ProcessPoolExecutor, first: Chunk, more: Iterator[Chunk], ahead: int, lost: list[Chunk]
) -> Iterator[tuple[int, list[PlanResult]]]:
    """Results until all is done or a process dies: then the chunks that were under way are `lost`."""
    flying: deque[tuple[Chunk, Future[list[PlanResult]]]] = deque()
    upcoming: Chunk | None = first
    while upcoming is not None or flying:
        while upcoming is not None and len(flying) < ahead:
            try:
                flying.append((upcoming, pool.submit(_judge, upcoming.items)))
            except BrokenProcessPool:
                lost += [chunk for chunk, _ in flying] + [upcoming]
                return
            upcoming = next(more, None)
        chunk, future = flying[0]
        try:
            found = future.result()
        except BrokenProcessPool:
            lost += [chunk for chunk, _ in flying]
            lost += [upcoming] if upcoming is not None else []
            return
        flying.popleft()
        yield chunk.number, found


def alone(setup: Setup, items: Sequence[Item]) -> list[PlanResult]:
    """Some plans in a process of their own; halved where it dies, down to the plan that does it."""
    try:
        with _processes(setup, 1) as pool:
            return pool.submit(_judge, items).result()
    except BrokenProcessPool:
        if len(items) == 1:
            fault = Diagnostic("batch-plan-kills", None, file=items[0].name)
            return [unread(items[0].name, (fault,), setup.language)]
    half = len(items) // 2
    return alone(setup, items[:half]) + alone(setup, items[half:])


@contextmanager
def _processes(setup: Setup, workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that are gone at the end, also where that comes early: nobody waits for what nobody will read."""
    others = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")  # numpy's threads do not survive a fork
    pool = ProcessPoolExecutor(workers, context, _prepare, (setup,))
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


# ---- in a process of the pool

_setups: list[Setup] = []


def _prepare(setup: Setup) -> None:
    """What all chunks need, once; Ctrl-C is for the process that waits for this one, which also must not survive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _setups[:] = [setup]
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _judge(items: Sequence[Item]) -> list[PlanResult]:
    from checker.batch.work import results

    return results(_setups[0], items)
