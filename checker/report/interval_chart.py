"""Target intervals on one axis: from texts such as "[1, 2]%" to the coordinates of an SVG."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from checker.source import Record

WIDTH, ROW, MARGIN = 320, 36, 14
_NUMBER = r"-?\d{1,12}(?:\.\d{1,6})?"
_UNIT = r"(?![eE]\d)[^\d\s\[\]()（）,，≥≤＞＜><~～—约-][^\[\]()（）,，≥≤＞＜><~～—]{0,11}|"
_RAY = re.compile(rf"(?P<sign>[≥≤＞＜])(?P<number>{_NUMBER})(?P<unit>{_UNIT})(?:（左右）)?")
_RANGE = re.compile(rf"\[(?P<low>{_NUMBER}), (?P<high>{_NUMBER})\](?P<unit>{_UNIT})")
_POINT = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>{_UNIT})")


class ChartInterval(Record):
    """The interval of one text: its ends (None: unbounded), whether they are excluded, and its unit."""

    low: Decimal | None
    high: Decimal | None
    open_: bool
    unit: str

    @property
    def ends(self) -> tuple[Decimal, ...]:
        return tuple(dict.fromkeys(e for e in (self.low, self.high) if e is not None))


class Bar(Record):
    """One interval as drawn: a line from `left` to `right`, dots at its ends, an arrow if it is unbounded."""

    label: str
    y: int
    left: str
    right: str
    dots: tuple[str, ...]
    hollow: bool
    arrow: str


class IntervalChart(Record):
    """The intervals of a finding on one axis. `gap`: start and width of the space between two ends."""

    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[str, str, str], ...]
    gap: tuple[str, str] | None


def parse_interval(text: str) -> ChartInterval | None:
    """Return the interval of a text in the strict spelling of reports; None for any other text."""
    if match := _RAY.fullmatch(text):
        value = Decimal(match["number"])
        sign, unit = match["sign"], match["unit"]
        upward = sign in "≥＞"
        return ChartInterval(
            value if upward else None, None if upward else value, sign in "＞＜", unit
        )
    if match := _RANGE.fullmatch(text):
        return ChartInterval(Decimal(match["low"]), Decimal(match["high"]), False, match["unit"])
    if match := _POINT.fullmatch(text):
        return ChartInterval(
            Decimal(match["number"]), Decimal(match["number"]), False, match["unit"]
        )
    return None


def lay_out_chart(texts: Sequence[tuple[str, str]]) -> IntervalChart | None:
    """Lay out two to four intervals, given as (label, text), on a common axis.

    Returns None if a text is no interval, the units differ, or all intervals are single points.
    """
    sets = [s for _, text in texts if (s := parse_interval(text)) is not None]
    if not 2 <= len(sets) == len(texts) <= 4 or len({s.unit for s in sets}) != 1:
        return None
    if all(s.low == s.high for s in sets):
        return None
    ends = sorted({end for s in sets for end in s.ends})
    spread = (ends[-1] - ends[0]) or abs(ends[0]) or Decimal(1)
    start, length = ends[0] - spread * 6 / 10, spread * 22 / 10

    def x(value: Decimal) -> float:
        return MARGIN + float((value - start) / length) * (WIDTH - 2 * MARGIN)

    bars = tuple(
        _bar(label, s, ROW * n + 24, x) for n, ((label, _), s) in enumerate(zip(texts, sets, strict=True))
    )  # fmt: skip
    ticks = []
    for n, end in enumerate(ends):
        anchor = "middle"
        if len(ends) > 1 and x(ends[-1]) - x(ends[0]) < 60:
            anchor = "end" if n == 0 else "start"
        ticks.append((f"{x(end):.1f}", f"{end}{sets[0].unit}", anchor))
    if len(ends) > 2:
        ticks = [ticks[0], ticks[-1]]
    gap = (f"{x(ends[0]):.1f}", f"{x(ends[1]) - x(ends[0]):.1f}") if len(ends) == 2 else None
    return IntervalChart(ROW * len(sets) + 30, bars, tuple(ticks), gap)


def _bar(label: str, interval: ChartInterval, y: int, x: Callable[[Decimal], float]) -> Bar:
    left = x(interval.low) if interval.low is not None else MARGIN
    right = x(interval.high) if interval.high is not None else WIDTH - MARGIN
    arrow = ""
    if interval.low is None:
        arrow = f"{left - 8:.1f},{y} {left + 2:.1f},{y - 5} {left + 2:.1f},{y + 5}"
    elif interval.high is None:
        arrow = f"{right + 8:.1f},{y} {right - 2:.1f},{y - 5} {right - 2:.1f},{y + 5}"
    dots = tuple(f"{x(e):.1f}" for e in interval.ends)
    return Bar(label, y, f"{left:.1f}", f"{right:.1f}", dots, interval.open_, arrow)
