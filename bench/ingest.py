"""Reading plan files as multiples of the speed of CSafeLoader. Run: python bench/ingest.py [FILES [ROUNDS]]"""

from __future__ import annotations

import gc
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from checker.files import read_source  # noqa: E402 — the checkout's, installed or not
from checker.plan import yaml_events  # noqa: E402
from checker.plan.load import load  # noqa: E402
from checker.plan.yaml_nodes import parse  # noqa: E402

BYTES = 14_700  # of a file, as in the workload
SLICE = 60  # files read by one way before the next has its turn


def write_plans(folder: Path, count: int) -> list[Path]:
    """Our own plans, thinned to the size of the workload, their figures changed; the same for each run."""
    chance = random.Random(20260101)
    models = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "plans").glob("*.yaml"))]
    return [
        _written(folder / f"plan_{number:05d}.yaml", models[number % len(models)], chance)
        for number in range(count)
    ]


def _written(path: Path, text: str, chance: random.Random) -> Path:
    keep = BYTES / len(text.encode())

    def changed(figure: re.Match[str]) -> str:
        return str(round(float(figure[0]) * chance.uniform(0.5, 2), 2))

    kept = []
    for block in re.split(r"(?m)^(?=  - |\S)", text):
        if not block.startswith("  - "):
            kept.append(block)
        elif chance.random() < keep:
            kept.append(re.sub(r'(?<=")\d+(?:\.\d+)?', changed, block))
    names = {name for block in kept for name in re.findall(r"(?m)^  - name: (.*)$", block)}
    text = "".join(kept)
    for reference in (
        r"    part_of: (.*)()\n",
        r"    quotient: \{numerator: (.*), denominator: (.*)\}\n",
    ):
        text = re.sub(
            f"(?m)^{reference}", lambda m: m[0] if {*m.groups()} <= {*names, ""} else "", text
        )
    path.write_text(text, encoding="utf-8")
    return path


def by_csafe(path: Path) -> None:
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def by_events(path: Path) -> None:
    source, _ = read_source(path)
    assert source and yaml_events.parse(source)[0]


def by_lines(path: Path) -> None:
    source, _ = read_source(path)
    assert source and parse(source)[0]


def by_load(path: Path) -> None:
    source, _ = read_source(path)
    assert source and load(source)[0]


WAYS: dict[str, Callable[[Path], None]] = {
    "yaml.load, CSafeLoader": by_csafe,
    "nodes by the parser's events": by_events,
    "nodes by lines": by_lines,
    "load: plans with all places": by_load,
}


def took(work: Callable[[Path], None], paths: Iterable[Path]) -> float:
    gc.collect()
    began = time.process_time()
    for path in paths:
        work(path)
    return time.process_time() - began


def read_slice(paths: list[Path]) -> int:
    """In a process of its own; gives back something small, as a batch does."""
    plans = 0
    for path in paths:
        source, _ = read_source(path)
        plans += source is not None and load(source)[0] is not None
    return plans


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        paths = write_plans(Path(folder), count)
        size = sum(path.stat().st_size for path in paths) / 1e6
        slices = [paths[at : at + SLICE] for at in range(0, count, SLICE)]
        print(
            f"{count} files, {size:.1f} MB, {rounds} rounds; processor time, in turns of {SLICE} files"
        )
        times: dict[str, list[float]] = {name: [] for name in WAYS}
        for _ in range(rounds):
            for part in slices:
                for name, work in WAYS.items():
                    times[name].append(took(work, part))
        base = times["yaml.load, CSafeLoader"]
        for name, own in times.items():
            ratio = statistics.median(b / o for b, o in zip(base, own, strict=True))
            print(f"{name:30} {size * rounds / sum(own):6.2f} MB/s  × {ratio:.2f}")
        alone = began_to_end(lambda: [by_csafe(path) for path in paths])
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(read_slice, slices[:2]))  # the processes have started
            both = began_to_end(lambda: list(pool.map(read_slice, slices)))
        print(
            f"{'load, two processes, by the clock':30} {size / both:6.2f} MB/s  × {alone / both:.2f}"
        )


def began_to_end(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
