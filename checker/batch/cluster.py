"""What the engines beyond one machine share: what goes to a worker, what comes back, and what may go wrong.

An engine is a module with `execute`. It keeps only so many items in flight that memory does not grow with the batch.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, Protocol

from checker.batch.chunks import Chunk
from checker.batch.job import Job, PlanInput, PreparedJob, prepare
from checker.batch.local import Notify, run_isolated
from checker.batch.results import PlanResult, from_bytes, to_bytes
from checker.cache import program_digest
from checker.diagnostics import Diagnostic
from checker.source import Record
from checker.version import __version__

ITEMS_PER_WORKER = 2
"""Items in flight for each worker: one it works on, one that waits for it."""

Work = Callable[[Job, Any], Any]
"""What a worker does with the content of an item."""


class ClusterError(Exception):
    """The batch cannot go on. `diagnostic` says why, to be shown as any other."""

    def __init__(self, code: str, **arguments: object) -> None:
        super().__init__(code)
        self.diagnostic = Diagnostic(code, None, arguments)


class WorkItem(Record):
    """The content that a worker is given, and its name for messages."""

    name: str
    content: Any


class WorkerCrashed(Record):
    """The result of an item whose worker crashed repeatedly while processing it, or while it was queued there."""

    reason: str


class Executor(Protocol):
    """A function of an engine that runs work on items and yields the result of each in turn, or `WorkerCrashed`.

    `address` is that of a cluster; without it, there are as many workers as asked for on this machine.
    """

    def __call__(
        self, work: Work, job: Job, items: Iterable[WorkItem], workers: int, address: str | None
    ) -> Iterator[Any]: ...


def load_executor(name: str) -> Executor:
    """Import the engine `dask` or `spark`. Raises ClusterError if its packages are not installed."""
    try:
        execute: Executor = import_module(f"checker.batch.{name}_engine").execute
    except ModuleNotFoundError as fault:
        package = (fault.name or "checker").partition(".")[0]
        if package == "checker":
            raise
        raise ClusterError("cluster-no-package", engine=name, package=package) from fault
    return execute


def run(
    execute: Executor,
    prepared: PreparedJob,
    chunks: Iterable[Chunk],
    workers: int,
    address: str | None = None,
    notify: Notify = lambda _: None,
) -> Iterator[tuple[int, list[PlanResult]]]:
    """Judge chunks, as `chunks.Engine` says. They hold the texts of their plans: workers need not see the files.

    Plans that crash their worker are judged once more on this machine, in a separate process.
    """
    in_flight: deque[Chunk] = deque()

    def items() -> Iterator[WorkItem]:
        for chunk in chunks:
            in_flight.append(chunk)
            yield WorkItem(chunk.items[0].name, chunk.items)

    for answer in execute(_judge, prepared.job, items(), workers, address):
        chunk = in_flight.popleft()
        if isinstance(answer, WorkerCrashed):
            notify("batch-worker-died")
            yield chunk.number, run_isolated(prepared.job, chunk.items)
        else:
            yield chunk.number, from_bytes(answer, list[PlanResult])


def _judge(job: Job, items: Sequence[PlanInput]) -> bytes:
    from checker.batch.worker import judge_chunk  # loads numpy: only workers need it

    return to_bytes(judge_chunk(prepare(job), items))


# ---- on both sides of the wire


class WorkerTask(Record):
    """The data sent to every worker once: the task for an item, the job, and the version that it must have."""

    work: Work
    job: Job
    program: str


class VersionMismatch(Record):
    """The result of a worker that has another version of this program."""

    version: str


def create_task(work: Work, job: Job) -> WorkerTask:
    """Return the task to be sent to the workers."""
    return WorkerTask(work, job, program_digest())


def run_task(task: WorkerTask, content: Any) -> Any:
    """Return the result of an item's content, on a worker."""
    return (
        task.work(task.job, content)
        if program_digest() == task.program
        else VersionMismatch(__version__)
    )


def require_same_version(result: Any) -> Any:
    """Return the result of a worker, back here. Raises ClusterError if it is another version's."""
    if isinstance(result, VersionMismatch):
        raise ClusterError("cluster-other-program", theirs=result.version, ours=__version__)
    return result
