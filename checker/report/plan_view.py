"""A plan as the program reads it, for comparison with the document. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from checker.findings import Bilingual, Origin
from checker.report.layout import Page, pad, width
from checker.report.model import PlanReport, ValueView
from checker.report.wording import place_text, reading_text, source_text
from checker.source import Record


class PlanRow(Record):
    """One indicator, statement, fact, institution or project. `term`: its name in the vocabulary, "" if it has none."""

    name: str
    traits: tuple[Bilingual, ...]
    values: tuple[ValueView, ...]
    origin: Origin
    term: str = ""
    nearest: tuple[str, ...] = ()


class PlanView(Record):
    """The rows of a plan by part: indicators, statements, facts, institutions, projects."""

    plan: PlanReport
    parts: tuple[tuple[str, tuple[PlanRow, ...]], ...]


def render(view: PlanView, page: Page, header: list[str]) -> str:
    """Return one block of lines per row, below the `header` lines of the report."""
    lines = [*header, ""]
    for part, rows in view.parts:
        if not rows:
            continue
        lines += page.block(page.say(f"show-{part}", count=len(rows)), role="bold")
        lines.append("")
        for number, row in enumerate(rows, start=1):
            lines += _row(row, number, view.plan.header.title, page)
        lines.append("")
    return "\n".join(lines)


def _row(row: PlanRow, number: int, plan_title: str, page: Page) -> Iterator[str]:
    head = f"{number:>4} "
    traits = page.join("comma", (t.pick(page.language) for t in row.traits))
    name = f"{row.name}{page.say('show-how', how=traits) if traits else ''}"
    yield from page.block(name, 0, head)
    roles = {value.role for value in row.values} | {"at"}
    column = max(width(page.say(f"show-{role}")) for role in roles) + 2
    for value in row.values:
        label = pad(page.say(f"show-{value.role}"), column)
        yield from page.block(_value(value, plan_title, page), 5, label)
    yield from page.fields(_term(row, page, column), 5)
    address = row.origin.span.address if row.origin.span else ""
    place = place_text(row.origin.place, page.language)
    yield f"     {pad(page.say('show-at'), column)}{page.paint(address, 'dim')}"
    if place:
        yield from page.block(place, 5 + column)


def _value(value: ValueView, plan_title: str, page: Page) -> str:
    read = value.read_as.pick(page.language)
    if value.remarks:
        how = page.join("comma", (r.pick(page.language) for r in value.remarks))
        read += page.say("show-how", how=how)
    text = reading_text(value, read, read == value.printed, page.language)
    if value.role == "upper" and value.origin is not None:
        text += page.say("semicolon") + source_text(
            value.origin, plan_title, page.language, graded=True
        )
    return text


def _term(row: PlanRow, page: Page, column: int) -> Iterator[tuple[str, str]]:
    label = pad(page.say("show-term"), column - 2)
    if row.term and row.term != row.name:
        yield label, row.term
    if not row.term:
        near = page.join("list", row.nearest)
        text = page.say("show-no-term")
        if near:
            text += page.say("comma") + page.say("show-near", near=near)
        yield label, text
