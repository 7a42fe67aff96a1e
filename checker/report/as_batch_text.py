"""The summary of a batch for a terminal: counts by rule and region, the worst plans, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.findings import SEVERITIES
from checker.messages import message
from checker.report.as_text import counts_line, waiver_block
from checker.report.batch import COLUMNS, PlanLine, Summary
from checker.report.coverage import coverage_text
from checker.report.layout import Page, pad, width

CITIES = 60
"""More cities are left to the HTML summary; provinces are always there."""

NARROWEST_NAME = 12
"""Columns that a name needs beside its numbers."""

TallyRow = tuple[str, Sequence[int]]


def render(summary: Summary, page: Page) -> str:
    """Return the summary as text in lines of the page's width."""
    coverage = coverage_text(summary.coverage, summary.provenance, page.language)
    lines = [*page.block(coverage), page.paint(_say("title", page), "bold"), *_head(summary, page)]
    if summary.total.plans:
        lines += ["", *_families(summary, page), "", *_regions(summary, page)]
        lines += _worst(summary, page)
    if summary.idle_rules and summary.total.plans:
        rules = page.join("list", summary.idle_rules)
        lines += ["", *page.block(page.say("idle", count=len(summary.idle_rules), rules=rules))]
    lines += _blind(summary, page)
    lines += _unread(summary, page)
    waivers = waiver_block(summary.waivers, page)
    if waivers:
        lines += ["", *waivers]
    return "\n".join(lines) + "\n"


def _say(code: str, page: Page, **arguments: object) -> str:
    return message(f"batch-{code}", page.language, arguments)


def _head(summary: Summary, page: Page) -> list[str]:
    lines = page.block(_say("plans", page, count=summary.total.plans, unread=summary.unread_count))
    if summary.faulty:
        lines += page.block(_say("faulty", page, count=summary.faulty))
    lines += page.segments(counts_line(summary.total.counts, page).split("  "))
    rules, verdicts = len(summary.rules), summary.total.verdicts
    return [*lines, *page.block(page.say("sum", rules=rules, verdicts=verdicts))]


def _families(summary: Summary, page: Page) -> Iterator[str]:
    rows = [(f"{name} {title}", tally.row) for name, (title, tally) in summary.families.items()]
    total = (page.say("summary-total"), summary.total.row)
    yield from _table(page.say("summary-family"), [*rows, total], COLUMNS, page)


def _regions(summary: Summary, page: Page) -> Iterator[str]:
    columns = ("plans", *COLUMNS)
    few = sum(map(len, summary.regions.values())) <= CITIES
    rows: list[TallyRow] = []
    for province, whole in summary.provinces.items():
        rows.append((province.name or province.code, (whole.plans, *whole.row)))
        for city, tally in summary.regions[province].items() if few else ():
            if city != province:
                rows.append((f"  {city.name or city.code}", (tally.plans, *tally.row)))
    rows.append((page.say("summary-total"), (summary.total.plans, *summary.total.row)))
    yield from _table(_say("column-region", page), rows, columns, page)
    if not few:
        yield from page.block(_say("cities", page))


def _table(
    name: str, rows: Sequence[TallyRow], columns: Sequence[str], page: Page
) -> Iterator[str]:
    """Yield a table: a name and its numbers per line, the numbers below the name if the page is too narrow."""
    heads = [_say(f"column-{c}", page) for c in columns]
    sizes = [
        max(width(head), *(len(str(numbers[index])) for _, numbers in rows))
        for index, head in enumerate(heads)
    ]
    needed = sum(sizes) + 2 * len(sizes)
    longest, room = max(width(name), *(width(text) for text, _ in rows)), page.columns - needed
    first, below = min(longest, room), room < min(longest, NARROWEST_NAME)
    for text, cells in ((name, heads), *((t, list(map(str, numbers))) for t, numbers in rows)):
        numbers = "".join(f"  {_right(c, size)}" for c, size in zip(cells, sizes, strict=True))
        if below or width(text) > first:
            yield from page.block(text)
            yield from page.segments(numbers.split()) if below else (" " * first + numbers,)
        else:
            yield pad(text, first) + numbers


def _right(text: str, columns: int) -> str:
    return " " * max(0, columns - width(text)) + text


def _worst(summary: Summary, page: Page) -> Iterator[str]:
    if not summary.worst:
        return
    yield ""
    yield page.paint(_say("worst", page, count=len(summary.worst)), "bold")
    for number, line in enumerate(summary.worst, start=1):
        yield from page.block(worst_line(line, page), 0, f"{number:>3}. ")
        yield from page.block(line.file, 5, role="dim")


def worst_line(line: PlanLine, page: Page) -> str:
    """Return the title of a plan with its breaches by severity and its worst rules."""
    counts = line.tally.counts
    parts = [
        f"{page.say(severity)} {counts[severity]}" for severity in SEVERITIES if counts[severity]
    ]
    rules = page.join("list", (f"{code}:{count}" for code, count in line.rules))
    return (
        f"{line.title}{page.say('colon')}{page.join('comma', parts)}{page.say('semicolon')}{rules}"
    )


def _blind(summary: Summary, page: Page) -> Iterator[str]:
    if summary.blind_count:
        files = page.join("list", summary.blind)
        if len(summary.blind) < summary.blind_count:
            files += " …"
        yield ""
        yield from page.block(_say("blind", page, count=summary.blind_count, files=files))


def _unread(summary: Summary, page: Page) -> Iterator[str]:
    if summary.unjudged_count:
        files = page.join("list", summary.unjudged)
        if len(summary.unjudged) < summary.unjudged_count:
            files += " …"
        yield ""
        yield from page.block(_say("unjudged", page, count=summary.unjudged_count, files=files))
    if summary.unread_count:
        yield ""
        yield page.paint(_say("unread", page, count=summary.unread_count), "red")
        for plan in summary.unread:
            yield from page.block(f"{plan.address}{page.say('colon')}{plan.text}", 0, "× ")
            if plan.help:
                yield from page.block(plan.help, 2, page.say("help"))
        left = summary.unread_count - len(summary.unread)
        if left:
            yield from page.block(_say("more", page, count=left), 2)
