"""The piece of work of a batch: some plans to their results, on any process or machine."""

from __future__ import annotations

import gc
import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from checker.batch.given import OWN_FAULT, Explain, Item, Setup, book_of, unread
from checker.batch.records import PlanResult, Told, sums
from checker.batch.store import Store
from checker.cache import digest, folder
from checker.columns import store as column_store
from checker.columns.extract import extract
from checker.columns.judge import Verdicts, judge
from checker.columns.leaves import plan_columns
from checker.columns.programs import Programs, compile_rules
from checker.columns.table import Table
from checker.diagnostics import Diagnostic
from checker.engine.evaluate import Evaluation
from checker.engine.goals import PlanSubject
from checker.engine.inputs import input_faults
from checker.engine.judgement import UpperReadings, plan_context
from checker.engine.reference import decide, explained, scopes
from checker.engine.world import PlanWorld
from checker.files import read_source
from checker.findings import JUDGED, Finding, Judgement, Outcome
from checker.messages import Language
from checker.plan import store as plan_store
from checker.plan.chain import find_upper_plans
from checker.plan.library import Library, parse_library
from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.program import identity, runs_unchanged
from checker.report import as_json
from checker.report.describe import report_on_plan
from checker.semantics import typed
from checker.semantics.rule_book import RuleBook
from checker.source import Record, Source

ROOM = 2_000_000
"""Objects that may be made before the collector of garbage looks at them: those of a chunk go without it."""

LAYERS = 4
"""Times that columns of the same plans are kept: for all rules, and for rules that came later."""


class _Tools(Record):
    """A set-up made ready, once in each process. `world` stands for all that the values of plans depend on."""

    setup: Setup
    book: RuleBook
    library: Library
    readings: UpperReadings
    world: str
    plans: Store
    columns: Store


@lru_cache(maxsize=2)
def _tools(setup: Setup) -> _Tools:
    book, library = book_of(setup), parse_library(setup.upper)
    keeps = setup.kept and folder() is not None  # here, too: this may be another machine
    store = Store(Path(setup.kept) if keeps else None)
    world = digest(identity(), setup.world) if store.where is not None else ""
    gc.freeze()  # rules and plans above stay: the collector need not look at them again and again
    gc.set_threshold(ROOM, 10, 10)
    readings = UpperReadings(book.vocabulary)
    return _Tools(
        setup, book, library, readings, world, store.under("plans"), store.under("columns")
    )


@lru_cache(maxsize=4)
def _programs(setup: Setup, codes: tuple[str, ...]) -> Programs:
    wanted = frozenset(codes)
    chosen = [rule for rule in _tools(setup).book.rules if rule.code in wanted]
    return compile_rules(plan_columns(chosen))


def results(setup: Setup, items: Sequence[Item]) -> list[PlanResult]:
    """A record for each item, in their order.

    A plan that could not be read has `diagnostics` and no `title`; so has one that a fault of ours keeps from being
    judged, which takes no other with it.
    """
    groups: defaultdict[tuple[str, ...] | None, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        groups[item.codes].append(at)
    found: dict[int, PlanResult] = {}
    for codes, places in groups.items():
        asked = setup.codes if codes is None else codes
        tools, programs = _tools(setup), _programs(setup, asked)  # what fails here is no plan's
        given = [items[at] for at in places]
        found |= zip(places, _apart(tools, programs, given, codes is None), strict=True)
    return [found[at] for at in range(len(items))]


def _apart(
    tools: _Tools, programs: Programs, items: Sequence[Item], whole: bool
) -> list[PlanResult]:
    """The records of some plans; halved where a fault of ours keeps them, down to the plan that meets it."""
    try:
        return _records(tools, programs, items, whole)
    except Exception as fault:  # noqa: BLE001 — whatever it is: told of the plan, and the others go on
        if len(items) == 1:
            given = {"kind": type(fault).__name__, "text": str(fault).partition("\n")[0]}
            told = Diagnostic(OWN_FAULT, None, given, file=items[0].name)
            return [unread(items[0].name, (told,), tools.setup.language)]
    half = len(items) // 2
    return [
        *_apart(tools, programs, items[:half], whole),
        *_apart(tools, programs, items[half:], whole),
    ]


# ---- plans


class _Reading:
    """One plan of a piece of work, read when something of it is needed."""

    def __init__(self, item: Item, tools: _Tools) -> None:
        self.item, self.tools = item, tools
        self._found: tuple[Plan | None, tuple[Diagnostic, ...]] | None = None
        self._world: PlanWorld | None = None

    @property
    def found(self) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
        """The plan, if it can be read, and what is wrong with it."""
        if self._found is None:
            self._found = self._read()
        return self._found

    @property
    def text(self) -> str:
        """What it was read from, or is to be."""
        if self.item.text is not None:
            return self.item.text
        plan, _ = self.found
        assert plan is not None
        return plan.file.text

    @property
    def world(self) -> PlanWorld:
        """The plan as it is judged."""
        if self._world is None:
            plan, _ = self.found
            assert plan is not None
            tools = self.tools
            upper = find_upper_plans(plan, tools.library.plans)
            self._world = plan_context(plan, upper, tools.book, tools.readings)
        return self._world

    def close(self) -> None:
        """Nothing more of it is needed."""
        if self._world is not None:
            self._world.forget()

    def _read(self) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
        item = self.item
        if item.text is None:
            source, faults = read_source(item.name)
            if source is None:
                return None, faults
        else:
            source = Source(item.name, item.text)
        store = self.tools.plans
        if store.where is None:
            return load_plan(source)
        key = digest(identity(), source.text)
        kept = store.load(key)
        if kept is not None:
            with suppress(ValueError, zlib.error):
                return plan_store.from_plain(json.loads(zlib.decompress(kept)), source), ()
        plan, faults = load_plan(source)
        if plan is not None and not faults:  # faults have places too: they are found again
            text = json.dumps(plan_store.to_plain(plan), ensure_ascii=False, separators=(",", ":"))
            store.save(key, zlib.compress(text.encode("utf-8", "surrogatepass"), 1))
        return plan, faults


def _table(tools: _Tools, programs: Programs, readings: Sequence[_Reading]) -> Table:
    """The columns of some plans: those that were kept, if all that the rules need is among them."""
    if tools.columns.where is None:
        return extract((r.world for r in readings), programs.leaves)
    texts = (part for r in readings for part in (r.item.name, r.text))
    content = digest(tools.world, *texts)
    places = [digest(content, str(layer)) for layer in range(LAYERS)]
    for place in places:
        kept = tools.columns.load(place)
        if kept is None:
            break
        with suppress(ValueError, zlib.error):
            table = column_store.from_bytes(zlib.decompress(kept), programs.leaves, content)
            if table is not None:
                return table
    table = extract((r.world for r in readings), programs.leaves)
    data = column_store.to_bytes(table, programs.leaves, content)
    if runs_unchanged():
        tools.columns.save(place, zlib.compress(data, 1))
    return table


# ---- verdicts


def _records(
    tools: _Tools, programs: Programs, items: Sequence[Item], whole: bool
) -> list[PlanResult]:
    """The records of some plans: all that is said of them, or what some rules say of plans known to be readable."""
    language = tools.setup.language
    readings = [_Reading(item, tools) for item in items]
    readable = [r for r in readings if not whole or r.found[0] is not None]
    judgements = iter(_judged(tools, programs, readable))
    records = []
    for reading in readings:
        if not whole:
            answers = _answers(reading, *next(judgements), language)
            records.append({"file": reading.item.name, **answers})
        elif reading.found[0] is None:
            records.append(unread(reading.item.name, reading.found[1], language))
        else:
            records.append(_record(reading, *next(judgements), tools))
        reading.close()
    return records


Judged = tuple[dict[str, list[int]], list[Finding]]


def _judged(tools: _Tools, programs: Programs, readings: Sequence[_Reading]) -> list[Judged]:
    """For each plan the counts of its outcomes by rule, and the findings to be told, in the order of the rules."""
    chosen = [program.rule.code for program in programs.rules]
    rules = {r.code: r for r in tools.book.rules if r.code in set(chosen)}

    def reference(rule: typed.Rule, plan: int, number: int) -> Outcome:
        world, own = readings[plan].world, rules[rule.code]
        ((scope, _),) = scopes(own, world, PlanSubject(world.plan), [number])
        return decide(own, Evaluation(world, scope)).outcome

    table = _table(tools, programs, readings)
    counts: list[dict[str, list[int]]] = [{} for _ in readings]
    findings: list[list[Finding]] = [[] for _ in readings]
    for verdicts in judge(table, programs, reference, by_plan=True):
        rule = rules[verdicts.rule.code]
        for plan, row in enumerate(verdicts.by_plan.tolist()):
            counts[plan][rule.code] = row
        for plan, numbers in _told(verdicts, tools.setup.explain).items():
            findings[plan] += _explained(rule, readings[plan].world, numbers)
    return list(zip(counts, findings, strict=True))


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
    chosen = scopes(rule, world, PlanSubject(world.plan), numbers)
    return [explained(rule, Evaluation(world, scope), subject) for scope, subject in chosen]


# ---- records


def _record(
    reading: _Reading,
    counts: dict[str, list[int]],
    findings: list[Finding],
    tools: _Tools,
) -> PlanResult:
    """All that is said of a plan."""
    world, language = reading.world, tools.setup.language
    plan, faults = world.plan, reading.found[1]
    judgement = Judgement(plan.header.title.text, plan.file.name, (), (), ())
    checked = report_on_plan(plan, world.chain, judgement)
    head = checked.header
    answers = _answers(reading, counts, findings, language)
    return {
        "file": plan.file.name,
        "title": head.title,
        "region": {"code": head.code, "name": head.region},
        "level": head.level.en,
        "sector": head.sector,
        "period": head.period,
        "upper_found": checked.upper_found,
        **sums(answers["rules"], answers["findings"]),
        **answers,
        "diagnostics": [
            as_json.serialize_diagnostic(d, language) for d in (*faults, *input_faults(world.own))
        ],
    }


def _answers(
    reading: _Reading,
    counts: Mapping[str, Sequence[int]],
    findings: Sequence[Finding],
    language: Language,
) -> dict[str, Any]:
    """What the rules say of a plan, the findings of one together."""
    told: list[Told] = []
    if findings:
        plan = reading.world.plan
        judgement = Judgement(plan.header.title.text, plan.file.name, (), (), ())
        checked = report_on_plan(plan, reading.world.chain, judgement)
        told = [Told.of(as_json.serialize_finding(found, checked, language)) for found in findings]
    order = {code: at for at, code in enumerate(counts)}
    return {
        "rules": {code: dict(zip(JUDGED, row, strict=True)) for code, row in counts.items()},
        "findings": sorted(told, key=lambda t: order[t.rule]),
    }
