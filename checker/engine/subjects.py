"""The subjects of a plan, kind by kind: what rules go through. Looks nothing up and compares nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from checker.engine.document import (
    CitationSubject,
    DepartmentSubject,
    EnumerationSubject,
    MentionSubject,
    SectionSubject,
)
from checker.engine.facts import ChangeSubject, FactSubject
from checker.engine.goals import GoalSubject, PlanSubject, UpperLevelSubject
from checker.engine.values import Subject
from checker.engine.works import InstitutionSubject, ProjectSubject, RepeatSubject
from checker.engine.world import PlanWorld
from checker.plan.model import Mention, Printed
from checker.source import Place


def _upper_targets(world: PlanWorld) -> list[Subject]:
    return [GoalSubject(g, world, "upper_target") for g in world.upper_goals()]


def _repeats(world: PlanWorld) -> list[Subject]:
    projects = cast("tuple[ProjectSubject, ...]", world.collection("project"))
    return [RepeatSubject(x, p) for p in projects for x in p.record.repeats]


def _institutions(world: PlanWorld) -> list[Subject]:
    """Those the plan lists, and the owners of projects with beds that it does not list."""
    plan = world.plan
    listed = {i.name.text: InstitutionSubject(i.name, i, world) for i in plan.institutions}
    for project in plan.projects:
        owner = project.institution or project.owner
        if owner is not None and owner.text and (project.beds or project.new_beds):
            listed.setdefault(owner.text, InstitutionSubject(owner, None, world))
    return list(listed.values())


def _departments(world: PlanWorld) -> list[Subject]:
    """Each name once, at its first place."""
    named = [(d, task.at) for task in world.plan.tasks for d in task.departments]
    times = Counter(name.text for name, _ in named)
    first: dict[str, tuple[Printed, Place]] = {}
    for name, at in named:
        first.setdefault(name.text, (name, at))
    return [DepartmentSubject(name, at, times, world) for name, at in first.values()]


def _mentions(world: PlanWorld) -> list[Subject]:
    """Each region once, at its first place."""
    first: dict[str, Mention] = {}
    for mention in world.plan.mentions:
        first.setdefault(mention.name.text, mention)
    return [MentionSubject(mention, world) for mention in first.values()]


SUBJECT_FACTORIES: Mapping[str, Callable[[PlanWorld], Sequence[Subject]]] = {
    "plan": lambda world: [PlanSubject(world.plan)],
    "target": lambda world: [GoalSubject(g, world, "target") for g in world.own.governing.values()],
    "statement": lambda world: [GoalSubject(g, world, "statement") for g in world.own.goals],
    "upper_target": _upper_targets,
    "upper_level": lambda world: [UpperLevelSubject(x, world.plan) for x in world.chain.levels],
    "fact": lambda world: [FactSubject(d, world) for d in world.own.data],
    "change": lambda world: [ChangeSubject(*c, world) for c in world.own.changes],
    "institution": _institutions,
    "project": lambda world: [ProjectSubject(p, world) for p in world.plan.projects],
    "repeat": _repeats,
    "section": lambda world: [SectionSubject(s, world) for s in world.plan.sections],
    "citation": lambda world: [CitationSubject(c, world) for c in world.plan.citations],
    "department": _departments,
    "mention": _mentions,
    "enumeration": lambda world: [EnumerationSubject(e, world) for e in world.plan.enumerations],
}
"""How the subjects of each kind are made."""
