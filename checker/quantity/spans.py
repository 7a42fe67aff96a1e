"""Two values in one text: one range, or two values with a comma between them. Reads no numbers."""

from __future__ import annotations

import re

from msgspec.structs import replace

from checker.quantity.reading import Reading, SetReading, SeveralReading
from checker.quantity.sets import Interval, is_less

_JOINING = frozenset("间且、上")
_NUMBER = r"-?(?:[百千万]+分之)?[0-9.一二两三四五六七八九十百千万]+"
_UNIT = r"[^0-9,;、()与和至到且~—之以-]{0,10}?"
_BETWEEN = re.compile(
    rf"(?<![不非未])(?:介于|处于)?(?P<low>{_NUMBER}{_UNIT})(?:与|和|、|[至到~—-])(?P<high>{_NUMBER}{_UNIT})之间"
)
_BOTH = re.compile(
    rf"(?<=以上)(?:且|并且)?(?={_NUMBER}{_UNIT}及?以[下内])|且(?=(?:不[高低多少超大小]|[≤<]|小于|低于|少于)[^,;]{{0,3}}[0-9])"
)
_LIMIT = r"(?:达到?|[为≥≤<>]|不[低高]于|不[少多]于|不超过|超过){0,2}"
_NAMED = rf"[一-龥]{{1,8}}?{_LIMIT}-?[0-9]+(?:\.[0-9]+)?(?:[%‰/0-9]{{1,4}}|[一-龥]{{0,3}})(?:及?以[上下内]|左右)?"
_LISTED = re.compile(f"{_NAMED}(?:、{_NAMED})+")


def part_values(folded: str) -> str:
    """Write 介于5‰与9‰之间 as 5‰至9‰, 3个以上5个以下 as two limits, 城市40%、农村35% as two values."""
    if _JOINING.isdisjoint(folded):
        return folded
    if "之间" in folded:
        folded = _BETWEEN.sub(r"\g<low>至\g<high>", folded)
    if "且" in folded or ("以上" in folded and ("以下" in folded or "以内" in folded)):
        folded = _BOTH.sub(",", folded)
    return folded.replace("、", ",") if "、" in folded and _LISTED.fullmatch(folded) else folded


_FIRMLY = ("", "确保", "必须", "应", "须", "要")


def join_limits(reading: SeveralReading) -> Reading:
    """Make one range of a floor and the ceiling after it (不低于10%，不高于15%), and drop what is only aimed at.

    Whatever else is several values stays so.
    """
    match reading.readings:
        case (SetReading(kind="floor") as low, SetReading(kind="ceiling") as high) if (
            low.unit == high.unit
            and low.year == high.year
            and not (low.label or high.label or "分别" in low.marks)
            and low.interval.low is not None
            and high.interval.high is not None
            and is_less(low.interval.low, high.interval.high)
        ):
            between = Interval(
                low.interval.low, high.interval.high, low.interval.low_open, high.interval.high_open
            )
            numbers = (*low.numbers, *high.numbers)
            return replace(
                low, text=reading.text, kind="interval", interval=between, numbers=numbers
            )
        case (SetReading(weak=False) as firm, SetReading(weak=True) as aim) if (
            firm.unit == aim.unit
            and firm.year == aim.year
            and firm.label in _FIRMLY
            and not aim.label
        ):
            return replace(firm, text=reading.text, label="")  # 确保90%，力争95%
        case _:
            return reading
