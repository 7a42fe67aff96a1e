"""Facts as they are read from a text, and which of them are parts of which totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from checker.extract.records import PlainValue, ReadEntry, ValueEvidence, Whereabouts, at_of
from checker.quantity.read import read
from checker.quantity.reading import CumulativeReading, SetReading


class FactDraft:
    """A fact that later words may still add to: a change, parts, a total."""

    def __init__(
        self, name: str, key: str, value: str, unit: str, evidence: ValueEvidence, where: Whereabouts,
        opens_parts: bool, bracket: bool, position: int, *, region: str = "", indicator: str = "",
    ) -> None:  # fmt: skip
        self.name, self.key, self.unit, self.evidence, self.where = name, key, unit, evidence, where
        self.values: dict[str, str] = {key: value}
        self.changes: dict[str, str] = {}
        self.opens_parts, self.bracket, self.position = opens_parts, bracket, position
        self.region, self.indicator = region, indicator
        self.parts = self.part_of = self.within = ""
        self.misnamed = False

    def entry(self) -> ReadEntry:
        """Return the entry of the plan data."""
        data: dict[str, PlainValue] = {"name": self.name}
        if self.indicator:
            data["indicator"] = self.indicator
        if self.region:
            data["region"] = self.region
        if self.values:
            data["value"] = dict(self.values)
        if self.changes:
            data["change"] = dict(self.changes)
        if self.parts:
            data["parts"] = self.parts
        if self.part_of:
            data["part_of"] = self.part_of
        data["at"] = at_of(self.where, self.evidence.place)
        found: dict[tuple[str, ...], ValueEvidence] = {(): self.evidence}
        found |= {("value", year): self.evidence for year in self.values}
        return ReadEntry(data, found)


def with_parts(facts: Sequence[FactDraft]) -> Sequence[FactDraft]:
    """Mark totals and their parts: what follows 其中, 含 or 包括 in the unit of the figure before it."""
    total: FactDraft | None = None
    parts: list[FactDraft] = []
    for index, fact in enumerate(facts):
        before = facts[index - 1] if index else fact
        listed = fact.bracket and not before.bracket and not fact.region and _goes_on(fact, before)
        if fact.within and fact.within != before.within:
            _close(total, parts)
            total = next(
                (f for f in reversed(facts[:index]) if f.name == fact.within and _goes_on(fact, f)),
                None,
            )
            parts = [fact] if total is not None else []
        elif fact.opens_parts or (listed and before.values):
            _close(total, parts)
            total = _total_before(facts[:index], fact)
            parts = [fact] if total is not None else []
        elif total is not None and fact.within != before.within:
            _close(total, parts)
            total, parts = None, []
        elif total is not None and _goes_on(fact, total) and fact.bracket == parts[0].bracket:
            parts.append(fact)
        elif total is not None and (not _share(fact) or fact.bracket != parts[0].bracket):
            _close(total, parts)
            total, parts = None, []
    _close(total, parts)
    return facts


_NO_PART = re.compile("率|密度|[人户平]均|^每")


def _goes_on(fact: FactDraft, total: FactDraft) -> bool:
    return fact.key == total.key and _same_unit(fact, total) and _NO_PART.search(fact.name) is None


def _total_before(facts: Sequence[FactDraft], part: FactDraft) -> FactDraft | None:
    for fact in reversed(facts[-4:]):
        if _same_unit(fact, part) and fact.key == part.key and fact.values:
            return fact
    return None


def _close(total: FactDraft | None, parts: Sequence[FactDraft]) -> None:
    if total is None or not parts:
        return
    while len(parts) > 1 and _sum(parts) > _amount(total) >= _amount(parts[0]):
        parts = parts[:-1]
    if _sum(parts) > _amount(total):
        return
    total.parts = "全部" if _sum(parts) == _amount(total) and len(parts) > 1 else "部分"
    kernel = _KERNEL.search(total.name)
    for part in parts:
        part.part_of = total.name
        if kernel is not None and kernel["thing"] not in part.name:
            part.name, part.indicator, part.misnamed = (
                part.name + kernel[0],
                "",
                False,
            )  # 综合医院 + 编制床位


def _sum(parts: Sequence[FactDraft]) -> Fraction:
    return sum((_amount(part) for part in parts), Fraction(0))


def _amount(fact: FactDraft) -> Fraction:
    for value in fact.values.values():
        reading = read(value)
        if isinstance(reading, SetReading | CumulativeReading) and reading.numbers:
            factor = reading.unit.factor if reading.unit is not None else 1
            return reading.numbers[0].value * factor
    return Fraction(0)


def _share(fact: FactDraft) -> bool:
    return fact.unit in ("%", "‰")


_KERNEL = re.compile(
    "(?:编制|开放|实有)?(?P<thing>床位|病床|人次|面积|投资|资金|经费|里程|产值|产量|学生|收入|支出)数?$"
)
_COUNTERS = ("家", "个", "所", "处", "间", "座")


def _same_unit(left: FactDraft, right: FactDraft) -> bool:
    bare = [fact.unit.lstrip("万亿千百多余") for fact in (left, right)]
    return bare[0] == bare[1] or (bare[0] in _COUNTERS and bare[1] in _COUNTERS)
