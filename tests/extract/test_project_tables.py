"""Tables of projects: money with the unit of its header, and the figures that the content prints."""

from __future__ import annotations

import pytest

from checker.extract.outline import read_outline
from checker.extract.project_figures import project_figures
from checker.extract.project_tables import read_projects
from checker.extract.records import PlainValue
from tests.extract.conftest import MakeDraft


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("占地约30亩，总建筑面积12000平方米，规划床位300张。", {"site_area": "约30亩", "floor_area": "12000平方米", "beds": "300张"}),
        (
            "总建筑面积9000㎡（其中地上6000㎡，地下3000㎡），地上5层，地下1层",
            {
                "floor_area": "9000㎡",
                "above_ground": "6000㎡",
                "below_ground": "3000㎡",
                "storeys_above": "5层",
                "storeys_below": "1层",
            },
        ),
        ("用地面积2万平方米（约30亩）", {"site_area": ["2万平方米", "约30亩"]}),
        ("新增床位80张", {"new_beds": "80张"}),
        ("征地费用约60万元，总投资900万元", {"stated_investment": ["900万元"], "costs": [{"name": "征地", "value": "约60万元"}]}),
        ("建筑高度40米，绿化率35%", {}),
    ],
)  # fmt: skip
def test_figures_of_a_project(text: str, expected: dict[str, PlainValue]) -> None:
    assert project_figures(text) == expected


def test_rows_of_a_table_of_projects(draft: MakeDraft) -> None:
    outline = read_outline(
        draft(
            "玉山县水利“十四五”规划",
            "附表2 重点项目表（单位：万元）",
            [
                [
                    "序号",
                    "项目名称",
                    "建设规模及内容",
                    "建设年限",
                    "估算总投资",
                    "“十四五”投资",
                    "责任单位",
                ],
                ["一", "水库", "", "", "500", "400", ""],
                [
                    "1",
                    "北溪水库",
                    "新建小型水库1座，占地60亩",
                    "2021-2024",
                    "300",
                    "200",
                    "县水利局",
                ],
                ["2", "南溪水库", "除险加固", "待定", "200", "待定", "县水利局"],
                ["合计", "<", "", "", "500", "", ""],
            ],
        )
    )
    rows = [dict(entry.data) for entry in read_projects(outline, frozenset())]
    assert [row.pop("at") for row in rows] == [
        {"annex": "附表2", "row": 1, "line": 5},
        {"annex": "附表2", "row": 2, "line": 6},
    ]
    assert rows == [
        {
            "no": "1",
            "name": "北溪水库",
            "owner": "县水利局",
            "site_area": "60亩",
            "total_investment": "300万元",
            "period_investment": "200万元",
            "years": "2021-2024",
        },
        {
            "no": "2",
            "name": "南溪水库",
            "owner": "县水利局",
            "total_investment": "200万元",
            "period_investment": "待定",
            "years": "待定",
        },
    ]
