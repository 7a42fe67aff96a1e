"""Registries in parts, `province=45/part-0.parquet`, read and answered part by part where the work is done.

Nothing but names goes to a worker and only short records come back: what a worker finds it writes itself, a file of
results for each file of plans. So all workers must see both folders under the same path.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from hashlib import file_digest
from pathlib import Path
from typing import Any

from checker.batch.chunks import cut
from checker.batch.cluster import ClusterError, Died, Each, Thing
from checker.batch.given import Item, Setup, unread
from checker.batch.parquet import arrow, grouped
from checker.batch.records import PlanResult, Told, line
from checker.batch.registry import Entry, rows, writer
from checker.batch.run import is_final
from checker.cache import digest
from checker.findings import JUDGED
from checker.plan.model import Plan
from checker.program import code
from checker.source import Record
from checker.writing import whole

MARK = b"plancheck.results"
"""The key of the metadata of a file of results; its value is what they were made of."""

SIZE = 1000
"""Plans in a part: a few seconds of work for a worker, some megabytes."""

GROUP = 100
"""Plans judged at a time, and results written."""

TEXTS = ("file", "title", "code", "period")


class Part(Record):
    """A file of plans, as it was named and where it lies, and where its results go."""

    name: str
    plans: str
    results: str


def parts(source: str, target: str) -> list[Part]:
    """The parts of a registry in the order of their names. Raises ClusterError where results cannot lie in `target`."""
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
    found = (path.relative_to(folder) for path in folder.rglob("*.parquet") if path.is_file())
    return sorted(path.as_posix() for path in found)


def run(
    each: Each, setup: Setup, found: Iterable[Part], workers: int, place: str | None = None
) -> Iterator[tuple[str, list[PlanResult]]]:
    """Judge every part and write its results. Gives each part's records in turn, of a finding only what is counted.

    A part whose results are there already, of the same plans, rules and program, is not judged again.
    """
    things = [Thing(part.name, part) for part in found]
    for thing, answer in zip(things, each(_judge, setup, things, workers, place), strict=True):
        if isinstance(answer, Died):
            raise ClusterError("cluster-worker-died", name=thing.name, reason=answer.reason)
        yield thing.name, answer


# ---- on a worker


def _judge(setup: Setup, part: Part) -> list[PlanResult]:
    pa, pq = arrow()
    with Path(part.plans).open("rb") as stream:
        key = digest(setup.digest, code(), part.name, file_digest(stream, "sha256").hexdigest())
    known = _known(part.results, key, pa, pq)
    if known is not None:
        return known
    Path(part.results).parent.mkdir(parents=True, exist_ok=True)
    briefs: list[PlanResult] = []
    with whole(part.results) as sink, grouped(sink, _schema(pa, key), GROUP) as made:
        for piece in cut(rows(part.name, part.plans), GROUP):
            records = _records(setup, piece)
            briefs += map(brief, records)
            made.add(map(_row, records))
    return briefs


def _records(setup: Setup, piece: Sequence[Entry]) -> list[PlanResult]:
    """The record of each plan, of those without a text that they could not be read."""
    from checker.batch.work import results  # loads numpy: only workers need it

    found = iter(results(setup, [Item(e.name, e.text) for e in piece if e.text is not None]))
    language = setup.language
    return [
        next(found) if entry.text is not None else unread(entry.name, entry.faults, language)
        for entry in piece
    ]


def _known(path: str, key: str, pa: Any, pq: Any) -> list[PlanResult] | None:
    """The results that a file holds, shortened; None unless they were made of the same."""
    try:
        with pq.ParquetFile(path) as file:
            if (file.schema_arrow.metadata or {}).get(MARK) != key.encode():
                return None
            batches = file.iter_batches(batch_size=GROUP, columns=["record"], use_threads=False)
            found = [brief_of(text) for b in batches for text in b[0].to_pylist()]
            return found if all(map(is_final, found)) else None
    except (pa.ArrowException, OSError, ValueError):
        return None


def brief(record: PlanResult) -> PlanResult:
    """A record with no more of its findings than is counted."""
    if "findings" not in record:
        return record
    return {
        **record,
        "findings": [_counted(t.rule, t.outcome, t.severity) for t in record["findings"]],
    }


def brief_of(text: str) -> PlanResult:
    """The same of a record as a file of results has it."""
    record: PlanResult = json.loads(text)
    found = record.get("findings")
    if found is not None:
        record["findings"] = [_counted(f["rule"], f["outcome"], f["severity"]) for f in found]
    return record


def _counted(rule: str, outcome: str, severity: str) -> Told:
    return Told.of({"rule": rule, "outcome": outcome, "severity": severity})


def _schema(pa: Any, key: str) -> Any:
    fields = [pa.field(name, pa.string()) for name in TEXTS]
    fields += [pa.field(outcome, pa.int32()) for outcome in JUDGED]
    return pa.schema([*fields, pa.field("record", pa.string())], metadata={MARK: key})


def _row(record: PlanResult) -> dict[str, Any]:
    """A record as a row: what one would group and sort by, and the whole. Of a plan not read only its file is known."""
    return {
        "file": record["file"],
        "title": record.get("title"),
        "code": record.get("region", {}).get("code"),
        "period": record.get("period"),
        **{outcome: record.get("counts", {}).get(outcome) for outcome in JUDGED},
        "record": line(record).removesuffix("\n"),
    }


# ---- writing a registry in parts


def export(plans: Iterable[tuple[Plan, str]], folder: Path) -> None:
    """Plans and their names to a registry in parts: by province, at most `SIZE` in a file, in their order.

    Every file is written whole or not at all. Raises ClusterError where there are parts of something else.
    """
    others = _names(folder)
    if others:
        raise ClusterError("cluster-other-parts", folder=folder, name=others[0])
    growing: dict[str, _Growing] = {}
    with ExitStack() as stack:
        for plan, name in plans:
            code = plan.header.region_code.text
            province = code[:2] if re.fullmatch("[0-9]{6}", code) else "00"
            if province not in growing:
                growing[province] = _Growing(folder / f"province={province}")
                stack.push(growing[province])
            growing[province].add(plan, name)


class _Growing(AbstractContextManager["_Growing"]):
    """The parts of one province; at most one is open."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self.part = ExitStack()

    def add(self, plan: Plan, name: str) -> None:
        if self.count % SIZE == 0:
            self.part.close()
            self.folder.mkdir(parents=True, exist_ok=True)
            file = whole(self.folder / f"part-{self.count // SIZE}.parquet")
            self.writer = self.part.enter_context(writer(".parquet", self.part.enter_context(file)))
        self.writer.add(plan, name)
        self.count += 1

    def __exit__(self, *fault: Any) -> None:
        self.part.__exit__(*fault)
