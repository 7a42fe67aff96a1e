"""Word files: what is printed is what is read, in both views, and every character knows where it stands."""

from __future__ import annotations

import pytest

from checker.document.model import GridBlock, ParagraphBlock, WordPlace
from tests.document.word_xml import (
    WHO,
    both,
    cell,
    control,
    deleted,
    field,
    inserted,
    number_level,
    numbered,
    numbering,
    paragraph,
    plain_cell,
    plain_table,
    read,
    row,
    run,
    shown,
    style,
    table,
    word_file,
)

VANISH, STRIKE, RAISED = "<w:vanish/>", "<w:strike/>", '<w:vertAlign w:val="superscript"/>'
MARK = "<w:rPr><w:{} " + WHO + "/></w:rPr>"


def texts(*body: str) -> list[object]:
    return shown(read(word_file(*body)).blocks)


# ---- tracked changes


@pytest.mark.parametrize(
    ("runs", "accepted", "original"),
    [
        ((run("≥"), deleted("4.2"), inserted("4.5")), "≥4.5", "≥4.2"),
        ((run("控制在"), deleted("9."), run("5‰")), "控制在5‰", "控制在9.5‰"),
        # what one inserts and another deletes is in neither view
        ((run("≥"), f"<w:ins {WHO}>{deleted('4.9')}</w:ins>", run("4.5")), "≥4.5", "≥4.5"),
        # a moved sentence stands once
        (
            (
                f"<w:moveFrom {WHO}>{run('甲。')}</w:moveFrom>",
                run("乙。"),
                f"<w:moveTo {WHO}>{run('甲。')}</w:moveTo>",
            ),
            "乙。甲。",
            "甲。乙。",
        ),
    ],
    ids=["replaced", "deleted-inside-a-number", "inserted-then-deleted", "moved"],
)
def test_tracked_text(runs: tuple[str, ...], accepted: str, original: str) -> None:
    assert both(paragraph(*runs)) == ([accepted], [original])


def test_a_deleted_paragraph_mark_joins_and_an_inserted_one_is_not_there_before() -> None:
    first = paragraph(run("占比达到"), properties=MARK.format("del"))
    assert both(first, paragraph(run("25%以上。"))) == (
        ["占比达到25%以上。"],
        ["占比达到", "25%以上。"],
    )
    first = paragraph(run("占比达到"), properties=MARK.format("ins"))
    assert both(first, paragraph(run("25%以上。"))) == (
        ["占比达到", "25%以上。"],
        ["占比达到25%以上。"],
    )


def test_a_deleted_mark_before_a_table_joins_nothing() -> None:
    first = paragraph(run("见下表"), properties=MARK.format("del"))
    assert both(first, plain_table(("甲", "乙")))[0] == ["见下表", [["甲", "乙"]]]


def test_rows_and_cells_that_changes_took_or_brought() -> None:
    body = table(
        row(plain_cell("甲"), plain_cell("1")),
        row(plain_cell("乙"), plain_cell("2"), properties=f"<w:ins {WHO}/>"),
        row(plain_cell("丙"), plain_cell("3"), properties=f"<w:del {WHO}/>"),
    )
    assert both(body) == ([[["甲", "1"], ["乙", "2"]]], [[["甲", "1"], ["丙", "3"]]])


def test_a_number_struck_out_by_hand_is_no_number_and_is_said() -> None:
    data = word_file(paragraph(run("婴儿死亡率"), run("9.5‰", STRIKE), run("5‰")))
    document = read(data)
    assert shown(document.blocks) == ["婴儿死亡率5‰"]
    assert document.left_out == {"struck": 4}


def test_states_of_characters() -> None:
    data = word_file(paragraph(run("≥"), deleted("4.2"), inserted("4.5")))
    accepted, original = (read(data, view).blocks[0] for view in ("accepted", "original"))
    assert isinstance(accepted, ParagraphBlock) and isinstance(original, ParagraphBlock)
    assert [(p.text, p.state) for p in accepted.passage.pieces] == [
        ("≥", "plain"),
        ("4.5", "inserted"),
    ]
    assert [(p.text, p.state) for p in original.passage.pieces] == [
        ("≥", "plain"),
        ("4.2", "deleted"),
    ]


# ---- places


def test_every_character_knows_paragraph_run_and_text_node() -> None:
    second = (
        run("达"),
        deleted("9."),
        "<w:r><w:t>7</w:t><w:lastRenderedPageBreak/><w:t>6.98</w:t><w:tab/><w:t>岁</w:t></w:r>",
    )
    block = read(word_file(paragraph(run("甲")), paragraph(*second))).blocks[1]
    assert isinstance(block, ParagraphBlock)
    part = "word/document.xml"
    assert [(p.text, p.at) for p in block.passage.pieces] == [
        ("达", WordPlace(part, 1, 0, 0, 0, 0)),
        ("7", WordPlace(part, 1, 3, 2, 0, 0)),
        ("6.98", WordPlace(part, 1, 4, 2, 1, 0)),
        ("\t", WordPlace(part, 1, 8, 2, 2, 0)),
        ("岁", WordPlace(part, 1, 9, 2, 3, 0)),
    ]


# ---- what breaks a number


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("76") + '<w:proofErr w:type="gramStart"/>' + run(".", "<w:b/>") + run("98岁"), "76.98岁"),
        (run("43") + '<w:bookmarkStart w:id="1" w:name="a"/>' + run(".64"), "43.64"),
        (f'<w:smartTag w:element="chmetcnv">{run("4.306张")}</w:smartTag>', "4.306张"),
        (f'<w:hyperlink w:anchor="a">{run("表2")}</w:hyperlink>', "表2"),
        (run("1200m") + run("2", RAISED), "1200m²"),
        (run("PM") + run("2.5", '<w:vertAlign w:val="subscript"/>'), "PM2.5"),
        ("<w:r><w:t>2</w:t><w:noBreakHyphen/><w:t>133人</w:t></w:r>", "2\u2011133人"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>7</w:t></w:r>', "≥7"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>7</w:t></w:r>', "\ufffd7"),
        (run("21.24%") + '<w:r><w:footnoteReference w:id="9"/></w:r>' + run("，"), "21.24%，"),
        (
            run("比例") + "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>",
            "比例1/3",
        ),
        (run("见") + field("REF a", run("表2-1")) + run("。"), "见表2-1。"),
        (run("第") + f'<w:fldSimple w:instr=" SEQ 表 ">{run("3")}</w:fldSimple>', "第3"),
        (run("达") + control(run("25%")) + run("。"), "达25%。"),
        (control(run("单击此处输入文字。"), "<w:showingPlcHdr/>") + run("甲"), "甲"),
        (run("到2025年\u200b，") + run("床位\ufeff6张"), "到2025年，床位6张"),
    ],
)  # fmt: skip
def test_numbers_are_whole(runs: str, text: str) -> None:
    assert texts(paragraph(runs)) == [text]


def test_hidden_text_is_left_out_and_counted() -> None:
    styles = style("z", "暗", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    by_style = run("（内部）", '<w:rStyle w:val="z"/>')
    data = word_file(paragraph(run("达80%"), run("（内部掌握）", VANISH), by_style), styles=styles)
    assert shown(read(data).blocks) == ["达80%"]
    assert read(data).left_out == {"hidden": 10}


# ---- content controls and tables


def test_controls_around_blocks_rows_cells_and_text() -> None:
    body = control(
        paragraph(run("到2025年"))
        + table(
            row(plain_cell("指标"), plain_cell("值"), plain_cell("性质")),
            control(row(plain_cell("床位"), control(plain_cell("0.78")), plain_cell("指导性"))),
            row(plain_cell("药师"), cell(paragraph(control(run("0.42")))), plain_cell("预期性")),
        )
    )
    assert texts(body) == [
        "到2025年",
        [["指标", "值", "性质"], ["床位", "0.78", "指导性"], ["药师", "0.42", "预期性"]],
    ]


def test_merged_cells_are_filled_and_header_rows_known() -> None:
    head = "<w:tblHeader/>"
    down, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(
            plain_cell("领域", down), plain_cell("目标", '<w:gridSpan w:val="2"/>'), properties=head
        ),
        row(cell(properties=more), plain_cell("2020年"), plain_cell("2025年"), properties=head),
        row(plain_cell("健康", down), plain_cell("76"), plain_cell("79")),
        row(cell(properties=more), plain_cell("77"), plain_cell("80")),
        row(plain_cell("合计"), plain_cell("1"), properties='<w:gridBefore w:val="1"/>'),
    )
    (block,) = read(word_file(body)).blocks
    assert isinstance(block, GridBlock) and block.header_rows == 2
    assert shown((block,)) == [
        [
            ["领域", "目标", "目标"],
            ["领域", "2020年", "2025年"],
            ["健康", "76", "79"],
            ["健康", "77", "80"],
            [None, "合计", "1"],
        ]
    ]


def test_a_table_of_one_column_is_a_box_and_may_hold_a_table() -> None:
    inner = plain_table(("项目", "规模"), ("急救站", "3个"))
    body = table(row(cell(paragraph(run("专栏1")), inner, paragraph(run("注")))))
    assert texts(body) == [("box", "专栏1", [["项目", "规模"], ["急救站", "3个"]], "注")]


def test_a_table_in_a_cell_is_beside_its_text() -> None:
    inner = plain_table(("甲", "乙"))
    (block,) = read(
        word_file(table(row(cell(paragraph(run("文")), inner), plain_cell("1"))))
    ).blocks
    assert isinstance(block, GridBlock)
    assert block.cells[0].passage.text == "文"
    assert shown(block.cells[0].blocks) == [[["甲", "乙"]]]


def test_counted_numbers_in_cells_stand_in_their_text() -> None:
    numbers = numbering(number_level(0, "decimal", "%1"))
    body = table(
        row(cell(numbered("")), plain_cell("床位")),
        row(cell(numbered("5岁以下")), plain_cell("死亡率")),
    )
    assert shown(read(word_file(body, numbers=numbers)).blocks) == [
        [["1", "床位"], ["2 5岁以下", "死亡率"]]
    ]


def test_counted_numbers_in_a_box_stand_beside_its_text() -> None:
    body = table(
        row(cell(paragraph(run("专栏")), numbered("新建"), numbered(""), numbered("扩建")))
    )
    data = word_file(body, numbers=numbering(number_level(0, "decimal", "%1.")))
    assert shown(read(data).blocks) == [("box", "专栏", "1.新建", "3.扩建")]


# ---- boxes, notes, contents


def test_a_text_box_stands_once_behind_its_paragraph() -> None:
    words = f"<w:txbxContent>{paragraph(run('健康村'), run('10个'))}</w:txbxContent>"
    both_forms = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{words}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{words}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(paragraph(run("前"), both_forms, run("文"))) == ["前文", ("box", "健康村10个")]
    old_form = f"<w:r><w:pict><v:textbox>{words}</v:textbox></w:pict></w:r>"
    assert texts(paragraph(old_form)) == [("box", "健康村10个")]


def test_notes_follow_the_block_that_refers_to_them() -> None:
    notes = f'<w:footnote w:id="3">{paragraph("<w:r><w:footnoteRef/></w:r>", run("监测结果。"))}</w:footnote>'
    reference = '<w:r><w:footnoteReference w:id="3"/></w:r>'
    data = word_file(paragraph(run("21.24%"), reference), paragraph(run("后")), notes=notes)
    assert shown(read(data).blocks) == ["21.24%", ("note", "1", "监测结果。"), "后"]
    data = word_file(
        plain_table(("甲", "乙")).replace("乙</w:t></w:r>", f"乙</w:t></w:r>{reference}"),
        notes=notes,
    )
    assert shown(read(data).blocks) == [[["甲", "乙"]], ("note", "1", "监测结果。")]


def test_a_table_of_contents_is_no_text_by_field_or_by_style() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
    separate, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("separate", "end"))
    entry = run("第一章 总则") + "<w:r><w:tab/></w:r>" + field("PAGEREF _1", run("2"))
    body = (
        paragraph(begin, separate, entry),
        paragraph(entry),
        paragraph(end),
        paragraph(entry, style="12"),
        paragraph(run("正文2")),
    )
    document = read(word_file(*body, styles=style("12", "toc 1")))
    assert shown(document.blocks) == ["正文2"]
    assert document.left_out == {"contents": 3}


def test_a_field_that_never_ends_does_not_swallow_the_document() -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    )
    assert texts(paragraph(begin), paragraph(run("床位6张"))) == ["床位6张"]


# ---- printed numbers


LEVELS = (
    number_level(0, "chineseCountingThousand", "第%1章", '<w:suff w:val="space"/>'),
    number_level(1, "chineseCounting", "%2、"),
    number_level(2, "chineseCounting", "（%3）"),
    number_level(3, "decimal", "%4."),
)


def numbers_of(body: list[str], numbers: str) -> list[str]:
    blocks = read(word_file(*body, numbers=numbers)).blocks
    return [block.number for block in blocks if isinstance(block, ParagraphBlock)]


def test_headings_are_counted_and_a_higher_one_begins_the_lower_anew() -> None:
    body = [numbered("题", level) for level in (0, 1, 2, 2, 3, 1, 2, 0, 1)]
    assert numbers_of(body, numbering(*LEVELS)) == [
        "第一章", "一、", "（一）", "（二）", "1.", "二、", "（一）", "第二章", "一、",
    ]  # fmt: skip


def test_counters_belong_to_the_definition_and_a_use_may_begin_anew_once() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="9"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = [numbered("题", 1, use) for use in (1, 2, 1, 9, 9, 1)]
    assert numbers_of(body, numbering(*LEVELS, uses=again)) == [
        "一、",
        "二、",
        "三、",
        "一、",
        "二、",
        "三、",
    ]


def test_number_zero_means_none_and_typed_numbers_stay_text() -> None:
    body = [numbered("题", 1), numbered("四、保障", 1, 0), numbered("题", 1)]
    assert numbers_of(body, numbering(*LEVELS)) == ["一、", "", "二、"]


def test_a_style_gives_number_level_and_outline_also_to_styles_based_on_it() -> None:
    """Word in Chinese names its styles by numbers: what counts is the name."""
    styles = (
        style("1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
        + style("2", "heading 2", '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>')
        + style("a5", "节", '<w:basedOn w:val="2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
    )  # fmt: skip
    bound = number_level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="1"/>')
    body = [
        paragraph(run("总则"), style="1"),
        paragraph(run("甲"), style="2"),
        paragraph(run("乙"), style="a5"),
    ]
    data = word_file(*body, styles=styles, numbers=numbering(bound, *LEVELS[1:]))
    assert [
        (b.number, b.style, b.outline_level)
        for b in read(data).blocks
        if isinstance(b, ParagraphBlock)
    ] == [("第一章", "heading 1", 1), ("一、", "heading 2", 2), ("二、", "节", 2)]


def test_a_numbered_paragraph_that_was_only_inserted_does_not_count_before() -> None:
    mark = f'<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>{MARK.format("ins")}'
    body = [numbered("甲", 1), paragraph(inserted("新"), properties=mark), numbered("乙", 1)]
    accepted, original = both(*body, numbers=numbering(*LEVELS))
    assert accepted == ["一、甲", "二、新", "三、乙"]
    assert original == ["一、甲", "二、乙"]


def test_a_definition_that_does_not_exist_gives_no_number() -> None:
    assert texts(numbered("甲")) == ["甲"]


def test_decimal_numbers_of_several_levels_and_formats_that_are_not_known() -> None:
    levels = (
        number_level(0, "chineseCounting", "第%1章"),
        number_level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        number_level(2, "hebrew1", "%3."),
        number_level(3, "bullet", "\uf0b7"),
    )
    body = [numbered("题", level) for level in (0, 1, 1, 2, 3)]
    assert numbers_of(body, numbering(*levels)) == ["第一章", "1.1", "1.2", "", ""]
    assert read(word_file(*body, numbers=numbering(*levels))).left_out == {"numbers": 1}


# ---- files as they come


def test_a_relation_to_a_picture_that_is_not_there() -> None:
    dangling = '<Relationship Id="x" Type="http://example.org/image" Target="../NULL"/>'
    assert shown(read(word_file(paragraph(run("甲")), relations=dangling)).blocks) == ["甲"]


def test_the_strict_form_of_the_standard() -> None:
    part = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        f"{paragraph(run('甲'))}</w:body></w:document>"
    )
    assert shown(read(word_file(parts={"word/document.xml": part})).blocks) == ["甲"]
