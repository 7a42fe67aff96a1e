"""The plan as typed: frozen records of printed texts with their places. Reads no quantities."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import field

from checker.source import NOWHERE, Place, Record, Source, Span, Uncompared


class Printed(Record, gc=False):
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
Yearly = Mapping[str, Printed]


class Header(Record):
    title: Printed
    region_code: Printed
    region_name: Printed
    level: Printed
    sector: Printed
    period: Printed
    first_year: int
    last_year: int
    base_year: int
    target_year: int
    grade: str = "P"
    issuer: Printed | None = None
    number: Printed | None = None
    date: Printed | None = None
    status: Printed | None = None


class Document(Record):
    """The source document of the plan data; `quoted_in` when it was seen only as a quotation."""

    file: str = ""
    sha256: str = ""
    quoted_in: str = ""


class Indicator(Record):
    """One row of an indicator table."""

    name: Printed
    span: Uncompared[Span]
    unit: Printed | None = None
    indicator: Printed | None = None
    group: Printed | None = None
    nature: Printed | None = None
    baseline: Yearly = field(default_factory=dict)
    target: Yearly = field(default_factory=dict)
    scope: Printed | None = None
    note: Printed | None = None
    grade: str = ""
    at: Place = NOWHERE


class Statement(Record):
    """One quantified commitment in prose, a box or an annex."""

    indicator: Printed
    span: Uncompared[Span]
    name: Printed | None = None
    unit: Printed | None = None
    nature: Printed | None = None
    baseline: Yearly = field(default_factory=dict)
    target: Yearly = field(default_factory=dict)
    scope: Printed | None = None
    note: Printed | None = None
    grade: str = ""
    at: Place = NOWHERE


class Quotient(Record):
    numerator: Printed
    denominator: Printed


class Fact(Record):
    """One checkable figure about past or present. `parts` is 全部 or 部分 on a total."""

    name: Printed
    span: Uncompared[Span]
    indicator: Printed | None = None
    unit: Printed | None = None
    value: Yearly = field(default_factory=dict)
    change: Yearly = field(default_factory=dict)
    parts: Printed | None = None
    part_of: Printed | None = None
    quotient: Quotient | None = None
    region: Printed | None = None
    scope: Printed | None = None
    note: Printed | None = None
    grade: str = ""
    at: Place = NOWHERE


class Institution(Record):
    name: Printed
    span: Uncompared[Span]
    ownership: Printed | None = None
    kind: Printed | None = None
    grade_class: Printed | None = None
    present_beds: Printed | None = None
    planned_beds: Printed | None = None
    filing_level: Printed | None = None
    tcm_filing_level: Printed | None = None
    note: Printed | None = None
    at: Place = NOWHERE


class Repeat(Record):
    """A stated n × each (= total): 共28套、每套30平方米、840平方米."""

    name: Printed
    count: Printed
    each: Printed
    total: Printed | None = None


class Cost(Record):
    name: Printed
    value: Printed


class Project(Record):
    """One project row. Lists hold every figure that the text prints for the same thing."""

    name: Printed
    span: Uncompared[Span]
    no: Printed | None = None
    owner: Printed | None = None
    institution: Printed | None = None
    beds: Printed | None = None
    new_beds: Printed | None = None
    site_area: tuple[Printed, ...] = ()
    floor_area: tuple[Printed, ...] = ()
    above_ground: Printed | None = None
    below_ground: Printed | None = None
    storeys_above: Printed | None = None
    storeys_below: Printed | None = None
    repeats: tuple[Repeat, ...] = ()
    total_investment: Printed | None = None
    period_investment: Printed | None = None
    stated_investment: tuple[Printed, ...] = ()
    costs: tuple[Cost, ...] = ()
    years: Printed | None = None
    funding: Printed | None = None
    status: Printed | None = None
    remark: Printed | None = None
    at: Place = NOWHERE


class Citation(Record):
    title: Printed
    span: Uncompared[Span]
    number: Printed | None = None
    issuer: Printed | None = None
    at: Place = NOWHERE


class Section(Record):
    """A heading, a box (kind 专栏), a table caption (表) or an annex (附件)."""

    title: Printed
    span: Uncompared[Span]
    number: Printed | None = None
    kind: Printed | None = None
    level: int = 1
    at: Place = NOWHERE


class Enumeration(Record):
    name: Printed
    span: Uncompared[Span]
    announced: Printed | None = None
    items: tuple[Printed, ...] = ()
    at: Place = NOWHERE


class Task(Record):
    name: Printed
    span: Uncompared[Span]
    departments: tuple[Printed, ...] = ()
    at: Place = NOWHERE


class Mention(Record):
    name: Printed
    span: Uncompared[Span]
    kind: Printed | None = None
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
    enumerations: tuple[Enumeration, ...] = ()
    tasks: tuple[Task, ...] = ()
    mentions: tuple[Mention, ...] = ()
