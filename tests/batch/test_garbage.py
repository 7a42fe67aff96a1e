"""What a chunk makes goes with it, without the collector of garbage, which would take as long as reading plans."""

from __future__ import annotations

import gc

from checker.batch import work
from checker.engine.subject import Subject
from tests.batch.small import items, setup


def subjects() -> int:
    return sum(isinstance(thing, Subject) for thing in gc.get_objects())


def test_no_subject_of_a_plan_outlives_its_results() -> None:
    work.results(setup(), items(2))  # what stays for all plans is there
    gc.collect()
    before = subjects()
    gc.disable()
    try:
        work.results(setup(), items(4))
        assert subjects() == before
        assert gc.collect() < 50, "and nothing else of it"
    finally:
        gc.enable()
