"""What was read before: columns read back and judged, beside bare reads of as much, and files seen by a batch again.

    .venv/bin/python bench/race/unchanged.py --plans 30000 --files 3000

The readers take turns, so that a busy moment hits all of them alike. The columns are those of the race, kept beside its
tables; the files are in the page cache for all.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.race import plan_files, results, workload  # noqa: E402
from bench.race.rival import Task  # noqa: E402
from bench.race.rivals import plancheck_engine  # noqa: E402
from checker.cache import digest  # noqa: E402

TABLES = ("targets", "uppers", "institutions", "facts")
BARE = "Parquet, read by pyarrow"
HEAD = ("reader", "min ms", "median ms", "× Parquet")
NOTE = (
    "Parquet and numpy hold the tables that the others race on; our columns hold what the rules ask of them, several "
    "times as many bytes, each array with its checksum."
)


def readers(tables: workload.Tables) -> dict[str, Callable[[], object]]:
    """What is timed, by name; ours begins with the file and ends with verdicts."""
    task = Task(tables, tables.plans)
    read, programs = plancheck_engine.columns(task)
    read()  # they are in their file from now on
    arrays = sorted(tables.folder.glob("*.npy"))

    def checked() -> object:
        return plancheck_engine.evaluate((read(), programs))

    return {
        BARE: lambda: [tables.table(name) for name in TABLES],
        "arrays, read by numpy": lambda: [tables.array(path.stem) for path in arrays],
        "our columns, their bytes": plancheck_engine.kept(task).read_bytes,
        "our columns, read and believed": read,
        "our columns, read and judged": checked,
    }


def in_turns(ways: dict[str, Callable[[], object]], turns: int) -> dict[str, list[float]]:
    """Seconds of each, turn by turn, after one that does not count."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(turns + 1):
        for name, way in ways.items():
            gc.collect()
            begin = time.perf_counter()
            way()
            if turn:
                times[name].append(time.perf_counter() - begin)
    return times


def rows(times: dict[str, list[float]]) -> list[list[str]]:
    found = []
    for name, taken in times.items():
        ratio = statistics.median(own / bare for own, bare in zip(taken, times[BARE], strict=True))
        usual = (
            results.milliseconds(seconds) for seconds in (min(taken), statistics.median(taken))
        )
        found.append([name, *usual, f"{ratio:.2f}×"])
    return found


def again(count: int, folder: Path) -> str:
    """A batch over files, once and again, and how long it takes no more than to read and hash them."""
    files = folder / "plans"
    size = plan_files.write(workload.save(count, folder / "tables"), files)
    command = [sys.executable, "-m", "checker", "batch", str(files), "--fail-on", "never"]
    own = {**os.environ, "PLANCHECK_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    taken = []
    for _ in range(3):
        begin = time.perf_counter()
        subprocess.run(command, env=own, capture_output=True, check=True)
        taken.append(time.perf_counter() - begin)
    begin = time.perf_counter()
    for path in files.glob("*.yaml"):
        digest(path.read_bytes())
    bare = time.perf_counter() - begin
    return (
        f"`plancheck batch` over {count:,} YAML files ({size / 1e6:,.0f} MB): {taken[0]:,.1f} s, and again, unchanged, "
        f"{min(taken[1:]):.2f} s; reading and hashing them alone {bare:.2f} s."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Reading again; see bench/README.md.")
    parser.add_argument("--plans", type=int, default=30_000)
    parser.add_argument("--files", type=int, default=3_000)
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "plancheck-race")
    parser.add_argument("--no-results", action="store_true", help="leave RESULTS.md as it is")
    given = parser.parse_args()
    if min(given.plans, given.files, given.turns) < 1:
        parser.error("--plans, --files and --turns are 1 or more")
    tables = workload.save(given.plans, given.data / str(given.plans))
    times = in_turns(readers(tables), given.turns)
    with tempfile.TemporaryDirectory() as folder:
        told = again(given.files, Path(folder))
    text = [
        "## Reading again",
        f"`bench/race/unchanged.py {' '.join(sys.argv[1:])}`, {results.machine()}",
        f"{given.plans:,} plans and the sixty rules. {NOTE}",
        results.table(HEAD, rows(times)),
        told,
    ]
    print("\n\n".join(text[1:]))
    if not given.no_results:
        results.write("unchanged", "\n\n".join(text))


if __name__ == "__main__":
    main()
