"""Pointblank on polars as its users write it: a step a rule, so that its report says how each rule fared."""

from __future__ import annotations

import polars as pl
from polars import col

from bench.race.rival import Rival
from bench.race.rivals.pointblank_steps import Failed, Frames, Rows, failed, families, verdicts
from bench.race.rivals.polars_frames import prepare

BY_INDICATOR = (1, 31)
"""The first rules of families that have a rule for each indicator."""


def evaluate(frames: Frames) -> Failed:
    found: Failed = []
    for frame, subject, rules in families(frames):
        steps = [
            (rule, holds, rows)
            for rule, holds in rules
            for rows in (_each(frame) if rule in BY_INDICATOR else (None,))
        ]
        found += failed(frame, subject, steps)
    return found


def _each(frame: pl.DataFrame) -> list[Rows]:
    """What takes the rows of each indicator."""
    return [_of(number) for number in frame["ind"].unique().sort()]


def _of(indicator: int) -> Rows:
    return lambda frame: frame.filter(col("ind") == indicator)


RIVAL = Rival(
    "pointblank, a step a rule", ("pointblank", "polars"), prepare, evaluate, verdicts,
    unknowns=False,
)  # fmt: skip
