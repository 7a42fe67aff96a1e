"""Plans of other sectors than that of the shipped ones: no false finding, no unearned pass, and said what was not done."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from checker.cli.app import run

WATER = """\
plan:
  title: 白鹭县水利发展“十四五”规划
  region: {code: "450223", name: 鹿寨县}
  level: 县
  sector: 水利
  period: 2021-2025
  base_year: 2020
  number: 青政发〔2021〕12号
  date: 2021年11月8日
indicators:
  - {name: 用水总量, unit: 亿立方米, nature: 约束性, baseline: {2020: "2.31"}, target: {2025: "控制在2.45以内"}, at: {table: 表1, row: 1, line: 20}}
  - {name: 万元地区生产总值用水量下降, unit: "%", nature: 约束性, baseline: {2020: "—"}, target: {2025: "〔16〕"}, at: {table: 表1, row: 2, line: 21}}
  - {name: 农田灌溉水有效利用系数, nature: 预期性, baseline: {2020: "0.512"}, target: {2025: "≥0.53"}, at: {table: 表1, row: 3, line: 22}}
  - {name: 农村自来水普及率, unit: "%", nature: 预期性, baseline: {2020: "86.5"}, target: {2025: "88以上"}, at: {table: 表1, row: 4, line: 23}}
  - {name: 水土保持率, unit: "%", nature: 约束性, baseline: {2020: "82.1"}, target: {2025: "81.5"}, at: {table: 表1, row: 5, line: 24}}
  - {name: 新增供水能力, unit: 万立方米/日, nature: 预期性, target: {2025: "〔3.5〕"}, at: {table: 表1, row: 6, line: 25}}
  - {name: 5级以上江河堤防达标率, unit: "%", nature: 预期性, baseline: {2020: "61"}, target: {2025: "75"}, at: {table: 表1, row: 7, line: 26}}
  - {name: 新增高效节水灌溉面积, unit: 万亩, nature: 预期性, target: {2025: "1.2"}, at: {table: 表1, row: 8, line: 27}}
  - {name: 水库安全鉴定完成率, unit: "%", nature: 约束性, baseline: {2020: "95"}, target: {2025: "100"}, at: {table: 表1, row: 9, line: 28}}
statements:
  - {indicator: 农村自来水普及率, target: {2025: "达到90%以上"}, at: {section: 二（三）, line: 61}}
  - {indicator: 用水总量, target: {2025: "不超过2.45亿立方米"}, at: {section: 二（三）, line: 62}}
facts:
  - {name: 常住人口, value: {2020: "32.4万人"}, at: {section: 一（一）, line: 8}}
  - {name: 水库, value: {2020: "58座"}, at: {section: 一（一）, line: 9}}
  - {name: 农村自来水普及率, value: {2020: "86.5%"}, at: {section: 一（一）, line: 10}}
projects:
  - {name: 青河防洪堤工程, years: 2021-2026, total_investment: 3200万元, period_investment: 3300万元, at: {annex: 附表1, row: 1, line: 120}}
"""

WATER_ABOVE = """\
plan:
  title: 广西水利发展“十四五”规划
  region: {code: "450000", name: 广西壮族自治区}
  level: 省
  sector: 水利
  period: 2021-2025
  base_year: 2020
indicators:
  - {name: 用水总量, unit: 亿立方米, nature: 约束性, baseline: {2020: "261"}, target: {2025: "控制在276以内"}, at: {table: 表1, row: 1, line: 30}}
  - {name: 万元地区生产总值用水量下降, unit: "%", nature: 约束性, target: {2025: "〔18〕"}, at: {table: 表1, row: 2, line: 31}}
  - {name: 农田灌溉水有效利用系数, nature: 预期性, baseline: {2020: "0.514"}, target: {2025: "0.535"}, at: {table: 表1, row: 3, line: 32}}
  - {name: 农村自来水普及率, unit: "%", nature: 预期性, baseline: {2020: "84"}, target: {2025: "90"}, at: {table: 表1, row: 4, line: 33}}
  - {name: 水土保持率, unit: "%", nature: 预期性, baseline: {2020: "84.1"}, target: {2025: "84.8"}, at: {table: 表1, row: 5, line: 34}}
  - {name: 5级以上江河堤防达标率, unit: "%", nature: 预期性, target: {2025: "80"}, at: {table: 表1, row: 6, line: 35}}
  - {name: 新增供水能力, unit: 亿立方米, nature: 预期性, target: {2025: "〔15〕"}, at: {table: 表1, row: 7, line: 36}}
"""

EDUCATION = """\
plan:
  title: 苍溪市教育事业发展“十四五”规划
  region: {code: "450700", name: 钦州市}
  level: 市
  sector: 教育事业
  period: 2021-2025
  base_year: 2020
  number: 钦政发〔2021〕　号
indicators:
  - {name: 学前教育毛入园率, unit: "%", baseline: {2020: "88.3"}, target: {2025: "91"}, at: {table: 表1, row: 1, line: 40}}
  - {name: 义务教育巩固率, unit: "%", baseline: {2020: "95.6"}, target: {2025: "95以上"}, at: {table: 表1, row: 2, line: 41}}
  - {name: 高中阶段毛入学率, unit: "%", baseline: {2020: "90.4"}, target: {2025: "92"}, at: {table: 表1, row: 3, line: 42}}
  - {name: 小学师生比, baseline: {2020: "1:18.6"}, target: {2025: "1:17"}, at: {table: 表1, row: 4, line: 43}}
  - {name: 大班额比例, unit: "%", baseline: {2020: "3.4"}, target: {2025: "控制在1以内"}, at: {table: 表1, row: 5, line: 44}}
  - {name: 新增义务教育学位, unit: 个, target: {2025: "〔32000〕"}, at: {table: 表1, row: 6, line: 45}}
  - {name: 普惠性幼儿园覆盖率, unit: "%", baseline: {2020: "84.2"}, target: {2025: "85"}, at: {table: 表1, row: 7, line: 46}}
  - {name: 财政性教育经费支出, unit: 亿元, baseline: {2020: "61.3"}, target: {2025: "年均增长6%"}, at: {table: 表1, row: 8, line: 47}}
  - {name: 智慧校园建成率, unit: "%", baseline: {2020: "21"}, target: {2025: "60"}, at: {table: 表1, row: 9, line: 48}}
statements:
  - {indicator: 普惠性幼儿园覆盖率, target: {2025: "达到86%"}, at: {section: 三（一）, line: 80}}
  - {indicator: 义务教育巩固率, target: {2025: "不低于96%"}, at: {section: 三（二）, line: 83}}
facts:
  - {name: 小学在校生, value: {2020: "38.2万人"}, at: {section: 一（一）, line: 10}}
  - {name: 小学专任教师, value: {2020: "2.05万人"}, at: {section: 一（一）, line: 10}}
projects:
  - {name: 第九小学新建工程, floor_area: 28000平方米, total_investment: 1200万元, period_investment: 1500万元, years: 2022-2027, at: {annex: 附表, row: 1, line: 150}}
"""

EDUCATION_ABOVE = """\
plan:
  title: 国家教育事业发展“十四五”规划
  region: {code: "000000", name: 全国}
  level: 国家
  sector: 教育
  period: 2021-2025
  base_year: 2020
indicators:
  - {name: 学前教育毛入园率, unit: "%", nature: 预期性, baseline: {2020: "85.2"}, target: {2025: "90"}, at: {table: 表1, row: 1, line: 12}}
  - {name: 九年义务教育巩固率, unit: "%", nature: 约束性, baseline: {2020: "95.2"}, target: {2025: "96"}, at: {table: 表1, row: 2, line: 13}}
  - {name: 高中阶段教育毛入学率, unit: "%", nature: 预期性, baseline: {2020: "91.2"}, target: {2025: ">92"}, at: {table: 表1, row: 3, line: 14}}
  - {name: 劳动年龄人口平均受教育年限, unit: 年, nature: 约束性, baseline: {2020: "10.8"}, target: {2025: "11.3"}, at: {table: 表1, row: 4, line: 15}}
"""


@pytest.fixture
def water(tmp_path: Path) -> list[str]:
    """A county's plan with that of its province beside it."""
    (tmp_path / "upper").mkdir()
    (tmp_path / "upper" / "above.yaml").write_text(WATER_ABOVE, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(WATER, encoding="utf-8")
    return [str(tmp_path / "plan.yaml")]


@pytest.fixture
def education(tmp_path: Path) -> list[str]:
    """A city's plan, its sector in other words, with that of the country elsewhere."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "above.yaml").write_text(EDUCATION_ABOVE, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(EDUCATION, encoding="utf-8")
    return [str(tmp_path / "plan.yaml"), "--upper", str(tmp_path / "elsewhere")]


def failures(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> set[tuple[str, str, str]]:
    run([*arguments, "--format", "json", "--fail-on", "never"])
    (plan,) = json.loads(capsys.readouterr().out)["plans"]
    found = (f for f in plan["findings"] if f["outcome"] == "fail")
    return {(f["severity"], f["rule"], f["subject"]["name"]) for f in found}


def word_text(arguments: list[str], folder: Path) -> str:
    form = folder / "form.docx"
    run([*arguments, "-o", f"docx:{form}", "--quiet", "--fail-on", "never"])
    with zipfile.ZipFile(form) as file:
        return re.sub(r"<[^>]*>", "", file.read("word/document.xml").decode("utf-8"))


def test_a_plan_for_water(
    water: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failures(water, capsys) == {
        ("error", "PROGRESS-WORSE", "水土保持率"),
        ("error", "PROJECT-MONEY", "青河防洪堤工程"),
        ("warning", "PROJECT-END", "青河防洪堤工程"),
        ("warning", "AGREE-TARGETS", "农村自来水普及率"),
        ("warning", "UPPER-AVERAGE", "万元地区生产总值用水量下降"),
        ("info", "UPPER-AVERAGE", "农田灌溉水有效利用系数"),
        ("info", "UPPER-AVERAGE", "农村自来水普及率"),
    }
    first = "核查范围：指标认出8/11行，数值读懂20/20个，上级规划找到1/3级，规则全部启用"
    run([*water, "--fail-on", "never"])
    assert capsys.readouterr().out.splitlines()[0] == first
    said = word_text(water, tmp_path)
    assert first in said
    assert "不认识约束性指标“万元地区生产总值用水量下降”" in said
    assert "没有找到柳州市同期的规划" in said


def test_a_plan_for_education(
    education: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failures(education, capsys) == {
        ("error", "PROJECT-MONEY", "第九小学新建工程"),
        ("warning", "PROJECT-END", "第九小学新建工程"),
        ("info", "PROJECT-COST-PER-AREA", "第九小学新建工程"),
        ("warning", "AGREE-TARGETS", "普惠性幼儿园覆盖率"),
        ("warning", "AGREE-TARGETS", "义务教育巩固率"),
        ("warning", "PROGRESS-WORSE", "义务教育巩固率"),
        ("info", "UPPER-AVERAGE", "义务教育巩固率"),
        ("warning", "FORM-OWN-NUMBER", "苍溪市教育事业发展“十四五”规划"),
        ("info", "FORM-NO-NATURE", "苍溪市教育事业发展“十四五”规划"),
        ("info", "UPPER-ABSENT", "国家教育事业发展“十四五”规划"),
    }
    first = "核查范围：指标认出4/11行，数值读懂21/21个，上级规划找到1/2级，规则全部启用"
    run([*education, "--fail-on", "never"])
    assert capsys.readouterr().out.splitlines()[0] == first
    said = word_text(education, tmp_path)
    assert first in said
    assert "没有找到广西壮族自治区同期的规划" in said
    assert "大班额比例" in said


def test_names_that_are_not_known_are_no_pass(
    education: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run([*education, "--select", "PROGRESS-WORSE", "--format", "json", "--verbose"])
    (plan,) = json.loads(capsys.readouterr().out)["plans"]
    unknown = {f["subject"]["name"] for f in plan["findings"] if f["outcome"] == "unknown"}
    assert unknown == {"小学师生比", "大班额比例", "普惠性幼儿园覆盖率", "智慧校园建成率"}


def test_a_capacity_is_not_called_a_wrong_unit(
    water: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run([*water, "--select", "RANGE-UNIT", "--format", "json"])
    (plan,) = json.loads(capsys.readouterr().out)["plans"]
    (finding,) = plan["findings"]
    assert (finding["outcome"], finding["subject"]["name"]) == ("unknown", "新增供水能力")
