"""Files are written whole or not at all; what a killed process left is removed, what a living one holds is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from checker.files import atomic_write

ROOT = Path(__file__).resolve().parents[1]

HOLDS = """
import sys, time
from checker.files import atomic_write
with atomic_write(sys.argv[1]) as stream:
    stream.write(b"half")
    stream.flush()
    print("there", flush=True)
    time.sleep(60)
"""


def holder(file: Path) -> subprocess.Popen[str]:
    """A process that has written half of a file and goes on."""
    running = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(file)], env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stdout is not None
    assert running.stdout.readline() == "there\n"
    return running


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob(".plancheck-*"))


def write(file: Path, content: bytes = b"new") -> None:
    with atomic_write(file) as stream:
        stream.write(content)


def test_what_a_killed_process_left_is_removed_by_the_next_that_writes_the_same_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "out").write_bytes(b"old")
    running = holder(tmp_path / "out")
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert len(beside(tmp_path)) == 1
    assert (tmp_path / "out").read_bytes() == b"old"
    write(tmp_path / "another")
    assert len(beside(tmp_path)) == 1
    write(tmp_path / "out")
    assert beside(tmp_path) == []
    assert (tmp_path / "out").read_bytes() == b"new"


def test_what_a_living_process_writes_is_left_alone(tmp_path: Path) -> None:
    running = holder(tmp_path / "out")
    try:
        held = beside(tmp_path)
        write(tmp_path / "out")
        assert beside(tmp_path) == held
    finally:
        running.kill()
        running.wait()


def test_a_fault_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "out", b"old")
    with pytest.raises(TypeError), atomic_write(tmp_path / "out") as stream:
        stream.writelines([b"half", None])  # type: ignore[list-item]
    assert (tmp_path / "out").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
