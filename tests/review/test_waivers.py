"""Waivers: what they waive, what becomes of the rest, and that every format still shows what is waived."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from junitparser import JUnitXml

from checker.cli.outputs import FORMATS, render
from checker.diagnostics import DiagnosticLog
from checker.files import read_source
from checker.pipeline import CheckRequest, build_report
from checker.plan.library import PlanSource
from checker.report.model import Report
from checker.review.waivers import load_waivers
from checker.source import Source

ROOT = Path(__file__).resolve().parents[2]
CODES = ["UPPER-LOOSER", "AGREE-TARGETS"]
WAIVER = """\
waivers:
  - rule: UPPER-LOOSER
    region: "450700"
    indicator: 30天再住院率
    reason: 市政府同意按4.5%编制
    basis: 钦政函〔2016〕1号
    approver: 规划科
    expires: 2026-12-31
"""
QINZHOU = str(ROOT / "plans/qinzhou.yaml")


def report(folder: Path, text: str, today: str = "2026-11-22") -> tuple[Report, list[str]]:
    """Qinzhou's report under the waivers of a text, and the codes of what was said of them."""
    file = folder / "waivers.yaml"
    file.write_text(text, encoding="utf-8")
    log = DiagnosticLog()
    request = CheckRequest(select=("UPPER-LOOSER",), waivers=file, today=date.fromisoformat(today))
    plan = PlanSource(QINZHOU, read_source(QINZHOU)[0], (), Path(QINZHOU))
    found = build_report(request, [plan], log)
    return found, [d.code for d in log.diagnostics]


def waived(found: Report) -> list[tuple[str, str]]:
    return [(f.rule, f.subject.name) for p in found.plans for f in p.outcome("waived")]


def test_a_waiver_waives_the_findings_it_names_and_no_others(tmp_path: Path) -> None:
    before, _ = report(tmp_path, "waivers: []\n")
    after, said = report(tmp_path, WAIVER)
    assert said == []
    assert waived(after) == [("UPPER-LOOSER", "30天再住院率")]
    assert after.total("fail") == before.total("fail") - 1
    assert after.verdicts == before.verdicts
    assert [(w.state, w.findings, w.days_left) for w in after.waivers] == [("used", 1, 39)]


CHANGED = [
    # what is changed              today         what is said               state        waived
    ("", "",                       "2026-12-31", [],                         "used",      1),
    ("", "",                       "2027-01-01", ["review-waiver-expired"],  "expired",   0),
    ("30天再住院率", "人均寿命",     "2026-11-22", ["review-waiver-unmatched"], "unmatched", 0),
    ("450700", "450600",           "2026-11-22", [],                         "elsewhere", 0),
    ("450700", "450701",           "2026-11-22", ["review-waiver-unmatched"], "unmatched", 0),  # no such region
    ("UPPER-LOOSER", "AGREE-TARGETS", "2026-11-22", [],                      "elsewhere", 0),
    ("    expires", "    period: 2016-2020\n    expires", "2026-11-22", [],  "used",      1),
    ("    expires", "    period: 2021-2025\n    expires", "2026-11-22", [],  "elsewhere", 0),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "today", "said", "state", "count"), CHANGED)
def test_what_is_not_in_order_waives_nothing_and_is_told(
    old: str, new: str, today: str, said: list[str], state: str, count: int, tmp_path: Path
) -> None:
    found, codes = report(tmp_path, WAIVER.replace(old, new, 1) if old else WAIVER, today)
    assert codes == said
    assert [w.state for w in found.waivers] == [state]
    assert len(waived(found)) == count


MALFORMED = [
    ("waivers: x\n", ["review-waiver-list"]),
    ("waiver: []\n", ["review-waiver-key", "review-waiver-list"]),
    ("waivers: [x]\n", ["review-waiver-shape"]),
    (WAIVER.replace("UPPER-LOOSER", "UPPER"), ["review-waiver-rule"]),
    ("", ["review-waiver-list"]),
    ("- x\n", ["review-waiver-list"]),
    (WAIVER.replace('"450700"', "钦州市"), ["review-waiver-region"]),
    (WAIVER.replace("450700", "４５０７００"), ["review-waiver-region"]),
    (WAIVER + "    period: ２０１６-２０２０\n", ["review-waiver-period"]),
    (WAIVER.replace("2026-12-31", "2026-13-01"), ["review-waiver-day"]),
    (WAIVER.replace("2026-12-31", "2026/12/31"), ["review-waiver-day"]),
    (WAIVER.replace("2026-12-31", "长期"), ["review-waiver-day"]),
    (WAIVER.replace("规划科", ""), ["review-waiver-empty"]),
    (WAIVER.replace("    approver: 规划科\n", ""), ["review-waiver-missing"]),
    (WAIVER.replace("approver", "approved"), ["review-waiver-field", "review-waiver-missing"]),
    (WAIVER + WAIVER.removeprefix("waivers:\n"), ["review-waiver-twice"]),
    (WAIVER.replace("    region", "    rule: X\n    region"), ["input-duplicate-key"]),
    (WAIVER.replace('region: "450700"', 'region: "450700'), ["input-yaml"]),
]


@pytest.mark.parametrize(("text", "said"), MALFORMED)
def test_a_malformed_waiver_is_a_fault(text: str, said: list[str]) -> None:
    waivers, faults = load_waivers(Source("w.yaml", text), CODES)
    codes = [fault.code for fault in faults]
    assert codes[: len(said)] == said or (said == ["input-yaml"] and codes)
    assert all(fault.severity == "error" and fault.span for fault in faults)
    assert len(waivers) == (1 if said == ["review-waiver-twice"] else 0)


@pytest.mark.parametrize(
    "field", ["rule", "region", "indicator", "reason", "basis", "approver", "expires"]
)
def test_every_field_is_needed(field: str) -> None:
    kept = [line for line in WAIVER.splitlines() if f" {field}:" not in line]
    text = "\n".join(kept).replace("    region", "  - region", 1 if field == "rule" else 0)
    waivers, faults = load_waivers(Source("w.yaml", text), CODES)
    assert (waivers, [f.code for f in faults]) == ((), ["review-waiver-missing"])
    assert faults[0].arguments["words"] == field


@pytest.mark.parametrize(
    "format_", [f for f in FORMATS if f not in ("summary", "github", "xlsx", "docx")]
)
def test_what_is_waived_stays_in_sight(format_: str, tmp_path: Path) -> None:
    found, _ = report(tmp_path, WAIVER)
    text = str(_shown(found, format_))
    assert "市政府同意按4.5%编制" in text
    assert "规划科" in text


@pytest.mark.parametrize("format_", FORMATS)
def test_a_waiver_of_another_plan_disturbs_no_format(format_: str, tmp_path: Path) -> None:
    found, said = report(tmp_path, WAIVER.replace("450700", "450600"))
    assert [w.state for w in found.waivers] == ["elsewhere"]
    assert said == []
    assert _shown(found, format_)


def _shown(found: Report, format_: str) -> str | bytes:
    if format_ == "text":
        from checker.report import as_text

        return as_text.render(found, "zh", columns=200)
    return render(found, format_, "zh")


def test_sarif_suppresses_junit_skips_json_keeps_the_outcome(tmp_path: Path) -> None:
    found, _ = report(tmp_path, WAIVER)
    results = json.loads(str(render(found, "sarif", "zh")))["runs"][0]["results"]
    [suppressed] = [r for r in results if "suppressions" in r]
    assert suppressed["suppressions"][0]["status"] == "accepted"
    assert suppressed["suppressions"][0]["kind"] == "external"

    record = json.loads(str(render(found, "json", "zh")))
    schema = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(record)
    [only] = [f for f in record["plans"][0]["findings"] if f["outcome"] == "waived"]
    assert (only["waiver"]["outcome"], only["waiver"]["expires"]) == ("fail", "2026-12-31")
    assert record["waivers"][0]["state"] == "used"

    everything = "".join(
        WAIVER.removeprefix("waivers:\n").replace("30天再住院率", name) for name in names(found)
    )
    skipped, _ = report(tmp_path, "waivers:\n" + everything)
    assert not skipped.total("fail")
    [case] = list(next(iter(JUnitXml.fromstring(str(render(skipped, "junit", "zh")).encode()))))
    assert [type(r).__name__ for r in case.result] == ["Skipped"]


def names(found: Report) -> list[str]:
    return [f.subject.name for p in found.plans for f in p.judgement.findings]


def test_the_day_is_injected() -> None:
    from checker.cli.inputs import report_date

    assert report_date("2026-11-22") == date(2026, 11, 22)
