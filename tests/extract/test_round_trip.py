"""Plan data → a document as offices draft it → the same data, whatever words the header of the table has."""

from __future__ import annotations

import random

import pytest

from checker.document.read import read_document
from checker.extract.plan import extract_plan
from checker.semantics.rule_book import load_rules
from tests.extract.drafting import Row, Wording, sheet_draft, web_draft, word_draft

VOCABULARY = load_rules().vocabulary
TITLE = "鹿寨县卫生健康事业发展“十四五”规划"
ROWS: tuple[Row, ...] = (
    {"group": "健康水平", "name": "人均预期寿命", "unit": "岁", "nature": "预期性", "baseline": {2020: "77.31"}, "target": {2025: "78.5"}},
    {"group": "健康水平", "name": "孕产妇死亡率", "unit": "/10万", "nature": "预期性", "baseline": {2020: "9.2"}, "target": {2025: "≤12"}},
    {"group": "健康水平", "name": "婴儿死亡率", "unit": "‰", "nature": "预期性", "baseline": {2020: "3.1"}, "target": {2025: "≤4.5"}},
    {"group": "健康生活", "name": "居民健康素养水平", "unit": "%", "nature": "预期性", "baseline": {2020: "21.8"}, "target": {2025: "≥25"}},
    {"group": "资源配置", "name": "每千常住人口医疗卫生机构床位数", "unit": "张", "nature": "预期性", "baseline": {2020: "5.02"}, "target": {2025: "6.1"}},
    {"group": "资源配置", "name": "每千常住人口执业（助理）医师数", "unit": "人", "nature": "预期性", "baseline": {2020: "2.56"}, "target": {2025: "3.2左右"}},
    {"group": "资源配置", "name": "每千常住人口注册护士数", "unit": "人", "nature": "约束性", "baseline": {2020: "3.05"}, "target": {2025: "3.8"}},
    {"group": "医疗服务", "name": "二级及以上综合医院设置感染性疾病科比例", "unit": "%", "nature": "约束性", "baseline": {2020: "50"}, "target": {2025: "100"}},
    {"group": "医疗服务", "name": "院内感染发生率", "unit": "%", "nature": "约束性", "baseline": {2020: "1.2"}, "target": {2025: "<3"}},
)  # fmt: skip
SENTENCES = ("本规划以2020年为基期，规划期为2021—2025年。",)
DRAFTS = {
    "规划.docx": lambda rows, words: word_draft(TITLE, rows, SENTENCES, words, 2020, 2025),
    "指标表.xlsx": lambda rows, words: sheet_draft(TITLE, rows, words, 2020, 2025),
    "规划.html": lambda rows, words: web_draft(TITLE, rows, SENTENCES, words, 2020, 2025),
}


@pytest.mark.parametrize("name", DRAFTS)
@pytest.mark.parametrize("seed", range(24))
def test_a_table_is_read_back_whatever_its_header_says(name: str, seed: int) -> None:
    rows = random.Random(seed).sample(ROWS, 6)
    rows.sort(key=lambda row: str(row["group"]))
    words = Wording(seed)
    document, faults = read_document(DRAFTS[name](rows, words), name)
    assert document is not None, faults
    plan = extract_plan(document, VOCABULARY).plan
    wanted = [(r["name"], r["unit"], r["nature"], r["baseline"], r["target"]) for r in rows]
    found = [
        (
            e.data["name"], e.data.get("unit"), e.data.get("nature"),
            {int(y): v for y, v in dict(e.data.get("baseline", {})).items()},  # type: ignore[call-overload]
            {int(y): v for y, v in dict(e.data["target"]).items()},  # type: ignore[call-overload]
        )
        for e in plan.indicators
    ]  # fmt: skip
    assert found == wanted, (words.columns, [words.header(c, 2020, 2025) for c in words.columns])
