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

from checker.batch import inputs, local, work
from checker.batch.chunks import Chunk
from checker.batch.cluster import Thing
from checker.batch.cluster import run as cluster_run
from checker.batch.given import Item, Setup
from checker.batch.run import judged, survey
from checker.batch.store import Store
from tests.batch.small import PLANS, ROOT, county, items, setup, write
from tests.batch.small import judged as judged_alone


class OwnFaultError(Exception):
    """A fault of ours."""


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Explaining a finding of plan 3 or of plan 5 ends in a fault."""
    explained = work._explained

    def broken(rule: Any, world: Any, numbers: Sequence[int]) -> Any:
        if any(f"测试{number}县" in world.plan.header.title.text for number in (3, 5)):
            raise OwnFaultError("list index out of range\nand more")
        return explained(rule, world, numbers)

    monkeypatch.setattr(work, "_explained", broken)


def told(records: Sequence[dict[str, Any]]) -> list[str]:
    return [
        d["text"]
        for record in records
        for d in record["diagnostics"]
        if d["code"] == work.OWN_FAULT
    ]


@pytest.mark.usefixtures("faulty")
def test_the_plans_that_meet_it_are_named_and_the_others_judged(monkeypatch: Any) -> None:
    found = judged_alone(8)
    assert [record["file"] for record in found if "title" not in record] == [
        "plan-003.yaml",
        "plan-005.yaml",
    ]
    assert told(found) == ["核查这份规划时程序自身出错：OwnFaultError: list index out of range"] * 2
    monkeypatch.undo()
    expected = judged_alone(8)
    assert [r for r in found if "title" in r] == [expected[n] for n in (0, 1, 2, 4, 6, 7)]


@pytest.mark.usefixtures("faulty")
def test_engines_beyond_this_machine_tell_the_same() -> None:
    def each(
        work: Any, setup: Setup, things: Iterable[Thing], workers: int, place: str | None
    ) -> Iterator[Any]:
        return (work(setup, thing.content) for thing in things)

    one = [Chunk(0, items(8))]
    assert list(cluster_run(each, setup(), one, 1)) == list(local.run(setup(), one, 1))


def test_a_fault_is_not_kept(tmp_path: Path, faulty: None, monkeypatch: Any) -> None:
    files, store = write(tmp_path, 8), Store(tmp_path / "store")
    entries = partial(inputs.entries, files)
    assert len(told(list(judged(setup(), entries, local.run, 1, store)))) == 2
    assert survey(setup(), entries, store).known == 0
    monkeypatch.undo()
    asked: list[Item] = []

    def engine(setup: Setup, chunks: Any, workers: int) -> Any:
        for chunk in chunks:
            asked.extend(chunk.items)
            yield from local.run(setup, [chunk], 1)

    assert list(judged(setup(), entries, engine, 1, store)) == list(
        judged(setup(), entries, local.run, 1, Store(None))
    )
    assert [Path(item.name).name for item in asked] == ["plan-003.yaml", "plan-005.yaml"]


def test_a_fault_that_is_no_plans_ends_the_run(monkeypatch: Any) -> None:
    """Were it told of each plan, thousands of lines would say the same."""

    def broken(*given: object) -> None:
        raise OwnFaultError

    monkeypatch.setattr(work, "_programs", broken)
    with pytest.raises(OwnFaultError):
        judged_alone(2)


BROKEN = """
import sys
from checker.batch import work
explained = work._explained
def broken(rule, world, numbers):
    if "测试3县" in world.plan.header.title.text:
        raise IndexError("list index out of range")
    return explained(rule, world, numbers)
work._explained = broken
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
    said = "× ./3.yaml：核查这份规划时程序自身出错：IndexError: list index out of range"
    assert said in done.stdout.replace("\n   ", "")  # the page may break a line
