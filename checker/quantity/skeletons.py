"""Texts that differ in nothing but the digits of their one number: read once, then filled in. Knows no words."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from checker.quantity.reading import (
    ChangeReading,
    CumulativeReading,
    RateReading,
    Reading,
    SetReading,
)
from checker.quantity.sets import Interval, PrintedNumber

Skeleton: TypeAlias = tuple[str, int, int, str, str | None]
"""What stands before the number, how many digits it has before and after its point, what follows, the column's unit."""

_YEARS, _UNIT = r"[^0-9]*(?:(?:19|20)[0-9]{2}年[^0-9]*)*", "[^0-9]*(?:/10+[^0-9]*)?"
_ONE_NUMBER = re.compile(rf"({_YEARS})([0-9]+)(?:\.([0-9]+))?({_UNIT})")
_MEANT_OTHERWISE = re.compile(r"(?:19|20)[0-9]{2}|24")  # a year; 24小时服务
_MOST = 10_000  # skeletons; a plan has some hundred, and a hostile one must not fill the memory


class SplitText(NamedTuple):
    """A text with one number: its skeleton, and the digits before and after the point."""

    skeleton: Skeleton
    whole: str
    decimals: str


class _SampleReading(NamedTuple):
    """How one text of a skeleton was read, and the zeros that 万 or 亿 adds to its number."""

    reading: SetReading | CumulativeReading | ChangeReading | RateReading
    zeros: int


_samples: dict[Skeleton, _SampleReading | None] = {}


def split_text(text: str, unit: str | None) -> SplitText | None:
    """Take a text apart at its one number; 比2015年 and /10万 are none.

    None where it has no number or several, or where the digits may be part of a word.
    """
    parts = _ONE_NUMBER.fullmatch(text)
    if parts is None:
        return None
    before, whole, decimals, after = parts.groups("")
    if not decimals and _MEANT_OTHERWISE.fullmatch(whole):
        return None
    return SplitText((before, len(whole), len(decimals), after, unit), whole, decimals)


def fill_in(text: str, printed: SplitText) -> Reading | None:
    """The reading of a text whose skeleton has been read before; None where it must be read itself."""
    sample = _samples.get(printed.skeleton)
    if sample is None:
        return None
    reading = sample.reading
    number = reading.numbers[0]
    value = _value(printed, sample.zeros)
    numbers = (PrintedNumber(value, number.decimals, number.exact),)
    match reading:
        case SetReading() | CumulativeReading():
            interval = _filled(reading.interval, value)
            return replace(reading, text=text, interval=interval, numbers=numbers)
        case ChangeReading() | RateReading():
            amount = _filled(reading.amount, value)
            return replace(reading, text=text, amount=amount, numbers=numbers)


def learn(reading: Reading, printed: SplitText) -> None:
    """Keep how a text was read, if nothing but its number follows from the digits. Of a zero nobody sees the sign."""
    if not int(printed.whole + printed.decimals):
        return
    if printed.skeleton not in _samples and len(_samples) < _MOST:
        _samples[printed.skeleton] = _sample(reading, printed)


def is_single(reading: Reading, printed: SplitText) -> bool:
    """Whether a reading follows from the words and the one number of a text, as `fill_in` makes it."""
    return _sample(reading, printed) is not None


def _sample(reading: Reading, printed: SplitText) -> _SampleReading | None:
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
            return None
    zeros = len(printed.decimals) - number.decimals
    ends = {end for end in (interval.low, interval.high) if end is not None}
    if number.more or ends != {number.value} or number.value != _value(printed, zeros):
        return None
    return _SampleReading(reading, zeros)


def _value(printed: SplitText, zeros: int) -> Fraction:
    digits = int(printed.whole + printed.decimals)
    places = len(printed.decimals) - zeros
    return Fraction(digits, 10**places) if places >= 0 else Fraction(digits * 10**-places)


def _filled(like: Interval, value: Fraction) -> Interval:
    """An interval with the same ends as another, at a value."""
    return Interval(
        None if like.low is None else value,
        None if like.high is None else value,
        like.low_open,
        like.high_open,
    )
