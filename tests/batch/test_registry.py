"""Registries: what is written reads the same as the files it came from; what is wrong with one is told, row by row."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checker.batch.job import Job, PlanInput
from checker.batch.registry import COLUMNS, MARK, RegistryEntry, open_registry, read_registry
from checker.batch.results import PlanResult
from checker.batch.worker import judge_chunk
from checker.files import atomic_write, find_plan_files, read_source
from checker.plan.load import load_plan
from tests.batch.small import PLANS, ROOT, job, prepared

REAL = find_plan_files(str(ROOT / "plans"))
SMALL = [str(PLANS / "county.yaml"), str(PLANS / "clean.yaml")]


def export(files: list[str], to: Path) -> str:
    with atomic_write(to) as stream, open_registry(to.suffix, stream) as registry:
        for file in files:
            source, _ = read_source(file)
            assert source is not None
            plan, _ = load_plan(source)
            assert plan is not None
            registry.add(plan, file)
    return str(to)


def codes(entries: list[RegistryEntry]) -> list[str]:
    return [fault.code for entry in entries for fault in entry.faults]


def judged(entries: list[RegistryEntry]) -> list[PlanResult]:
    return judge_chunk(prepared("all"), [PlanInput(entry.name, entry.text) for entry in entries])


@pytest.mark.parametrize("suffix", ["parquet", "jsonl"])
def test_a_registry_is_judged_as_the_files_it_came_from(tmp_path: Path, suffix: str) -> None:
    entries = list(read_registry(export([*REAL, *SMALL], tmp_path / f"r.{suffix}")))
    files = judge_chunk(prepared("all"), [PlanInput(file) for file in (*REAL, *SMALL)])
    assert not codes(entries)
    for one, other in zip(judged(entries), files, strict=True):
        assert (one.counts, one.rules) == (other.counts, other.rules)
        assert one.by_severity == other.by_severity


def test_a_row_of_parquet_is_the_file_to_the_last_character(tmp_path: Path) -> None:
    path = export(SMALL, tmp_path / "r.parquet")
    for entry, file in zip(read_registry(path), SMALL, strict=True):
        assert (entry.name, entry.text) == (f"{path}#{file}", Path(file).read_text("utf-8"))
    assert pq.read_schema(path).names == list(COLUMNS)


@pytest.mark.parametrize("suffix", ["parquet", "jsonl"])
def test_two_exports_are_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    one, two = (export(SMALL, tmp_path / f"{n}.{suffix}") for n in (1, 2))
    assert Path(one).read_bytes() == Path(two).read_bytes()


# ---- what is wrong with a registry


def changed(path: str, to: Path, **columns: object) -> str:
    """A registry with columns replaced by single values, or left out where that is None."""
    table = pq.read_table(path)
    for name, value in columns.items():
        at = table.schema.get_field_index(name)
        table = table.remove_column(at)
        if value is not None:
            table = table.add_column(at, name, pa.array([value] * len(table)))
    pq.write_table(table, to)
    return str(to)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"digest": "0" * 64}, ["batch-registry-digest"] * 2),
        ({"schema_version": 2}, ["batch-registry-version"] * 2),
        ({"data": None}, ["batch-registry-column"]),
        ({"data": 5}, ["batch-registry-column"]),
        ({"file": None}, ["batch-registry-column"]),
        ({"title": None}, []),
    ],
)
def test_a_wrong_row_is_told_and_a_wrong_column_once(
    tmp_path: Path, columns: dict[str, object], expected: list[str]
) -> None:
    path = changed(export(SMALL, tmp_path / "r.parquet"), tmp_path / "s.parquet", **columns)
    assert codes(list(read_registry(path))) == expected


def test_another_parquet_file_and_another_version_are_told(tmp_path: Path) -> None:
    table = pq.read_table(export(SMALL, tmp_path / "r.parquet"))
    pq.write_table(table.replace_schema_metadata(None), tmp_path / "other.parquet")
    pq.write_table(table.replace_schema_metadata({MARK: "2"}), tmp_path / "newer.parquet")
    assert codes(list(read_registry(str(tmp_path / "other.parquet")))) == ["batch-registry-other"]
    assert codes(list(read_registry(str(tmp_path / "newer.parquet")))) == ["batch-registry-version"]


@pytest.mark.parametrize("kept", [0, 3, 100, -1, -200])
def test_half_a_parquet_file_is_told(tmp_path: Path, kept: int) -> None:
    file = Path(export(SMALL, tmp_path / "r.parquet"))
    file.write_bytes(file.read_bytes()[:kept])
    assert codes(list(read_registry(str(file)))) == ["batch-registry-damaged"]


def test_a_damaged_parquet_file_never_gives_another_plan(tmp_path: Path) -> None:
    good = Path(export(SMALL, tmp_path / "r.parquet")).read_bytes()
    texts = {Path(file).read_text("utf-8") for file in SMALL}
    for at in range(4, len(good) - 8, 37):
        file = tmp_path / "damaged.parquet"
        file.write_bytes(good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1 :])
        found = list(read_registry(str(file)))
        assert all(entry.text in texts or entry.faults for entry in found)
        assert found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{}", []),
        ("[1]", ["batch-registry-json"]),
        ('{"plan": {"title": "x"', ["batch-registry-json"]),
        ('{"plan": NaN}', ["batch-registry-json"]),
        ("[" * 100_000, ["batch-registry-json"]),
        ("plan: {title: x}", ["batch-registry-json"]),
        ("\x1b[2J", ["input-control-character"]),
        ('{"plancheck.registry": 2}', ["batch-registry-version"]),
        ("", ["batch-registry-none"]),
    ],
)
def test_lines_that_are_no_plan_are_told(tmp_path: Path, line: str, expected: list[str]) -> None:
    (tmp_path / "r.jsonl").write_text(line + "\n", encoding="utf-8")
    assert codes(list(read_registry(str(tmp_path / "r.jsonl")))) == expected


def test_a_line_is_named_by_its_number_and_may_be_plain_ascii(tmp_path: Path) -> None:
    """Other programs escape what is not ASCII, signs beyond the first 65,536 as two halves."""
    record = json.loads(Path(export(SMALL, tmp_path / "r.jsonl")).read_text("utf-8").split("\n")[1])
    record["plan"]["title"] = "𠮷县 \\ud842 “十三五”规划"
    file = tmp_path / "s.jsonl"
    file.write_text("\n" + json.dumps(record) + "\r\n\n", encoding="utf-8")
    (entry,) = read_registry(str(file))
    assert entry.name == f"{file}#2"
    (found,) = judged([entry])
    assert found.title == "𠮷县 \\ud842 “十三五”规划"


def test_a_job_has_the_same_key_wherever_it_was_made() -> None:
    one = job()
    again = Job(one.terms, one.rules, one.upper, one.codes, one.explain, one.language)
    assert one.key == again.key != job("all").key
