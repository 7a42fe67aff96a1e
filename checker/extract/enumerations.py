"""Announced counts (八大领域, “四早”) and the items or headings that answer them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.extract.numbering import numeral_value
from checker.extract.records import DraftOutline, DraftText, PlainValue, ReadEntry, Sureness, at_of

_COUNT = r"(?P<count>[二两三四五六七八九十]|十[一二三四五六])"
_LISTED_AFTER = re.compile(
    rf"[“\"]?{_COUNT}(?P<kind>大|个|项|类|级|种|位一体|方|早|化|统一|进|个方面|方面)(?P<noun>[^，。；：、（）()“”\d]{{0,14}})[”\"]?"
    r"(?P<after>[^，。；：、（）()]{0,8})(?:[（(](?P<inside>[^（）()]{4,160})[）)]|[:：](?P<colon>[^。；：]{4,160}))"
)
_LISTED_BEFORE = re.compile(
    rf"(?P<items>[^，。；：、《》\d]{{1,24}}(?:[、和与及][^，。；：、《》\d]{{1,24}}){{1,12}}?)等?的?[“\"]?"
    rf"{_COUNT}(?P<kind>大|级|个|项|类|种|方面|位一体|早|方|社|轮|阶段|环节|化|统一|进|张网|个轮子)"
    r"(?P<noun>[^，。；：、（）()\d”\"]{0,14})(?P<close>[”\"]?)(?P<rest>[^，。；：、（）()\d“”]{0,12})"
)
_AND = re.compile("、|(?<=[^饱总])和(?!谐|睦|平|解)|以及|及(?!以|时|格|其)")
_VERBS = re.compile(
    "围绕|聚焦|突出|建立|建设|建成|构建|完善|健全|推进|推动|实施|实现|包括|抓好|加强|形成|做好|坚持|落实|涵盖|覆盖|即|分别[为是]|强化"
    "|打造|开展|完成|遵循|促进|改善|提升|依托|达到|确保|统筹|整合|创新|发挥|配合|通过|以及时|采取|推广|培育"
)
_TAIL = re.compile(r"(?:等|在内的?|相结合|协同|为主)$")
_HEADED = re.compile(
    rf"{_COUNT}(?:大|项|个)(?P<noun>任务|工程|行动|体系|领域|方面|举措|措施|项目|原则|目标|重点|计划|战略)"
)
_CLASSES = re.compile(
    "[一二三]级(?:医院|[甲乙]等|综合|中医|以上|及以上|标准|公立|妇幼|专科|医疗机构)"
)
_NOT_COUNTS = re.compile("十[一二三四五]五|第[一二三四五六七八九十]+个|[一二三四五六七八九十]五")


def read_enumerations(outline: DraftOutline) -> Iterator[ReadEntry]:
    """Yield the announced counts whose items stand beside them, or below them as headings."""
    children = _headings_below(outline)
    for index, text in enumerate(outline.texts):
        if text.heading:
            yield from _by_headings(text, children.get(index, ()))
            continue
        spans: list[tuple[int, int]] = []
        for entry, span in (*_after(text), *_before(text)):
            if not any(left < span[1] and span[0] < right for left, right in spans):
                spans.append(span)
                yield entry


def _headings_below(outline: DraftOutline) -> dict[int, tuple[DraftText, ...]]:
    """Give the headings one step below every heading, by the index of its text."""
    below: dict[int, list[DraftText]] = {}
    open_at: list[tuple[int, int]] = []
    for index, text in enumerate(outline.texts):
        if not text.heading or text.where.box or text.where.annex:
            continue
        depth = len(text.where.titles)
        while open_at and open_at[-1][1] >= depth:
            open_at.pop()
        if open_at:
            below.setdefault(open_at[-1][0], []).append(text)
        open_at.append((index, depth))
    return {index: tuple(texts) for index, texts in below.items()}


def _by_headings(text: DraftText, below: tuple[DraftText, ...]) -> Iterator[ReadEntry]:
    counted = _HEADED.search(text.text)
    if counted is None or len(below) < 2 or _NOT_COUNTS.search(text.text[: counted.end()]):
        return
    items: list[PlainValue] = [child.where.titles[-1] for child in below]
    yield _entry(
        text, counted.start(), counted.end(), counted[0], counted["count"], items, "likely"
    )


def _after(text: DraftText) -> Iterator[tuple[ReadEntry, tuple[int, int]]]:
    """“四早”（早发现、…）, 四大任务：甲、乙、丙、丁: the items follow the count."""
    for found in _LISTED_AFTER.finditer(text.text):
        listed = found["inside"] or found["colon"]
        expected = numeral_value(found["count"])
        items = _items(listed, expected)
        if len(items) < 2 or "等" in listed[-3:] or re.search(r"\d", listed):
            continue
        if len(items) != expected and not found["inside"]:
            continue
        name = text.text[found.start() : found.end("after")]
        yield (
            _entry(text, found.start(), found.end(), name, found["count"], items, "likely"),
            found.span(),
        )


def _before(text: DraftText) -> Iterator[tuple[ReadEntry, tuple[int, int]]]:
    """甲、乙、丙三大领域, 县、乡、村三级网络: the items stand before the count, and are as many."""
    for found in _LISTED_BEFORE.finditer(text.text):
        expected = numeral_value(found["count"])
        items = _items(found["items"], expected)
        told = text.text[found.start("count") : found.end("noun")]
        before = text.text[found.start("count") - 1]
        if before in "第十" or (found["count"], found["kind"]) == ("二", "级"):
            continue
        if len(items) != expected or _NOT_COUNTS.search(told) or _CLASSES.match(told):
            continue
        name = re.split("的(?=.{6})|和|及|，", told)[0]
        if found["close"]:
            name = f"“{told}”{found['rest'] if len(found['rest']) <= 6 else ''}"
        yield (
            _entry(text, found.start(), found.end(), name, found["count"], items, "likely"),
            found.span(),
        )


def _items(listed: str, expected: int) -> list[PlainValue]:
    """Return the items of a list, parted at 、 alone where that gives the number, else also at 和 and 及."""
    listed = _TAIL.sub("", listed.strip())
    for parting in (re.compile("、"), _AND):
        parts = [part.strip('“”" ') for part in parting.split(listed)]
        if len(parts) == expected or parting is _AND:
            break
    if not all(parts):
        return []
    return [_after_verb(parts[0]), *parts[1:-1], *([_short(parts[-1])] if len(parts) > 1 else [])]


def _after_verb(item: str) -> str:
    """Return the first item of a list without what leads up to it: 健全县 is 县."""
    end = max((verb.end() for verb in _VERBS.finditer(item) if verb.end() < len(item)), default=0)
    return item[end:].lstrip('了“"‘') or item


def _short(item: str) -> str:
    """Return the last item of a list without what follows it: 村的 is 村."""
    return re.split("的|各|有机|相|等", item)[0].rstrip('”"') or item


def _entry(
    text: DraftText,
    start: int,
    end: int,
    name: str,
    count: str,
    items: list[PlainValue],
    sureness: Sureness,
) -> ReadEntry:
    data: dict[str, PlainValue] = {"name": name, "announced": count, "items": items}
    data["at"] = at_of(text.where, text.place(start))
    return ReadEntry(data, {(): text.evidence(start, end, sureness)})
