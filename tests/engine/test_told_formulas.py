"""The formula of a finding says what was found, in a clerk's words: no double negation, no sets, figures only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.cli.app import run

PLAN = """\
plan:
  title: 白鹭县卫生健康“十四五”规划
  region: {{code: "450223", name: 鹿寨县}}
  level: 县
  sector: 卫生健康
  period: 2021-2025
  base_year: 2020
indicators:
  - {{name: {name}, unit: "{unit}", baseline: {{2020: "{now}"}}, target: {{{year}: "{target}"}}}}
"""


@pytest.mark.parametrize(
    ("name", "unit", "now", "year", "target", "rule", "formula", "gap"),
    [
        ("婴儿死亡率", "‰", "8", 2025, "介于5‰与9.5‰之间", "PROGRESS-WORSE", "5～9.5‰ 宽于 ≤8‰", "相差1.5‰"),
        ("人均预期寿命", "岁", "77", 2025, "76.5", "PROGRESS-WORSE", "≥76.5岁 宽于 ≥77岁", "相差0.5岁"),
        ("人均预期寿命", "岁", "77", 2031, "78", "PROGRESS-YEAR", "2031年 晚于 2025年", ""),
    ],
)  # fmt: skip
def test_what_fails_is_told_as_it_is(
    name: str,
    unit: str,
    now: str,
    year: int,
    target: str,
    rule: str,
    formula: str,
    gap: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "plan.yaml"
    text = PLAN.format(name=name, unit=unit, now=now, year=year, target=target)
    file.write_text(text, encoding="utf-8")
    run([str(file), "--select", rule, "--format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)["plans"][0]["findings"]
    assert (finding["formula"], finding["gap"]) == (formula, gap)


def test_words_have_no_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.yaml"
    text = PLAN.format(name="人均预期寿命", unit="岁", now="77", year=2025, target="待定")
    file.write_text(text.replace("unit:", "nature: 约束性, unit:"), encoding="utf-8")
    run([str(file), "--select", "PROGRESS-BINDING-VALUE", "--format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)["plans"][0]["findings"]
    assert finding["formula"] == ""


def test_a_row_of_indicators_without_a_place_stands_in_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PLAN.format(name="用水总量", unit="亿立方米", now="3.2", year=2025, target="≤3.5")
    text = text.replace("sector: 卫生健康", "sector: 水利").replace(
        "unit:", "nature: 约束性, unit:"
    )
    (tmp_path / "upper").mkdir()
    above = (
        text.replace("450223", "450200")
        .replace("鹿寨县", "柳州市")
        .replace("level: 县", "level: 市")
    )
    (tmp_path / "upper/city.yaml").write_text(above, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    run([str(tmp_path / "plan.yaml"), "--select", "UPPER-NOT-IN-TABLE", "--format", "json"])
    counts = json.loads(capsys.readouterr().out)["plans"][0]["counts"]
    assert (counts["fail"], counts["pass"]) == (0, 1)
