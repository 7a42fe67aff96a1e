"""Descriptions of rules as text, list, Markdown or JSON. Runs no rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from checker.messages import Language
from checker.report.layout import Page, pad, width
from checker.report.wording import clause_text, words_text
from checker.semantics.typed import Rule


def render_descriptions(rules: Iterable[Rule], page: Page) -> str:
    """Return the full description of each rule."""
    return "\n".join("\n".join(_explained(rule, page)) + "\n" for rule in rules)


def _explained(rule: Rule, page: Page) -> Iterator[str]:
    yield from page.block(f"{rule.code} {words_text(rule.title, page.language)}", role="bold")
    yield ""
    yield from page.fields((*rows(rule, page), (page.say("card-waive"), _waiver(rule, page))), 2)


def _waiver(rule: Rule, page: Page) -> str:
    """Return a waiver of the rule to copy, with blanks in angle brackets."""
    blanks = ("region", "indicator", "reason", "basis", "approver", "expires")
    texts = {field: f"<{page.say(f'card-waive-{field}')}>" for field in blanks}
    lines = [page.say("card-waive-how"), "waivers:", f"  - rule: {rule.code}"]
    texts["region"] = f'"{texts["region"]}"'
    return "\n".join([*lines, *(f"    {field}: {text}" for field, text in texts.items())])


def rows(rule: Rule, page: Page) -> Iterator[tuple[str, str]]:
    """Yield the clauses of a rule as (heading, text), in reading order."""
    language, lines = page.language, "\n".join
    yield page.say("card-set"), rule.ruleset
    yield page.say("card-severity"), lines(_severities(rule, page))
    yield page.say("basis"), lines(rule.basis)
    yield page.say("rationale"), words_text(rule.rationale, language)
    if rule.period:
        yield page.say("card-period"), f"{rule.period.first}–{rule.period.last}"
    yield page.say("card-each"), page.join("list", _subjects(rule))
    yield page.say("card-when"), lines(map(clause_text, rule.when))
    yield page.say("card-require"), lines(map(clause_text, rule.require))
    yield page.say("card-except"), lines(map(clause_text, rule.exceptions))
    yield page.say("card-manual"), words_text(rule.manual, language)
    yield page.say("card-missing"), page.say(f"outcome-{rule.missing}")
    parameters = [
        " ".join(filter(None, (f"{p.name} = {p.value.span.text}", p.source)))
        for p in rule.parameters
    ]
    yield page.say("card-parameters"), lines(parameters)
    yield page.say("remedy"), words_text(rule.remedy, language)
    for outcome in ("pass", "fail", "unknown"):
        examples = [clause_text(e.record) for e in rule.examples if e.outcome == outcome]
        yield page.say(f"card-{outcome}"), lines(examples)
    yield page.say("rule"), rule.span.address


def _subjects(rule: Rule) -> list[str]:
    return [f"{binder.kind.zh} {binder.variable}" for binder in rule.each]


def _severities(rule: Rule, page: Page) -> Iterator[str]:
    for case in rule.severity:
        word = page.say(case.severity)
        if case.condition is not None:
            condition = clause_text(case.condition)
            yield page.say("card-when-true", severity=word, condition=condition)
        else:
            yield page.say("card-otherwise", severity=word) if len(rule.severity) > 1 else word


def render_list(rules: Sequence[Rule], page: Page) -> str:
    """Return code, title and severities of each rule, below the name of its rule set."""
    lines: list[str] = []
    column = max((width(rule.code) for rule in rules), default=0) + 2
    for ruleset, group in groupby(rules, lambda rule: rule.ruleset):
        lines += page.block(ruleset, role="bold")
        for rule in group:
            words = page.join(
                "list", dict.fromkeys(page.say(case.severity) for case in rule.severity)
            )
            brackets = f"（{words}）" if page.language == "zh" else f" ({words})"
            text = words_text(rule.title, page.language) + brackets
            lines += page.block(text, 2, pad(rule.code, column))
        lines.append("")
    lines += page.block(page.say("card-count", count=len(rules)))
    return "\n".join(lines) + "\n"


def render_markdown(rules: Sequence[Rule], page: Page) -> str:
    """Return a numbered catalogue: one chapter per rule set, one section per rule."""
    lines: list[str] = []
    for chapter, (ruleset, group) in enumerate(groupby(rules, lambda rule: rule.ruleset), 1):
        lines += [f"# {chapter} {ruleset}", ""]
        for number, rule in enumerate(group, 1):
            title = words_text(rule.title, page.language)
            lines += [f"## {chapter}.{number} {rule.code} {title}", ""]
            for label, text in rows(rule, page):
                if text and label != page.say("card-set"):
                    lines += _item(label, text, page)
            lines.append("")
    return "\n".join(lines)


def _item(label: str, text: str, page: Page) -> list[str]:
    parts = text.split("\n")
    if len(parts) == 1:
        return [f"- {label}{page.say('colon')}{text}"]
    return [f"- {label}{page.say('colon').rstrip()}", *(f"  - {part}" for part in parts)]


def render_json(rules: Sequence[Rule], language: Language) -> str:
    """Return the rules as a JSON list with stable keys."""
    return json.dumps([_record(c, language) for c in rules], ensure_ascii=False, indent=2) + "\n"


def _record(rule: Rule, language: Language) -> dict[str, Any]:
    line, column = rule.span.source.position(rule.span.start)
    return {
        "code": rule.code,
        "title": words_text(rule.title, language),
        "ruleset": rule.ruleset,
        "severity": [
            {"severity": case.severity, "when": clause_text(case.condition)}
            for case in rule.severity
        ],
        "basis": list(rule.basis),
        "period": [rule.period.first, rule.period.last] if rule.period else None,
        "for_each": _subjects(rule),
        "when": list(map(clause_text, rule.when)),
        "require": list(map(clause_text, rule.require)),
        "except": list(map(clause_text, rule.exceptions)),
        "missing": rule.missing,
        "manual": words_text(rule.manual, language),
        "rationale": words_text(rule.rationale, language),
        "remedy": words_text(rule.remedy, language),
        "parameters": [
            {"name": p.name, "value": p.value.span.text, "source": p.source}
            for p in rule.parameters
        ],
        "examples": [
            {"outcome": e.outcome, "record": clause_text(e.record)} for e in rule.examples
        ],
        "file": rule.span.source.name,
        "line": line,
        "column": column,
    }
