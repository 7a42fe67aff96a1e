"""The engine `dask`: work over the workers of a Dask cluster, or of one made for it on this machine."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import dask
from distributed import Client, Future, KilledWorker, LocalCluster

from checker import __version__
from checker.batch.cluster import AHEAD, ClusterError, Died, Task, Thing, Work, accepted, done, task
from checker.batch.given import Setup

PATIENCE = 30
"""Seconds to wait for a scheduler, and for the first worker."""

SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1 GiB",  # a chunk is sent with its task
    "distributed.scheduler.allowed-failures": 1,  # after two deaths of a cluster of our own
}


def each(
    work: Work, setup: Setup, things: Iterable[Thing], workers: int, place: str | None
) -> Iterator[Any]:
    """The answer to each thing in turn; see `cluster.Each`.

    The set-up goes to the cluster once and from worker to worker: as the result of a task, not as scattered data, which
    would be lost with the workers that hold it.
    """
    with _client(workers, place) as client:
        flight = _Flight(client, client.submit(_itself, task(work, setup), pure=False))
        ahead = AHEAD * max(workers, sum(client.nthreads().values()))
        for thing in things:
            flight.add(thing)
            if len(flight.flying) == ahead:
                yield flight.first()
        while flight.flying:
            yield flight.first()


def _itself(shared: Task) -> Task:
    return shared


class _Flight:
    """Things under way, in their order."""

    def __init__(self, client: Client, shared: Future[Task]) -> None:
        self.client, self.shared = client, shared
        self.flying: deque[tuple[Thing, Future[Any] | None]] = deque()

    def add(self, thing: Thing) -> None:
        """Send it, if there is anything to do."""
        idle = thing.content is None
        future = None if idle else self.client.submit(done, self.shared, thing.content, pure=False)
        self.flying.append((thing, future))

    def first(self) -> Any:
        """The answer to the first of them."""
        thing, future = self.flying.popleft()
        try:
            return None if future is None else accepted(future.result())
        except KilledWorker as fault:
            return Died(str(fault))
        except (CancelledError, OSError) as fault:
            raise ClusterError("cluster-failed", name=thing.name, reason=str(fault)) from fault


@contextmanager
def _client(workers: int, place: str | None) -> Iterator[Client]:
    """A client of the cluster at a place, or of one of our own, which ends with it."""
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(SETTINGS))
        if place is None:
            local = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                silence_logs=logging.CRITICAL,
            )
            yield stack.enter_context(Client(stack.enter_context(local), set_as_default=False))
        else:
            yield stack.enter_context(_connected(place))


def _connected(place: str) -> Client:
    try:
        client = Client(place, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise ClusterError("cluster-unreachable", place=place, reason=str(fault)) from fault
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        client.run(version, "plancheck")
    except TimeoutError as fault:
        client.close()
        raise ClusterError("cluster-no-workers", place=place) from fault
    except PackageNotFoundError as fault:
        client.close()
        raise ClusterError("cluster-not-installed", engine="dask", version=__version__) from fault
    return client
