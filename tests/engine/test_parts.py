"""A part's figure is none of the whole; a figure that is missing is missed; a list that nobody typed is no empty one."""

from __future__ import annotations

import pytest

from tests.engine.small_plans import context, outcomes, rules_of, shipped


def facts(*rows: str) -> str:
    return "facts:\n" + "".join(
        f"  - {{{row}, at: {{section: 一, line: {n}}}}}\n" for n, row in enumerate(rows, 1)
    )


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("", "fail"),
        ("县城", "not-applicable"),
        ("户籍人口", "not-applicable"),
        ("以乡镇为单位", "fail"),
    ],
)
def test_the_figure_of_a_part_is_no_baseline_of_the_whole(scope: str, expected: str) -> None:
    said = f", scope: {scope}" if scope else ""
    world = context(
        'indicators:\n  - {name: 居民健康素养水平, unit: "%", target: {2025: "25"}, at: {table: 表1, line: 9}}\n'
        + facts(f'name: 居民健康素养水平, value: {{2020: "31%"}}{said}')
    )
    assert outcomes(shipped("PROGRESS-WORSE"), world) == [expected]


def test_every_mention_is_compared_with_all_before() -> None:
    world = context(
        facts(
            "name: 常住人口, value: {2020: 62万人}",  # rounded: it contradicts neither
            "name: 常住人口, value: {2020: 61.7万人}",
            "name: 常住人口, value: {2020: 62.3万人}",
            'name: 护士数, value: {2020: "——"}',
            "name: 护士数, value: {2020: 512人}",
            "name: 护士数, value: {2020: 521人}",
            "name: 护士数, value: {2020: 521人}, scope: 县级医院",
        )
    )
    assert outcomes(shipped("AGREE-FACTS"), world) == [
        "not-applicable", "pass", "fail", "not-applicable", "not-applicable", "fail", "not-applicable",
    ]  # fmt: skip


def test_a_sum_with_a_part_that_has_no_figure_of_the_year_is_not_known() -> None:
    world = context(
        facts(
            "name: 机构总数, value: {2020: 61家}, parts: 全部",
            "name: 医院数, value: {2020: 6家}, part_of: 机构总数",
            "name: 诊所数, value: {2021: 55家}, part_of: 机构总数",
        )
    )
    assert outcomes(shipped("ARITH-SUM"), world) == [
        "unknown: unknown-absent", "not-applicable", "not-applicable",
    ]  # fmt: skip


def test_a_quotient_takes_no_figure_of_another_year() -> None:
    world = context(
        facts(
            'name: 竣工率, value: {2020: "50%"}, quotient: {numerator: 竣工数, denominator: 项目总数}',
            "name: 竣工数, value: {2019: 5个}",
            "name: 项目总数, value: {2020: 10个}",
        )
    )
    assert outcomes(shipped("ARITH-QUOTIENT"), world)[0] == "unknown: unknown-absent"


@pytest.mark.parametrize(
    ("scope", "expected"),
    [("", "pass"), ("县城", "unknown: unknown-absent"), ("以乡镇为单位", "pass")],
)
def test_a_quotient_takes_no_figure_of_a_part(scope: str, expected: str) -> None:
    world = context(
        facts(
            "name: 每千人床位, value: {2020: 5张/千人口}, quotient: {numerator: 床位数, denominator: 常住人口}",
            "name: 床位数, value: {2020: 300张}",
            f"name: 常住人口, value: {{2020: 6万人}}, scope: '{scope}'",
        )
    )
    assert outcomes(shipped("ARITH-QUOTIENT"), world)[0] == expected


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [
        (("", "90张"), [("公立", "60张"), ("民营", "30张")], "pass"),
        (("", "90张"), [("公立", "60张"), ("民营", "40张")], "fail"),
        (("县城", "60张"), [("", "20张"), ("", "40张")], "pass"),  # the one total there is
        (("县城", "60张"), [("县城", "20张"), ("县城", "40张"), ("乡镇", "30张")], "pass"),
    ],
)
def test_parts_of_one_name_are_told_apart_by_scope(
    total: tuple[str, str], parts: list[tuple[str, str]], expected: str
) -> None:
    names = ["床位数"] * 2 if total[0] == "" else ["内科床位", "外科床位", "儿科床位"]
    rows = [
        f"name: {name}, scope: '{scope}', value: {{2020: {beds}}}, part_of: 床位总数"
        for name, (scope, beds) in zip(names, parts, strict=False)
    ]
    whole = f"name: 床位总数, scope: '{total[0]}', value: {{2020: {total[1]}}}, parts: 全部"
    assert outcomes(shipped("ARITH-SUM"), context(facts(whole, *rows)))[0] == expected


@pytest.mark.parametrize(
    ("require", "projects", "expected"),
    [
        ("个数(h.项目) 不低于 1", "", "unknown: unknown-absent"),
        ("个数(h.项目) 不低于 1", "甲医院", "pass"),
        ("个数(项目) 低于 1", "", "unknown: unknown-absent"),
        ("个数(p 对 p 属于 h.项目 当 p.新增床位 高于 100张) 不低于 1", "甲医院", "fail"),
        ("每个 p 属于 h.项目 均 p.名称 存在", "", "unknown: unknown-absent"),
        ("非 (任一 p 属于 h.项目 有 p.名称 存在)", "", "unknown: unknown-absent"),
        ("h.项目 缺失", "", "pass"),
    ],
)
def test_a_list_that_nobody_typed(require: str, projects: str, expected: str) -> None:
    rule = rules_of(f"规则 T “试”\n严重程度：提示\n理由：“试”\n对每个：机构 h\n要求：{require}\n")[
        0
    ]
    body = "institutions:\n  - {name: 甲医院, at: {line: 1}}\n"
    if projects:
        body += f"projects:\n  - {{name: 楼, owner: {projects}, new_beds: 50张, at: {{line: 2}}}}\n"
    assert outcomes(rule, context(body)) == [expected]
