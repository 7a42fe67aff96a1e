"""Quantified promises and checkable figures of running text."""

from __future__ import annotations

from collections.abc import Sequence

from checker.extract.figure_times import TenseKeeper
from checker.extract.header import PlanFrame
from checker.extract.paragraphs import ParagraphReader
from checker.extract.part_totals import with_parts
from checker.extract.records import DraftOutline, DraftText, ReadEntry, ValueEvidence
from checker.plan.vocabulary import Vocabulary
from checker.source import Record


class ProseReading(Record):
    """What running text says: entries of `statements` and `facts`, and figures that were left out, with why."""

    statements: tuple[ReadEntry, ...]
    facts: tuple[ReadEntry, ...]
    uncertain: tuple[ValueEvidence, ...]


def statements_and_facts(
    outline: DraftOutline,
    frame: PlanFrame,
    indicators: tuple[ReadEntry, ...],
    vocabulary: Vocabulary,
) -> tuple[tuple[ReadEntry, ...], tuple[ReadEntry, ...]]:
    """Return the entries of `statements` and of `facts`, in the order of the text."""
    reading = read_prose(outline.texts, frame, vocabulary)
    return reading.statements, reading.facts


def read_prose(
    texts: Sequence[DraftText], frame: PlanFrame, vocabulary: Vocabulary
) -> ProseReading:
    """Return the promises and figures of texts outside tables; headings among them are left out."""
    keeper = TenseKeeper()
    statements: list[ReadEntry] = []
    facts: list[ReadEntry] = []
    uncertain: list[ValueEvidence] = []
    for text in texts:
        if text.heading or text.where.annex:
            continue
        reader = ParagraphReader(text, keeper.of(text.where), frame, vocabulary)
        reader.read()
        statements += reader.statements
        drafts = with_parts(reader.facts)
        facts += (draft.entry() for draft in drafts if not draft.misnamed)
        uncertain += (draft.evidence for draft in drafts if draft.misnamed)
        uncertain += reader.uncertain
    return ProseReading(tuple(statements), tuple(facts), tuple(uncertain))
