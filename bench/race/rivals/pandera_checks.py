"""Pandera on pandas: a check a family of rules over joined frames; null counts as passed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from bench.race.rival import Rival
from bench.race.rivals.pandas_frames import BINDING, Frames, prepare
from bench.race.verdicts import Keys, key

Truths = Callable[[pd.DataFrame], pd.Series]
Failed = list[tuple[int, str, pd.DataFrame]]


def evaluate(frames: Frames) -> Failed:
    """For each family its first rule, what its subject is called, and the rows that fail."""
    goals = frames["targets"].merge(frames["uppers"], on=["city", "ind"], how="left")
    floors, ranges = goals[goals["ind"] < 10], goals[goals["ind"] >= 20]
    ceilings = goals[goals["ind"].between(10, 19)]
    houses = frames["institutions"]
    added = houses.groupby("plan", sort=False)["beds"].agg(lambda beds: beds.sum(skipna=False))
    facts = frames["facts"].merge(added.rename("added"), left_on="plan", right_index=True)
    return [
        *_failed(floors, "ind", (1, lambda f: ~(f["lo"] < f["upper_lo"])),
                 (31, lambda f: ~(f["lo"] < f["base"]))),
        *_failed(ceilings, "ind", (1, lambda f: ~(f["hi"] > f["upper_hi"])),
                 (31, lambda f: ~(f["hi"] > f["base"]))),
        *_failed(ranges, "ind",
                 (1, lambda f: ~((f["lo"] < f["upper_lo"]) | (f["hi"] > f["upper_hi"])))),
        *_failed(facts, "", *ARITHMETIC),
        *_failed(
            houses, "inst",
            (56, lambda f: ~((f["beds"] > 1200) & (f["beds"] < 1500) & (f["level"] < 2))),
            (57, lambda f: ~((f["beds"] >= 1500) & (f["level"] < 3))),
            (58, lambda f: ~((f["kind"] == "中医") & (f["beds"] > 1200) & (f["tcm_level"] < 2))),
        ),
        *_failed(goals, "ind", (59, lambda f: ~((f["upper_nature"] == BINDING) & _not_binding(f))),
                 (60, lambda f: ~((f["prose"] == BINDING) & _not_binding(f)))),
    ]  # fmt: skip


def _not_binding(frame: pd.DataFrame) -> pd.Series:
    return (frame["nature"] != BINDING) & frame["nature"].notna()


def _apart(left: pd.Series, right: pd.Series, room: float) -> pd.Series:
    return ~((left - right).abs() > room)


ARITHMETIC: tuple[tuple[int, Truths], ...] = (
    (51, lambda f: _apart(f["nurses"] / f["doctors"], f["ratio"], 0.01)),
    (52, lambda f: _apart(f["visits_hospital"] + f["visits_primary"], f["visits"], 0)),
    (53, lambda f: _apart(f["added"], f["beds"], 0)),
    (54, lambda f: _apart(f["doctors"] + f["nurses"] + f["pharmacists"], f["staff"], 0)),
    (55, lambda f: _apart(f["general"] / f["population"] * 1e4, f["general_rate"], 0.01)),
)


def _failed(frame: pd.DataFrame, subject: str, *rules: tuple[int, Truths]) -> Failed:
    schema = pa.DataFrameSchema(checks=[pa.Check(truths, name=str(r)) for r, truths in rules])
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        return [
            (rule, subject, frame.loc[cases.loc[cases["check"] == str(rule), "index"].unique()])
            for rule, _ in rules
        ]
    return []


def verdicts(found: Any) -> tuple[Keys, Keys]:
    parts = []
    for rule, subject, frame in found:
        places = frame[subject].to_numpy("int64") if subject else 0
        number = rule + places if subject == "ind" and rule < 59 else rule
        parts.append(key(frame["plan"].to_numpy("int64"), number, places))
    return np.concatenate(parts), np.empty(0, np.int64)


RIVAL = Rival(
    "pandera on pandas", ("pandera", "pandas"), prepare, evaluate, verdicts, at_most=3000,
    unknowns=False,
)  # fmt: skip
