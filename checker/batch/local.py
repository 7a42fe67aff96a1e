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
from itertools import chain, islice

from checker.batch.chunks import Chunk
from checker.batch.job import Job, PlanInput, PreparedJob, prepare
from checker.batch.results import PLAN_KILLS, PlanResult, failed_result, from_bytes, to_bytes
from checker.diagnostics import Diagnostic

CHUNKS_PER_WORKER = 2
"""Chunks in flight for each process: one it works on, one that waits for it."""

Notify = Callable[[str], None]
"""Is given the code of a message when something happened that is not about a plan."""


def run(
    prepared: PreparedJob,
    chunks: Iterable[Chunk],
    workers: int,
    notify: Notify = lambda _: None,
) -> Iterator[tuple[int, list[PlanResult]]]:
    """Judge chunks, as `chunks.Engine` says; in this process if one worker is enough."""
    waiting = iter(chunks)
    first = list(islice(waiting, workers))
    workers, waiting = len(first), chain(first, waiting)
    if workers == 1:
        from checker.batch.worker import judge_chunk  # loads numpy: not where all is cached

        for chunk in waiting:
            yield chunk.number, judge_chunk(prepared, chunk.items)
        return
    upcoming = next(waiting, None)
    while upcoming is not None:
        lost: list[Chunk] = []
        with _open_pool(prepared.job, workers) as pool:
            limit = workers * CHUNKS_PER_WORKER
            yield from _run_in_pool(pool, upcoming, waiting, limit, lost)
        if lost:
            notify("batch-worker-died")
        for chunk in lost:
            yield chunk.number, run_isolated(prepared.job, chunk.items)
        upcoming = next(waiting, None)


def _run_in_pool(
    pool: ProcessPoolExecutor, first: Chunk, more: Iterator[Chunk], limit: int, lost: list[Chunk]
) -> Iterator[tuple[int, list[PlanResult]]]:
    """Return results until all is done or a process dies: then the chunks that were in flight are `lost`."""
    in_flight: deque[tuple[Chunk, Future[bytes]]] = deque()
    upcoming: Chunk | None = first
    while upcoming is not None or in_flight:
        while upcoming is not None and len(in_flight) < limit:
            try:
                in_flight.append((upcoming, pool.submit(_judge, upcoming.items)))
            except BrokenProcessPool:
                lost += [chunk for chunk, _ in in_flight] + [upcoming]
                return
            upcoming = next(more, None)
        chunk, future = in_flight[0]
        try:
            results = future.result()
        except BrokenProcessPool:
            lost += [chunk for chunk, _ in in_flight]
            lost += [upcoming] if upcoming is not None else []
            return
        in_flight.popleft()
        yield chunk.number, from_bytes(results, list[PlanResult])


def run_isolated(job: Job, items: Sequence[PlanInput]) -> list[PlanResult]:
    """Judge plans in a separate process. If it dies, halve them, down to the plan that causes it."""
    try:
        with _open_pool(job, 1) as pool:
            results: list[PlanResult] = from_bytes(
                pool.submit(_judge, items).result(), list[PlanResult]
            )
            return results
    except BrokenProcessPool:
        if len(items) == 1:
            fault = Diagnostic(PLAN_KILLS, None, file=items[0].name)
            return [failed_result(items[0].name, (fault,), job.language)]
    half = len(items) // 2
    return run_isolated(job, items[:half]) + run_isolated(job, items[half:])


@contextmanager
def _open_pool(job: Job, workers: int) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool whose processes are ended on leaving, also early: nobody waits for what nobody will read."""
    others = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")  # numpy's threads do not survive a fork
    pool = ProcessPoolExecutor(workers, context, _start_worker, (job,))
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


# ---- in a process of the pool

_jobs: list[Job] = []


def _start_worker(job: Job) -> None:
    """Set up a process. Ctrl-C is for the process that waits for this one, which must not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _jobs[:] = [job]
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _judge(items: Sequence[PlanInput]) -> bytes:
    from checker.batch.worker import judge_chunk

    return to_bytes(judge_chunk(prepare(_jobs[0]), items))
