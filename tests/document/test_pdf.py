"""PDF: what is printed on pages, put together again as it was written."""

from __future__ import annotations

import io

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from checker.document.model import (
    BoxBlock,
    DraftDocument,
    GridBlock,
    NoteBlock,
    PagePlace,
    ParagraphBlock,
)
from checker.document.read import read_document
from tests.document.printed import (
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    frame,
    printed,
    rule,
    table,
    write,
)

HEAD = ["序号", "指标", "2020年", "2025年", "属性"]


def read(data: bytes, view: str = "accepted") -> DraftDocument:
    document, diagnostics = read_document(data, "规划.pdf", view)  # type: ignore[arg-type]
    assert document is not None, diagnostics
    return document


def texts(data: bytes) -> list[str]:
    return [b.passage.text for b in read(data).blocks if isinstance(b, ParagraphBlock)]


def grids(data: bytes) -> list[list[list[str | None]]]:
    tables = [block for block in read(data).blocks if isinstance(block, GridBlock)]
    return [[[cell and cell.passage.text for cell in row] for row in t.rows()] for t in tables]


def body(canvas: Canvas, *lines: str, top: float = 100) -> None:
    """Lines of a paragraph of the full measure (36 characters of 12 points); the first is indented by two."""
    for k, line in enumerate(lines):
        write(canvas, LEFT + (24 if k == 0 else 0), top + 20 * k, line)


def test_lines_are_joined_to_paragraphs_and_numbers_broken_at_their_end_to_numbers() -> None:
    first = (
        "到２０２５年，全县青溪河流域水质优良比例稳定在百分之九十五以上，其中２０２"  # 34 + indent
    )
    lines = (first[:34], first[34:] + "０年为基期的断面达到三十个以上。")

    def page(canvas: Canvas) -> None:
        body(canvas, *lines)
        body(canvas, "第二段只有一行。", top=160)

    assert texts(printed(page)) == ["".join(lines), "第二段只有一行。"]


def test_a_paragraph_goes_over_the_page_without_its_number_and_the_running_head() -> None:
    full = "水" * 34, "源" * 36

    def page(number: int, *lines: str, start: float = 0) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, LEFT, 45, "送审稿", 9)
            for k, line in enumerate(lines):
                write(canvas, LEFT + (start if k == 0 else 0), 100 + 20 * k, line)
            write(canvas, 290, 800, f"— {number} —", 9)

        return draw  # type: ignore[return-value]

    data = printed(
        page(1, *full, start=24),  # type: ignore[arg-type]
        page(2, "地保护面积达到12平方公里。", "第二段。"),  # type: ignore[arg-type]
        page(3, "第三段。", start=24),  # type: ignore[arg-type]
    )
    assert texts(data)[0] == "".join(full) + "地保护面积达到12平方公里。"
    assert read(data).left_out["running heads"] == 6


def test_two_numbers_on_two_lines_stay_two_numbers() -> None:
    def page(canvas: Canvas) -> None:
        end = write(canvas, LEFT + 24, 100, "水" * 31 + "76.34")
        assert end > RIGHT - 20
        write(canvas, LEFT, 120, "77.3 2030年：79.0")

    assert texts(printed(page)) == ["水" * 31 + "76.34 77.3 2030年：79.0"]


def test_the_gap_between_chinese_and_digits_is_no_space_but_that_between_words_is() -> None:
    def page(canvas: Canvas) -> None:
        end = write(canvas, LEFT, 100, "到")
        end = write(canvas, end + 3, 100, "2025")
        end = write(canvas, end + 3, 100, "年建成")
        end = write(canvas, end + 3, 100, "3 600")
        write(canvas, end + 3, 100, "公里")
        write(canvas, LEFT, 140, "第一章 总体要求")

    assert texts(printed(page)) == ["到2025年建成3 600公里", "第一章 总体要求"]


def test_raised_digits_are_powers_behind_lengths_and_marks_of_notes_elsewhere() -> None:
    def page(canvas: Canvas) -> None:
        end = write(canvas, LEFT, 100, "用房1200m")
        end = write(canvas, end, 95, "2", 7)
        end = write(canvas, end, 100, "，素养水平21.24%")
        end = write(canvas, end, 95, "1", 7)
        end = write(canvas, end, 100, "，PM")
        end = write(canvas, end, 102, "2.5", 7)
        write(canvas, end, 100, "浓度下降。")
        rule(canvas, LEFT, 740, 220, 740)
        end = write(canvas, LEFT, 746, "1", 5)
        write(canvas, end, 750, "为监测结果。", 9)

    data = printed(page)
    assert texts(data) == ["用房1200m²，素养水平21.24%，PM2.5浓度下降。"]
    (note,) = [block for block in read(data).blocks if isinstance(block, NoteBlock)]
    assert (note.mark, note.passage.text) == ("1", "为监测结果。")


def test_struck_out_characters_are_deletions() -> None:
    def page(canvas: Canvas) -> None:
        end = write(canvas, LEFT, 100, "控制在")
        canvas.setFillColorRGB(0.8, 0.1, 0.1)
        canvas.setStrokeColorRGB(0.8, 0.1, 0.1)
        struck = write(canvas, end, 100, "9.5‰")
        rule(canvas, end, 96, struck, 96)
        after = write(canvas, struck, 100, "5‰")
        rule(canvas, struck, 101.5, after, 101.5)
        canvas.setFillColorRGB(0, 0, 0)
        write(canvas, after, 100, "以下")

    data = printed(page)
    document, diagnostics = read_document(data, "规划.pdf")
    assert document is not None
    assert [p.text for p in document.passages()] == ["控制在5‰以下"]
    assert [(d.code, d.arguments["count"]) for d in diagnostics] == [("document-struck", 4)]
    assert [p.text for p in read(data, "original").passages()] == ["控制在9.5‰以下"]


def test_a_table_over_pages_is_one_with_its_header_once() -> None:
    data = printed(
        lambda canvas: table(
            canvas, 700, [HEAD, ["1", "断面达标率（%）", "80", "95", "约束性"]], height=30
        ),
        lambda canvas: table(
            canvas, 80, [HEAD, ["2", "湿地保护率（%）", "—", "≥55", "预期性"]], height=30
        ),
    )
    assert grids(data) == [
        [
            HEAD,
            ["1", "断面达标率（%）", "80", "95", "约束性"],
            ["2", "湿地保护率（%）", "—", "≥55", "预期性"],
        ]
    ]
    (block,) = read(data).blocks
    assert isinstance(block, GridBlock)
    assert block.header_rows == 1


def test_a_row_cut_by_the_page_is_one_row() -> None:
    cut = ["10", "营养知识知晓率（%）", "—", "在2019年基础提高", "预期性"]
    data = printed(
        lambda c: table(c, 700, [HEAD, ["9", "床位数（张）", "4", "7", "预期性"], cut], height=34),
        lambda c: table(
            c, 80, [HEAD, ["", "", "", "10%", ""], ["11", "贫血率（%）", "17.2", "<14", "预期性"]]
        ),
    )
    assert grids(data)[0][2:] == [
        ["10", "营养知识知晓率（%）", "—", "在2019年基础提高10%", "预期性"],
        ["11", "贫血率（%）", "17.2", "<14", "预期性"],
    ]


def test_a_row_without_a_number_at_the_top_of_a_page_is_no_rest_of_the_one_before() -> None:
    data = printed(
        lambda c: table(c, 700, [HEAD, ["7", "床位数（张）", "4.3", "≥7", "预期性"]]),
        lambda c: table(c, 80, [HEAD, ["", "其中：乡镇（张）", "", "3.8", ""]]),
    )
    assert grids(data)[0][1:] == [
        ["7", "床位数（张）", "4.3", "≥7", "预期性"],
        ["", "其中：乡镇（张）", "", "3.8", ""],
    ]


def test_two_whole_values_are_never_glued() -> None:
    data = printed(
        lambda c: table(c, 700, [HEAD, ["7", "床位数（张）", "4.3", "≥7", "预期性"]]),
        lambda c: table(c, 80, [HEAD, ["", "", "", "3.8", ""]]),
    )
    assert [row[3] for row in grids(data)[0]] == ["2025年", "≥7", "3.8"]


def test_a_group_goes_over_the_page() -> None:
    head = ["领域", *HEAD[1:]]
    data = printed(
        lambda c: table(
            c, 700, [head, ["水环境", "甲（%）", "1", "2", "x"], [None, "乙（%）", "3", "4", "x"]]
        ),
        lambda c: table(
            c, 80, [head, ["", "丙（%）", "5", "6", "x"], [None, "丁（%）", "7", "8", "x"]]
        ),
    )
    assert [row[0] for row in grids(data)[0][1:]] == ["水环境"] * 4


def test_upright_writing_in_a_group_cell_is_one_word() -> None:
    def page(canvas: Canvas) -> None:
        xs = (80, 104, 300, 400, 512)
        rows = [
            ["领\n域", "指标", "2020年", "2025年"],
            ["生\n态\n环\n境", "甲", "1", "2"],
        ]
        table(canvas, 100, rows, xs, 60)

    assert [row[0] for row in grids(printed(page))[0]] == ["领域", "生态环境"]


def test_a_value_over_two_columns_stands_in_both() -> None:
    def page(canvas: Canvas) -> None:
        for top in (100, 124, 148):
            rule(canvas, 80, top, 500, top)
        for x in (80, 300, 500):
            rule(canvas, x, 100, x, 148)
        rule(canvas, 400, 100, 400, 124)
        for x, top, text in ((84, 115, "指标"), (304, 115, "2022年"), (404, 115, "2030年")):
            write(canvas, x, top, text, 9)
        write(canvas, 84, 139, "睡眠时间（小时）", 9)
        write(canvas, 384, 139, "7～8", 9)

    assert grids(printed(page)) == [
        [["指标", "2022年", "2030年"], ["睡眠时间（小时）", "7～8", "7～8"]]
    ]


def test_a_framed_passage_is_a_box_also_over_the_page() -> None:
    def first(canvas: Canvas) -> None:
        frame(canvas, 80, 700, 512, 760)
        write(canvas, 200, 718, "专栏1  水源保护工程")

    def second(canvas: Canvas) -> None:
        frame(canvas, 80, 80, 512, 130)
        write(canvas, 110, 98, "新建水源地3处。")
        write(canvas, 110, 118, "改造管网20公里。")

    (box,) = read(printed(first, second)).blocks
    assert isinstance(box, BoxBlock)
    assert [b.passage.text for b in box.blocks if isinstance(b, ParagraphBlock)] == [
        "专栏1 水源保护工程",
        "新建水源地3处。",
        "改造管网20公里。",
    ]


def test_stripes_and_grounds_make_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.95, 0.95, 0.95)
        for k in range(5):
            canvas.rect(80, HEIGHT - 120 - 24 * k, 432, 24, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        write(canvas, 104, 115, "领域：水环境 指标：断面达标率")

    assert texts(printed(page)) == ["领域：水环境 指标：断面达标率"]


UNRULED = [
    ["指标", "单位", "2020年", "2025年"],
    ["断面水质达标率", "%", "80", "95"],
    ["人均水资源", "立方米", "1 200", "≥1300"],
    ["农村自来水普及率", "%", "88.5", "92"],
]


def unruled(canvas: Canvas, *rules: float) -> None:
    """A table without upright rules, one row every 24 points from 116, and the rules at these heights."""
    for top in rules:
        rule(canvas, 80, top, 512, top)
    for r, row in enumerate(UNRULED):
        for x, text in zip((85, 220, 310, 400), row, strict=True):
            write(canvas, x, 116 + 24 * r, text, 10)


@pytest.mark.parametrize(
    "rules", [(), (100, 124, 198), (100, 124, 148, 172, 196), (124, 148, 172)], ids=str
)
def test_a_table_without_upright_rules_has_its_columns_by_the_gaps(rules: tuple[float]) -> None:
    data = printed(lambda canvas: unruled(canvas, *rules))
    assert grids(data) == [UNRULED]


def test_a_name_over_two_lines_in_a_table_without_rules_stays_in_its_row() -> None:
    def page(canvas: Canvas) -> None:
        unruled(canvas)
        write(canvas, 85, 212, "城镇污水集中处", 10)
        write(canvas, 85, 224, "理率", 10)
        for x, text in ((220, "%"), (310, "97"), (400, "98")):
            write(canvas, x, 212, text, 10)

    (grid,) = grids(printed(page))
    assert [cell and cell.replace("\n", "") for cell in grid[-1]] == [
        "城镇污水集中处理率",
        "%",
        "97",
        "98",
    ]


def test_a_page_set_sideways_is_read_as_it_is_turned() -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.translate(0, WIDTH - HEIGHT)
        table(canvas, 100, [HEAD, ["1", "断面达标率（%）", "5.0", "95", "约束性"]])

    data = printed(page)
    assert grids(data) == [[HEAD, ["1", "断面达标率（%）", "5.0", "95", "约束性"]]]
    places = [p.at for passage in read(data).passages() for p in passage.pieces]
    assert all(isinstance(p, PagePlace) and p.box[3] > p.box[1] for p in places)
    (number,) = [
        p.at.box
        for passage in read(data).passages()
        for p in passage.pieces
        if p.text == "5.0" and isinstance(p.at, PagePlace)
    ]
    assert number[3] - number[1] > 10 > number[2] - number[0] - 3  # it stands upright on the paper


def test_watermarks_and_white_text_are_left_out_and_counted() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, LEFT, 100, "正文一段。")
        canvas.setFillColorRGB(1, 1, 1)
        write(canvas, LEFT, 140, "内部掌握45%")
        canvas.setFillColorRGB(0.8, 0.8, 0.8)
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont("STSong-Light", 60)
        canvas.drawString(0, 0, "征求意见稿")
        canvas.restoreState()

    document = read(printed(page))
    assert [p.text for p in document.passages()] == ["正文一段。"]
    assert document.left_out == {"hidden": 7, "slanted": 5}


def test_a_place_is_the_page_and_the_box_of_the_characters() -> None:
    data = printed(lambda c: body(c, "甲乙丙。"))
    (passage,) = read(data).passages()
    (piece,) = passage.pieces
    assert isinstance(piece.at, PagePlace)
    assert piece.at.page == 1
    left, top, right, bottom = piece.at.box
    assert (left, right) == (104.0, 152.0)
    assert top < 100 < bottom < 110


def picture(canvas: Canvas) -> None:
    from reportlab.lib.utils import ImageReader

    gray = io.BytesIO(b"P5 2 2 255\n" + bytes([10, 200, 30, 90]))
    canvas.drawImage(ImageReader(gray), 0, 0, WIDTH, HEIGHT)


def test_scans_are_refused_with_their_pages() -> None:
    document, (fault,) = read_document(printed(picture, picture), "规划.pdf")
    assert document is None
    assert (fault.code, fault.arguments) == ("document-scan", {"pages": "1–2"})


def test_a_picture_among_pages_of_text_is_said() -> None:
    words = [lambda c, text=text: body(c, text) for text in ("甲。", "乙丙。", "丁戊。", "己。")]
    document, (fault,) = read_document(printed(*words, picture), "规划.pdf")
    assert document is not None
    assert (fault.code, fault.severity, fault.arguments) == (
        "document-scan-pages",
        "warning",
        {"pages": "5"},
    )


def test_a_locked_file_is_refused() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=pdfencrypt.StandardEncryption("secret", canPrint=1))
    canvas.drawString(100, 100, "x")
    canvas.save()
    document, (fault,) = read_document(out.getvalue(), "规划.pdf")
    assert (document, fault.code) == (None, "document-encrypted")


@pytest.mark.parametrize("cut", [20, 400])
def test_a_broken_file_is_refused(cut: int) -> None:
    data = printed(lambda c: body(c, "甲乙丙。"))
    document, (fault,) = read_document(data[:cut], "规划.pdf")
    assert (document, fault.code) == (None, "document-broken")
