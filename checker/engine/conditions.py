"""What a check stood on: how much of the plan was understood, and what could not be looked at. Judges nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from checker.diagnostics import Diagnostic
from checker.engine.readings import Datum, InterpretedPlan, TargetStatement
from checker.findings import CheckCondition, Coverage, Finding, Origin, Reason, RuleCount
from checker.plan.model import Indicator, Statement
from checker.plan.upper_plans import UpperPlans
from checker.quantity import reading as r

NOT_OF_VALUES = ("region", "binding")
"""What the codes of faults of a header and of names are about; all others are about a value."""

MOST_NAMED = 6
"""Things of one kind that a condition names; the others are counted."""


def measure(
    reading: InterpretedPlan, upper: UpperPlans, faults: Iterable[Diagnostic] = ()
) -> Coverage:
    """Return how far a plan was understood; `faults` are those of its data, among them the values not read."""
    plan = reading.plan
    rows: tuple[Indicator | Statement, ...] = (*plan.indicators, *plan.statements)
    unread = {f.span.start for f in faults if f.span and f.code.split("-")[1] not in NOT_OF_VALUES}
    every: tuple[TargetStatement | Datum, ...] = (
        *reading.goals,
        *reading.data,
        *(change for change, _, _ in reading.changes),
    )
    values = [value for value in every if not isinstance(value.reading, r.MissingReading)]
    return Coverage(
        rows=len(rows),
        recognised=sum(reading.term_of(row) is not None for row in rows),
        values=len(values),
        read=sum(
            not isinstance(v.reading, r.UnreadReading) and v.printed.start not in unread
            for v in values
        ),
        levels=len(upper.levels),
        found=sum(bool(level.plans) for level in upper.levels),
    )


def conditions(
    reading: InterpretedPlan,
    upper: UpperPlans,
    lacking: Sequence[Finding],
    faults: Iterable[Diagnostic],
    counts: Iterable[RuleCount],
) -> tuple[CheckCondition, ...]:
    """Return what could not be looked at, one matter each.

    `lacking` are the verdicts that want of material left open, `faults` those of the plan's data.
    """
    return (
        *_levels(upper, lacking),
        *_lacks(lacking),
        *_names(reading),
        *_values(reading, faults),
        *_idle(counts),
    )


def standing_conditions(
    reading: InterpretedPlan, upper: UpperPlans, faults: Iterable[Diagnostic]
) -> tuple[CheckCondition, ...]:
    """Return those conditions that no verdict has part in: plans above not found, names and values not understood."""
    return (*_levels(upper, ()), *_names(reading), *_values(reading, faults))


def _levels(upper: UpperPlans, lacking: Sequence[Finding]) -> Iterator[CheckCondition]:
    rules = _rules(f for f in lacking if _lack_kind(f) == "level")
    for level in upper.levels:
        if not level.plans:
            reason = Reason("condition-no-upper", {"region": level.region})
            yield CheckCondition("upper", reason, rules)


def _lack_kind(finding: Finding) -> str:
    return finding.reasons[0].lacks.kind if finding.reasons[0].lacks else ""


def _rules(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.rule for finding in findings))


def _lacks(lacking: Sequence[Finding]) -> Iterator[CheckCondition]:
    """Yield one condition for each plan above that lacks an attribute, and for each institution that lacks some."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in lacking:
        lack = finding.reasons[0].lacks
        if lack is not None and lack.kind != "level":
            attribute = lack.attribute if lack.kind == "upper" else ""
            groups.setdefault((lack.kind, lack.owner, attribute), []).append(finding)
    for (kind, owner, _), findings in groups.items():
        lacks = [f.reasons[0].lacks for f in findings if f.reasons[0].lacks is not None]
        attributes = dict.fromkeys(lack.attribute for lack in lacks)
        given: dict[str, object] = {"owner": owner, "what": "、".join(attributes)}
        if kind == "upper":
            items = list(dict.fromkeys(item for lack in lacks for item in lack.items))
            given |= {"count": len(items), "items": _named(items)}
            yield CheckCondition(
                "upper", Reason("condition-upper-lacks", given), _rules(findings), len(findings)
            )
            continue
        origin = next((f.subject.origin for f in findings if f.subject.name == owner), None)
        reason = Reason("condition-data-lacks", given)
        yield CheckCondition("data", reason, _rules(findings), len(findings), origin)


def _named(items: Sequence[str]) -> str:
    return "、".join(items[:MOST_NAMED]) + ("……" if len(items) > MOST_NAMED else "")


def _families(codes: Sequence[str]) -> str:
    """Return the codes of rules; of many only how their families begin, with their numbers."""
    if len(codes) <= MOST_NAMED:
        return "、".join(codes)
    families = Counter(code.partition("-")[0] for code in codes)
    return "、".join(f"{family}-（{count}）" for family, count in families.items())


def unrecognised(reading: InterpretedPlan) -> dict[str, TargetStatement]:
    """Return the targets whose names the vocabulary does not know, by name: a binding one before others."""
    goals: dict[str, TargetStatement] = {}
    for goal in reading.goals:
        if goal.term is None and (goal.name not in goals or goal.is_binding):
            goals[goal.name] = goal
    return goals


def _names(reading: InterpretedPlan) -> Iterator[CheckCondition]:
    alone: list[TargetStatement] = []
    for name, goal in unrecognised(reading).items():
        near = reading.vocabulary.nearest(name)
        if not near:
            alone.append(goal)
            continue
        code = "condition-name-binding" if goal.is_binding else "condition-name-near"
        reason = Reason(code, {"name": name, "near": "”“".join(near)})
        yield CheckCondition("name", reason, (), 1, goal.origin, warns=goal.is_binding)
    if alone:
        names = [goal.name for goal in alone]
        given = {"count": len(names), "names": "、".join(names)}
        yield CheckCondition(
            "name", Reason("condition-names", given), (), len(names), alone[0].origin
        )


def _values(reading: InterpretedPlan, faults: Iterable[Diagnostic]) -> Iterator[CheckCondition]:
    title = reading.plan.header.title.text
    every: tuple[TargetStatement | Datum, ...] = (*reading.goals, *reading.data)
    places = {value.printed.start: value.origin for value in every}
    for fault in faults:
        if fault.span is None or fault.code.split("-")[1] in NOT_OF_VALUES:
            continue
        origin = places.get(fault.span.start) or Origin(title, fault.span)
        yield CheckCondition("value", Reason(fault.code, fault.arguments), (), 1, origin)


def _idle(counts: Iterable[RuleCount]) -> Iterator[CheckCondition]:
    idle = tuple(count.rule for count in counts if not count.is_applied)
    if idle:
        given = {"count": len(idle), "rules": _families(idle)}
        yield CheckCondition("rule", Reason("condition-idle", given), idle, len(idle))
