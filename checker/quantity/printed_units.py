"""Units where a text prints them: which begins at an offset, and where it ends. Reads no numbers."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from checker.quantity.units import Unit, find_unit, fold_unit, unit_table

# A unit is not one where the next character makes another word of it: 一部分, 一次性, 人均.
_NOT_BEFORE = {
    "部": "分门",
    "次": "性",
    "人": "均才口民群员类工文事",
    "家": "庭长",
    "层": "面次",
    "点": "以零一二三四五六七八九",
    "日": "常",
    "类": "别似型",
    "条": "例件款龙",
    "场": "所地馆面景",
    "座": "谈位",
    "期": "间末初限内望",
    "份": "额",
    "平方": "公千厘分毫英",
    "万平方": "公千厘分毫英",
}
_LATIN = re.compile(r"[A-Za-z0-9μ]+")
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _not_after_many(name: str) -> str:
    """Return the same for 万人 as for 人 (500万人民币), but that 万人口 counts people."""
    return _NOT_BEFORE["人"].replace("口", "") if name.endswith("人") else ""


@cache
def printed_units() -> dict[str, str]:
    """Units as they are printed, the longest first, each with the characters that make another word of it."""
    names = {name for name in unit_table() if name not in ("无", "比", "比例", "比值", "倍数")}
    return {
        name: _LETTERS if _LATIN.fullmatch(name) else _NOT_BEFORE.get(name) or _not_after_many(name)
        for name in sorted(names | {"kW", "/100000"}, key=lambda name: (-len(name), name))
    }


_OVER = (
    r"/[0-9]*(?:百万|十万|万|千|百)?(?:名|个)?(?:常住|户籍|服务)?"
    r"(?:人口|人|儿童|老年人|平方米|平方公里|公里|立方米|年|月|天|日|次|所|家|户)(?:[·•](?:年|月))?"
)


def unit_spelling() -> str:
    """Return the pattern of a unit as it is printed."""
    spelled = (
        re.escape(name) + (f"(?![{after}])" if after else "")
        for name, after in printed_units().items()
    )
    return f"(?:{'|'.join(spelled)})(?:{_OVER})?"


@cache
def _units_from(first: str) -> tuple[tuple[str, str], ...]:
    """Return the units that begin with a character, as `_units` has them."""
    return tuple(item for item in printed_units().items() if item[0][0] == first)


def unit_at(text: str, start: int) -> tuple[Unit | None, int]:
    """Return the unit at an offset and where it ends, as `unit_spelling` has it, which is long to compile."""
    for name, others in _units_from(text[start : start + 1]):
        end = start + len(name)
        if text.startswith(name, start) and not (end < len(text) and text[end] in others):
            over = re.compile(_OVER).match(text, end) if text.startswith("/", end) else None
            end = over.end() if over else end
            return _named_unit(text[start:end]), end
    return None, start


@lru_cache(maxsize=4096)
def _named_unit(text: str) -> Unit | None:
    return find_unit(fold_unit(text))
