"""General rules, rules of a sector, rules and thresholds of a region: which plan meets which."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.plan.library import load_library
from checker.plan.load import load_plan
from checker.source import Source
from tests.judging import judge, load_book

PLAN = """\
plan:
  title: 某市规划
  region: {{code: "{code}", name: {name}}}
  level: 市
  sector: {sector}
  period: 2016-2020
  base_year: 2015
indicators:
  - {{name: 医护比, unit: 比, target: {{2020: "1:1.2"}}}}
institutions:
  - {{name: 市人民医院, ownership: 公立, planned_beds: 1300张, filing_level: 市}}
"""
REGION = """\
规则集 河南的界限
适用：规划.省份 等于 “河南省”
参数 报省备案床位 = 1400张 “测试用”
"""
RULES = ["FILING-PROVINCE", "HENAN-NURSE-RATIO"]


@pytest.mark.parametrize(
    ("code", "name", "sector", "region_file", "expected"),
    [
        (
            "450700",
            "钦州市",
            "卫生健康",
            "",
            {"FILING-PROVINCE": "fail", "HENAN-NURSE-RATIO": "not-applicable"},
        ),
        (
            "410100",
            "郑州市",
            "卫生健康",
            "",
            {"FILING-PROVINCE": "fail", "HENAN-NURSE-RATIO": "fail"},
        ),
        (
            "410100",
            "郑州市",
            "卫生健康",
            REGION,
            {"FILING-PROVINCE": "not-applicable", "HENAN-NURSE-RATIO": "fail"},
        ),
        (
            "450700",
            "钦州市",
            "卫生健康",
            REGION,
            {"FILING-PROVINCE": "fail", "HENAN-NURSE-RATIO": "not-applicable"},
        ),
        (
            "410100",
            "郑州市",
            "教育",
            "",
            {"FILING-PROVINCE": "not-applicable", "HENAN-NURSE-RATIO": "not-applicable"},
        ),
    ],
    ids=["elsewhere", "henan", "henan-threshold", "threshold-elsewhere", "other-sector"],
)
def test_a_plan_meets_the_rules_of_its_region_and_sector(
    code: str, name: str, sector: str, region_file: str, expected: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "region.rules").write_text(region_file, encoding="utf-8")
    book = load_book([tmp_path / "region.rules"] if region_file else [])
    assert book.diagnostics == ()
    plan, problems = load_plan(
        Source("plan.yaml", PLAN.format(code=code, name=name, sector=sector))
    )
    assert plan is not None, problems
    judgement = judge(plan, book, load_library())
    found = {c.rule: dict(c.counts) for c in judgement.counts if c.rule in RULES}
    assert found == {rule: {outcome: 1} for rule, outcome in expected.items()}
