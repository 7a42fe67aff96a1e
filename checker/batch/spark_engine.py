"""The engine `spark`: work over the executors of a Spark cluster, or over processes of this machine by local mode.

A wave of items is one Spark job with a task for each. Two waves are in flight, so that no executor waits for the
slowest task of a wave; only so much is held on this side.
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
from checker.source import Record
from checker.version import __version__

SETTINGS = {
    "spark.app.name": "plancheck",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
THIS_MACHINE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
_CRASHED = "Python worker exited unexpectedly"
_NO_CHECKER = "No module named 'checker"


def execute(
    work: Work, job: Job, items: Iterable[WorkItem], workers: int, address: str | None
) -> Iterator[Any]:
    """Run work on items, as `cluster.Executor` says. `address` is a Spark master."""
    with _open_context(workers, address) as context, ThreadPoolExecutor(ITEMS_PER_WORKER) as pool:
        task = context.broadcast(create_task(work, job))
        rest, width = iter(items), max(workers, context.defaultParallelism)
        in_flight: deque[tuple[Sequence[WorkItem], Future[list[Any]]]] = deque()
        try:
            while wave := tuple(islice(rest, width)):
                in_flight.append((wave, pool.submit(_run_wave, context, task, wave)))
                if len(in_flight) == ITEMS_PER_WORKER:
                    yield from _results(*in_flight.popleft())
            while in_flight:
                yield from _results(*in_flight.popleft())
        finally:
            for _, future in in_flight:
                future.cancel()
            context.cancelAllJobs()


def _results(wave: Sequence[WorkItem], future: Future[list[Any]]) -> Iterator[Any]:
    """Wait for the results of a wave."""
    try:
        yield from map(require_same_version, future.result())
    except (Py4JError, OSError, EOFError) as fault:
        if _NO_CHECKER in str(fault):
            raise ClusterError(
                "cluster-not-installed", engine="spark", version=__version__
            ) from fault
        raise ClusterError("cluster-failed", name=wave[0].name, reason=_reason(fault)) from fault


def _run_wave(
    context: SparkContext, task: Broadcast[WorkerTask], wave: Sequence[WorkItem]
) -> list[Any]:
    """Return the results of a wave; it is halved if a worker dies of it, down to the item that causes it."""
    contents = [item.content for item in wave]
    try:
        tasks = context.parallelize(contents, len(contents))
        return list(tasks.map(lambda content: run_task(task.value, content)).collect())
    except Py4JError as fault:
        if _CRASHED not in str(fault):
            raise
        if len(wave) == 1:
            return [WorkerCrashed(_reason(fault))]
    half = len(wave) // 2
    return _run_wave(context, task, wave[:half]) + _run_wave(context, task, wave[half:])


# ---- Spark itself


class _Java(Record):
    """The one Java process of this one, and the file that it writes to what it would print."""

    gateway: JavaGateway
    log: Path

    def last_error(self) -> str:
        """Return the last error that Java logged."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        errors = [line.partition(" ERROR ")[2] for line in lines if " ERROR " in line]
        return (errors or lines or [""])[-1]


@contextmanager
def _open_context(workers: int, address: str | None) -> Iterator[SparkContext]:
    """Open a context that is stopped at the end. What else Spark should know stands in its spark-defaults.conf."""
    java, interrupt = _start_java(), signal.getsignal(signal.SIGINT)
    here = (address or "local").startswith("local")
    try:
        with warnings.catch_warnings():  # of pandas 3, which nothing here hands to Spark
            warnings.simplefilter("ignore", FutureWarning)
            conf = SparkConf().setMaster(address or f"local[{workers}]")
            for key, value in (SETTINGS | (THIS_MACHINE if here else {})).items():
                conf.set(key, value)
            context = SparkContext(conf=conf, gateway=java.gateway)
    except (Py4JError, OSError) as fault:
        reason = java.last_error() if "stopped SparkContext" in str(fault) else _reason(fault)
        raise ClusterError("cluster-unreachable", place=address, reason=reason) from fault
    if here:
        context.pythonExec = sys.executable
    try:
        yield context
    finally:
        context.stop()
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, interrupt)  # Spark has put its own in its place


@cache
def _start_java() -> _Java:
    """Start Java, once: Spark keeps one for as long as Python runs."""
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
    """Return one line of what Java or Python printed by the page: the last error of Python, else the first of Java."""
    text = str(getattr(fault, "java_exception", fault))
    python = re.findall(r"^(\w[\w.]*(?:Error|Exception|Interrupt): .*)$", text, re.MULTILINE)
    first = text.partition("\n")[0]
    return python[-1] if python and "Traceback" in text else re.sub(r"^(?:[\w.]+: )+", "", first)
