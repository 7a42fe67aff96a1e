"""A plan from a document: header, tables, prose, outline; the entry of this part."""

from __future__ import annotations

from checker.diagnostics import Diagnostic
from checker.document.model import DraftDocument
from checker.extract.citations import read_citations, read_mentions
from checker.extract.enumerations import read_enumerations
from checker.extract.header import read_header
from checker.extract.indicator_tables import read_indicator_tables
from checker.extract.institutions import read_institutions
from checker.extract.outline import read_outline, sure_headings
from checker.extract.project_tables import read_projects
from checker.extract.prose import statements_and_facts
from checker.extract.records import (
    DraftHeading,
    DraftOutline,
    ExtractedPlan,
    PlainValue,
    ReadEntry,
    ValueEvidence,
    Whereabouts,
    at_of,
)
from checker.extract.tasks import read_tasks
from checker.plan.vocabulary import Vocabulary
from checker.source import Record


class PlanReading(Record):
    """What was read: the plan, the outline it was read from, and what could not be read."""

    plan: ExtractedPlan
    outline: DraftOutline
    diagnostics: tuple[Diagnostic, ...] = ()


def extract_plan(document: DraftDocument, vocabulary: Vocabulary) -> PlanReading:
    """Return the plan that a document tells, by rules and grammars alone: the same document gives the same plan."""
    outline = read_outline(document)
    header, frame = read_header(outline)
    indicators, tables = read_indicator_tables(outline, frame, vocabulary)
    projects = read_projects(outline, tables)
    statements, facts = statements_and_facts(outline, frame, indicators, vocabulary)
    plan = ExtractedPlan(
        header,
        {"file": document.name, "sha256": document.sha256},
        indicators=indicators,
        statements=statements,
        facts=facts,
        institutions=tuple(read_institutions(outline, projects, frame)),
        projects=projects,
        citations=tuple(read_citations(outline)),
        sections=tuple(_section(heading) for heading in sure_headings(outline)),
        enumerations=tuple(read_enumerations(outline)),
        tasks=tuple(read_tasks(outline)),
        mentions=tuple(read_mentions(outline, frame, vocabulary)),
    )
    return PlanReading(plan, outline)


def _section(heading: DraftHeading) -> ReadEntry:
    data: dict[str, PlainValue] = {
        "number": heading.number,
        "title": heading.title,
        "level": heading.level,
    }
    if heading.kind:
        data["kind"] = heading.kind
    data["at"] = at_of(Whereabouts(), heading.at)
    return ReadEntry(data, {(): ValueEvidence(heading.at, heading.title[:40])})
