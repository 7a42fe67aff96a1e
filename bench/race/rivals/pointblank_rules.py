"""Pointblank on polars as its users write it: a step a rule, so that its report says how each rule fared."""

from __future__ import annotations

from collections.abc import Callable

import pointblank as pb
import polars as pl
from polars import col

from bench.race.rival import Rival
from bench.race.rivals.pointblank_steps import (
    EVERY,
    Failed,
    Frames,
    families,
    verdicts,
    violations,
)
from bench.race.rivals.polars_frames import prepare

BY_INDICATOR = (1, 31)
"""The first rules of families that have a rule for each indicator."""


def evaluate(frames: Frames) -> Failed:
    """For each rule, or the first of its family, what its subject is called, and the rows that fail."""
    found: Failed = []
    for frame, subject, rules in families(frames):
        validation, steps = pb.Validate(frame), list[int]()
        for rule, holds in rules:
            for rows in _parts(frame) if rule in BY_INDICATOR else [None]:
                validation = validation.col_vals_expr(violations(holds), pre=rows)
                steps.append(rule)
        extracts = validation.interrogate(extract_limit=EVERY).get_data_extracts()
        found += [(rule, subject, extracts[step]) for step, rule in enumerate(steps, 1)]
    return found


def _parts(frame: pl.DataFrame) -> list[Callable[[pl.DataFrame], pl.DataFrame]]:
    """What takes the rows of each indicator."""
    return [_of(number) for number in frame["ind"].unique().sort()]


def _of(indicator: int) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda frame: frame.filter(col("ind") == indicator)


RIVAL = Rival(
    "pointblank, a step a rule", ("pointblank", "polars"), prepare, evaluate, verdicts,
    unknowns=False,
)  # fmt: skip
