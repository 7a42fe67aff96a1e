"""What a worker is given: the job that all plans of a batch share, and the plans. Judges nothing: it loads fast."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from checker.cache import digest
from checker.messages import Language
from checker.plan.library import Library, parse_library
from checker.semantics.rule_book import RuleBook, RuleSources, load_rules
from checker.source import Record, Source, cached_property

Explain = Literal["none", "fail", "all"]
"""Which findings are explained: none, those that fail, or those that are unknown as well."""


class Job(Record, dict=True):
    """The data that every worker needs besides plans, by value: a worker may be on another machine.

    `codes` are the rules to judge by. `cache_dir` is the folder in which workers keep columns; "" for none.
    """

    terms: tuple[Source, ...]
    rules: tuple[Source, ...]
    upper: tuple[Source, ...]
    codes: tuple[str, ...]
    explain: Explain = "fail"
    language: Language = "zh"
    cache_dir: str = ""

    @cached_property
    def key(self) -> str:
        """The content of all that results depend on, besides the plans and the program."""
        texts = [part for s in (*self.terms, *self.rules, *self.upper) for part in (s.name, s.text)]
        return digest(*texts, *self.codes, self.explain, self.language)


class PreparedJob(Record, dict=True, eq=False):
    """A job with its rules and the plans above loaded. It stays in its process: workers are sent the job alone."""

    job: Job
    book: RuleBook
    library: Library

    @cached_property
    def context_key(self) -> str:
        """The content of all that values of plans depend on, besides the plans and the program.

        That is the vocabulary, the plans above, and the rule files without rules: they set parameters for regions.
        """
        job = self.job
        pairs = zip(job.rules, self.book.sets, strict=True)
        regional = [source for source, ruleset in pairs if not ruleset.rules]
        return digest(*(p for s in (*job.terms, *job.upper, *regional) for p in (s.name, s.text)))


@lru_cache(maxsize=2)
def prepare(job: Job) -> PreparedJob:
    """Load the rules and plans of a job; once in each process."""
    book = load_rules(RuleSources(job.terms, job.rules))
    return PreparedJob(job, book, parse_library(job.upper))


class PlanInput(Record):
    """A plan to judge: `name` is its path, `text` its content, or None to read it from the file `name`.

    `codes` restricts the rules; None means all of the job, and that the result describes the plan as well.
    """

    name: str
    text: str | None = None
    codes: tuple[str, ...] | None = None
