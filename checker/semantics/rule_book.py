"""Rule files and vocabulary to one book of typed rules, from the cache where their texts have not changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from msgspec.structs import replace

from checker import cache
from checker.datatypes.keywords import CLAUSES, Keyword
from checker.diagnostics import Diagnostic, RequestError, nearest_word
from checker.files import data_path, list_files, read_sources
from checker.plan.vocabulary import Vocabulary, load_vocabulary
from checker.semantics import typed
from checker.source import Record, Source, Span, cached_property

ExampleTest: TypeAlias = Callable[[typed.Rule, Vocabulary], Sequence[Diagnostic]]
"""Runs the examples of a rule and tells those that come out otherwise; the evaluator, which stands above, has it."""


class RulePaths(Record):
    """The paths of rules and terms besides the shipped ones, and `parameters` as texts that are in no rule file."""

    rules: tuple[Path, ...] = ()
    vocabulary: tuple[Path, ...] = ()
    parameters: tuple[Source, ...] = ()


SHIPPED_ONLY = RulePaths()


class RuleSources(Record):
    """The texts that rules are made of, those of `parameters` last, and what could not be read.

    The first `shipped` of the rule files are the program's own, the others the author's.
    """

    vocabulary: tuple[Source, ...]
    rules: tuple[Source, ...]
    parameters: tuple[Source, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    shipped: int = 0


class RuleBook(Record, dict=True):
    """All rules of a run, with the vocabulary they speak and what is wrong with their texts."""

    sets: tuple[typed.RuleSet, ...]
    vocabulary: Vocabulary
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def rules(self) -> tuple[typed.Rule, ...]:
        return tuple(rule for ruleset in self.sets for rule in ruleset.rules)


def read_rule_sources(paths: RulePaths = SHIPPED_ONLY) -> RuleSources:
    """Read the shipped vocabulary and rules, then those at `paths`. A folder is searched for *.yaml or *.rules."""
    shipped = data_path("rules")
    missing = tuple(
        Diagnostic("cli-no-rules-in", None, {"path": str(path)}, file=str(path))
        for path in paths.rules
        if path.is_dir() and not list_files(path, "*.rules")
    )
    terms, unread_terms = read_sources(
        file for path in (shipped / "vocabulary", *paths.vocabulary) for file in list_files(path, "*.yaml")
    )  # fmt: skip
    own, unread_own = read_sources(
        file for path in paths.rules for file in list_files(path, "*.rules")
    )
    rules, unread_rules = read_sources(list_files(shipped, "*.rules"))
    faults = (*missing, *unread_terms, *unread_rules, *unread_own)
    return RuleSources(terms, (*rules, *own), paths.parameters, faults, len(rules))


def load_rules(sources: RuleSources | None = None, test: ExampleTest | None = None) -> RuleBook:
    """Load the rules of these texts, of the shipped ones by default, in the vocabulary among them.

    A faulty rule is left out and told in the diagnostics. With `test`, so is one of the author's with an example
    that comes out otherwise than it says; one that lacks examples is told.
    """
    sources = read_rule_sources() if sources is None else sources
    store = cache.Store(cache.cache_dir()).section("rules")
    program = cache.program_key() if store.where is not None else ""
    texts = (part for term in sources.vocabulary for part in (term.name, term.text))
    key = cache.digest(program, *texts)
    vocabulary, faults = _load_vocabulary(sources.vocabulary, store, key)
    diagnostics = [*sources.diagnostics, *faults]
    sets: list[typed.RuleSet] = []
    first_spans: dict[str, Span] = {}
    for at, source in enumerate((*sources.rules, *sources.parameters)):
        ruleset, faults = _load_rule_set(source, vocabulary, store, key)
        diagnostics += faults
        if test is not None and at >= sources.shipped:
            ruleset, faults = _try_examples(ruleset, vocabulary, test, store, _key(source, key))
            diagnostics += faults
        sets.append(ruleset)
        diagnostics += _duplicate_codes(ruleset, first_spans)
    diagnostics += _unmet_parameters(sets, sources.parameters)
    if test is not None and any(ruleset.rules for ruleset in sets[sources.shipped :]):
        texts = (part for source in sources.rules for part in (source.name, source.text))
        diagnostics += _vacuity(sets, sources.shipped, store, cache.digest(key, *texts, "vacuity"))
    store.prune()
    return RuleBook(tuple(sets), vocabulary, tuple(diagnostics))


def _load_vocabulary(
    sources: Sequence[Source], store: cache.Store, key: str
) -> tuple[Vocabulary, tuple[Diagnostic, ...]]:
    """Load the vocabulary of these texts, whose `key` is made of them. Only a faultless one is cached."""
    content = store.load(key)
    cached = None if content is None else cache.decode(content, Vocabulary)
    if cached is not None:
        return cached, ()
    vocabulary, diagnostics = load_vocabulary(sources)
    if not diagnostics:
        store.save(key, cache.encode(vocabulary))
    return vocabulary, diagnostics


def _load_rule_set(
    source: Source, vocabulary: Vocabulary, store: cache.Store, vocabulary_key: str
) -> tuple[typed.RuleSet, tuple[Diagnostic, ...]]:
    """Load the typed rules of one file. Only faultless ones are cached."""
    key = _key(source, vocabulary_key)
    content = store.load(key)
    cached = None if content is None else cache.decode(content, typed.RuleSet, source)
    if cached is not None:
        return cached, ()
    from checker.semantics.check import check  # with Lark: only for rules that are new
    from checker.syntax.parse import parse

    tree, syntax_faults = parse(source)
    ruleset, type_faults = check(tree, vocabulary)
    if not syntax_faults and not type_faults:
        store.save(key, cache.encode(ruleset))
    return ruleset, (*syntax_faults, *type_faults)


def _key(source: Source, vocabulary_key: str) -> str:
    return cache.digest(vocabulary_key, source.name, source.text)


def _try_examples(
    ruleset: typed.RuleSet, vocabulary: Vocabulary, test: ExampleTest, store: cache.Store, key: str
) -> tuple[typed.RuleSet, tuple[Diagnostic, ...]]:
    """Return the rules whose examples come out as they say, and tell the others, and those that lack some.

    That all do is kept under a key of its own beside the rules, whose `key` is given.
    """
    faults: list[Diagnostic] = []
    key = cache.digest(key, "examples")
    if ruleset.rules and store.load(key) is None:
        kept = []
        for rule in ruleset.rules:
            wrong = test(rule, vocabulary)
            faults += wrong
            if not wrong:
                kept.append(rule)
        if faults:
            # A file without rules would set the parameters of others.
            parameters = ruleset.parameters if kept else {}
            ruleset = replace(ruleset, rules=tuple(kept), parameters=parameters)
        else:
            store.save(key, b"")
    return ruleset, (*faults, *missing_examples(ruleset.rules))


def _vacuity(
    sets: Sequence[typed.RuleSet], shipped: int, store: cache.Store, key: str
) -> tuple[Diagnostic, ...]:
    """Warn of the author's rules that cannot speak or cannot be met beside others; that none is so is kept."""
    if store.load(key) is not None:
        return ()
    from checker.semantics.vacuity import (
        contradictions,
        silent_rules,
    )  # only for rules that are new

    own = [rule for ruleset in sets[shipped:] for rule in ruleset.rules]
    others = [rule for ruleset in sets[:shipped] for rule in ruleset.rules]
    found = (*silent_rules(own), *contradictions(own, others))
    if not found:
        store.save(key, b"")
    return found


def missing_examples(rules: Sequence[typed.Rule]) -> Iterator[Diagnostic]:
    """Tell once of each file which rules lack an example of what they are to show, at the first of them."""
    lacking: dict[str, list[tuple[typed.Rule, list[Keyword]]]] = {}
    for rule in rules:
        shown = {example.outcome for example in rule.examples}
        wanted = ("unknown",) if rule.manual is not None else ("pass", "fail", "unknown")
        missing = [CLAUSES[outcome] for outcome in wanted if outcome not in shown]
        if missing:
            lacking.setdefault(rule.span.source.name, []).append((rule, missing))
    for found in lacking.values():
        given = {
            "rules": "、".join(f"{rule.code}（{'、'.join(w.zh for w in words)}）" for rule, words in found),
            "rules_en": ", ".join(f"{rule.code} ({', '.join(w.en for w in words)})" for rule, words in found),
        }  # fmt: skip
        yield Diagnostic("rule-examples-missing", found[0][0].span, given, "info")


def _duplicate_codes(ruleset: typed.RuleSet, first_spans: dict[str, Span]) -> Iterator[Diagnostic]:
    """Tell each rule whose code is already in `first_spans`, and add the others to it."""
    for rule in ruleset.rules:
        first = first_spans.setdefault(rule.code, rule.span)
        if first is not rule.span:
            related = ((first, "rule-first-here"),)
            yield Diagnostic("rule-code-twice", rule.span, {"code": rule.code}, related=related)


def _unmet_parameters(
    sets: Sequence[typed.RuleSet], parameters: Sequence[Source]
) -> Iterator[Diagnostic]:
    """Tell each parameter of the texts `parameters` that no rule has, or that has another dimension there."""
    if not parameters:
        return
    names = {p.name for ruleset in sets for rule in ruleset.rules for p in rule.parameters}
    defined = {name: q for s in sets if s.rules for name, q in s.parameters.items()}
    files = {source.name for source in parameters}
    for ruleset in sets:
        for name, quantity in ruleset.parameters.items() if ruleset.file in files else ():
            replaced = defined.get(name)
            if name not in names:
                near = nearest_word(name, names)
                arguments = {"word": name, "near": near, "words": "、".join(sorted(names))}
                code = "cli-parameter-unmet-near" if near else "cli-parameter-unmet"
                yield Diagnostic(code, quantity.span, arguments)
            elif replaced is not None and not replaced.unit.dimension.compatible(
                quantity.unit.dimension
            ):
                units = {"unit": quantity.unit.name, "known": replaced.unit.name}
                yield Diagnostic("cli-parameter-unit", quantity.span, {"word": name, **units})


# ---- the rules of a run


def select_rules(
    rules: Sequence[typed.Rule], select: Sequence[str], ignore: Sequence[str]
) -> tuple[typed.Rule, ...]:
    """Return the rules whose codes are in `select`, all where it is empty, without those in `ignore`.

    Each text names codes, whole or by their beginning, with commas between. Raises RequestError for one that names no
    rule, and where no rule is left.
    """
    if not rules:
        return ()
    codes = [rule.code for rule in rules]
    selected = {code for word in _split_codes(select) for code in _matching_codes(codes, word)}
    ignored = {code for word in _split_codes(ignore) for code in _matching_codes(codes, word)}
    chosen = tuple(r for r in rules if (not select or r.code in selected) and r.code not in ignored)
    if not chosen:
        raise RequestError("cli-no-rules-left")
    return chosen


def _split_codes(texts: Iterable[str]) -> list[str]:
    parts = (part.strip() for text in texts for part in text.replace("，", ",").split(","))
    return [part for part in parts if part]


def _matching_codes(codes: Sequence[str], word: str) -> list[str]:
    """Return the code that is the word, else all that begin with it; letter case means nothing."""
    folded = word.casefold()
    matches = [code for code in codes if code.casefold() == folded]
    matches = matches or [code for code in codes if code.casefold().startswith(folded)]
    if not matches:
        near = nearest_word(word, codes)
        code = "cli-no-such-rule-near" if near else "cli-no-such-rule"
        raise RequestError(code, word=word, near=near)
    return matches
