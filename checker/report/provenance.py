"""What a report was made with: rules and vocabulary by their hashes, what the configuration left out or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from msgspec.structs import replace

from checker.engine.values import number_text, unit_name
from checker.report.model import ChangedParameter, Provenance
from checker.semantics import typed
from checker.semantics.rule_book import RuleBook, RuleSources
from checker.source import Source


def describe_rules(
    sources: RuleSources, book: RuleBook, selected: Sequence[typed.Rule]
) -> Provenance:
    """Return the provenance of the rules of a run: `selected` are those that judge."""
    codes = {rule.code for rule in selected}
    return Provenance(
        _version((*sources.rules, *sources.parameters)),
        _version(sources.vocabulary),
        tuple(rule.code for rule in book.rules if rule.code not in codes),
        tuple(_changed(sources, book)),
        tuple(rule.code for rule in selected),
    )


def _version(sources: Iterable[Source]) -> str:
    """Return a hash of texts, whatever their order and wherever they lie."""
    return sha256("".join(sorted(source.sha256 for source in sources)).encode()).hexdigest()


def _changed(sources: RuleSources, book: RuleBook) -> Iterator[ChangedParameter]:
    """Yield each parameter that the configuration sets otherwise than the rules do."""
    files = {source.name for source in sources.parameters}
    usual = {name: q for s in book.sets if s.rules for name, q in s.parameters.items()}
    for ruleset in book.sets:
        for name, quantity in ruleset.parameters.items() if ruleset.file in files else ():
            before = usual.get(name)
            if before is not None and before.value * before.unit.factor != (
                quantity.value * quantity.unit.factor
            ):
                file = ruleset.file.partition(" [")[0]
                yield ChangedParameter(name, _amount(quantity), _amount(before), file)


def _amount(quantity: typed.Quantity) -> str:
    return number_text(quantity.value) + unit_name(quantity.unit)


def title_changed_rules(
    rules: Sequence[typed.Rule], parameters: Sequence[ChangedParameter]
) -> tuple[typed.Rule, ...]:
    """Return the rules, those with changed parameters called so: their own words still give the usual threshold."""
    return tuple(_titled(rule, parameters) for rule in rules)


def _titled(rule: typed.Rule, parameters: Sequence[ChangedParameter]) -> typed.Rule:
    text = " ".join(e.span.text for e in (*rule.when, *rule.require, *rule.exceptions))
    changed = [p for p in parameters if p.name in text]
    if not changed:
        return rule
    zh = "；".join(f"{p.name}本次按{p.value}，规则原为{p.usual}" for p in changed)
    en = "; ".join(f"{p.name} set to {p.value} here, {p.usual} in the rules" for p in changed)
    title = rule.title
    return replace(
        rule,
        title=replace(title, zh=f"{title.zh}（{zh}）", en=f"{title.en} ({en})" if title.en else ""),
    )
