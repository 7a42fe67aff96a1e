"""Quantified promises and checkable figures of running text."""

from __future__ import annotations

from checker.extract.header import PlanFrame
from checker.extract.records import DraftOutline, ReadEntry
from checker.plan.vocabulary import Vocabulary


def statements_and_facts(
    outline: DraftOutline,
    frame: PlanFrame,
    indicators: tuple[ReadEntry, ...],
    vocabulary: Vocabulary,
) -> tuple[tuple[ReadEntry, ...], tuple[ReadEntry, ...]]:
    """Return the entries of `statements` and of `facts`, in the order of the text.

    `outline.texts` are the texts outside tables, headings among them; `indicators` are the rows of indicator tables,
    whose names the text may use.
    """
    return (), ()
