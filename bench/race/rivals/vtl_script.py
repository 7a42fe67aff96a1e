"""The statistical language VTL by vtlengine, on its DuckDB back end: one script, a data set a family of rules."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import vtlengine

from bench.race.rival import Rival, Task
from bench.race.verdicts import Keys, key
from bench.race.workload import FACTS

BINDING = "约束性"
TYPES = {"nature": "String", "prose": "String", "upper_nature": "String", "kind": "String"}
GOALS = ("lo", "hi", "base", "nature", "prose", "upper_lo", "upper_hi", "upper_nature")
HOUSES = ("kind", "beds", "level", "tcm_level")
# family: data set, condition on the rows, first rule, what must hold
FAMILIES = {
    "A": ("goals", "ind < 10", 1, "lo >= upper_lo"),
    "B": ("goals", "ind >= 10 and ind < 20", 1, "hi <= upper_hi"),
    "C": ("goals", "ind >= 20", 1, "lo >= upper_lo and hi <= upper_hi"),
    "D": ("goals", "ind < 10", 31, "lo >= base"),
    "E": ("goals", "ind >= 10 and ind < 20", 31, "hi <= base"),
    "F": ("facts", "", 51, "abs(nurses / doctors - ratio) <= 0.01"),
    "G": ("facts", "", 52, "visits = visits_hospital + visits_primary"),
    "H": ("facts", "", 53, "beds = added"),
    "I": ("facts", "", 54, "staff = doctors + nurses + pharmacists"),
    "J": ("facts", "", 55, "abs(general / population * 10000 - general_rate) <= 0.01"),
    "K": ("houses", "", 56, "not (beds > 1200 and beds < 1500) or level >= 2"),
    "L": ("houses", "", 57, "beds < 1500 or level >= 3"),
    "M": ("houses", "", 58, 'not (kind = "中医" and beds > 1200) or tcm_level >= 2'),
    "N": ("goals", "", 59, f'upper_nature <> "{BINDING}" or nature = "{BINDING}"'),
    "O": ("goals", "", 60, f'prose <> "{BINDING}" or nature = "{BINDING}"'),
}
SCRIPT = "\n".join(
    f"{name} <- {source}{f'[filter {rows}]' if rows else ''}[calc holds := {holds}][keep holds];"
    for name, (source, rows, _, holds) in FAMILIES.items()
)


def _structure(name: str, identifiers: tuple[str, ...], measures: tuple[str, ...]) -> Any:
    parts = [(i, "Integer", "Identifier", False) for i in identifiers]
    parts += [(m, TYPES.get(m, "Number"), "Measure", True) for m in measures]
    keys = ("name", "type", "role", "nullable")
    return {"name": name, "DataStructure": [dict(zip(keys, part, strict=True)) for part in parts]}


STRUCTURES = {
    "datasets": [
        _structure("goals", ("plan", "ind"), GOALS),
        _structure("houses", ("plan", "inst"), HOUSES),
        _structure("facts", ("plan",), (*FACTS, "added")),
    ]
}


def prepare(task: Task) -> dict[str, pd.DataFrame]:
    """Joins and sums are made here, untimed: VTL would make them data set by data set."""

    def frame(name: str) -> pd.DataFrame:
        whole = task.tables.table(name).to_pandas()
        return whole[whole["plan"] < task.plans] if "plan" in whole else whole

    goals = frame("targets").merge(frame("uppers"), on=["city", "ind"], how="left")
    for name in ("nature", "prose", "upper_nature"):
        goals[name] = goals[name].astype(object).where(goals[name].notna(), None)
    houses = frame("institutions").astype({"kind": object})
    added = houses.groupby("plan")["beds"].agg(lambda beds: beds.sum(skipna=False))
    facts = frame("facts").merge(added.rename("added"), left_on="plan", right_index=True)
    return {
        "goals": goals[["plan", "ind", *GOALS]],
        "houses": houses[["plan", "inst", *HOUSES]],
        "facts": facts[["plan", *FACTS, "added"]],
    }


def evaluate(frames: dict[str, pd.DataFrame]) -> Any:
    return vtlengine.run(
        script=SCRIPT, data_structures=STRUCTURES, datapoints=frames, use_duckdb=True
    )


def verdicts(found: Any) -> tuple[Keys, Keys]:
    fails, unknown = [], []
    for name, (_, _, rule, _) in FAMILIES.items():
        rows = found[name].data
        subject = next((s for s in ("ind", "inst") if s in rows), "")
        places = rows[subject].to_numpy("int64") if subject else np.zeros(len(rows), np.int64)
        number = rule + places if rule < 50 else rule
        keys = key(rows["plan"].to_numpy("int64"), number, places)
        gone = rows["holds"].isna().to_numpy()
        holds = rows["holds"].fillna(True).to_numpy(bool)
        fails.append(keys[~holds])
        unknown.append(keys[gone])
    return np.concatenate(fails), np.concatenate(unknown)


RIVAL = Rival(
    "VTL, vtlengine on DuckDB", ("vtlengine", "duckdb"), prepare, evaluate, verdicts,
    at_most=30000, note="joins and sums made beforehand, untimed",
)  # fmt: skip
