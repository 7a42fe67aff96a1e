"""Rules, libraries and plans for a command, with everything that is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker import driver
from checker.cli import settings
from checker.cli.usage import Refusal, nearest
from checker.diagnostics import Diagnostic
from checker.files import STDIN, read_source
from checker.plan.model import Plan
from checker.review.waivers import Waiver, load_waivers
from checker.semantics import typed
from checker.source import Source

STDIN_NAME = "<stdin>"


@dataclass
class Inputs:
    """What was read for one run. Problems are kept in order, each once; the first are those of the settings."""

    settings: settings.Settings = field(default_factory=settings.current)
    problems: list[Diagnostic] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    _libraries: dict[tuple[Path, ...], driver.Library] = field(default_factory=dict)

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
        paths = [*self.settings.rules, *self.settings.regions, *map(Path, rules)]
        for path in paths:
            if path.is_dir() and not driver.files_in(path, "*.rules"):
                self.report(
                    [Diagnostic("cli-no-rules-in", None, {"path": str(path)}, file=str(path))]
                )
        book = driver.load_rules(paths, self.settings.vocabulary, self.settings.parameter_rules)
        self.report(book.problems)
        self.report(_unmet_parameters(book, self.settings.parameter_rules))
        return book

    def library(self, plan: Path | None, upper: Sequence[str]) -> driver.Library:
        """The plans that may stand above: of the folders given, beside the plan, and shipped."""
        folders = [*map(Path, upper), *self.settings.upper]
        if plan is not None and (plan.parent / "upper").is_dir():
            folders.append(plan.parent / "upper")
        key = tuple(folders)
        if key not in self._libraries:
            self._libraries[key] = driver.load_library(folders)
            self.report(self._libraries[key].problems)
        return self._libraries[key]

    def plan(self, path: str, stdin_filename: str) -> Plan | None:
        """One plan, or None when it could not be read."""
        name = (stdin_filename or STDIN_NAME) if path == STDIN else path
        source, faults = read_source(path, name)
        plan = None
        if source is not None:
            plan, more = driver.load_plan(source)
            faults = (*faults, *more)
        self.report(faults)
        if plan is None:
            self.unchecked.append(name)
        return plan

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
        found, faults = load_waivers(source, rules)
        self.report(faults)
        return found

    def paths(self, words: Sequence[str], commands: Sequence[str]) -> list[str]:
        """Files, folders and patterns to files; each file once."""
        found: dict[str, str] = {}
        for word in words:
            try:
                files = [STDIN] if word == STDIN else driver.plan_files(word)
            except OSError:  # no name that a file could have: reading it says so
                files = [word]
            if not files:
                self.report([_nothing_at(word, commands)])
                self.unchecked.append(word)
            for file in files:
                found.setdefault(os.path.realpath(file) if file != STDIN else STDIN, file)
        return list(found.values())


def _unmet_parameters(book: driver.RuleBook, written: Iterable[Source]) -> Iterator[Diagnostic]:
    """Parameters of the settings that no rule has, or that are of another dimension there."""
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


def _nothing_at(word: str, commands: Sequence[str]) -> Diagnostic:
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
    wanted = {r.code for word in words_of(select) for r in matching(rules, word)}
    unwanted = {r.code for word in words_of(ignore) for r in matching(rules, word)}
    chosen = tuple(r for r in rules if (not select or r.code in wanted) and r.code not in unwanted)
    if not chosen:
        raise Refusal("cli-no-rules-left")
    return chosen


def words_of(options: Sequence[str]) -> list[str]:
    return [
        w.strip() for option in options for w in option.replace("，", ",").split(",") if w.strip()
    ]


def matching(rules: Sequence[typed.Rule], word: str) -> list[typed.Rule]:
    """The rule of that code, else all whose code begins so; letter case means nothing."""
    wanted = word.casefold()
    found = [r for r in rules if r.code.casefold() == wanted]
    found = found or [r for r in rules if r.code.casefold().startswith(wanted)]
    if not found:
        near = nearest(word, [r.code for r in rules])
        raise Refusal("cli-no-such-rule-near" if near else "cli-no-such-rule", word=word, near=near)
    return found
