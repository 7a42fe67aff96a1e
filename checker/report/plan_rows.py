"""A plan as the checker reads it: its rows with their readings. Copies readings; judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.engine.context import PlanContext
from checker.engine.explain import show
from checker.engine.plan_checks import input_faults
from checker.engine.readings import Datum, TargetStatement
from checker.engine.values import Number, Subject, Unknown
from checker.findings import Bilingual, Judgement
from checker.plan.model import Fact, Indicator, Statement
from checker.plan.vocabulary import Term
from checker.report import plan_view
from checker.report.describe import report_on_plan
from checker.report.model import ValueView
from checker.report.value_views import (
    as_printed,
    datum_value,
    exact,
    goal_value,
    nature,
    say,
    unit,
    upper_value,
    why,
)

# The printed fields of institutions and projects that `show` lists, each with the attribute that reads it.
INSTITUTION = {
    "present_beds": "present_beds",
    "planned_beds": "planned_beds",
    "filing_level": "filing_level",
    "tcm_filing_level": "tcm_filing_level",
}
PROJECT = {
    "beds": "beds",
    "new_beds": "new_beds",
    "site_area": "site_area",
    "floor_area": "floor_areas",
    "above_ground": "above_ground",
    "below_ground": "below_ground",
    "total_investment": "total_investment",
    "period_investment": "period_investment",
    "stated_investment": "stated_investment",
    "years": "years",
}


def view_plan(world: PlanContext) -> plan_view.PlanView:
    """Return all rows of a plan with their readings."""
    plan = world.plan
    title = plan.header.title.text
    judgement = Judgement(title, plan.file.name, (), (), (), input_faults(world.own))
    checked = report_on_plan(plan, world.chain, judgement)
    goals = {id(g.printed): g for g in world.own.goals}
    data = {id(d.printed): d for d in (*world.own.data, *(c[0] for c in world.own.changes))}
    return plan_view.PlanView(
        checked,
        (
            ("indicators", tuple(_target_row(x, world, goals, data) for x in plan.indicators)),
            ("statements", tuple(_target_row(x, world, goals, data) for x in plan.statements)),
            ("facts", tuple(_fact_row(x, world, data) for x in plan.facts)),
            ("institutions", tuple(_records(world.collection("institution"), INSTITUTION))),
            ("projects", tuple(_records(world.collection("project"), PROJECT))),
        ),
    )


# ---- targets


def _target_row(
    row: Indicator | Statement,
    world: PlanContext,
    goals: dict[int, TargetStatement],
    data: dict[int, Datum],
) -> plan_view.PlanRow:
    name = (row.name or row.indicator or row.name).text  # type: ignore[union-attr]
    term = world.own.term_of(row)
    values = [datum_value("baseline", data.get(id(p)), p, y) for y, p in row.baseline.items()]
    for year, printed in row.target.items():
        goal = goals.get(id(printed))
        values.append(goal_value("target", goal, world, printed, year))
        upper = world.upper(goal.key, goal.year, part=goal.part) if goal is not None else None
        if upper is not None:
            values.append(upper_value(upper, goal, world))
    traits = (*unit(row.unit, term), *_direction(term), *nature(row.nature), *as_printed(row.scope))
    return _row(name, traits, values, row, world, term)


def _row(
    name: str,
    traits: Iterable[Bilingual],
    values: Iterable[ValueView],
    row: Indicator | Statement | Fact,
    world: PlanContext,
    term: Term | None,
) -> plan_view.PlanRow:
    origin = world.origin(row.span, row.at)
    canonical = term.name if term else ""
    near = () if term else world.vocabulary.nearest(name)
    return plan_view.PlanRow(name, tuple(traits), tuple(values), origin, canonical, near)


# ---- figures


def _fact_row(fact: Fact, world: PlanContext, data: dict[int, Datum]) -> plan_view.PlanRow:
    term = world.own.term_of(fact)
    values = [datum_value("value", data.get(id(p)), p, year) for year, p in fact.value.items()]
    values += [datum_value("change", data.get(id(p)), p, year) for year, p in fact.change.items()]
    traits = (*unit(fact.unit, None), *as_printed(fact.region), *as_printed(fact.scope))
    return _row(fact.name.text, traits, values, fact, world, term)


# ---- institutions and projects


def _records(subjects: Iterable[Subject], fields: dict[str, str]) -> Iterator[plan_view.PlanRow]:
    for subject in subjects:
        record = getattr(subject, "record", None)
        origin = subject.origin
        assert origin is not None
        traits = [
            t for f in ("kind", "ownership", "owner") for t in as_printed(getattr(record, f, None))
        ]
        values = tuple(_field_values(subject, record, fields))
        yield plan_view.PlanRow(subject.label, tuple(traits), values, origin, subject.label)


def _field_values(subject: Subject, record: object, fields: dict[str, str]) -> Iterator[ValueView]:
    for field, attribute in fields.items():
        printed = getattr(record, field, None)
        texts = [p.text for p in (printed if isinstance(printed, tuple) else (printed,)) if p]
        if not texts:
            continue
        value = subject.get(attribute)
        numbers = value if isinstance(value, tuple) else (value,)
        if all(isinstance(n, Number) for n in numbers):
            read = Bilingual("、".join(exact(n) for n in numbers if isinstance(n, Number)))
        elif isinstance(value, Unknown):
            read = why(value.reason)
        else:
            read = Bilingual(show(value, "zh"), show(value, "en"))
        yield ValueView(field, "", "、".join(texts), read)


# ---- traits


def _direction(term: Term | None) -> tuple[Bilingual, ...]:
    return (say(f"show-{term.direction}"),) if term is not None else ()
