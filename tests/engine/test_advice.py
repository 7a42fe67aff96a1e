"""What to write instead: the value that the very rule accepts, in the direction of the indicator, or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.cli.app import run

HEAD = """\
plan:
  title: 白鹭县卫生健康“十四五”规划
  region: {code: "450223", name: 鹿寨县}
  level: 县
  sector: 卫生健康
  period: 2021-2025
  base_year: 2020
"""


def row(name: str, target: str, unit: str) -> str:
    return f'  - {{name: {name}, unit: "{unit}", target: {{2025: "{target}"}}}}\n'


def fact(name: str, value: str) -> str:
    return f'  - {{name: {name}, value: {{2020: "{value}"}}}}\n'


@pytest.mark.parametrize(
    ("rule", "data", "advice"),
    [
        # what is promised is lifted to the bound …
        ("HEALTH-ANTENATAL", "indicators:\n" + row("产前检查率", "≥85", "%") + row("孕产妇系统管理率", "≥92", "%"),
         "把产前检查率改为不低于92%"),
        # … and where that would make it worse, the other side gives way
        ("HEALTH-CHILD-MORTALITY", "indicators:\n" + row("5岁以下儿童死亡率", "≤4.2", "‰") + row("婴儿死亡率", "≤4.8", "‰"),
         "把婴儿死亡率改为不高于4.2‰"),
        ("HEALTH-PARTS-OF-BEDS", "indicators:\n" + row("每千常住人口康复床位数", "7.5", "张")
         + row("每千常住人口医疗卫生机构床位数", "6.9", "张"), "把每千常住人口医疗卫生机构床位数改为不低于7.5张/千人口"),
        # a figure of the present cannot be changed, and 5500 promised doctors are not to become fewer
        ("HEALTH-PUBLIC-STAFF", "indicators:\n" + row("专业公共卫生机构人员数", "0.55", "万人") + "facts:\n"
         + fact("卫生技术人员数", "2133人"), ""),
        # what others come to, in the digits and the 万 of the figure
        ("ARITH-SUM", "facts:\n" + '  - {name: 诊疗人次数, unit: 人次, value: {2020: "350.12万"}, parts: 全部}\n'
         '  - {name: 医院诊疗人次数, unit: 人次, value: {2020: "330.05万"}, part_of: 诊疗人次数}\n'
         '  - {name: 乡镇卫生院诊疗人次数, unit: 人次, value: {2020: "15.02万"}, part_of: 诊疗人次数}\n', "其他数没有错的话，把诊疗人次数（2020年）改为345.07万次"),
        ("PROJECT-END", "projects:\n  - {name: 住院楼, years: 2022-2031}\n", "把完成年份改为不晚于2025年"),
        ("PROJECT-MONEY", "projects:\n  - {name: 住院楼, total_investment: 900万元, period_investment: 9000万元}\n",
         "把期内投资改为不高于900万元"),
        # nobody is told to reach what no share can be, though the plan says that it was
        ("PROGRESS-WORSE", "indicators:\n  - {name: 产前检查率, unit: '%', baseline: {2020: '101.3'}, target: {2025: '≥95'}}\n", ""),
        ("PROGRESS-WORSE", "indicators:\n  - {name: 产前检查率, unit: '%', baseline: {2020: '98.3'}, target: {2025: '≥95'}}\n",
         "把目标改为不低于98.3%"),
        # of what is only implausible no bound is told
        ("PROJECT-AREA-PER-BED", "projects:\n  - {name: 住院楼, beds: 160张, floor_area: [111100平方米]}\n", ""),
        ("RANGE-TARGET", "indicators:\n" + row("产前检查率", "120", "%"), "把目标改在0%到100%之间"),
        ("RANGE-FACT", "facts:\n" + fact("产前检查率", "120%"), ""),
    ],
)  # fmt: skip
def test_advice(
    rule: str, data: str, advice: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(HEAD + data, encoding="utf-8")
    run([str(file), "--select", rule, "--format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)["plans"][0]["findings"]
    assert (finding["outcome"], finding["advice"]) == ("fail", advice)


def test_quotients_have_units(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.yaml"
    data = "projects:\n  - {name: 住院楼, beds: 160张, floor_area: [111100平方米]}\n"
    file.write_text(HEAD + data, encoding="utf-8")
    run([str(file), "--select", "PROJECT-AREA-PER-BED", "--format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)["plans"][0]["findings"]
    assert finding["formula"].startswith(
        "111100平方米 ÷ 160张 = 694.375平方米/张 高于 400平方米/张"
    )
