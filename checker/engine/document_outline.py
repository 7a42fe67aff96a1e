"""The headings of a plan and those beside each: numbers, styles, order. Judges none of them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from checker.plan.model import Section
from checker.quantity.numerals import read_numeral
from checker.source import cached_property

_ENOUGH = 3


@lru_cache(maxsize=4096)  # of each heading, and of all beside it
def numbering_style(number: str) -> str:
    """Return a number without its value: 第一章 of 第三章, （一） of （十二）, 1 of 3."""
    folded = unicodedata.normalize("NFKC", number).strip()
    return re.sub(r"\d+", "1", re.sub(r"[一二三四五六七八九十百零〇]+", "一", folded))


_ORDINAL = re.compile(
    r"(?P<chain>(?:\d{1,4}\.)+)?(?:[第专栏表附件图（(])*\s*"
    r"(?P<own>[一二三四五六七八九十百零〇]+|\d{1,9}|[IVXLivxl]+|[A-Za-z])\s*(?:[篇编章节条款项、.．）)]|是)?"
)
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰", "一二三四五六七八九十百")
_ROMAN = re.compile(r"(?i)(?=.)(XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_SIGNS = {"I": 1, "V": 5, "X": 10, "L": 50}
_ONE_ROMAN = re.compile("[Ⅰ-ↈⅰ-ⅿ]")


@lru_cache(maxsize=4096)
def ordinal(number: str) -> int | None:
    """Return the number of a heading: 3 for 第三章, 三、, （三）, 叁、, 三是, 3., 2.3, Ⅲ, C. and 专栏3.

    None for what has none, and for one letter that is a Roman numeral as well: I. is the first or the ninth.
    """
    match = _match(number)
    if match is None:
        return None
    own = match["own"]
    if own.isdecimal():
        return int(own)
    if own.isascii():
        return _letters(own, is_roman=_ONE_ROMAN.search(number) is not None)
    value = read_numeral(own)
    return int(value[0]) if value is not None else None


def chain(number: str) -> str:
    """Return what stands before the own number of a heading: “2.” of 2.3, "" of most."""
    match = _match(number)
    return (match["chain"] or "") if match is not None else ""


def _match(number: str) -> re.Match[str] | None:
    return _ORDINAL.fullmatch(unicodedata.normalize("NFKC", number).strip().translate(_CAPITALS))


def _letters(own: str, *, is_roman: bool) -> int | None:
    """Return what letters count: III and Ⅰ as Roman numerals, C as the third of the alphabet."""
    letters = own.upper()
    if len(letters) == 1 and not is_roman:
        return None if letters in _ROMAN_SIGNS else ord(letters) - ord("A") + 1
    if _ROMAN.fullmatch(letters) is None:
        return None
    values = [_ROMAN_SIGNS[letter] for letter in letters]
    pairs = zip(values, (*values[1:], 0), strict=True)
    return sum(-value if value < after else value for value, after in pairs)


class Siblings:
    """Headings that stand side by side under one parent, of one kind and level."""

    def __init__(self, earlier: Section | None = None) -> None:
        self.sections: list[Section] = []
        self.earlier = earlier
        """The last numbered heading of the level below another parent: 章 may run on across 篇."""

    @cached_property
    def usual_style(self) -> str:
        """The style of more than half of the numbers; "" where there are too few, or none is usual."""
        numbers = [s.number.text for s in self.sections if s.number]
        styles = Counter(style for number in numbers if (style := numbering_style(number)))
        if styles.total() < _ENOUGH:
            return ""
        usual, times = styles.most_common(1)[0]
        return usual if 2 * times > styles.total() else ""

    @cached_property
    def is_numbered(self) -> bool:
        """Whether most bear a number."""
        numbered = sum(1 for s in self.sections if s.number is not None and s.number.text)
        return len(self.sections) > 1 and 2 * numbered > len(self.sections)

    @cached_property
    def before(self) -> Mapping[int, tuple[Section | None, int]]:
        """By id of each: the numbered heading before it, and how many that lost their number stand between.

        A heading without number among numbered ones has lost it; a 前言 before the first has none.
        """
        predecessors: dict[int, tuple[Section | None, int]] = {}
        before: Section | None = None
        lost = 0
        for section in self.sections:
            predecessors[id(section)] = before, lost
            if section.number is not None and section.number.text:
                before, lost = section, 0
            elif section is not self.sections[0] and section.kind is None:
                lost += 1
        return predecessors


def outline(sections: tuple[Section, ...]) -> Mapping[int, Siblings]:
    """Return the headings beside each heading of a plan, itself among them, by its id."""
    groups: dict[int, Siblings] = {}
    opened: dict[tuple[str, int], Siblings] = {}
    last: dict[tuple[str, int], Section] = {}
    for section in sections:
        kind = section.kind.text if section.kind is not None else ""
        if not kind:
            deeper = [k for k in opened if not k[0] and k[1] > section.level]
            for key in deeper:
                del opened[key]
        key = kind, 0 if kind else section.level
        group = opened.get(key)
        if group is None:
            group = opened[key] = Siblings(last.get(key))
        group.sections.append(section)
        if section.number is not None and section.number.text:
            last[key] = section
        groups[id(section)] = group
    return groups
