"""Cold start: whole processes, in one run, as multiples of two floors. Run: python bench/cold_start.py [RUNS]

The floors are `python -c pass` and `import click, yaml`, which a program like this one can hardly do without. Below
the table: how long the rules take to come from the cache, as far as they are needed to judge, and as a whole.
"""

from __future__ import annotations

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLAN = str(ROOT / "plans" / "luzhai.yaml")

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import click, yaml": ["-c", "import click, yaml"],
    "import click, yaml, lark": ["-c", "import click, yaml, lark"],
    "plancheck --version": ["-m", "checker", "--version"],
    "plancheck luzhai, empty cache": ["-m", "checker", PLAN],
    "plancheck luzhai, warm cache": ["-m", "checker", PLAN],
    "plancheck -q luzhai, warm cache": ["-m", "checker", "-q", PLAN],
}
FLOORS = ("python -c pass", "import click, yaml")

RULES = """
import time
from checker import driver
driver.load_rules()  # what it imports, imported
driver._code_digest.cache_clear()
begin = time.perf_counter()
book = driver.load_rules()
loaded = time.perf_counter()
[rule.require for rule in book.rules]
judging = time.perf_counter()
[(rule.title, rule.examples) for rule in book.rules]
print(loaded - begin, judging - loaded, time.perf_counter() - judging)
"""


def once(arguments: list[str], cache: str) -> tuple[float, str]:
    environment = {**os.environ, "PLANCHECK_CACHE": cache, "PYTHONPATH": str(ROOT)}
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, cwd=ROOT, check=False
    )
    took = time.perf_counter() - begin
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return took, done.stdout.decode()


def main() -> None:
    """Times every command in turn, round by round, so that a noisy moment hits all of them alike."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    compileall.compile_dir(ROOT / "checker", quiet=1)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        warm = str(Path(folder) / "warm")
        once(COMMANDS["plancheck luzhai, warm cache"], warm)
        for run in range(runs):
            for name, arguments in COMMANDS.items():
                empty = str(Path(folder) / f"empty-{run}")
                times[name].append(once(arguments, empty if "empty" in name else warm)[0])
                shutil.rmtree(empty, ignore_errors=True)
        rules = [list(map(float, once(["-c", RULES], warm)[1].split())) for _ in range(runs)]
    print(f"{'command':34}{'median ms':>11}{'min ms':>9}{'× pass':>9}{'× click, yaml':>15}")
    for name, taken in times.items():
        # Pair by pair: the machine's pace at that moment is in both.
        ratios = (
            statistics.median(t / f for t, f in zip(taken, times[floor], strict=True))
            for floor in FLOORS
        )
        first, second = ratios
        print(
            f"{name:34}{statistics.median(taken) * 1000:11.1f}{min(taken) * 1000:9.1f}{first:9.1f}{second:15.2f}"
        )
    loaded, judging, rest = (statistics.median(part) * 1000 for part in zip(*rules, strict=True))
    print(
        f"\nrules and vocabulary from the cache {loaded:.1f} ms, to judge {judging:.1f} ms more, the rest {rest:.1f} ms"
    )


if __name__ == "__main__":
    main()
