"""What is cached of a chunk: the answer of each rule for each plan. A changed rule or plan is judged alone."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import field

from checker.batch.job import Explain, PreparedJob
from checker.batch.results import PlanResult, from_bytes
from checker.cache import digest, program_key
from checker.source import Record, cached_property

_ALSO_SERVED_BY: dict[Explain, tuple[Explain, ...]] = {
    "none": ("none", "fail"),
    "fail": ("fail",),
    "all": ("all",),
}
"""How findings may be explained in a cached answer, by how a run asks for them, the first one preferred."""


class AnswersKey(Record, dict=True):
    """The cache key of a run.

    `rules` maps each rule id to the hash of everything that its answers depend on besides plans. `bases` are hashes of
    what all answers depend on: the program, vocabulary, plans above, parameters of regions, language, explanations.
    The first base is the run's own; answers under the others serve it, too.
    """

    bases: tuple[str, ...]
    rules: dict[str, str]

    @cached_property
    def _rules_digest(self) -> str:
        return digest(*(part for item in self.rules.items() for part in item))

    def entries(self, first_plan: str) -> tuple[str, ...]:
        """Return the keys of the entries for a chunk, by the name of its first plan.

        A chunk is not known by its other plans: where one is added, the answers for those beside it are found.
        """
        return tuple(digest(base, first_plan) for base in self.bases)

    def tag(self, plans: Iterable[str]) -> str:
        """Return the tag of an entry that is complete for the plans with these contents."""
        return digest(self._rules_digest, *plans)


def answers_key(prepared: PreparedJob) -> AnswersKey:
    """Return the key of a job.

    A rule means what its text says in its file, below the same beginning, at the same line.
    """
    job = prepared.job
    codes = set(job.codes)
    rules: dict[str, str] = {}
    for source, ruleset in zip(job.rules, prepared.book.sets, strict=True):
        starts = [source.text.rfind("\n", 0, r.span.start) + 1 for r in ruleset.rules]
        ends = (
            [*starts[1:], len(source.text)] if starts else []
        )  # parameters alone, or faulty rules
        for rule, start, end in zip(ruleset.rules, starts, ends, strict=True):
            if rule.code in codes:
                line, _ = source.position(start)
                parts = (source.text[: starts[0]], source.text[start:end].rstrip(), str(line))
                rules[rule.code] = digest(rules.get(rule.code, ""), source.name, *parts)
    shared = (program_key(), prepared.context_key)
    bases = (digest(*shared, explain, job.language) for explain in _ALSO_SERVED_BY[job.explain])
    return AnswersKey(tuple(bases), rules)


class Answers(Record):
    """The answers of some rules, by id and hash, for some plans, by content. Every result is about all of these rules.

    The first `count` plans are those of the chunk when it was last judged, in their order.
    """

    rules: dict[str, str] = field(default_factory=dict)
    results: dict[str, PlanResult] = field(default_factory=dict)
    count: int = 0

    def missing(self, key: AnswersKey) -> tuple[str, ...]:
        """Return the rules of a run that have no answers here."""
        return tuple(code for code, hash_ in key.rules.items() if self.rules.get(code) != hash_)

    def others(self, key: AnswersKey) -> dict[str, str]:
        """Return the rules that this run does not ask for: another run may."""
        return {code: hash_ for code, hash_ in self.rules.items() if code not in key.rules}


def read_answers(data: bytes | None) -> Answers:
    """Return the answers of an entry; none if it cannot be read."""
    try:
        return Answers() if data is None else from_bytes(data, Answers)
    except ValueError:
        return Answers()
