"""Our columnar engine on the sixty rules: ordinary rules in our language, plans read into columns beforehand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bench.race.plan_files import plans, to_yaml
from bench.race.rival import Rival, Task
from bench.race.rulebook import rules
from bench.race.verdicts import PLAN, SUBJECTS, Keys
from bench.race.workload import INDICATORS
from checker.cache import Store, digest, program_key
from checker.columns import store
from checker.columns.extract import Extraction
from checker.columns.judge import Verdicts, judge
from checker.columns.leaves import Leaves, plan_columns
from checker.columns.programs import CompiledRules, compile_rules
from checker.columns.table import Table
from checker.engine.context import PlanContext
from checker.engine.readings import InterpretedPlan
from checker.engine.subjects import SUBJECT_FACTORIES
from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.plan.upper_plans import find_upper_plans
from checker.plan.vocabulary import Vocabulary
from checker.source import Source

PLACES = {name: place for place, (name, _) in enumerate(INDICATORS)}
Prepared = tuple[Table, CompiledRules]


def prepare(task: Task) -> Prepared:
    """The columns of the plans: from the cache beside the workload, else read from the plans and kept there."""
    read, programs = columns(task)
    return read(), programs


def kept(task: Task) -> bytes | None:
    """The bytes of the columns, sealed, as a batch has them."""
    return _cached(task).load(_key(task))


def _cached(task: Task) -> Store:
    return Store(task.tables.folder).section("columns")


def _key(task: Task) -> str:
    return digest(program_key(), f"the first {task.plans} plans")


def columns(task: Task) -> tuple[Callable[[], Table], CompiledRules]:
    """What reads the columns, or makes and keeps them where they are not there, and the rules compiled for them."""
    from checker.semantics.check import check
    from checker.semantics.rule_book import load_rules
    from checker.syntax.parse import parse

    vocabulary = load_rules().vocabulary
    tree, faults = parse(Source("race.rules", rules(task.rules)))
    book, problems = check(tree, vocabulary)
    assert not faults and not problems, (*faults, *problems)
    leaves = plan_columns(book.rules)

    def read() -> Table:
        content = kept(task)
        table = None if content is None else store.decode(content, leaves)
        if table is None:
            table = _extracted(task, leaves, vocabulary)
            _cached(task).save(_key(task), store.encode(table, leaves))
        return table

    return read, compile_rules(leaves)


def _extracted(task: Task, leaves: Leaves, vocabulary: Vocabulary) -> Table:
    extraction = Extraction(leaves)
    above: list[Plan] = []
    readings: dict[int, InterpretedPlan] = {}
    for name, content in plans(task.tables, task.plans):
        plan, wrong = load_plan(Source(name, to_yaml(content)))
        assert plan is not None and not wrong, (name, wrong)
        if name.startswith("upper/"):
            above.append(plan)
            readings[id(plan)] = InterpretedPlan(plan, vocabulary)
        else:
            world = PlanContext(
                InterpretedPlan(plan, vocabulary),
                find_upper_plans(plan, above),
                readings,
                SUBJECT_FACTORIES,
            )
            extraction.add(world)
    return extraction.table()


def evaluate(prepared: Prepared) -> list[Verdicts]:
    return list(judge(*prepared, _nothing_is_left_open))


def _nothing_is_left_open(*_: object) -> Any:
    raise AssertionError(f"left to the reference evaluator: {_}")


def verdicts(found: list[Verdicts]) -> tuple[Keys, Keys]:
    fails, unknown = [], []
    for code, verdict in enumerate(found, 1):
        for rows, keys in ((verdict.fail, fails), (verdict.unknown, unknown)):
            plan, number = verdict.subjects(rows).T.astype(np.int64)
            keys.append(plan * PLAN + code * SUBJECTS + _place(verdict, rows, number))
    return np.concatenate(fails), np.concatenate(unknown)


def _place(verdict: Verdicts, rows: Any, number: Any) -> Any:
    """An indicator by its name, an institution by its number; the plan itself is 0."""
    kinds = [b.kind.key for b in verdict.rule.each]
    return number % len(INDICATORS) if kinds else 0 * number


RIVAL = Rival(
    "plancheck, columnar engine", ("plancheck",), prepare, evaluate, verdicts, scales=True
)
