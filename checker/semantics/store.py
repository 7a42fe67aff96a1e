"""Typed rules to plain lists and back, so that an unchanged rule file is neither parsed nor checked twice."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from checker.datatypes import shapes
from checker.datatypes.choices import Choice, choice
from checker.datatypes.keywords import Keyword
from checker.datatypes.kinds import KINDS, Attribute, Kind, attribute
from checker.datatypes.operators import FUNCTIONS, OPERATORS, Function, Operator
from checker.quantity.units import Dimension, Unit
from checker.rows import Rows
from checker.semantics import typed
from checker.source import Source, Span
from checker.syntax import nodes

JUDGING = ("each", "when", "require", "exceptions", "missing", "period", "manual")
"""What a rule judges by: of all rules of a file together, for they share much."""

# What is made together when one of them is asked for: to tell what was found, to explain the rule.
PARTS = (
    ("title", "ruleset", "basis", "severity", "message", "rationale", "remedy"),
    ("parameters", "examples", "comments"),
)


@cache
def _places() -> dict[Attribute, tuple[str, str]]:
    return {row: (kind.key, row.key) for kind in KINDS.values() for row in kind.attributes}


_ROWS = Rows(
    *get_args(typed.Expr), typed.SeverityCase, typed.Binder, typed.Template, typed.Message,
    *(shapes.NumberType, shapes.TargetType, shapes.PlainType, shapes.ChoiceType, shapes.RecordType),
    *(shapes.ListType, Dimension, Unit, Keyword),
    *(nodes.Name, nodes.Amount, nodes.TextLiteral, nodes.Words, nodes.Parameter, nodes.Period),
    *(nodes.Entry, nodes.SampleRecord, nodes.Listing, nodes.Example),
    named={
        Kind: (lambda row: (row.key,), KINDS.__getitem__),
        Attribute: (lambda row: _places()[row], attribute),
        Operator: (lambda row: (row.key,), OPERATORS.__getitem__),
        Function: (lambda row: (row.key,), FUNCTIONS.__getitem__),
        Choice: (lambda row: (row.enumeration, row.zh), choice),
    },
)  # fmt: skip


def to_plain(found: typed.RuleSet) -> dict[str, Any]:
    """The rules of a file that has no fault."""
    judging = tuple(_values(rule, JUDGING) for rule in found.rules)
    return {
        "name": found.name,
        "judging": _ROWS.write((found.when, tuple(found.parameters.values()), judging)),
        "spellings": _ROWS.write(tuple(found.spellings.items())),
        "rules": [_rule_to_plain(rule) for rule in found.rules],
    }


def _rule_to_plain(rule: typed.Rule) -> list[Any]:
    parts = (_ROWS.write(_values(rule, names)) for names in PARTS)
    return [rule.code, rule.span.start, rule.span.end, *parts]


def _values(rule: typed.Rule, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(rule, name) for name in names)


def from_plain(plain: Any, source: Source) -> typed.RuleSet:
    """The inverse of `to_plain`, with the spans in `source`. Raises ValueError for what are no rules."""
    try:
        name, spellings, rules = plain["name"], plain["spellings"], plain["rules"]
        when, quantities, judging = _ROWS.read(plain["judging"], source)
        return typed.RuleSet(
            name,
            source.name,
            tuple([_rule(*both, source) for both in zip(rules, judging, strict=True)]),
            when,
            {quantity.parameter: quantity for quantity in quantities},
            dict(_ROWS.read(spellings, source)),
        )
    except (TypeError, KeyError, AttributeError) as fault:
        raise ValueError("not a rule set") from fault


def _rule(row: Any, judging: Any, source: Source) -> typed.Rule:
    code, start, end, *parts = row
    if len(parts) != len(PARTS):
        raise ValueError("not a rule")

    known = dict(zip(JUDGING, judging, strict=True))
    for names, part in zip(PARTS, parts, strict=True):
        known |= zip(names, _ROWS.read(part, source), strict=True)
    return typed.Rule(code=code, span=Span(source, start, end), **known)
