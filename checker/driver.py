"""The pipeline: sources to judgements. The only part that reads folders; prints nothing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from checker import cache as store
from checker import program
from checker.diagnostics import Diagnostic
from checker.files import read_source
from checker.resources import data
from checker.source import Record, Source, Span

if TYPE_CHECKING:  # rules, plans and the engine are imported by the steps that need them
    from checker.engine.derive import Wanted
    from checker.engine.world import PlanReading, PlanWorld
    from checker.findings import Judgement, RuleExplanation, UpperLevelUse
    from checker.plan.chain import Chain
    from checker.plan.model import Plan
    from checker.plan.vocabulary import Vocabulary
    from checker.semantics import typed


class RuleBook(Record, dict=True):
    """All rules of a run, with the vocabulary they speak."""

    sets: tuple[typed.RuleSet, ...]
    vocabulary: Vocabulary
    problems: tuple[Diagnostic, ...]

    @cached_property
    def rules(self) -> tuple[typed.Rule, ...]:
        return tuple(rule for s in self.sets for rule in s.rules)


def files_in(path: Path, pattern: str) -> list[Path]:
    """The files of a folder by name, or the file itself."""
    return sorted(path.rglob(pattern)) if path.is_dir() else [path]


def load_rules(
    folders: Iterable[Path] = (),
    vocabularies: Iterable[Path] = (),
    written: Iterable[Source] = (),
) -> RuleBook:
    """The shipped rules and vocabulary with those of further files and folders, and rules that are in no file."""
    terms, rules, problems = rule_sources(folders, vocabularies)
    book = rule_book(terms, (*rules, *written))
    return replace(book, problems=(*problems, *book.problems))


def rule_sources(
    folders: Iterable[Path] = (), vocabularies: Iterable[Path] = ()
) -> tuple[tuple[Source, ...], tuple[Source, ...], tuple[Diagnostic, ...]]:
    """The texts of the shipped vocabulary and rules with those of further files and folders; what could not be read."""
    shipped = data("rules")
    problems: list[Diagnostic] = []
    terms = [f for p in (shipped / "vocabulary", *vocabularies) for f in files_in(p, "*.yaml")]
    files = [f for p in (shipped, *folders) for f in files_in(p, "*.rules")]
    return tuple(_sources(terms, problems)), tuple(_sources(files, problems)), tuple(problems)


def rule_book(terms: Iterable[Source], rules: Iterable[Source]) -> RuleBook:
    """The rules of some texts, in the vocabulary of others."""
    terms = tuple(terms)
    vocabulary, faults = _vocabulary(terms)
    problems = list(faults)
    sets: list[typed.RuleSet] = []
    codes: dict[str, Span] = {}
    spoken = store.digest(program.identity(), *(part for t in terms for part in (t.name, t.text)))
    for source in rules:
        ruleset, faults = _rule_set(source, vocabulary, spoken)
        problems += faults
        sets.append(ruleset)
        problems += _taken(ruleset, codes)
    return RuleBook(tuple(sets), vocabulary, tuple(problems))


def _taken(rules: typed.RuleSet, codes: dict[str, Span]) -> list[Diagnostic]:
    """Codes of the file that a file before it has already given to a rule."""
    found = []
    for rule in rules.rules:
        first = codes.setdefault(rule.code, rule.span)
        if first is not rule.span:
            related = ((first, "rule-first-here"),)
            found.append(
                Diagnostic("rule-code-twice", rule.span, {"code": rule.code}, related=related)
            )
    return found


def _vocabulary(terms: Sequence[Source]) -> tuple[Vocabulary, tuple[Diagnostic, ...]]:
    """The vocabulary of some texts, from the cache when they have not changed. Only a faultless one is kept."""
    from checker.plan import vocabulary_store
    from checker.plan.vocabulary import load_vocabulary

    key = store.digest(program.identity(), *(source.text for source in terms))
    plain = store.load("vocabulary", key)
    if plain is not None:
        with contextlib.suppress(ValueError):
            return vocabulary_store.from_plain(plain), ()
    found, faults = load_vocabulary(terms)
    if not faults and program.runs_unchanged():
        store.save("vocabulary", key, vocabulary_store.to_plain(found))
    return found, faults


def _rule_set(
    source: Source, vocabulary: Vocabulary, spoken: str
) -> tuple[typed.RuleSet, tuple[Diagnostic, ...]]:
    """The typed rules of a file, from the cache when neither it nor the vocabulary has changed.

    Only faultless ones are kept. `spoken` is the digest of the vocabulary.
    """
    from checker.semantics import store as rule_store

    key = store.digest(spoken, source.name, source.text)
    plain = store.load("rules", key)
    if plain is not None:
        with contextlib.suppress(ValueError):
            return rule_store.from_plain(plain, source), ()
    from checker.semantics.check import check  # Lark and the checker: only for rules that are new
    from checker.syntax.parse import parse

    tree, faults = parse(source)
    found, more = check(tree, vocabulary)
    if not faults and not more and program.runs_unchanged():
        store.save("rules", key, rule_store.to_plain(found))
    return found, (*faults, *more)


def shown(path: Path) -> str:
    """A path for people: seen from the working folder where it lies in it."""
    full, here = os.path.realpath(path), os.getcwd()  # noqa: PTH109 — a path for each is slow
    return full[len(here) + 1 :] if full.startswith(here + os.sep) else str(path)


def plan_files(word: str) -> list[str]:
    """The plans that a word of the command line names: a file, the files of a folder, or a pattern."""
    path = Path(word)
    if path.is_dir():
        return [str(f) for f in sorted((*path.glob("*.yaml"), *path.glob("*.yml"))) if f.is_file()]
    if path.is_file() or not any(sign in word for sign in "*?["):
        return [word] if path.exists() else []
    from glob import glob

    found = sorted(glob(word, recursive=True))  # noqa: PTH207 — a pattern may be absolute
    return [f for f in found if Path(f).is_file() and Path(f).suffix in (".yaml", ".yml")]


def _sources(files: Iterable[Path], problems: list[Diagnostic]) -> list[Source]:
    found = []
    for file in files:
        source, faults = read_source(file, shown(file))
        problems += faults
        if source is not None:
            found.append(source)
    return found


def load_plan(source: Source) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    from checker.plan.load import load

    return load(source)


class Library(Record, dict=True):
    """The plans that may stand above others: those shipped, and those of the folders given."""

    plans: tuple[Plan, ...]
    problems: tuple[Diagnostic, ...]

    @cached_property
    def _readings(self) -> dict[int, PlanReading]:
        return {}

    def reading(self, plan: Plan, vocabulary: Vocabulary) -> PlanReading:
        """One of its plans as read: made once, for all the plans below it."""
        from checker.engine.world import PlanReading

        found = self._readings.get(id(plan))
        if found is None or found.vocabulary is not vocabulary:
            found = self._readings[id(plan)] = PlanReading(plan, vocabulary)
        return found


def load_library(folders: Sequence[Path]) -> Library:
    """Plans of the shipped folder and of further ones; the same document is taken once, the first found."""
    sources, problems = upper_sources(folders)
    found = library_of(sources)
    return Library(found.plans, (*problems, *found.problems))


def upper_sources(folders: Sequence[Path]) -> tuple[tuple[Source, ...], tuple[Diagnostic, ...]]:
    """The texts of the plans of some folders and of the shipped one; what could not be read."""
    problems: list[Diagnostic] = []
    found: list[Source] = []
    for folder in dict.fromkeys(p.resolve() for p in (*folders, data("upper"))):
        found += _sources(files_in(folder, "*.yaml") if folder.is_dir() else [], problems)
    return tuple(found), tuple(problems)


def library_of(sources: Iterable[Source]) -> Library:
    """The plans of some texts; the same document is taken once, the first found."""
    from checker.plan.load import load

    plans: dict[tuple[str, str, str], Plan] = {}
    problems: list[Diagnostic] = []
    for source in sources:
        plan, faults = load(source)
        problems += faults
        if plan is not None:
            h = plan.header
            plans.setdefault((h.title.text, h.region_code.text, h.period.text), plan)
    return Library(tuple(plans.values()), tuple(problems))


def chain_of(plan: Plan, library: Library) -> Chain:
    """The plans above a plan; a plan is not above itself."""
    from checker.plan.chain import find_chain

    return find_chain(plan, [p for p in library.plans if p.file.name != plan.file.name])


def world_of(plan: Plan, vocabulary: Vocabulary, library: Library) -> PlanWorld:
    """A plan as read, with the plans above it."""
    from checker.engine.world import PlanReading, PlanWorld

    chain = chain_of(plan, library)
    above = {id(p): library.reading(p, vocabulary) for step in chain.levels for p in step.plans}
    return PlanWorld(PlanReading(plan, vocabulary), chain, above)


def judged_world(plan: Plan, book: RuleBook, library: Library) -> PlanWorld:
    """A plan as it is judged: with the plans above it, and the parameters that hold for it."""
    from checker.engine.goals import PlanSubject
    from checker.engine.reference import regional

    world = world_of(plan, book.vocabulary, library)
    world.parameters = regional(book.sets, world, PlanSubject(plan))
    return world


def check_plan(
    plan: Plan, book: RuleBook, library: Library, rules: Sequence[typed.Rule] | None = None
) -> Judgement:
    """Every finding of the rules on one plan."""
    from checker.engine.goals import PlanSubject
    from checker.engine.inputs import input_faults
    from checker.engine.reference import judge
    from checker.findings import Judgement

    world = judged_world(plan, book, library)
    chain, own, subject = world.chain, world.own, PlanSubject(plan)
    findings, counts = judge(book.rules if rules is None else rules, world, plan.header, subject)
    return Judgement(
        plan.header.title.text,
        plan.file.name,
        findings,
        counts,
        _links(chain),
        _unmatched(own),
        input_faults(own),
    )


def account_of(
    plan: Plan, book: RuleBook, library: Library, rules: Sequence[typed.Rule], wanted: Wanted
) -> tuple[RuleExplanation, ...]:
    """How each of some rules judged a plan, with the derivations asked for."""
    from checker.engine.derive import account
    from checker.engine.goals import PlanSubject

    world, subject = judged_world(plan, book, library), PlanSubject(plan)
    return tuple(account(rule, world, plan.header, subject, wanted) for rule in rules)


def _links(chain: Chain) -> tuple[UpperLevelUse, ...]:
    from checker.findings import UpperLevelUse

    return tuple(
        UpperLevelUse(s.level, s.region, tuple(p.header.title.text for p in s.plans), len(s.rivals))
        for s in chain.levels
    )


def _unmatched(reading: PlanReading) -> tuple[tuple[str, Span, tuple[str, ...]], ...]:
    """Indicator names that the vocabulary does not know, with the nearest it knows."""
    found = {g.name: g.printed.span for g in reading.goals if g.term is None}
    return tuple((name, span, reading.vocabulary.nearest(name)) for name, span in found.items())
