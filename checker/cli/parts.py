"""`batch --parts`: a registry that the workers of a cluster read and answer themselves; only counts come back here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.batch import partitions
from checker.batch.cluster import load_executor
from checker.batch.job import Job
from checker.batch.results import PlanResult
from checker.batch.waiver_filter import WaiverFilter
from checker.cli.progress import with_progress
from checker.cli.usage import UsageError


def check_parts_options(
    paths: Sequence[str], groups: int, waivers: WaiverFilter, formats: Sequence[str]
) -> None:
    """Raise UsageError for what would need more than counts, or more than one registry with one set of plans above."""
    if len(paths) != 1 or not Path(paths[0]).is_dir() or groups != 1:
        raise UsageError("cluster-parts-one")
    if waivers.waivers:
        raise UsageError("cluster-parts-waivers")
    if "jsonl" in formats or "findings" in formats:
        raise UsageError("cluster-parts-jsonl")


def run_parts(
    job: Job, source: str, target: str, engine: str, address: str | None, workers: int
) -> Iterator[PlanResult]:
    """Return the results of all parts, without explanations. Raises ClusterError when the cluster cannot go on."""
    parts = partitions.list_parts(source, target)
    answers = partitions.run(load_executor(engine), job, parts, workers, address)
    for _, results in with_progress(answers, len(parts), lambda answer: answer[0]):
        yield from results
