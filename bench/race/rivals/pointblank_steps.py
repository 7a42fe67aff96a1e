"""Pointblank on polars: a step a family of rules over joined frames, the kindest form; null counts as failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pointblank as pb
import polars as pl
from polars import col

from bench.race.rival import Rival
from bench.race.rivals.polars_frames import ARITHMETIC, BINDING, prepare
from bench.race.verdicts import Keys, key

EVERY = 10**12
Frames = dict[str, pl.DataFrame]
Family = tuple[pl.DataFrame, str, tuple[tuple[int, pl.Expr], ...]]
Rows = Callable[[pl.DataFrame], pl.DataFrame]
Step = tuple[int, pl.Expr, Rows | None]
"""A first rule, what holds where it passes, and what takes the rows that it is about; None for all."""
Failed = list[tuple[int, str, pl.DataFrame]]


def families(frames: Frames) -> list[Family]:
    """Rows, what their subject is called, and what they are asked: a first rule, and what holds where it passes."""
    goals = frames["targets"].join(frames["uppers"], on=["city", "ind"], how="left")
    floors, ranges = goals.filter(col("ind") < 10), goals.filter(col("ind") >= 20)
    ceilings = goals.filter(col("ind").is_between(10, 19))
    houses, beds, level = frames["institutions"], col("beds"), col("level")
    added = houses.group_by("plan").agg(
        pl.when(beds.null_count() == 0).then(beds.sum()).alias("added")
    )
    facts = frames["facts"].join(added, on="plan", how="left")
    middle, large = (beds > 1200) & (beds < 1500), (col("kind") == "中医") & (beds > 1200)
    inside = (col("lo") >= col("upper_lo")) & (col("hi") <= col("upper_hi"))
    bound = col("nature") == BINDING
    ascending, descending = (1, col("lo") >= col("upper_lo")), (1, col("hi") <= col("upper_hi"))
    return [
        (floors, "ind", (ascending, (31, col("lo") >= col("base")))),
        (ceilings, "ind", (descending, (31, col("hi") <= col("base")))),
        (ranges, "ind", ((1, inside),)),
        (facts, "", ARITHMETIC),
        (houses, "inst", (
            (56, ~middle | (level >= 2)), (57, (beds < 1500) | (level >= 3)),
            (58, ~large | (col("tcm_level") >= 2)),
        )),
        (goals, "ind", (
            (59, (col("upper_nature") != BINDING) | bound), (60, (col("prose") != BINDING) | bound),
        )),
    ]  # fmt: skip


def failed(frame: pl.DataFrame, subject: str, steps: Sequence[Step]) -> Failed:
    """For each step its first rule, what its subject is called, and the rows that fail."""
    validation = pb.Validate(frame)
    for _, holds, rows in steps:
        # A row whose expression is null fails as well: let it pass, to find the violations alone.
        validation = validation.col_vals_expr(holds.fill_null(True), pre=rows)
    extracts = validation.interrogate(extract_limit=EVERY).get_data_extracts()
    return [(rule, subject, extracts[number]) for number, (rule, _, _) in enumerate(steps, 1)]


def evaluate(frames: Frames) -> Failed:
    found: Failed = []
    for frame, subject, rules in families(frames):
        found += failed(frame, subject, [(rule, holds, None) for rule, holds in rules])
    return found


def verdicts(found: Any) -> tuple[Keys, Keys]:
    parts = []
    for rule, subject, frame in found:
        places = frame[subject].to_numpy().astype(np.int64) if subject else 0
        number = rule + places if subject == "ind" and rule < 59 else rule
        parts.append(key(frame["plan"].to_numpy().astype(np.int64), number, places))
    return np.concatenate(parts), np.empty(0, np.int64)


RIVAL = Rival(
    "pointblank, a step a family",
    ("pointblank", "polars"),
    prepare,
    evaluate,
    verdicts,
    unknowns=False,
)
