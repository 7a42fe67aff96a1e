"""The race: our engine beside hand-written numpy and the engines users would pick, each in a fresh process.

    .venv/bin/python bench/race/run.py --plans 30000 --rivals all

Numpy runs right before and after every rival, and the ratio is to the better: the machine may be busy with other
things. A rival that takes very long runs on fewer plans; both its own figure and the one scaled up are printed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.race import results  # noqa: E402
from bench.race.field import EXPECTED, FIELD, SPECIFICATION, find  # noqa: E402
from bench.race.rival import NotThereError  # noqa: E402
from bench.race.workload import CITIES, INDICATORS, INSTITUTIONS, RULES  # noqa: E402

BASE = "numpy_columns"
GROWING = (BASE, "plancheck_engine", "closures")
PLANS, BOOKS = (100, 3_000, 30_000, 100_000), (60, 250, 1_000)
SUBJECTS = 55 + 3 * INSTITUTIONS + 2 * len(INDICATORS)


class Race:
    """Runs rivals in processes of their own, on workloads kept in one folder; remembers their versions."""

    def __init__(self, data: Path, repeats: int, budget: float) -> None:
        self.versions: dict[str, str] = {}
        self.data = data
        self.repeats = repeats
        self.budget = budget

    def run(self, rival: str, plans: int, rules: int = RULES) -> Any:
        """What bench/race/field.py measured, or `absent` with the reason."""
        if not (self.data / str(plans) / EXPECTED).is_file():
            self._field(SPECIFICATION, plans, RULES, 1)
        done = self._field(rival, plans, rules, self.repeats)
        if done.returncode:
            last = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
            return {"absent": f"failed: {last[-1][:100]}"}
        found = json.loads(done.stdout.splitlines()[-1])
        self.versions |= found.get("versions", {})
        return found

    def _field(
        self, rival: str, plans: int, rules: int, repeats: int
    ) -> subprocess.CompletedProcess[str]:
        given = (rival, self.data / str(plans), plans, rules, repeats, self.budget)
        return subprocess.run(
            [sys.executable, "-m", "bench.race.field", *(str(word) for word in given)],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip


def compare(race: Race, rivals: list[str], plans: int) -> Iterator[list[str]]:
    """A row a rival: times, ratio to numpy, memory, agreement."""
    base = race.run(BASE, plans)
    for rival in rivals:
        before, found = base, race.run(rival, plans) if rival != BASE else base
        base = race.run(BASE, plans) if rival != BASE else base
        if "absent" in found:
            yield [rival, *["–"] * 6, found["absent"]]
            continue
        scale = plans / found["plans"]
        least, middle = min(found["times"]) * scale, statistics.median(found["times"]) * scale
        ratio = least / min(*before["times"], *base["times"])
        measured = "all" if scale == 1 else f"{found['plans']:,}: {min(found['times']):.2f} s"
        yield [
            found["name"], measured, results.milliseconds(least), results.milliseconds(middle),
            f"{ratio:,.1f}×" if ratio < 100 else f"{ratio:,.0f}×",
            f"{found['loaded']:,.0f}", f"{found['peak']:,.0f}", agreement(found),
        ]  # fmt: skip


def notes(rivals: list[str]) -> Iterator[str]:
    """What a reader of the table should know of single rivals."""
    for rival in rivals:
        try:
            known = find(rival)
        except NotThereError:
            continue
        if known.note:
            yield f"{known.name}: {known.note}."


def agreement(found: Any) -> str:
    if found["fails"]:
        return f"violations differ: {found['fails']}"
    if found["unknown"] is None:
        return "violations agree; cannot tell unknown from passed"
    return f"unknowns differ: {found['unknown']}" if found["unknown"] else "all agree"


HEAD = (
    "rival", "plans measured", "min ms", "median ms", "× numpy",
    "loaded MB", "peak MB", "verdicts",
)  # fmt: skip


def growth(race: Race, rivals: list[str], plans: int, most: int) -> str:
    """How cost grows with plans and with rules, for those that take any number of both."""
    sizes = [number for number in PLANS if number <= most]
    by_plans, by_rules = [], []
    for rival in (name for name in GROWING if name in rivals):
        counted = [race.run(rival, number) for number in sizes]
        booked = [race.run(rival, plans, number) for number in BOOKS]
        by_plans.append(
            [rival, *(_cost(*pair, "plan") for pair in zip(counted, sizes, strict=True))]
        )
        by_rules.append(
            [rival, *(_cost(*pair, "rule") for pair in zip(booked, BOOKS, strict=True))]
        )
    heads = [f"{RULES} rules", *(f"{number:,} plans" for number in sizes)]
    books = [f"{plans:,} plans", *(f"{number:,} rules" for number in BOOKS)]
    return f"{results.table(heads, by_plans)}\n\n{results.table(books, by_rules)}"


def _cost(found: Any, count: int, what: str) -> str:
    """Milliseconds, and microseconds for each of what was counted; or why there are none."""
    if "absent" in found:
        return str(found["absent"])
    if (said := agreement(found)) != "all agree":
        return said
    least = min(found["times"])
    return f"{results.milliseconds(least)} ms, {least * 1e6 / count:,.2f} µs a {what}"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The race of rule engines; see bench/README.md.")
    parser.add_argument("--plans", type=int, default=30_000)
    parser.add_argument("--rivals", default="all", help=f"all, or some of {', '.join(FIELD)}")
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--budget", type=float, default=20, help="seconds a rival, then no repeat")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "plancheck-race")
    parser.add_argument("--most-plans", type=int, default=max(PLANS), help="in how cost grows")
    parser.add_argument("--no-growth", action="store_true", help="leave out how cost grows")
    parser.add_argument("--section", default="race", help="of RESULTS.md")
    parser.add_argument("--no-results", action="store_true", help="leave RESULTS.md as it is")
    given = parser.parse_args()
    given.field = list(FIELD) if given.rivals == "all" else given.rivals.split(",")
    if unknown := [name for name in given.field if name not in FIELD]:
        parser.error(f"no such rival: {', '.join(unknown)}; known: {', '.join(FIELD)}")
    if given.plans < 1:
        parser.error("--plans is a number of plans, 1 or more")
    return given


def main() -> None:
    given = options()
    race = Race(given.data, given.repeats, given.budget)
    rows = []
    for row in compare(race, given.field, given.plans):
        cells = (f"{cell:>{width}}" for cell, width in zip(row, WIDTHS, strict=True))
        print("  ".join(cells), flush=True)
        rows.append(row)
    grown = "" if given.no_growth else growth(race, given.field, given.plans, given.most_plans)
    size = f"{given.plans:,} county plans under {CITIES} city plans, {RULES} rules"
    text = [
        "## The race" if given.rivals == "all" else "## A race of some rivals",
        f"`bench/race/run.py {' '.join(sys.argv[1:])}`, {results.machine()}",
        f"{size}, {given.plans * SUBJECTS:,} verdicts; data in memory, evaluation only.",
        results.table(HEAD, rows),
        "\n".join([NOTES, *notes(given.field)]),
        "Versions: " + ", ".join(f"{k} {v}" for k, v in sorted(race.versions.items())) + ".",
    ]
    if grown:
        text += ["### How cost grows", grown]
        print(f"\n{grown}")
    if not given.no_results:
        results.write(given.section, "\n\n".join(text))


WIDTHS = (30, 16, 10, 10, 10, 8, 8, 0)
NOTES = """\
“× numpy” is the least time over that of numpy run right before and after. “loaded MB” is what the process holds when
ready, libraries included, “peak MB” the most it held while evaluating. “cannot tell” means that a missing value counts
as passed or as failed there. polars and DuckDB use both cores, the others one. Not raced: OPA, whose program is in no
registry reached from here (regorus runs the same language), and R validate, as there is no R."""


if __name__ == "__main__":
    main()
