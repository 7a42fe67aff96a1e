"""Registries in parts, `province=45/part-0.parquet`, read and judged part by part on the workers.

Nothing but names goes to a worker and only counts come back: a worker writes its results itself, a file of results
for each file of plans. So all workers must see both folders under the same path.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from hashlib import file_digest
from pathlib import Path
from typing import Any

from checker.batch.chunks import split_into_chunks
from checker.batch.cluster import ClusterError, Executor, WorkerCrashed, WorkItem
from checker.batch.job import Job, PlanInput, prepare
from checker.batch.parquet import import_arrow, open_row_groups
from checker.batch.registry import RegistryEntry, open_registry, read_registry
from checker.batch.results import (
    PlanResult,
    counted_from_json,
    counts_only,
    failed_result,
    from_bytes,
    to_bytes,
    to_json,
)
from checker.cache import digest, program_digest
from checker.files import atomic_write
from checker.findings import JUDGED
from checker.plan.model import Plan
from checker.source import Record

MARK = b"plancheck.results"
"""The key of the metadata of a file of results; its value is what they were made of."""

MAX_PLANS = 1000
"""Plans in a part: a few seconds of work for a worker, some megabytes."""

GROUP_SIZE = 100
"""Plans judged at a time, and results written."""

TEXTS = ("file", "title", "code", "period")


class Part(Record):
    """A file of plans: as the user named it, where it lies, and where its results go."""

    name: str
    plans: str
    results: str


def list_parts(source: str, target: str) -> list[Part]:
    """Return the parts of a registry in the order of their names.

    Raises ClusterError if results cannot lie in `target`.
    """
    plans, answers = Path(source).resolve(), Path(target).resolve()
    if plans.is_relative_to(answers) or answers.is_relative_to(plans):
        raise ClusterError("cluster-same-folder", folder=target)
    names = _names(plans)
    if not names:
        raise ClusterError("cluster-no-parts", folder=source)
    others = sorted(set(_names(answers)) - set(names))
    if others:
        raise ClusterError("cluster-other-parts", folder=target, name=others[0])
    return [Part(os.path.join(source, n), str(plans / n), str(answers / n)) for n in names]  # noqa: PTH118 — as given


def _names(folder: Path) -> list[str]:
    files = (path.relative_to(folder) for path in folder.rglob("*.parquet") if path.is_file())
    return sorted(path.as_posix() for path in files)


def run(
    execute: Executor, job: Job, parts: Iterable[Part], workers: int, address: str | None = None
) -> Iterator[tuple[str, list[PlanResult]]]:
    """Judge every part and write its results. Returns each part's name and results, without explanations.

    A part whose results are there already, of the same plans, rules and program, is not judged again.
    """
    items = [WorkItem(part.name, part) for part in parts]
    for item, answer in zip(items, execute(_judge, job, items, workers, address), strict=True):
        if isinstance(answer, WorkerCrashed):
            raise ClusterError("cluster-worker-died", name=item.name, reason=answer.reason)
        yield item.name, from_bytes(answer, list[PlanResult])


# ---- on a worker


def _judge(job: Job, part: Part) -> bytes:
    pa, pq = import_arrow()
    with Path(part.plans).open("rb") as stream:
        key = digest(
            job.key, program_digest(), part.name, file_digest(stream, "sha256").hexdigest()
        )
    results = _read_results(part.results, key, pa, pq)
    if results is None:
        results = []
        Path(part.results).parent.mkdir(parents=True, exist_ok=True)
        with (
            atomic_write(part.results) as sink,
            open_row_groups(sink, _schema(pa, key), GROUP_SIZE) as rows,
        ):
            for chunk in split_into_chunks(read_registry(part.name, part.plans), GROUP_SIZE):
                judged = _judge_rows(job, chunk)
                results += map(counts_only, judged)
                rows.add(map(_row, judged))
    return to_bytes(results)


def _judge_rows(job: Job, chunk: Sequence[RegistryEntry]) -> list[PlanResult]:
    """Return the result of each plan of a registry; for those without a text, what is wrong with them."""
    from checker.batch.worker import judge_chunk  # loads numpy: only workers need it

    items = [PlanInput(entry.name, entry.text) for entry in chunk if entry.text is not None]
    results = iter(judge_chunk(prepare(job), items))
    return [
        next(results)
        if entry.text is not None
        else failed_result(entry.name, entry.faults, job.language)
        for entry in chunk
    ]


def _read_results(path: str, key: str, pa: Any, pq: Any) -> list[PlanResult] | None:
    """Return the results that a file holds, without explanations; None unless they were made of the same."""
    try:
        with pq.ParquetFile(path) as file:
            if (file.schema_arrow.metadata or {}).get(MARK) != key.encode():
                return None
            batches = file.iter_batches(
                batch_size=GROUP_SIZE, columns=["record"], use_threads=False
            )
            results = [counted_from_json(text) for b in batches for text in b[0].to_pylist()]
            return results if all(result.is_final for result in results) else None
    except (pa.ArrowException, OSError, ValueError):
        return None


def _schema(pa: Any, key: str) -> Any:
    fields = [pa.field(name, pa.string()) for name in TEXTS]
    fields += [pa.field(outcome, pa.int32()) for outcome in JUDGED]
    return pa.schema([*fields, pa.field("record", pa.string())], metadata={MARK: key})


def _row(result: PlanResult) -> dict[str, Any]:
    """Return a result as a row: what one would group and sort by, and the whole; little if the plan was not read."""
    is_read = result.title is not None
    counts = result.counts if is_read else {}
    return {
        "file": result.file,
        "title": result.title,
        "code": result.region.code if is_read else None,
        "period": result.period if is_read else None,
        **{outcome: counts.get(outcome) for outcome in JUDGED},
        "record": to_json(result).removesuffix("\n"),
    }


# ---- writing a registry in parts


def export(plans: Iterable[tuple[Plan, str]], folder: Path) -> None:
    """Write plans and their names to a registry in parts: by province, at most `MAX_PLANS` in a file, in their order.

    Every file is written completely or not at all. Raises ClusterError where there are parts of something else.
    """
    others = _names(folder)
    if others:
        raise ClusterError("cluster-other-parts", folder=folder, name=others[0])
    writers: dict[str, _PartWriter] = {}
    with ExitStack() as stack:
        for plan, name in plans:
            code = plan.header.region_code.text
            province = code[:2] if re.fullmatch("[0-9]{6}", code) else "00"
            if province not in writers:
                writers[province] = _PartWriter(folder / f"province={province}")
                stack.push(writers[province])
            writers[province].add(plan, name)


class _PartWriter(AbstractContextManager["_PartWriter"]):
    """Writes the parts of one province; at most one is open."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self.part = ExitStack()

    def add(self, plan: Plan, name: str) -> None:
        if self.count % MAX_PLANS == 0:
            self.part.close()
            self.folder.mkdir(parents=True, exist_ok=True)
            file = atomic_write(self.folder / f"part-{self.count // MAX_PLANS}.parquet")
            self.writer = self.part.enter_context(
                open_registry(".parquet", self.part.enter_context(file))
            )
        self.writer.add(plan, name)
        self.count += 1

    def __exit__(self, *fault: Any) -> None:
        self.part.__exit__(*fault)
