"""CEL by cel-python: an expression a rule, evaluated plan by plan; what is missing is left out, and guarded by hand."""

from __future__ import annotations

from typing import Any

import celpy

from bench.race.documents import documents, uppers
from bench.race.rival import Rival, Task
from bench.race.verdicts import Keys, keys
from bench.race.workload import CEILINGS, FLOORS, INDICATORS

PLACES = range(len(INDICATORS))
FAIL, UNKNOWN = 0, -1  # what an expression gives, beside 1 for passed


def _choose(unknown: str, holds: str) -> str:
    return f"{unknown} ? -1 : ({holds} ? 1 : 0)"


def _at_least(value: str, floor: str) -> str:
    return _choose(f"!has({value}) || !has({floor})", f"{value} >= {floor}")


def _implies(guard: str, gone: str, value: str, holds: str) -> str:
    """Kleene's implication, with `gone` where the guard is not known."""
    then = f"(has({value}) ? ({value} {holds} ? 1 : 0) : -1)"
    return f"{gone} ? ({then} == 1 ? 1 : -1) : ({guard} ? {then} : 1)"


def _fact(names: str, holds: str) -> str:
    figures = [f"facts.{name}" for name in names.split()]
    return _choose(" || ".join(f"!has({figure})" for figure in figures), holds.format(*figures))


def expressions() -> list[str]:
    """The sixty rules; those on institutions and natures give a list."""
    own, above = "targets[{0}].{1}".format, "upper[{0}].{1}".format
    found = [_at_least(own(p, "lo"), above(p, "lo")) for p in PLACES[FLOORS]]
    found += [_at_least(above(p, "hi"), own(p, "hi")) for p in PLACES[CEILINGS]]
    found += [
        _choose(
            f"!has({own(p, 'lo')}) || !has({above(p, 'lo')})",
            f"{own(p, 'lo')} >= {above(p, 'lo')} && {own(p, 'hi')} <= {above(p, 'hi')}",
        )
        for p in PLACES[CEILINGS.stop :]
    ]
    found += [_at_least(own(p, "lo"), own(p, "base")) for p in PLACES[FLOORS]]
    found += [_at_least(own(p, "base"), own(p, "hi")) for p in PLACES[CEILINGS]]
    near = "({1} / {2} {3} - {0} <= 0.01 && {1} / {2} {3} - {0} >= -0.01)"
    found += [
        _fact("ratio nurses doctors", near.replace(" {3}", "")),
        _fact("visits visits_hospital visits_primary", "{0} == {1} + {2}"),
        _fact("beds added", "{0} == {1}"),
        _fact("staff doctors nurses pharmacists", "{0} == {1} + {2} + {3}"),
        _fact("general_rate general population", near.replace("{3}", "* 10000.0")),
    ]
    gone, medicine = "!has(h.beds)", 'h.kind == "中医"'
    houses = (
        _implies("h.beds > 1200.0 && h.beds < 1500.0", gone, "h.level", ">= 2"),
        _implies("h.beds >= 1500.0", gone, "h.level", ">= 3"),
        _implies(
            f"{medicine} && h.beds > 1200.0", f"({medicine} && {gone})", "h.tcm_level", ">= 2"
        ),
    )
    found += [f"institutions.map(h, {rule})" for rule in houses]
    binding = '== "约束性"'
    return found + [
        f"pairs.map(p, {_implies(f'p.{name} {binding}', f'!has(p.{name})', 'p.own', binding)})"
        for name in ("above", "prose")
    ]


def prepare(task: Task) -> tuple[list[Any], list[Any]]:
    """Compiled programs and CEL documents, with sums and pairs made beforehand, as CEL has neither sum nor zip."""
    environment = celpy.Environment()
    programs = [environment.program(environment.compile(text)) for text in expressions()]
    above = uppers(task.tables)
    plans = documents(task.tables, task.plans)
    for plan in plans:
        plan["upper"] = above[plan["city"]]
        beds = [house["beds"] for house in plan["institutions"]]
        plan["facts"]["added"] = None if None in beds else sum(beds)
        plan["pairs"] = [
            {"own": own["nature"], "prose": own["prose"], "above": other["nature"]}
            for own, other in zip(plan["targets"], plan["upper"], strict=True)
        ]
    return programs, [
        {name: celpy.json_to_cel(part) for name, part in _present(plan).items()} for plan in plans
    ]


def _present(value: Any) -> Any:
    """Without what is null: cel-python refuses to compare a number with null, and asks `has` instead."""
    if isinstance(value, dict):
        return {name: _present(inner) for name, inner in value.items() if inner is not None}
    return [_present(inner) for inner in value] if isinstance(value, list) else value


def evaluate(prepared: tuple[list[Any], list[Any]]) -> list[list[Any]]:
    programs, plans = prepared
    return [[program.evaluate(plan) for program in programs] for plan in plans]


def verdicts(found: Any) -> tuple[Keys, Keys]:
    fails, unknown = [], []
    for number, results in enumerate(found):
        for rule, result in enumerate(results, 1):
            single = 0 if rule > 50 else (rule - 1) % 30
            places = enumerate(result) if isinstance(result, list) else [(single, result)]
            for place, code in places:
                if code == UNKNOWN:
                    unknown.append((number, rule, place))
                elif code == FAIL:
                    fails.append((number, rule, place))
    return keys(fails), keys(unknown)


RIVAL = Rival(
    "CEL, cel-python", ("cel-python",), prepare, evaluate, verdicts, at_most=30,
    note="what is missing left out and guarded by hand; sums made beforehand",
)  # fmt: skip
