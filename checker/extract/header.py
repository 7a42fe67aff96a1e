"""The header of a plan: title, region, level, sector, years, and what a notice prints before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from checker.document.model import LinePlace
from checker.extract.numbering import numeral_value
from checker.extract.places import leading_regions, regions_in
from checker.extract.records import (
    DraftOutline,
    DraftText,
    PlainValue,
    ReadEntry,
    Sureness,
    ValueEvidence,
    ValuePath,
)
from checker.plan.regions import NATION, Region
from checker.plan.sectors import SECTORS, find_sector
from checker.source import Record

_PLAN_WORD = "规划纲要|规划|纲要|行动方案|行动计划|实施方案|工作方案|方案|计划|行动|意见|要点"
_TITLE_END = re.compile(rf"(?:{_PLAN_WORD})(?:[（(][^（）()]*[）)])?[”》]?$")
_QUOTED = re.compile(r"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》")
_NOTICE = re.compile(
    rf"印发(?P<title>[^《》。，]{{4,60}}?(?:{_PLAN_WORD})(?:[（(][^（）()]*[）)])?)的通知"
)
_STATUS = re.compile(
    r"[（(](?P<status>征求意见稿|公开征求意见稿|送审稿|讨论稿|审议稿|报批稿|草案|草稿|初稿|修订稿|评审稿|试行)[）)]"
)
_NUMBER = re.compile(
    r"(?P<number>[\u4e00-\u9fff]{1,14}\s*[〔\[［（(【]\s*(?:19|20)\d\d\s*[〕\]］）)】]\s*第?\s*\d*\s*号)"
)
_DATE = re.compile(
    r"^(?P<date>(?:(?:19|20)\d\d|[二〇○零一九八七六五四三]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{0,3}\s*日)$"
)
_OFFICE = re.compile(
    r"^[\u4e00-\u9fff、]{2,30}(?:人民政府|人民政府办公[厅室]|委员会|办公[厅室]|[局厅部院]|党委|县委|市委|省委|区委)$"
)
_ISSUED = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff]{2,30}?(?:人民政府(?:办公[厅室])?|委员会|[局厅部院]|办公[厅室]))\s*关于印发"
)
_NTH = re.compile(
    r"[“\"]?(?P<nth>十[一二三四五六七八九]?|[一二三四五六七八九])五[”\"]?(?!年)|第(?P<full>[一二三四五六七八九十]{1,3})个五年"
)
_YEARS = re.compile(
    r"(?P<first>(?:19|20)\d\d)\s*年?\s*[-—－–~～至]+\s*(?P<last>(?:19|20)\d\d)\s*年?"
)
_TERM = re.compile(r"规划(?:期限?|时限|年限|实施期)[^。；\d]{0,8}" + _YEARS.pattern)
_BASE = re.compile(
    r"以?(?P<year>(?:19|20)\d\d)年(?:底|末)?[为作]?(?:规划)?基准年|基准年[为是：:]?\s*(?P<after>(?:19|20)\d\d)"
)
_UNTIL = re.compile(
    r"[（(]?(?P<first>(?:19|20)\d\d)\s*[-—－–~～]\s*(?P<last>(?:19|20)\d\d)年?[）)]?"
)
_LONGEST_LINE = 60
_OUTLINE_SECTOR = SECTORS[0]
_NOT_SUBJECT = re.compile(
    r"[“”\"《》（）()\s]|第?十?[一二三四五六七八九十]个?五(?:年)?|(?:19|20)\d\d年?|[-—－–~～至]|时期|发展|高质量|中长期|专项|总体|重点|"
    + _PLAN_WORD
)


class PlanFrame(Record):
    """What the other parts of reading need of the header. `region_codes` are the plan's own code and those above it."""

    title: str
    region: str
    region_codes: tuple[str, ...]
    level: str
    sector: str
    first_year: int
    last_year: int
    base_year: int
    target_year: int


class _Found(Record):
    text: str
    evidence: ValueEvidence


def read_header(outline: DraftOutline) -> tuple[ReadEntry, PlanFrame]:
    """Return the entry `plan` of the plan data, and the frame for the other parts."""
    title = _title(outline)
    first, last, period = _period(title.text, outline)
    years = tuple(dict.fromkeys((first, first - 1, last, first + 1)))
    region, region_evidence = _region(title, outline, years)
    sector, sector_sureness = _sector(title.text, region, outline)
    base, target = _base_year(outline, first), last
    data: dict[str, PlainValue] = {"title": title.text}
    if region is not None:
        data["region"] = {"code": region.code, "name": region.name}
        data["level"] = region.level
    evidence: dict[ValuePath, ValueEvidence] = {
        ("title",): title.evidence,
        ("region",): region_evidence,
    }
    data |= {"sector": sector, "period": f"{first}-{last}", "base_year": int(base.text)}
    data["target_year"] = target
    evidence |= {("period",): period, ("base_year",): base.evidence}
    place = title.evidence.place
    evidence[("sector",)] = ValueEvidence(
        place,
        title.text[:40],
        sector_sureness,
        "" if sector_sureness == "sure" else "领域由全文推断",
    )
    for key, value in _imprint(outline, title.text).items():
        data[key] = value.text
        evidence[(key,)] = value.evidence
    codes = (region.code, *region.parents) if region else ()
    frame = PlanFrame(
        title.text, region.name if region else "", codes, region.level if region else "", sector, first, last,
        int(base.text), target,
    )  # fmt: skip
    return ReadEntry(data, evidence), frame


# -- title


def _title(outline: DraftOutline) -> _Found:
    """Return the title: as a notice or the text names it, else the lines that end in 规划 before the first heading."""
    front = [text for text in outline.front if len(text.text) <= _LONGEST_LINE]
    joined, starts = _joined(front[:12])
    notice = re.search(r"印发《(?P<title>.{4,80}?)》的通知", joined) or _NOTICE.search(joined)
    if notice is not None:
        source = front[max(i for i, start in enumerate(starts) if start <= notice.start("title"))]
        return _Found(_bare_title(notice["title"]), source.evidence(0, 40))
    for index, text in enumerate(front[:20]):
        for count in (1, 2, 3):
            lines = front[index : index + count]
            whole = "".join("".join(line.text.split()) for line in lines)
            if len(lines) == count and 6 <= len(whole) <= 60 and _is_title(whole):
                after = (
                    "".join(front[index + count].text.split()) if index + count < len(front) else ""
                )
                whole += after if _UNTIL.fullmatch(after) else ""
                return _Found(_bare_title(whole), text.evidence(0, 40))
    own = _named_in_text(outline)
    if own is not None:
        return own
    first = outline.texts[0] if outline.texts else None
    evidence = (
        first.evidence(0, 40, "doubtful", "未见标题")
        if first
        else ValueEvidence(LinePlace(1, 1), "", "doubtful", "未见标题")
    )
    return _Found(_made_title(outline), evidence)


def _is_title(whole: str) -> bool:
    bare = _STATUS.sub("", whole)
    return bool(_TITLE_END.search(bare)) and not re.search("[，。；：]|印发|关于|根据|依据", bare)


def _bare_title(title: str) -> str:
    return _STATUS.sub("", "".join(title.split())).strip("《》")


def _joined(texts: Sequence[DraftText]) -> tuple[str, list[int]]:
    joined, starts = "", []
    for text in texts:
        starts.append(len(joined))
        joined += "".join(text.text.split())
    return joined, starts


def _named_in_text(outline: DraftOutline) -> _Found | None:
    """Return the title of 特制定《…规划》, 编制本《…规划》 in the first texts."""
    for text in outline.texts[:25]:
        for quoted in _QUOTED.finditer(text.text):
            before = text.text[max(0, quoted.start() - 8) : quoted.start()]
            if re.search("(?:制定|制订|编制|形成)(?:了|本)?$", before) and _TITLE_END.search(
                quoted["title"]
            ):
                start, end = quoted.span("title")
                return _Found(_bare_title(quoted["title"]), text.evidence(start, end, "likely"))
    return None


def _made_title(outline: DraftOutline) -> str:
    """Return a title made of the caption of a table or annex that names region, period and subject; "" for none."""
    for heading in outline.headings:
        found = re.match(r"(?P<head>.{2,30}?(?:事业|发展))(?:主要|重点|重大|发展)", heading.title)
        if heading.kind in ("表", "附件") and found and _NTH.search(found["head"]):
            return f"{found['head']}规划"
    return ""


# -- years


def _period(title: str, outline: DraftOutline) -> tuple[int, int, ValueEvidence]:
    place = outline.texts[0].evidence(0, 0) if outline.texts else ValueEvidence(LinePlace(1, 1))
    for years in (_UNTIL.search(title),):
        if years is not None and 0 < int(years["last"]) - int(years["first"]) <= 20:
            return int(years["first"]), int(years["last"]), ValueEvidence(place.place, title[:40])
    nth = _NTH.search(title)
    if nth is not None:
        first = _first_year(nth)
        return first, first + 4, ValueEvidence(place.place, title[:40])
    for text in outline.texts:
        term = _TERM.search(text.text)
        if term is not None:
            start, end = term.span()
            return int(term["first"]), int(term["last"]), text.evidence(start, end)
    until = re.search(r"(?P<year>20\d\d)", title)
    counts = Counter(
        _first_year(found) for text in outline.texts for found in _NTH.finditer(text.text)
    )
    if counts:
        most = max(counts.values())
        first = max(year for year, count in counts.items() if count * 4 >= most)
        if until is None:
            return first, first + 4, ValueEvidence(place.place, "", "doubtful", "规划期由全文推断")
    last = int(until["year"]) if until else 2025
    return last - 4, last, ValueEvidence(place.place, title[:40], "doubtful", "规划期未见写明")


def _first_year(found: re.Match[str]) -> int:
    return 1951 + 5 * numeral_value(found["nth"] or found["full"])


def _base_year(outline: DraftOutline, first: int) -> _Found:
    for text in outline.texts:
        base = _BASE.search(text.text)
        if base is not None:
            start, end = base.span()
            return _Found(base["year"] or base["after"], text.evidence(start, end))
    place = outline.texts[0].place() if outline.texts else LinePlace(1, 1)
    return _Found(str(first - 1), ValueEvidence(place, "", "likely"))


# -- region and sector


def _region(
    title: _Found, outline: DraftOutline, years: Sequence[int]
) -> tuple[Region | None, ValueEvidence]:
    bearers, _ = leading_regions(title.text.lstrip("“《"), years)
    place = title.evidence.place
    if bearers:
        region = _likeliest(bearers, outline, years)
        several = len(bearers) > 1
        doubt = f"同名区划{len(bearers)}个" if several else ""
        return region, ValueEvidence(place, title.text[:40], "likely" if several else "sure", doubt)
    named: Counter[str] = Counter()
    known: dict[str, Region] = {}
    for text in outline.texts:
        for year in years[:1]:
            for _, _, found in regions_in(text.text, year):
                for region in found if len(found) == 1 else ():
                    named[region.code] += 1
                    known[region.code] = region
    if re.search("国民|全国|国家|中国", title.text) and not named.most_common(1)[:1]:
        return NATION, ValueEvidence(place, title.text[:40], "likely")
    if any(re.search("国务院|各省、自治区、直辖市", text.text) for text in outline.front[:12]):
        return NATION, ValueEvidence(place, title.text[:40], "likely")
    if named:
        code, _ = named.most_common(1)[0]
        return known[code], ValueEvidence(place, "", "doubtful", "地区由全文推断")
    if re.search("国民|全国|国家|中国", title.text):
        return NATION, ValueEvidence(place, title.text[:40], "likely")
    return None, ValueEvidence(place, "", "doubtful", "未见地区")


def _likeliest(bearers: Sequence[Region], outline: DraftOutline, years: Sequence[int]) -> Region:
    """Return the bearer whose regions above are named most often in the text."""
    if len(bearers) == 1:
        return bearers[0]
    named = Counter(
        region.code
        for text in outline.texts[:400]
        for _, _, found in regions_in(text.text, years[0])
        for region in found
        if len(found) == 1
    )
    return max(bearers, key=lambda region: sum(named[code] for code in region.parents))


def _sector(title: str, region: Region | None, outline: DraftOutline) -> tuple[str, Sureness]:
    """Return the sector that the title names, else the one most named in the headings."""
    _, end = leading_regions(title, (region.start if region else 2020, 2020, 2015, 2010))
    subject = title[end:]
    if re.search("国民经济[和与]社会发展", subject):
        return _OUTLINE_SECTOR, "sure"
    bare = _NOT_SUBJECT.sub("", subject)
    for text in (bare, bare.removesuffix("事业")):
        if sector := find_sector(text) if text else "":
            return sector, "sure"
    parts = _parts_named(bare)
    if parts:
        return parts[0], "likely"
    if not bare:
        return _OUTLINE_SECTOR, "likely"
    counts = Counter(
        sector for heading in outline.headings for sector in _parts_named(heading.title)[:1]
    )
    return (counts.most_common(1)[0][0], "doubtful") if counts else ("其他", "doubtful")


def _parts_named(text: str) -> list[str]:
    """Return the sectors of the longest names within a text, the longest first."""
    pieces = {text[i:j] for i in range(len(text)) for j in range(i + 2, min(len(text), i + 12) + 1)}
    named = [(len(piece), sector) for piece in pieces if (sector := find_sector(piece))]
    return [
        sector
        for _, sector in sorted(named, key=lambda pair: (-pair[0], pair[1]))
        if sector not in ("其他", _OUTLINE_SECTOR)
    ]


# -- what a notice prints


def _imprint(outline: DraftOutline, title: str) -> dict[str, _Found]:
    """Return issuer, number, date, status and kind as far as they are printed."""
    found: dict[str, _Found] = {}
    front = outline.front[:30]
    for text in front:
        line = text.text
        number, date, status = (
            _NUMBER.fullmatch(line.strip("（）()")),
            _DATE.match(line),
            _STATUS.search(line),
        )
        if number is not None:
            found.setdefault("number", _Found(number["number"], text.evidence(0, len(line))))
        if date is not None:
            found.setdefault("date", _Found(date["date"], text.evidence(0, len(line))))
        if status is not None and (len(line) <= 12 or _TITLE_END.search(line)):
            found.setdefault(
                "status", _Found(status["status"], text.evidence(*status.span("status")))
            )
    issuer = _issuer(front, title)
    if issuer is not None:
        found["issuer"] = issuer
    order = ("issuer", "number", "date", "status")
    return {key: found[key] for key in order if key in found}


def _issuer(front: Sequence[DraftText], title: str) -> _Found | None:
    joined, _ = _joined(front[:12])
    issued = _ISSUED.match(_NUMBER.sub("", joined, count=1)) if joined else None
    if issued is not None:
        for text in front:
            if "".join(text.text.split()).startswith(issued["issuer"][:6]):
                return _Found(issued["issuer"], text.evidence(0, 40))
    for text in front:
        bare = "".join(text.text.split())
        if _OFFICE.match(bare) and bare not in title:
            return _Found(bare, text.evidence(0, 40))
    return None
