"""Closed lists of words, ordered where the order means something."""

from __future__ import annotations

from functools import cache, lru_cache

from checker.source import Record


class Choice(Record, array_like=True):
    """A member of an enumeration; `rank` orders it when the enumeration is ordered."""

    enumeration: str
    zh: str
    en: str
    rank: int
    aliases: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """By its word alone, which few choices share: choices are numbered for every subject."""
        return hash(self.zh)


class Enumeration(Record):
    name: str
    zh: str
    en: str
    ordered: bool
    members: tuple[Choice, ...]


def _enumeration(name: str, zh: str, en: str, ordered: bool, *rows: tuple[str, ...]) -> Enumeration:
    members = tuple(Choice(name, row[0], row[1], rank, row[2:]) for rank, row in enumerate(rows))
    return Enumeration(name, zh, en, ordered, members)


# Members from the lowest rank to the highest. zh, en, further spellings.
ENUMERATIONS = {
    e.name: e
    for e in (
        _enumeration(
            "level", "层级", "level", True,
            ("县", "county", "县级", "区", "县级市", "旗"),
            ("市", "city", "市级", "设区的市", "地级市", "州"),
            ("省", "province", "省级", "自治区", "直辖市"),
            ("国家", "nation", "国家级", "全国"),
        ),
        _enumeration(
            "plan_kind", "种类", "plan_kind", False,
            ("综合", "comprehensive"), ("专项规划", "special", "专项"), ("行动方案", "action", "行动计划"),
            ("通知", "notice"),
        ),
        _enumeration(
            "nature", "约束力", "nature", True,
            ("倡导性", "advocated"),
            ("指导性", "guiding"),
            ("预期性", "expected"),
            ("约束性", "binding"),
        ),
        _enumeration(
            "direction", "方向", "direction", False,
            ("越高越好", "higher"),
            ("越低越好", "lower"),
            ("不定", "neither"),
        ),
        _enumeration(
            "below", "对下含义", "below", False,
            ("各自达到", "each"), ("平均数", "mean"), ("总量", "total"), ("分解指标", "allotted"),
            ("自然条件", "endowment"),
        ),
        _enumeration(
            "value_kind", "数的含义", "value_kind", False,
            ("水平", "attained"), ("增速", "growth"), ("当期数", "flow"), ("控制数", "ceiling"),
        ),
        _enumeration("ownership", "性质", "ownership", False, ("公立", "public"), ("民营", "private", "社会办")),
        _enumeration(
            "institution_kind", "机构类别", "institution_kind", False,
            ("综合", "general"), ("中医", "TCM"), ("专科", "specialised"), ("妇幼", "maternal"),
            ("基层", "primary"), ("公卫", "public_health"), ("其他", "other"),
        ),
        _enumeration(
            "origin", "出处", "origin", False,
            ("表格", "table"), ("正文", "prose"), ("专栏", "box"), ("附件", "annex"), ("概要", "summary"),
        ),
        _enumeration(
            "expression", "表达", "expression", False,
            ("数值", "values"), ("变化", "change"), ("速率", "rate"), ("引用", "reference"), ("定性", "qualitative"),
            ("待定", "to_be_set"), ("空白", "blank"), ("未读", "unread"),
        ),
        _enumeration(
            "evidence_grade", "可信度", "evidence_grade", True,
            ("推断", "inferred", "I"), ("转述", "reported", "S"), ("引述", "quoted", "Q"), ("原文", "seen", "P"),
        ),
    )
}  # fmt: skip


@cache
def _spellings() -> dict[str, tuple[Choice, ...]]:
    choices: dict[str, tuple[Choice, ...]] = {}
    for enumeration in ENUMERATIONS.values():
        for member in enumeration.members:
            for word in (member.zh, member.en, *member.aliases):
                key = word.casefold()
                choices[key] = (*choices.get(key, ()), member)
    return choices


def choices(word: str) -> tuple[Choice, ...]:
    """Every member spelt so, over all enumerations (区 is 县 of 层级); empty when none is."""
    return _spellings().get(word.casefold(), ())


@lru_cache(maxsize=4096)
def choice(enumeration: str, word: str) -> Choice | None:
    """Return the member of one enumeration spelt so."""
    return next((c for c in choices(word) if c.enumeration == enumeration), None)
