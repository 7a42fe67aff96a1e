"""Institutions named with what a rule could ask of them: ownership, kind, class, beds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checker.extract.header import PlanFrame
from checker.extract.places import regions_in
from checker.extract.records import DraftOutline, PlainValue, ReadEntry, ValueEvidence, at_of

_SUFFIX = (
    "(?:医院|卫生院|保健院|卫生服务中心|疾病预防控制中心|疾控中心|中心血站|急救中心|卫生监督所"
    "|妇幼保健计划生育服务中心|精神卫生中心|防治院|疗养院|护理院|福利院)"
)
_SHORT_NAMES = re.compile(
    r"(?<![省市])[市县区](?:第[一二三四五六]?人民医院|人民医院|中医医院|中医院|中心医院|妇幼保健院|疾病预防控制中心|疾控中心"
    r"|精神卫生中心|妇幼保健计划生育服务中心|中心血站|急救中心|职业病防治院|传染病医院|儿童医院|口腔医院|康复医院|红十字会医院)"
)
_TOWN_NAMES = re.compile(
    "(?<![\u4e00-\u9fff])?[^，。；：、（）()“”各乡个办将以和及与强在进全一般有的为多街心]{2}(?:镇|乡|街道)(?:中心卫生院|卫生院|社区卫生服务中心)"
)
_AFTER_REGION = re.compile(rf"[\u4e00-\u9fff]{{0,10}}?{_SUFFIX}(?:（[^（）]{{3,12}}{_SUFFIX}）)?")
_GENERAL = re.compile(
    "级|综合性|依托|设置|支持|建设|优秀|健康促进|[镇乡]卫生院$|[和与及]|一般|较多|城市|公立|民营|部分|各|所有|基层|社区医院|本|我"
)
_CLASS = re.compile(r"(?:三级|二级|一级|三|二)(?:甲等|乙等|甲|乙)|三级|二级")
_KINDS = (
    ("妇幼", "妇幼|妇女儿童"),
    ("中医", "中医|民族医"),
    ("公卫", "疾病预防控制|疾控|血站|急救|监督|防治所"),
    ("基层", "卫生院|社区卫生|卫生室|卫生站"),
    ("专科", "儿童|眼科|口腔|肿瘤|精神|康复|老年病|传染病|骨科|皮肤|专科|康宁"),
    ("综合", "人民医院|综合医院|中心医院|第[一二三四]医院"),
)
_PUBLIC = re.compile(
    "人民医院|中医医院|中医院|妇幼|疾病预防控制|疾控|卫生院|社区卫生|血站|急救中心|精神卫生中心|监督"
)
_IS_NOW = re.compile("(?:[（(]|是|为|成为|达到|通过|顺利|成功)")


def read_institutions(
    outline: DraftOutline, projects: Iterable[ReadEntry], frame: PlanFrame
) -> Iterator[ReadEntry]:
    """Yield the institutions of project rows with planned beds, then those that the text names with a class."""
    seen: set[str] = set()
    for project in projects:
        name = project.data.get("owner") or project.data.get("institution")
        if (
            not isinstance(name, str)
            or "beds" not in project.data
            or name in seen
            or not re.search(_SUFFIX, name)
        ):
            continue
        seen.add(name)
        yield _entry(
            name, {"planned_beds": project.data["beds"]}, project.data["at"], project.evidence[()]
        )
    for text in outline.texts:
        if text.heading:
            continue
        for start, end in sorted(_named(text.text, frame)):
            name = text.text[start:end]
            tail = name[1:] if name[0] in "市县区" else name
            if any(known.endswith(tail) for known in seen):
                continue
            seen.add(name)
            clause = re.split("[，。；]", text.text[end:])[0][:14]
            grade = _CLASS.search(clause)
            more: dict[str, PlainValue] = (
                {"class": grade[0]} if grade and _IS_NOW.match(clause) else {}
            )
            at = at_of(text.where, text.place(start))
            yield _entry(name, more, at, text.evidence(start, end, "likely"))


def _named(text: str, frame: PlanFrame) -> Iterator[tuple[int, int]]:
    """Yield where institutions are named: after a region's name, by a fixed name (市人民医院), or of a town."""
    taken: list[tuple[int, int]] = []
    for start, end, _ in regions_in(text, frame.first_year):
        rest = _AFTER_REGION.match(text, end) if end - start > 2 else None
        if rest is not None and not _GENERAL.search(rest[0]):
            taken.append((start, rest.end()))
    for pattern in (_SHORT_NAMES, _TOWN_NAMES):
        for found in pattern.finditer(text):
            if not any(left < found.end() and found.start() < right for left, right in taken):
                taken.append(found.span())
    yield from taken


def _entry(
    name: str, more: dict[str, PlainValue], at: PlainValue, evidence: ValueEvidence
) -> ReadEntry:
    data: dict[str, PlainValue] = {"name": name}
    if _PUBLIC.search(name):
        data["ownership"] = "公立"
    kind = next((kind for kind, words in _KINDS if re.search(words, name)), "")
    if kind:
        data["kind"] = kind
    data |= more
    data["at"] = at
    return ReadEntry(data, {(): evidence})
