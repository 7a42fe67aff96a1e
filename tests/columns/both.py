"""The columnar engine and the reference evaluator on the same plans, verdict by verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from checker.columns.extract import extract
from checker.columns.judge import Verdicts, judge
from checker.columns.leaves import plan_columns
from checker.columns.programs import compile_rules
from checker.engine.context import PlanContext
from checker.engine.evaluate import Evaluation
from checker.engine.plan_subjects import PlanSubject
from checker.engine.verdicts import decide, in_period, scopes
from checker.findings import JUDGED, Outcome
from checker.plan.library import Library, load_library
from checker.plan.model import Plan
from checker.semantics import typed
from checker.semantics.rule_book import RuleBook, load_rules
from tests.judging import context_of

ROOT = Path(__file__).resolve().parents[2]
Subjects = set[tuple[int, int]]


@cache
def book() -> RuleBook:
    found = load_rules()
    assert not found.diagnostics
    return found


@cache
def library() -> Library:
    return load_library([ROOT / "plans/upper"])


def worlds_of(plans: Sequence[Plan]) -> list[PlanContext]:
    return [context_of(plan, book(), library()) for plan in plans]


@contextmanager
def as_if_many() -> Iterator[None]:
    """Few rows are judged as very many are: most as if they were plain, in blocks, their rows found by eights."""
    sizes = {
        "judge.SINGLE_PASS_ROWS": 0,
        "fast_path.BLOCK": 1 << 9,
        "fast_path.ALIKE": 4,
        "cells.BIT_SCAN_MIN_ROWS": 16,
    }
    with ExitStack() as stack:
        for name, size in sizes.items():
            stack.enter_context(patch(f"checker.columns.{name}", size))
        yield


def in_columns(rules: Sequence[typed.Rule], worlds: Sequence[PlanContext]) -> list[Verdicts]:
    """The columnar engine, with the reference evaluator for what it leaves open."""
    leaves = plan_columns(rules)
    own = {rule.code: rule for rule in rules}

    def reference(rule: typed.Rule, plan: int, number: int) -> Outcome:
        world, original = worlds[plan], own[rule.code]
        every = scopes(original, world, PlanSubject(world.plan))
        scope = next(scope for at, (scope, _) in enumerate(every) if at == number)
        return decide(original, Evaluation(world, scope)).outcome

    table = extract(worlds, leaves)
    return list(judge(table, compile_rules(leaves), reference, by_plan=True))


def one_by_one(
    rule: typed.Rule, worlds: Sequence[PlanContext]
) -> tuple[list[Counter[Outcome]], Subjects, Subjects]:
    """The reference evaluator: outcomes of each plan, and the subjects that fail and that are not known."""
    counts: list[Counter[Outcome]] = []
    found: dict[Outcome, Subjects] = {"fail": set(), "unknown": set()}
    for at, world in enumerate(worlds):
        here: Counter[Outcome] = Counter()
        if in_period(rule, world.plan.header):
            for number, (scope, _) in enumerate(scopes(rule, world, PlanSubject(world.plan))):
                outcome = decide(rule, Evaluation(world, scope)).outcome
                here[outcome] += 1
                found.get(outcome, set()).add((at, number))
        counts.append(here or Counter({"not-applicable": 1}))
    return counts, found["fail"], found["unknown"]


def assert_same(rules: Sequence[typed.Rule], worlds: Sequence[PlanContext]) -> int:
    """Every verdict is the same; how many of them columns left to the reference evaluator."""
    left = 0
    with as_if_many():
        many = in_columns(rules, worlds)
    for rule, *ways in zip(rules, in_columns(rules, worlds), many, strict=True):
        counts, fails, unknown = one_by_one(rule, worlds)
        total = sum(counts, Counter())
        for found in ways:
            assert found.counts == {o: total[o] for o in JUDGED}, rule.code
            assert found.by_plan.tolist() == [[c[o] for o in JUDGED] for c in counts], rule.code
            assert {tuple(s) for s in found.subjects(found.fail).tolist()} == fails, rule.code
            assert {tuple(s) for s in found.subjects(found.unknown).tolist()} == unknown, rule.code
        left += ways[0].by_reference
    return left
