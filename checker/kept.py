"""Judgements kept between runs: an unchanged plan, below unchanged plans and by unchanged rules, is not judged again.

What is kept is what reports are made of. Waivers, baselines, the day and what counts as failed come after it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import cached_property

from checker import cache, program
from checker.records import dataclass
from checker.report import store
from checker.report.model import Card
from checker.report.store import Known
from checker.source import Source


@dataclass(frozen=True)
class RuleTexts:
    """The texts that rules are made of: those of the vocabulary, and those of the rules."""

    terms: tuple[Source, ...]
    rules: tuple[Source, ...]

    @cached_property
    def key(self) -> str:
        sizes = f"{len(self.terms)} {len(self.rules)}"
        return cache.digest(program.identity(), sizes, *_parts(self.terms), *_parts(self.rules))


@dataclass(frozen=True)
class Given:
    """All that the judgement of a plan depends on. `compared`: every target is beside those above too."""

    plan: Source
    above: tuple[Source, ...]
    texts: RuleTexts
    codes: tuple[str, ...]
    compared: bool

    @cached_property
    def key(self) -> str:
        sizes = f"{len(self.above)} {len(self.codes)} {self.compared}"
        return cache.digest(
            self.texts.key, sizes, *_parts(self.sources[: 1 + len(self.above)]), *self.codes
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every text that a finding may point into."""
        return (self.plan, *self.above, *self.texts.rules)


def _parts(sources: tuple[Source, ...]) -> tuple[str, ...]:
    return tuple(part for source in sources for part in (source.name, source.text))


def load_cards(texts: RuleTexts) -> Mapping[str, Card] | None:
    """The rules for people, by code; None where they are not kept."""
    plain = cache.load("cards", texts.key)
    if plain is not None:
        with contextlib.suppress(ValueError):
            return store.cards_from_plain(plain, texts.rules)
    return None


def save_cards(texts: RuleTexts, cards: Mapping[str, Card]) -> None:
    """Keep the rules of texts that have no fault: a fault is to be told each time."""
    if program.runs_unchanged():
        cache.save("cards", texts.key, store.cards_to_plain(cards, texts.rules))


def load(given: Given) -> Known | None:
    """What is known of a plan; None where it is to be judged."""
    plain = cache.load("judgement", given.key)
    if plain is not None:
        with contextlib.suppress(ValueError):
            return store.known_from_plain(plain, given.sources)
    return None


def save(given: Given, known: Known) -> None:
    """Keep what is known of a plan, if it can be: what a fault tells of may be anything."""
    if program.runs_unchanged():
        with contextlib.suppress(TypeError):
            cache.save("judgement", given.key, store.known_to_plain(known, given.sources))
