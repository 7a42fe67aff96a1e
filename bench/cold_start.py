"""Cold start: whole processes, in one run, as multiples of `python -c pass`. Run: python bench/cold_start.py [RUNS]"""

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
}


def once(arguments: list[str], cache: str) -> float:
    environment = {**os.environ, "PLANCHECK_CACHE": cache, "PYTHONPATH": str(ROOT)}
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, cwd=ROOT, check=False
    )
    took = time.perf_counter() - begin
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return took


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
                times[name].append(once(arguments, empty if "empty" in name else warm))
                shutil.rmtree(empty, ignore_errors=True)
    floor = statistics.median(times["python -c pass"])
    print(f"{'command':32}{'median ms':>11}{'min ms':>9}{'× pass':>9}")
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"{name:32}{middle * 1000:11.1f}{min(taken) * 1000:9.1f}{middle / floor:9.1f}")


if __name__ == "__main__":
    main()
