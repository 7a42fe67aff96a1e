"""Saved runs from any hand: a message that says what to do, never a traceback, never a control character."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.cli.app import run
from checker.messages import templates
from checker.review.run_files import load_run
from checker.source import Source

ROOT = Path(__file__).resolve().parents[2]
BASELINE = (ROOT / "tests/cli/plans/drafts/baseline.json").read_text(encoding="utf-8")
FINDING = json.loads(BASELINE)["findings"][0]


def with_finding(**changed: object) -> str:
    return json.dumps({"plancheck_baseline": 1, "plans": [], "findings": [{**FINDING, **changed}]})


BROKEN = {
    "": "json-truncated 1:1",
    "{": "json-truncated 1:2",
    '{"plancheck_baseline": 1,\n"plans": [}': "json-syntax 2:11",
    '{"plancheck_baseline": 1,\n<<<<<<< HEAD\n': "json-syntax 2:1",
    BASELINE[:300]: "json-truncated 7:159",
    "[" * 100_000: "json-deep",
    f'{{"plancheck_baseline": {"9" * 5000}}}': "json-number",
    "[]": "json-other",
    "null": "json-other",
    '"plancheck_baseline"': "json-other",
    '{"format": "plancheck-diff"}': "json-other",
    '{"plancheck_baseline": 2}': "json-version",
    '{"plancheck_baseline": true}': "json-version",
    '{"plancheck_baseline": "1"}': "json-version",
    '{"format": "plancheck-report", "format_version": null}': "json-version",
    '{"format": "plancheck-report", "format_version": 1}': "json-shape plans",
    '{"format": "plancheck-report", "format_version": 1, "plans": {}}': "json-shape plans",
    '{"format": "plancheck-report", "format_version": 1, "plans": [1]}': "json-shape plans[0]",
    '{"plancheck_baseline": 1}': "json-shape plans",
    '{"plancheck_baseline": 1, "plans": [], "findings": [[]]}': "json-shape findings[0]",
    with_finding(fingerprint="../../etc"): "json-shape findings[0].fingerprint",
    with_finding(severity="\x1b[2J"): "json-shape findings[0].severity",
    with_finding(outcome="pass"): "json-shape findings[0].outcome",
    with_finding(subject=None): "json-shape findings[0].subject",
    with_finding(values=[["目标"]]): "json-shape findings[0].values[0]",
    with_finding(values="目标"): "json-shape findings[0].values",
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.items(), ids=[t[:60] for t in BROKEN])
def test_what_is_wrong_is_said_with_its_place(text: str, expected: str) -> None:
    found, (fault,) = load_run(Source("a.json", text), "zh", {})
    assert found is None
    place = fault.address.removeprefix("a.json:") if fault.span else fault.arguments.get("path", "")
    assert f"{fault.code.removeprefix('review-')} {place}".strip() == expected
    assert fault.text("zh") and fault.help("zh") and fault.text("en") and fault.help("en")


def test_hostile_texts_reach_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "evil.json"
    evil = "\x1b[2J\x00\x9b31m\u2028=cmd|'/c calc'!A1<script>]]>`|"
    file.write_text(with_finding(subject=evil, rule=evil, values=[[evil, evil]]), encoding="utf-8")
    empty = tmp_path / "empty.json"
    empty.write_text('{"plancheck_baseline": 1, "plans": [], "findings": []}', encoding="utf-8")
    for format_ in ("text", "markdown", "json"):
        run(["diff", str(empty), str(file), "--format", format_])
        shown = capsys.readouterr().out
        assert not set(shown) & set("\x1b\x00\x9b\u2028")
        assert "<script>" not in shown or format_ != "markdown"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(key=st.sampled_from(["plans", "findings", *FINDING]), value=values)
def test_any_value_anywhere_is_read_or_refused(key: str, value: Any) -> None:
    record = json.loads(BASELINE)
    if key in FINDING:
        record["findings"][1][key] = value
    else:
        record[key] = value
    found, faults = load_run(Source("a.json", json.dumps(record)), "zh", {})
    assert (found is None) == bool(faults)


def test_every_fault_of_a_saved_run_says_what_to_do() -> None:
    faults = {c: e for c, e in templates("review").items() if c.startswith("review-json-")}
    assert len(faults) >= 8
    assert all(e.help_zh and e.help_en for e in faults.values())
