"""The plan itself, the plans above it and the levels above it as subjects."""

from __future__ import annotations

from checker.engine.context import PlanContext
from checker.engine.subject import to_choice, to_text
from checker.engine.values import Subject, Unknown, Value, absent, attribute, unknown
from checker.findings import Lack, Origin, Reason
from checker.plan import regions
from checker.plan.model import Plan
from checker.plan.sectors import plan_kind
from checker.plan.upper_plans import Level, skips_level
from checker.quantity.numerals import date_in_digits
from checker.source import NOWHERE

_NO_NUMBER = frozenset({"无", "无文号", "没有文号", "未编文号", "—", "——", "-", "/"})


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

    @attribute
    def title(self) -> Value:
        return self.plan.header.title.text

    @attribute
    def level(self) -> Value:
        return to_choice("level", self.plan.header.level.text)

    @attribute
    def sector(self) -> Value:
        return self.plan.header.sector.text

    @attribute
    def plan_kind(self) -> Value:
        return to_choice("plan_kind", plan_kind(self.plan.header))

    @attribute
    def region(self) -> Value:
        return self.plan.header.region_name.text

    @attribute
    def province(self) -> Value:
        header = self.plan.header
        code = header.region_code.text
        year = regions.year_of(code, header.first_year, header.last_year)
        division = regions.find(code, year)
        own = () if division is None else (division,)
        names = [r.name for r in (*own, *regions.ancestors(code, year)) if r.level == "省"]
        return names[0] if names else absent(what="省份")

    @attribute
    def first_year(self) -> Value:
        return self.plan.header.first_year

    @attribute
    def last_year(self) -> Value:
        return self.plan.header.last_year

    @attribute
    def base_year(self) -> Value:
        return self.plan.header.base_year

    @attribute
    def target_year(self) -> Value:
        return self.plan.header.target_year

    @attribute
    def number(self) -> Value:
        printed = self.plan.header.number
        if printed is not None and printed.text in _NO_NUMBER:
            return absent(what="文号")
        return to_text(printed, "文号")

    @attribute
    def date(self) -> Value:
        printed = to_text(self.plan.header.date, "日期")
        return date_in_digits(printed) if isinstance(printed, str) else printed


class UpperPlanSubject(Subject):
    """A plan above, and what of it the plan being judged has not taken up."""

    kind = "upper_plan"
    material = "upper"

    def __init__(self, upper: Plan, context: PlanContext) -> None:
        self._upper = upper
        self._context = context

    @property
    def label(self) -> str:
        return self._upper.header.title.text

    @property
    def origin(self) -> Origin:
        return PlanSubject(self._upper).origin

    @attribute
    def plan(self) -> Value:
        return PlanSubject(self._upper)

    @attribute
    def skips_level(self) -> Value:
        return skips_level(self._upper.header, self._context.plan.header)

    @attribute
    def same_kind(self) -> Value:
        return plan_kind(self._upper.header) == plan_kind(self._context.plan.header)

    @attribute
    def not_taken_up(self) -> Value:
        """The binding indicators that the plan lacks, in the fields where it has rows and for years of its period."""
        missing: list[str] = []
        unnamed: list[str] = []
        no_nature: list[str] = []
        for goal in self._context.not_taken_up(self._upper):
            if goal.nature_choice is None:
                no_nature.append(goal.name)
            elif goal.is_binding:
                (missing if goal.term else unnamed).append(f"{goal.name}（{goal.year}年）")
        if missing:
            return tuple(missing)
        title = self.label
        if unnamed:
            return unknown("names-above", plan=title, names="、".join(unnamed))
        if no_nature:
            lack = Lack("upper", title, tuple(no_nature), "性质")
            reason = Reason("unknown-absent", {"what": f"《{title}》各指标的性质"}, True, lack)
            return Unknown(reason)
        return ()


class UpperLevelSubject(Subject):
    kind = "upper_level"
    material = "level"

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

    @attribute
    def level(self) -> Value:
        return to_choice("level", self._level.level)

    @attribute
    def region(self) -> Value:
        return self._level.region

    @attribute
    def plan(self) -> Value:
        plans = self._level.plans
        return (
            plans[0].header.title.text if plans else absent(what=f"{self._level.region}的上级规划")
        )
