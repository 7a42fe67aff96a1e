"""Great Expectations on pandas: an expectation a family of rules over joined frames; null counts as passed."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

import great_expectations as gx
import numpy as np
import pandas as pd
from great_expectations import expectations as gxe

from bench.race.rival import Rival, Task
from bench.race.rivals.pandas_frames import BINDING, Frames
from bench.race.rivals.pandas_frames import prepare as frames_of
from bench.race.verdicts import Keys, key

Failed = list[tuple[int, str, pd.DataFrame]]
FORMAT = {"result_format": "COMPLETE", "unexpected_index_column_names": ["place"]}
EITHER = "either_value_is_missing"


def prepare(task: Task) -> tuple[Any, Frames]:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    return context, frames_of(task)


def evaluate(prepared: tuple[Any, Frames]) -> Failed:
    """For each family its first rule, what its subject is called, and the rows that fail.

    It compares a column with a column or a value: what is more than that is worked out in pandas first.
    """
    context, frames = prepared
    goals = frames["targets"].merge(frames["uppers"], on=["city", "ind"], how="left")
    floors, ranges = goals[goals["ind"] < 10], goals[goals["ind"] >= 20]
    ceilings = goals[goals["ind"].between(10, 19)]
    houses = frames["institutions"]
    beds, own = houses["beds"], houses["kind"] == "中医"
    added = houses.groupby("plan", sort=False)["beds"].agg(lambda b: b.sum(skipna=False))
    f = frames["facts"].merge(added.rename("added"), left_on="plan", right_index=True)
    figures = pd.DataFrame({
        "plan": f["plan"],
        "r51": (f["nurses"] / f["doctors"] - f["ratio"]).abs(),
        "r52": (f["visits"] - f["visits_hospital"] - f["visits_primary"]).abs(),
        "r53": (f["beds"] - f["added"]).abs(),
        "r54": (f["staff"] - f["doctors"] - f["nurses"] - f["pharmacists"]).abs(),
        "r55": (f["general"] / f["population"] * 1e4 - f["general_rate"]).abs(),
    })  # fmt: skip
    rooms = {51: 0.01, 52: 0, 53: 0, 54: 0, 55: 0.01}
    found = [
        *_failed(context, floors, "ind", {1: _pair("lo", "upper_lo"), 31: _pair("lo", "base")}),
        *_failed(context, ceilings, "ind", {1: _pair("upper_hi", "hi"), 31: _pair("base", "hi")}),
        *_failed(context, ranges, "ind", {1: _pair("lo", "upper_lo"), 2: _pair("upper_hi", "hi")}),
        *_failed(
            context, figures, "",
            {rule: _most(f"r{rule}", room) for rule, room in rooms.items()},
        ),
        *_failed(context, houses[(beds > 1200) & (beds < 1500)], "inst", {56: _least("level", 2)}),
        *_failed(context, houses[beds >= 1500], "inst", {57: _least("level", 3)}),
        *_failed(context, houses[own & (beds > 1200)], "inst", {58: _least("tcm_level", 2)}),
    ]  # fmt: skip
    for rule, name in ((59, "upper_nature"), (60, "prose")):
        bound = gxe.ExpectColumnValuesToBeInSet(column="nature", value_set=[BINDING])
        found += _failed(context, goals[goals[name] == BINDING], "ind", {rule: bound})
    return found


def _pair(larger: str, smaller: str) -> Any:
    return gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A=larger, column_B=smaller, or_equal=True, ignore_row_if=EITHER
    )


def _least(column: str, floor: float) -> Any:
    return gxe.ExpectColumnValuesToBeBetween(column=column, min_value=floor)


def _most(column: str, ceiling: float) -> Any:
    return gxe.ExpectColumnValuesToBeBetween(column=column, max_value=ceiling)


def _failed(context: Any, frame: pd.DataFrame, subject: str, rules: dict[int, Any]) -> Failed:
    frame = frame.reset_index(drop=True).assign(place=np.arange(len(frame)))
    source = context.data_sources.add_or_update_pandas("frames")
    batch = source.add_dataframe_asset("frame").add_batch_definition_whole_dataframe("whole")
    suite = gx.ExpectationSuite(name="suite", expectations=list(rules.values()))
    asked = batch.get_batch(batch_parameters={"dataframe": frame})
    results = asked.validate(suite, result_format=FORMAT).results
    rows = [[row["place"] for row in r.result["unexpected_index_list"] or []] for r in results]
    return [(rule, subject, frame.iloc[places]) for rule, places in zip(rules, rows, strict=True)]


def verdicts(found: Any) -> tuple[Keys, Keys]:
    """Rule 2 stands for the other end of the ranges, whose rules are those of rule 1."""
    parts = []
    for first, subject, frame in found:
        rule = 1 if first == 2 else first
        places = frame[subject].to_numpy("int64") if subject else 0
        number = rule + places if subject == "ind" and rule < 59 else rule
        parts.append(key(frame["plan"].to_numpy("int64"), number, places))
    return np.unique(np.concatenate(parts)), np.empty(0, np.int64)


RIVAL = Rival(
    "Great Expectations on pandas", ("great_expectations", "pandas"), prepare, evaluate, verdicts,
    at_most=3000, unknowns=False, note="what is not column against column is worked out in pandas",
)  # fmt: skip
