"""A fault of ours on one plan is told of that plan; the others are judged, on every engine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from checker.batch import local, worker
from checker.batch.chunks import Chunk
from checker.batch.cluster import WorkItem
from checker.batch.cluster import run as cluster_run
from checker.batch.job import Job, PlanInput, PreparedJob
from checker.batch.plan_files import read_plans
from checker.batch.results import PLAN_FAULT, PlanResult
from checker.batch.run import CacheUsage, run_batch
from checker.cache import Store
from tests.batch.small import PLANS, ROOT, county, items, prepared, write
from tests.batch.small import judged as judged_alone


class OwnFaultError(Exception):
    """A fault of ours."""


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Explaining a finding of plan 3 or of plan 5 ends in a fault."""
    explained = worker.explained

    def broken(rule: Any, evaluation: Any, *more: Any) -> Any:
        if any(f"测试{number}县" in evaluation.context.plan.header.title.text for number in (3, 5)):
            raise OwnFaultError("list index out of range\nand more")
        return explained(rule, evaluation, *more)

    monkeypatch.setattr(worker, "explained", broken)


def fault_texts(results: Sequence[PlanResult]) -> list[str]:
    return [d.text for result in results for d in result.diagnostics if d.code == PLAN_FAULT]


@pytest.mark.usefixtures("faulty")
def test_the_plans_that_meet_it_are_named_and_the_others_judged(monkeypatch: Any) -> None:
    found = judged_alone(8)
    assert [result.file for result in found if result.title is None] == [
        "plan-003.yaml",
        "plan-005.yaml",
    ]
    assert (
        fault_texts(found)
        == ["核查这份规划时程序自身出错：OwnFaultError: list index out of range"] * 2
    )
    monkeypatch.undo()
    expected = judged_alone(8)
    assert [r for r in found if r.title is not None] == [expected[n] for n in (0, 1, 2, 4, 6, 7)]


@pytest.mark.usefixtures("faulty")
def test_engines_beyond_this_machine_tell_the_same() -> None:
    def execute(
        work: Any, job: Job, items: Iterable[WorkItem], workers: int, address: str | None
    ) -> Iterator[Any]:
        return (work(job, item.content) for item in items)

    one = [Chunk(0, items(8))]
    assert list(cluster_run(execute, prepared(), one, 1)) == list(local.run(prepared(), one, 1))


def test_a_fault_is_not_kept(tmp_path: Path, faulty: None, monkeypatch: Any) -> None:
    files, store = write(tmp_path, 8), Store(tmp_path / "store")
    entries = partial(read_plans, files)
    assert len(fault_texts(list(run_batch(prepared(), entries, local.run, 1, store)))) == 2
    monkeypatch.undo()
    asked: list[PlanInput] = []

    def engine(prepared: PreparedJob, chunks: Any, workers: int) -> Any:
        for chunk in chunks:
            asked.extend(chunk.items)
            yield from local.run(prepared, [chunk], 1)

    usage = CacheUsage()
    assert list(run_batch(prepared(), entries, engine, 1, store, usage)) == list(
        run_batch(prepared(), entries, local.run, 1, Store(None))
    )
    assert usage.cached == 0
    assert [Path(item.name).name for item in asked] == ["plan-003.yaml", "plan-005.yaml"]


def test_a_fault_that_is_no_plans_ends_the_run(monkeypatch: Any) -> None:
    """Were it told of each plan, thousands of lines would say the same."""

    def broken(*given: object) -> None:
        raise OwnFaultError

    monkeypatch.setattr(worker, "compile_rules", broken)
    worker._worker.cache_clear()
    with pytest.raises(OwnFaultError):
        judged_alone(2)


BROKEN = """
import sys
from checker.batch import worker
describe = worker.input_faults
def broken(plan):
    if "测试3县" in plan.plan.header.title.text:
        raise IndexError("list index out of range")
    return describe(plan)
worker.input_faults = broken
from checker.cli.app import run
sys.exit(run(sys.argv[1:]))
"""


def test_the_run_ends_as_after_any_fault_of_ours(tmp_path: Path) -> None:
    """Exit code 3: the author of the plan can mend nothing."""
    for number in range(5):
        (tmp_path / f"{number}.yaml").write_text(county(number), encoding="utf-8")
    words = [
        "batch",
        ".",
        "--rules",
        str(PLANS / "rules/test.rules"),
        "--select",
        "TEST",
        "--jobs",
        "1",
    ]
    done = subprocess.run(
        [sys.executable, "-c", BROKEN, *words], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PLANCHECK_CACHE": "off", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (3, "")
    assert "核查规划 4 份，读不了 1 份" in done.stdout
    said = "× 3.yaml：核查这份规划时程序自身出错：IndexError: list index out of range"
    assert said in done.stdout.replace("\n   ", "")  # the page may break a line
