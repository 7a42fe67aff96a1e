"""A clause without a value to a reading: references, coverage, direction. Reads no numbers."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

from checker.quantity.reading import (
    ChangeReading,
    CoverageReading,
    MissingReading,
    QualitativeReading,
    Reading,
    ReferenceReading,
    Relation,
    UnreadReading,
)
from checker.quantity.sets import Interval, PrintedNumber
from checker.quantity.tokens import Token
from checker.quantity.units import Unit, find_unit

_RELATIONS: dict[str, Relation] = {
    "FLOOR": "≥", "ABOVE": "≥", "OVER": "＞",
    "CEILING": "≤", "BELOW": "≤", "UNDER": "＜", "SYNC": "=",
}  # fmt: skip
_AUTHORITIES = (
    "上级", "自治区", "全国", "国家", "国务院", "全区",
    "全省", "省级", "省", "全市", "市级", "市", "县级", "世界",
    "国际", "上年", "去年", "基期", "现有", "目前", "东部", "西部",
)  # fmt: skip
_HELD: dict[str, Literal["up", "down", "hold"]] = {
    "只增": "up",
    "只升": "up",
    "只减": "down",
    "只降": "down",
}
_OFTEN = ("EVERY", "YEARLY")
_TELLING = ("ASSIGNED", "AVERAGE", "GROWTH", "RANK", "STANDARD")


def read_qualitative(text: str, tokens: tuple[Token, ...], column: Unit | None) -> Reading:
    """Read a clause that prints no value, strongest claim first."""
    kinds = {token.kind: token for token in reversed(tokens)}
    marks = tuple(token.text for token in tokens if token.kind in ("NATURE", "MARK", "NOTE"))
    if "TO_BE_SET" in kinds:
        return MissingReading(text, "to_be_set")
    telling = next((kinds[kind] for kind in _TELLING if kind in kinds), None)
    if "ALL" in kinds and telling is not None and telling.kind == "STANDARD":
        return CoverageReading(text, "all", Interval.point(100), find_unit("%"), marks)
    if telling is not None:
        return _reference(text, telling, tokens, marks)
    if "TWICE" in kinds:
        return _twice(text, tokens, kinds["TWICE"], column, marks)
    if kinds.keys() >= {"ZERO", "RISE"}:
        return _unchanged(text, tokens, column, marks)
    for kind in ("COVER", "ZERO", "ELIMINATE"):
        if kind in kinds:
            nearly = "NEARLY" in kinds or any(
                token.text.startswith("基本")
                for token in tokens
                if token.kind in ("STATE", "COVER")
            )
            return _coverage(text, kinds[kind], nearly, column, marks)
    if "ALL" in kinds and kinds.keys() & {"REACH", "STATE", "TOTAL", "WORD"}:
        return CoverageReading(text, "all", Interval.point(100), find_unit("%"), marks)
    return _quality(text, tokens, marks)


def _reference(
    text: str, telling: Token, tokens: tuple[Token, ...], marks: tuple[str, ...]
) -> Reading:
    authority = next((name for name in _AUTHORITIES if name in telling.text), telling.text)
    printed = "".join(token.text for token in tokens)
    if telling.kind == "RANK":
        authority = next((name for name in _AUTHORITIES if name in printed), "")
        return ReferenceReading(text, authority, "名次", (*marks, telling.text))
    if telling.kind == "ASSIGNED":
        return ReferenceReading(text, authority, "下达", marks)
    if telling.kind == "AVERAGE" and "平均" in telling.text and authority not in ("上年", "基期"):
        authority = "全国平均" if authority == "国家" else authority + "平均"
    if telling.kind == "GROWTH":
        authority = re.sub(r"^(?:与|高于|低于|不低于|快于|跑赢|和)|(?:速度|率)$", "", telling.text)
        relation: Relation = "同步"
        if telling.text.startswith(("高于", "快于", "跑赢")):
            relation = "＞"
        elif telling.text.startswith("低于"):
            relation = "＜"
        elif telling.text.startswith("不低于"):
            relation = "≥"
        return ReferenceReading(text, authority, relation, marks)
    signs = [_RELATIONS[token.kind] for token in tokens if token.kind in _RELATIONS]
    reaching = any(token.kind == "REACH" for token in tokens)
    return ReferenceReading(text, authority, signs[0] if signs else "≥" if reaching else "=", marks)


def name_base(token: Token | None) -> int | str | None:
    """Name what a change is measured against: a year, 现有, 上年; None where it is not said."""
    if token is None:
        return None
    if token.count is not None:
        return token.count
    for word in ("现有", "原有", "目前", "现状"):
        if word in token.text:
            return "现有"
    for word in ("上年", "上一年", "去年", "同比", "同期"):
        if word in token.text:
            return "上年"
    return token.text.strip("比较与同在").removesuffix("相比")


def _unchanged(
    text: str, tokens: tuple[Token, ...], column: Unit | None, marks: tuple[str, ...]
) -> Reading:
    """Read 零增长 as a change by nothing."""
    base = next((word for word in tokens if word.kind == "BASE"), None)
    weak = any(word.kind == "WEAK" for word in tokens)
    return ChangeReading(
        text, name_base(base), Interval.point(0), find_unit("%"), True, True, True, False, weak,
        (PrintedNumber(Fraction(0), 0, True),), column, marks=marks,
    )  # fmt: skip


def _twice(
    text: str, tokens: tuple[Token, ...], token: Token, column: Unit | None, marks: tuple[str, ...]
) -> Reading:
    times = 3 if "两番" in token.text else 1
    base = next((word for word in tokens if word.kind == "BASE"), None)
    weak = any(word.kind == "WEAK" for word in tokens)
    number = PrintedNumber(Fraction(times), 0, True)
    return ChangeReading(
        text, name_base(base), Interval.point(times), find_unit("倍"),
        True, True, True, False, weak, (number,), column,
        marks=marks,
    )  # fmt: skip


def _coverage(
    text: str, token: Token, nearly: bool, column: Unit | None, marks: tuple[str, ...]
) -> Reading:
    match token.kind:
        case "COVER" if nearly:
            return CoverageReading(text, "nearly-all", None, None, marks)
        case "COVER":
            return CoverageReading(text, "all", Interval.point(100), find_unit("%"), marks)
        case "ZERO":
            after = text[text.find("零") + 1 :]
            counted = not after.startswith(("增长", "容忍"))
            return CoverageReading(
                text, "none", Interval.point(0) if counted else None, column, marks
            )
        case _:
            return CoverageReading(text, "eliminated", None, None, marks)


def _quality(text: str, tokens: tuple[Token, ...], marks: tuple[str, ...]) -> Reading:
    direction: Literal["up", "down", "hold", "reach", "repeat"] | None = None
    trend = False
    for token in tokens:
        match token.kind:
            case "RISE":
                direction = "up"
            case "FALL" | "CONTROLLED":
                direction, trend = "down", token.text.startswith(("减缓", "增速"))
            case "TREND":
                slows = token.text.endswith(("减缓", "放缓", "负增长"))
                direction, trend = ("down" if slows else "up"), True
            case "HELD":
                direction = _HELD.get(token.text[:2], "hold")
            case "KEEP" | "KEPT" | "LOW" | "CONTROL":
                direction = "hold" if token.kind != "KEPT" or direction is None else direction
            case "STATE" | "REACH":
                direction = direction or "reach"
    often = any(token.text.startswith("每") for token in tokens if token.kind in _OFTEN)
    direction = direction or ("repeat" if often else None)
    if direction is not None:
        return QualitativeReading(text, direction, trend, marks)
    printed = "".join(token.text for token in tokens)
    kinds = {token.kind for token in tokens}
    if kinds == {"NATURE"}:
        return UnreadReading(text, "nature-word", printed)
    if kinds <= {"DATE", "BASE"}:
        return UnreadReading(text, "year-not-value", printed)
    if "PER" in kinds or find_unit(printed) is not None:
        return UnreadReading(text, "unit-not-value", printed)
    return UnreadReading(text, "no-value", printed)
