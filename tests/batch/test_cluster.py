"""The engines beyond one machine say what one machine says, byte for byte; and say why when they cannot work."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

pytest.importorskip("pyarrow", reason="the extra batch is not installed")

from checker.batch import cluster, local, partitions
from checker.batch.chunks import Chunk
from checker.batch.cluster import ITEMS_PER_WORKER, ClusterError, WorkItem
from checker.batch.job import Job, PlanInput, PreparedJob, prepare
from checker.batch.parquet import import_arrow
from checker.batch.results import counted_from_json, to_json
from checker.files import read_source
from checker.messages import message, templates
from checker.plan.library import read_upper_sources
from checker.plan.load import load_plan
from checker.semantics.rule_book import load_rules, read_rule_sources

ROOT = Path(__file__).resolve().parents[2]
PLANS = sorted((ROOT / "plans").glob("*.yaml"))
UPPER = sorted((ROOT / "plans/upper").glob("*.yaml"))
WHOLE = PLANS[0].read_text(encoding="utf-8")
BROKEN = {
    "empty.yaml": "",
    "not_a_mapping.yaml": "- 1\n- 2\n",
    "cut_off.yaml": WHOLE[: len(WHOLE) // 2],
    "another_unit.yaml": WHOLE.replace("‰", "张"),
    "no_yaml.yaml": "plan: {title: [}\n",
}


def items() -> list[PlanInput]:
    files = [PlanInput(str(path), path.read_text(encoding="utf-8")) for path in (*PLANS, *UPPER)]
    return files + [PlanInput(name, text) for name, text in BROKEN.items()]


def chunks() -> Iterator[Chunk]:
    every = items()
    for number, at in enumerate(range(0, len(every), 3)):
        yield Chunk(number, tuple(every[at : at + 3]))


@pytest.fixture(scope="module")
def job() -> Job:
    sources, (upper, unread) = read_rule_sources(), read_upper_sources([])
    assert not sources.diagnostics and not unread
    terms, rules = sources.vocabulary, sources.rules
    codes = tuple(rule.code for rule in load_rules(sources).rules)
    return Job(terms, rules, upper, codes)


@pytest.fixture(scope="module")
def prepared(job: Job) -> PreparedJob:
    return prepare(job)


def json_lines(found: Iterable[tuple[int, list[Any]]]) -> bytes:
    return "".join(
        f"{number}\n" + "".join(map(to_json, records)) for number, records in found
    ).encode()


def needs(engine: str) -> None:
    if engine == "dask":
        pytest.importorskip("distributed", reason="the extra dask is not installed")
    if engine == "spark":
        pytest.importorskip("pyspark", reason="the extra spark is not installed")
        home = os.environ.get("JAVA_HOME")
        if not (shutil.which("java") or (home and (Path(home) / "bin/java").exists())):
            pytest.skip("no Java on this machine")


@pytest.fixture(params=["dask", "spark"])
def engine(request: pytest.FixtureRequest) -> str:
    needs(request.param)
    return str(request.param)


# ---- plans that this machine reads


def test_the_results_are_those_of_one_machine(engine: str, prepared: PreparedJob) -> None:
    here = json_lines(local.run(prepared, chunks(), 1))
    there = json_lines(cluster.run(cluster.load_executor(engine), prepared, chunks(), 2))
    assert there == here
    assert here.count(b"\n") > len(items())


def test_two_processes_of_this_machine_agree_too(prepared: PreparedJob) -> None:
    assert json_lines(local.run(prepared, chunks(), 2)) == json_lines(
        local.run(prepared, chunks(), 1)
    )


def test_chunks_are_taken_as_they_are_needed(engine: str, prepared: PreparedJob) -> None:
    """And a batch that nobody follows to its end leaves nothing behind."""
    taken: list[int] = []

    def endless() -> Iterator[Chunk]:
        for number in range(10**9):
            taken.append(number)
            yield Chunk(number, (PlanInput("empty.yaml", ""),))

    found = cluster.run(cluster.load_executor(engine), prepared, endless(), 2)
    assert [next(found)[0] for _ in range(3)] == [0, 1, 2]
    found.close()  # type: ignore[attr-defined]
    assert len(taken) < 50


def test_a_plan_that_ends_its_worker_takes_no_other_with_it(engine: str, job: Job) -> None:
    """What died is told; the others have their answers, or waited at the worker that died and are told too."""
    things = [WorkItem(str(number), number) for number in range(9)]
    found = list(cluster.load_executor(engine)(_dies_of_three, job, things, 2, None))
    died = [
        number for number, answer in enumerate(found) if isinstance(answer, cluster.WorkerCrashed)
    ]
    assert 3 in died
    assert len(died) <= ITEMS_PER_WORKER
    assert all(answer == number for number, answer in enumerate(found) if number not in died)


def test_plans_that_died_there_are_judged_here(prepared: PreparedJob, job: Job) -> None:
    def execute(
        work: Any, job: Job, things: Iterable[WorkItem], workers: int, address: str | None
    ) -> Iterator[Any]:
        for _ in things:
            yield cluster.WorkerCrashed("out of memory")

    told: list[str] = []
    one = [Chunk(0, (PlanInput("empty.yaml", ""),))]
    found = list(cluster.run(execute, prepared, one, 1, notify=told.append))
    assert found == list(local.run(prepared, one, 1))
    assert told == ["batch-worker-died"]


def _dies_of_three(job: Job, number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_worker_with_another_program_is_refused(job: Job) -> None:
    task = replace(cluster.create_task(_dies_of_three, job), program="another")
    with pytest.raises(ClusterError) as caught:
        cluster.require_same_version(cluster.run_task(task, 1))
    assert caught.value.diagnostic.code == "cluster-other-program"


# ---- clusters that run already


def test_a_cluster_that_runs_already_is_used_and_left_running(prepared: PreparedJob) -> None:
    needs("dask")
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50
    ) as running:
        place = running.scheduler_address
        for _ in range(2):
            found = cluster.run(cluster.load_executor("dask"), prepared, chunks(), 1, place)
            assert json_lines(found) == json_lines(local.run(prepared, chunks(), 1))
        assert len(running.workers) == 2


@pytest.mark.parametrize(
    ("engine", "place", "code"),
    [
        ("dask", "nowhere", "cluster-unreachable"),
        ("dask", "tcp://127.0.0.1:9", "cluster-unreachable"),
        ("spark", "nowhere", "cluster-unreachable"),
    ],
)
def test_a_place_without_a_cluster_is_said(
    engine: str, place: str, code: str, prepared: PreparedJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs(engine)
    if engine == "dask":
        monkeypatch.setattr("checker.batch.dask_engine.TIMEOUT_SECONDS", 1)
    with pytest.raises(ClusterError) as caught:
        list(cluster.run(cluster.load_executor(engine), prepared, chunks(), 1, place))
    assert caught.value.diagnostic.code == code
    assert place in caught.value.diagnostic.text("zh")
    assert len(caught.value.diagnostic.text("en").splitlines()) == 1


def test_a_cluster_without_workers_is_said(
    prepared: PreparedJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("dask")
    from distributed import LocalCluster

    monkeypatch.setattr("checker.batch.dask_engine.TIMEOUT_SECONDS", 1)
    with LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as running:
        found = cluster.run(
            cluster.load_executor("dask"), prepared, chunks(), 1, running.scheduler_address
        )
        with pytest.raises(ClusterError) as caught:
            list(found)
    assert caught.value.diagnostic.code == "cluster-no-workers"


def test_no_java_is_said(
    prepared: PreparedJob, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    needs("spark")
    from checker.batch import spark_engine

    spark_engine._start_java.cache_clear()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(ClusterError) as caught:
        list(cluster.run(cluster.load_executor("spark"), prepared, chunks(), 1))
    assert caught.value.diagnostic.code == "cluster-no-java"


@pytest.mark.parametrize(("name", "package"), [("dask", "distributed"), ("spark", "pyspark")])
def test_a_package_that_is_not_installed_is_named(
    name: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(module: str) -> Any:
        raise ModuleNotFoundError(f"No module named '{package}'", name=package)

    monkeypatch.setattr(cluster, "import_module", without)
    with pytest.raises(ClusterError) as caught:
        cluster.load_executor(name)
    assert package in caught.value.diagnostic.text("zh")
    assert f"pip install '.[{name}]'" in caught.value.diagnostic.help("zh")


def test_engines_are_not_imported_before_they_are_asked_for() -> None:
    assert importlib.import_module("checker.batch.cluster")
    source = "import sys, checker.batch.cluster as c; print(sorted({'dask', 'distributed', 'pyspark', 'py4j', 'pyarrow'} & set(sys.modules)))"
    import subprocess

    run = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, cwd=ROOT)
    assert run.stdout == "[]\n"


# ---- registries in parts


def in_turn(
    work: Any, job: Job, things: Iterable[WorkItem], workers: int, address: str | None
) -> Iterator[Any]:
    """One machine, one process."""
    for thing in things:
        yield work(job, thing.content)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registry")
    plans = []
    for path in (*PLANS, *UPPER):
        source, _ = read_source(path, path.name)
        assert source is not None
        plan, _ = load_plan(source)
        assert plan is not None
        plans.append((plan, path.name))
    partitions.export(iter(plans), folder)
    (folder / "province=99").mkdir()
    (folder / "province=99/part-0.parquet").write_bytes(b"PAR1 and then nothing of use")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_parts_are_by_province(registry: Path) -> None:
    names = [
        Path(part.plans).relative_to(registry)
        for part in partitions.list_parts(str(registry), "/nowhere")
    ]
    assert all(re_match(name.as_posix()) for name in names)
    assert {path.parent.name for path in names} >= {"province=22", "province=45"}


def re_match(name: str) -> bool:
    folder, _, file = name.partition("/")
    return folder.startswith("province=") and len(folder) == 11 and file == "part-0.parquet"


def test_a_part_holds_only_so_many_plans(
    registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "MAX_PLANS", 2)
    source, _ = read_source(PLANS[0], "one.yaml")
    assert source is not None
    plan, _ = load_plan(source)
    assert plan is not None
    partitions.export(((plan, f"{number}.yaml") for number in range(5)), tmp_path)
    _, pq = import_arrow()
    counts = [
        pq.ParquetFile(path).metadata.num_rows for path in sorted(tmp_path.rglob("*.parquet"))
    ]
    assert counts == [2, 2, 1]


def test_workers_read_and_write_parts_as_one_machine_does(
    engine: str, job: Job, registry: Path, tmp_path: Path
) -> None:
    here = list(
        partitions.run(
            in_turn, job, partitions.list_parts(str(registry), str(tmp_path / "here")), 1
        )
    )
    found = partitions.list_parts(str(registry), str(tmp_path / "there"))
    there = list(partitions.run(cluster.load_executor(engine), job, found, 2))
    assert there == here
    assert content(tmp_path / "there") == content(tmp_path / "here")
    assert set(content(tmp_path / "here")) == set(content(registry))


def test_results_in_parts_hold_the_whole_records(
    job: Job, prepared: PreparedJob, registry: Path, tmp_path: Path
) -> None:
    """Those that the plans have in a batch; of what could not be read, what is wrong with it."""
    done = partitions.run(in_turn, job, partitions.list_parts(str(registry), str(tmp_path)), 1)
    briefs = [record for _, records in done for record in records]
    _, pq = import_arrow()
    texts = [
        text
        for path in sorted(tmp_path.rglob("*.parquet"))
        for text in pq.read_table(path, partitioning=None)["record"].to_pylist()
    ]
    records = [json.loads(text) for text in texts]
    assert list(map(counted_from_json, texts)) == briefs
    assert len(records) == len(PLANS) + len(UPPER) + 1
    (unread,) = [record for record in records if "title" not in record]
    assert unread["diagnostics"][0]["code"] == "batch-registry-damaged"
    named = {f"{Path(record['file'].partition('#')[2]).name}": record for record in records}
    for path in PLANS:
        ((own,),) = [
            found
            for _, found in local.run(
                prepared, [Chunk(0, (PlanInput(str(path), path.read_text(encoding="utf-8")),))], 1
            )
        ]
        assert named[path.name]["counts"] == own.counts


def test_parts_that_are_done_are_not_judged_again(
    job: Job, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until their plans or the rules change, or the file is not what was written."""
    found = partitions.list_parts(str(registry), str(tmp_path))
    first = list(partitions.run(in_turn, job, found, 1))
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*.parquet")}
    spoilt = min(before)
    spoilt.write_bytes(spoilt.read_bytes()[:-20])
    assert list(partitions.run(in_turn, job, found, 1)) == first
    after = {path: path.stat().st_ino for path in tmp_path.rglob("*.parquet")}
    assert [path for path in after if after[path] != before[path]] == [spoilt]
    other = replace(job, codes=job.codes[:5])
    list(partitions.run(in_turn, other, found, 1))
    last = {path: path.stat().st_ino for path in tmp_path.rglob("*.parquet")}
    assert all(last[path] != after[path] for path in last)


@pytest.mark.parametrize("case", ["inside", "around", "same", "others", "empty"])
def test_folders_that_would_mix_are_refused(case: str, registry: Path, tmp_path: Path) -> None:
    others = tmp_path / "others"
    (others / "province=11").mkdir(parents=True)
    (others / "province=11/part-7.parquet").touch()
    source, target, code = {
        "inside": (registry, registry / "results", "cluster-same-folder"),
        "around": (registry, registry.parent, "cluster-same-folder"),
        "same": (registry, registry, "cluster-same-folder"),
        "others": (registry, others, "cluster-other-parts"),
        "empty": (tmp_path / "empty", tmp_path / "results", "cluster-no-parts"),
    }[case]
    with pytest.raises(ClusterError) as caught:
        partitions.list_parts(str(source), str(target))
    assert caught.value.diagnostic.code == code


# ---- messages


def test_every_message_is_used() -> None:
    files = [f for part in ("batch", "cli") for f in (ROOT / "checker" / part).glob("*.py")]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    for name in templates("cluster"):
        assert f'"{name}"' in code
    assert message("cluster-no-java", "zh")
