"""Rego by regorus: one policy with a rule a family, evaluated plan by plan; null guarded by hand."""

from __future__ import annotations

import json
from typing import Any

import regorus

from bench.race.documents import documents, uppers
from bench.race.rival import Rival, Task
from bench.race.verdicts import Keys, keys

# Fails and unknowns as sets; a rule whose operand is null is undefined in Rego, so that only the guard reports it.
POLICY = """
package race
import rego.v1

binding := "约束性"
above := data.uppers[input.city]
f := input.facts

short(value, floor) if { value != null; floor != null; value < floor }
gone(values) if { some value in values; value == null }

fails contains [i + 1, i] if { some i in numbers.range(0, 9); short(input.targets[i].lo, above[i].lo) }
fails contains [i + 1, i] if { some i in numbers.range(10, 19); short(above[i].hi, input.targets[i].hi) }
fails contains [i + 1, i] if { some i in numbers.range(20, 29); short(input.targets[i].lo, above[i].lo) }
fails contains [i + 1, i] if { some i in numbers.range(20, 29); short(above[i].hi, input.targets[i].hi) }
fails contains [i + 31, i] if { some i in numbers.range(0, 9); short(input.targets[i].lo, input.targets[i].base) }
fails contains [i + 31, i] if { some i in numbers.range(10, 19); short(input.targets[i].base, input.targets[i].hi) }
unknown contains [i + 1, i] if { some i in numbers.range(0, 9); gone([input.targets[i].lo, above[i].lo]) }
unknown contains [i + 1, i] if { some i in numbers.range(10, 19); gone([input.targets[i].hi, above[i].hi]) }
unknown contains [i + 1, i] if { some i in numbers.range(20, 29); gone([input.targets[i].lo, above[i].lo]) }
unknown contains [i + 31, i] if { some i in numbers.range(0, 9); gone([input.targets[i].lo, input.targets[i].base]) }
unknown contains [i + 31, i] if { some i in numbers.range(10, 19); gone([input.targets[i].hi, input.targets[i].base]) }

ratio := [f.ratio, f.nurses, f.doctors]
visits := [f.visits, f.visits_hospital, f.visits_primary]
beds := array.concat([f.beds], [house.beds | some house in input.institutions])
staff := [f.staff, f.doctors, f.nurses, f.pharmacists]
rate := [f.general_rate, f.general, f.population]
fails contains [51, 0] if { not gone(ratio); abs(f.nurses / f.doctors - f.ratio) > 0.01 }
fails contains [52, 0] if { not gone(visits); f.visits != f.visits_hospital + f.visits_primary }
fails contains [53, 0] if { not gone(beds); f.beds != sum([house.beds | some house in input.institutions]) }
fails contains [54, 0] if { not gone(staff); f.staff != f.doctors + f.nurses + f.pharmacists }
fails contains [55, 0] if { not gone(rate); abs(f.general / f.population * 10000 - f.general_rate) > 0.01 }
unknown contains [51, 0] if gone(ratio)
unknown contains [52, 0] if gone(visits)
unknown contains [53, 0] if gone(beds)
unknown contains [54, 0] if gone(staff)
unknown contains [55, 0] if gone(rate)

due(house) := [56, 2, house.level] if { house.beds != null; house.beds > 1200; house.beds < 1500 }
due(house) := [57, 3, house.level] if { house.beds != null; house.beds >= 1500 }
tcm(house) if { house.kind == "中医"; house.beds != null; house.beds > 1200 }
less(value, floor) if value == null
less(value, floor) if { value != null; value < floor }
fails contains [due(h)[0], m] if { some m, h in input.institutions; short(due(h)[2], due(h)[1]) }
fails contains [58, m] if { some m, h in input.institutions; tcm(h); short(h.tcm_level, 2) }
unknown contains [due(h)[0], m] if { some m, h in input.institutions; due(h)[2] == null }
unknown contains [58, m] if { some m, h in input.institutions; tcm(h); h.tcm_level == null }
unknown contains [56, m] if { some m, h in input.institutions; h.beds == null; less(h.level, 2) }
unknown contains [57, m] if { some m, h in input.institutions; h.beds == null; less(h.level, 3) }
unknown contains [58, m] if {
  some m, h in input.institutions
  h.kind == "中医"
  h.beds == null
  less(h.tcm_level, 2)
}

free(nature) if { nature != null; nature != binding }
fails contains [59, i] if { some i, t in input.targets; above[i].nature == binding; free(t.nature) }
fails contains [60, i] if { some i, t in input.targets; t.prose == binding; free(t.nature) }
unknown contains [59, i] if { some i, t in input.targets; above[i].nature == binding; t.nature == null }
unknown contains [60, i] if { some i, t in input.targets; t.prose == binding; t.nature == null }
unknown contains [59, i] if { some i, t in input.targets; above[i].nature == null; t.nature != binding }
unknown contains [60, i] if { some i, t in input.targets; t.prose == null; t.nature != binding }
"""


def prepare(task: Task) -> tuple[Any, list[str]]:
    """The engine with policy and plans above, and each plan as the JSON text that it takes."""
    engine = regorus.Engine()
    engine.add_policy("race.rego", POLICY)
    engine.add_data_json(json.dumps({"uppers": uppers(task.tables)}))
    plans = documents(task.tables, task.plans)
    return engine, [json.dumps(plan, ensure_ascii=False) for plan in plans]


def evaluate(prepared: tuple[Any, list[str]]) -> list[tuple[str, str]]:
    engine, plans = prepared
    found = []
    for plan in plans:
        engine.set_input_json(plan)
        fails = engine.eval_rule_as_json("data.race.fails")
        found.append((fails, engine.eval_rule_as_json("data.race.unknown")))
    return found


def verdicts(found: Any) -> tuple[Keys, Keys]:
    read = [(number, json.loads(f), json.loads(u)) for number, (f, u) in enumerate(found)]
    fails = [(number, *pair) for number, some, _ in read for pair in some]
    unknown = [(number, *pair) for number, _, some in read for pair in some]
    return keys(fails), keys(unknown)


RIVAL = Rival(
    "Rego, regorus", ("celine-regorus",), prepare, evaluate, verdicts, at_most=300,
    note="null guarded by hand in every rule; plans given as JSON text, which it parses",
)  # fmt: skip
