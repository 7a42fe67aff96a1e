"""Numbers of headings, however printed: 第三章, 一、, （一）, 1., （1）, ①, and of boxes, tables and annexes."""

from __future__ import annotations

import re
import unicodedata

from checker.quantity.numerals import read_numeral
from checker.source import Record

_HAN = "〇零○一二三四五六七八九十百两"
_DIGITS = "0-9０-９"
_NUMERAL = f"(?:[{_HAN}]{{1,5}}|[{_DIGITS}]{{1,3}})"

RANKS = ("部分", "章", "节", "一、", "（一）", "1.", "（1）", "①")
"""The forms of heading numbers from the highest down; an unnumbered heading has none of them."""

_FORMS = (
    (0, re.compile(rf"第\s*(?P<number>{_NUMERAL})\s*(?:部分|篇|编)")),
    (1, re.compile(rf"第\s*(?P<number>{_NUMERAL})\s*章")),
    (2, re.compile(rf"第\s*(?P<number>{_NUMERAL})\s*节")),
    (3, re.compile(rf"(?P<number>[{_HAN}]{{1,4}})\s*[、.．，](?![{_DIGITS}])")),
    (4, re.compile(rf"[（(〔]\s*(?P<number>[{_HAN}]{{1,4}})\s*[）)〕]\s*[、.．]?")),
    (
        5,
        re.compile(
            rf"(?P<number>[{_DIGITS}]{{1,2}}(?:[.．][{_DIGITS}]{{1,2}}){{1,3}})(?=[\s\u4e00-\u9fff“《])(?![张人个名万亿元岁天年倍次家所例公千米平吨亩辆户成])"
        ),
    ),
    (5, re.compile(rf"(?P<number>[{_DIGITS}]{{1,2}})\s*[、.．](?![{_DIGITS}])")),
    (6, re.compile(rf"[（(]\s*(?P<number>[{_DIGITS}]{{1,2}})\s*[）)]\s*[、.．]?")),
    (6, re.compile(rf"(?P<number>[{_DIGITS}]{{1,2}})[）)]\s*")),
    (7, re.compile(r"(?P<number>[①-⑳])\s*")),
)
_BARE_FORMS = (3, 5)  # 一、 and 1. are printed without their point, the others whole


class HeadingNumber(Record):
    """A number at the start of a text: as printed, its rank (index in RANKS), its value, where the title begins."""

    printed: str
    rank: int
    value: int
    end: int


def heading_number(text: str) -> HeadingNumber | None:
    """Return the heading number that a text begins with, None for none; 3.26 and 2020 are figures, not numbers."""
    for rank, form in _FORMS:
        found = form.match(text)
        if found is None:
            continue
        printed = found["number"] if rank in _BARE_FORMS else found[0].rstrip().rstrip("、.．")
        end = found.end()
        while end < len(text) and text[end] in " 　\t\u200b、:：":
            end += 1
        return HeadingNumber("".join(printed.split()), rank, numeral_value(found["number"]), end)
    return None


def numeral_value(numeral: str) -> int:
    """Return the value of a numeral below a thousand (十二, １２, ⑫), of 2.3 that of its last part; 0 for none."""
    text = unicodedata.normalize("NFKC", numeral).replace("．", ".").rpartition(".")[2]
    if text.isascii():
        return int(text) if text.isdigit() else 0
    read = read_numeral(text.replace("○", "〇"))
    return int(read[0]) if read is not None else 0


_BOX = re.compile(rf"专\s*栏\s*(?P<no>{_NUMERAL}(?:[-—－–.]{_NUMERAL})?)?\s*[:：、.．]?\s*")
_TABLE = re.compile(
    rf"(?P<more>续\s*)?(?P<word>附\s*表|表)\s*(?P<no>{_NUMERAL}(?:[-—－–.．]{_NUMERAL})?)?\s*(?P<after>[（(]续[）)]|续表?)?\s*[:：、.．]?\s*"
)
_ANNEX = re.compile(
    rf"附\s*(?P<word>件|录|表)\s*(?P<no>{_NUMERAL}(?:[-—－–]{_NUMERAL})?)?\s*[:：、.．]?\s*"
)


class CaptionNumber(Record):
    """The number of a box, table or annex at the start of a text: kind 专栏, 表 or 附件, and where the title begins."""

    printed: str
    kind: str
    end: int
    continued: bool = False


def caption_number(text: str) -> CaptionNumber | None:
    """Return the number of a box, table or annex that a text begins with: 专栏3, 表2-1, 续表2-2, 附表 1, 附件."""
    for kind, form in (("专栏", _BOX), ("附件", _ANNEX), ("表", _TABLE)):
        found = form.match(text)
        if found is None or not (found["no"] or kind != "表" or "续" in found[0]):
            continue
        if (
            kind == "附件"
            and found["no"] is None
            and text[found.end() : found.end() + 1] in _IN_A_WORD
        ):
            continue
        number = "".join(found[0].split()).rstrip(":：、.．")
        more = kind == "表" and bool(found["more"] or found["after"])
        if more:
            number = f"表{found['no'] or ''}" if found["no"] else ""
        return CaptionNumber(number, kind, found.end(), more)
    return None


_IN_A_WORD = tuple("的所和中是为")  # 附件的, 附表中: running text
