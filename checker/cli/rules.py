"""The commands `rules` and `explain`: what is checked, and why; how a verdict came about."""

from __future__ import annotations

import os
from collections.abc import Sequence

from checker import driver
from checker.assemble import card
from checker.cli import console
from checker.cli.app import WRONG
from checker.cli.check import say_problems
from checker.cli.gather import beside
from checker.cli.inputs import Inputs, check_folders, choose
from checker.cli.usage import Refusal
from checker.engine.derive import Wanted
from checker.files import STDIN
from checker.findings import RuleExplanation
from checker.messages import Language
from checker.report import as_derivation, rule_descriptions
from checker.semantics import typed
from checker.source import Record


class Explained(Record, kw_only=True):
    """What is to be explained: rules, or how they judged some plans. Codes and plans stand in one list."""

    codes: tuple[str, ...]
    subject: str | None
    all_: bool
    format_: str
    rules: tuple[str, ...]
    upper: tuple[str, ...]
    stdin_filename: str
    lang: Language
    color: str


def explain(asked: Explained) -> int:
    """Print what the rules named say; with plans, how each verdict on them came about."""
    codes = [word for word in asked.codes if not _is_plan(word)]
    paths = [word for word in asked.codes if _is_plan(word)]
    if not codes:
        raise Refusal("cli-explain-no-code", path=paths[0])
    if not paths and (asked.subject is not None or asked.all_):
        raise Refusal("cli-explain-no-plan", option="--all" if asked.all_ else "--subject")
    lang, color = asked.lang, asked.color
    chosen, inputs, book = _chosen(codes, asked.rules, lang, color)
    if paths:
        return _derived(paths, chosen, inputs, book, asked)
    say_problems(inputs, lang, color)
    cards = [card(rule) for rule in chosen]
    if asked.format_ == "json":
        console.out(rule_descriptions.render_json(cards, lang))
    else:
        console.out(rule_descriptions.render_descriptions(cards, console.page(lang, color)))
    return WRONG if inputs.wrong else 0


def _is_plan(word: str) -> bool:
    """Whether a word names a plan, not a rule: no code has a dot or a slash in it."""
    named = word == STDIN or word.endswith((".yaml", ".yml")) or "/" in word
    return named or os.path.isfile(word)  # noqa: PTH113 — a word may be too long for a path


def _derived(
    paths: Sequence[str],
    chosen: Sequence[typed.Rule],
    inputs: Inputs,
    book: driver.RuleBook,
    asked: Explained,
) -> int:
    """Print how the rules judged each plan that can be read."""
    check_folders(asked.upper)
    wanted = Wanted(asked.subject or "", asked.all_)
    accounts: list[RuleExplanation] = []
    for path in inputs.paths(paths, ()):
        plan = inputs.plan(path, asked.stdin_filename)
        if plan is not None:
            library = inputs.library(beside(path, asked.stdin_filename), asked.upper)
            accounts += driver.account_of(plan, book, library, chosen, wanted)
    say_problems(inputs, asked.lang, asked.color)
    if asked.format_ == "json":
        console.out(as_derivation.render_json(accounts, asked.lang))
    else:
        page = console.page(asked.lang, asked.color)
        console.out(as_derivation.render(accounts, page, wanted.subject))
    if accounts and wanted.subject and not any(a.derivations for a in accounts):
        raise Refusal("cli-no-such-subject", word=wanted.subject)
    return WRONG if inputs.wrong or not accounts else 0


def rules(codes: Sequence[str], form: str, rules: Sequence[str], lang: Language, color: str) -> int:
    """Print a list of rules in one of three forms."""
    chosen, inputs, _ = _chosen(codes, rules, lang, color)
    found = [card(rule) for rule in chosen]
    say_problems(inputs, lang, color)
    page = console.page(lang, color)
    match form:
        case "md":
            console.out(rule_descriptions.render_markdown(found, page))
        case "json":
            console.out(rule_descriptions.render_json(found, lang))
        case _:
            console.out(rule_descriptions.render_list(found, page))
    return WRONG if inputs.wrong else 0


def _chosen(
    codes: Sequence[str], rules: Sequence[str], lang: Language, color: str
) -> tuple[tuple[typed.Rule, ...], Inputs, driver.RuleBook]:
    """The rules named, or all of them."""
    inputs = Inputs()
    book = inputs.book(rules)
    try:
        chosen = choose(book.rules, codes, ()) if book.rules else ()
    except Refusal:  # perhaps because the rule's file is faulty
        say_problems(inputs, lang, color)
        raise
    return chosen, inputs, book
