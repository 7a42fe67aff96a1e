"""What a piece of work is given: a set-up that all of them share, and plans. Judges nothing: it loads fast."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from checker.batch.records import PlanResult
from checker.cache import digest
from checker.diagnostics import Diagnostic
from checker.messages import Language
from checker.report import as_json
from checker.semantics.rule_book import RuleBook, RuleSources, load_rules
from checker.source import Record, Source

OWN_FAULT = "batch-plan-fault"
"""The code of what is said of a plan that a fault of ours keeps from being judged."""

Explain = Literal["fail", "all", "none"]
"""Which findings are told in full: those that fail, those not known too, or none."""


class Setup(Record):
    """What every piece of work needs besides its plans, by value: a worker may be on another machine.

    `kept` is the folder in which workers keep what they read from plans; "" where they keep nothing.
    """

    terms: tuple[Source, ...]
    rules: tuple[Source, ...]
    upper: tuple[Source, ...]
    codes: tuple[str, ...]
    explain: Explain = "fail"
    language: Language = "zh"
    kept: str = ""

    @property
    def digest(self) -> str:
        """The content of all of it: what results depend on besides the plans and the program."""
        texts = [part for s in (*self.terms, *self.rules, *self.upper) for part in (s.name, s.text)]
        return digest(*texts, *self.codes, self.explain, self.language)

    @property
    def world(self) -> str:
        """The content of what values depend on besides the plans and the program: not the rules, but what sets
        without rules give for regions."""
        sets = zip(self.rules, book_of(self).sets, strict=True)
        regional = [source for source, ruleset in sets if not ruleset.rules]
        return digest(*(p for s in (*self.terms, *self.upper, *regional) for p in (s.name, s.text)))


@lru_cache(maxsize=2)
def book_of(setup: Setup) -> RuleBook:
    """The rules of a set-up, read once in each process."""
    return load_rules(RuleSources(setup.terms, setup.rules))


class Item(Record):
    """One plan to be judged: its name, and its text where that is not in a file of that name.

    `codes`: the rules that are asked of it, where not all are; then the answer is about them and nothing else.
    """

    name: str
    text: str | None = None
    codes: tuple[str, ...] | None = None


def unread(name: str, faults: Iterable[Diagnostic], language: Language) -> PlanResult:
    """The record of a plan that could not be read."""
    return {
        "file": name,
        "diagnostics": [as_json.serialize_diagnostic(d, language) for d in faults],
    }
