"""Baselines on real plans: what they record survives every edit that changes no value, and nothing else does."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.cli.app import run
from checker.plan.library import load_library
from checker.plan.load import load_plan
from checker.report.changes import RecordedFinding, Run
from checker.report.model import Report
from checker.review import baseline
from checker.review.compare import compare_runs, record_run
from checker.review.run_files import load_run
from checker.semantics.rule_book import load_rules
from checker.source import Source
from tests.judging import report_on

ROOT = Path(__file__).resolve().parents[2]
QINZHOU = (ROOT / "plans/qinzhou.yaml").read_text(encoding="utf-8")
PLANS = ["qinzhou", "luzhai", "lucheng", "wujiang", "gongzhuling"]
BOOK = cache(load_rules)
LIBRARY = cache(load_library)
SCHEMA = json.loads((ROOT / "docs/baseline.schema.json").read_text(encoding="utf-8"))


def judged(text: str) -> Run:
    plan, faults = load_plan(Source("plan.yaml", text))
    assert plan is not None, [f.text("en") for f in faults]
    book = BOOK()
    found = report_on(plan, book, LIBRARY())
    return record_run(
        Report((found,), rules={rule.code: rule for rule in book.rules}), "plan.yaml", "run", "zh"
    )


@cache
def recorded(name: str) -> Run:
    """The baseline of a plan, written and read again."""
    text = baseline.render_baseline(
        judged((ROOT / f"plans/{name}.yaml").read_text(encoding="utf-8"))
    )
    found, faults = load_run(Source("baseline.json", text), "zh", {}, only_baseline=True)
    assert found is not None, faults
    return found


def rewritten(text: str, seed: int, style: str | None, indent: int, flow: bool) -> str:
    """The same plan with lists, keys, quotes, indentation and comments as someone else would have them."""
    data = yaml.load(text, Loader=yaml.BaseLoader)
    dice = random.Random(seed)
    for part in data.values():
        if isinstance(part, list):
            dice.shuffle(part)
    data = shuffled_keys(data, dice)
    lines = yaml.dump(
        data, allow_unicode=True, sort_keys=False, default_style=style, indent=indent,
        default_flow_style=None if flow else False, width=10**6,
    ).splitlines()  # fmt: skip
    return "\n".join(f"{line}\n# 备注" if dice.random() < 0.1 else line for line in lines) + "\n"


def shuffled_keys(data: Any, dice: random.Random) -> Any:
    if isinstance(data, dict):
        keys = list(data)
        dice.shuffle(keys)
        return {key: shuffled_keys(data[key], dice) for key in keys}
    return [shuffled_keys(item, dice) for item in data] if isinstance(data, list) else data


@pytest.mark.parametrize("name", PLANS)
@settings(max_examples=6)
@given(
    seed=st.integers(0, 2**32),
    style=st.sampled_from(['"', "'"]),
    indent=st.integers(2, 6),
    flow=st.booleans(),
)
def test_reordering_and_reformatting_changes_nothing(
    name: str, seed: int, style: str, indent: int, flow: bool
) -> None:
    text = (ROOT / f"plans/{name}.yaml").read_text(encoding="utf-8")
    found = compare_runs(recorded(name), judged(rewritten(text, seed, style, indent, flow)))
    assert (found.added, found.changed, found.fixed) == ((), (), ())
    assert len(found.unchanged) == len(recorded(name).findings) > 20


EDITS = {
    "≥95 is no worse than the 95% already reached: fixed": (
        ('target: {2020: "≥90"}', 'target: {2020: "≥95"}'),
        {"fixed": ["PROGRESS-WORSE 以乡（镇、街道）为单位适龄儿童免疫规划疫苗接种率"]},
    ),
    "92 is still worse than 98.59: the value changed": (
        ("target: {2020: 90以上}", "target: {2020: 92以上}"),
        {
            "changed": [
                "PROGRESS-WORSE 孕产妇系统管理率",
                "HEALTH-ANTENATAL 钦州市卫生与健康“十三五”规划",
                "HEALTH-POSTNATAL 钦州市卫生与健康“十三五”规划",
            ]
        },
    ),
    "8.5 is looser than the province's 7.5: new": (
        ("target: {2020: 7.5以下}", "target: {2020: 8.5以下}"),
        {
            "added": ["UPPER-LOOSER 婴儿死亡率", "AGREE-TARGETS 婴儿死亡率"],
            "changed": ["PROGRESS-WORSE 婴儿死亡率"],
        },
    ),
}


@pytest.mark.parametrize(("edit", "expected"), EDITS.values(), ids=EDITS)
def test_one_edit_shows_as_what_it_is(
    edit: tuple[str, str], expected: dict[str, list[str]]
) -> None:
    assert edit[0] in QINZHOU
    found = compare_runs(recorded("qinzhou"), judged(QINZHOU.replace(*edit, 1)))
    shown: dict[str, Callable[[Any], RecordedFinding]] = {
        "added": lambda s: s,
        "changed": lambda c: c.new,
        "fixed": lambda s: s,
    }
    for group, seen in shown.items():
        names = {f"{seen(one).rule} {seen(one).subject}" for one in getattr(found, group)}
        assert names == set(expected.get(group, [])), group


def test_the_file_is_the_same_twice_and_fits_its_schema() -> None:
    text = baseline.render_baseline(judged(QINZHOU))
    assert text == baseline.render_baseline(judged(QINZHOU))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(text), SCHEMA)
    assert sum(line.startswith('{"rule"') for line in text.splitlines()) == len(
        judged(QINZHOU).findings
    )
    assert not re.search(r"plan\.yaml|20\d\d-\d\d-\d\d", text)


def test_two_findings_of_one_fingerprint_count_as_two() -> None:
    one = recorded("qinzhou").findings[0]
    plans = recorded("qinzhou").plans
    once, twice = (Run("", "run", plans, (one,) * n) for n in (1, 2))
    found = compare_runs(once, Run("", "run", plans, tuple(map(copied, twice.findings))))
    assert (len(found.added), len(found.unchanged)) == (1, 1)
    found = compare_runs(Run("", "run", plans, tuple(map(copied, twice.findings))), once)
    assert (len(found.fixed), len(found.unchanged)) == (1, 1)


def copied(s: RecordedFinding) -> RecordedFinding:
    return RecordedFinding(
        s.fingerprint, s.rule, s.plan, s.kind, s.subject, s.outcome, s.severity, s.values
    )  # fmt: skip


def test_prune_removes_what_is_gone_from_these_plans_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "qinzhou.yaml").write_text(QINZHOU, encoding="utf-8")
    file, draft = tmp_path / "baseline.json", tmp_path / "qinzhou.yaml"
    luzhai = ROOT / "plans/luzhai.yaml"
    given_ = ["--baseline", str(file)]
    assert run(["baseline", "create", str(draft), str(luzhai), "-o", str(file)]) == 0
    before = file.read_text(encoding="utf-8").splitlines()

    draft.write_text(
        QINZHOU.replace('target: {2020: "≥90"}', 'target: {2020: "≥95"}'), encoding="utf-8"
    )
    assert run(["baseline", "check", str(draft), *given_]) == 0
    assert "plancheck baseline prune" in capsys.readouterr().out
    assert run(["baseline", "prune", str(luzhai), *given_]) == 0
    assert file.read_text(encoding="utf-8").splitlines() == before
    assert run(["baseline", "prune", str(draft), *given_, "--select", "UPPER"]) == 0
    assert file.read_text(encoding="utf-8").splitlines() == before

    assert run(["baseline", "prune", str(draft), *given_]) == 0
    after = file.read_text(encoding="utf-8").splitlines()
    gone = [line for line in before if line not in after]
    assert len(gone) == 1 and "适龄儿童免疫规划疫苗接种率" in gone[0] and "≥90" in gone[0]
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["baseline.json", "qinzhou.yaml"]


def test_what_was_waived_since_is_not_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A baseline beside a plan of today: the finding is still there, and someone answers for it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "qinzhou.yaml").write_text(QINZHOU, encoding="utf-8")
    assert run(["baseline", "create", "qinzhou.yaml", "-o", "b.json"]) == 0
    (tmp_path / "plancheck-waivers.yaml").write_text(
        'waivers:\n  - {rule: UPPER-LOOSER, region: "450700", indicator: 30天再住院率, reason: 已同意, '
        "basis: 钦政函〔2016〕1号, approver: 规划科, expires: 2999-12-31}\n",
        encoding="utf-8",
    )
    assert run(["diff", "b.json", "qinzhou.yaml"]) == 0
    shown = capsys.readouterr().out
    assert "错误 → 豁免" in shown
    assert "新出现 0  有变化 1  已消除 0  没有变化 31" in shown


def test_what_is_no_baseline_is_never_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = str(ROOT / "plans/qinzhou.yaml")
    for name, text in {"notes.txt": "笔记\n", "package.json": "{}\n", "cut.json": "{"}.items():
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        assert run(["baseline", "create", plan, "-o", str(file)]) == 2
        assert file.read_text(encoding="utf-8") == text
    assert "不是基线" in capsys.readouterr().err
