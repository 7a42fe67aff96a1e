"""Tables of indicators, however their headers are worded: rows with name, unit, nature and the cells of years."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from checker.extract.header import read_header
from checker.extract.indicator_tables import read_indicator_tables
from checker.extract.outline import read_outline
from checker.extract.records import PlainValue
from checker.plan.vocabulary import Vocabulary, load_vocabulary
from checker.source import Source
from tests.extract.conftest import MakeDraft

ROOT = Path(__file__).parents[2]
TITLE = "玉山县教育事业“十四五”规划"


@cache
def vocabulary() -> Vocabulary:
    files = sorted((ROOT / "rules" / "vocabulary").glob("*.yaml"))
    return load_vocabulary([Source(f.name, f.read_text(encoding="utf-8")) for f in files])[0]


def read(
    draft: MakeDraft, *tables: list[list[str]], title: str = TITLE
) -> list[dict[str, PlainValue]]:
    parts: list[object] = [title, "一、目标", "表1 主要指标"]
    for number, table in enumerate(tables):
        parts += ["续表1"] * bool(number) + [table]
    outline = read_outline(draft(*parts))
    _, frame = read_header(outline)
    entries, _ = read_indicator_tables(outline, frame, vocabulary())
    return [
        {k: v for k, v in entry.data.items() if k not in ("at", "indicator")} for entry in entries
    ]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            ["序号", "指标名称", "单位", "2020年", "2025年", "属性"],
            ["1", "学前教育毛入园率", "%", "88.2", "92", "预期性"],
            {
                "unit": "%",
                "baseline": {"2020": "88.2"},
                "target": {"2025": "92"},
                "nature": "预期性",
            },
        ),
        (
            ["主要指标（单位）", "现状值", "目标值", "指标性质"],
            ["1.学前教育毛入园率（%）", "88.2", "≥92", "约束性"],
            {
                "unit": "%",
                "baseline": {"2020": "88.2"},
                "target": {"2025": "≥92"},
                "nature": "约束性",
            },
        ),
        (
            ["指标", "计量单位", "“十三五”末", "2023年", "2025年", "年均增长", "责任单位"],
            ["学前教育毛入园率", "%", "88.2", "90", "92", "0.8", "县教育局、县财政局"],
            {
                "unit": "%",
                "baseline": {"2020": "88.2"},
                "target": {"2023": "90", "2025": "92"},
                "yearly": {"2021-2025": "0.8"},
                "departments": ["县教育局", "县财政局"],
            },
        ),
        (
            ["指标名称", "2020年实际值", "2025年目标值", "全市2025年目标", "2025年完成值"],
            ["学前教育毛入园率（%）", "88.2", "92", "95", "93"],
            {
                "unit": "%",
                "baseline": {"2020": "88.2"},
                "target": {"2025": "92"},
                "actual": {"2025": "93"},
            },
        ),
        (
            ["类型", "指标", "基期", "规划期末", "五年累计"],
            ["预期性", "学前教育毛入园率（%）", "88.2", "92", "〔3.8〕"],
            {
                "unit": "%",
                "nature": "预期性",
                "baseline": {"2020": "88.2"},
                "target": {"2025": "92"},
                "cumulative": {"2021-2025": "〔3.8〕"},
            },
        ),
    ],
)
def test_headers_tell_what_the_columns_are(
    draft: MakeDraft, header: list[str], row: list[str], expected: dict[str, PlainValue]
) -> None:
    assert read(draft, [header, row]) == [{"name": "学前教育毛入园率", **expected}]


def test_headers_of_two_rows(draft: MakeDraft) -> None:
    rows = read(
        draft,
        [
            ["领域", "指标", "目标", "<", "性质"],
            ["^", "^", "2022年", "2025年", "^"],
            ["普及", "高中阶段毛入学率（%）", "90", "92", "预期性"],
            ["^", "学前教育毛入园率（%）", "91", "<", "预期性"],
        ],
    )
    assert [(r["name"], r["group"], r["target"]) for r in rows] == [
        ("高中阶段毛入学率", "普及", {"2022": "90", "2025": "92"}),
        ("学前教育毛入园率", "普及", {"2022": "91", "2025": "91"}),
    ]


def test_rows_of_groups_notes_and_parts(draft: MakeDraft) -> None:
    rows = read(
        draft,
        [
            ["序号", "指标", "单位", "2025年"],
            ["一、普及程度", "<", "<", "<"],
            ["1", "普通高中在校生数", "万人", "1.2"],
            ["", "其中：公办", "万人", "1.0"],
            ["二、保障", "<", "<", "<"],
            ["2", "生均校舍面积", "平方米", "12"],
            ["注：以上为全口径。", "<", "<", "<"],
        ],
    )
    assert [(r["name"], r["group"], r.get("part_of")) for r in rows] == [
        ("普通高中在校生数", "普及程度", None),
        ("其中：公办", "普及程度", "普通高中在校生数"),
        ("生均校舍面积", "保障", None),
    ]


def test_a_table_goes_on_after_the_page(draft: MakeDraft) -> None:
    header = ["领域", "指标", "2020年", "2025年"]
    rows = read(
        draft,
        [header, ["普及", "指标甲（%）", "1", "2"]],
        [header, ["", "指标乙（%）", "3", "4"]],
    )
    assert [(r["name"], r["group"]) for r in rows] == [("指标甲", "普及"), ("指标乙", "普及")]


def test_names_that_begin_with_figures_keep_them(draft: MakeDraft) -> None:
    rows = read(
        draft,
        [
            ["指标", "2025年"],
            ["1. 3岁以下婴幼儿托位数（个）", "100"],
            ["2.15年受教育年限人口占比（%）", "30"],
        ],
    )
    assert [r["name"] for r in rows] == ["3岁以下婴幼儿托位数", "15年受教育年限人口占比"]


def test_a_cell_with_two_labelled_values_is_two_entries(draft: MakeDraft) -> None:
    rows = read(draft, [["指标", "单位", "2025年"], ["巩固率", "%", "小学99\n初中98"]])
    assert [(r["name"], r["target"]) for r in rows] == [
        ("巩固率", {"2025": "小学99"}),
        ("巩固率", {"2025": "初中98"}),
    ]


def test_a_table_of_projects_is_no_table_of_indicators(draft: MakeDraft) -> None:
    assert (
        read(
            draft,
            [["序号", "项目名称", "建设内容", "总投资（万元）"], ["1", "校舍", "新建", "300"]],
        )
        == []
    )


def test_notes_and_subtitles_over_the_columns_are_no_rows(draft: MakeDraft) -> None:
    rows = read(
        draft,
        [
            ["领域", "序号", "指标", "基期水平", "2025年目标值", "性质"],
            ["普及", "结果性指标", "<", "<", "<", "<"],
            ["^", "1", "指标甲（%）", "2018年为60.5", "70", "预期性"],
            ["^", "2", "指标乙（%）", "<0.1", "<0.5", "预期性"],
            ["^", "^", "说明：指标乙按年度调查计算。", "<", "<", "<"],
        ],
    )
    assert [(r["name"], r["baseline"], r["target"]) for r in rows] == [
        ("指标甲", {"2018": "60.5"}, {"2025": "70"}),
        ("指标乙", {"2020": "<0.1"}, {"2025": "<0.5"}),
    ]


def test_two_names_in_a_cell_share_out_its_values(draft: MakeDraft) -> None:
    rows = read(
        draft, [["指标", "2020年", "2025年"], ["甲类占比（%），乙类占比（%）", "—", "90\n70"]]
    )
    assert [(r["name"], r["target"]) for r in rows] == [
        ("甲类占比", {"2025": "90"}),
        ("乙类占比", {"2025": "70"}),
    ]
