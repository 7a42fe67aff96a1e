"""Builds of plancheck side by side: a checkout with a `.venv`, or a commit that is given both. Runs their commands."""

from __future__ import annotations

import compileall
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BASE = "59e0ec6"
"""The commit that outputs and times are compared with."""

SHIPPED = ("checker", "grammar", "rules", "plans", "bench")
"""What a run needs of a checkout."""

SAMPLE_SECONDS = 0.05


@dataclass(frozen=True)
class Build:
    """A folder with the package and its data, and the Python that has its libraries."""

    root: Path
    python: Path

    def copied(self, folder: Path) -> Build:
        """Copy the program to a folder and compile it: nobody changes it there while it is compared."""
        for name in SHIPPED:
            shutil.copytree(
                self.root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        compileall.compile_dir(folder / "checker", quiet=1)
        return Build(folder, self.python)

    def run(
        self,
        arguments: Sequence[str],
        cache: Path,
        cwd: Path,
        *,
        stdin: str = "",
        sample: bool = False,
    ) -> Run:
        """Run `python ARGUMENTS` in a process of its own. `sample`: also measure the memory of all its processes."""
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("PLANCHECK_")
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment |= {"PLANCHECK_CACHE": str(cache), "PYTHONPATH": str(self.root), **FIXED}
        before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        process = subprocess.Popen(
            [str(self.python), *arguments], cwd=cwd, env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        sampler = Sampler(process.pid) if sample else None
        out, err = process.communicate(stdin.encode())
        wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Run(process.returncode, out, err, cpu, wall, sampler.peak() if sampler else 0)


FIXED: Mapping[str, str] = {"SOURCE_DATE_EPOCH": "1790000000", "COLUMNS": "80", "NO_COLOR": "1"}
"""What outputs would else depend on besides their inputs."""


@dataclass(frozen=True)
class Run:
    """What a process left: its exit code and outputs; seconds of CPU (of its children, too) and of wall; peak in MB.

    The CPU time is right only where nothing else of this process ends meanwhile.
    """

    code: int
    out: bytes
    err: bytes
    cpu: float
    wall: float
    peak: float


class Sampler:
    """Looks again and again how much memory a process and those below it hold; shared pages count once."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def peak(self) -> float:
        """Stop, and return the most that was seen, in MB."""
        self._ended.set()
        self._thread.join()
        return self._most / 1024

    def _sample(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            self._most = max(self._most, sum(map(_held, _family(self._process))))


def _family(process: int) -> Iterator[int]:
    yield process
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = tasks.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _held(process: int) -> int:
    """The proportional set size of a process, in KB."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


@contextmanager
def of(name: str, folder: Path) -> Iterator[Build]:
    """The build of a checkout with a `.venv`, or of a commit, which is checked out into `folder` meanwhile."""
    checkout = Path(name)
    if checkout.is_dir():
        yield at(checkout)
        return
    _call("git", "worktree", "add", "--quiet", "--detach", str(folder), name, cwd=ROOT)
    try:
        _call(sys.executable, "run.py", "--version", cwd=folder)  # makes its .venv
        install = [
            sys.executable,
            "-m",
            "pip",
            "--python",
            ".venv/bin/python",
            "install",
            "-q",
            "-c",
        ]
        _call(*install, "requirements.lock", "-e", ".[office,batch]", cwd=folder)
        yield at(folder)
    finally:
        _call("git", "worktree", "remove", "--force", str(folder), cwd=ROOT)


def at(checkout: Path) -> Build:
    """The build of a checkout with a `.venv`; without one, it is run by this Python."""
    python = checkout.resolve() / ".venv/bin/python"
    return Build(checkout.resolve(), python if python.exists() else Path(sys.executable))


def _call(*command: str, cwd: Path) -> None:
    subprocess.run(command, cwd=cwd, check=True, stdout=sys.stderr)
