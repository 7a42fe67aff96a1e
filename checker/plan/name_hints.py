"""What the name of an indicator without an entry says of its figures. Knows no vocabulary and reads no figures."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias

from checker.quantity.units import Dimension, Unit, find_unit

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


_PER = re.compile(
    r"(?:平均)?每(?:一)?(?P<many>[0-9]*(?:百万|十万|[百千万亿])?)(?:名|个|位)?(?P<of>[^\W0-9_]*)"
    r"|(?P<each>人|户)均(?![衡等匀])|(?P<people>千|万|十万|10万)人(?:均|口)"
)
_OF = re.compile(
    r"(?:常住|户籍|服务|城镇|农村|老年)?(?:人口|人|老人|老年人|居民|儿童|学生)|户|亩|公顷|平方公里|平方米|张|床|辆"
)
_TIMES_OF_LIFE = frozenset({"岁", "年", "时间"})  # 人均预期寿命 is an age


@lru_cache(maxsize=1 << 12)
def said_denominator(name: str) -> str:
    """Return by what a name says its figures are divided: 千人口 of 每千常住人口…, 户 of 户均; "" if by nothing."""
    said = _PER.search(name)
    if said is None:
        return ""
    if said["each"] or said["people"]:
        return said["each"] or f"{said['people']}人口"
    of = _OF.match(said["of"] or "")
    if of is None:
        return ""
    return f"{said['many']}{'人口' if said['many'] and of[0][-1] in '人口民童生' else of[0]}"


@lru_cache(maxsize=1 << 12)
def implied_unit(name: str, printed: str, in_text: Unit | None) -> str:
    """Return the unit of the figures of an indicator without entry: as printed, with what its name adds to it.

    `printed` is the row's unit, `in_text` that of the cell. 系数, 指数 and 比 are numbers without a unit.
    """
    unit = find_unit(printed) if printed else in_text
    below = said_denominator(name)
    if below and unit is not None and unit.dimension.atoms and "/" not in unit.name:
        whole = f"{unit.name}/{below}"
        ages = any(atom in _TIMES_OF_LIFE for atom, _ in unit.dimension.atoms)
        return printed if ages or find_unit(whole) is None else whole
    if printed or in_text is not None:
        return printed
    if re.search(r"(?:系数|指数)$", name):
        return "无"
    return "比" if re.search(r"(?<![占同环])(?:比|比值|倍差)$", name) else ""


def names_a_fall(name: str) -> bool:
    """Return True for a name that says what is to come down: the more of it, the better (能耗降低率)."""
    return _FALL.search(name) is not None
