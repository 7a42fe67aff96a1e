"""The race asks the same of every engine: the committed rules, the plans in our format, plain Python, numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("bench.race", reason="the source distribution leaves bench/ out")
pytest.importorskip("pyarrow")

from bench.race import rulebook, verdicts, workload
from bench.race.field import expected
from bench.race.plan_files import plans, to_yaml
from bench.race.rival import Task
from bench.race.rivals import numpy_columns, plancheck_reference
from checker.engine.examples import run_examples
from checker.plan.load import load_plan
from checker.source import Source
from tests.judging import load_book

PLANS = 40


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> workload.Tables:
    return workload.save(PLANS, tmp_path_factory.mktemp("race"))


def test_the_rule_file_is_the_one_that_the_rulebook_writes() -> None:
    assert rulebook.FILE.read_text(encoding="utf-8") == rulebook.rules()


def test_the_rules_are_ordinary_rules_whose_examples_come_out_right() -> None:
    book = load_book([rulebook.FILE])
    race = [rule for rule in book.rules if rule.code.startswith("RACE-")]
    assert not book.diagnostics and len(race) == workload.RULES
    wrong = [
        (rule.code, r.expected, r.got)
        for rule in race
        for r in run_examples(rule, book.vocabulary)
        if not r.holds
    ]
    assert wrong == []


def test_the_same_plans_come_again_and_are_faultless(tables: workload.Tables) -> None:
    again = workload.generate(PLANS)
    for name in ("lo", "base", "inst_beds", "fact_ratio"):
        assert np.array_equal(again[name], tables.array(name), equal_nan=True)
    for name, content in plans(tables, 3):
        plan, faults = load_plan(Source(name, to_yaml(content)))
        assert plan is not None and not faults


@pytest.mark.parametrize("rival", [numpy_columns.RIVAL, plancheck_reference.RIVAL])
def test_engines_agree_on_violations_and_unknowns(tables: workload.Tables, rival) -> None:  # type: ignore[no-untyped-def]
    task = Task(tables, 12 if rival is plancheck_reference.RIVAL else PLANS)
    found = rival.verdicts(rival.evaluate(rival.prepare(task)))
    wanted = [verdicts.of_first(some, task.plans) for some in expected(tables)]
    assert [len(some) > 0 for some in wanted] == [True, True]
    assert [verdicts.difference(*pair) for pair in zip(found, wanted, strict=True)] == ["", ""]


def test_a_difference_names_one_verdict() -> None:
    assert verdicts.difference(verdicts.keys([(0, 1, 2)]), verdicts.keys([(7, 58, 3)])) == (
        "1 missing, first (7, 58, 3); 1 extra, first (0, 1, 2)"
    )


def test_a_larger_book_repeats_the_questions() -> None:
    one = verdicts.keys([(5, 2, 1), (5, 50, 0)])
    again = verdicts.repeated(one, rules=65, book=60)
    assert verdicts.readable(again) == [(5, 2, 1), (5, 50, 0), (5, 62, 1)]
    assert rulebook.rules(65).count("\n规则 ") == 65 and Path(rulebook.FILE).name == "race.rules"
