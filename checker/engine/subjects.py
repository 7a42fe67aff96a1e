"""The subjects of a plan, kind by kind: what rules go through. Looks nothing up and compares nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from checker.engine.context import PlanContext
from checker.engine.document import (
    CitationSubject,
    DepartmentSubject,
    EnumerationSubject,
    MentionSubject,
    SectionSubject,
)
from checker.engine.facilities import InstitutionSubject, ProjectSubject, RepeatSubject
from checker.engine.facts import ChangeSubject, FactSubject
from checker.engine.plan_subjects import PlanSubject, UpperLevelSubject, UpperPlanSubject
from checker.engine.targets import OwnTargetSubject, TargetSubject, UpperTargetSubject
from checker.engine.values import Subject
from checker.plan.model import Indicator, Mention, PrintedText, Task
from checker.source import Place


def _upper_targets(context: PlanContext) -> list[Subject]:
    return [UpperTargetSubject(g, context, None) for g in context.upper_targets()]


def _repeats(context: PlanContext) -> list[Subject]:
    projects = cast("tuple[ProjectSubject, ...]", context.collection("project"))
    return [RepeatSubject(x, p) for p in projects for x in p.record.repeats]


def _institutions(context: PlanContext) -> list[Subject]:
    """Those the plan lists, and the owners of projects with beds that it does not list."""
    plan = context.plan
    listed = {i.name.text: InstitutionSubject(i.name, i, context) for i in plan.institutions}
    for project in plan.projects:
        owner = project.institution or project.owner
        if owner is not None and owner.text and (project.beds or project.new_beds):
            listed.setdefault(owner.text, InstitutionSubject(owner, None, context))
    return list(listed.values())


def _departments(context: PlanContext) -> list[Subject]:
    """Each name once, at its first place."""
    plan = context.plan
    rows: tuple[Indicator | Task, ...] = (*plan.indicators, *plan.tasks)
    named = [(d, row.at) for row in rows for d in row.departments]
    times = Counter(name.text for name, _ in named)
    first: dict[str, tuple[PrintedText, Place]] = {}
    for name, at in named:
        first.setdefault(name.text, (name, at))
    return [DepartmentSubject(name, at, times, context) for name, at in first.values()]


def _mentions(context: PlanContext) -> list[Subject]:
    """Each region once, at its first place."""
    first: dict[str, Mention] = {}
    for mention in context.plan.mentions:
        first.setdefault(mention.name.text, mention)
    return [MentionSubject(mention, context) for mention in first.values()]


SUBJECT_FACTORIES: Mapping[str, Callable[[PlanContext], Sequence[Subject]]] = {
    "plan": lambda context: [PlanSubject(context.plan)],
    "target": lambda context: [OwnTargetSubject(g, context) for g in context.own.targets],
    "statement": lambda context: [
        TargetSubject(g, context, "statement") for g in context.own.goals
    ],
    "upper_target": _upper_targets,
    "upper_plan": lambda context: [
        UpperPlanSubject(p, context) for x in context.chain.levels for p in x.plans
    ],
    "upper_level": lambda context: [
        UpperLevelSubject(x, context.plan) for x in context.chain.levels
    ],
    "fact": lambda context: [FactSubject(d, context) for d in context.own.data],
    "change": lambda context: [ChangeSubject(*c, context) for c in context.own.changes],
    "institution": _institutions,
    "project": lambda context: [ProjectSubject(p, context) for p in context.plan.projects],
    "repeat": _repeats,
    "section": lambda context: [SectionSubject(s, context) for s in context.plan.sections],
    "citation": lambda context: [CitationSubject(c, context) for c in context.plan.citations],
    "department": _departments,
    "mention": _mentions,
    "enumeration": lambda context: [
        EnumerationSubject(e, context) for e in context.plan.enumerations
    ],
}
"""How the subjects of each kind are made."""
