"""The findings of a batch as a table: as a check tells them, harmless in a spreadsheet, whole or not there."""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.batch.small import PLANS, ROOT, county, write

RULES = ("--rules", str(PLANS / "rules/test.rules"), "--select", "TEST", "--upper", str(PLANS / "upper"))  # fmt: skip


def command(*words: str, cache: Path | str = "off") -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PLANCHECK_CACHE": str(cache)}
    return {"args": [sys.executable, "-m", "checker", *words, *RULES], "env": environment}


def run(*words: str, cache: Path | str = "off", **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        **command(*words, cache=cache), capture_output=True, text=True, encoding="utf-8", check=False, **more,
    )  # fmt: skip


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_table_says_what_a_check_says(tmp_path: Path) -> None:
    plan = str(PLANS / "county.yaml")
    words = [w for s in ("csv", "parquet", "jsonl") for w in ("-o", f"findings:{tmp_path}/all.{s}")]
    assert run("batch", plan, "-v", "--jobs", "1", *words).returncode == 1
    checked = {f: run("check", plan, "-v", "-o", f"{f}:-").stdout for f in ("csv", "jsonl")}

    assert (tmp_path / "all.jsonl").read_text("utf-8") == checked["jsonl"].partition("\n")[2]
    (tmp_path / "checked.csv").write_text(checked["csv"], encoding="utf-8")
    ours, theirs = table(tmp_path / "all.csv"), table(tmp_path / "checked.csv")
    assert as_checked(ours, theirs) == as_checked(theirs, theirs)
    assert len(ours) > 3

    rows = pq.read_table(tmp_path / "all.parquet").to_pylist()
    assert [str(row["line"] or "") for row in rows] == [row["行"] for row in ours]
    assert [row["message"] for row in rows] == [row["说明"] for row in ours]
    assert {row["outcome"] for row in rows} == {"fail", "unknown"}
    assert {row["code"] for row in rows} == {"450721"}
    assert pq.read_schema(tmp_path / "all.parquet").metadata[b"plancheck.findings"] == b"1"


def as_checked(rows: list[dict[str, str]], checked: list[dict[str, str]]) -> list[list[str]]:
    """The findings in the columns of a check, sorted: a check lists the gravest ones of a plan first."""
    columns = [column for column in checked[0] if column != "核查范围"]
    return sorted([row[column] for column in columns] for row in rows if row["规则"])


def test_every_cell_of_the_shipped_plans_is_that_of_a_check(tmp_path: Path) -> None:
    """Also where a value is told with what it was read as, or is another plan's."""
    words = ("-v", "-o", f"findings:{tmp_path}/all.csv")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PLANCHECK_CACHE": "off"}

    def shipped(*words: str) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "checker", *words], env=environment, cwd=ROOT, capture_output=True, check=False,
        ).stdout  # fmt: skip

    shipped("batch", "plans", "--jobs", "1", *words)
    (tmp_path / "checked.csv").write_bytes(shipped("check", "plans", "-v", "-o", "csv:-"))
    ours, theirs = table(tmp_path / "all.csv"), table(tmp_path / "checked.csv")
    assert as_checked(ours, theirs) == as_checked(theirs, theirs)
    assert any("即0.55万人" in row["数值和出处"] for row in ours)


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(county(5).replace("测试5县", "=1+1"), encoding="utf-8")
    run("batch", str(tmp_path), "--jobs", "1", "-o", f"findings:{tmp_path}/all.csv")
    rows = table(tmp_path / "all.csv")
    assert rows and all(row["规划"].startswith("'=1+1") for row in rows)
    assert not [c for row in rows for c in row.values() if c and c[0] in "=+-@\t\r＝＋－＠"]


def test_a_batch_without_findings_has_a_table_without_rows(tmp_path: Path) -> None:
    plan = str(PLANS / "clean.yaml")
    words = [w for s in ("csv", "parquet", "jsonl") for w in ("-o", f"findings:{tmp_path}/all.{s}")]
    run("batch", plan, "--jobs", "1", *words)
    assert table(tmp_path / "all.csv") == []
    assert pq.read_table(tmp_path / "all.parquet").num_rows == 0
    assert (tmp_path / "all.jsonl").read_text() == ""


def test_a_disk_that_is_full_leaves_the_old_files_and_says_so(tmp_path: Path) -> None:
    """No file may grow beyond 20 KB here: cache and outputs alike."""
    (tmp_path / "plans").mkdir()
    write(tmp_path / "plans", 40)
    for name in ("out.jsonl", "out.csv"):
        (tmp_path / name).write_text("old")
    small = run(
        "batch", "plans", "--jobs", "1", "-o", "jsonl:out.jsonl", "-o", "csv:out.csv", cache=tmp_path / "cache",
        cwd=tmp_path, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip
    assert small.returncode == 2
    assert "“out.jsonl”" in small.stderr and "Traceback" not in small.stderr
    assert (tmp_path / "out.jsonl").read_text() == "old"
    assert len((tmp_path / "out.csv").read_text("utf-8").splitlines()) == 41
    assert not list(tmp_path.rglob(".plancheck-*"))


def test_a_run_that_is_killed_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    """At five moments, then let be: with the outputs of a run that nothing disturbed, and nothing beside them."""
    chance = random.Random(5)
    (tmp_path / "plans").mkdir()
    write(tmp_path / "plans", 120)
    outputs = ("jsonl:out.jsonl", "csv:out.csv", "findings:all.csv", "parquet:out.parquet")
    words = ["batch", "plans", "--jobs", "2", *(w for o in outputs for w in ("-o", o))]
    names = [output.partition(":")[2] for output in outputs]
    for name in names:
        (tmp_path / name).write_text("old")
    for _ in range(5):
        running = subprocess.Popen(
            **command(*words, cache=tmp_path / "cache"), cwd=tmp_path, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        time.sleep(chance.uniform(0.3, 2))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    assert run(*words, "--resume", cache=tmp_path / "cache", cwd=tmp_path).returncode == 1
    resumed = {name: (tmp_path / name).read_bytes() for name in names}
    assert run(*words, "--no-cache", cwd=tmp_path).returncode == 1
    assert {name: (tmp_path / name).read_bytes() for name in names} == resumed
    assert json.loads(resumed["out.jsonl"].splitlines()[-1])["file"] == "plans/plan-119.yaml"
    assert not list(tmp_path.glob(".plancheck-*"))
