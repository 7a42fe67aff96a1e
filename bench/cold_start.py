"""Cold start: whole processes, in one run, as multiples of two floors. See README.md.

The floors are `python -c pass` and `import click, yaml`, which a program like this one can hardly do without.
"""

from __future__ import annotations

import argparse
import compileall
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import builds  # noqa: E402
from bench.race import results  # noqa: E402

PLAN = ROOT / "plans" / "luzhai.yaml"
CHECK = ("-m", "checker", "check", "--fail-on", "never")
CHANGED = "changed.yaml"
"""Stands in a command for a plan with an edit that no run has seen; the rules and the plans above are as they were."""

EMPTY = "empty cache"
COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "import click": ("-c", "import click"),
    "import click, yaml": ("-c", "import click, yaml"),
    "plancheck --version": ("-m", "checker", "--version"),
    "one plan": (*CHECK, CHANGED),
    "one plan, -q": (*CHECK, "-q", CHANGED),
    "one plan, --format json": (*CHECK, "--format", "json", CHANGED),
    EMPTY: (*CHECK, CHANGED),
}
FLOORS = ("python -c pass", "import click, yaml")
NOTE = """\
CPU time of whole processes, user and system. “one plan” was edited since the last run, the rules come from the cache.
“empty cache”: the rules are parsed, too. Ratios are medians over pairs of one round."""


def edited(folder: Path, turn: int) -> Path:
    """Write a plan that differs from that of every other turn by a character or a few; its path."""
    path = folder / CHANGED
    path.write_text(f"{PLAN.read_text(encoding='utf-8')}# {turn:05}\n", encoding="utf-8")
    return path


def measured(build: builds.Build, folder: Path, rounds: int) -> dict[str, list[float]]:
    """Every command in turn, round by round, so that a noisy moment hits all alike; the first round does not count."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(rounds + 1):
        for number, (name, arguments) in enumerate(COMMANDS.items()):
            plan = edited(folder, turn * len(COMMANDS) + number)
            cache = folder / ("empty" if name == EMPTY else "warm")
            run = build.run(
                [str(plan) if word == CHANGED else word for word in arguments], cache, folder
            )
            if run.code:
                raise SystemExit(run.err.decode())
            if turn:
                times[name].append(run.cpu)
            shutil.rmtree(folder / "empty", ignore_errors=True)
    return times


def rows(times: dict[str, list[float]]) -> list[list[str]]:
    """Least and usual time of each command, and its ratios, pair by pair: the machine's pace is in both."""
    found = []
    for name, taken in times.items():
        ratios = (
            statistics.median(t / f for t, f in zip(taken, times[floor], strict=True))
            for floor in FLOORS
        )
        usual = (f"{seconds * 1e3:.1f}" for seconds in (min(taken), statistics.median(taken)))
        found.append([name, *usual, *(f"{ratio:.2f}×" for ratio in ratios)])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="How long one check takes; see bench/README.md.")
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--no-results", action="store_true", help="leave RESULTS.md as it is")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds is 1 or more")
    compileall.compile_dir(ROOT / "checker", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        times = measured(builds.Build(ROOT, Path(sys.executable)), Path(folder), options.rounds)
    text = [
        "## Cold start",
        f"`{' '.join(['bench/cold_start.py', *sys.argv[1:]])}`, {results.machine()}",
        NOTE,
        results.table(("command", "min ms", "median ms", "× pass", "× click, yaml"), rows(times)),
    ]
    print("\n".join(text[1:]))
    if not options.no_results:
        results.write("start", "\n\n".join(text))


if __name__ == "__main__":
    main()
