"""GoRules zen-engine: one decision graph with an expression a rule, evaluated plan by plan; null guarded by hand."""

from __future__ import annotations

import json
from typing import Any

import zen

from bench.race.documents import Document, documents, uppers
from bench.race.rival import Rival, Task
from bench.race.verdicts import Keys, keys
from bench.race.workload import CEILINGS, FLOORS, INDICATORS

PLACES = range(len(INDICATORS))


def _at_least(value: str, floor: str) -> str:
    return f"{value} == null or {floor} == null ? null : {value} >= {floor}"


def _implies(guard: str, gone: str, value: str, holds: str) -> str:
    """Kleene's implication, with `gone` where the guard is not known."""
    then = f"({value} == null ? null : {value} {holds})"
    known = f"({guard} ? {then} : true)"
    return f"{gone} ? ({value} != null and {value} {holds} ? true : null) : {known}"


def _fact(names: str, holds: str) -> str:
    figures = [f"facts.{name}" for name in names.split()]
    missing = " or ".join(f"{figure} == null" for figure in figures)
    return f"{missing} ? null : {holds.format(*figures)}"


def expressions() -> list[str]:
    """The sixty rules; those on institutions and natures give a list."""
    own, above = "targets[{0}].{1}".format, "upper[{0}].{1}".format
    blank = "some(institutions, #.beds == null)"
    found = [_at_least(own(p, "lo"), above(p, "lo")) for p in PLACES[FLOORS]]
    found += [_at_least(above(p, "hi"), own(p, "hi")) for p in PLACES[CEILINGS]]
    found += [
        f"{own(p, 'lo')} == null or {above(p, 'lo')} == null ? null"
        f" : {own(p, 'lo')} >= {above(p, 'lo')} and {own(p, 'hi')} <= {above(p, 'hi')}"
        for p in PLACES[CEILINGS.stop :]
    ]
    found += [_at_least(own(p, "lo"), own(p, "base")) for p in PLACES[FLOORS]]
    found += [_at_least(own(p, "base"), own(p, "hi")) for p in PLACES[CEILINGS]]
    found += [
        _fact("ratio nurses doctors", "abs({1} / {2} - {0}) <= 0.01"),
        _fact("visits visits_hospital visits_primary", "{0} == {1} + {2}"),
        f"facts.beds == null or {blank} ? null : facts.beds == sum(map(institutions, #.beds))",
        _fact("staff doctors nurses pharmacists", "{0} == {1} + {2} + {3}"),
        _fact("general_rate general population", "abs({1} / {2} * 10000 - {0}) <= 0.01"),
    ]
    gone, medicine = "#.beds == null", '#.kind == "中医"'
    houses = (
        _implies("#.beds > 1200 and #.beds < 1500", gone, "#.level", ">= 2"),
        _implies("#.beds >= 1500", gone, "#.level", ">= 3"),
        _implies(
            f"{medicine} and #.beds > 1200", f"({medicine} and {gone})", "#.tcm_level", ">= 2"
        ),
    )
    found += [f"map(institutions, {rule})" for rule in houses]
    return found + [
        f"map(pairs, {_implies(f'#.{name} == true', f'#.{name} == null', '#.own', '== true')})"
        for name in ("above", "prose")
    ]


def decision() -> str:
    """A graph of input, one node of expressions, output."""
    rows = [
        {"id": f"e{n}", "key": f"r{n}", "value": text} for n, text in enumerate(expressions(), 1)
    ]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "content": {"expressions": rows},
        },
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b}
        for a, b in (("in", "rules"), ("rules", "out"))
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def prepare(task: Task) -> tuple[Any, list[Document]]:
    """Documents with the plan above in them, and natures side by side, as the engine has no zip."""
    above = uppers(task.tables)
    plans = documents(task.tables, task.plans)
    for plan in plans:
        plan["upper"] = above[plan["city"]]
        plan["pairs"] = [
            {
                "own": _binding(own["nature"]),
                "prose": _binding(own["prose"]),
                "above": _binding(other["nature"]),
            }
            for own, other in zip(plan["targets"], plan["upper"], strict=True)
        ]
    return zen.ZenEngine().create_decision(decision()), plans


def _binding(nature: str | None) -> bool | None:
    return None if nature is None else nature == "约束性"


def evaluate(prepared: tuple[Any, list[Document]]) -> list[dict[str, Any]]:
    engine, plans = prepared
    return [engine.evaluate(plan)["result"] for plan in plans]


def verdicts(found: Any) -> tuple[Keys, Keys]:
    fails, unknown = [], []
    for number, results in enumerate(found):
        for rule in range(1, 61):
            result = results.get(f"r{rule}")  # a null is left out of the result
            places = enumerate(result) if isinstance(result, list) else [(_place(rule), result)]
            for place, holds in places:
                if holds is None:
                    unknown.append((number, rule, place))
                elif not holds:
                    fails.append((number, rule, place))
    return keys(fails), keys(unknown)


def _place(rule: int) -> int:
    return 0 if rule > 50 else (rule - 1) % 30


RIVAL = Rival(
    "zen-engine", ("zen-engine",), prepare, evaluate, verdicts, at_most=1000,
    note="null guarded by hand in every expression",
)  # fmt: skip
