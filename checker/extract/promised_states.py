"""Promises without a number: 达到国家标准, 所有…均…, 全面实施…; as far as the words are those of a commitment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.source import Record

_REFERENCE = re.compile(
    r"(?P<name>[^，。；、:：]{3,40}?(?:、[^，。；、:：]{2,12})?)(?:等)?(?:均|都|全部|要|应)*"
    r"(?P<value>(?:全面|基本)?(?:达到|控制在|保持在|不低于|高于|低于|优于)(?:与)?(?:国家|自治区|全国|全省|全市|全区|省级?|市级?|上级|区域)(?!级)[^，。；]{0,30}?(?:水平(?:持平)?|标准|下达[^，。；]{0,6}(?:要求|指标|任务)|要求)(?:以[上下内])?|(?:较|比)(?:19|20)\d\d年(?:翻一番|翻两番|翻番|倍增)|达到[A-E]级(?:标准|水平)?以上|控制在(?:较?低|合理)[^，。；]{0,6}(?:水平|区间|范围))(?=[，。；]|$)"
)
_ALL = re.compile(
    r"(?P<value>(?:所有|全部)(?P<who>[^，。；均都全]{2,30}?))(?:和\d+(?:\.\d+)?%[^，。；]*?)?(?P<state>(?:(?:均|都|全部(?!门)|全面)(?!衡)[^，。；]{3,30}|(?:达到|能够|具备|接受|提供)[^，。；]{2,30}))(?=[，。；]|$)"
)
_WHOLE = re.compile(
    r"(?P<value>全面(?:实施|落实|推行|实行))(?P<name>\d+周?岁[^，。；]{3,25}?)(?=[，。；]|$)"
)
_COVERS = re.compile(
    r"(?P<name>[^，。；、:：]{3,30}?)(?P<value>(?:率先|基本|全面|实现|逐步)*覆盖(?:所有|全部|全体)[^，。；]{2,12})(?=[，。；]|$)"
)
_WHOLLY = re.compile(
    r"(?P<name>[^，。；、:：全]{3,30}?)(?P<value>全部(?:实施|实行|纳入|完成|开展|达标|建立|实现))了?(?P<what>[^，。；]{0,20})(?=[，。；]|$)"
)
_VERBS = re.compile(
    "^(?:加强|推进|推动|完善|建立|健全|落实|实施|开展|提高|提升|强化|加快|促进|鼓励|支持|引导|确保|探索|深化|加大|优化|扩大|增加|不断|逐步|全力|积极|坚持|围绕|依托|鼓励|以|按|对|在|为|从|向)"
)


class PromisedState(Record):
    """A promise without a number, and where in the sentence its name begins and its value ends."""

    name: str
    value: str
    start: int
    end: int


def find_states(text: str) -> Iterator[PromisedState]:
    """Yield the promises of a sentence that name a standard, all of a kind or a whole, and no number."""
    for match in _REFERENCE.finditer(text):
        name = re.sub("^(?:使|让|将|确保|力争|争取)", "", match["name"].strip())
        if not _VERBS.match(name) and not re.search(r"\d%|所有|全部", name):
            yield PromisedState(name, match["value"], match.start(), match.end())
    for match in _ALL.finditer(text):
        state = re.sub("^(?:均|都|全部)", "", match["state"])
        if not re.search("的(?:公立|医|单位|机构|企业)", match["who"][-4:]):
            yield PromisedState(
                f"{match['who']}{state}的比例", match["value"], match.start(), match.end()
            )
    for match in _WHOLE.finditer(text):
        yield PromisedState(match["name"], match["value"], match.start(), match.end())
    for match in _COVERS.finditer(text):
        if not _VERBS.match(match["name"]):
            yield PromisedState(match["name"], match["value"], match.start(), match.end())
    for match in _WHOLLY.finditer(text):
        name = re.sub("^在?所有", "", match["name"])
        if not re.search(r"\d|所有|并|[和与]$", name) and not _VERBS.match(name):
            yield PromisedState(name + match["what"], match["value"], match.start(), match.end())
