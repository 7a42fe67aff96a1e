"""Diagnostics drawn: the caret stands below the fault, also behind wide signs and in very long lines."""

from __future__ import annotations

from itertools import pairwise

import pytest

from checker.diagnostics import Diagnostic
from checker.report.excerpt import render
from checker.report.layout import Page, char_width, width
from checker.source import Source, Span

PAGE = Page("zh", 80)


def drawn(text: str, start: int, end: int, page: Page = PAGE) -> list[str]:
    fault = Diagnostic("input-tab", Span(Source("a.yaml", text), start, end), {"count": 1})
    lines = render([fault], page).splitlines()
    return [line for line in lines if "|" in line]


def below(lines: list[str]) -> str:
    """The signs that the carets stand below, by columns of a terminal with narrow quotation marks."""
    found = ""
    for line, marks in pairwise(lines):
        if "^" not in marks:
            continue
        at = 0
        covered = set[int]()
        for char in marks:
            covered |= {at + n for n in range(char_width(char, 1)) if char == "^"}
            at += char_width(char, 1)
        at = 0
        for char in line:
            if at in covered:
                found += char
            at += char_width(char, 1)
    return found


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("name: abc", "abc"),
        ("title: 鹿寨县“十四五”规划, level: 县", "县"),
        ("　　全角：值", "值"),
        ("unit: ‰ ≤ ① 岁", "岁"),
    ],
)
def test_caret_stands_below_the_fault(text: str, word: str) -> None:
    start = text.rindex(word)
    assert below(drawn(text, start, start + len(word))) == word


def test_a_long_line_is_wrapped_and_the_caret_follows() -> None:
    text = "甲" * 60 + "错误" + "乙" * 40
    lines = drawn(text, 60, 62)
    assert below(lines) == "错误"
    assert all(width(line) <= 80 for line in lines)


def test_a_line_of_a_million_signs_is_shown_around_the_fault() -> None:
    text = "甲" * 500_000 + "错误" + "乙" * 500_000
    lines = drawn(text, 500_000, 500_002)
    assert len(lines) < 10
    assert below(lines) == "错误"
    assert "（前略）" in lines[0]


def test_the_end_of_the_text_and_an_empty_line() -> None:
    assert below(drawn("a:", 2, 2)) == ""
    assert "^" in "".join(drawn("a:", 2, 2))
    assert drawn("\n\n", 1, 1) == []


def test_a_fault_over_several_lines_shows_the_first() -> None:
    assert below(drawn("ab\ncd", 0, 5)) == "ab"
