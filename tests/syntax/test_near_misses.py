"""Folding keeps every column; run-together words are split where their author meant it."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from checker.source import Source
from checker.syntax import nodes
from checker.syntax.clauses import fold
from checker.syntax.near_misses import swallowed
from checker.syntax.parse import parse


def test_folding_changes_no_length() -> None:
    everything = "".join(
        chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000
    )
    assert len(fold(everything)) == len(everything)


@pytest.mark.parametrize("character", "ＡｚＺ０９（）｛｝［］：，＝＜＞＋－＊／％＂＃．～　")
def test_full_width_forms_are_their_half_width_ones(character: str) -> None:
    assert fold(character) == unicodedata.normalize("NFKC", character)


@pytest.mark.parametrize(
    ("written", "split"),
    [
        ("规划床位高于1200张", "规划床位 高于 1200张"),
        ("规划床位不高于1200张", "规划床位 不高于 1200张"),
        ("规划床位大于等于1200张", "规划床位 不低于 1200张"),
        ("层级属于", "层级 属于"),
        ("上级存在", "上级 存在"),
        ("公立且h", "公立 且 h"),
        ("1200张且", "1200张 且"),
        ("等于公立", "等于 公立"),
        ("非h", "非 h"),
        ("规划床位", ""),
        ("非公立", ""),
        ("高于", ""),
        ("且", ""),
        ("order", ""),
    ],
)
def test_a_swallowed_operator_is_set_off(written: str, split: str) -> None:
    assert swallowed(written) == split


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("h.床位 高于1200张", "h.床位 高于 1200张"),
        ("h.床位≥1200张", "h.床位 >= 1200张"),
        ("h.床位 ＞ １２００张", "h.床位 > 1200张"),
        ("(h.床位)高于(1200张)", "h.床位 高于 1200张"),
        ("「医护比」高于1", "「医护比」 高于 1"),
        ("h.床位 no  Looser\n  than h.x", "h.床位 不宽于 h.x"),
        ("H.床位 EXISTS AND NOT h.x MISSING", "h.床位 存在 且 非 h.x 缺失"),
        ("h.存在 存在", "h.存在 exists"),
        ("h.order exists or ordering exists", "h.order 存在 或 ordering 存在"),
        ("a 属于 {1、2，3}", "a in {1, 2, 3}"),
        ("a*b÷c×d-e", "((a * b / c) * d) - e"),
        ("a - b - c", "(a - b) - c"),
        ("a 或 b 且 非 c", "a 或 (b 且 (非 c))"),
        ("非 a 等于 b", "非 (a 等于 b)"),
        ("任一 x 属于 b 有 c 且 d", "任一 x 属于 b 有 (c 且 d)"),
        ("a 约等于 b + c 容差 1%", "a ~= (b + c) tolerance 1%"),
    ],
)
def test_two_ways_of_writing_are_one_tree(written: str, plain: str) -> None:
    def tree(condition: str) -> tuple[nodes.Expr, ...]:
        found, faults = parse(Source("t", f"规则 A “甲”\n要求：{condition}\n"))
        assert [f.text("zh") for f in faults] == []
        return found.rules[0].require

    assert tree(written) == tree(plain)
