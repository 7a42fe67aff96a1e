"""Polars, tuned: the join and the slices once and eagerly, then a lazy pass a family of rules, collected together."""

from __future__ import annotations

from typing import Any

import polars as pl
from polars import col, lit

from bench.race.rival import Rival, Task
from bench.race.verdicts import Keys, key

BINDING = "约束性"
IND, INST = col("ind").cast(pl.Int16), col("inst").cast(pl.Int16)
ARITHMETIC = (
    (51, (col("nurses") / col("doctors") - col("ratio")).abs() <= 0.01),
    (52, col("visits") == col("visits_hospital") + col("visits_primary")),
    (53, col("beds") == col("added")),
    (54, col("staff") == col("doctors") + col("nurses") + col("pharmacists")),
    (55, (col("general") / col("population") * 1e4 - col("general_rate")).abs() <= 0.01),
)


def prepare(task: Task) -> dict[str, pl.DataFrame]:
    names = ("targets", "uppers", "institutions", "facts")
    frames = {name: pl.DataFrame(task.tables.table(name)) for name in names}
    return {
        name: frame.filter(col("plan") < task.plans) if "plan" in frame.columns else frame
        for name, frame in frames.items()
    }


def _broken(frame: pl.LazyFrame, rule: pl.Expr, holds: pl.Expr, subject: pl.Expr) -> pl.LazyFrame:
    """What does not hold or is null, under Kleene's logic, which is that of polars."""
    return frame.select(
        "plan", rule=rule.cast(pl.Int16), subject=subject.cast(pl.Int16), holds=holds
    ).filter(~col("holds") | col("holds").is_null())


def evaluate(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    joined = frames["targets"].join(frames["uppers"], on=["city", "ind"], how="left")
    goals = joined.lazy()
    floors = joined.filter(col("ind") < 10).lazy()
    ceilings = joined.filter(col("ind").is_between(10, 19)).lazy()
    ranges = joined.filter(col("ind") >= 20).lazy()
    inside = (col("lo") >= col("upper_lo")) & (col("hi") <= col("upper_hi"))
    bound = col("nature") == BINDING
    found = [
        _broken(floors, IND + 1, col("lo") >= col("upper_lo"), IND),
        _broken(ceilings, IND + 1, col("hi") <= col("upper_hi"), IND),
        _broken(ranges, IND + 1, inside, IND),
        _broken(floors, IND + 31, col("lo") >= col("base"), IND),
        _broken(ceilings, IND + 31, col("hi") <= col("base"), IND),
        _broken(goals, lit(59), (col("upper_nature") != BINDING) | bound, IND),
        _broken(goals, lit(60), (col("prose") != BINDING) | bound, IND),
    ]
    houses, beds, level = frames["institutions"].lazy(), col("beds"), col("level")
    middle, large = (beds > 1200) & (beds < 1500), (col("kind") == "中医") & (beds > 1200)
    added = houses.group_by("plan").agg(
        pl.when(beds.null_count() == 0).then(beds.sum()).alias("added")
    )
    facts = frames["facts"].lazy().join(added, on="plan", how="left")
    found += [
        _broken(houses, lit(56), ~middle | (level >= 2), INST),
        _broken(houses, lit(57), (beds < 1500) | (level >= 3), INST),
        _broken(houses, lit(58), ~large | (col("tcm_level") >= 2), INST),
        *(_broken(facts, lit(rule), holds, lit(0)) for rule, holds in ARITHMETIC),
    ]
    return pl.concat(pl.collect_all(found))


def verdicts(found: Any) -> tuple[Keys, Keys]:
    def keys(frame: pl.DataFrame) -> Keys:
        return key(*(frame[name].cast(pl.Int64).to_numpy() for name in ("plan", "rule", "subject")))

    return keys(found.filter(~col("holds"))), keys(found.filter(col("holds").is_null()))


RIVAL = Rival("polars, tuned", ("polars",), prepare, evaluate, verdicts)
