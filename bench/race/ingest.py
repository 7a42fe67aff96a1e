"""Reading plans: YAML by PyYAML's C loader, its events alone, JSON, and our loader with line and column.

    .venv/bin/python bench/race/ingest.py --files 3000

Every round reads another slice of the files with each reader in turn, so that a busy moment hits all of them alike;
a ratio is taken within a round, and the median of the rounds is printed.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402

from bench.race import plan_files, results, workload  # noqa: E402
from checker.plan.load import load_plan  # noqa: E402
from checker.source import Source  # noqa: E402

MEGA = 10**6
BASE = "yaml.load, CSafeLoader"
OURS = "checker.plan.load.load_plan"


def by_loader(text: str) -> object:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def by_events(text: str) -> object:
    return sum(1 for _ in yaml.parse(text, Loader=yaml.CSafeLoader))


def by_us(text: str) -> object:
    plan, faults = load_plan(Source("plan.yaml", text))
    assert plan is not None and not faults, faults
    return plan


READERS: dict[str, Callable[[str], object]] = {
    BASE: by_loader,
    "CSafeLoader, events only": by_events,
    "json.loads": json.loads,
    OURS: by_us,
}


def timed(read: Callable[[str], object], texts: list[str]) -> float:
    gc.collect()
    begin = time.perf_counter()
    for text in texts:
        read(text)
    return time.perf_counter() - begin


def one_core(texts: list[str], as_json: list[str], rounds: int) -> dict[str, list[float]]:
    """Seconds of each reader in each round; the JSON holds the same plans."""
    size = max(1, len(texts) // rounds)
    times: dict[str, list[float]] = {name: [] for name in READERS}
    for turn in range(rounds):
        part = slice(turn * size, (turn + 1) * size)
        for name, read in READERS.items():
            times[name].append(timed(read, (as_json if read is json.loads else texts)[part]))
    return times


def read_file(path: str) -> int:
    """One file by our loader, in a process of its own; its size in bytes."""
    data = Path(path).read_bytes()
    by_us(data.decode())
    return len(data)


def two_processes(paths: list[str], texts: list[str]) -> tuple[float, float]:
    """Bytes a second of two processes reading every file by our loader, and that as a multiple of CSafeLoader."""
    part, speeds, ratios = texts[: max(1, len(texts) // 20)], [], []
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(read_file, paths[:20])  # the processes are up and have imported
        for _ in range(3):
            base = sum(len(text.encode()) for text in part) / timed(by_loader, part)
            begin = time.perf_counter()
            size = sum(pool.imap_unordered(read_file, paths, chunksize=25))
            speeds.append(size / (time.perf_counter() - begin))
            ratios.append(speeds[-1] / base)
    return statistics.median(speeds), statistics.median(ratios)


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast plans are read; see bench/README.md.")
    parser.add_argument("--files", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--no-results", action="store_true", help="leave RESULTS.md as it is")
    given = parser.parse_args()
    if not 0 < given.rounds <= given.files:
        parser.error("--files and --rounds are 1 or more, and there is a file for every round")
    with tempfile.TemporaryDirectory() as folder:
        tables = workload.save(given.files, Path(folder) / "tables")
        files = Path(folder) / "plans"
        size = plan_files.write(tables, files)
        paths = [str(path) for path in sorted(files.glob("*.yaml"))]
        texts = [Path(path).read_text(encoding="utf-8") for path in paths]
        as_json = [
            plan_files.to_json(plan).decode()
            for name, plan in plan_files.plans(tables)
            if not name.startswith("upper/")
        ]
        times = one_core(texts, as_json, given.rounds)
        pair = two_processes(paths, texts)
    text = [
        "## Reading plans",
        f"`bench/race/ingest.py {' '.join(sys.argv[1:])}`, {results.machine()}",
        f"{given.files:,} YAML files, {size / MEGA:,.0f} MB; PyYAML {yaml.__version__}. {NOTE}",
        results.table(HEAD, rows(times, size / len(texts), len(texts) // given.rounds, pair)),
    ]
    print("\n".join(text[1:]))
    if not given.no_results:
        results.write("ingest", "\n\n".join(text))


NOTE = "MB/s are of YAML, also where the same plans are read from JSON."
HEAD = ("reader", "MB/s", "× CSafeLoader", "µs a plan")


def rows(
    times: dict[str, list[float]], each: float, plans: int, pair: tuple[float, float]
) -> list[list[str]]:
    """Speed and ratio of each reader on one core, and of ours in two processes."""
    found = []
    for name, taken in times.items():
        middle = statistics.median(taken)
        ratios = [base / own for base, own in zip(times[BASE], taken, strict=True)]
        found.append(_row(name, plans * each / middle, statistics.median(ratios), each))
    return [*found, _row(f"{OURS}, two processes", *pair, each)]


def _row(name: str, speed: float, ratio: float, each: float) -> list[str]:
    return [name, f"{speed / MEGA:.2f}", f"{ratio:.2f}×", f"{each / speed * MEGA:,.0f}"]


if __name__ == "__main__":
    main()
