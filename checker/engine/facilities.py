"""Institutions and projects as subjects: beds, areas, money, years."""

from __future__ import annotations

import re

from checker.engine.context import PlanContext
from checker.engine.evaluate import aggregate, arithmetic
from checker.engine.interpret import bare_number
from checker.engine.subject import NamedSubject, PrintedSubject, to_choice, to_list, to_text
from checker.engine.values import (
    MISSING,
    Number,
    Subject,
    Value,
    absent,
    attribute,
    unknown,
)
from checker.findings import Origin
from checker.plan.model import Institution, PrintedText, Project, Repeat
from checker.quantity.units import BARE
from checker.source import NOWHERE


class InstitutionSubject(PrintedSubject):
    kind = "institution"
    material = "institution"

    def __init__(self, name: PrintedText, record: Institution | None, context: PlanContext) -> None:
        super().__init__(name, record.at if record is not None else NOWHERE, context)
        self.record = record

    @property
    def _own_projects(self) -> list[ProjectSubject]:
        """Its projects, in the order of the plan."""
        return self.context.grouped("project", _owner_of).get(self.label, [])

    def _choice(self, field: str, enumeration: str, what: str) -> Value:
        printed = getattr(self.record, field) if self.record is not None else None
        return (
            to_choice(enumeration, printed.text)
            if printed is not None
            else absent(what=f"{self.label}的{what}")
        )

    @attribute
    def ownership(self) -> Value:
        return self._choice("ownership", "ownership", "性质")

    @attribute
    def kind_(self) -> Value:
        return self._choice("kind", "institution_kind", "类别")

    @attribute
    def grade_class(self) -> Value:
        return to_text(self.record.grade_class if self.record else None, f"{self.label}的等级")

    @attribute
    def present_beds(self) -> Value:
        return self._beds("present_beds", "现有床位")

    def _beds(self, field: str, what: str) -> Value:
        printed = getattr(self.record, field) if self.record is not None else None
        at = self.record.at if self.record is not None else NOWHERE
        return self.context.number(printed, "张", f"{self.label}的{what}", at)

    @attribute
    def planned_beds(self) -> Value:
        """The printed size; else the present beds with those that projects add; else that of its projects."""
        printed = self._beds("planned_beds", "规划床位")
        if isinstance(printed, Number):
            return printed
        present, added = self.present_beds, self.added_beds
        if isinstance(present, Number) and isinstance(added, Number):
            return arithmetic("add", present, added)
        sizes = [n for p in self._own_projects if isinstance(n := p.beds, Number)]
        if sizes:
            return max(sizes, key=lambda n: n.value)
        if isinstance(present, Number) and not self._own_projects:
            return present
        return absent(what=f"{self.label}的规划床位")

    @attribute
    def added_beds(self) -> Value:
        beds = [p.new_beds for p in self._own_projects]
        return aggregate("sum", beds, f"{self.label}的新增床位")

    @attribute
    def filing_level(self) -> Value:
        return self._choice("filing_level", "level", "备案层级")

    @attribute
    def tcm_filing_level(self) -> Value:
        return self._choice("tcm_filing_level", "level", "中医备案层级")

    @attribute
    def projects(self) -> Value:
        return to_list(tuple(self._own_projects), f"{self.label}的项目")


def _number(field: str, unit: str, what: str) -> attribute[Value]:
    """Return the attribute for a number of a project: the first of its field, in `unit` if the text prints none."""

    def printed(project: ProjectSubject) -> PrintedText | None:
        texts: PrintedText | tuple[PrintedText, ...] | None = getattr(project.record, field)
        return next(iter(texts), None) if isinstance(texts, tuple) else texts

    def number(project: ProjectSubject) -> Value:
        what_of = f"{project.label}的{what}"
        return project.context.number(printed(project), unit, what_of, project.record.at)

    row = attribute(number)
    row.in_columns(lambda project: bare_number(printed(project), unit))
    return row


def _numbers(field: str, unit: str, what: str) -> attribute[Value]:
    """Each number of a field of a project; `unit` where a text prints none."""

    def numbers(project: ProjectSubject) -> Value:
        context, at, what_of = project.context, project.record.at, f"{project.label}的{what}"
        texts = getattr(project.record, field)
        return to_list(tuple(context.number(p, unit, what_of, at) for p in texts), what_of)

    row = attribute(numbers)
    row.in_columns(
        lambda p: tuple(bare_number(x, unit) for x in getattr(p.record, field)) or MISSING
    )
    return row


def _owner_of(project: ProjectSubject) -> str | None:
    """Return the institution of a project, else its owner."""
    owner = project.record.institution or project.record.owner
    return None if owner is None else owner.text


def _name_and_owner(project: ProjectSubject) -> str:
    owner = project.record.owner
    return f"{project.label}|{'' if owner is None else owner.text}"


class ProjectSubject(NamedSubject[Project]):
    kind = "project"

    @property
    def identity(self) -> str:
        return f"{self.record.name.text}|{self.record.no.text if self.record.no else ''}"

    @attribute
    def owner(self) -> Value:
        return to_text(self.record.owner, f"{self.label}的业主")

    @attribute
    def same_name(self) -> Value:
        """The first project of that name and owner, if that is another."""
        first = self.context.grouped("project", _name_and_owner)[_name_and_owner(self)][0]
        return first if first is not self else absent(what=f"与“{self.label}”同名的项目")

    beds = _number("beds", "张", "规划床位")

    new_beds = _number("new_beds", "张", "新增床位")

    site_area = _number("site_area", "平方米", "用地面积")

    floor_area = _number("floor_area", "平方米", "建筑面积")

    floor_areas = _numbers("floor_area", "平方米", "建筑面积")

    above_ground = _number("above_ground", "平方米", "地上面积")

    below_ground = _number("below_ground", "平方米", "地下面积")

    storeys_above = _number("storeys_above", "层", "地上层数")

    storeys_below = _number("storeys_below", "层", "地下层数")

    @attribute
    def repeats(self) -> Value:
        repeats = tuple(RepeatSubject(x, self) for x in self.record.repeats)
        return to_list(repeats, f"{self.label}的倍数")

    total_investment = _number("total_investment", "万元", "总投资")

    period_investment = _number("period_investment", "万元", "期内投资")

    stated_investment = _numbers("stated_investment", "万元", "文中投资")

    @attribute
    def costs(self) -> Value:
        costs = tuple(
            self.context.number(c.value, "万元", f"{self.label}的{c.name.text}", self.record.at)
            for c in self.record.costs
        )
        return to_list(costs, f"{self.label}的费用")

    @costs.in_columns
    def _costs(self) -> Value:
        return tuple(bare_number(c.value, "万元") for c in self.record.costs) or MISSING

    @attribute
    def years(self) -> Value:
        return to_text(self.record.years, f"{self.label}的建设年限")

    @attribute
    def status(self) -> Value:
        return to_text(self.record.status, f"{self.label}的进展")

    @attribute
    def remark(self) -> Value:
        return to_text(self.record.remark, f"{self.label}的备注")

    def _year(self, index: int) -> Value:
        """Return a year of the construction period; the last one may stand in the remark (完成时间至“十五五”末)."""
        printed, remark = self.record.years, self.record.remark
        years = _years(printed.text) if printed is not None else ()
        if (
            not years
            and index == -1
            and remark is not None
            and re.search("完成|完工|竣工|建成", remark.text)
        ):
            years = _years(remark.text)
        if years and printed is not None and _is_open(printed.text, index):
            return absent(what=f"{self.label}的{'起始' if index == 0 else '终止'}年")
        if years:
            return years[index]
        if printed is None or not printed.text:
            return absent(what=f"{self.label}的建设年限")
        return unknown("not-years", name=self.label, text=printed.text)

    @attribute
    def first_year(self) -> Value:
        return self._year(0)

    @attribute
    def last_year(self) -> Value:
        return self._year(-1)


_ORDINALS = {"六": 6, "七": 7, "八": 8, "九": 9, "十": 10} | {
    f"十{d}": 10 + n for n, d in enumerate("一二三四五六七", 1)
}


_NO_END = re.compile(r"(?:起|以来|开始|开工|[-‐–—―－~～〜至])\s*$")
_NO_BEGINNING = re.compile(r"(?:前|之前|以前|完成|完工|竣工|建成)\s*$")


def _is_open(text: str, index: int) -> bool:
    """Return True if a text prints one year alone, and not the one asked for: 2021年起 has no end."""
    if len(_years(text)) != 1:
        return False
    return (_NO_END if index == -1 else _NO_BEGINNING).search(text.strip()) is not None


def _years(text: str) -> tuple[int, ...]:
    """Return the years that a text prints: 2020-2023, 2019—2021, and 2030 for “十五五”末."""
    years = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d)", text)]
    for ordinal, part in re.findall(
        r"“?(十[一二三四五六七]|[六七八九十])五”?(初|末|期间|期末)?", text
    ):
        first = 1981 + 5 * (_ORDINALS[ordinal] - 6)
        years += {"初": [first], "": [first, first + 4], "期间": [first, first + 4]}.get(
            part, [first + 4]
        )
    return tuple(years)


class RepeatSubject(Subject):
    kind = "repeat"

    def __init__(self, record: Repeat, owner: ProjectSubject) -> None:
        self.record = record
        self.of = owner

    @property
    def label(self) -> str:
        return f"{self.of.label}：{self.record.name.text}"

    @property
    def origin(self) -> Origin:
        return self.of.context.origin(self.record.count.span, self.of.record.at)

    @attribute
    def name(self) -> Value:
        return self.record.name.text

    @attribute
    def project(self) -> Value:
        return self.of

    @attribute
    def count(self) -> Value:
        number = self.of.context.number(self.record.count, "个", self.label, self.of.record.at)
        if not isinstance(number, Number):
            return number
        return Number(
            number.value,
            number.low,
            number.high,
            BARE.dimension,
            BARE,
            0,
            False,
            number.about,
            number.printed,
            number.origin,
        )

    @attribute
    def each(self) -> Value:
        return self.of.context.number(self.record.each, "平方米", self.label, self.of.record.at)

    @attribute
    def total(self) -> Value:
        return self.of.context.number(
            self.record.total, "平方米", f"{self.label}的合计", self.of.record.at
        )
