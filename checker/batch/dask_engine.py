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

from checker.batch.cluster import (
    ITEMS_PER_WORKER,
    ClusterError,
    Work,
    WorkerCrashed,
    WorkerTask,
    WorkItem,
    create_task,
    require_same_version,
    run_task,
)
from checker.batch.job import Job
from checker.version import __version__

TIMEOUT_SECONDS = 30
"""How long to wait for a scheduler, and for the first worker."""

SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1 GiB",  # a chunk is sent with its task
    "distributed.scheduler.allowed-failures": 1,  # after two deaths of a cluster of our own
}


def execute(
    work: Work, job: Job, items: Iterable[WorkItem], workers: int, address: str | None
) -> Iterator[Any]:
    """Run work on items, as `cluster.Executor` says.

    The job goes to the cluster once and from worker to worker: as the result of a task, not as scattered data, which
    would be lost with the workers that hold it.
    """
    in_flight: deque[tuple[WorkItem, Future[Any]]] = deque()
    with _open_client(workers, address) as client:
        task = client.submit(_itself, create_task(work, job), pure=False)
        limit = ITEMS_PER_WORKER * max(workers, sum(client.nthreads().values()))
        for item in items:
            in_flight.append((item, client.submit(run_task, task, item.content, pure=False)))
            if len(in_flight) == limit:
                yield _result(*in_flight.popleft())
        while in_flight:
            yield _result(*in_flight.popleft())


def _itself(task: WorkerTask) -> WorkerTask:
    return task


def _result(item: WorkItem, future: Future[Any]) -> Any:
    """Wait for the result of an item."""
    try:
        return require_same_version(future.result())
    except KilledWorker as fault:
        return WorkerCrashed(str(fault))
    except (CancelledError, OSError) as fault:
        raise ClusterError("cluster-failed", name=item.name, reason=str(fault)) from fault


@contextmanager
def _open_client(workers: int, address: str | None) -> Iterator[Client]:
    """Connect to the cluster at an address, or to one of our own, which ends with the client."""
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(SETTINGS))
        if address is None:
            local = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                silence_logs=logging.CRITICAL,
            )
            yield stack.enter_context(Client(stack.enter_context(local), set_as_default=False))
        else:
            yield stack.enter_context(_connect(address))


def _connect(address: str) -> Client:
    try:
        client = Client(address, timeout=TIMEOUT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise ClusterError("cluster-unreachable", place=address, reason=str(fault)) from fault
    try:
        client.wait_for_workers(1, timeout=TIMEOUT_SECONDS)
        client.run(version, "plancheck")
    except TimeoutError as fault:
        client.close()
        raise ClusterError("cluster-no-workers", place=address) from fault
    except PackageNotFoundError as fault:
        client.close()
        raise ClusterError("cluster-not-installed", engine="dask", version=__version__) from fault
    return client
