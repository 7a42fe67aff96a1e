"""What was judged is not judged again: after an interruption, after a change, with a damaged store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from checker.batch import chunks, inputs, local
from checker.batch.chunks import Chunk
from checker.batch.given import Setup
from checker.batch.records import PlanResult
from checker.batch.run import Survey, judged, survey
from checker.batch.store import Store
from tests.batch.small import PLANS, county, setup, write

COUNT, SIZE = 10, 3


class InterruptedHereError(Exception):
    """As a kill would be."""


class Engine:
    """The engine of this process, which knows what it was given and may stop."""

    def __init__(self, stop_after: int = 99) -> None:
        self.stop_after = stop_after
        self.given: list[int] = []

    def __call__(
        self, setup: Setup, pieces: Iterable[Chunk], workers: int
    ) -> Iterator[tuple[int, list[PlanResult]]]:
        for chunk in pieces:
            if len(self.given) == self.stop_after:
                raise InterruptedHereError
            self.given.append(chunk.number)
            yield from local.run(setup, [chunk], 1)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.batch.run.cut", partial(chunks.cut, size=SIZE))


def run(files: list[str], store: Store, engine: Engine) -> list[PlanResult]:
    return list(judged(setup(), partial(inputs.entries, files), engine, 1, store))


def known(files: list[str], store: Store) -> Survey:
    return survey(setup(), partial(inputs.entries, files), store)


def test_a_second_run_judges_nothing(tmp_path: Path) -> None:
    files, store = write(tmp_path, COUNT), Store(tmp_path / "store")
    first, second = Engine(), Engine()
    assert known(files, store) == Survey(10, 4, 0)
    before = run(files, store, first)
    assert known(files, store) == Survey(10, 4, 4)
    assert run(files, store, second) == before
    assert (first.given, second.given) == ([0, 1, 2, 3], [])


def test_after_an_interruption_the_same_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    files, store = write(tmp_path, COUNT), Store(tmp_path / "store")
    with pytest.raises(InterruptedHereError):
        run(files, store, Engine(stop_after=2))
    assert known(files, store) == Survey(10, 4, 2)
    engine = Engine()
    resumed = run(files, store, engine)
    assert engine.given == [2, 3]
    assert resumed == run(files, Store(None), Engine())


def test_a_changed_plan_is_judged_anew_with_its_chunk_only(tmp_path: Path) -> None:
    files, store = write(tmp_path, COUNT), Store(tmp_path / "store")
    run(files, store, Engine())
    Path(files[4]).write_text(county(99), encoding="utf-8")
    engine = Engine()
    found = run(files, store, engine)
    assert engine.given == [1]
    assert [r["title"][:5] for r in found[3:6]] == ["测试3县卫", "测试99县", "测试5县卫"]


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
    assert [record["file"] for record in found] == files
    assert [r["diagnostics"][0]["code"] for r in found if "title" not in r] == [
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
