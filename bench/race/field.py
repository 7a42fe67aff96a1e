"""Who runs: the rivals in the order of the table, and one of them measured in this process.

`python -m bench.race.field RIVAL …` is what run.py starts in a fresh process for each rival.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import importlib.metadata
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.race.rival import NotThereError, Rival, Task
from bench.race.verdicts import Keys, difference, of_first, repeated
from bench.race.workload import RULES, Tables, save

# Modules of bench/race/rivals. The columnar engine of plancheck joins as soon as its module is there.
FIELD = (
    "numpy_columns",
    "plancheck_engine",
    "polars_frames",
    "pandas_frames",
    "duckdb_sql",
    "pointblank_steps",
    "pointblank_rules",
    "closures",
    "vtl_script",
    "pandera_checks",
    "expectations",
    "zen_decision",
    "rego_policy",
    "plancheck_reference",
    "cel_expressions",
)
SPECIFICATION = (
    "closures"  # what it finds is what is expected, kept beside the tables under this name
)
EXPECTED = "expected.npz"
MEGABYTE = 2**20


def find(module: str) -> Rival:
    """The rival, or why it cannot run here."""
    try:
        rival: Rival = importlib.import_module(f"bench.race.rivals.{module}").RIVAL
    except ModuleNotFoundError as missing:
        own = missing.name and missing.name.startswith("bench.race.rivals.")
        raise NotThereError(
            "not there yet" if own else f"{missing.name} not installed"
        ) from missing
    return rival


def expected(tables: Tables) -> tuple[Keys, Keys]:
    """The verdicts that plain Python finds, kept beside the tables."""
    kept = tables.folder / EXPECTED
    if not kept.is_file():
        rival = find(SPECIFICATION)
        fails, unknown = rival.verdicts(rival.evaluate(rival.prepare(Task(tables, tables.plans))))
        np.savez(kept, fails=fails, unknown=unknown)
    with np.load(kept) as found:
        return found["fails"], found["unknown"]


def measure(module: str, folder: Path, plans: int, rules: int, repeats: int, budget: float) -> Any:
    """One rival on one workload: times in seconds, memory in MB, and how its verdicts differ."""
    rival = find(module)
    tables = save(plans, folder)
    task = Task(tables, min(plans, rival.at_most or plans), rules)
    prepared = rival.prepare(task)
    gc.collect()
    gc.freeze()  # so that collecting before each turn looks at what a turn left, not at what all of them use
    ctypes.CDLL(None).malloc_trim(0)  # what making it ready left behind is not the data
    loaded = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak from here on
    times: list[float] = []
    while not times or (len(times) < repeats and sum(times) < budget):
        gc.collect()
        begin = time.perf_counter()
        result = rival.evaluate(prepared)
        times.append(time.perf_counter() - begin)
    peak = _memory("VmHWM")
    fails, unknown = (
        repeated(of_first(some, task.plans), rules, RULES) for some in expected(tables)
    )
    own_fails, own_unknown = rival.verdicts(result)
    return {
        "name": rival.name,
        "note": rival.note,
        "plans": task.plans,
        "times": times,
        "loaded": loaded,
        "peak": peak,
        "fails": difference(own_fails, fails),
        "unknown": difference(own_unknown, unknown) if rival.unknowns else None,
        "versions": {name: importlib.metadata.version(name) for name in rival.packages},
    }


def _memory(what: str) -> float:
    """A figure of this process in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) * 1024 / MEGABYTE


def main() -> None:
    module, folder, plans, rules, repeats, budget = sys.argv[1:]
    try:
        found = measure(module, Path(folder), int(plans), int(rules), int(repeats), float(budget))
    except NotThereError as absent:
        found = {"absent": str(absent)}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
