"""Documents as offices draft them, made from plan data: what is read back must be the data. Wordings are drawn."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from typing import Any

INDEX = ("序号", "编号", "序 号", "项次", "号", "No.", "行次", "序")
NAME = ("指标", "指标名称", "主要指标", "指标内容", "具体指标", "发展指标", "指 标", "名称")
UNIT = ("单位", "计量单位", "指标单位", "单 位", "度量单位", "（单位）", "量纲", "计算单位")
BASE = (
    "{0}年", "{0}年基期值", "{0}年实际", "基期值（{0}年）", "{0}年现状值", "{0}年完成值", "{0}年基数", "{0}年实绩",
)  # fmt: skip
TARGET = (
    "{0}年", "{0}年目标", "{0}年目标值", "目标值（{0}年）", "{0}年规划值", "规划目标（{0}年）", "{0}年预期", "{0}年规划目标",
)  # fmt: skip
NATURE = ("性质", "属性", "指标性质", "指标属性", "指标类型", "性 质", "约束力", "类别")
GROUP = ("领域", "类别", "分类", "类型", "方面", "一级指标", "维度", "领 域")
FONTS = ("仿宋_GB2312", "宋体", "仿宋", "黑体", "楷体_GB2312", "方正小标宋简体", "微软雅黑", "等线")
NUMBERING = ("一、", "第一章 ", "第一部分 ", "1 ", "壹、", "（一）", "一 ", "1. ")

Row = dict[str, Any]


class Wording:
    """The words of one draft, drawn by a seed: headers, order of columns, where the unit stands."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        self.index, self.name, self.unit = draw.choice(INDEX), draw.choice(NAME), draw.choice(UNIT)
        self.base, self.target = draw.choice(BASE), draw.choice(TARGET)
        self.nature, self.group = draw.choice(NATURE), draw.choice(GROUP)
        self.font, self.numbering = draw.choice(FONTS), draw.choice(NUMBERING)
        self.unit_in_name = draw.random() < 0.4
        self.merged_groups = draw.random() < 0.7
        while self.group == self.nature or (self.group == "类型" and "类型" in self.nature):
            self.group = draw.choice(GROUP)
        columns = ["unit", "nature"]
        draw.shuffle(columns)
        self.columns = ["group", "index", "name"]
        self.columns += [c for c in columns if c == "unit" and not self.unit_in_name]
        self.columns += ["base", "target"]
        self.columns += ["nature"]
        if draw.random() < 0.3:
            self.columns.remove("index")
        if draw.random() < 0.3:
            self.columns.remove("group")

    def header(self, column: str, base: int, target: int) -> str:
        words = {
            "index": self.index, "name": self.name, "unit": self.unit, "nature": self.nature, "group": self.group,
            "base": self.base.format(base), "target": self.target.format(target),
        }  # fmt: skip
        return words[column]

    def cell(self, column: str, row: Row, number: int, base: int, target: int) -> str:
        unit = row.get("unit", "")
        match column:
            case "index":
                return str(number)
            case "name":
                return (
                    f"{row['name']}（{unit}）" if self.unit_in_name and unit else str(row["name"])
                )
            case "base":
                return str(row.get("baseline", {}).get(base, "—"))
            case "target":
                return str(row["target"].get(target, ""))
            case _:
                return str(row.get(column, ""))


def table(rows: Sequence[Row], wording: Wording, base: int, target: int) -> list[list[str]]:
    """Return the table of indicators as its cells."""
    head = [wording.header(c, base, target) for c in wording.columns]
    return [
        head,
        *(
            [wording.cell(c, row, n, base, target) for c in wording.columns]
            for n, row in enumerate(rows, 1)
        ),
    ]


def word_draft(
    title: str,
    rows: Sequence[Row],
    sentences: Sequence[str],
    wording: Wording,
    base: int,
    target: int,
) -> bytes:
    """Return a .docx with a title, a chapter of text and the table of indicators below its caption."""
    import docx
    from docx.oxml.ns import qn

    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = wording.font
    style.element.rPr.rFonts.set(qn("w:eastAsia"), wording.font)
    document.add_paragraph(title, style="Title")
    document.add_paragraph(f"{wording.numbering}发展目标", style="Heading 1")
    for sentence in sentences:
        document.add_paragraph(sentence)
    document.add_paragraph(f"表1 {title}主要指标")
    cells = table(rows, wording, base, target)
    grid = document.add_table(len(cells), len(cells[0]))
    for grid_row, texts in zip(grid.rows, cells, strict=True):
        for cell, text in zip(grid_row.cells, texts, strict=True):
            cell.text = text
    if "group" in wording.columns and wording.merged_groups:
        _merge(grid, cells, wording.columns.index("group"))
    document.add_paragraph("注：指标按年度统计。")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _merge(grid: Any, cells: list[list[str]], column: int) -> None:
    """Merge equal neighbours of a column below the header, as groups are drawn."""
    start = 1
    for row in range(2, len(cells) + 1):
        if row == len(cells) or cells[row][column] != cells[start][column]:
            if row - start > 1 and cells[start][column]:
                for below in range(start + 1, row):
                    grid.cell(below, column).text = ""
                text = cells[start][column]
                grid.cell(start, column).merge(grid.cell(row - 1, column)).text = text
            start = row


def sheet_draft(title: str, rows: Sequence[Row], wording: Wording, base: int, target: int) -> bytes:
    """Return an .xlsx with the title in its first row and the table of indicators below."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("主要指标")
    sheet.write_string(0, 0, title)
    for number, texts in enumerate(table(rows, wording, base, target), 1):
        for column, text in enumerate(texts):
            sheet.write_string(number, column, text)
    book.close()
    return stream.getvalue()


def web_draft(
    title: str,
    rows: Sequence[Row],
    sentences: Sequence[str],
    wording: Wording,
    base: int,
    target: int,
) -> bytes:
    """Return a web page with the same content, in GB 18030 as offices save it."""
    body = [f"<h1>{title}</h1>", f"<h2>{wording.numbering}发展目标</h2>"]
    body += [f"<p>{sentence}</p>" for sentence in sentences]
    body += [f"<p>表1 {title}主要指标</p>", "<table border=1>"]
    for texts in table(rows, wording, base, target):
        body.append("<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>")
    page = f'<html><head><meta charset="gb2312"><title>{title}</title></head><body>{"".join(body)}</table></body></html>'
    return page.encode("gb18030")
