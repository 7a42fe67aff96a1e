"""What a chunk makes goes with it, without the collector of garbage, which would take as long as reading plans."""

from __future__ import annotations

import gc

from checker.batch.worker import judge_chunk
from checker.columns.extract import Extraction
from checker.engine.context import PlanContext
from checker.engine.values import Subject
from tests.batch.small import items, prepared


def ours() -> int:
    kinds = Subject | PlanContext | Extraction
    return sum(issubclass(type(thing), kinds) for thing in gc.get_objects())


def test_nothing_of_a_plan_outlives_its_results() -> None:
    judge_chunk(prepared(), items(2))  # what stays for all plans is there
    gc.collect()
    before = ours()
    gc.disable()
    try:
        judge_chunk(prepared(), items(4))
        assert ours() == before
    finally:
        gc.enable()
