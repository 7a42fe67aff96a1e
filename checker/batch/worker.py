"""The work of a worker: a chunk of plans to their results, in any process or on any machine."""

from __future__ import annotations

import gc
import zlib
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from checker.batch.job import Explain, PlanInput, PreparedJob
from checker.batch.results import (
    PLAN_FAULT,
    PlanResult,
    RegionName,
    SerializedFinding,
    failed_result,
    serialize_diagnostics,
    serialize_finding,
)
from checker.cache import Store, cache_dir, digest, program_key
from checker.columns import store as column_store
from checker.columns.extract import extract
from checker.columns.judge import Verdicts, judge
from checker.columns.leaves import plan_columns
from checker.columns.programs import CompiledRules, compile_rules
from checker.columns.table import Table
from checker.diagnostics import Diagnostic
from checker.engine.conditions import measure, standing_conditions
from checker.engine.context import PlanContext
from checker.engine.evaluate import Evaluation
from checker.engine.judgement import UpperReadings, plan_context
from checker.engine.plan_checks import input_faults
from checker.engine.plan_subjects import PlanSubject
from checker.engine.values import Subject
from checker.engine.verdicts import constant_severity, decide, explained, scopes, severity
from checker.files import read_source
from checker.findings import Judgement, Outcome
from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.plan.upper_plans import find_upper_plans
from checker.report.coverage import condition_record
from checker.report.describe import header
from checker.report.model import PlanReport
from checker.semantics import typed
from checker.source import Source, cached_property

GC_THRESHOLD = 2_000_000
"""Objects that may be made before the garbage collector looks at them: those of a chunk go without it."""

MAX_LAYERS = 4
"""Times that columns of the same plans are cached: for all rules, and for rules that came later."""

Counts = dict[str, tuple[int, ...]]
"""The counts of each rule, in the order of `findings.JUDGED`."""


def judge_chunk(prepared: PreparedJob, items: Sequence[PlanInput]) -> list[PlanResult]:
    """Return the result of each plan, in order.

    A plan that meets an error of this program gets a diagnostic, and takes no other with it.
    """
    indices: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        indices[prepared.job.codes if item.codes is None else item.codes].append(index)
    results: dict[int, PlanResult] = {}
    for codes, group in indices.items():
        worker = _worker(prepared, codes)  # what fails here is no plan's fault
        results |= zip(group, _bisect_failures(worker, [items[i] for i in group]), strict=True)
    return [results[index] for index in range(len(items))]


def _bisect_failures(worker: _Worker, items: Sequence[PlanInput]) -> list[PlanResult]:
    """Judge plans; if an error of this program prevents it, halve them, down to the plan that meets it."""
    try:
        return worker.judge(items)
    except Exception as error:  # noqa: BLE001 — whatever it is: the plan gets it as a diagnostic, and the others go on
        if len(items) == 1:
            arguments = {"kind": type(error).__name__, "text": str(error).partition("\n")[0]}
            fault = Diagnostic(PLAN_FAULT, None, arguments, file=items[0].name)
            return [failed_result(items[0].name, (fault,), worker.job.language)]
    half = len(items) // 2
    return [*_bisect_failures(worker, items[:half]), *_bisect_failures(worker, items[half:])]


@lru_cache(maxsize=4)
def _worker(prepared: PreparedJob, codes: tuple[str, ...]) -> _Worker:
    return _Worker(prepared, codes)


@lru_cache(maxsize=2)
def _upper_readings(prepared: PreparedJob) -> UpperReadings:
    """Return the plans above, each read once for all plans below it."""
    return UpperReadings(prepared.book.vocabulary)


class _Worker:
    """Some rules of a job, compiled once in each process."""

    def __init__(self, prepared: PreparedJob, codes: tuple[str, ...]) -> None:
        self.prepared, self.job = prepared, prepared.job
        self.rules = {rule.code: rule for rule in prepared.book.rules if rule.code in set(codes)}
        self.programs: CompiledRules = compile_rules(plan_columns(self.rules.values()))
        is_cached = self.job.cache_dir and cache_dir() is not None  # this may be another machine
        self.store = Store(Path(self.job.cache_dir) if is_cached else None).section("columns")
        self.context_key = digest(program_key(), prepared.context_key) if is_cached else ""
        gc.freeze()  # rules and plans above stay: the collector need not look at them again and again
        gc.set_threshold(GC_THRESHOLD, 10, 10)

    def judge(self, items: Sequence[PlanInput]) -> list[PlanResult]:
        """Return the results of plans that are asked about the rules of this worker."""
        plans = [_PlanToJudge(item, self) for item in items]
        readable = [plan for plan in plans if plan.item.codes is not None or plan.loaded[0]]
        results = dict(zip(map(id, readable), self._results(readable), strict=True))
        described = [self._describe(plan, results.get(id(plan))) for plan in plans]
        for plan in plans:
            plan.release()
        return described

    def _describe(self, plan: _PlanToJudge, result: PlanResult | None) -> PlanResult:
        """Add what the plan says of itself, unless it is known to be in the cache."""
        language = self.job.language
        if result is None:
            return failed_result(plan.item.name, plan.loaded[1], language)
        if plan.item.codes is not None:
            return result
        world, head = plan.world, header(plan.world.plan)
        faults = input_faults(world.own)
        return replace(
            result,
            title=head.title,
            region=RegionName(head.code, head.region),
            level=head.level.en,
            sector=head.sector,
            period=head.period,
            upper_found=any(level.plans for level in world.chain.levels),
            coverage=measure(world.own, world.chain, faults),
            sha256=world.plan.file.sha256,
            diagnostics=serialize_diagnostics((*plan.loaded[1], *faults), language),
            conditions=self._conditions(world, faults),
        )

    def _conditions(
        self, world: PlanContext, faults: Sequence[Diagnostic]
    ) -> tuple[dict[str, Any], ...]:
        """Return what could not be looked at in a plan, if the job asks for more than counts."""
        if self.job.explain == "none":
            return ()
        conditions = standing_conditions(world.own, world.chain, faults)
        return tuple(condition_record(c, self.job.language) for c in conditions)

    def _results(self, plans: Sequence[_PlanToJudge]) -> list[PlanResult]:
        """Judge plans by every rule in turn."""

        def judge_exactly(rule: typed.Rule, plan: int, number: int) -> Outcome:
            as_written = self.rules[rule.code]
            evaluation, _ = plans[plan].evaluations(as_written, [number])[0]
            return decide(as_written, evaluation).outcome

        counts: list[Counts] = [{} for _ in plans]
        findings: list[list[SerializedFinding]] = [[] for _ in plans]
        table = self._table(plans)
        for verdicts in judge(table, self.programs, judge_exactly, by_plan=True):
            rule = self.rules[verdicts.rule.code]
            for plan, row in enumerate(verdicts.by_plan.tolist()):
                counts[plan][rule.code] = tuple(row)
            for plan, numbers in _subjects_to_list(verdicts, self.job.explain).items():
                findings[plan] += self._findings(rule, plans[plan], numbers)
        return [
            PlanResult(plan.item.name, rules=rules, findings=tuple(listed))
            for plan, rules, listed in zip(plans, counts, findings, strict=True)
        ]

    def _findings(
        self, rule: typed.Rule, plan: _PlanToJudge, numbers: Sequence[int]
    ) -> list[SerializedFinding]:
        """Return the findings of a rule about subjects of a plan, explained if the job asks for it."""
        if self.job.explain == "none":
            constant = constant_severity(rule)
            if constant is not None:
                return [SerializedFinding(rule.code, "fail", constant)] * len(numbers)
            return [
                SerializedFinding(rule.code, "fail", severity(rule, evaluation))
                for evaluation, _ in plan.evaluations(rule, numbers)
            ]
        language = self.job.language
        return [
            serialize_finding(explained(rule, evaluation, subject, language), plan.report, language)
            for evaluation, subject in plan.evaluations(rule, numbers)
        ]

    def _table(self, plans: Sequence[_PlanToJudge]) -> Table:
        """Return the columns of plans: cached ones, if all that the rules need is among them."""
        leaves = self.programs.leaves
        if self.store.where is None:
            return extract((plan.world for plan in plans), leaves)
        content = digest(
            self.context_key, *(p for plan in plans for p in (plan.item.name, plan.text))
        )
        for layer in range(MAX_LAYERS):
            key = digest(content, str(layer))
            data = self.store.load(key)
            if data is None:
                break
            cached = column_store.decode(zlib.decompress(data), leaves)
            if cached is not None:
                return cached
        table = extract((plan.world for plan in plans), leaves)
        self.store.save(key, zlib.compress(column_store.encode(table, leaves), 1))
        return table


def _subjects_to_list(verdicts: Verdicts, explain: Explain) -> dict[int, list[int]]:
    """Return the numbers of the subjects that are listed as findings, by plan."""
    subjects: defaultdict[int, list[int]] = defaultdict(list)
    for rows in (verdicts.fail, verdicts.unknown) if explain == "all" else (verdicts.fail,):
        for plan, number in verdicts.subjects(rows).tolist():
            subjects[plan].append(number)
    return {plan: sorted(numbers) for plan, numbers in subjects.items()}


class _PlanToJudge:
    """A plan of a chunk, read when something of it is needed: cached columns may be enough."""

    def __init__(self, item: PlanInput, worker: _Worker) -> None:
        self.item, self.worker = item, worker

    @cached_property
    def loaded(self) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
        """The plan, if it can be read, and what is wrong with it."""
        item = self.item
        if item.text is not None:
            return load_plan(Source(item.name, item.text))
        source, faults = read_source(item.name)
        return load_plan(source) if source is not None else (None, faults)

    @property
    def plan(self) -> Plan:
        plan, _ = self.loaded
        assert plan is not None
        return plan

    @property
    def text(self) -> str:
        return self.item.text if self.item.text is not None else self.plan.file.text

    @cached_property
    def world(self) -> PlanContext:
        """The plan as it is judged."""
        prepared = self.worker.prepared
        upper = find_upper_plans(self.plan, prepared.library.plans)
        return plan_context(self.plan, upper, prepared.book, _upper_readings(prepared))

    @cached_property
    def report(self) -> PlanReport:
        """As much of the report on the plan as a serialized finding refers to."""
        head = header(self.plan)
        return PlanReport(head, {}, (), Judgement(head.title, self.item.name, (), ()))

    def evaluations(
        self, rule: typed.Rule, numbers: Sequence[int]
    ) -> list[tuple[Evaluation, Subject]]:
        """Return the evaluation of a rule for the subjects with these numbers, and the subjects."""
        chosen = scopes(rule, self.world, PlanSubject(self.plan), numbers)
        return [(Evaluation(self.world, scope), subject) for scope, subject in chosen]

    def release(self) -> None:
        """Let go of the plan's subjects, which refer back to it."""
        if "world" in self.__dict__:
            self.world.release_subjects()
