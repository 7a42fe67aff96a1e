"""What is kept of a chunk: the answer of each rule for each plan. Another rule or plan asks about itself only."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import field

from checker.batch.given import Setup, book_of
from checker.batch.records import PlanResult, packed, unpacked
from checker.cache import digest
from checker.program import identity
from checker.source import Record


class Question(Record, dict=True):
    """What a run asks of every plan: `keys` are its rules, each with all that its answers depend on besides plans.

    `base` stands for what all answers depend on: the program, the vocabulary, the plans above, the parameters of
    regions, how findings are told.
    """

    base: str
    keys: Mapping[str, str]

    @cached_property
    def rules(self) -> str:
        """One digest for all of the rules."""
        return digest(*(part for item in self.keys.items() for part in item))

    def place(self, first: str) -> str:
        """The key under which the answers for a chunk are kept, by the name of its first plan.

        Not by its other plans: where one is added, the answers for those beside it are found.
        """
        return digest(self.base, first)

    def mark(self, plans: Iterable[str]) -> str:
        """What answers are marked with that are complete for these plans, named by their content."""
        return digest(self.rules, *plans)


def question(setup: Setup) -> Question:
    """What a set-up asks. A rule means what its text says in its file, below the same beginning, at the same line."""
    book = book_of(setup)
    wanted = set(setup.codes)
    keys: dict[str, str] = {}
    for source, ruleset in zip(setup.rules, book.sets, strict=True):
        starts = [source.text.rfind("\n", 0, r.span.start) + 1 for r in ruleset.rules]
        ends = [*starts[1:], len(source.text)]
        for rule, start, end in zip(ruleset.rules, starts, ends, strict=True):
            if rule.code in wanted:
                line, _ = source.position(start)
                parts = (source.text[: starts[0]], source.text[start:end].rstrip(), str(line))
                keys[rule.code] = digest(keys.get(rule.code, ""), source.name, *parts)
    return Question(_base(setup), keys)


def _base(setup: Setup) -> str:
    told = (setup.explain, setup.language)
    return digest(identity(), setup.world, *told)


class Answers(Record):
    """The answers of some rules, by key, for some plans, by content. Every record is about all of these rules.

    The first `count` plans are those last asked about, in their order; a run over others may ask for the rest.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, PlanResult] = field(default_factory=dict)
    count: int = 0

    def missing(self, wanted: Question) -> tuple[str, ...]:
        """The rules that have no answers here."""
        return tuple(code for code, key in wanted.keys.items() if self.keys.get(code) != key)

    def others(self, wanted: Question) -> dict[str, str]:
        """The rules that were not asked for this time: another run may ask for them."""
        return {code: key for code, key in self.keys.items() if code not in wanted.keys}


def to_bytes(answers: Answers) -> bytes:
    """Answers as they are kept."""
    head = json.dumps([dict(answers.keys), list(answers.records), answers.count]).encode("ascii")
    return len(head).to_bytes(8, "big") + head + packed(list(answers.records.values()))


def from_bytes(data: bytes | None) -> Answers:
    """What was kept; nothing where that cannot be read."""
    if data is None:
        return Answers()
    try:
        end = 8 + int.from_bytes(data[:8], "big")
        keys, plans, count = json.loads(data[8:end])
        return Answers(keys, dict(zip(plans, unpacked(data[end:]), strict=True)), count)
    except (ValueError, zlib.error):
        return Answers()
