"""Numbers as Word prints them."""

from __future__ import annotations

import pytest

from checker.document.wordnumbers import format_number


@pytest.mark.parametrize(
    ("name", "number", "printed"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 101, "一○一"),
        ("chineseCountingThousand", 101, "一百〇一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("japaneseCounting", 12, "十二"),
        ("japaneseCounting", 101, "百一"),
        ("ideographDigital", 10, "一〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "21"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("upperRoman", 4, "IV"),
        ("lowerLetter", 28, "bb"),
        ("thaiLetters", 1, None),
    ],
)
def test_formats(name: str, number: int, printed: str | None) -> None:
    assert format_number(number, name) == printed
