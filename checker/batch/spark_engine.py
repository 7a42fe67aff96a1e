"""The engine `spark`: work over the executors of a Spark cluster, or over processes of this machine by local mode.

A wave of things is one job with a task for each. Two waves are under way, so that no executor waits for the slowest
task of a wave; only so much is held on this side.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from py4j.java_gateway import JavaGateway
from py4j.protocol import Py4JError
from pyspark import Broadcast, SparkConf, SparkContext
from pyspark.errors import PySparkRuntimeError
from pyspark.java_gateway import launch_gateway

from checker import __version__
from checker.batch.cluster import AHEAD, ClusterError, Died, Task, Thing, Work, accepted, done, task
from checker.batch.given import Setup
from checker.source import Record

QUIET = {
    "spark.app.name": "plancheck",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
THIS_MACHINE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
_CRASHED = "Python worker exited unexpectedly"
_NO_CHECKER = "No module named 'checker"


def each(
    work: Work, setup: Setup, things: Iterable[Thing], workers: int, place: str | None
) -> Iterator[Any]:
    """The answer to each thing in turn; see `cluster.Each`. `place` is a Spark master."""
    with _context(workers, place) as context, ThreadPoolExecutor(AHEAD) as pool:
        shared = context.broadcast(task(work, setup))
        rest, width = iter(things), max(workers, context.defaultParallelism)
        flying: deque[tuple[Sequence[Thing], Future[list[Any]]]] = deque()
        try:
            while wave := tuple(islice(rest, width)):
                flying.append((wave, pool.submit(_answers, context, shared, wave)))
                if len(flying) == AHEAD:
                    yield from _landed(*flying.popleft())
            while flying:
                yield from _landed(*flying.popleft())
        finally:
            for _, future in flying:
                future.cancel()
            context.cancelAllJobs()


def _landed(wave: Sequence[Thing], future: Future[list[Any]]) -> Iterator[Any]:
    try:
        yield from map(accepted, future.result())
    except (Py4JError, OSError, EOFError) as fault:
        if _NO_CHECKER in str(fault):
            raise ClusterError(
                "cluster-not-installed", engine="spark", version=__version__
            ) from fault
        raise ClusterError("cluster-failed", name=wave[0].name, reason=_reason(fault)) from fault


def _answers(context: SparkContext, shared: Broadcast[Task], wave: Sequence[Thing]) -> list[Any]:
    """The answers to a wave; halved where a worker dies of it, down to the thing that does it."""
    contents = [thing.content for thing in wave if thing.content is not None]
    try:
        tasks = context.parallelize(contents, len(contents)) if contents else context.emptyRDD()
        found = iter(tasks.map(lambda content: done(shared.value, content)).collect())
        return [None if thing.content is None else next(found) for thing in wave]
    except Py4JError as fault:
        if _CRASHED not in str(fault):
            raise
        if len(wave) == 1:
            return [Died(_reason(fault))]
    half = len(wave) // 2
    return _answers(context, shared, wave[:half]) + _answers(context, shared, wave[half:])


# ---- Spark itself


class _Java(Record):
    """The one Java process of this one, and the file that it writes to what it would print."""

    gateway: JavaGateway
    log: Path

    def last_error(self) -> str:
        """What Java complained of last."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        errors = [line.partition(" ERROR ")[2] for line in lines if " ERROR " in line]
        return (errors or lines or [""])[-1]


@contextmanager
def _context(workers: int, place: str | None) -> Iterator[SparkContext]:
    """A context that is stopped at the end. What else Spark should know stands in its spark-defaults.conf."""
    java, interrupt = _java(), signal.getsignal(signal.SIGINT)
    here = (place or "local").startswith("local")
    try:
        with warnings.catch_warnings():  # of pandas 3, which nothing here hands to Spark
            warnings.simplefilter("ignore", FutureWarning)
            conf = SparkConf().setMaster(place or f"local[{workers}]")
            for key, value in (QUIET | (THIS_MACHINE if here else {})).items():
                conf.set(key, value)
            context = SparkContext(conf=conf, gateway=java.gateway)
    except (Py4JError, OSError) as fault:
        reason = java.last_error() if "stopped SparkContext" in str(fault) else _reason(fault)
        raise ClusterError("cluster-unreachable", place=place, reason=reason) from fault
    if here:
        context.pythonExec = sys.executable
    try:
        yield context
    finally:
        context.stop()
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, interrupt)  # Spark has put its own in its place


@cache
def _java() -> _Java:
    """Started once: Spark keeps one for as long as Python runs."""
    home = os.environ.get("JAVA_HOME")
    if shutil.which(str(Path(home, "bin", "java")) if home else "java") is None:
        raise ClusterError("cluster-no-java")
    handle, name = tempfile.mkstemp(prefix="plancheck-spark-", suffix=".log")
    atexit.register(Path(name).unlink, missing_ok=True)
    with os.fdopen(handle, "ab") as log:
        try:
            return _Java(launch_gateway(None, {"stdout": log, "stderr": log}), Path(name))
        except (PySparkRuntimeError, OSError) as fault:
            raise ClusterError("cluster-no-java") from fault


def _reason(fault: BaseException) -> str:
    """One line of what Java or Python printed by the page: the last error of Python, else the first of Java."""
    text = str(getattr(fault, "java_exception", fault))
    python = re.findall(r"^(\w[\w.]*(?:Error|Exception|Interrupt): .*)$", text, re.MULTILINE)
    first = text.partition("\n")[0]
    return python[-1] if python and "Traceback" in text else re.sub(r"^(?:[\w.]+: )+", "", first)
