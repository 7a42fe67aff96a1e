"""When a figure is of, and whether it tells of the past or promises: from sentence, paragraph and section."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from checker.extract.header import PlanFrame
from checker.extract.records import Whereabouts
from checker.source import Record

Tense: TypeAlias = Literal["past", "future"]

_PAST_TITLE = re.compile(
    "现状|(?:发展|现实|工作|规划|建设)基础|成就|成绩|成效|回顾|背景|(?:发展|面临|外部|内外部?)[^，]{0,4}环境|环境形势|形势|(?:存在|主要|突出|面临)[^，]{0,4}(?:问题|困难)|问题(?:与|和|、)|挑战|机遇|不足|差距|进展|完成情况|评估|基本情况|“?十[一二三四五]五”?(?:时期|期间)?(?:发展|工作|以来)?.{0,6}(?:回顾|总结)"
)
_FUTURE_TITLE = re.compile(
    "目标|任务|举措|措施|原则|指导思想|总体要求|总体思路|思路|主要指标|保障|重点|工程|布局|组织实施|战略|路径|展望|行动|愿景"
)
_YEAR = re.compile(
    r"(?P<before>[较比与由从同自]|在)?(?P<first>(?:19|20)\d\d)年?(?:[-—~－～至](?P<last>(?:19|20)\d\d))?(?P<mark>年)?(?P<end>底|末|初)?(?P<after>的|基础上|相比|[-—~以]来?)?"
)
_PERIOD = re.compile(
    r"(?P<before>[较比与由从同])?“?(?P<nth>十[一二三四五六]?|[一二三四五六七八九])五”?(?:规划)?(?P<part>期?末|末期|期间|时期|以来|期内|[五5]年|[，。、；\s一-鿿]|$)"
)
_PAST_WORDS = re.compile(
    "目前|截至|截止|现有[^一-鿿]|已(?:经)?(?:建成|累计|达到|完成)|尚(?:不足|缺|有)"
)
_COMPARED_WITH = re.compile("[与较比同](?:[^，。；与较比同]|\\(){2,30}?相比")
_NTH = {
    "十": 2001,
    "十一": 2006,
    "十二": 2011,
    "十三": 2016,
    "十四": 2021,
    "十五": 2026,
    "十六": 2031,
}


class FigureTime(Record):
    """A year or, where `first` differs from `last`, a span of years."""

    first: int
    last: int

    @property
    def key(self) -> str:
        return str(self.last) if self.first == self.last else f"{self.first}-{self.last}"


class TenseKeeper:
    """The tense of the section that is being read; sections that say none go on with the one before."""

    def __init__(self) -> None:
        self._seen_future = False

    def of(self, where: Whereabouts) -> Tense:
        """Return the tense of a text by the titles above it, the chapter's first."""
        for title in where.titles:
            past, future = (
                _PAST_TITLE.search(title) is not None,
                _FUTURE_TITLE.search(title) is not None,
            )
            if past != future:
                self._seen_future = self._seen_future or future
                return "past" if past else "future"
        return "future" if self._seen_future or where.box or where.annex else "past"


def times_in(text: str) -> list[tuple[int, FigureTime]]:
    """Return the times that a sentence names, with their offsets; what is only a base of comparison is left out."""
    found: list[tuple[int, FigureTime]] = []
    text = _COMPARED_WITH.sub(lambda match: " " * len(match[0]), text)
    for match in _YEAR.finditer(text):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        follows = text[match.end() : match.end() + 1]
        dated = match["mark"] or "年" in match[0] or match["last"]
        if (
            not dated
            or (match["before"] and match["before"] not in "在自")
            or match["after"] in ("基础上", "相比")
        ):
            continue
        if (
            follows in ("》", "号")
            or text[max(0, match.start() - 1)] in "〔[《"
            or last < first
            or last > 2060
        ):
            continue
        found.append((match.start(), FigureTime(first, last)))
    for match in _PERIOD.finditer(text):
        start = _NTH.get(match["nth"])
        if (
            start is None
            or match["before"]
            or ("》" in text[match.end() : match.end() + 12] and "《" in text[: match.start()])
        ):
            continue
        last = start + 4
        ends = match["part"] in ("期末", "末", "末期")
        found.append((match.start(), FigureTime(last if ends else start, last)))
    return sorted(found, key=lambda pair: pair[0])


def tense_of(time: FigureTime, frame: PlanFrame) -> Tense | None:
    """Return the tense of a time seen from the plan's base year; None for a span over it."""
    if time.last <= frame.base_year:
        return "past"
    return "future" if time.first > frame.base_year else None


def is_told(text: str) -> bool:
    """Return True if a sentence says by its words that it tells what is: 目前, 截至, 已建成."""
    return _PAST_WORDS.search(text) is not None


def base_year(words: str, year: int) -> int | None:
    """Return the year that a change is compared with: 2015年, “十二五”末, 上年; None where the words do not say."""
    found = re.search(r"(?:19|20)\d\d", words)
    if found is not None:
        return int(found[0])
    period = re.search("十[一二三四五]?(?=五)", words)
    if period is not None:
        return _NTH[period[0]] + 4
    return year - 1 if re.search("同比|上年|上一年|去年|同期", words) else None
