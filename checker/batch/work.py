"""The piece of work of a batch: some plans to their results, on any process or machine."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from checker import driver
from checker.assemble import chain, contents, header
from checker.cache import digest
from checker.columns.extract import extract
from checker.columns.judge import OUTCOMES, Verdicts, judge
from checker.columns.leaves import plan_columns
from checker.columns.programs import Programs, compile_rules
from checker.diagnostics import Diagnostic
from checker.engine.evaluate import Evaluation
from checker.engine.goals import PlanSubject
from checker.engine.inputs import input_faults
from checker.engine.reference import decide, scopes, verdict
from checker.engine.world import PlanWorld
from checker.files import read_source
from checker.findings import SEVERITIES, Finding, Judgement, Outcome
from checker.messages import Language
from checker.report import as_json
from checker.report.model import Checked
from checker.semantics import typed
from checker.source import Source

ROOM = 200_000
"""Objects that a chunk may make before the collector of garbage looks at them."""

Explain = Literal["fail", "all", "none"]
"""Which findings are told in full: those that fail, those not known too, or none."""


@dataclass(frozen=True)
class Setup:
    """What every piece of work needs besides its plans, by value: a worker may be on another machine."""

    terms: tuple[Source, ...]
    rules: tuple[Source, ...]
    upper: tuple[Source, ...]
    codes: tuple[str, ...]
    explain: Explain = "fail"
    language: Language = "zh"

    @property
    def digest(self) -> str:
        """The content of all of it: what results depend on besides the plans and the program."""
        texts = [part for s in (*self.terms, *self.rules, *self.upper) for part in (s.name, s.text)]
        return digest(*texts, *self.codes, self.explain, self.language)


@dataclass(frozen=True)
class Item:
    """One plan to be judged: its name, and its text where that is not in a file of that name."""

    name: str
    text: str | None = None


@dataclass(frozen=True)
class _Tools:
    """A set-up made ready, once in each process."""

    book: driver.RuleBook
    library: driver.Library
    rules: dict[str, typed.Rule]
    programs: Programs


@lru_cache(maxsize=2)
def _tools(setup: Setup) -> _Tools:
    book = driver.rule_book(setup.terms, setup.rules)
    wanted = frozenset(setup.codes)
    chosen = [rule for rule in book.rules if rule.code in wanted]
    programs = compile_rules(plan_columns(chosen))
    gc.freeze()  # rules and plans above stay: the collector need not look at them again and again
    gc.set_threshold(ROOM, 10, 10)
    return _Tools(book, driver.library_of(setup.upper), {r.code: r for r in chosen}, programs)


def results(setup: Setup, items: Sequence[Item]) -> list[dict[str, Any]]:
    """A record for each item, in their order, of plain values as JSON has them.

    A plan that could not be read has `diagnostics` and no `title`.
    """
    tools = _tools(setup)
    read = [_read(item) for item in items]
    worlds = [
        driver.judged_world(plan, tools.book, tools.library)
        for _, plan, _ in read
        if plan is not None
    ]
    found = _judged(tools, worlds, setup.explain)
    records = []
    for name, plan, faults in read:
        if plan is None:
            records.append(unread(name, faults, setup.language))
        else:
            world, counts, findings = next(found)
            records.append(_record(world, counts, findings, faults, tools, setup.language))
    return records


def _read(item: Item) -> tuple[str, Any, tuple[Diagnostic, ...]]:
    if item.text is None:
        source, faults = read_source(item.name)
    else:
        source, faults = Source(item.name, item.text), ()
    if source is None:
        return item.name, None, faults
    plan, more = driver.load_plan(source)
    return item.name, plan, (*faults, *more)


Judged = tuple[PlanWorld, dict[str, list[int]], list[Finding]]


def _judged(tools: _Tools, worlds: Sequence[PlanWorld], explain: Explain) -> Iterator[Judged]:
    """Each world with the counts of its outcomes by rule and the findings to be told, in the order of the rules."""

    def reference(rule: typed.Rule, plan: int, number: int) -> Outcome:
        world = worlds[plan]
        scope, _ = _scope(tools.rules[rule.code], world, number)
        return decide(tools.rules[rule.code], Evaluation(world, scope)).outcome

    table = extract(worlds, tools.programs.leaves)
    counts: list[dict[str, list[int]]] = [{} for _ in worlds]
    findings: list[list[Finding]] = [[] for _ in worlds]
    for verdicts in judge(table, tools.programs, reference, by_plan=True):
        rule = tools.rules[verdicts.rule.code]
        for plan, row in enumerate(verdicts.by_plan.tolist()):
            counts[plan][rule.code] = row
        for plan, numbers in _told(verdicts, explain).items():
            findings[plan] += _explained(rule, worlds[plan], numbers)
    yield from zip(worlds, counts, findings, strict=True)


def _told(verdicts: Verdicts, explain: Explain) -> dict[int, list[int]]:
    """The subjects to be explained, by plan, each plan's in their order."""
    rows = {"none": (), "fail": (verdicts.fail,), "all": (verdicts.fail, verdicts.unknown)}[explain]
    found: defaultdict[int, list[int]] = defaultdict(list)
    for which in rows:
        for plan, number in verdicts.subjects(which).tolist():
            found[plan].append(number)
    return {plan: sorted(numbers) for plan, numbers in found.items()}


def _explained(rule: typed.Rule, world: PlanWorld, numbers: Sequence[int]) -> list[Finding]:
    """Only the subjects that are told are walked again, by the reference evaluator."""
    wanted, found = set(numbers), []
    for number, (scope, subject) in enumerate(scopes(rule, world, PlanSubject(world.plan))):
        if number in wanted:
            _, finding = verdict(rule, world, scope, subject)
            assert finding is not None
            found.append(finding)
    return found


def _scope(rule: typed.Rule, world: PlanWorld, number: int) -> Any:
    every = scopes(rule, world, PlanSubject(world.plan))
    return next(scope for at, scope in enumerate(every) if at == number)


# ---- records


def unread(name: str, faults: Iterable[Diagnostic], language: Language) -> dict[str, Any]:
    """The record of a plan that could not be read."""
    return {"file": name, "diagnostics": [as_json.diagnostic(d, language) for d in faults]}


def _record(
    world: PlanWorld,
    counts: dict[str, list[int]],
    findings: list[Finding],
    faults: tuple[Diagnostic, ...],
    tools: _Tools,
    language: Language,
) -> dict[str, Any]:
    plan = world.plan
    judgement = Judgement(plan.header.title.text, plan.file.name, tuple(findings), (), ())
    checked = Checked(header(plan), contents(plan), chain(plan, tools.library), judgement)
    head, total = checked.header, np.sum(list(counts.values()), axis=0).tolist()
    return {
        "file": plan.file.name,
        "title": head.title,
        "region": {"code": head.code, "name": head.region},
        "level": head.level.en,
        "sector": head.sector,
        "period": head.period,
        "upper_found": checked.upper_found,
        "counts": dict(zip(OUTCOMES, total, strict=True)),
        "by_severity": {s: len(checked.failures(s)) for s in SEVERITIES},
        "rules": {code: dict(zip(OUTCOMES, row, strict=True)) for code, row in counts.items()},
        "findings": [as_json.finding(f, checked, language) for f in findings],
        "diagnostics": [
            as_json.diagnostic(d, language) for d in (*faults, *input_faults(world.own))
        ],
    }
