"""How many single faults in a plan are found: faults no rule sees are as telling as those one does.

Run with `-s` to see the table and every fault that was missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checker.driver import Library, RuleBook, check_plan, load_library, load_plan, load_rules
from checker.semantics import typed
from checker.source import Source
from tests.mutation.mutations import FAMILIES, Mutant, edited, mutants, sites

CLEAN = Path(__file__).parent / "clean"


@dataclass(frozen=True)
class Seen:
    """What a check of a text says: rules that fail with their subjects, rules that cannot decide, errors of input."""

    fails: frozenset[tuple[str, str, str]]
    unknown: frozenset[tuple[str, str, str]]
    errors: Counter[str]

    def beyond(self, clean: Seen) -> str:
        """The fault as the check names it, against what the clean plan already says; empty where nothing is new."""
        fails = sorted({rule for rule, _, _ in self.fails - clean.fails})
        return " ".join((*fails, *sorted(self.errors - clean.errors)))


@cache
def rule_book() -> RuleBook:
    return load_rules()


@cache
def library() -> Library:
    return load_library([CLEAN / "upper"])


def clean_text() -> str:
    return (CLEAN / "county.yaml").read_text(encoding="utf-8")


def look(text: str, rules: Sequence[typed.Rule] | None = None) -> Seen:
    """Check a text; `rules` in place of the shipped ones."""
    plan, faults = load_plan(Source("county.yaml", text))
    if plan is None:
        return Seen(
            frozenset(), frozenset(), Counter(f.code for f in faults if f.severity == "error")
        )
    judged = check_plan(plan, rule_book(), library(), rules)
    told = {
        outcome: frozenset(
            (f.rule, f.subject.kind, f.subject.key)
            for f in judged.findings
            if f.outcome == outcome
        )
        for outcome in ("fail", "unknown")
    }
    errors = Counter(f.code for f in (*faults, *judged.problems) if f.severity == "error")
    return Seen(told["fail"], told["unknown"], errors)
