"""Headings, departments, documents, regions: what is printed on the left, what is made of it on the right."""

from __future__ import annotations

import pytest

from checker.engine.document import one_slip_apart
from checker.engine.document_outline import numbering_style, ordinal
from checker.plan.library import load_library
from checker.plan.load import load_plan
from checker.plan.vocabulary import Documents, KnownDocument
from checker.semantics.rule_book import load_rules
from checker.source import Source
from tests.judging import judge


@pytest.mark.parametrize(
    ("number", "value", "style"),
    [
        ("第三章", 3, "第一章"),
        ("三、", 3, "一、"),
        ("（十四）", 14, "(一)"),
        ("1", 1, "1"),
        ("专栏10", 10, "专栏1"),
        ("第二十一节", 21, "第一节"),
        ("", None, ""),
        ("前言", None, "前言"),
        ("第三篇", 3, "第一篇"),
        ("2.3", 3, "1.1"),
        ("Ⅳ", 4, "IV"),
        ("C.", 3, "C."),
        ("I.", None, "I."),  # the first, or the ninth
        ("三是", 3, "一是"),
        ("9" * 4301, None, "1"),
    ],
)
def test_numbers_of_headings(number: str, value: int | None, style: str) -> None:
    assert ordinal(number) == value
    assert numbering_style(number) == style


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("市卫生委", "市卫计委", True),  # 钦州 line 265
        ("卫计委", "市卫计委", True),  # 钦州 line 309
        (
            "市民政局",
            "市财政局",
            True,
        ),  # close, and two departments: only a name used once is taken for a slip
        ("市教育局", "市财政局", False),
        ("市卫计委", "市卫计委", False),
        ("局", "委", False),
    ],
)
def test_names_one_slip_apart(one: str, other: str, expected: bool) -> None:
    assert one_slip_apart(one, other) is expected
    assert one_slip_apart(other, one) is expected


KNOWN = Documents(
    (KnownDocument("“健康中国2030”规划纲要"), KnownDocument("健康中国行动（2019—2030年）"))
)


@pytest.mark.parametrize(
    ("cited", "meant"),
    [
        ("“健康中国2030”规划纲要", ""),  # right
        ("健康中国2030规划纲要", "“健康中国2030”规划纲要"),  # 鹿城 line 7: quotation marks lost
        (
            "健康中国行动规划（2019—2030年）",
            "健康中国行动（2019—2030年）",
        ),  # 鹿寨 line 12: two characters put in
        ("健康广西行动（2019—2030年）", ""),  # another document
        ("健康中国", ""),
    ],
)
def test_documents_that_are_misnamed(cited: str, meant: str) -> None:
    found = KNOWN.almost(cited)
    assert (found.title if found else "") == meant


PLAN = """\
plan:
  title: 某市规划
  region: {code: "220381", name: 公主岭市}
  level: 县
  sector: 卫生健康
  period: 2016-2020
  base_year: 2015
sections:
"""


def findings(body: str, *codes: str) -> list[tuple[str, str]]:
    plan, problems = load_plan(Source("plan.yaml", PLAN.replace("sections:\n", "") + body))
    assert plan is not None, problems
    judgement = judge(plan, load_rules(), load_library())
    return [
        (f.rule, f.subject.name)
        for f in judgement.findings
        if f.rule in codes and f.outcome == "fail"
    ]


def headings(*numbers: str) -> str:
    """Sections of these numbers; the level is 1 for 篇, 3 for 节, else 2."""
    levels = {"篇": 1, "节": 3}
    rows = (
        f'  - {{number: "{number}", title: 甲, level: {levels.get(number[-1], 2)}}}\n'
        for number in numbers
    )
    return "sections:\n" + "".join(rows)


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        # 章 run on across 篇, 节 begin again in each 章
        ("第一篇 第一章 第一节 第二节 第二章 第一节 第二篇 第三章 第一节 第三篇 第四章", ""),
        ("第一篇 第一章 第二章 第二篇 第一章 第二章", ""),
        ("第一篇 第一章 第二章 第二篇 第四章 第五章", "第四章 甲"),
        ("第一篇 第一章 第二章 第二篇 第二章", "第二章 甲"),
        ("1.1 1.2 1.4", "1.4 甲"),
        ("1.1 1.2 2.1 2.2", ""),
        ("Ⅰ Ⅱ Ⅳ", "Ⅳ 甲"),
        ("A. B. D.", "D. 甲"),
        ("A. B. C. D. E. F. G. H. I. J.", ""),
        ("壹、 贰、 肆、", "肆、 甲"),
        ("一是 二是 四是", "四是 甲"),
    ],
)
def test_the_order_of_headings(numbers: str, wrong: str) -> None:
    found = [name for _, name in findings(headings(*numbers.split()), "FORM-NUMBERING")]
    assert " ".join(found) == wrong


def test_a_lost_number_is_said_once_and_a_gap_where_it_is() -> None:
    body = """\
sections:
  - {number: 第一节, title: 甲, level: 2}
  - {number: 第二节, title: 乙, level: 2}
  - {number: "", title: 丙, level: 2}
  - {number: 第四节, title: 丁, level: 2}
  - {number: 第六节, title: 戊, level: 2}
"""
    assert findings(body, "FORM-NUMBERING", "FORM-NUMBER-LOST") == [
        ("FORM-NUMBERING", "第六节 戊"),
        ("FORM-NUMBER-LOST", "丙"),
    ]


def test_numbers_begin_anew_under_each_heading() -> None:
    body = """\
sections:
  - {number: 一, title: 甲, level: 1}
  - {number: （一）, title: 甲甲, level: 2}
  - {number: （二）, title: 甲乙, level: 2}
  - {number: 二, title: 乙, level: 1}
  - {number: （一）, title: 乙甲, level: 2}
"""
    assert findings(body, "FORM-NUMBERING", "FORM-NUMBER-LOST") == []


def test_regions_by_the_division_table_of_the_plan_s_years() -> None:
    body = (
        "mentions: [{name: 京津冀}, {name: 四平市}, {name: 吉林省}, {name: 柳州市}, {name: 某地}]\n"
    )
    assert findings(body, "PLACE-FOREIGN") == [
        ("PLACE-FOREIGN", "京津冀"),
        ("PLACE-FOREIGN", "柳州市"),
    ]
