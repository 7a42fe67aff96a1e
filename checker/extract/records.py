"""What reading a document gives: entries of the plan data, each value with its place, a quote and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import field

from checker.document.model import (
    DraftPlace,
    GridBlock,
    LinePlace,
    PagePlace,
    Passage,
    SheetPlace,
    WordPlace,
)
from checker.source import Record

Sureness: TypeAlias = Literal["sure", "likely", "doubtful"]
"""sure: said in a form that has one reading; likely: by a rule with exceptions; doubtful: needs an eye."""

QUOTE_LENGTH = 40
PlainValue: TypeAlias = "str | int | list[PlainValue] | dict[str, PlainValue]"
ValuePath: TypeAlias = tuple[str, ...]
"""The keys from an entry to one of its values: ("target", "2025"); () is the entry itself."""


class ValueEvidence(Record):
    """Where a value stands, a quote of at most 40 characters, how sure the reading is, and what is in doubt (待核)."""

    place: DraftPlace
    quote: str = ""
    sureness: Sureness = "sure"
    doubt: str = ""


class ReadEntry(Record):
    """One entry of a list of the plan data, as docs/plan-data.md describes it, with the evidence of its values."""

    data: Mapping[str, PlainValue]
    evidence: Mapping[ValuePath, ValueEvidence] = field(default_factory=dict)


class Whereabouts(Record):
    """Where in the outline a text stands; `titles` are those of the headings above it, the chapter's first.

    `section` is made of the numbers of these headings (三（一）3); `box` and `annex` name a 专栏 and an 附件.
    """

    section: str = ""
    box: str = ""
    annex: str = ""
    summary: str = ""
    titles: tuple[str, ...] = ()


class DraftText(Record):
    """A run of text without a line break: `text` begins at `start` of the passage. `heading`: it is a title alone."""

    text: str
    passage: Passage
    start: int
    where: Whereabouts
    heading: bool = False

    def place(self, offset: int = 0) -> DraftPlace:
        """Return the place of the character at that offset of `text`."""
        return place_in(self.passage, self.start + offset)

    def evidence(
        self, start: int, end: int, sureness: Sureness = "sure", doubt: str = ""
    ) -> ValueEvidence:
        """Return the evidence of the characters from `start` to `end`."""
        return ValueEvidence(
            self.place(start), self.text[start:end][:QUOTE_LENGTH], sureness, doubt
        )


class DraftHeading(Record):
    """A heading, box title (专栏), table caption (表) or annex title (附件), number and title as printed."""

    number: str
    title: str
    level: int
    kind: str
    at: DraftPlace


class DraftTable(Record):
    """A table with its caption (number and title as printed) and the unit printed above it (单位：…), "" for none."""

    grid: GridBlock
    where: Whereabouts
    number: str = ""
    title: str = ""
    unit: str = ""
    continued: bool = False


class DraftOutline(Record):
    """A document in parts: headings, texts and tables in order; `front` are the texts before the first heading."""

    headings: tuple[DraftHeading, ...]
    texts: tuple[DraftText, ...]
    tables: tuple[DraftTable, ...]
    front: tuple[DraftText, ...] = ()


class ExtractedPlan(Record):
    """All that was read of a plan: the header, and the entries of every list in the order of the document."""

    header: ReadEntry
    source: Mapping[str, PlainValue]
    indicators: tuple[ReadEntry, ...] = ()
    statements: tuple[ReadEntry, ...] = ()
    facts: tuple[ReadEntry, ...] = ()
    institutions: tuple[ReadEntry, ...] = ()
    projects: tuple[ReadEntry, ...] = ()
    citations: tuple[ReadEntry, ...] = ()
    sections: tuple[ReadEntry, ...] = ()
    enumerations: tuple[ReadEntry, ...] = ()
    tasks: tuple[ReadEntry, ...] = ()
    mentions: tuple[ReadEntry, ...] = ()

    def plain(self) -> dict[str, PlainValue]:
        """Return the plan data as plain mappings and lists, as a YAML file would give them."""
        data: dict[str, PlainValue] = {"plan": dict(self.header.data), "source": dict(self.source)}
        for name in LISTS:
            data[name] = [dict(entry.data) for entry in getattr(self, name)]
        return data


LISTS = (
    "indicators",
    "statements",
    "facts",
    "institutions",
    "projects",
    "citations",
    "sections",
    "enumerations",
    "tasks",
    "mentions",
)


def place_in(passage: Passage, offset: int) -> DraftPlace:
    """Return the place of the character at an offset of a passage; the place of its last piece for one behind it."""
    found = passage.piece_at(offset)
    if found is None:
        return passage.pieces[-1].at if passage.pieces else LinePlace(1, 1)
    piece, into = found
    match piece.at:
        case WordPlace() as at:
            return WordPlace(
                at.part, at.paragraph, at.offset + into, at.run, at.node, at.node_offset + into
            )
        case LinePlace() as at:
            return LinePlace(at.line, at.column + into)
        case PagePlace() | SheetPlace() as at:
            return at


def at_of(where: Whereabouts, place: DraftPlace, **more: PlainValue) -> dict[str, PlainValue]:
    """Return the value of `at:` for a place: its section, box or annex, and the line, paragraph or page."""
    named = {"box": where.box, "annex": where.annex, "summary": where.summary}
    at: dict[str, PlainValue] = {key: text for key, text in named.items() if text}
    if not at and where.section:
        at["section"] = where.section
    at |= more
    match place:
        case LinePlace():
            at["line"] = place.line
        case WordPlace():
            at["paragraph"] = place.paragraph + 1
        case SheetPlace():
            at["line"] = place.row
        case PagePlace():
            at["page"] = place.page
    return at
