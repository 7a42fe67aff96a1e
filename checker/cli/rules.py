"""The commands `rules` and `explain`: what is checked, and why."""

from __future__ import annotations

from collections.abc import Sequence

from checker.cli import console
from checker.cli.app import WRONG
from checker.cli.assemble import card
from checker.cli.check import say_problems
from checker.cli.inputs import Inputs, choose
from checker.cli.usage import Refusal
from checker.messages import Language
from checker.report import rule_cards
from checker.report.model import Card


def explain(codes: Sequence[str], rules: Sequence[str], lang: Language, color: str) -> int:
    """Print what the rules named say."""
    found, inputs = _cards(codes, rules, lang, color)
    say_problems(inputs, lang, color)
    console.out(rule_cards.explained(found, console.page(lang, color)))
    return WRONG if inputs.wrong else 0


def rules(codes: Sequence[str], form: str, rules: Sequence[str], lang: Language, color: str) -> int:
    """Print a list of rules in one of three forms."""
    found, inputs = _cards(codes, rules, lang, color)
    say_problems(inputs, lang, color)
    page = console.page(lang, color)
    match form:
        case "md":
            console.out(rule_cards.markdown(found, page))
        case "json":
            console.out(rule_cards.as_json(found, lang))
        case _:
            console.out(rule_cards.listed(found, page))
    return WRONG if inputs.wrong else 0


def _cards(
    codes: Sequence[str], rules: Sequence[str], lang: Language, color: str
) -> tuple[list[Card], Inputs]:
    inputs = Inputs()
    book = inputs.book(rules)
    try:
        chosen = choose(book.rules, codes, ()) if book.rules else ()
    except Refusal:  # perhaps because the rule's file is faulty
        say_problems(inputs, lang, color)
        raise
    return [card(rule) for rule in chosen], inputs
