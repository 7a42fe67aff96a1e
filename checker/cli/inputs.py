"""Rules, libraries and plans for a command, with everything that is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from checker import driver
from checker.cli import settings
from checker.cli.usage import Refusal, nearest
from checker.diagnostics import Diagnostic
from checker.files import REGISTRIES, STDIN, read_source
from checker.resources import data
from checker.source import Source

if TYPE_CHECKING:
    from checker.batch.registry import Entry
    from checker.plan.model import Plan
    from checker.review.waivers import Waiver
    from checker.semantics import typed

STDIN_NAME = "<stdin>"

Above = tuple[tuple[Source, ...], tuple[Diagnostic, ...]]
"""The texts of plans that may stand above others, and what could not be read."""


class Inputs(Struct):
    """What was read for one run. Problems are kept in order, each once; the first are those of the settings."""

    settings: settings.Settings = field(default_factory=settings.current)
    problems: list[Diagnostic] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    _books: dict[tuple[str, ...], driver.RuleBook] = field(default_factory=dict)
    _above: dict[tuple[Path, ...], Above] = field(default_factory=dict)
    _libraries: dict[tuple[Path, ...], driver.Library] = field(default_factory=dict)
    _rows: dict[str, tuple[Path, Entry]] = field(default_factory=dict)
    """The plans of registries by name, with the file they are in."""

    def __post_init__(self) -> None:
        self.report(self.settings.problems)

    def report(self, found: Iterable[Diagnostic]) -> None:
        known = {_identity(d) for d in self.problems}
        self.problems += [d for d in found if _identity(d) not in known]

    @property
    def wrong(self) -> bool:
        return any(d.severity == "error" for d in self.problems)

    def book(self, rules: Sequence[str]) -> driver.RuleBook:
        """The shipped rules, those of the settings and those asked for."""
        key = tuple(rules)
        if key not in self._books:
            paths = self.rule_paths(rules)
            for path in paths:
                if path.is_dir() and not driver.files_in(path, "*.rules"):
                    self.report(
                        [Diagnostic("cli-no-rules-in", None, {"path": str(path)}, file=str(path))]
                    )
            written = self.settings.parameter_rules
            book = driver.load_rules(paths, self.settings.vocabulary, written)
            unmet = _unmet_parameters(book, written)
            self._books[key] = replace(book, problems=(*book.problems, *unmet))
            self.report(self._books[key].problems)
        return self._books[key]

    def rule_paths(self, rules: Sequence[str]) -> list[Path]:
        """Where rules besides the shipped ones lie."""
        return [*self.settings.rules, *self.settings.regions, *map(Path, rules)]

    def upper_folders(self, plan: Path | None, upper: Sequence[str]) -> tuple[Path, ...]:
        """Where plans above a plan may lie besides the shipped ones: the folders given, and `upper` beside it."""
        folders = [*map(Path, upper), *self.settings.upper]
        plan = self._rows[str(plan)][0] if str(plan) in self._rows else plan
        if plan is not None and (plan.parent / "upper").is_dir():
            folders.append(plan.parent / "upper")
        return tuple(folders)

    def above(self, plan: Path | None, upper: Sequence[str]) -> Above:
        """The texts of the plans that may stand above: of the folders given, beside the plan, and shipped.

        With what could not be read, which is for the caller to report.
        """
        folders = self.upper_folders(plan, upper)
        if folders not in self._above:
            self._above[folders] = driver.upper_sources(folders)
        return self._above[folders]

    def library(self, plan: Path | None, upper: Sequence[str]) -> driver.Library:
        """The plans that may stand above."""
        folders = self.upper_folders(plan, upper)
        if folders not in self._libraries:
            sources, problems = self.above(plan, upper)
            self.report(problems)
            self._libraries[folders] = driver.library_of(sources)
            self.report(self._libraries[folders].problems)
        return self._libraries[folders]

    def plan(self, path: str, stdin_filename: str) -> Plan | None:
        """One plan, or None when it could not be read."""
        source = self.source(path, stdin_filename)
        return self.plan_of(source)[0] if source is not None else None

    def plan_of(self, source: Source) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
        """The plan of a text, None when it is none, and what is wrong with it."""
        plan, faults = driver.load_plan(source)
        self.report(faults)
        if plan is None:
            self.unchecked.append(source.name)
        return plan, faults

    def source(self, path: str, stdin_filename: str) -> Source | None:
        """The text of one plan, or None when it could not be read."""
        name = (stdin_filename or STDIN_NAME) if path == STDIN else path
        source, faults = self._source(path, name)
        self.report(faults)
        if source is None:
            self.unchecked.append(name)
        return source

    def _source(self, path: str, name: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
        if path not in self._rows:
            return read_source(path, name)
        _, entry = self._rows[path]
        return (Source(name, entry.text) if entry.text is not None else None), entry.faults

    def waivers(self, file: str | None, rules: Iterable[str]) -> tuple[Waiver, ...]:
        """The waivers of the file asked for, else of the settings; none where there is neither."""
        path = Path(file) if file else self.settings.waivers
        if path is None:
            return ()
        if not path.is_file():
            raise Refusal("cli-no-waiver-file", path=str(path))
        source, faults = read_source(path, driver.shown(path))
        self.report(faults)
        if source is None:
            return ()
        from checker.review.waivers import load_waivers

        found, faults = load_waivers(source, rules)
        self.report(faults)
        return found

    def files(
        self, plans: Iterable[str], rules: Iterable[str], upper: Iterable[str], waivers: str | None
    ) -> Iterator[Path]:
        """The plans and every file that they are judged by, with the folders that are looked into, there or not."""
        found, shipped = self.settings, data("rules")
        own = [self._rows[plan][0] if plan in self._rows else Path(plan) for plan in plans]
        yield from own
        for pattern, folders in {
            "*.yaml": (
                *map(Path, upper), *found.upper, *dict.fromkeys(plan.parent / "upper" for plan in own), data("upper"),
                shipped / "vocabulary", *found.vocabulary,
            ),
            "*.rules": (shipped, *found.rules, *found.regions, *map(Path, rules)),
        }.items():  # fmt: skip
            for folder in folders:
                yield folder
                yield from driver.files_in(folder, pattern)
        yield from (Path(name) for name in (found.file, found.waivers, waivers) if name)

    def paths(self, words: Sequence[str], commands: Sequence[str]) -> list[str]:
        """Files, folders and patterns to files; each file once."""
        found: dict[str, str] = {}
        for word in words:
            try:
                files = [STDIN] if word == STDIN else driver.plan_files(word)
            except OSError:  # no name that a file could have: reading it says so
                files = [word]
            if not files:
                self.report([nothing_at(word, commands)])
                self.unchecked.append(word)
            for file in files:
                real = os.path.realpath(file) if file != STDIN else STDIN
                if Path(file).suffix.lower() not in REGISTRIES:
                    found.setdefault(real, file)
                elif real not in found:
                    found[real] = ""
                    found |= {name: name for name in self._opened(file)}
        return list(filter(None, found.values()))

    def _opened(self, file: str) -> Iterator[str]:
        """The plans of a registry by name: read at once, for a report keeps every plan anyway."""
        from checker.batch import parquet, registry

        try:
            for number, entry in enumerate(registry.rows(file), start=1):
                name = str(Path(entry.name))
                name = f"{file}#{number}" if name in self._rows else name
                self._rows[name] = (Path(file), entry)
                yield name
        except parquet.PackageError as fault:
            raise Refusal("batch-no-package") from fault


def _unmet_parameters(book: driver.RuleBook, written: Sequence[Source]) -> Iterator[Diagnostic]:
    """Parameters of the settings that no rule has, or that are of another dimension there."""
    if not written:
        return
    names = {p.name for rule in book.rules for p in rule.parameters}
    known = {name: q for s in book.sets if s.rules for name, q in s.parameters.items()}
    outside = {source.name for source in written}
    for ruleset in book.sets:
        for name, given in ruleset.parameters.items() if ruleset.file in outside else ():
            own = known.get(name)
            if name not in names:
                near = nearest(name, names)
                words = {"word": name, "near": near, "words": "、".join(sorted(names))}
                code = "cli-parameter-unmet-near" if near else "cli-parameter-unmet"
                yield Diagnostic(code, given.span, words)
            elif own is not None and not own.unit.dimension.compatible(given.unit.dimension):
                words = {"word": name, "unit": given.unit.name, "known": own.unit.name}
                yield Diagnostic("cli-parameter-unit", given.span, words)


def _identity(found: Diagnostic) -> tuple[str, str, str]:
    return found.code, found.address, str(found.arguments)


def nothing_at(word: str, commands: Sequence[str]) -> Diagnostic:
    """What is wrong with a word that names no file."""
    path = Path(word)
    if path.is_dir():
        return Diagnostic("cli-no-plans-in", None, {"path": word}, file=word)
    if any(c in word for c in "*?["):
        return Diagnostic("cli-no-match", None, {"path": word}, file=word)
    near = "" if path.suffix or path.parent != Path() else nearest(word, commands)
    if near:
        return Diagnostic("cli-command-near", None, {"word": word, "near": near}, file=word)
    _, faults = read_source(path, word)
    return faults[0]


def check_folders(upper: Sequence[str]) -> None:
    """Refuse what cannot hold plans: a folder that is not there must not pass for one without plans."""
    for word in upper:
        path = Path(word)
        if not path.is_dir():
            raise Refusal(
                "cli-upper-not-folder" if path.exists() else "cli-upper-missing", path=word
            )
        if not driver.files_in(path, "*.yaml"):
            raise Refusal("cli-upper-empty", path=word)


def choose(
    rules: Sequence[typed.Rule], select: Sequence[str], ignore: Sequence[str]
) -> tuple[typed.Rule, ...]:
    """The rules named by code or by the beginning of one, less those ignored."""
    chosen = set(choose_codes([rule.code for rule in rules], select, ignore))
    return tuple(rule for rule in rules if rule.code in chosen)


def choose_codes(
    codes: Sequence[str], select: Sequence[str], ignore: Sequence[str]
) -> tuple[str, ...]:
    """The codes named, whole or by their beginning, less those ignored."""
    wanted = {code for word in words_of(select) for code in matching(codes, word)}
    unwanted = {code for word in words_of(ignore) for code in matching(codes, word)}
    chosen = tuple(c for c in codes if (not select or c in wanted) and c not in unwanted)
    if not chosen:
        raise Refusal("cli-no-rules-left")
    return chosen


def words_of(options: Sequence[str]) -> list[str]:
    return [
        w.strip() for option in options for w in option.replace("，", ",").split(",") if w.strip()
    ]


def matching(codes: Sequence[str], word: str) -> list[str]:
    """The code that is the word, else all that begin so; letter case means nothing."""
    wanted = word.casefold()
    found = [code for code in codes if code.casefold() == wanted]
    found = found or [code for code in codes if code.casefold().startswith(wanted)]
    if not found:
        near = nearest(word, codes)
        raise Refusal("cli-no-such-rule-near" if near else "cli-no-such-rule", word=word, near=near)
    return found
