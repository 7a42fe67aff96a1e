"""What was read before: columns read back and judged, beside bare reads of as much.

    .venv/bin/python bench/race/unchanged.py --plans 30000

The readers take turns, so that a busy moment hits all of them alike. The columns are those of the race, kept beside its
tables; all files are in the page cache. A batch over unchanged files is a row of bench/against_base.py.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.race import results, workload  # noqa: E402
from bench.race.rival import Task  # noqa: E402
from bench.race.rivals import plancheck_engine  # noqa: E402

TABLES = ("targets", "uppers", "institutions", "facts")
BARE = "Parquet, read by pyarrow"
HEAD = ("reader", "min ms", "median ms", "× Parquet")
NOTE = (
    "Parquet and numpy hold the tables that the others race on; our columns hold what the rules ask of them, several "
    "times as many bytes, under a checksum."
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
        "our columns, their bytes": lambda: plancheck_engine.kept(task),
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


def main() -> None:
    parser = argparse.ArgumentParser(description="Reading again; see bench/README.md.")
    parser.add_argument("--plans", type=int, default=30_000)
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "plancheck-race")
    parser.add_argument("--no-results", action="store_true", help="leave RESULTS.md as it is")
    given = parser.parse_args()
    if min(given.plans, given.turns) < 1:
        parser.error("--plans and --turns are 1 or more")
    tables = workload.save(given.plans, given.data / str(given.plans))
    times = in_turns(readers(tables), given.turns)
    text = [
        "## Reading again",
        f"`bench/race/unchanged.py {' '.join(sys.argv[1:])}`, {results.machine()}",
        f"{given.plans:,} plans and the sixty rules. {NOTE}",
        results.table(HEAD, rows(times)),
    ]
    print("\n\n".join(text[1:]))
    if not given.no_results:
        results.write("unchanged", "\n\n".join(text))


if __name__ == "__main__":
    main()
