"""Chinese numerals to exact numbers: 三十六万五千, 千分之九点五. Knows no sentences."""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
CHARACTERS = "".join((*DIGITS, *SMALL, *LARGE))


def read_numeral(text: str) -> tuple[Fraction, int] | None:
    """Read a Chinese numeral: its value and decimal places, or None where it is not one."""
    whole, point, places = text.partition("点")
    value = _whole(whole)
    if value is None:
        return None
    if not point:
        return Fraction(value), 0
    if not places or any(character not in DIGITS for character in places):
        return None
    digits = "".join(str(DIGITS[character]) for character in places)
    return value + Fraction(int(digits), 10 ** len(digits)), len(digits)


def _whole(text: str) -> int | None:
    if not text or any(character not in CHARACTERS for character in text):
        return None
    if len(text) > 1 and all(character in DIGITS for character in text):
        # 二〇二五 is spelled digit by digit; 三五 (“three to five”) is not a numeral.
        spelled = any(character in "零〇" for character in text)
        return int("".join(str(DIGITS[character]) for character in text)) if spelled else None
    for name, size in reversed(LARGE.items()):
        head, unit, tail = text.rpartition(name)
        if unit:
            above = _whole(head) if head else 1
            rest = tail.lstrip("零〇")
            below = _whole(rest) if rest[:1] not in SMALL else None  # 万千 is no numeral
            below = below if rest else 0
            if above is None or below is None or below >= size or (tail in DIGITS and below):
                return None  # 三十六万五 may mean 365000 or 360005
            return above * size + below
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    total, last = 0, 10**4
    digit: int | None = None
    for character in text:
        if character in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[character]
            continue
        size = SMALL[character]
        if size >= last or digit == 0:
            return None
        total += (1 if digit is None else digit) * size
        digit, last = None, size
    if digit and text[-2:-1] in ("百", "千"):
        return None  # 一百二 may mean 120 or 102
    return total + (digit or 0)


_DOTTED_DATE = re.compile("([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DATE_PART = re.compile(f"[{CHARACTERS}○]+(?=[年月日])")


def date_in_digits(text: str) -> str:
    """Write 二○一一年十一月十九日 and 2011-11-19 as 2011年11月19日; what is no numeral stays as it is."""
    dotted = _DOTTED_DATE.fullmatch(text)
    if dotted is not None:
        return "{}年{}月{}日".format(*map(int, dotted.groups()))

    def digits(match: re.Match[str]) -> str:
        printed = match[0].replace("○", "〇")
        if len(printed) == 4 and all(character in DIGITS for character in printed):
            return "".join(str(DIGITS[character]) for character in printed)
        read = read_numeral(printed)
        return str(read[0]) if read is not None else match[0]

    return _DATE_PART.sub(digits, text)


_SHARE_OF = {100: "%", 1000: "‰", 10**4: "/万", 10**5: "/10万", 10**6: "/百万"}


def read_share(text: str) -> tuple[Fraction, int, str] | None:
    """Read 百分之五 as 5 %, 一万分之一 as 1 /万: value, places, name of the unit."""
    below, _, above = text.partition("分之")
    digits = below.rstrip("百千万亿")
    if digits.isdecimal() and digits.isascii():  # 10万分之9
        size = {**SMALL, **LARGE}.get(below[len(digits) :], 1)
        bottom: tuple[Fraction, int] | None = (Fraction(int(digits) * size), 0)
    else:
        bottom = read_numeral(below if below[:1] not in ("百", "千") else "一" + below)
    top = read_numeral(above) or _digits(above)
    if bottom is None or top is None or bottom[0] == 0 or bottom[1]:
        return None
    if bottom[0] in _SHARE_OF:
        return *top, _SHARE_OF[int(bottom[0])]
    return top[0] / bottom[0], 0, "比例"


def _digits(text: str) -> tuple[Fraction, int] | None:
    whole, _, places = text.partition(".")
    if not whole.isascii() or not whole.isdigit() or (places and not places.isdigit()):
        return None
    return Fraction(text), len(places)
