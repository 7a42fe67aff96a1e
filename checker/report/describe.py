"""Plans, plans above and rules to the records of a report. Copies texts; judges nothing."""

from __future__ import annotations

from collections.abc import Iterable

from checker.datatypes.choices import choice
from checker.findings import Bilingual, Judgement
from checker.plan.model import Plan
from checker.plan.upper_plans import Level, UpperPlans, level_rank
from checker.report import model
from checker.semantics import typed
from checker.syntax import nodes

CONTENTS = (
    "indicators", "statements", "facts", "institutions", "projects", "citations", "sections", "enumerations",
)  # fmt: skip


def report_on_plan(
    plan: Plan,
    upper: UpperPlans,
    judgement: Judgement,
    comparisons: Iterable[model.TargetComparison] = (),
) -> model.PlanReport:
    """Return the report on one plan: its header, contents, plans above, judgement and comparisons."""
    return model.PlanReport(
        header(plan),
        contents(plan),
        describe_upper_plans(plan, upper),
        judgement,
        tuple(comparisons),
    )


def header(plan: Plan) -> model.PlanSummary:
    """Return the header of a plan for display."""
    h = plan.header
    return model.PlanSummary(
        h.title.text, h.region_name.text, h.region_code.text, level_name(h.level.text), h.sector.text,
        h.period.text, h.base_year, h.target_year,
    )  # fmt: skip


def contents(plan: Plan) -> dict[str, int]:
    """Return the number of records of each kind."""
    return {kind: len(getattr(plan, kind)) for kind in CONTENTS}


def describe_upper_plans(plan: Plan, upper: UpperPlans) -> tuple[model.UpperLevel, ...]:
    """Return each level above with every plan of its region, used or not."""
    return tuple(
        model.UpperLevel(
            level_name(level.level),
            level.region,
            level.code,
            tuple(
                model.CandidatePlan(
                    p.header.title.text, p.file.name, p.header.period.text, p.header.grade, p.document.quoted_in,
                    _verdict(p, plan, level),
                )
                for p in (*level.plans, *level.rivals, *level.unused)
            ),
        )
        for level in upper.levels
    )  # fmt: skip


def _verdict(upper: Plan, plan: Plan, level: Level) -> str:
    """Return why a plan of the region is used or not, as a code of the messages."""
    if any(p is upper for p in level.plans):
        return "used"
    if any(p is upper for p in level.rivals):
        return "rival"
    if upper.header.sector.text != plan.header.sector.text:
        return "sector"
    return (
        "period"
        if level_rank(upper.header.level.text) > level_rank(plan.header.level.text)
        else "level"
    )


def level_name(word: str) -> Bilingual:
    """Return the name of a level of government in both languages; an unknown one as written."""
    level = choice("level", word)
    return Bilingual(level.zh, level.en) if level else Bilingual(word)


def describe_rules(rules: Iterable[typed.Rule]) -> dict[str, model.RuleDescription]:
    """Return the descriptions of the rules, by code."""
    return {rule.code: describe_rule(rule) for rule in rules}


def describe_rule(rule: typed.Rule) -> model.RuleDescription:
    """Return the clauses of a rule as its file has them, without comments and layout."""
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
