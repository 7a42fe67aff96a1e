"""Plans and plans above to the records of a report. Copies texts; judges nothing."""

from __future__ import annotations

from collections.abc import Iterable

from checker.datatypes.choices import choice
from checker.findings import Bilingual, Judgement
from checker.plan.model import Plan
from checker.plan.sectors import OUTLINE
from checker.plan.upper_plans import Level, UpperPlans, stands_above
from checker.report import model

CONTENTS = (
    "indicators", "statements", "facts", "institutions", "projects", "citations", "sections", "enumerations",
)  # fmt: skip


def report_on_plan(
    plan: Plan,
    upper: UpperPlans,
    judgement: Judgement,
    comparisons: Iterable[model.TargetComparison] = (),
) -> model.PlanReport:
    """Return the report on one plan: its header, contents, plans above, judgement and comparisons."""
    return model.PlanReport(
        header(plan),
        contents(plan),
        describe_upper_plans(plan, upper),
        judgement,
        tuple(comparisons),
        plan.file.sha256,
    )


def header(plan: Plan) -> model.PlanSummary:
    """Return the header of a plan for display."""
    h = plan.header
    return model.PlanSummary(
        h.title.text, h.region_name.text, h.region_code.text, level_name(h.level.text), h.sector.text,
        h.period.text, h.base_year, h.target_year,
    )  # fmt: skip


def contents(plan: Plan) -> dict[str, int]:
    """Return the number of records of each kind."""
    return {kind: len(getattr(plan, kind)) for kind in CONTENTS}


def describe_upper_plans(plan: Plan, upper: UpperPlans) -> tuple[model.UpperLevel, ...]:
    """Return each level above with every plan of its region, used or not."""
    return tuple(
        model.UpperLevel(
            level_name(level.level),
            level.region,
            level.code,
            tuple(
                model.CandidatePlan(
                    p.header.title.text, p.file.name, p.header.period.text, p.header.grade, p.document.quoted_in,
                    _verdict(p, plan, level), p.file.sha256,
                )
                for p in (*level.plans, *level.unused)
            ),
        )
        for level in upper.levels
    )  # fmt: skip


def _verdict(upper: Plan, plan: Plan, level: Level) -> str:
    """Return why a plan of the region is used or not, as a code of the messages."""
    if any(p is upper for p in level.plans):
        return "used"
    if stands_above(upper.header, plan.header):
        return "period"
    own = (plan.header.sector.text, OUTLINE)
    return "level" if upper.header.sector.text in own else "sector"


def level_name(word: str) -> Bilingual:
    """Return the name of a level of government in both languages; an unknown one as written."""
    level = choice("level", word)
    return Bilingual(level.zh, level.en) if level else Bilingual(word)
