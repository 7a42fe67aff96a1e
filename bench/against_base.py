"""This build beside an older one: times, memory and size, run by run in turns, as one table.

    .venv/bin/python bench/against_base.py --base 59e0ec6
    .venv/bin/python bench/against_base.py --base ../old --rows changed,cold --turns 5

The base is a commit, or a checkout with its `.venv`. Each turn runs both builds, the first one of the turn last in the
next, so that a busy moment hits both. The ratio of a row is of the least times and, behind it, the median of the ratios
of the turns. CPU time is user and system of all processes of a command; memory counts shared pages once.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import builds, changed_plans, cold_start  # noqa: E402
from bench.race import plan_files, results, workload  # noqa: E402
from tests import structure  # noqa: E402

BATCH = ("-m", "checker", "batch", "--fail-on", "never")
SETTLING_SECONDS = 3
"""How old the files of a program must be before builds up to 59e0ec6 keep anything."""

Pair = tuple[builds.Run, builds.Run]
Row = tuple[str, str, str, str, str]
"""What is measured, the bar, the base, this build, this build as a multiple of the base."""


@dataclass(frozen=True)
class Bench:
    """The two builds, a folder for inputs and caches, and how much is to be run."""

    base: builds.Build
    new: builds.Build
    folder: Path
    turns: int
    plans: int
    files: int
    race_plans: int

    def in_turns(self, turns: int, run: Callable[[builds.Build, int], builds.Run]) -> list[Pair]:
        """Run both builds in each turn, now one first, now the other."""
        pairs = []
        for turn in range(turns):
            order = (self.base, self.new) if turn % 2 == 0 else (self.new, self.base)
            done = {build.root: run(build, turn) for build in order}
            pairs.append((done[self.base.root], done[self.new.root]))
            print(
                f"  turn {turn + 1} of {turns}: {pairs[-1][0].cpu:.2f} s, {pairs[-1][1].cpu:.2f} s",
                file=sys.stderr,
            )
        return pairs

    def cache(self, build: builds.Build, name: str) -> Path:
        return self.folder / f"cache-{build.root.name}-{name}"

    def changed(self) -> Path:
        """The folder of plans that no cache has seen."""
        folder = self.folder / "changed"
        if not folder.exists():
            changed_plans.write(folder, self.plans)
        return folder

    def race_files(self) -> Path:
        """The folder of the race's plans as files."""
        folder = self.folder / "race"
        if not folder.exists():
            plan_files.write(workload.save(self.files, self.folder / "race-tables"), folder)
        return folder


# ---- the rows


def first_batch(bench: Bench, outputs: Sequence[str] = ()) -> list[Pair]:
    """Plans never seen, one process, an empty cache."""
    plans = bench.changed()
    return bench.in_turns(
        bench.turns,
        lambda build, _: _cold(bench, build, [*BATCH, str(plans), "--jobs", "1", *outputs]),
    )


def summary_rows(bench: Bench) -> Iterator[Row]:
    pairs = first_batch(bench)
    name = f"first batch, {bench.plans} changed plans, one process"
    yield from timed(name, "≤ 0.4", pairs)
    yield memory(name, pairs)


def jsonl_rows(bench: Bench) -> Iterator[Row]:
    pairs = first_batch(bench, ["-o", "jsonl:results.jsonl"])
    yield from timed(f"the same with `-o jsonl:`, {bench.plans} changed plans", "≤ 0.6", pairs)


def race_batch_rows(bench: Bench) -> Iterator[Row]:
    files = str(bench.race_files())
    command = [*BATCH, files, "--jobs", "2"]
    pairs = bench.in_turns(max(bench.turns - 1, 1), lambda build, _: _cold(bench, build, command))
    name = f"first batch of the race's {bench.files:,} files, two processes"
    yield from timed(name, "≤ 0.45", pairs)
    yield memory(name, pairs)


def unchanged_rows(bench: Bench) -> Iterator[Row]:
    command = [*BATCH, str(bench.race_files()), "--jobs", "2"]

    def run(build: builds.Build, _: int) -> builds.Run:
        return _done(build.run(command, bench.cache(build, "unchanged"), bench.folder))

    for build in (bench.base, bench.new):
        run(build, 0)
    yield from timed(
        f"unchanged batch of {bench.files:,}", "≤ 1.5", bench.in_turns(max(bench.turns * 2, 2), run)
    )


def changed_rows(bench: Bench) -> Iterator[Row]:
    """One plan that is not as it was, with rules and vocabulary from the cache."""
    for build in (bench.base, bench.new):
        _edited(bench, build, -1)
    pairs = bench.in_turns(bench.turns * 7, lambda build, turn: _edited(bench, build, turn))
    yield from timed("one plan changed since", "≤ 1.0", pairs)


def _edited(bench: Bench, build: builds.Build, turn: int) -> builds.Run:
    plan = cold_start.edited(bench.folder, turn)
    return _done(
        build.run([*cold_start.CHECK, str(plan)], bench.cache(build, "edited"), bench.folder)
    )


def cold_rows(bench: Bench) -> Iterator[Row]:
    command = [*cold_start.CHECK, str(cold_start.PLAN)]
    pairs = bench.in_turns(bench.turns * 4, lambda build, _: _cold(bench, build, command))
    yield from timed("one plan, empty cache", "≤ 1.0", pairs)


def engine_rows(bench: Bench) -> Iterator[Row]:
    """The columnar engine on the sixty rules: what the race times, each build with its own tables and bench."""
    least: list[tuple[float, float]] = []
    for turn in range(bench.turns + 1):
        pair = [_raced(bench, build) for build in (bench.base, bench.new)]
        if turn:  # the first made the columns
            least.append((pair[0], pair[1]))
    yield times(
        f"race of the columnar engine, {bench.race_plans:,} plans", "≤ 1.05", least, 1e3, "ms"
    )


def _raced(bench: Bench, build: builds.Build) -> float:
    tables = bench.folder / f"tables-{build.root.name}"
    words = [
        "-m",
        "bench.race.field",
        "plancheck_engine",
        str(tables),
        str(bench.race_plans),
        "60",
        "15",
        "20",
    ]
    done = _done(build.run(words, bench.cache(build, "race"), build.root))
    measured = json.loads(done.out.splitlines()[-1])
    if "absent" in measured or measured["fails"] or measured["unknown"]:
        raise SystemExit(f"the engine does not agree or does not run: {measured}")
    return float(min(measured["times"]))


def size_rows(bench: Bench) -> Iterator[Row]:
    roots = (bench.base.root, bench.new.root)
    lines = [structure.lines_of_code(root) for root in roots]
    yield (
        "`checker/`, lines of Python",
        "2,000 fewer",
        *(f"{count:,}" for count in lines),
        f"{lines[1] - lines[0]:+,}",
    )
    for name, lengths, bar in (
        ("largest function, lines", structure.function_lengths, "≤ 58"),
        ("largest file, lines", structure.file_lengths, "≤ 546"),
    ):
        yield (name, bar, *(str(max(lengths(root).values())) for root in roots), "")
    circles = [structure.cycles(structure.import_graph(root)) for root in roots]
    yield (
        "import cycles (files in them)",
        "0",
        *(f"{len(c)} ({sum(map(len, c))})" for c in circles),
        "",
    )


ROWS: dict[str, Callable[[Bench], Iterable[Row]]] = {
    "summary": summary_rows,
    "jsonl": jsonl_rows,
    "race": race_batch_rows,
    "unchanged": unchanged_rows,
    "changed": changed_rows,
    "cold": cold_rows,
    "engine": engine_rows,
    "size": size_rows,
}


def _cold(bench: Bench, build: builds.Build, command: list[str]) -> builds.Run:
    """Run a command with an empty cache, and look how much memory it takes."""
    cache = bench.cache(build, "empty")
    shutil.rmtree(cache, ignore_errors=True)
    return _done(build.run(command, cache, bench.folder, sample="batch" in command))


def _done(run: builds.Run) -> builds.Run:
    if run.code:
        raise SystemExit(f"exit code {run.code}\n{run.err.decode()}")
    return run


# ---- as text


def timed(name: str, bar: str, pairs: list[Pair]) -> Iterator[Row]:
    """Two rows: CPU time, which the bar is for, and wall time."""
    yield times(f"{name}: CPU", bar, [(old.cpu, new.cpu) for old, new in pairs], 1, "s")
    yield times(f"{name}: wall", "", [(old.wall, new.wall) for old, new in pairs], 1, "s")


def times(name: str, bar: str, pairs: list[tuple[float, float]], scale: float, unit: str) -> Row:
    old, new = (min(side) for side in zip(*pairs, strict=True))
    median = statistics.median(after / before for before, after in pairs)
    cells = (
        f"{value * scale:,.{2 if unit == 's' and value < 10 else 1}f} {unit}"
        for value in (old, new)
    )
    return (name, bar, *cells, f"{new / old:.2f} ({median:.2f})")


def memory(name: str, pairs: list[Pair]) -> Row:
    old, new = (statistics.median(run.peak for run in side) for side in zip(*pairs, strict=True))
    return (f"{name}: peak memory", "≤ 1.0", f"{old:,.0f} MB", f"{new:,.0f} MB", f"{new / old:.2f}")


HEAD = ("measure", "bar", "base", "this build", "×")
NOTE = """\
“×” is this build as a multiple of the base: of the least times and, in brackets, the median of the ratios of turns that
follow on each other."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description="This build beside an older one; see bench/README.md."
    )
    parser.add_argument("--base", default=builds.BASE, help="a commit, or a checkout with a .venv")
    parser.add_argument(
        "--new", type=Path, default=ROOT, help="the checkout that is measured beside it"
    )
    parser.add_argument("--rows", default=",".join(ROWS), help=f"some of {', '.join(ROWS)}")
    parser.add_argument(
        "--turns", type=int, default=3, help="of a batch; short commands run several times as often"
    )
    parser.add_argument("--plans", type=int, default=200, help="changed plans of the first batch")
    parser.add_argument("--files", type=int, default=3_000, help="files of the race")
    parser.add_argument(
        "--race-plans", type=int, default=30_000, help="plans of the race of the columnar engine"
    )
    parser.add_argument(
        "--results", action="store_true", help="write the section of RESULTS.md, too"
    )
    options = parser.parse_args()
    chosen = options.rows.split(",")
    if unknown := [name for name in chosen if name not in ROWS]:
        parser.error(f"no such row: {', '.join(unknown)}; known: {', '.join(ROWS)}")
    if min(options.turns, options.plans, options.files, options.race_plans) < 1:
        parser.error("--turns, --plans, --files and --race-plans are 1 or more")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with builds.of(options.base, folder / "checkout") as base:
            bench = Bench(
                base.copied(folder / "base"), builds.at(options.new).copied(folder / "this"), folder,
                options.turns, options.plans, options.files, options.race_plans,
            )  # fmt: skip
            time.sleep(SETTLING_SECONDS)
            rows = []
            for row_name in chosen:
                print(row_name, file=sys.stderr)
                rows += ROWS[row_name](bench)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=options.new,
        capture_output=True,
        text=True,
        check=False,
    )
    text = [
        "## This build beside an older one",
        f"`{' '.join(['bench/against_base.py', *sys.argv[1:]])}`, commit {commit.stdout.strip()}, {results.machine()}",
        NOTE,
        results.table(HEAD, rows),
    ]
    print("\n\n".join(text[1:]))
    if options.results:
        results.write("against-base", "\n\n".join(text))


if __name__ == "__main__":
    main()
