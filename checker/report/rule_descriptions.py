"""Descriptions of rules as text, list, Markdown or JSON. Runs no rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from checker.messages import Language
from checker.report.layout import Page, pad, width
from checker.report.model import RuleDescription


def render_descriptions(cards: Iterable[RuleDescription], page: Page) -> str:
    """Return the full description of each rule."""
    return "\n".join("\n".join(_explained(card, page)) + "\n" for card in cards)


def _explained(card: RuleDescription, page: Page) -> Iterator[str]:
    yield from page.block(f"{card.code} {card.title.pick(page.language)}", role="bold")
    yield ""
    yield from page.fields((*rows(card, page), (page.say("card-waive"), _waiver(card, page))), 2)


def _waiver(card: RuleDescription, page: Page) -> str:
    """Return a waiver of the rule to copy, with blanks in angle brackets."""
    blanks = ("region", "indicator", "reason", "basis", "approver", "expires")
    given = {field: f"<{page.say(f'card-waive-{field}')}>" for field in blanks}
    lines = [page.say("card-waive-how"), "waivers:", f"  - rule: {card.code}"]
    given["region"] = f'"{given["region"]}"'
    return "\n".join([*lines, *(f"    {field}: {text}" for field, text in given.items())])


def rows(card: RuleDescription, page: Page) -> Iterator[tuple[str, str]]:
    """Yield the clauses of a rule as (heading, text), in reading order."""
    language, lines = page.language, "\n".join
    yield page.say("card-set"), card.ruleset
    yield page.say("card-severity"), lines(_severities(card, page))
    yield page.say("basis"), lines(card.basis)
    yield page.say("rationale"), card.rationale.pick(language)
    if card.period:
        yield page.say("card-period"), "{}–{}".format(*card.period)
    yield page.say("card-each"), page.say("list").join(card.each)
    yield page.say("card-when"), lines(card.when)
    yield page.say("card-require"), lines(card.require)
    yield page.say("card-except"), lines(card.exceptions)
    yield page.say("card-manual"), card.manual.pick(language)
    yield page.say("card-missing"), page.say(f"outcome-{card.missing}")
    parameters = [" ".join(filter(None, (f"{n} = {v}", s))) for n, v, s in card.parameters]
    yield page.say("card-parameters"), lines(parameters)
    yield page.say("remedy"), card.remedy.pick(language)
    for outcome in ("pass", "fail", "unknown"):
        found = [text for kind, text in card.examples if kind == outcome]
        yield page.say(f"card-{outcome}"), lines(found)
    yield page.say("rule"), card.span.address


def _severities(card: RuleDescription, page: Page) -> Iterator[str]:
    for severity, condition in card.severity:
        word = page.say(severity)
        if condition:
            yield page.say("card-when-true", severity=word, condition=condition)
        else:
            yield page.say("card-otherwise", severity=word) if len(card.severity) > 1 else word


def render_list(cards: Sequence[RuleDescription], page: Page) -> str:
    """Return code, title and severities of each rule, below the name of its rule set."""
    lines: list[str] = []
    column = max((width(card.code) for card in cards), default=0) + 2
    for ruleset, found in groupby(cards, lambda card: card.ruleset):
        lines += page.block(ruleset, role="bold")
        for card in found:
            words = page.say("list").join(
                page.say(s) for s in dict.fromkeys(s for s, _ in card.severity)
            )
            text = (
                f"{card.title.pick(page.language)}（{words}）"
                if page.language == "zh"
                else (f"{card.title.pick(page.language)} ({words})")
            )
            lines += page.block(text, 2, pad(card.code, column))
        lines.append("")
    lines += page.block(page.say("card-count", count=len(cards)))
    return "\n".join(lines) + "\n"


def render_markdown(cards: Sequence[RuleDescription], page: Page) -> str:
    """Return a numbered catalogue: one chapter per rule set, one section per rule."""
    lines: list[str] = []
    for chapter, (ruleset, found) in enumerate(groupby(cards, lambda card: card.ruleset), 1):
        lines += [f"# {chapter} {ruleset}", ""]
        for number, card in enumerate(found, 1):
            title = card.title.pick(page.language)
            lines += [f"## {chapter}.{number} {card.code} {title}", ""]
            for label, text in rows(card, page):
                if text and label != page.say("card-set"):
                    lines += _item(label, text, page)
            lines.append("")
    return "\n".join(lines)


def _item(label: str, text: str, page: Page) -> list[str]:
    parts = text.split("\n")
    if len(parts) == 1:
        return [f"- {label}{page.say('colon')}{text}"]
    return [f"- {label}{page.say('colon').rstrip()}", *(f"  - {part}" for part in parts)]


def render_json(cards: Sequence[RuleDescription], language: Language) -> str:
    """Return the rules as a JSON list with stable keys."""
    return json.dumps([_record(c, language) for c in cards], ensure_ascii=False, indent=2) + "\n"


def _record(card: RuleDescription, language: Language) -> dict[str, Any]:
    line, column = card.span.source.position(card.span.start)
    return {
        "code": card.code,
        "title": card.title.pick(language),
        "ruleset": card.ruleset,
        "severity": [{"severity": s, "when": condition} for s, condition in card.severity],
        "basis": list(card.basis),
        "period": list(card.period) if card.period else None,
        "for_each": list(card.each),
        "when": list(card.when),
        "require": list(card.require),
        "except": list(card.exceptions),
        "missing": card.missing,
        "manual": card.manual.pick(language),
        "rationale": card.rationale.pick(language),
        "remedy": card.remedy.pick(language),
        "parameters": [{"name": n, "value": v, "source": s} for n, v, s in card.parameters],
        "examples": [{"outcome": o, "record": text} for o, text in card.examples],
        "file": card.span.source.name,
        "line": line,
        "column": column,
    }
