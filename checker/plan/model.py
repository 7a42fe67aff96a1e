"""The plan as typed: frozen records of printed texts with their places. Reads no quantities."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import field

from checker.source import NOWHERE, Place, Record, Source, Span, Uncompared


class PrintedText(Record, gc=False):
    """A scalar as printed in the plan data, and where it stands in the YAML file. Its text alone is compared."""

    text: str
    source: Uncompared[Source]
    start: Uncompared[int]
    end: Uncompared[int]

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)

    def __str__(self) -> str:
        return self.text


# Year (or a span of years such as "2016-2020") → the value as printed, in the order of the years.
Yearly = Mapping[str, PrintedText]


class Header(Record):
    title: PrintedText
    region_code: PrintedText
    region_name: PrintedText
    level: PrintedText
    sector: PrintedText
    period: PrintedText
    first_year: int
    last_year: int
    base_year: int
    target_year: int
    grade: str = "P"
    kind: PrintedText | None = None
    issuer: PrintedText | None = None
    number: PrintedText | None = None
    date: PrintedText | None = None
    status: PrintedText | None = None


class Document(Record):
    """The source document of the plan data; `quoted_in` when it was seen only as a quotation."""

    file: str = ""
    sha256: str = ""
    quoted_in: str = ""


class Indicator(Record):
    """One row of an indicator table.

    `yearly` and `cumulative` are the cells of columns 年均 and 累计, by their years, `actual` those of results.
    `part_of` names the row of which it is a part (其中).
    """

    name: PrintedText
    span: Uncompared[Span]
    unit: PrintedText | None = None
    indicator: PrintedText | None = None
    group: PrintedText | None = None
    nature: PrintedText | None = None
    baseline: Yearly = field(default_factory=dict)
    target: Yearly = field(default_factory=dict)
    yearly: Yearly = field(default_factory=dict)
    cumulative: Yearly = field(default_factory=dict)
    actual: Yearly = field(default_factory=dict)
    departments: tuple[PrintedText, ...] = ()
    part_of: PrintedText | None = None
    scope: PrintedText | None = None
    note: PrintedText | None = None
    grade: str = ""
    at: Place = NOWHERE


class Statement(Record):
    """One quantified commitment in prose, a box or an annex."""

    indicator: PrintedText
    span: Uncompared[Span]
    name: PrintedText | None = None
    unit: PrintedText | None = None
    nature: PrintedText | None = None
    baseline: Yearly = field(default_factory=dict)
    target: Yearly = field(default_factory=dict)
    scope: PrintedText | None = None
    note: PrintedText | None = None
    grade: str = ""
    at: Place = NOWHERE


class Quotient(Record):
    numerator: PrintedText
    denominator: PrintedText


class Fact(Record):
    """One checkable figure about past or present. `parts` is 全部 or 部分 on a total."""

    name: PrintedText
    span: Uncompared[Span]
    indicator: PrintedText | None = None
    unit: PrintedText | None = None
    value: Yearly = field(default_factory=dict)
    change: Yearly = field(default_factory=dict)
    parts: PrintedText | None = None
    part_of: PrintedText | None = None
    quotient: Quotient | None = None
    region: PrintedText | None = None
    scope: PrintedText | None = None
    note: PrintedText | None = None
    grade: str = ""
    at: Place = NOWHERE


class Institution(Record):
    name: PrintedText
    span: Uncompared[Span]
    ownership: PrintedText | None = None
    kind: PrintedText | None = None
    grade_class: PrintedText | None = None
    present_beds: PrintedText | None = None
    planned_beds: PrintedText | None = None
    filing_level: PrintedText | None = None
    tcm_filing_level: PrintedText | None = None
    note: PrintedText | None = None
    at: Place = NOWHERE


class Repeat(Record):
    """A stated n × each (= total): 共28套、每套30平方米、840平方米."""

    name: PrintedText
    count: PrintedText
    each: PrintedText
    total: PrintedText | None = None


class Cost(Record):
    name: PrintedText
    value: PrintedText


class Project(Record):
    """One project row. Lists hold every figure that the text prints for the same thing."""

    name: PrintedText
    span: Uncompared[Span]
    no: PrintedText | None = None
    owner: PrintedText | None = None
    institution: PrintedText | None = None
    beds: PrintedText | None = None
    new_beds: PrintedText | None = None
    site_area: tuple[PrintedText, ...] = ()
    floor_area: tuple[PrintedText, ...] = ()
    above_ground: PrintedText | None = None
    below_ground: PrintedText | None = None
    storeys_above: PrintedText | None = None
    storeys_below: PrintedText | None = None
    repeats: tuple[Repeat, ...] = ()
    total_investment: PrintedText | None = None
    period_investment: PrintedText | None = None
    stated_investment: tuple[PrintedText, ...] = ()
    costs: tuple[Cost, ...] = ()
    years: PrintedText | None = None
    funding: PrintedText | None = None
    status: PrintedText | None = None
    remark: PrintedText | None = None
    at: Place = NOWHERE


class Citation(Record):
    title: PrintedText
    span: Uncompared[Span]
    number: PrintedText | None = None
    issuer: PrintedText | None = None
    at: Place = NOWHERE


class Section(Record):
    """A heading, a box (kind 专栏), a table caption (表) or an annex (附件)."""

    title: PrintedText
    span: Uncompared[Span]
    number: PrintedText | None = None
    kind: PrintedText | None = None
    level: int = 1
    at: Place = NOWHERE


class AnnouncedList(Record):
    name: PrintedText
    span: Uncompared[Span]
    announced: PrintedText | None = None
    items: tuple[PrintedText, ...] = ()
    at: Place = NOWHERE


class Task(Record):
    name: PrintedText
    span: Uncompared[Span]
    departments: tuple[PrintedText, ...] = ()
    at: Place = NOWHERE


class Mention(Record):
    name: PrintedText
    span: Uncompared[Span]
    kind: PrintedText | None = None
    at: Place = NOWHERE


class Plan(Record):
    """One plan file. `file` is the YAML source that the spans point into."""

    header: Header
    file: Uncompared[Source]
    document: Document = Document()
    indicators: tuple[Indicator, ...] = ()
    statements: tuple[Statement, ...] = ()
    facts: tuple[Fact, ...] = ()
    institutions: tuple[Institution, ...] = ()
    projects: tuple[Project, ...] = ()
    citations: tuple[Citation, ...] = ()
    sections: tuple[Section, ...] = ()
    enumerations: tuple[AnnouncedList, ...] = ()
    tasks: tuple[Task, ...] = ()
    mentions: tuple[Mention, ...] = ()
