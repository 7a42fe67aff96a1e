"""The form of a plan as subjects: headings, citations, announced counts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from checker.engine.evaluate import count
from checker.engine.subject import Subject, to_text
from checker.engine.values import Value, absent, unknown
from checker.findings import Origin
from checker.plan.model import Citation, Enumeration, Section
from checker.quantity.numerals import read_numeral

if TYPE_CHECKING:
    from checker.engine.world import PlanWorld


class SectionSubject(Subject):
    kind = "section"

    def __init__(self, record: Section, world: PlanWorld) -> None:
        self.record = record
        self.world = world

    @property
    def label(self) -> str:
        number = self.record.number.text if self.record.number else ""
        return f"{number} {self.record.title.text}".strip()

    @property
    def origin(self) -> Origin:
        return self.world.origin(self.record.title.span, self.record.at)

    @property
    def number(self) -> Value:
        return to_text(self.record.number, "编号")

    @property
    def title(self) -> Value:
        return to_text(self.record.title, "标题")

    def get(self, key: str) -> Value:
        return to_text(self.record.kind, "类型") if key == "kind" else super().get(key)


class CitationSubject(Subject):
    kind = "citation"

    def __init__(self, record: Citation, world: PlanWorld) -> None:
        self.record = record
        self.world = world

    @property
    def label(self) -> str:
        return self.record.title.text

    @property
    def origin(self) -> Origin:
        printed = self.record.number or self.record.title
        return self.world.origin(printed.span, self.record.at)

    @property
    def title(self) -> Value:
        return to_text(self.record.title, "名称")

    @property
    def number(self) -> Value:
        return to_text(self.record.number, f"《{self.label}》的文号")


class EnumerationSubject(Subject):
    kind = "enumeration"

    def __init__(self, record: Enumeration, world: PlanWorld) -> None:
        self.record = record
        self.world = world

    @property
    def label(self) -> str:
        return self.record.name.text

    @property
    def origin(self) -> Origin:
        return self.world.origin(self.record.name.span, self.record.at)

    @property
    def name(self) -> Value:
        return self.record.name.text

    @property
    def announced(self) -> Value:
        printed = self.record.announced
        if printed is None:
            return absent(what=f"{self.label}的宣称数")
        text = printed.text
        read_as = (Fraction(text), 0) if text.isdecimal() else read_numeral(text)
        if read_as is None or read_as[0].denominator != 1:
            return unknown("not-number", name=self.label, text=text)
        return count(int(read_as[0]))

    @property
    def listed(self) -> Value:
        return count(len(self.record.items))
