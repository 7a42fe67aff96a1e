"""The JSON report fits its published schema, whatever is in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker.cli.app import run

ROOT = Path(__file__).resolve().parents[2]
PLANS = ROOT / "tests/cli/plans"
RULES = ["--rules", str(PLANS / "rules/test.rules")]
SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
INPUTS = [
    "county.yaml",
    "clean.yaml",
    "unknown.yaml",
    "no-content.yaml",
    "two-above/county.yaml",
    "bad/duplicate-key.yaml",
    "bad/reference.yaml",
    "bad/gbk.yaml",
    "nowhere.yaml",
    "../../../plans/qinzhou.yaml",
    "../../../plans/luzhai.yaml",
]


def report(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    run([*words, *RULES, "--format", "json"])
    return json.loads(capsys.readouterr().out)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", INPUTS)
def test_report_fits_the_schema(
    name: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = report(capsys, str(PLANS / name), "--lang", language)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)


def test_the_schema_refuses_what_is_not_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys, str(PLANS / "county.yaml"))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    found["plans"][0]["findings"][0]["evidence"][0]["origin"]["grade"] = "Z"
    found["plans"][0]["findings"][0]["extra"] = 1
    assert len(list(validator.iter_errors(found))) >= 2


def test_codes_keys_and_counts_are_the_same_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def skeleton(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: skeleton(v) for k, v in value.items() if k not in TEXTS}
        return [skeleton(v) for v in value] if isinstance(value, list) else value

    path = str(ROOT / "plans/qinzhou.yaml")
    assert skeleton(report(capsys, path)) == skeleton(report(capsys, path, "--lang", "en"))


TEXTS = {
    "language", "text", "title", "message", "formula", "gap", "label", "read_as", "printed",
    "rationale", "remedy", "advice", "help", "where",
}  # fmt: skip


@pytest.mark.parametrize("name", ["plans/qinzhou.yaml", "plans/luzhai.yaml"])
def test_every_verdict_is_counted_once(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys, str(ROOT / name))
    outcomes = ["pass", "fail", "unknown", "lacking", "not-applicable", "waived"]
    plan = found["plans"][0]
    assert found["totals"]["verdicts"] == sum(found["totals"][o] for o in outcomes)
    for outcome in outcomes:
        assert plan["counts"][outcome] == sum(r["counts"][outcome] for r in plan["rules"])
    listed = [f["outcome"] for f in plan["findings"]]
    for outcome in ("fail", "unknown", "waived"):
        assert plan["counts"][outcome] == listed.count(outcome)
    assert plan["counts"]["fail"] == sum(plan["counts"]["by_severity"].values())
    idle = {r["rule"] for r in plan["rules"] if not sum(r["counts"][o] for o in outcomes[:4])}
    assert set(plan["idle_rules"]) == idle


def test_fingerprints_tell_findings_apart(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("plans/qinzhou.yaml", "plans/luzhai.yaml"):
        plan = report(capsys, str(ROOT / name))["plans"][0]
        prints = [f["fingerprint"] for f in plan["findings"]]
        twice = {
            (f["rule"], f["subject"]["key"])
            for f in plan["findings"]
            if prints.count(f["fingerprint"]) > 1
        }
        assert not twice


def test_fingerprints_survive_another_order_and_value(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = (PLANS / "county.yaml").read_text(encoding="utf-8")
    rows = text.split("  - name: ")
    moved = text.replace('"77"', '"76"').replace("\n\nindicators", "\n\n# note\n\nindicators")
    assert len(rows) > 3
    changed = tmp_path / "county.yaml"
    changed.write_text(moved, encoding="utf-8")
    upper = ["--upper", str(PLANS / "upper")]
    before = report(capsys, str(PLANS / "county.yaml"), "--select", "TEST")
    after = report(capsys, str(changed), *upper, "--select", "TEST")
    assert [f["fingerprint"] for f in before["plans"][0]["findings"]] == [
        f["fingerprint"] for f in after["plans"][0]["findings"]
    ]
