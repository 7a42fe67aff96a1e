"""Documents that the text names with 《》, and regions other than the plan's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.extract.header import PlanFrame
from checker.extract.places import regions_in
from checker.extract.records import DraftOutline, DraftText, PlainValue, ReadEntry, at_of
from checker.plan.vocabulary import Vocabulary

_SHORTHAND = re.compile(
    r"^(?:本)?(?:规划|纲要|方案|意见|决定|通知|条例|计划|办法|建议|行动|实施方案|实施意见|总体规划|发展规划)$"
)
_NUMBER = re.compile(
    r"\s*[（(]\s*(?P<number>[\u4e00-\u9fff]{1,14}\s*[〔\[［（(【]\s*(?:19|20)\d\d\s*[〕\]］）)】]\s*第?\s*\d+\s*号)(?=[）)，,；;])"
)
_SHORTEST_NAME = 3
_ISSUER = re.compile(
    r"(?P<issuer>(?:[\u4e00-\u9fff]{2,14}(?:委员会|人民政府(?:办公[厅室])?|办公[厅室]|[委局厅部会院]|党委)|中共中央(?:\s*国务院)?|国务院|[省市县区]委、[省市县区]政府|[省市县区]政府))"
    r"(?:相继|先后|联合|近日|共同)*(?:印发|出台|发布|颁布|制定|下发)?(?:实施)?(?:了|的)?$"
)
_AREAS = re.compile(
    "京津冀|长三角|长江三角洲|珠三角|粤港澳大湾区|北部湾|成渝|长江经济带|黄河流域|东北地区|中部地区|西部地区|中西部地区|东部地区|革命老区|[东西南北]部(?:生态)?发展区|泛珠三角|海峡西岸|环渤海|关中|京津"
)


def read_citations(outline: DraftOutline) -> Iterator[ReadEntry]:
    """Yield the documents named, each once for a section; 《规划》 alone is the plan's own short name."""
    seen: set[tuple[str, str]] = set()
    for text in outline.texts:
        issuer = ""
        for start, end in _quoted(text.text):
            title = " ".join(text.text[start + 1 : end - 1].split())
            if not text.text[:start].endswith(("、", "》", "和", "及", "与", "》、")):
                issuer = ""
            where = text.where.box or text.where.annex or text.where.section
            if _SHORTHAND.match(title) or len(title) < 3 or (title, where) in seen:
                continue
            seen.add((title, where))
            data: dict[str, PlainValue] = {"title": title}
            number = _NUMBER.match(text.text, end)
            if number is not None:
                data["number"] = number["number"]
            named = _ISSUER.search(re.split("[，。；：《》]", text.text[:start])[-1])
            issuer = named["issuer"] if named else issuer
            if issuer and not title.startswith(issuer[:4]):
                data["issuer"] = issuer
            data["at"] = at_of(text.where, text.place(start))
            yield ReadEntry(data, {(): text.evidence(start, end)})


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield the outermost 《…》 of a text; one that is not closed is none."""
    depth, start = 0, -1
    for at, character in enumerate(text):
        if character == "《":
            start = at if depth == 0 else start
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0:
                yield start, at + 1


def read_mentions(
    outline: DraftOutline, frame: PlanFrame, vocabulary: Vocabulary
) -> Iterator[ReadEntry]:
    """Yield the regions and areas that the text names outside 《》 and that are not the plan's own or above it."""
    for text in outline.texts:
        found: dict[str, tuple[int, str]] = {}
        titles = list(_quoted(text.text))
        for start, end, name, kind in sorted(_named(text, frame, vocabulary)):
            if not any(left <= start and end <= right for left, right in titles):
                found.setdefault(name, (start, kind))
        for name, (start, kind) in found.items():
            data: dict[str, PlainValue] = {"name": name}
            if kind:
                data["kind"] = kind
            data["at"] = at_of(text.where, text.place(start))
            yield ReadEntry(data, {(): text.evidence(start, start + len(name), "likely")})


def _named(
    text: DraftText, frame: PlanFrame, vocabulary: Vocabulary
) -> Iterator[tuple[int, int, str, str]]:
    own, near = set(frame.region_codes), set(frame.region_codes[:1])
    for start, end, regions in regions_in(text.text, frame.first_year):
        within = [region for region in regions if near & set(region.parents)]
        if any(region.code in own for region in regions) or (len(regions) > 1 and not within):
            continue
        if end - start < _SHORTEST_NAME and not within:  # 范县, 城区: more often the end of a word
            continue
        yield start, end, text.text[start:end], ""
    for area in _AREAS.finditer(text.text):
        yield area.start(), area.end(), area[0], "区域"
    for name in vocabulary.areas:
        at = text.text.find(name)
        if at >= 0:
            yield at, at + len(name), name, "区域"
