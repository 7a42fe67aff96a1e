"""What rules speak of: the subjects of a plan with their attributes. Each attribute is a property named by its key."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.datatypes.choices import choice
from checker.engine.evaluate import aggregate, arithmetic, count
from checker.engine.readings import Datum, Goal, OriginKind, all_numbers
from checker.engine.values import Number, Unknown, Value, Zone, absent, unknown
from checker.findings import Origin
from checker.findings import Subject as SubjectLabel
from checker.plan.chain import Level, rank
from checker.plan.model import Citation, Enumeration, Institution, Plan, Printed, Project, Repeat, Section
from checker.quantity import reading as r
from checker.quantity.numerals import read_numeral
from checker.quantity.sets import Interval
from checker.semantics.infer import BARE
from checker.source import NOWHERE

if TYPE_CHECKING:
    from checker.engine.world import PlanWorld

_ORIGINS: dict[OriginKind, str] = {"table": "表格", "prose": "正文", "box": "专栏", "annex": "附件", "summary": "概要"}
_DIRECTIONS = {"higher": "越高越好", "lower": "越低越好", "neither": "不定"}


def _choice(enumeration: str, word: str) -> Value:
    found = choice(enumeration, word)
    return found if found is not None else absent(what=word or enumeration)


def _text(printed: Printed | None, what: str) -> Value:
    return printed.text if printed is not None and printed.text else absent(what=what)


class Subject:
    """One record. `get` gives an attribute of its kind by key; `origin_of` where that attribute stands."""

    kind = ""

    def get(self, key: str) -> Value:
        found: Value = getattr(self, key)
        return found

    def origin_of(self, key: str) -> Origin | None:
        return self.origin

    @property
    def origin(self) -> Origin | None:
        return None

    @property
    def label(self) -> str:
        raise NotImplementedError

    @property
    def identity(self) -> str:
        """A key that survives reordering and reformatting of the plan file."""
        return self.label

    def describe(self) -> SubjectLabel:
        return SubjectLabel(self.kind, self.label, self.identity, self.origin)


class PlanSubject(Subject):
    kind = "plan"

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @property
    def label(self) -> str:
        return self.plan.header.title.text

    @property
    def origin(self) -> Origin:
        title = self.plan.header.title
        return Origin(title.text, title.span, NOWHERE, self.plan.header.grade)

    @property
    def title(self) -> Value:
        return self.plan.header.title.text

    @property
    def level(self) -> Value:
        return _choice("level", self.plan.header.level.text)

    @property
    def sector(self) -> Value:
        return self.plan.header.sector.text

    @property
    def region(self) -> Value:
        return self.plan.header.region_name.text

    @property
    def first_year(self) -> Value:
        return self.plan.header.first_year

    @property
    def last_year(self) -> Value:
        return self.plan.header.last_year

    @property
    def base_year(self) -> Value:
        return self.plan.header.base_year

    @property
    def target_year(self) -> Value:
        return self.plan.header.target_year

    @property
    def number(self) -> Value:
        return _text(self.plan.header.number, "文号")

    @property
    def date(self) -> Value:
        return _text(self.plan.header.date, "日期")


class GoalSubject(Subject):
    """A target, a statement or a target of a plan above: one goal in the world of the plan being judged."""

    def __init__(self, goal: Goal, world: PlanWorld, kind: str) -> None:
        self.goal = goal
        self.world = world
        self.kind = kind

    def get(self, key: str) -> Value:
        # 出处 is an attribute of the language; `origin` is where a subject stands.
        if key == "origin":
            return _choice("origin", _ORIGINS[self.goal.origin_kind])
        return super().get(key)

    @property
    def label(self) -> str:
        return self.goal.name

    @property
    def identity(self) -> str:
        parts = [self.goal.key, str(self.goal.year), self.goal.scope]
        if self.kind == "statement":
            place = self.goal.place
            parts += [place.table or place.section or place.box or place.annex or place.summary]
        if self.kind == "upper_target":
            parts.append(self.goal.plan.header.title.text)
        return "|".join(parts)

    @property
    def origin(self) -> Origin:
        return self.goal.origin

    def origin_of(self, key: str) -> Origin | None:
        if key == "nature" and self.goal.nature is not None:
            own = self.goal.origin
            return Origin(own.plan, self.goal.nature.span, own.place, own.grade, own.quoted_in)
        return self.goal.origin

    @property
    def name(self) -> Value:
        return self.goal.name

    @property
    def indicator(self) -> Value:
        return self.goal.term.name if self.goal.term else absent(what=self.goal.name)

    @property
    def year(self) -> Value:
        return self.goal.year

    @property
    def values(self) -> Value:
        return self.goal.zone(self.world.base_for(self.goal))

    @property
    def number(self) -> Value:
        return self.goal.number

    @property
    def numbers(self) -> Value:
        return all_numbers(self.goal.reading, self.goal.term, self.goal.name, self.goal.origin)

    @property
    def nature(self) -> Value:
        plan = f"《{self.goal.plan.header.title.text}》" if self.kind == "upper_target" else ""
        return self.goal.nature_choice or absent(what=f"{plan}{self.goal.name}的性质")

    @property
    def nature_printed(self) -> Value:
        return self.goal.nature is not None and bool(self.goal.nature.text)

    @property
    def direction(self) -> Value:
        return _choice("direction", _DIRECTIONS[self.goal.direction])

    @property
    def expression(self) -> Value:
        return _choice("expression", expression(self.goal.reading))

    @property
    def scope(self) -> Value:
        return self.goal.scope or absent(what="限定")

    @property
    def unit(self) -> Value:
        return self.goal.unit_printed or absent(what="单位")

    @property
    def unit_fits(self) -> Value:
        return unit_fits(self.numbers, self.goal)

    @property
    def absolute(self) -> Value:
        return self.goal.term is not None and self.goal.term.absolute

    @property
    def range(self) -> Value:
        return possible_range(self.goal)

    @property
    def baseline(self) -> Value:
        found = self.world.baseline(self.goal)
        return found.number if found is not None else absent(what=f"{self.goal.name}的基期值")

    @property
    def baseline_year(self) -> Value:
        found = self.world.baseline(self.goal)
        return int(found.year[:4]) if found is not None else absent(what=f"{self.goal.name}的基期值")

    @property
    def achieved(self) -> Value:
        """What is no worse than the baseline, as a set."""
        found = self.baseline
        if isinstance(found, Unknown):
            return found
        assert isinstance(found, Number)
        ends = {"higher": (found.value, None), "lower": (None, found.value)}.get(self.goal.direction)
        if ends is None:
            return absent(what=f"{self.goal.name}的好坏方向")
        core = Interval(*ends)
        wide = Interval(*((found.low, None) if ends[1] is None else (None, found.high))) if found.about else core
        return Zone(core, wide, found.dimension, found.unit, self.goal.direction, found.text(), found.origin)

    @property
    def wording(self) -> Value:
        return self.goal.printed.text or "（空白）"

    @property
    def grade(self) -> Value:
        return _choice("evidence_grade", self.goal.grade or self.goal.plan.header.grade)

    @property
    def plan(self) -> Value:
        return PlanSubject(self.goal.plan)

    @property
    def skips_level(self) -> Value:
        own = rank(self.world.plan.header.level.text)
        return rank(self.goal.plan.header.level.text) - own > 1

    @property
    def governing(self) -> Value:
        found = self.world.governing(self.goal)
        if found is None or found is self.goal:
            return absent(what=f"{self.goal.name}的另一处陈述")
        return GoalSubject(found, self.world, "statement")

    @property
    def lower(self) -> Value:
        found = self.world.lower(self.goal)
        return GoalSubject(found, self.world, "target") if found is not None else absent(what=self.goal.name)

    def _upper(self, level: str) -> Value:
        found = self.world.upper(self.goal.key, self.goal.year, level)
        if found is None:
            return absent(what=f"{self.goal.name}的{level or '上级'}目标")
        return UpperSubject(found, self.world, self.goal)

    @property
    def upper(self) -> Value:
        return self._upper("")

    @property
    def nation(self) -> Value:
        return self._upper("国家")

    @property
    def province(self) -> Value:
        return self._upper("省")

    @property
    def city(self) -> Value:
        return self._upper("市")



class UpperSubject(GoalSubject):
    """A target above, seen from an own target: a relative one is resolved on the own base."""

    def __init__(self, goal: Goal, world: PlanWorld, own: Goal | None) -> None:
        super().__init__(goal, world, "upper_target")
        self.own = own

    @property
    def values(self) -> Value:
        return self.goal.zone(self.world.base_for(self.goal, self.own))


def unit_fits(numbers: Value, of: Goal | Datum) -> bool | Unknown:
    """Say whether the printed unit measures what the vocabulary says the indicator measures."""
    if of.term is None:
        return absent(what=f"{of.name}的词条")
    if not isinstance(numbers, tuple) or not numbers:
        return unknown("not-number", name=of.name, text=of.printed.text)
    return all(isinstance(n, Number) and n.dimension.compatible(of.term.dimension) for n in numbers)


def possible_range(of: Goal | Datum) -> Value:
    if of.term is None or of.term.range is None:
        return absent(what=f"{of.name}的可能范围")
    interval, term = of.term.range, of.term
    return Zone(interval, interval, term.dimension, term.unit, "neither", term.name)


def expression(reading: r.Reading) -> str:
    """How a target is written, in the words of the enumeration 表达."""
    match reading:
        case r.SetReading() | r.RatioReading() | r.CumulativeReading():
            return "数值"
        case r.CoverageReading(interval=interval):
            return "数值" if interval is not None else "定性"
        case r.ChangeReading():
            return "变化"
        case r.RateReading():
            return "速率"
        case r.ReferenceReading():
            return "引用"
        case r.QualitativeReading():
            return "定性"
        case r.MissingReading(kind=kind):
            return "待定" if kind == "to_be_set" else "空白"
        case r.SeveralReading() | r.UnreadReading():
            return "未读"


class UpperLevelSubject(Subject):
    kind = "upper_level"

    def __init__(self, level: Level, plan: Plan) -> None:
        self._level = level
        self._plan = plan

    @property
    def label(self) -> str:
        return f"{self._level.region}（{self._level.level}）"

    @property
    def origin(self) -> Origin:
        header = self._plan.header
        return Origin(header.title.text, header.region_code.span, NOWHERE, header.grade)

    @property
    def level(self) -> Value:
        return _choice("level", self._level.level)

    @property
    def region(self) -> Value:
        return self._level.region

    @property
    def plan(self) -> Value:
        plans = self._level.plans
        return plans[0].header.title.text if plans else absent(what=f"{self._level.region}的上级规划")

    @property
    def candidates(self) -> Value:
        rivals = len(self._level.rivals)
        return count(rivals or min(self._level.candidates, 1))


class FactSubject(Subject):
    kind = "fact"

    def __init__(self, datum: Datum, world: PlanWorld) -> None:
        self.datum = datum
        self.world = world

    def get(self, key: str) -> Value:
        if key == "origin":
            return _choice("origin", _ORIGINS[self.datum.origin_kind])
        return super().get(key)

    @property
    def label(self) -> str:
        return f"{self.datum.name}（{self.datum.year}年）"

    @property
    def identity(self) -> str:
        place = self.datum.place
        where = place.table or place.section or place.box or place.annex or place.summary
        return "|".join((self.datum.key, self.datum.year, self.datum.region, self.datum.scope, where))

    @property
    def origin(self) -> Origin:
        return self.datum.origin

    @property
    def name(self) -> Value:
        return self.datum.name

    @property
    def indicator(self) -> Value:
        return self.datum.term.name if self.datum.term else absent(what=self.datum.name)

    @property
    def year(self) -> Value:
        return int(self.datum.year) if self.datum.year.isdecimal() else absent(what=f"{self.datum.name}的年份")

    @property
    def value(self) -> Value:
        return self.datum.number

    @property
    def numbers(self) -> Value:
        return all_numbers(self.datum.reading, self.datum.term, self.datum.name, self.datum.origin)

    @property
    def unit(self) -> Value:
        return self.datum.unit_printed or absent(what="单位")

    @property
    def unit_fits(self) -> Value:
        return unit_fits(self.numbers, self.datum)

    @property
    def region(self) -> Value:
        return self.datum.region or absent(what="地区")

    @property
    def scope(self) -> Value:
        return self.datum.scope or absent(what="限定")

    @property
    def range(self) -> Value:
        return possible_range(self.datum)

    def _fact(self, found: Datum | None, what: str) -> Value:
        return FactSubject(found, self.world) if found is not None else absent(what=f"{self.datum.name}的{what}")

    @property
    def first(self) -> Value:
        found = self.world.first_mention(self.datum)
        return self._fact(found if found is not self.datum else None, "前一处")

    @property
    def whole(self) -> Value:
        fact = self.datum.fact
        name = fact.part_of.text if fact is not None and fact.part_of is not None else ""
        return self._fact(self.world.fact_named(name, self.datum) if name else None, "总数")

    @property
    def parts(self) -> Value:
        return tuple(FactSubject(d, self.world) for d in self.world.parts(self.datum))

    @property
    def complete(self) -> Value:
        fact = self.datum.fact
        return fact is not None and fact.parts is not None and fact.parts.text == "全部"

    def _quotient(self, which: str) -> Value:
        fact, term = self.datum.fact, self.datum.term
        if fact is not None and fact.quotient is not None:
            return self._fact(self.world.fact_named(getattr(fact.quotient, which).text, self.datum), "分子或分母")
        name = getattr(term, which) if term is not None else ""
        return self._fact(self.world.datum_of(name, self.datum) if name else None, "分子或分母")

    @property
    def numerator(self) -> Value:
        return self._quotient("numerator")

    @property
    def denominator(self) -> Value:
        return self._quotient("denominator")


class ChangeSubject(Subject):
    """A change that the text prints between two years, with the values before and after where they are known."""

    kind = "change"

    def __init__(self, datum: Datum, first: str, last: str, world: PlanWorld) -> None:
        self.datum = datum
        self.first, self.last = first, last
        self.world = world

    @property
    def label(self) -> str:
        return f"{self.datum.name}（{self.first}—{self.last}年）"

    @property
    def identity(self) -> str:
        return "|".join((self.datum.key, self.first, self.last, self.datum.region, self.datum.scope))

    @property
    def origin(self) -> Origin:
        return self.datum.origin

    @property
    def name(self) -> Value:
        return self.datum.name

    @property
    def first_year(self) -> Value:
        return int(self.first)

    @property
    def last_year(self) -> Value:
        return int(self.last)

    @property
    def relative(self) -> Value:
        reading = self.datum.reading
        if not isinstance(reading, r.ChangeReading):
            return unknown("not-number", name=self.datum.name, text=self.datum.printed.text)
        if reading.relative is None:
            return unknown("ambiguous-change", name=self.datum.name, text=self.datum.printed.text)
        return reading.relative

    @property
    def amount(self) -> Value:
        return self.world.change_amount(self.datum)

    @property
    def before(self) -> Value:
        return self.world.value_at(self.datum, self.first)

    @property
    def after(self) -> Value:
        return self.world.value_at(self.datum, self.last)


class InstitutionSubject(Subject):
    kind = "institution"

    def __init__(self, name: Printed, record: Institution | None, world: PlanWorld) -> None:
        self.printed = name
        self.record = record
        self.world = world

    @property
    def label(self) -> str:
        return self.printed.text

    @property
    def origin(self) -> Origin:
        at = self.record.at if self.record is not None else NOWHERE
        return self.world.origin(self.printed.span, at)

    @property
    def name(self) -> Value:
        return self.printed.text

    def _choice(self, field: str, enumeration: str, what: str) -> Value:
        printed = getattr(self.record, field) if self.record is not None else None
        return _choice(enumeration, printed.text) if printed is not None else absent(what=f"{self.label}的{what}")

    @property
    def ownership(self) -> Value:
        return self._choice("ownership", "ownership", "性质")

    @property
    def kind_(self) -> Value:
        return self._choice("kind", "institution_kind", "类别")

    def get(self, key: str) -> Value:
        return self.kind_ if key == "kind" else super().get(key)

    @property
    def grade_class(self) -> Value:
        return _text(self.record.grade_class if self.record else None, f"{self.label}的等级")

    @property
    def present_beds(self) -> Value:
        return self._beds("present_beds", "现有床位")

    def _beds(self, field: str, what: str) -> Value:
        printed = getattr(self.record, field) if self.record is not None else None
        at = self.record.at if self.record is not None else NOWHERE
        return self.world.number(printed, "张", f"{self.label}的{what}", at)

    @property
    def planned_beds(self) -> Value:
        """The printed size; else that of its projects; else the present beds with those that projects add."""
        printed = self._beds("planned_beds", "规划床位")
        if isinstance(printed, Number):
            return printed
        sizes = [n for p in self.world.projects_of(self.label) if isinstance(n := p.beds, Number)]
        if sizes:
            return max(sizes, key=lambda n: n.value)
        present, added = self.present_beds, self.added_beds
        if isinstance(present, Number) and isinstance(added, Number):
            return arithmetic("add", present, added)
        return present if isinstance(present, Number) else absent(what=f"{self.label}的规划床位")

    @property
    def added_beds(self) -> Value:
        found = [p.new_beds for p in self.world.projects_of(self.label)]
        known = [v for v in found if not (isinstance(v, Unknown) and v.absent)]
        return aggregate("sum", known, f"{self.label}的新增床位")

    @property
    def filing_level(self) -> Value:
        return self._choice("filing_level", "level", "备案层级")

    @property
    def tcm_filing_level(self) -> Value:
        return self._choice("tcm_filing_level", "level", "中医备案层级")

    @property
    def projects(self) -> Value:
        return tuple(self.world.projects_of(self.label))


class ProjectSubject(Subject):
    kind = "project"

    def __init__(self, record: Project, world: PlanWorld) -> None:
        self.record = record
        self.world = world

    @property
    def label(self) -> str:
        return self.record.name.text

    @property
    def identity(self) -> str:
        return f"{self.record.name.text}|{self.record.no.text if self.record.no else ''}"

    @property
    def origin(self) -> Origin:
        return self.world.origin(self.record.name.span, self.record.at)

    def _number(self, printed: Printed | None, unit: str, what: str) -> Value:
        return self.world.number(printed, unit, f"{self.label}的{what}", self.record.at)

    def _numbers(self, printed: tuple[Printed, ...], unit: str, what: str) -> Value:
        return tuple(self._number(p, unit, what) for p in printed)

    @property
    def name(self) -> Value:
        return self.record.name.text

    @property
    def owner(self) -> Value:
        return _text(self.record.owner, f"{self.label}的业主")

    @property
    def beds(self) -> Value:
        return self._number(self.record.beds, "张", "规划床位")

    @property
    def new_beds(self) -> Value:
        return self._number(self.record.new_beds, "张", "新增床位")

    @property
    def site_area(self) -> Value:
        return self._number(self.record.site_area[0] if self.record.site_area else None, "平方米", "用地面积")

    @property
    def floor_area(self) -> Value:
        return self._number(self.record.floor_area[0] if self.record.floor_area else None, "平方米", "建筑面积")

    @property
    def floor_areas(self) -> Value:
        return self._numbers(self.record.floor_area, "平方米", "建筑面积")

    @property
    def above_ground(self) -> Value:
        return self._number(self.record.above_ground, "平方米", "地上面积")

    @property
    def below_ground(self) -> Value:
        return self._number(self.record.below_ground, "平方米", "地下面积")

    @property
    def storeys_above(self) -> Value:
        return self._number(self.record.storeys_above, "层", "地上层数")

    @property
    def storeys_below(self) -> Value:
        return self._number(self.record.storeys_below, "层", "地下层数")

    @property
    def repeats(self) -> Value:
        return tuple(RepeatSubject(x, self) for x in self.record.repeats)

    @property
    def total_investment(self) -> Value:
        return self._number(self.record.total_investment, "万元", "总投资")

    @property
    def period_investment(self) -> Value:
        return self._number(self.record.period_investment, "万元", "期内投资")

    @property
    def stated_investment(self) -> Value:
        return self._numbers(self.record.stated_investment, "万元", "文中投资")

    @property
    def costs(self) -> Value:
        return tuple(self._number(c.value, "万元", c.name.text) for c in self.record.costs)

    @property
    def years(self) -> Value:
        return _text(self.record.years, f"{self.label}的建设年限")

    @property
    def status(self) -> Value:
        return _text(self.record.status, f"{self.label}的进展")

    @property
    def remark(self) -> Value:
        return _text(self.record.remark, f"{self.label}的备注")

    def _year(self, index: int) -> Value:
        """A year of the construction period; the last one may stand in the remark (完成时间至“十五五”末)."""
        printed, remark = self.record.years, self.record.remark
        found = _years(printed.text) if printed is not None else ()
        if not found and index == -1 and remark is not None and re.search("完成|完工|竣工|建成", remark.text):
            found = _years(remark.text)
        if found:
            return found[index]
        if printed is None or not printed.text:
            return absent(what=f"{self.label}的建设年限")
        return unknown("not-years", name=self.label, text=printed.text)

    @property
    def first_year(self) -> Value:
        return self._year(0)

    @property
    def last_year(self) -> Value:
        return self._year(-1)


_ORDINALS = {"六": 6, "七": 7, "八": 8, "九": 9, "十": 10} | {f"十{d}": 10 + n for n, d in enumerate("一二三四五六七", 1)}


def _years(text: str) -> tuple[int, ...]:
    """The years that a text prints: 2020-2023, 2019—2021, and 2030 for “十五五”末."""
    found = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d)", text)]
    for ordinal, part in re.findall(r"“?(十[一二三四五六七]|[六七八九十])五”?(初|末|期间|期末)?", text):
        first = 1981 + 5 * (_ORDINALS[ordinal] - 6)
        found += {"初": [first], "": [first, first + 4], "期间": [first, first + 4]}.get(part, [first + 4])
    return tuple(found)


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
        return self.of.world.origin(self.record.count.span, self.of.record.at)

    @property
    def name(self) -> Value:
        return self.record.name.text

    @property
    def project(self) -> Value:
        return self.of

    @property
    def count(self) -> Value:
        found = self.of.world.number(self.record.count, "个", self.label, self.of.record.at)
        if not isinstance(found, Number):
            return found
        return Number(found.value, found.low, found.high, BARE.dimension, BARE, 0, False, found.about, found.printed, found.origin)

    @property
    def each(self) -> Value:
        return self.of.world.number(self.record.each, "平方米", self.label, self.of.record.at)

    @property
    def total(self) -> Value:
        return self.of.world.number(self.record.total, "平方米", f"{self.label}的合计", self.of.record.at)


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
        return _text(self.record.number, "编号")

    @property
    def title(self) -> Value:
        return _text(self.record.title, "标题")

    def get(self, key: str) -> Value:
        return _text(self.record.kind, "类型") if key == "kind" else super().get(key)


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
        return _text(self.record.title, "名称")

    @property
    def number(self) -> Value:
        return _text(self.record.number, f"《{self.label}》的文号")


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
