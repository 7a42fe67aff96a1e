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
    r"[第专栏表附件（(]*\s*([一二三四五六七八九十百零〇]+|\d+)\s*[章节条、.．）)]?"
)


@lru_cache(maxsize=4096)
def ordinal(number: str) -> int | None:
    """Return the number of a heading: 3 for 第三章, 三、, （三）, 3. and 专栏3; None for what has none."""
    match = _ORDINAL.fullmatch(unicodedata.normalize("NFKC", number).strip())
    if match is None:
        return None
    digits = match.group(1)
    if digits.isdecimal():
        return int(digits)
    value = read_numeral(digits)
    return int(value[0]) if value is not None else None


class Siblings:
    """Headings that stand side by side under one parent, of one kind and level."""

    def __init__(self) -> None:
        self.sections: list[Section] = []

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
    for section in sections:
        kind = section.kind.text if section.kind is not None else ""
        if not kind:
            deeper = [k for k in opened if not k[0] and k[1] > section.level]
            for key in deeper:
                del opened[key]
        group = opened.setdefault((kind, 0 if kind else section.level), Siblings())
        group.sections.append(section)
        groups[id(section)] = group
    return groups
