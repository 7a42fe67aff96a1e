"""Our dask and spark engines as multiples of the bare call that one would write with the same evaluator.

    python bench/cluster.py --plans 500

The evaluator is `checker.batch.worker.judge_chunk`, the partitions are the same files of plans. Bare are, in Dask,
`read_parquet(…).map_partitions(…)`, and in Spark, `read.parquet(…).mapInPandas(…)`: with the results brought here, and
with the results written as Parquet by the workers. Ours and bare take turns on workers that have run before; a ratio is
taken within a turn. All must find the same.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import shutil
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pandas as pd  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from bench.race import plan_files, results, rulebook, workload  # noqa: E402
from checker.batch import cluster, partitions  # noqa: E402
from checker.batch.chunks import Chunk  # noqa: E402
from checker.batch.job import Job, PlanInput, prepare  # noqa: E402
from checker.batch.registry import read_registry  # noqa: E402
from checker.batch.results import to_json  # noqa: E402
from checker.batch.worker import judge_chunk  # noqa: E402
from checker.plan.load import load_plan  # noqa: E402
from checker.plan.model import Plan  # noqa: E402
from checker.semantics.rule_book import RuleSources, load_rules, read_rule_sources  # noqa: E402
from checker.source import Source  # noqa: E402

WHOLE_FILE = str(1 << 30)
COLUMNS = ["file", "data"]
WAYS = BROUGHT, WRITTEN = ("results brought here", "results written there")
MANY = 300_000
Way = Callable[["Work", Path], set[str]]


@dataclass(frozen=True)
class Work:
    """Plans in parts, what to ask of them, and on how many workers. `most`: parts that are taken; None: all."""

    job: Job
    registry: Path
    plans: int
    workers: int
    most: int | None = None

    @property
    def files(self) -> list[str]:
        return [str(path) for path in sorted(self.registry.rglob("*.parquet"))][: self.most]


def made(plans: int, each: int, workers: int, folder: Path) -> Work:
    """The workload of the race as a registry in parts, with the sixty rules; made once in a folder."""
    registry = folder / f"{plans}-plans-{each}-a-part"
    above = registry.with_suffix(".json")  # written last
    if not above.is_file():
        shutil.rmtree(registry, ignore_errors=True)
        text = json.dumps(_exported(plans, each, registry), ensure_ascii=False)
        above.write_text(text, encoding="utf-8")
    upper = tuple(Source(*pair) for pair in json.loads(above.read_text(encoding="utf-8")))
    terms = read_rule_sources().vocabulary
    asked = (Source("race.rules", rulebook.rules(workload.RULES)),)
    codes = tuple(rule.code for rule in load_rules(RuleSources(terms, asked)).rules)
    return Work(Job(terms, asked, upper, codes), registry, plans, workers)


def _exported(plans: int, each: int, registry: Path) -> list[tuple[str, str]]:
    """Write the counties to a registry; the names and texts of the plans above them."""
    tables = workload.save(plans, registry.with_suffix(".tables"))
    upper: list[tuple[str, str]] = []

    def counties() -> Iterator[tuple[Plan, str]]:
        for name, plan in plan_files.plans(tables):
            text = plan_files.to_yaml(plan)
            if name.startswith("upper/"):
                upper.append((name, text))
            else:
                found, faults = load_plan(Source(name, text))
                assert found is not None and not faults
                yield found, name

    partitions.MAX_PLANS = each
    partitions.export(counties(), registry)
    return upper


def frame(job: Job, plans: pd.DataFrame) -> pd.DataFrame:
    """What a bare call does to a partition: the evaluator, its records as text."""
    items = [PlanInput(*row) for row in plans[COLUMNS].itertuples(index=False, name=None)]
    records = list(map(to_json, judge_chunk(prepare(job), items)))
    return pd.DataFrame({"record": records}, dtype="str")


def found(records: Any) -> set[str]:
    """Records as texts that can be compared: ours name the registry before the plan."""
    texts = (r if isinstance(r, str) else to_json(r) for r in records)
    return {re.sub(r'[^" ]*\.parquet#', "", text.removesuffix("\n")) for text in texts}


def written(folder: Path) -> set[str]:
    files = sorted(folder.rglob("*.parquet"))
    tables = (pq.read_table(path, columns=["record"], partitioning=None) for path in files)
    return found(text for table in tables for text in table["record"].to_pylist())


# ---- ours


def brought(execute: cluster.Executor, work: Work, place: str | None) -> set[str]:
    def chunks() -> Iterator[Chunk]:
        for number, file in enumerate(work.files):
            yield Chunk(number, tuple(PlanInput(e.name, e.text) for e in read_registry(file)))

    done = cluster.run(execute, prepare(work.job), chunks(), work.workers, place)
    return found(record for _, records in done for record in records)


def left(execute: cluster.Executor, work: Work, place: str | None, target: Path) -> set[str]:
    parts = islice(partitions.list_parts(str(work.registry), str(target)), work.most)
    for _ in partitions.run(execute, work.job, parts, work.workers, place):
        pass
    return set()


# ---- Dask


@contextmanager
def dask_ways(work: Work) -> Iterator[dict[str, tuple[Way, Way]]]:
    import dask.dataframe as dd
    from distributed import Client, LocalCluster

    def bare(work: Work) -> Any:
        plans = dd.read_parquet(work.files, columns=COLUMNS, split_row_groups=False)
        shared = client.scatter(work.job, broadcast=True)
        meta = pd.DataFrame({"record": pd.Series(dtype="str")})
        return plans.map_partitions(lambda part, job: frame(job, part), shared, meta=meta)

    def bare_written(work: Work, target: Path) -> set[str]:
        bare(work).to_parquet(str(target))
        return set()

    execute = cluster.load_executor("dask")
    with (
        LocalCluster(
            n_workers=work.workers,
            threads_per_worker=1,
            dashboard_address=":0",
            silence_logs=logging.CRITICAL,
        ) as local,
        Client(local) as client,
    ):
        place = local.scheduler_address
        yield {
            BROUGHT: (
                lambda some, _: brought(execute, some, place),
                lambda some, _: found(bare(some).compute()["record"]),
            ),
            WRITTEN: (lambda some, to: left(execute, some, place, to), bare_written),
        }


# ---- Spark


@contextmanager
def spark_ways(work: Work) -> Iterator[dict[str, tuple[Way, Way]]]:
    """Both start a Spark context of their own, in a Java process that runs."""
    from pyspark.sql import SparkSession

    from checker.batch.spark_engine import _open_context

    def bare(work: Work, finish: Callable[[Any], Any]) -> Any:
        with _open_context(work.workers, None) as context:
            spark = SparkSession(context)
            spark.conf.set("spark.sql.files.openCostInBytes", WHOLE_FILE)  # a task for each file
            spark.conf.set("spark.sql.files.maxPartitionBytes", WHOLE_FILE)
            shared = context.broadcast(work.job)

            def judge(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
                return (frame(shared.value, batch) for batch in batches)

            plans = spark.read.parquet(*work.files).select(*COLUMNS)
            return finish(plans.mapInPandas(judge, "record string"))

    def bare_written(work: Work, target: Path) -> set[str]:
        bare(work, lambda table: table.write.parquet(str(target)))
        return set()

    execute = cluster.load_executor("spark")
    yield {
        BROUGHT: (
            lambda some, _: brought(execute, some, None),
            lambda some, _: found(
                row["record"] for row in bare(some, lambda table: table.collect())
            ),
        ),
        WRITTEN: (lambda some, to: left(execute, some, None, to), bare_written),
    }


# ---- the turns


def timed(way: Way, work: Work, folder: Path) -> tuple[float, set[str]]:
    target = Path(tempfile.mkdtemp(dir=folder)) / "results"
    begin = time.perf_counter()
    given = way(work, target)
    taken = time.perf_counter() - begin
    given = given or written(target)
    shutil.rmtree(target, ignore_errors=True)
    return taken, given


def compared(name: str, ways: tuple[Way, Way], work: Work, turns: int, folder: Path) -> list[str]:
    """Seconds of ours and of the bare call, and the ratio, once the workers have warmed up with some parts."""
    some = replace(work, most=2 * work.workers)
    assert timed(ways[0], some, folder)[1] == timed(ways[1], some, folder)[1], f"{name} differs"
    taken: list[list[float]] = []
    for turn in range(turns):
        order = (0, 1) if turn % 2 else (1, 0)
        both = {at: timed(ways[at], work, folder) for at in order}
        assert len(both[0][1]) == work.plans and both[0][1] == both[1][1], f"{name} differs"
        taken.append([both[0][0], both[1][0]])
    ratio = statistics.median(ours / bare for ours, bare in taken)
    ours, bare = (statistics.median(column) for column in zip(*taken, strict=True))
    return [name, f"{ours:,.1f}", f"{bare:,.1f}", f"{ratio:.2f}×", f"{work.plans / ours:,.0f}"]


ENGINES = {"dask": ("Dask, map_partitions", dask_ways), "spark": ("Spark, mapInPandas", spark_ways)}
HEAD = ("engine", "ours s", "bare s", "ours / bare", "plans a second")
NOTE = (
    "Two workers, the sixty rules of the race. Bare calls lack what ours do besides: the digest of each plan is "
    "checked, the program of each worker is, results are in the order of the input, memory here is bounded, and files "
    "of results are whole or not there."
)


def beyond(plans: int, speed: float, workers: int) -> list[str]:
    """What this says of the size that nobody waits for often."""
    if plans >= MANY:
        return []
    minutes = MANY / speed / 60
    text = (
        f"At the best pace above {MANY:,} plans take {minutes:,.0f} minutes with {workers} workers."
    )
    return [text]


def main() -> None:
    parser = argparse.ArgumentParser(description="Our engines beyond one machine, and bare calls.")
    parser.add_argument("--plans", type=int, default=500)
    parser.add_argument("--part", type=int, default=50, help="plans in a file")
    parser.add_argument("--data", type=Path, help="a folder to keep the plans in for the next time")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=[*ENGINES], default=[*ENGINES])
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS, metavar="WAY")
    parser.add_argument("--section", default="cluster", help="of RESULTS.md")
    parser.add_argument("--no-results", action="store_true", help="leave RESULTS.md as it is")
    given = parser.parse_args()
    warnings.simplefilter("ignore", FutureWarning)  # Spark's, of pandas 3
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        data = given.data or folder
        data.mkdir(parents=True, exist_ok=True)
        work = made(given.plans, given.part, given.workers, data)
        lines = []
        for engine in given.engines:
            title, make = ENGINES[engine]
            with make(work) as ways:
                for way in given.ways:
                    name = f"{title}; {way}"
                    lines.append(compared(name, ways[way], work, given.turns, folder))
                    print(lines[-1], file=sys.stderr)
        files = len(work.files)
        speed = max(float(line[4].replace(",", "")) for line in lines)
    text = [
        f"## Beyond one machine, {given.plans:,} plans",
        f"`bench/cluster.py {' '.join(sys.argv[1:])}`, {results.machine()}",
        f"{given.plans:,} plans in {files} files. {NOTE}",
        results.table(HEAD, lines),
        *beyond(given.plans, speed, given.workers),
    ]
    print("\n\n".join(text[1:]))
    if not given.no_results:
        results.write(given.section, "\n\n".join(text))


if __name__ == "__main__":
    main()
