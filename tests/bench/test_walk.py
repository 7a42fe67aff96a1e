"""Who follows one check through the program enters few modules, in the order of the pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("bench.race", reason="the source distribution leaves bench/ out")

from bench import walk
from tests.structure import called_functions

ROOT = Path(__file__).parents[2]
MOST_ENTRIES = 15


@pytest.fixture(scope="module")
def steps() -> list[walk.Step]:
    return walk.check(str(ROOT / "plans/luzhai.yaml"))


def test_the_door_and_the_pipeline_enter_few_modules(steps: list[walk.Step]) -> None:
    assert 5 <= len(walk.entries(steps)) <= MOST_ENTRIES


def test_the_steps_are_those_of_the_page_in_its_order(steps: list[walk.Step]) -> None:
    taken = [f"{step.module}.{step.function}" for step in steps if step.caller == walk.PIPELINE]
    written = [step for step in called_functions(ROOT, walk.PIPELINE) if step in taken]
    assert list(dict.fromkeys(taken)) == written
    assert {"load_rules", "load_plan", "find_upper_plans", "judge_plan"} <= {
        step.rpartition(".")[2] for step in taken
    }
