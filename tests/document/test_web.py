"""Web pages: merged cells, inner tables, the characters that their label does not admit."""

from __future__ import annotations

import pytest

from checker.document.model import DraftDocument
from checker.document.read import read_document
from tests.document.word_xml import shown


def read(page: str | bytes) -> DraftDocument:
    data = page if isinstance(page, bytes) else page.encode()
    document, diagnostics = read_document(data, "规划.html")
    assert document is not None, diagnostics
    return document


def texts(page: str) -> list[object]:
    return shown(read(f"<html><body>{page}</body></html>").blocks)


@pytest.mark.parametrize("label", ["gb2312", "gbk", "GB18030", "utf-8"])
def test_a_page_is_read_to_its_end_whatever_its_label(label: str) -> None:
    encoding = "gb18030" if label != "utf-8" else label
    page = f'<html><head><meta charset="{label}"></head><body><p>建筑面积1200㎡，喆€。</p></body></html>'
    assert shown(read(page.encode(encoding)).blocks) == ["建筑面积1200㎡，喆€。"]


def test_merged_cells_and_header_rows() -> None:
    page = """<table><thead><tr><th rowspan=2>领域<th colspan=2>目标</tr><tr><th>2020年<th>2025年</tr></thead>
    <tr><td rowspan=2>健康<td>76<td>79</tr><tr><td>77<td>80</tr></table>"""
    assert texts(page) == [
        [
            ["领域", "目标", "目标"],
            ["领域", "2020年", "2025年"],
            ["健康", "76", "79"],
            ["健康", "77", "80"],
        ]
    ]


def test_rows_of_an_inner_table_are_not_rows_of_the_outer_one() -> None:
    inner = "<table><tbody><tr><td>甲<td>1</tr></tbody></table>"
    assert texts(f"<table><tr><td>文{inner}<td>值</tr><tr><td>乙<td>2</tr></table>") == [
        [["文", "值"], ["乙", "2"]]
    ]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>≥<del>4.2</del><ins>4.5</ins></p>", "≥4.5"),
        ("<p>≥<s>4.2</s>4.5</p>", "≥4.5"),
        ("<p>达<span style='display: none'>（内部）</span>80%</p>", "达80%"),
        ("<p>1200m<sup>2</sup></p>", "1200m²"),
        ("<p>21.24%<sup><a href='#n'>1</a></sup>，</p>", "21.24%，"),
        ("<p>到\n  2025年<br>末</p>", "到 2025年\n末"),
        ("<script>1</script><p>甲</p>", "甲"),
    ],
)
def test_paragraphs(page: str, text: str) -> None:
    assert texts(page) == [text]


@pytest.mark.parametrize(
    ("opening", "numbers"),
    [
        ("<ol>", ["1.", "2."]),
        ("<ol start=3>", ["3.", "4."]),
        ("<ol type=I>", ["I.", "II."]),
        ("<ol style='list-style-type: cjk-ideographic' start=10>", ["十、", "十一、"]),
        ("<ul>", ["", ""]),
    ],
)
def test_numbers_that_the_browser_prints(opening: str, numbers: list[str]) -> None:
    first, second = numbers
    assert texts(f"{opening}<li><p>甲</p><p>续</p><li>乙</ol>") == [
        f"{first}甲",
        "续",
        f"{second}乙",
    ]


def test_a_page_saved_as_one_file() -> None:
    page = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
    page += "<html><body><p>\u5230 2025</p></body></html>\n--x--\n"
    assert shown(read(page).blocks) == ["到 2025"]
