"""The summary of a batch: numbers that add up, in every output; outputs whole or not there."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from checker.batch import worker
from checker.batch.job import Job, PlanInput, prepare
from checker.batch.results import PlanResult, counts_only
from checker.batch.summary_builder import SummaryBuilder
from checker.batch.waiver_filter import WaiverFilter
from checker.batch.worker import judge_chunk
from checker.cli.app import run
from checker.files import find_plan_files
from checker.findings import OUTCOMES, SEVERITIES
from checker.messages import Language
from checker.plan.library import read_upper_sources
from checker.report import as_batch_html, as_batch_text
from checker.report.batch import Summary
from checker.report.layout import Page, width
from checker.semantics.rule_book import load_rules, read_rule_sources
from tests.batch.small import PLANS, ROOT, county, write


@pytest.fixture(scope="module")
def records() -> list[PlanResult]:
    """The five plans of the project, by all rules, and one that cannot be read."""
    sources, (upper, _) = read_rule_sources(), read_upper_sources([ROOT / "plans/upper"])
    codes = [rule.code for rule in load_rules().rules]
    job = Job(sources.vocabulary, sources.rules, upper, tuple(codes), "none", "zh")
    files = (*find_plan_files(str(ROOT / "plans")), "nowhere.yaml")
    found = judge_chunk(prepare(job), [PlanInput(file) for file in files])
    return list(map(WaiverFilter((), codes, date.min, "zh", False).apply, found))


def summary(records: list[PlanResult], language: Language = "zh") -> Summary:
    counting = SummaryBuilder({rule.code: rule for rule in load_rules().rules}, language)
    for record in records:
        counting.add(record)
    return counting.summary(())


def test_without_explanations_the_counts_are_those_with_them() -> None:
    """A severity that depends on the subject is decided with the verdict."""
    sources, (upper, _) = read_rule_sources(), read_upper_sources([ROOT / "plans/upper"])
    codes = tuple(rule.code for rule in load_rules().rules)
    items = [PlanInput(file) for file in find_plan_files(str(ROOT / "plans"))]
    counted, explained = (
        judge_chunk(prepare(Job(sources.vocabulary, sources.rules, upper, codes, explain)), items)
        for explain in ("none", "fail")
    )
    assert all(finding.json for result in explained for finding in result.findings)
    assert list(map(counts_only, explained)) == counted
    assert {f.severity for result in counted for f in result.findings} == set(SEVERITIES)


@pytest.mark.parametrize(
    ("output", "explained"),
    [("csv", 0), ("parquet", 0), ("html", 0), ("text", 0), ("jsonl", 6), ("findings", 6)],
)
def test_findings_are_explained_only_where_an_output_shows_them(
    tmp_path: Path, output: str, explained: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    subjects: list[object] = []
    original = worker.explained

    def counted(rule: Any, evaluation: Any, subject: Any, language: Language) -> object:
        subjects.append(subject)
        return original(rule, evaluation, subject, language)

    monkeypatch.setattr(worker, "explained", counted)
    monkeypatch.setenv("PLANCHECK_CACHE", "off")
    write(tmp_path, 2)
    file = tmp_path / ("out.csv" if output == "findings" else "out")
    rules = ["--rules", str(PLANS / "rules/test.rules"), "--select", "TEST"]
    words = ["batch", str(tmp_path), "--jobs", "1", "-o", f"{output}:{file}", *rules]
    run([*words, "--upper", str(PLANS / "upper")])
    assert len(subjects) == explained


def test_every_table_adds_up_to_the_same_totals(records: list[PlanResult]) -> None:
    found = summary(records)
    totals = {o: sum(r.counts[o] for r in records if r.title is not None) for o in OUTCOMES}
    assert {o: found.total.counts[o] for o in OUTCOMES} == totals
    assert sum(found.total.counts[s] for s in SEVERITIES) == totals["fail"]
    assert found.total.plans == 5 and found.unread_count == 1
    for tables in (
        [tally for _, tally in found.families.values()],
        list(found.by_rule.values()),
        list(found.provinces.values()),
        [tally for cities in found.regions.values() for tally in cities.values()],
    ):
        rows = [tally.row for tally in tables]
        assert tuple(map(sum, zip(*rows, strict=True))) == found.total.row


def test_regions_are_those_of_the_time_of_the_plan(records: list[PlanResult]) -> None:
    """公主岭 belonged to 四平 until 2020; the plans of one province stand together."""
    named = {p.name: [c.name for c in cities] for p, cities in summary(records).regions.items()}
    assert named["吉林省"] == ["四平市"]
    assert named["广西壮族自治区"] == ["柳州市", "钦州市"]


def test_the_worst_come_first_and_idle_rules_met_nothing(records: list[PlanResult]) -> None:
    found = summary(records)
    ranks = [tuple(line.tally.counts[s] for s in SEVERITIES) for line in found.worst]
    assert ranks == sorted(ranks, reverse=True)
    met = {
        code
        for r in records
        for code, n in r.rules.items()
        if sum(n) - n[OUTCOMES.index("not-applicable")]
    }
    assert set(found.idle_rules) == set(found.rules) - met


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_the_text_fits_its_page(records: list[PlanResult], columns: int) -> None:
    text = as_batch_text.render(summary(records), Page("zh", columns))
    assert max(map(width, text.splitlines())) <= columns


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_loads_nothing_and_runs_only_its_script(
    records: list[PlanResult], language: Language
) -> None:
    hostile = replace(records[0], title="<script>alert(1)</script>", file="a\u202eb.yaml")
    page = as_batch_html.render(summary([*records, hostile], language))
    assert not re.search(r"(src|href)=\"(?!data:)", page)
    assert "<script>alert" not in page and "\u202e" not in page
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert page == as_batch_html.render(summary([*records, hostile], language))


# ---- the command


def batch(*words: str, cache: Path | str = "off", **more: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PLANCHECK_CACHE": str(cache)}
    rules = ["--rules", str(PLANS / "rules/test.rules"), "--select", "TEST"]
    return subprocess.run(
        [sys.executable, "-m", "checker", "batch", *words, *rules, "--upper", str(PLANS / "upper")],
        env=environment, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120, **more,
    )  # fmt: skip


def test_all_outputs_hold_every_plan_and_the_same_numbers(tmp_path: Path) -> None:
    write(tmp_path, 3)
    (tmp_path / "plan-001.yaml").write_text("plan: {", encoding="utf-8")
    title = county(5).replace("测试5县", "=1+1")
    (tmp_path / "plan-005.yaml").write_text(title, encoding="utf-8")
    files = {name: tmp_path / f"out.{name}" for name in ("jsonl", "csv", "parquet", "html", "text")}
    words = [w for name, file in files.items() for w in ("-o", f"{name}:{file}")]
    done = batch(str(tmp_path), *words, "--jobs", "1")
    assert done.returncode == 2  # one plan could not be read
    assert "plan-001.yaml" in done.stdout.replace("\n   ", "")  # the page may break a name

    lines = [json.loads(line) for line in files["jsonl"].read_text("utf-8").splitlines()]
    with files["csv"].open(encoding="utf-8-sig", newline="") as stream:
        cells = list(csv.reader(stream))[1:]
    table = pq.read_table(files["parquet"]).to_pylist()
    assert len(lines) == len(cells) == len(table) == 4
    for record, row, nested in zip(lines, cells, table, strict=True):
        assert record["file"] == row[0] == nested["file"]
        if "title" not in record:
            assert (
                row[-1]
                and nested["problem"]
                and nested["fail" if "fail" in nested else "pass"] is None
            )
            continue
        assert row[7:10] == [str(record["by_severity"][s]) for s in SEVERITIES]
        assert {n.pop("rule"): n for n in nested["rules"]} == record["rules"]
    assert cells[-1][1].startswith("'=1+1")
    assert files["text"].read_text("utf-8") == done.stdout


def test_waived_findings_are_told_as_a_check_tells_them(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    plan, waivers = str(PLANS / "county.yaml"), str(PLANS / "waivers/good.yaml")
    given = ["--waivers", waivers, "--today", "2026-11-22"]
    assert batch(plan, *given, "-v", "-o", f"jsonl:{out}").returncode == 0  # the error is waived
    (record,) = map(json.loads, out.read_text("utf-8").splitlines())
    words = [
        plan,
        *given,
        "--rules",
        str(PLANS / "rules/test.rules"),
        "--select",
        "TEST",
        "--format",
        "json",
    ]
    checked = subprocess.run(
        [sys.executable, "-m", "checker", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    (expected,) = json.loads(checked.stdout)["plans"]
    assert record["findings"] == expected["findings"]
    assert record["counts"] == {o: expected["counts"][o] for o in OUTCOMES}
    assert record["by_severity"] == expected["counts"]["by_severity"]
    assert record["counts"]["waived"] == 2


def test_an_output_that_cannot_be_written_spoils_no_other(tmp_path: Path) -> None:
    write(tmp_path, 2)
    csv_file = tmp_path / "out.csv"
    done = batch(str(tmp_path), "--jobs", "1", "-o", "jsonl:/dev/full", "-o", f"csv:{csv_file}")
    assert done.returncode == 2
    assert "/dev/full" in done.stderr and "Traceback" not in done.stderr
    assert len(csv_file.read_text("utf-8").splitlines()) == 3


def test_an_interruption_leaves_the_old_outputs_and_no_process(tmp_path: Path) -> None:
    write(tmp_path, 400)
    out = tmp_path / "out.csv"
    out.write_text("old")
    words = ["batch", str(tmp_path), "--jobs", "2", "-o", f"csv:{out}"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PLANCHECK_CACHE": str(tmp_path / "cache"),
    }
    running = subprocess.Popen(
        [sys.executable, "-m", "checker", *words], env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    while running.poll() is None and not list((tmp_path / "cache/batch/answers").glob("*/*")):
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all of them
    shown, said = running.communicate(timeout=60)
    assert (running.returncode, shown, said.strip()) == (130, "", "")
    assert out.read_text() == "old"
    assert not list(tmp_path.glob(".plancheck-*"))
    assert gone(running.pid)


def gone(group: int) -> bool:
    """Whether a group of processes ends by itself, which takes the last of them a moment."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
