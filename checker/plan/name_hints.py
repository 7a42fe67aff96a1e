"""What the name of an indicator without an entry says of its figures. Knows no vocabulary and reads no figures."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias

from checker.quantity.units import Dimension

_NO_SIZE = re.compile(r"每|均|率|比|占|标准|水平|强度|密度|浓度|指数|系数")
"""A name with one of these gives a rate, a share or a standard, whatever its unit."""

ValueKind: TypeAlias = Literal["level", "rate", "flow", "ceiling"]
"""What the values of an indicator are: a level, a change each year, what is added in a period, a limit to be kept."""

_RATE = re.compile(r"(?:增长|增速|增幅|涨幅|降幅|增长率|增长速度|涨跌幅)(?:[（(].*[)）])?$")
_FLOW = re.compile(r"新增|累计|年均|每年|当年|年度")
_FALL = re.compile(r"降低|下降|减少|削减|减排")

_TIMES = frozenset({"岁", "年", "时间", "工作日", "课时"})


@lru_cache(maxsize=1 << 12)
def is_size(name: str, dimension: Dimension) -> bool:
    """Return True for the amount of something (元, 家, 张, 人, 吨), of which a larger place has more."""
    if not dimension.atoms or _NO_SIZE.search(name):
        return False
    return all(power > 0 and atom not in _TIMES for atom, power in dimension.atoms)


@lru_cache(maxsize=1 << 12)
def said_value(name: str) -> ValueKind:
    """Return what a name says its values are."""
    if _RATE.search(name) or _FALL.search(name):
        return "rate"
    return "flow" if _FLOW.search(name) else "level"


def names_a_fall(name: str) -> bool:
    """Return True for a name that says what is to come down: the more of it, the better (能耗降低率)."""
    return _FALL.search(name) is not None
