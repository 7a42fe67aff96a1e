"""`batch --parts`: a registry that the workers of a cluster read and answer themselves; only counts come back here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.batch import partitions
from checker.batch.cluster import engine
from checker.batch.given import Setup
from checker.batch.records import PlanResult
from checker.batch.waived import Waiving
from checker.cli.progress import counted
from checker.cli.usage import UsageError


def refuse_unfit(
    paths: Sequence[str], groups: int, waiving: Waiving, formats: Sequence[str]
) -> None:
    """Refuse what would need more than counts, or more than one registry with one set of plans above."""
    if len(paths) != 1 or not Path(paths[0]).is_dir() or groups != 1:
        raise UsageError("cluster-parts-one")
    if waiving.waivers:
        raise UsageError("cluster-parts-waivers")
    if "jsonl" in formats or "findings" in formats:
        raise UsageError("cluster-parts-jsonl")


def records(
    setup: Setup, source: str, target: str, name: str, place: str | None, workers: int
) -> Iterator[PlanResult]:
    """The records of all parts, shortened. Raises ClusterError when the cluster cannot go on."""
    parts = partitions.parts(source, target)
    done = partitions.run(engine(name), setup, parts, workers, place)
    for _, found in counted(done, len(parts), lambda answer: answer[0]):
        yield from found
