"""What the engines beyond one machine share: what goes to a worker, what comes back, and what may go wrong.

An engine is a module with `each`: it does some work on things, anywhere, and gives the answers in the order of the
things. It keeps only so many of them under way, so that memory does not grow with the batch.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, Protocol

from checker import __version__
from checker.batch.chunks import Chunk
from checker.batch.given import Item, Setup
from checker.batch.local import Tell, alone
from checker.batch.records import PlanResult, packed, unpacked
from checker.diagnostics import Diagnostic
from checker.program import code
from checker.source import Record

AHEAD = 2
"""Things under way for each worker: one it works on, one that waits for it."""

Work = Callable[[Setup, Any], Any]


class ClusterError(Exception):
    """The batch cannot go on, and why: complete, to be shown as any other diagnostic."""

    def __init__(self, code: str, **arguments: object) -> None:
        super().__init__(code)
        self.diagnostic = Diagnostic(code, None, arguments)


class Thing(Record):
    """What is worked on, and its name for messages. Where the content is None there is nothing to do, and no answer."""

    name: str
    content: Any


class Died(Record):
    """The answer where a thing took its worker with it, again and again, or waited at that worker for its turn."""

    reason: str


class Each(Protocol):
    """How an engine does work on things: an answer for each in turn, of the work or that it `Died`.

    `place` is the address of a cluster; without it, there are as many workers as asked for on this machine.
    """

    def __call__(
        self, work: Work, setup: Setup, things: Iterable[Thing], workers: int, place: str | None
    ) -> Iterator[Any]: ...


def engine(name: str) -> Each:
    """How the engine `dask` or `spark` does work. Raises ClusterError when its packages are not installed."""
    try:
        each: Each = import_module(f"checker.batch.{name}_engine").each
    except ModuleNotFoundError as fault:
        package = (fault.name or "checker").partition(".")[0]
        if package == "checker":
            raise
        raise ClusterError("cluster-no-package", engine=name, package=package) from fault
    return each


def run(
    each: Each,
    setup: Setup,
    chunks: Iterable[Chunk],
    workers: int,
    place: str | None = None,
    tell: Tell = lambda _: None,
) -> Iterator[tuple[int, list[PlanResult]]]:
    """As `chunks.Engine`: the results of each chunk in turn. Chunks bring the texts of their plans: workers
    need not see the files.

    Plans that end their worker are judged once more on this machine, in a process of their own.
    """
    under_way: deque[Chunk] = deque()

    def sent() -> Iterator[Thing]:
        for chunk in chunks:
            under_way.append(chunk)
            yield Thing(chunk.items[0].name, chunk.items) if chunk.items else Thing("", None)

    for answer in each(_judge, setup, sent(), workers, place):
        chunk = under_way.popleft()
        if answer is None:
            yield chunk.number, []
        elif isinstance(answer, Died):
            tell("batch-worker-died")
            yield chunk.number, alone(setup, chunk.items)
        else:
            yield chunk.number, unpacked(answer)


def _judge(setup: Setup, items: Sequence[Item]) -> bytes:
    """On a worker. Records say the same things again and again: packed, they are a tenth on the wire."""
    from checker.batch.work import results  # loads numpy: only workers need it

    return packed(results(setup, items))


# ---- on both sides of the wire


class Task(Record):
    """What every worker is given once: what to do with a thing, the set-up, and the program that it must have."""

    work: Work
    setup: Setup
    program: str


class OtherProgram(Record):
    """The answer of a worker that has another plancheck: its results would not be ours."""

    version: str


def task(work: Work, setup: Setup) -> Task:
    """To be sent to the workers."""
    return Task(work, setup, code())


def done(task: Task, content: Any) -> Any:
    """On a worker: its answer."""
    return task.work(task.setup, content) if code() == task.program else OtherProgram(__version__)


def accepted(answer: Any) -> Any:
    """Back here: an answer of the same program. Raises ClusterError for another's."""
    if isinstance(answer, OtherProgram):
        raise ClusterError("cluster-other-program", theirs=answer.version, ours=__version__)
    return answer
