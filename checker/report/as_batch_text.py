"""The summary of a batch for a terminal: counts by rule and region, the worst plans, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from checker.messages import message
from checker.report.batch import COLUMNS, PlanLine, Summary
from checker.report.layout import Page, pad, width
from checker.report.wording import waiver_lines

CITIES = 60
"""More cities are left to the HTML summary; provinces are always there."""

NARROWEST_NAME = 12
"""Columns that a name needs beside its numbers."""

TallyRow = tuple[str, Sequence[int]]


def render(summary: Summary, page: Page) -> str:
    """Return the summary as text in lines of the page's width."""
    say = partial(message, language=page.language)
    lines = [page.paint(say("batch-title"), "bold"), *_head(summary, page)]
    if summary.total.plans:
        lines += [
            "",
            *_families(summary, page),
            "",
            *_regions(summary, page),
            *_worst(summary, page),
        ]
    if summary.idle_rules and summary.total.plans:
        given = {
            "count": len(summary.idle_rules),
            "rules": page.say("list").join(summary.idle_rules),
        }
        lines += ["", *page.block(page.say("idle", **given))]
    lines += [*_unread(summary, page), *_waivers(summary, page)]
    return "\n".join(lines) + "\n"


def _head(summary: Summary, page: Page) -> list[str]:
    counts = summary.total.counts
    given = {
        "fail": counts["fail"], "error": counts["error"], "warning": counts["warning"], "info": counts["info"],
        "unknown": counts["unknown"], "inapplicable": counts["not-applicable"], "waived": counts["waived"],
        "passed": counts["pass"],
    }  # fmt: skip
    lines = page.block(
        message(
            "batch-plans",
            page.language,
            {"count": summary.total.plans, "unread": summary.unread_count},
        )
    )
    if summary.faulty:
        lines += page.block(message("batch-faulty", page.language, {"count": summary.faulty}))
    lines += page.segments(page.say("counts", **given).split("  "))
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
    yield from _table(message("batch-column-region", page.language), rows, columns, page)
    if not few:
        yield from page.block(message("batch-cities", page.language))


def _table(
    name: str, rows: Sequence[TallyRow], columns: Sequence[str], page: Page
) -> Iterator[str]:
    """Yield a table: a name and its numbers per line, the numbers below the name if the page is too narrow."""
    heads = [message(f"batch-column-{c}", page.language) for c in columns]
    sizes = [
        max(width(head), *(len(str(numbers[at])) for _, numbers in rows))
        for at, head in enumerate(heads)
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
    given = {"count": len(summary.worst)}
    yield page.paint(message("batch-worst", page.language, given), "bold")
    for number, line in enumerate(summary.worst, start=1):
        yield from page.block(worst_line(line, page), 0, f"{number:>3}. ")
        yield from page.block(line.file, 5, role="dim")


def worst_line(line: PlanLine, page: Page) -> str:
    """Return the title of a plan with its breaches by severity and its worst rules."""
    counts = line.tally.counts
    parts = [
        f"{page.say(severity)} {counts[severity]}"
        for severity in ("error", "warning", "info")
        if counts[severity]
    ]
    rules = page.say("list").join(f"{code}:{count}" for code, count in line.rules)
    comma = page.say("comma")
    return f"{line.title}{page.say('colon')}{comma.join(parts)}{page.say('semicolon')}{rules}"


def _unread(summary: Summary, page: Page) -> Iterator[str]:
    if summary.unjudged_count:
        given = {
            "count": summary.unjudged_count,
            "files": _some(summary.unjudged, summary.unjudged_count, page),
        }
        yield ""
        yield from page.block(message("batch-unjudged", page.language, given))
    if summary.unread_count:
        yield ""
        given = {"count": summary.unread_count}
        yield page.paint(message("batch-unread", page.language, given), "red")
        for plan in summary.unread:
            yield from page.block(f"{plan.address}{page.say('colon')}{plan.text}", 0, "× ")
            if plan.help:
                yield from page.block(plan.help, 2, page.say("help"))
        left = summary.unread_count - len(summary.unread)
        if left:
            yield from page.block(message("batch-more", page.language, {"count": left}), 2)


def _some(names: Iterable[str], count: int, page: Page) -> str:
    shown = list(names)
    text = page.say("list").join(shown)
    return text if len(shown) == count else f"{text} …"


def _waivers(summary: Summary, page: Page) -> Iterator[str]:
    lines = waiver_lines(summary.waivers, page.language)
    if lines:
        yield ""
        yield page.paint(page.say("waivers", count=len(lines)), "bold")
    for mark, text in lines:
        yield from page.block(text, 0, f"{mark} ")
