"""Plain text, Markdown and comma-separated values: tables put together, every character with its line and column."""

from __future__ import annotations

import pytest

from checker.document.model import BoxBlock, DraftDocument, GridBlock, LinePlace, ParagraphBlock
from checker.document.read import read_document


def read(text: str | bytes, name: str = "规划.txt") -> DraftDocument:
    data = text if isinstance(text, bytes) else text.encode()
    document, diagnostics = read_document(data, name)
    assert document is not None, diagnostics
    return document


def grid(text: str, name: str = "规划.txt") -> list[list[str | None]]:
    (table,) = [block for block in read(text, name).blocks if isinstance(block, GridBlock)]
    return [[cell and cell.passage.text for cell in row] for row in table.rows()]


def test_a_cell_a_line_and_rows_parted_by_blank_lines() -> None:
    text = "前文\n\t领域\n\t指标\n\t2025年\n\n\t健康\n\t人均预期寿命（岁）\n\t79\n\n\t\n\t婴儿死亡率（‰）\n\t≤5\n\n\n后文\n"
    assert grid(text) == [
        ["领域", "指标", "2025年"],
        ["健康", "人均预期寿命（岁）", "79"],
        ["健康", "婴儿死亡率（‰）", "≤5"],
    ]
    assert [b.passage.text for b in read(text).blocks if isinstance(b, ParagraphBlock)] == [
        "前文",
        "后文",
    ]


def test_a_cell_of_several_paragraphs_with_or_without_blank_lines_between() -> None:
    assert grid("\t指标\n\t2025年\n\n目标\n\t性质\n\n\t床位\n数\n\t5\n\t预期性\n\n\n") == [
        ["指标", "2025年\n目标", "性质"],
        ["床位\n数", "5", "预期性"],
    ]


def test_a_blank_line_that_ends_a_cell_does_not_cut_the_row() -> None:
    text = "\t类别\n\t序号\n\t指标\n\t值\n\n\t资源\n\n\t1\n\t床位\n\n\t6\n\n\t服务\n\t2\n\t签约率\n\t50\n\n\n"
    assert grid(text)[1:] == [["资源", "1", "床位", "6"], ["服务", "2", "签约率", "50"]]


def test_a_number_above_is_no_group_that_goes_on() -> None:
    """The row of 其中 has no number of its own."""
    text = "\t序号\n\t指标\n\t值\n\n\t7\n\t床位数\n\t6\n\n\t\n\t其中：公立\n\t3.8\n\n\t8\n\t康复床位\n\t0.4\n\n\n"
    assert grid(text)[2] == ["", "其中：公立", "3.8"]


def test_two_header_rows_are_aligned_by_the_blanks_below() -> None:
    text = "\t领域\n\t指标\n\t目标值\n\t属性\n\n\t\n\t\n\t2020年\n\t2025年\n\t\n\n\t健康\n\t寿命\n\t78\n\t79\n\t预期性\n\n\n"
    assert grid(text)[:2] == [
        ["领域", "指标", "目标值", "目标值", "属性"],
        ["领域", "指标", "2020年", "2025年", "属性"],
    ]


def test_a_short_row_stands_where_its_cells_are_like_the_others() -> None:
    rows = (
        "指标|单位|2020年|2025年|性质",
        "床位|张|6|7|预期性",
        "死亡率|‰|持续下降|预期性",
        "寿命|岁|76|预期性",
    )
    text = "\n\n".join("\n".join("\t" + c for c in row.split("|")) for row in rows) + "\n\n\n"
    assert grid(text)[2:] == [
        ["死亡率", "‰", "持续下降", "持续下降", "预期性"],
        ["寿命", "岁", "76", "76", "预期性"],
    ]


def test_figures_that_could_stand_in_several_columns_are_no_figure_of_any() -> None:
    rows = ("指标|2020年|2025年|2030年|性质", "床位|6|7|8|预期性", "寿命|77|79~80|预期性")
    text = "\n\n".join("\n".join("\t" + c for c in row.split("|")) for row in rows) + "\n\n\n"
    assert grid(text)[2] == ["寿命", "77\n79~80", "77\n79~80", "77\n79~80", "预期性"]


def test_one_column_is_a_box_and_prose_behind_a_complete_row_is_prose() -> None:
    box = read("\t专栏1  重点工程\n\n\t1.新建医院。\n2.扩建医院。\n\n\n正文\n").blocks
    assert isinstance(box[0], BoxBlock) and len(box[0].blocks) == 3
    assert isinstance(box[1], ParagraphBlock)
    table = read(
        "\t指标\n\t值\n\n\t床位\n\t6\n\n" + "围绕目标，完善政策措施，健全工作机制。" * 4 + "\n"
    ).blocks
    assert [type(block) for block in table] == [GridBlock, ParagraphBlock]


def test_every_character_knows_its_line_and_column() -> None:
    document = read(
        "[bookmark: _Toc1]第一章 总则\n  到2025年，\u200b床位6张。\n\t甲\n\t乙\n\n\t丙\n\t丁\n\n\n"
    )
    first, second = [b.passage for b in document.blocks if isinstance(b, ParagraphBlock)]
    assert (first.text, first.pieces[0].at) == ("第一章 总则", LinePlace(1, 18))
    assert second.text == "到2025年，床位6张。"
    assert second.pieces[1].at == LinePlace(2, 11)
    assert document.left_out == {"invisible": 1}
    table = document.blocks[2]
    assert isinstance(table, GridBlock) and table.cells[3].passage.pieces[0].at == LinePlace(7, 2)


def test_a_table_of_contents_is_no_text_of_the_plan() -> None:
    document = read("目录\n第一章 总则\t1\n第二章 目标\t3\n第三章 保障……………9\n\n第一章 总则\n")
    assert len(document.blocks) == 2
    assert document.left_out == {"contents": 3}


def test_signs_that_turn_the_writing_round_are_said() -> None:
    _, diagnostics = read_document("床位\u202e53\u202c张".encode(), "规划.txt")
    assert [d.code for d in diagnostics] == ["document-reordered"]


def test_lines_with_tabs_are_rows() -> None:
    assert grid("指标\t2025年\n寿命\t79\n") == [["指标", "2025年"], ["寿命", "79"]]


def test_markdown() -> None:
    document = read(
        "# 规划\n\n到2025年，\n床位**6张**。\n\n| 指标 | 值 |\n|---|---:|\n| 寿命 | 79 |\n",
        "规划.md",
    )
    heading, paragraph, table = document.blocks
    assert isinstance(heading, ParagraphBlock) and heading.outline_level == 1
    assert isinstance(paragraph, ParagraphBlock) and paragraph.passage.text == "到2025年，床位6张。"
    assert isinstance(table, GridBlock) and table.header_rows == 1
    assert table.cells[3].passage.pieces[0].at == LinePlace(8, 8)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_comma_separated_values_of_any_office(encoding: str) -> None:
    data = '指标,"目标，\n万元"\n"甲""乙",㎡\n'.encode(encoding)
    (table,) = read(data, "表.csv").blocks
    assert isinstance(table, GridBlock)
    assert [c.passage.text for c in table.cells] == ["指标", "目标，\n万元", '甲"乙', "㎡"]
    assert table.cells[3].passage.pieces[0].at == LinePlace(3, 8)
