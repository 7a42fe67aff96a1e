"""The outline: which lines are headings, of which level, and what `section` says of the text below them."""

from __future__ import annotations

import pytest

from checker.extract.numbering import caption_number, heading_number
from checker.extract.outline import read_outline
from tests.extract.conftest import MakeDraft


@pytest.mark.parametrize(
    ("text", "printed", "value"),
    [
        ("第十二章　总体要求", "第十二章", 12),
        ("第 3 节 基本原则", "第3节", 3),
        ("一、规划基础", "一", 1),
        ("（二）主要目标", "（二）", 2),
        ("(三）严格实施", "(三）", 3),
        ("1.强化基础", "1", 1),
        ("１２．强化基础", "１２", 12),
        ("（4）强化基础", "（4）", 4),
        ("⑤强化基础", "⑤", 5),
        ("2.1 强化基础", "2.1", 1),
    ],
)
def test_numbers_of_headings(text: str, printed: str, value: int) -> None:
    number = heading_number(text)
    assert number is not None
    assert (number.printed, number.value) == (printed, value)


@pytest.mark.parametrize(
    "text", ["3.26张床位", "2020年全县", "一是加强领导", "十四五时期", "5岁以下儿童"]
)
def test_figures_are_no_numbers_of_headings(text: str) -> None:
    assert heading_number(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "printed", "continued"),
    [
        ("专栏3 重点工程", "专栏", "专栏3", False),
        ("表2-1“十四五”主要指标", "表", "表2-1", False),
        ("续表2-1", "表", "表2-1", True),
        ("附表1：项目表", "附件", "附表1", False),
        ("附件", "附件", "附件", False),
    ],
)
def test_captions(text: str, kind: str, printed: str, continued: bool) -> None:
    caption = caption_number(text)
    assert caption is not None
    assert (caption.kind, caption.printed, caption.continued) == (kind, printed, continued)


def test_levels_follow_the_forms_that_a_document_uses(draft: MakeDraft) -> None:
    outline = read_outline(
        draft(
            "青溪县水利发展“十四五”规划",
            "一、现状",
            "（一）成就。五年来成效明显。",
            "1.供水",
            "全县供水率达90%。",
            "二、目标",
            "到2025年取得进展。",
        )
    )
    assert [(h.number, h.title, h.level) for h in outline.headings] == [
        ("一", "现状", 1),
        ("（一）", "成就", 2),
        ("1", "供水", 3),
        ("二", "目标", 1),
    ]
    body = {text.text: text.where.section for text in outline.texts if not text.heading}
    assert body["五年来成效明显。"] == "一（一）"
    assert body["全县供水率达90%。"] == "一（一）1"
    assert body["到2025年取得进展。"] == "二"


def test_boxes_captions_and_annexes_are_part_of_the_outline(draft: MakeDraft) -> None:
    outline = read_outline(
        draft(
            "第一章 任务",
            [["专栏1 重点工程"], ["新建水库2座。"]],
            "表1 主要指标",
            [["指标", "2025年"], ["供水率（%）", "95"]],
            "附件",
            "青溪县重点项目表",
            [["序号", "项目名称"], ["1", "水库"]],
        )
    )
    assert [(h.number, h.title, h.kind) for h in outline.headings] == [
        ("第一章", "任务", ""),
        ("专栏1", "重点工程", "专栏"),
        ("表1", "主要指标", "表"),
        ("附件", "青溪县重点项目表", "附件"),
    ]
    assert [text.where.box for text in outline.texts if text.text == "新建水库2座。"] == ["专栏1"]
    assert [(t.number, t.title, t.where.annex) for t in outline.tables] == [
        ("表1", "主要指标", ""),
        ("附件", "青溪县重点项目表", "附件"),
    ]


def test_a_table_of_contents_is_not_read_twice(draft: MakeDraft) -> None:
    outline = read_outline(
        draft(
            "目 录",
            "第一章 现状…………1",
            "第二章 目标…………3",
            "第一章 现状",
            "甲。",
            "第二章 目标",
            "乙。",
        )
    )
    assert [h.number for h in outline.headings] == ["第一章", "第二章"]
