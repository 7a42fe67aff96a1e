"""Cold start: whole processes, in one run, as multiples of two floors. See README.md.

The floors are `python -c pass` and `import click, yaml`, which a program like this one can hardly do without. Below
the table: how long the rules take to come from the cache, as far as they are needed to judge, and the rest of them.
"""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.race import results  # noqa: E402

PLAN = ROOT / "plans" / "luzhai.yaml"
UNCHANGED, CHANGED = str(PLAN), "changed.yaml"
"""A plan judged before; one with an edit that no run has seen yet, rules and plans above being as they were."""

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import click": ["-c", "import click"],
    "import click, yaml": ["-c", "import click, yaml"],
    "plancheck --version": ["-m", "checker", "--version"],
    "unchanged plan": ["-m", "checker", UNCHANGED],
    "unchanged plan, -q": ["-m", "checker", "-q", UNCHANGED],
    "unchanged plan, --format json": ["-m", "checker", "--format", "json", UNCHANGED],
    "changed plan": ["-m", "checker", CHANGED],
    "empty cache": ["-m", "checker", UNCHANGED],
}
FLOORS = ("python -c pass", "import click, yaml")
NOTE = """\
CPU time of whole processes, user and system. “unchanged”: the judgement comes from the cache, the plan, the plans above
it and the rules being what they were when it was made. “changed”: the plan was edited, the rules come from the cache.
“empty cache”: the rules are parsed, too. Ratios are medians over pairs of one round."""

RULES = """
import gc, time
from checker import driver, program
from checker.__main__ import ROOM
gc.set_threshold(ROOM, 10, 10)  # as the command does
driver.load_rules()  # what it imports, imported
program._identity.cache_clear()
taken = []
def timed(work):
    begin = time.process_time()
    found = work()
    taken.append(time.process_time() - begin)
    return found
timed(program.identity)
terms, rules, _ = timed(driver.rule_sources)
timed(lambda: driver._vocabulary(terms))
book = timed(lambda: driver.rule_book(terms, rules))
timed(lambda: [(rule.title, rule.examples) for rule in book.rules])
print(*taken)
"""
LOADED = (
    "From the cache, once the texts of rules and vocabulary are read ({1:.1f} ms) and it is known which program this "
    "is ({0:.1f} ms): the rules as far as they judge {3:.1f} ms, the vocabulary {2:.1f} ms; the rest of the rules, "
    "where they are explained, {4:.1f} ms."
)


def once(arguments: list[str], cache: Path) -> tuple[float, str]:
    """The CPU time of one process, and what it printed. Its bytecode is written as every installation does."""
    environment = {**os.environ, "PLANCHECK_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, cwd=ROOT, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, done.stdout.decode()


def measured(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Every command in turn, round by round, so that a noisy moment hits all of them alike."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    warm, changed = folder / "warm", folder / CHANGED
    for arguments in COMMANDS.values():
        once([UNCHANGED if word == CHANGED else word for word in arguments], warm)
    for turn in range(rounds):
        text = PLAN.read_text(encoding="utf-8")
        changed.write_text(f"{text}# {turn}\n", encoding="utf-8")
        for name, arguments in COMMANDS.items():
            empty = folder / f"empty-{turn}"
            words = [str(changed) if word == CHANGED else word for word in arguments]
            times[name].append(once(words, empty if name == "empty cache" else warm)[0])
            shutil.rmtree(empty, ignore_errors=True)
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
    given = parser.parse_args()
    if given.rounds < 1:
        parser.error("--rounds is 1 or more")
    compileall.compile_dir(ROOT / "checker", quiet=1)
    time.sleep(3)  # the program's files must have rested: see checker/program.py
    with tempfile.TemporaryDirectory() as folder:
        times = measured(Path(folder), given.rounds)
        parts = [
            list(map(float, once(["-c", RULES], Path(folder) / "warm")[1].split()))
            for _ in range(given.rounds)
        ]
    loaded = [statistics.median(part) * 1e3 for part in zip(*parts, strict=True)]
    loaded[3] -= loaded[2]  # a book of rules is made with its vocabulary
    text = [
        "## Cold start",
        f"`{' '.join(['bench/cold_start.py', *sys.argv[1:]])}`, {results.machine()}",
        NOTE,
        results.table(("command", "min ms", "median ms", "× pass", "× click, yaml"), rows(times)),
        LOADED.format(*loaded),
    ]
    print("\n".join(text[1:]))
    if not given.no_results:
        results.write("start", "\n\n".join(text))


if __name__ == "__main__":
    main()
