"""Our reference evaluator on the sixty rules, plan by plan: the proof that the rules ask what the rivals do."""

from __future__ import annotations

from typing import Any

from bench.race.plan_files import plans, to_yaml
from bench.race.rival import Rival, Task
from bench.race.rulebook import rules
from bench.race.verdicts import Keys, keys
from bench.race.workload import INDICATORS
from checker.engine.context import PlanContext
from checker.engine.plan_subjects import PlanSubject
from checker.engine.readings import InterpretedPlan
from checker.engine.subjects import SUBJECT_FACTORIES
from checker.engine.verdicts import verdicts as judged
from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.plan.upper_plans import find_upper_plans
from checker.plan.vocabulary import Vocabulary
from checker.semantics import typed
from checker.source import Source

PLACES = {name: place for place, (name, _) in enumerate(INDICATORS)}
Prepared = tuple[list[typed.Rule], list[Plan], list[Plan], Vocabulary]
Found = tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]


def prepare(task: Task) -> Prepared:
    from checker.semantics.check import check
    from checker.semantics.rule_book import load_rules
    from checker.syntax.parse import parse

    vocabulary = load_rules().vocabulary
    tree, faults = parse(Source("race.rules", rules(task.rules)))
    book, problems = check(tree, vocabulary)
    assert not faults and not problems, (*faults, *problems)
    own: list[Plan] = []
    above: list[Plan] = []
    for name, content in plans(task.tables, task.plans):
        plan, wrong = load_plan(Source(name, to_yaml(content)))
        assert plan is not None and not wrong, (name, wrong)
        (above if name.startswith("upper/") else own).append(plan)
    return list(book.rules), own, above, vocabulary


def evaluate(prepared: Prepared) -> Found:
    """Every rule on every plan; the plan itself is read from records to values here."""
    book, own, above, vocabulary = prepared
    readings = {id(plan): InterpretedPlan(plan, vocabulary) for plan in above}
    fails: list[tuple[int, int, int]] = []
    unknown: list[tuple[int, int, int]] = []
    for number, plan in enumerate(own):
        chain = find_upper_plans(plan, above)
        world = PlanContext(InterpretedPlan(plan, vocabulary), chain, readings, SUBJECT_FACTORIES)
        for code, rule in enumerate(book, 1):
            for outcome, finding in judged(rule, world, plan.header, PlanSubject(plan)):
                if finding is not None:
                    found = fails if outcome == "fail" else unknown
                    found.append((number, code, _place(finding.subject.name)))
    return fails, unknown


def _place(label: str) -> int:
    """第3人民医院 is the third institution; an indicator is found by name; the plan itself is 0."""
    digits = "".join(c for c in label[:3] if c.isdigit())
    if label.startswith("第") and digits:
        return int(digits) - 1
    return PLACES.get(label, 0)


def verdicts(found: Any) -> tuple[Keys, Keys]:
    return keys(found[0]), keys(found[1])


RIVAL = Rival(
    "plancheck, reference evaluator",
    ("plancheck",),
    prepare,
    evaluate,
    verdicts,
    at_most=300,
    scales=True,
    note="plan records in memory; includes reading the printed figures",
)
