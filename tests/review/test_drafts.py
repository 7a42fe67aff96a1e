"""Two drafts of one plan, value by value: matched by what records are called."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from checker.cli.app import run
from checker.messages import templates
from checker.plan import model
from checker.plan.load import load_plan
from checker.plan.record_schema import RECORD_SCHEMAS
from checker.report.as_diff import field_label, field_text
from checker.review.drafts import PARTS, compare_drafts
from checker.source import Source

ROOT = Path(__file__).resolve().parents[2]
PLANS = ROOT / "tests/cli/plans"


@cache
def text_of(name: str) -> str:
    return (ROOT / f"plans/{name}.yaml").read_text(encoding="utf-8")


def plan(text: str, name: str) -> model.Plan:
    found, faults = load_plan(Source(name, text))
    assert found is not None, [f.text("en") for f in faults]
    return found


def differences(name: str, *edits: tuple[str, str]) -> list[str]:
    """`state name: label then → now` for the plan and its edited copy."""
    old = new = text_of(name)
    for before, after in edits:
        assert before in new
        new = new.replace(before, after, 1)
    found = compare_drafts(plan(old, "old.yaml"), plan(new, "new.yaml"))
    return [
        f"{c.state} {c.name}: "
        + "; ".join(f"{field_label(f.key, 'zh')} {field_text(f, c.state, 'zh')}" for f in c.fields)
        for c in found.changes
    ]


ROW = """  - name: 婴儿死亡率
    unit: ‰
    group: 健康水平
    nature: 预期性
    baseline: {2015: "5.75"}
    target: {2020: 7.5以下}
    at: {table: “十三五”时期钦州市卫生与健康主要指标, row: 3, line: 74}
"""

CASES = {
    "a target": (
        ("target: {2020: 7.5以下}", "target: {2020: 7.0以下}"),
        ["changed 婴儿死亡率: 目标（2020年） “7.5以下” → “7.0以下”"],
    ),
    "a baseline left out": (
        ('    baseline: {2015: "5.75"}\n', ""),
        ["changed 婴儿死亡率: 基期（2015年） “5.75” → （没有）"],
    ),
    "a cell left blank, and another year": (
        ('baseline: {2015: "5.75"}\n', 'baseline: {2014: "5.80", 2015: ""}\n'),
        ["changed 婴儿死亡率: 基期（2014年） （没有） → “5.80”; 基期（2015年） “5.75” → （空白）"],
    ),
    "a unit and a nature": (
        ("unit: ‰\n    group: 健康水平\n    nature: 预期性", "unit: /千\n    group: 健康水平\n    nature: 约束性"),
        ["changed 婴儿死亡率: 单位 “‰” → “/千”; 属性 “预期性” → “约束性”"],
    ),
    "a place": (
        ("at: {table: “十三五”时期钦州市卫生与健康主要指标, row: 3,", "at: {table: 表3, row: 3,"),
        ["changed 婴儿死亡率: 所在表 《“十三五”时期钦州市卫生与健康主要指标》 → 《表3》"],
    ),
    "only another row and line": (("row: 3, line: 74}", "row: 4, line: 75}"), []),
    "a record gone": (
        (ROW, ""),
        [
            "removed 婴儿死亡率: 名称 “婴儿死亡率”; 单位 “‰”; 指标分类 “健康水平”; 属性 “预期性”; 基期（2015年） “5.75”; 目标（2020年） “7.5以下”; 所在表 《“十三五”时期钦州市卫生与健康主要指标》"
        ],
    ),
    "the status in the header": (
        ("status: 征求意见稿", "status: 送审稿"),
        ["changed 钦州市卫生与健康“十三五”规划: 状态 “征求意见稿” → “送审稿”"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), CASES.values(), ids=CASES)
def test_one_edit_of_qinzhou(edit: tuple[str, str], expected: list[str]) -> None:
    assert differences("qinzhou", edit) == expected


def test_a_project_and_its_printed_areas() -> None:
    found = differences(
        "luzhai", ("约111100平方米", "约11100平方米"), ("total_investment: 8000万元", "total_investment: 8500万元")
    )  # fmt: skip
    assert found == [
        "changed 导江乡卫生院整体搬迁项目: 总投资 “8000万元” → “8500万元”; 建筑面积 “约111100平方米” → “约11100平方米”"
    ]


@pytest.mark.parametrize("name", ["qinzhou", "luzhai", "lucheng", "wujiang", "gongzhuling"])
def test_the_order_of_records_is_no_change(name: str) -> None:
    old = plan(text_of(name), "old.yaml")
    parts = {part: tuple(reversed(getattr(old, part))) for part in PARTS if part != "header"}
    found = compare_drafts(old, replace(old, **parts))
    assert (found.changes, found.moved) == ((), 0)


def labels(shape: str, above: str = "") -> Iterator[str]:
    """The codes of the labels of a record's keys, of those below them, and of the years and names below those."""
    for field in RECORD_SCHEMAS[shape].fields.values():
        name = f"{above}{field.name}"
        if field.kind in ("record", "list"):
            yield from labels(field.record, f"{name}_")
        elif not (
            above
            and name
            in (
                "repeats_name",
                "costs_name",
                "at_row",
                "at_line",
                "at_paragraph",
                "at_page",
            )
        ):
            yield f"review-field-{name}"


def test_every_key_of_the_format_has_a_label() -> None:
    """Also those that no plan here happens to change."""
    for field in RECORD_SCHEMAS["Plan"].fields.values():
        if field.name != "document":
            assert f"review-part-{field.name}" in templates("review")
            assert set(labels(field.record)) <= templates("review").keys()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("county.yaml", "drafts/second.yaml"),
        ("drafts/baseline.json", "county.yaml"),
        ("drafts/baseline.json", "drafts/baseline.json"),
    ],
)
def test_the_json_fits_its_schema(old: str, new: str, capsys: pytest.CaptureFixture[str]) -> None:
    rules = ["--rules", str(PLANS / "rules/test.rules"), "--upper", str(PLANS / "upper")]
    run(["diff", str(PLANS / old), str(PLANS / new), *rules, "--format", "json"])
    schema = json.loads((ROOT / "docs/diff.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(capsys.readouterr().out), schema)
