"""What was judged is not judged again: after an interruption, after a change, with a damaged store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from checker.batch import chunks, local
from checker.batch.chunks import Chunk
from checker.batch.job import PreparedJob
from checker.batch.plan_files import read_plans
from checker.batch.results import PlanResult
from checker.batch.run import CacheUsage, run_batch
from checker.cache import Store
from checker.files import read_source
from tests.batch.small import PLANS, county, prepared, write

COUNT, SIZE = 10, 3


class InterruptedHereError(Exception):
    """As a kill would be."""


class Engine:
    """The engine of this process, which knows what it was given and may stop."""

    def __init__(self, stop_after: int = 99) -> None:
        self.stop_after = stop_after
        self.given: list[int] = []

    def __call__(
        self, prepared: PreparedJob, pieces: Iterable[Chunk], workers: int
    ) -> Iterator[tuple[int, list[PlanResult]]]:
        for chunk in pieces:
            if len(self.given) == self.stop_after:
                raise InterruptedHereError
            self.given.append(chunk.number)
            yield from local.run(prepared, [chunk], 1)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "checker.batch.run.split_into_chunks", partial(chunks.split_into_chunks, size=SIZE)
    )


def run(
    files: list[str], store: Store, engine: Engine, usage: CacheUsage | None = None
) -> list[PlanResult]:
    return list(run_batch(prepared(), partial(read_plans, files), engine, 1, store, usage))


def test_a_second_run_judges_nothing(tmp_path: Path) -> None:
    files, store = write(tmp_path, COUNT), Store(tmp_path / "store")
    first, second, usages = Engine(), Engine(), (CacheUsage(), CacheUsage())
    before = run(files, store, first, usages[0])
    assert run(files, store, second, usages[1]) == before
    assert (first.given, second.given) == ([0, 1, 2, 3], [])
    assert [(usage.chunks, usage.cached) for usage in usages] == [(4, 0), (4, 4)]


def test_after_an_interruption_the_same_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    files, store = write(tmp_path, COUNT), Store(tmp_path / "store")
    with pytest.raises(InterruptedHereError):
        run(files, store, Engine(stop_after=2))
    engine, usage = Engine(), CacheUsage()
    resumed = run(files, store, engine, usage)
    assert engine.given == [2, 3]
    assert (usage.chunks, usage.cached) == (4, 2)
    assert resumed == run(files, Store(None), Engine())


def test_each_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, store, read = write(tmp_path, COUNT), Store(tmp_path / "store"), list[str]()

    def counted(path: str) -> object:
        read.append(path)
        return read_source(path)

    monkeypatch.setattr("checker.batch.plan_files.read_source", counted)
    for _ in range(2):
        read.clear()
        run(files, store, Engine())
        assert read == files


def test_a_changed_plan_is_judged_anew_with_its_chunk_only(tmp_path: Path) -> None:
    files, store = write(tmp_path, COUNT), Store(tmp_path / "store")
    run(files, store, Engine())
    Path(files[4]).write_text(county(99), encoding="utf-8")
    engine = Engine()
    found = run(files, store, engine)
    assert engine.given == [1]
    assert [(r.title or "")[:5] for r in found[3:6]] == ["测试3县卫", "测试99县", "测试5县卫"]


def test_a_damaged_result_is_made_again(tmp_path: Path) -> None:
    files, store = write(tmp_path, COUNT), Store(tmp_path / "store")
    before = run(files, store, Engine())
    stored = sorted((tmp_path / "store/answers").glob("*/*"))
    damaged = bytearray(stored[0].read_bytes())
    damaged[-3] ^= 1
    stored[0].write_bytes(damaged)
    stored[1].write_bytes(b"")
    assert run(files, store, Engine()) == before
    assert stored[1].stat().st_size > 0


def test_a_result_under_another_name_is_not_believed(tmp_path: Path) -> None:
    files, store = write(tmp_path, COUNT), Store(tmp_path / "store")
    before = run(files, store, Engine())
    first, second, *_ = sorted((tmp_path / "store/answers").glob("*/*"))
    first.write_bytes(second.read_bytes())
    assert run(files, store, Engine()) == before


def test_what_cannot_be_read_keeps_its_place_and_the_others_go_on(tmp_path: Path) -> None:
    files = write(tmp_path, 4)
    files[1:2] = [str(PLANS / "bad/gbk.yaml"), str(tmp_path / "nowhere.yaml")]
    store = Store(tmp_path / "store")
    found = run(files, store, Engine())
    assert [result.file for result in found] == files
    assert [r.diagnostics[0].code for r in found if r.title is None] == [
        "input-gbk",
        "input-missing",
    ]
    assert run(files, store, Engine()) == found


def test_without_a_store_everything_is_judged_each_time(tmp_path: Path) -> None:
    files, engine = write(tmp_path, COUNT), Engine()
    run(files, Store(None), engine)
    run(files, Store(None), engine)
    assert engine.given == [0, 1, 2, 3] * 2


def test_a_store_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    files = write(tmp_path, COUNT)
    assert run(files, Store(tmp_path / "file"), Engine()) == run(files, Store(None), Engine())
