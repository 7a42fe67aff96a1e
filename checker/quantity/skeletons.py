"""Texts that differ in nothing but the digits of their one number: told by their skeleton. Knows no words."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from checker.quantity.fold import fold
from checker.quantity.reading import (
    ChangeReading,
    CumulativeReading,
    RateReading,
    Reading,
    SetReading,
)

Skeleton: TypeAlias = tuple[str, int, int, str, str | None]
"""What stands before the number, how many digits it has before and after its point, what follows, the column's unit."""

_YEARS, _UNIT = r"[^0-9]*(?:(?:19|20)[0-9]{2}年[^0-9]*)*", "[^0-9]*(?:/10+[^0-9]*)?"
_ONE_NUMBER = re.compile(rf"({_YEARS})([0-9]+)(?:\.([0-9]+))?({_UNIT})")
_MEANT_OTHERWISE = re.compile(r"(?:19|20)[0-9]{2}|24")  # a year; 24小时服务


class SplitText(NamedTuple):
    """A text with one number: its skeleton, and the digits before and after the point."""

    skeleton: Skeleton
    whole: str
    decimals: str


def split_text(text: str, unit: str | None) -> SplitText | None:
    """Take a text apart at its one number; 比2015年 and /10万 are none.

    None where it has no number or several, or where the digits may be part of a word.
    """
    parts = _ONE_NUMBER.fullmatch(text)
    if parts is None:
        return None
    before, whole, decimals, after = parts.groups("")
    if not decimals and (_MEANT_OTHERWISE.fullmatch(whole) or _is_quotient_unit(whole, after)):
        return None
    return SplitText((before, len(whole), len(decimals), after, unit), whole, decimals)


def _is_quotient_unit(whole: str, after: str) -> bool:
    """Return whether 1 stands over something, as in 1/10万: that is a unit, and 3/10万 a number."""
    return whole == "1" and fold(after).startswith("/")


def is_single(reading: Reading, printed: SplitText) -> bool:
    """Return whether nothing but the number of a reading follows from the digits of its text, of which one is not 0."""
    match reading:
        case SetReading(numbers=(number,), interval=interval, base=None):
            pass
        case CumulativeReading(numbers=(number,), interval=interval):
            pass
        case ChangeReading(numbers=(number,), amount=interval):
            pass
        case RateReading(numbers=(number,), amount=interval):
            pass
        case _:
            return False
    ends = {end for end in (interval.low, interval.high) if end is not None}
    value = Fraction(int(printed.whole + printed.decimals)) / 10 ** len(printed.decimals)
    zeros = len(printed.decimals) - number.decimals  # that 万 or 亿 adds
    return (
        not number.more and ends == {number.value} and number.value == value * Fraction(10) ** zeros
    )
