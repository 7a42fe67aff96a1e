"""Every target of a plan beside those of the plans above. Copies readings; the engine compares."""

from __future__ import annotations

from collections.abc import Iterator

from checker.engine.compare import within
from checker.engine.context import PlanContext
from checker.engine.readings import TargetStatement
from checker.engine.targets import OwnTargetSubject, TargetSubject, UpperTargetSubject
from checker.engine.values import TargetSet, Unknown
from checker.findings import Bilingual
from checker.report.model import TargetComparison, TargetVerdict, ValueView
from checker.report.value_views import datum_value, goal_value, in_both, nature, unit, upper_value

NOTHING = Bilingual("")


def compare_targets(world: PlanContext) -> Iterator[TargetComparison]:
    """Return one comparison per target of the plan, in its order, then one per target that only plans above have."""
    for goal in world.own.targets:
        yield _own(goal, world)
    for subject in world.collection("upper_target"):
        assert isinstance(subject, TargetSubject)
        if world.lower(subject.goal) is None:
            yield _only_above(subject.goal, world)


def _own(goal: TargetStatement, world: PlanContext) -> TargetComparison:
    base = world.baseline(goal)
    verdict, reason = _verdict(goal, world)
    return TargetComparison(
        goal.name,
        _unit(goal),
        nature(goal.nature),
        datum_value("baseline", base, base.printed, base.year) if base is not None else None,
        goal_value("target", goal, world, goal.printed, str(goal.year)),
        _above(goal, goal, world),
        verdict,
        reason,
        goal.origin,
    )


def _only_above(goal: TargetStatement, world: PlanContext) -> TargetComparison:
    above = _above(goal, None, world)
    return TargetComparison(
        goal.name, _unit(goal), nature(goal.nature), None, None, above, "absent", NOTHING
    )


def _unit(goal: TargetStatement) -> tuple[Bilingual, ...]:
    return (Bilingual(goal.unit_printed),) if goal.unit_printed else unit(None, goal.term)


def _above(
    goal: TargetStatement, own: TargetStatement | None, world: PlanContext
) -> tuple[ValueView, ...]:
    """Return the target of each level above that has the indicator, the nearest first."""
    year = own.year if own is not None else world.plan.header.target_year
    levels = world.chain.levels
    targets = [world.upper(goal.key, year, step.level, goal.part) for step in levels]
    return tuple(upper_value(upper, own, world) for upper in targets if upper is not None)


def _verdict(goal: TargetStatement, world: PlanContext) -> tuple[TargetVerdict, Bilingual]:
    """As the rules on plans above compare: amounts are not compared, averages are not binding."""
    own = OwnTargetSubject(goal, world)
    upper = own.upper
    if not isinstance(upper, UpperTargetSubject):
        return "alone", NOTHING
    if own.absolute:
        return "absolute", NOTHING
    values = (own.values, upper.values)
    for value in values:
        if isinstance(value, Unknown):
            return "unknown", in_both(value.reason.text)
    left, right = values
    assert isinstance(left, TargetSet) and isinstance(right, TargetSet)
    holds = within(left, right)
    if isinstance(holds, Unknown):
        return "unknown", in_both(holds.reason.text)
    if holds:
        return "within", NOTHING
    return ("average" if upper.skips_level is True else "looser"), NOTHING
