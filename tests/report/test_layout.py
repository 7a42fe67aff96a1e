"""Wrapping by display width: nothing lost, nothing too wide, no comma at the beginning of a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.report.layout import Page, pad, width, wrap

TEXT = "孕产妇系统管理率定为90以上，比2015年已经达到的98.59%还差（表《“十三五”时期主要指标》第9行），≤18/10万。"


@pytest.mark.parametrize(
    ("text", "columns"),
    [("岁", 2), ("77.5", 4), ("≥", 2), ("“十", 4), ("e\u0301", 1), ("\u200b", 0), ("Ａ", 2)],
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@given(
    st.text(st.sampled_from("岁，。“”（）≥9.5%abc 表:/\n\u3000e\u0301"), max_size=120),
    st.integers(8, 80),
)
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("columns", range(20, 80))
def test_lines_begin_and_end_well(columns: int) -> None:
    lines = wrap(TEXT, columns)
    assert not any(line[0] in "，。）》”%" for line in lines)
    assert not any(line[-1] in "（《“≤" for line in lines[:-1])


def test_numbers_and_addresses_stay_whole() -> None:
    lines = wrap("出处plans/qinzhou.yaml:112:21以及98.59%", 30)
    assert any("plans/qinzhou.yaml:112:21" in line for line in lines)
    assert any("98.59%" in line for line in lines)


def test_a_word_longer_than_a_line_is_cut_in_two() -> None:
    assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_fields_stand_in_columns() -> None:
    lines = Page("zh", 20).fields([("依据", "甲乙丙丁戊己庚辛"), ("规则", ""), ("办法x", "甲")], 2)
    assert lines == ["  依据   甲乙丙丁戊", "         己庚辛", "  办法x  甲"]


def test_a_name_from_a_file_cannot_command_the_terminal() -> None:
    assert Page("zh", 20, color=True).block("\x1b[2J岁\x07", 0, "? ") == ["? [2J岁"]


def test_segments_break_between_parts_only() -> None:
    assert Page("zh", 12).segments(["违反 3", "通过 4", "豁免 0"]) == ["违反 3", "通过 4", "豁免 0"]
    assert Page("zh", 14).segments(["违反 3", "通过 4"]) == ["违反 3  通过 4"]


def test_pad_fills_by_width() -> None:
    assert pad("岁", 4) == "岁  "
