"""Judgements, chains and rules to what reports are made of. Copies; judges nothing."""

from __future__ import annotations

from collections.abc import Iterable

from checker import driver
from checker.datatypes.choices import choice
from checker.findings import Bilingual
from checker.plan.chain import rank
from checker.plan.model import Plan
from checker.regions import chain as regions_above
from checker.report import model
from checker.semantics import typed
from checker.syntax import nodes

CONTENTS = (
    "indicators", "statements", "facts", "institutions", "projects", "citations", "sections", "enumerations",
)  # fmt: skip


def checked(
    plan: Plan, book: driver.RuleBook, library: driver.Library, rules: tuple[typed.Rule, ...]
) -> model.PlanReport:
    """A plan judged, with what the report says of it."""
    judgement = driver.check_plan(plan, book, library, rules)
    return model.PlanReport(header(plan), contents(plan), chain(plan, library), judgement)


def header(plan: Plan) -> model.PlanSummary:
    h = plan.header
    return model.PlanSummary(
        h.title.text, h.region_name.text, h.region_code.text, level_name(h.level.text), h.sector.text,
        h.period.text, h.base_year, h.target_year,
    )  # fmt: skip


def contents(plan: Plan) -> dict[str, int]:
    return {kind: len(getattr(plan, kind)) for kind in CONTENTS}


def chain(plan: Plan, library: driver.Library) -> tuple[model.UpperLevel, ...]:
    """Each level above with every plan of its region, used or not."""
    used = driver.chain_of(plan, library)
    regions = regions_above(plan.header.region_code.text, plan.header.first_year)
    steps = []
    for level, region in zip(used.levels, regions, strict=True):
        here = [
            p
            for p in library.plans
            if p.header.region_code.text == region.code and p.file.name != plan.file.name
        ]
        order = {id(p): at for at, p in enumerate((*level.plans, *level.rivals))}
        here.sort(key=lambda p: order.get(id(p), len(order)))
        sources = tuple(
            model.CandidatePlan(
                p.header.title.text, p.file.name, p.header.period.text, p.header.grade, p.document.quoted_in,
                _verdict(p, plan, level.plans, level.rivals),
            )
            for p in here
        )  # fmt: skip
        steps.append(model.UpperLevel(level_name(level.level), level.region, region.code, sources))
    return tuple(steps)


def _verdict(upper: Plan, own: Plan, used: tuple[Plan, ...], rivals: tuple[Plan, ...]) -> str:
    if any(p is upper for p in used):
        return "used"
    if any(p is upper for p in rivals):
        return "rival"
    if upper.header.sector.text != own.header.sector.text:
        return "sector"
    return "period" if rank(upper.header.level.text) > rank(own.header.level.text) else "level"


def level_name(word: str) -> Bilingual:
    found = choice("level", word)
    return Bilingual(found.zh, found.en) if found else Bilingual(word)


def cards(rules: Iterable[typed.Rule]) -> dict[str, model.RuleDescription]:
    """The rules for people, by code."""
    return {rule.code: card(rule) for rule in rules}


def card(rule: typed.Rule) -> model.RuleDescription:
    """A rule as its file has it, comments and layout aside."""
    return model.RuleDescription(
        code=rule.code,
        title=_words(rule.title),
        ruleset=rule.ruleset,
        span=rule.span,
        severity=tuple((c.severity, _text(c.condition)) for c in rule.severity),
        basis=rule.basis,
        period=(rule.period.first, rule.period.last) if rule.period else None,
        each=tuple(f"{b.kind.zh} {b.variable}" for b in rule.each),
        when=tuple(map(_text, rule.when)),
        require=tuple(map(_text, rule.require)),
        exceptions=tuple(map(_text, rule.exceptions)),
        missing=rule.missing,
        manual=_words(rule.manual),
        rationale=_words(rule.rationale),
        remedy=_words(rule.remedy),
        parameters=tuple((p.name, p.value.span.text, p.source) for p in rule.parameters),
        examples=tuple((e.outcome, _one_line(e.record.span.text)) for e in rule.examples),
    )


def _text(expr: typed.Expr | None) -> str:
    return _one_line(expr.span.text) if expr is not None else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _words(words: nodes.Words | None) -> Bilingual:
    return Bilingual(words.zh, words.en) if words else Bilingual("")
